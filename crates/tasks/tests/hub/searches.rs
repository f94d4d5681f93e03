//! Searches among all photos of a hub.

use crate::people::{Person, Shop, key, photo, vector};
use base::{Choice, Mark, Source, Stars, TagBook};
use catalog::{IndexBatch, IndexedPhoto};
use share::{Asks, Condition, Hub, Narrow, Pattern, Vectors};
use std::collections::HashMap;
use tasks::query::{Decided, Matcher, at_hub, parse};
use tasks::share::label_sets_at;
use testing::postgres::{self, Server};

fn found(hub: &mut Hub, query: u16, top: usize, narrow: &Narrow) -> (Vec<String>, bool) {
    let (photos, through_index) = hub.search(&key().0, vector(query).as_slice(), top, narrow, false).unwrap().unwrap();
    (photos.into_iter().map(|photo| photo.name).collect(), through_index)
}

fn narrow(asks: Asks) -> Narrow {
    Narrow(vec![Condition { negated: false, asks }])
}

fn searched(server: &'static Server, vectors: Vectors) {
    let shop = Shop::new(server);
    let mut anna = shop.person("Anna", 0);
    anna.index(1..=30, true);
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.decide(9, "Colour", "Red");
    anna.decide(20, "Colour", "Blue");
    anna.push();
    let mut hub = anna.hub();
    assert_eq!(hub.vectors, vectors);
    let (names, _) = found(&mut hub, 7, 3, &Narrow::default());
    assert_eq!(names[0], "Anna-7.jpg");
    let score = |n: u16| vector(7).dot(&vector(n));
    let mut exact: Vec<u16> = (1..=30).collect();
    exact.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
    let wanted: Vec<String> = exact[..3].iter().map(|n| format!("Anna-{n}.jpg")).collect();
    assert_eq!(names, wanted);
    let only = |narrow: Narrow, hub: &mut Hub| found(hub, 7, 30, &narrow).0.len();
    assert_eq!(only(narrow(Asks::Name(Pattern::Within("-2".into()))), &mut hub), 11, "2 and 20 to 29");
    assert_eq!(only(narrow(Asks::Name(Pattern::Within("%".into()))), &mut hub), 0, "a sign is no joker");
    assert_eq!(only(narrow(Asks::LabelInAnySet("red".into())), &mut hub), 1);
    assert_eq!(only(narrow(Asks::DateBegins("2026".into())), &mut hub), 0);
    anna.decide(9, "Colour", "Blue");
    anna.push();
    assert_eq!(only(narrow(Asks::LabelInAnySet("red".into())), &mut hub), 0, "the last word counts");
    assert!(hub.search("feed", vector(1).as_slice(), 3, &Narrow::default(), true).unwrap().is_none());
    assert!(hub.search(&key().0, &[1.0], 3, &Narrow::default(), true).is_err());
}

#[test]
fn without_pgvector_every_photo_is_compared_with() {
    let Some(server) = postgres::plain() else { return };
    searched(server, Vectors::Array);
}

#[test]
fn with_pgvector_the_same_is_found() {
    let Some(server) = postgres::with_pgvector() else { return };
    searched(server, Vectors::Pgvector);
}

const QUERIES: [&str; 49] = [
    "name:img",
    "name:IMG_1*",
    "name:img_?.jpg",
    "-name:img",
    "name:größe",
    "name:größe*",
    "name:%",
    "name:_1",
    "name:\"img_2.jpg\"",
    "type:png",
    "type:jpg",
    "-type:jpeg",
    "tag:red",
    "tag:re*",
    "tag:\"Red\"",
    "tag:\"Colour/Red\"",
    "tag:\"motif/red\"",
    "-tag:blue",
    "tag:e",
    "tag:nothing",
    "is:untagged",
    "-is:untagged",
    "is:tagged",
    "is:none",
    "is:pick",
    "is:reject",
    "is:unflagged",
    "rating:0",
    "rating:>=1",
    "rating:<3",
    "-rating:4",
    "rating:2..4",
    "color:red",
    "color:none",
    "date:2026-05-04",
    "date:2026-05",
    "-date:2026",
    "date:2026-05-04..2026-05",
    "date:>2026-05",
    "date:<=2026-05-10",
    "date:2026-05-10T00:00..2026-05-12t12",
    "date:>2026-05-04T23:59:58",
    "size:<1000",
    "size:>=3000",
    "size:979..1000",
    "aspect:square",
    "aspect:portrait",
    "-aspect:landscape",
    "is:pick rating:>=3 tag:red -type:png",
];

