//! Networks that are cut, and histories that nobody planned.

use crate::people::{Person, Shop, content_of, key};
use base::{Choice, Decision, Mark, PhotoId, PhotoSku, Provenance, Ruling, Source, Stars, Verdict};
use share::{Address, Hub};
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tasks::share::{How, SetsFrom, ShareError, pull, push};
use testing::postgres::{self, Server};

/// A network between a person and a server that is cut after so many bytes, in both directions together.
fn cut_after(server: u16, bytes: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let left = Arc::new(AtomicI64::new(bytes as i64));
        while let Ok((near, _)) = listener.accept() {
            let Ok(far) = TcpStream::connect(("127.0.0.1", server)) else { return };
            for (from, to) in [(near.try_clone().unwrap(), far.try_clone().unwrap()), (far, near)] {
                let left = Arc::clone(&left);
                std::thread::spawn(move || carry(from, to, &left));
            }
        }
    });
    port
}

fn carry(mut from: TcpStream, mut to: TcpStream, left: &AtomicI64) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let before = left.fetch_sub(read as i64, Ordering::Relaxed);
        let passes = usize::try_from(before).unwrap_or_default().min(read);
        if to.write_all(&buffer[..passes]).is_err() || passes < read {
            break;
        }
    }
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
}

#[test]
fn what_is_stopped_brings_and_takes_nothing_and_the_next_run_goes_on() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", 5), shop.person("Ben", 5));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.index(1..=5, true);
    anna.decide(1, "Colour", "Red");
    let stopped = How::default();
    stopped.cancel.cancel();
    let before = ben.state();
    let mut hub = Hub::open(&Address::read(&shop.url()).unwrap()).unwrap();
    assert!(matches!(push(&mut anna.catalog, &mut hub, stopped.clone()), Err(ShareError::Stopped)));
    assert_eq!(shop.sql("SELECT (SELECT count(*) FROM selvedge.steps) + (SELECT count(*) FROM selvedge.photos)"), "0");
    let how = How::default();
    push(&mut anna.catalog, &mut hub, how.clone()).unwrap();
    assert_eq!(how.progress.read().done, 10, "five photos and five vectors");
    assert!(matches!(pull(&mut ben.catalog, &mut hub, stopped), Err(ShareError::Stopped)));
    assert_eq!(ben.state(), before);
    ben.pull();
    assert_ne!(ben.state(), before);
}

#[test]
fn a_network_that_is_cut_anywhere_loses_nothing_and_brings_nothing_twice() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", 5), shop.person("Ben", 5));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.push();
    ben.pull();
    let (mut bytes, mut cuts, mut whole) = (0, 0, 0);
    let url = shop.url_at(0);
    while whole < 3 {
        ben.decide(bytes as u16 / 131 % 5 + 1, "Colour", if bytes / 131 % 2 == 0 { "Red" } else { "Blue" });
        if cuts % 7 == 0 {
            ben.index([200 + cuts as u16], true);
        }
        let cut = url.replace(":0/", &format!(":{}/", cut_after(server.port, bytes)));
        let before = ben.state();
        let tried = Hub::open(&Address::read(&cut).unwrap())
            .map_err(Into::into)
            .and_then(|mut hub| push(&mut ben.catalog, &mut hub, SetsFrom::Nobody));
        assert_eq!(ben.state(), before, "nobody else decided anything");
        match tried {
            Ok(_) => whole += 1,
            Err(error) => {
                let said = error.to_string();
                assert!(said.contains("was lost") || said.contains("cannot be reached"), "{bytes}: {said}");
                (cuts, whole) = (cuts + 1, 0);
            }
        }
        bytes += 131;
    }
    assert!(cuts > 30, "{cuts}");
    ben.push();
    anna.pull();
    assert_eq!(anna.state(), ben.state());
    // A change that was brought twice would stand twice in a row.
    let twice = "SELECT count(*) FROM (SELECT value, lag(value) OVER (PARTITION BY photo, kind, key ORDER BY seq) AS before FROM selvedge.changes) AS c WHERE value = before";
    assert_eq!(shop.sql(twice), "0");
    assert_eq!(shop.sql("SELECT count(*) FROM selvedge.embeddings"), ben.catalog.embeddings(&key()).unwrap().photos.len().to_string());
}

/// A random number below `n`, the same ones in the same order for a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn all_push(people: &mut [Person]) {
    for person in people {
        person.push();
    }
}

fn all_pull(people: &mut [Person]) {
    for person in people {
        person.pull();
    }
}

const LABELS: [&str; 4] = ["Red", "Blue", "", "!Red"];

