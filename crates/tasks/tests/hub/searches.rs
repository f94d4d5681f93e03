//! Searches among all photos of a hub.

use crate::people::{Shop, key, vector};
use base::Choice;
use share::{Hub, Narrow, Vectors};
use testing::postgres::{self, Server};

fn found(hub: &mut Hub, query: u16, top: usize, narrow: &Narrow) -> (Vec<String>, bool) {
    let (photos, through_index) = hub.search(&key().0, vector(query).as_slice(), top, narrow, false).unwrap().unwrap();
    (photos.into_iter().map(|photo| photo.name).collect(), through_index)
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
    assert_eq!(only(Narrow { name: Some("-2".into()), ..Narrow::default() }, &mut hub), 11, "2 and 20 to 29");
    assert_eq!(only(Narrow { name: Some("%".into()), ..Narrow::default() }, &mut hub), 0, "a sign is no joker");
    assert_eq!(only(Narrow { label: Some("red".into()), ..Narrow::default() }, &mut hub), 1);
    assert_eq!(only(Narrow { date: Some("2026".into()), ..Narrow::default() }, &mut hub), 0);
    anna.decide(9, "Colour", "Blue");
    anna.push();
    assert_eq!(only(Narrow { label: Some("red".into()), ..Narrow::default() }, &mut hub), 0, "the last word counts");
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