/// A shop with a bit of everything.
fn mixed(anna: &mut Person) {
    let names = ["IMG_1.jpg", "img_2.JPG", "IMG_10.jpg", "Größe-4.jpg", "Gro\u{308}ße-5.png", "100%.png", "a_1.jpg", "x.jpg"];
    let sides = [(1000, 1000), (980, 1000), (979, 1000), (4000, 3000), (3000, 4000), (1000, 979), (10, 3000), (3000, 3060)];
    let dates =
        [Some("2026-05-04T23:59:59.999"), Some("2026-05-10T00:00:00"), Some("2026-05-12T12:00:00.5"), Some("2026-06-01T00:00:00"), None];
    let one = |n: usize| {
        let plain = photo(anna.root, names[n], n as u16 + 1, Some(vector(n as u16 + 1)));
        let format = if names[n].ends_with("png") { "PNG" } else { "JPEG" }.to_owned();
        IndexedPhoto { width: sides[n].0, height: sides[n].1, format, captured: dates[n % 5].map(str::to_owned), ..plain }
    };
    let photos = (0..names.len()).map(one).collect();
    anna.index([], true);
    anna.catalog.commit(&IndexBatch { model: Some(key()), photos, ..IndexBatch::default() }).unwrap();
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.make_set("Motif", Choice::Multi, &["Red", "Green"]);
    for (content, set, label) in [
        (1, "Colour", "Red"),
        (2, "Colour", "Blue"),
        (2, "Motif", "Red"),
        (2, "Motif", "Green"),
        (3, "Colour", ""),
        (4, "Colour", "!Red"),
        (5, "Colour", "Red"),
        (5, "Colour", "-"),
        (6, "Motif", ""),
    ] {
        anna.decide(content, set, label);
    }
    let marks = [
        (1, "flag", Some("pick")),
        (1, "stars", Some("4")),
        (2, "flag", Some("reject")),
        (2, "stars", Some("1")),
        (3, "color", Some("red")),
        (4, "flag", Some("pick")),
        (4, "flag", None),
    ];
    for (content, kind, value) in marks {
        let (photo, mark) = (anna.photo(content), Mark::read(kind, value).unwrap());
        anna.catalog.step(|step| step.mark(photo, mark, Source::Person, Source::Person, 7)).unwrap();
    }
    let (photo, stars) = (anna.photo(5), Mark::Stars(Stars::new(2)));
    anna.catalog.step(|step| step.mark(photo, stars, Source::Person, Source::Person, 7)).unwrap();
}

fn the_same_is_found(server: &'static Server) {
    let shop = Shop::new(server);
    let mut anna = shop.person("Anna", 0);
    mixed(&mut anna);
    anna.push();
    // What is said twice: the last word counts.
    anna.decide(1, "Colour", "Blue");
    anna.decide(1, "Colour", "Red");
    anna.push();
    let (mut hub, sets, roots) = (anna.hub(), anna.catalog.label_sets().unwrap(), HashMap::new());
    let book = TagBook::new(anna.catalog.tags().unwrap()).with_marks(anna.catalog.marks().unwrap());
    let decided = Decided { sets: &sets, book: &book, open: None, duplicates: None, axes: None, compositions: None, standard: None };
    let photos = anna.catalog.photos().unwrap();
    let mut found_some = 0;
    for query in QUERIES {
        let parsed = parse(query).unwrap();
        let matcher = Matcher::new(&parsed.filters, &roots, Some(decided));
        let mut here: Vec<String> = photos.iter().filter(|photo| matcher.admits(photo)).map(base::Photo::name).collect();
        let hubs = label_sets_at(&mut hub).unwrap();
        let (mut there, _) = found(&mut hub, 1, 100, &at_hub(&parsed, &hubs).unwrap());
        here.sort();
        there.sort();
        assert_eq!(there, here, "{query}");
        found_some += usize::from(!here.is_empty() && here.len() < photos.len());
    }
    assert!(found_some > QUERIES.len() - 6, "a filter that finds all or nothing shows little: {found_some}");
}

#[test]
fn filters_find_the_same_at_a_hub_as_in_a_catalogue() {
    let Some(server) = postgres::plain() else { return };
    the_same_is_found(server);
}

#[test]
fn filters_find_the_same_with_pgvector() {
    let Some(server) = postgres::with_pgvector() else { return };
    the_same_is_found(server);
}

#[test]
fn an_index_answers_for_many_photos() {
    let Some(server) = postgres::with_pgvector() else { return };
    let shop = Shop::new(server);
    let mut anna = shop.person("Anna", 0);
    anna.index(1..=2, true);
    anna.push();
    shop.sql(
        "SELECT setseed(.5);
         INSERT INTO selvedge.photos (hash, name, format, width, height) SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), n || '.jpg', 'JPEG', 4, 3 FROM generate_series(1, 20000) AS n;
         INSERT INTO selvedge.embeddings SELECT hash, 1, 'f32',
             (SELECT array_agg((x / (SELECT sqrt(sum(y * y)) FROM unnest(v) AS y))::real) FROM unnest(v) AS x)::vector
             FROM (SELECT hash, ARRAY[random(), random(), random(), random(), random(), random(), random(), random()] AS v FROM selvedge.photos) AS raw
             ON CONFLICT DO NOTHING",
    );
    let (mut hub, new, indexes) = Hub::init(&share::Address::read(&anna.url).unwrap(), "").unwrap();
    assert_eq!((new, indexes), (false, 1));
    let (mut hits, mut all) = (0, 0);
    for query in (100..=2000).step_by(100) {
        let exact = hub.search(&key().0, vector(query).as_slice(), 10, &Narrow::default(), true).unwrap().unwrap();
        let near = hub.search(&key().0, vector(query).as_slice(), 10, &Narrow::default(), false).unwrap().unwrap();
        assert_eq!((exact.1, near.1, exact.0.len(), near.0.len()), (false, true, 10, 10));
        hits += near.0.iter().filter(|photo| exact.0.iter().any(|other| other.hash == photo.hash)).count();
        all += 10;
    }
    assert!(hits * 100 >= all * 95, "{hits} of {all}");
}