fn something(person: &mut Person, dice: &mut Dice, server: &Server, url: &str) {
    let content = dice.roll(6) as u16 + 1;
    let set = if dice.roll(3) == 0 { "Motif" } else { "Colour" };
    match dice.roll(14) {
        0..6 => person.decide(content, set, LABELS[dice.roll(4) as usize]),
        6 => person.decide(content, set, "-"),
        7 => person.decide_as(content, set, LABELS[dice.roll(3) as usize], if dice.roll(2) == 0 { Source::Rule } else { Source::Import }),
        8 => {
            person.catalog.undo(None).unwrap();
            // The sets stay, since they are decided with.
            if person.catalog.label_sets().unwrap().len() < 2 {
                person.catalog.redo(None).unwrap();
            }
        }
        9 => {
            let (photo, stars) = (person.photo(content), Stars::new(dice.roll(6) as u8));
            person.catalog.step(|step| step.mark(photo, Mark::Stars(stars), Source::Person, Source::Person, 5)).unwrap();
        }
        10 => {
            let sku = PhotoSku {
                photo: person.photo(content),
                sku: format!("A{}", dice.roll(3)).as_str().into(),
                decision: if dice.roll(2) == 0 { Decision::Accepted } else { Decision::Rejected },
                provenance: Provenance::of(Source::Person, 3),
            };
            person.catalog.step(|step| step.decide_skus(std::slice::from_ref(&sku), Source::Person)).unwrap();
        }
        11 => drop(person.pull()),
        12 => drop(person.push()),
        _ => {
            let cut = url.replace(":0/", &format!(":{}/", cut_after(server.port, dice.roll(12_000) as usize)));
            if let Ok(mut hub) = Hub::open(&Address::read(&cut).unwrap()) {
                drop(push(&mut person.catalog, &mut hub, SetsFrom::Nobody));
            }
        }
    }
}

#[test]
fn random_histories_with_interruptions_end_the_same_for_everybody() {
    let Some(server) = postgres::plain() else { return };
    for seed in 0..6 {
        let shop = Shop::new(server);
        let url = shop.url_at(0);
        let mut dice = Dice(seed);
        let mut people: Vec<Person> =
            ["Anna", "Ben", "Cleo", "Dan"][..2 + seed as usize % 3].iter().map(|name| shop.person(name, 6)).collect();
        people[0].make_set("Colour", Choice::Single, &["Red", "Blue"]);
        people[0].make_set("Motif", Choice::Multi, &["Red", "Blue"]);
        people[0].push();
        all_pull(&mut people);
        for _ in 0..90 {
            let who = dice.roll(people.len() as u64) as usize;
            something(&mut people[who], &mut dice, server, &url);
        }
        // Whoever goes first.
        if seed % 2 == 1 {
            people.reverse();
        }
        all_push(&mut people);
        all_pull(&mut people);
        for person in &mut people {
            let again = person.push();
            assert_eq!((again.brought, again.taken, again.sets_brought), (0, 0, 0), "seed {seed}: everything was brought: {again:?}");
        }
        let states: Vec<_> = people.iter().map(Person::state).collect();
        assert!(!states[0].is_empty());
        for (person, state) in people.iter().zip(&states) {
            let name = person.catalog.author().unwrap();
            assert_eq!(state, &states[0], "seed {seed}, {name}");
        }
    }
}

#[test]
fn four_people_with_500_decisions_each_have_them_all_once() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (url, mut dice) = (shop.url_at(0), Dice(11));
    let mut people: Vec<Person> = ["Anna", "Ben", "Cleo", "Dan"].iter().map(|name| shop.person(name, 500)).collect();
    people[0].make_set("Colour", Choice::Single, &["Red", "Blue", "Green"]);
    people[0].push();
    all_pull(&mut people);
    for round in 0..10_u16 {
        for (n, person) in people.iter_mut().enumerate() {
            let set = person.set("Colour");
            let photos: HashMap<u16, PhotoId> =
                person.catalog.photos().unwrap().iter().map(|photo| (content_of(photo.hash), photo.id)).collect();
            let verdict = |content: u16| Verdict {
                photo: photos[&content],
                set: set.id,
                ruling: Ruling::Accept(set.labels[(usize::from(content) + n * usize::from(content % 2)) % 3].id),
                provenance: Provenance::of(Source::Person, 1_700_000_000_000 + i64::from(content)),
            };
            let verdicts: Vec<Verdict> = (round * 50 + 1..=round * 50 + 50).map(verdict).collect();
            person.catalog.step(|step| step.decide_all(&verdicts, Source::Person)).unwrap();
            let cut = url.replace(":0/", &format!(":{}/", cut_after(server.port, dice.roll(60_000) as usize)));
            if let Ok(mut hub) = Hub::open(&Address::read(&cut).unwrap()) {
                drop(push(&mut person.catalog, &mut hub, SetsFrom::Nobody));
            }
        }
    }
    all_push(&mut people);
    all_pull(&mut people);
    for person in &people {
        let opinions = person.catalog.opinions(person.set("Colour").id).unwrap();
        assert_eq!((person.catalog.tags().unwrap().len(), opinions.len()), (500, 2000), "everybody's opinion of everything, once");
        assert_eq!(person.state(), people[0].state());
    }
}

#[test]
fn two_pushes_at_once_wait_for_each_other() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let mut people: Vec<Person> = ["Anna", "Ben", "Cleo"].iter().map(|name| shop.person(name, 200)).collect();
    people[0].make_set("Colour", Choice::Single, &["Red", "Blue"]);
    people[0].push();
    std::thread::scope(|scope| {
        for person in &mut people {
            scope.spawn(|| {
                person.pull();
                for content in 1..=10 {
                    person.decide(content, "Colour", "Red");
                    person.push();
                }
            });
        }
    });
    all_pull(&mut people);
    assert!(people.iter().all(|person| person.state() == people[0].state()));
    assert_eq!(shop.sql("SELECT count(*) = max(seq) FROM selvedge.steps"), "t");
}
