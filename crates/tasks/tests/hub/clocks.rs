//! One person's clock is a day off: it is shown, and decides nothing.

use crate::people::{Person, Shop};
use base::{Choice, Decision, Mark, PhotoSku, Provenance, Ruling, Source, Stars, Verdict};
use std::collections::BTreeMap;
use tasks::share::{Report, SetsFrom, push_at};
use testing::postgres;

const DAY: i64 = 86_400_000;
/// About now, so that what the hub's clock says goes with it.
const SET_OUT: i64 = 1_790_000_000_000;

/// A person with a clock of their own: `off` milliseconds from the others'.
struct Timed {
    person: Person,
    off: i64,
}

impl Timed {
    fn decide(&mut self, content: u16, set: &str, label: &str, at: i64) {
        let set = self.person.set(set);
        let ruling = match label {
            "" => Ruling::NoneOfThese,
            "-" => Ruling::WithdrawAll,
            label => Ruling::Accept(set.label_named(label).unwrap().id),
        };
        let provenance = Provenance::of(Source::Person, SET_OUT + at * 1000 + self.off);
        let verdict = Verdict { photo: self.person.photo(content), set: set.id, ruling, provenance };
        self.person.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
    }

    fn mark(&mut self, content: u16, stars: u8, at: i64) {
        let (photo, at) = (self.person.photo(content), SET_OUT + at * 1000 + self.off);
        self.person.catalog.step(|step| step.mark(photo, Mark::Stars(Stars::new(stars)), Source::Person, Source::Person, at)).unwrap();
    }

    fn product(&mut self, content: u16, sku: &str, at: i64) {
        let provenance = Provenance::of(Source::Person, SET_OUT + at * 1000 + self.off);
        let sku = PhotoSku { photo: self.person.photo(content), sku: sku.into(), decision: Decision::Accepted, provenance };
        self.person.catalog.step(|step| step.decide_skus(std::slice::from_ref(&sku), Source::Person)).unwrap();
    }

    fn push(&mut self) -> Report {
        let mut hub = self.person.hub();
        let now = base::tags::now_ms() + self.off;
        push_at(&mut self.person.catalog, &mut hub, SetsFrom::Nobody, now).unwrap()
    }
}

/// What comes of one and the same day, where Ben's clock is `off`: the end state, what was told of conflicts, and how Anna's catalogue shows Ben's
/// clock. Anna goes first in all that both decide about.
fn day(off: i64) -> (BTreeMap<String, String>, Vec<String>, i64) {
    let shop = Shop::new(postgres::plain().unwrap());
    let mut anna = Timed { person: shop.person("Anna", 12), off: 0 };
    let mut ben = Timed { person: shop.person("Ben", 12), off };
    anna.person.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.person.make_set("Motif", Choice::Multi, &["Red", "Blue", "Green"]);
    // Known to both before they part.
    anna.decide(5, "Colour", "Red", 1);
    ben.person.pull();
    anna.push();
    ben.person.pull();
    ben.decide(6, "Motif", "Red", 2);
    ben.push();
    anna.person.pull();
    // Each without having seen the other's.
    anna.decide(1, "Colour", "Red", 10);
    ben.decide(1, "Colour", "Blue", 11);
    ben.decide(2, "Colour", "", 12);
    anna.decide(2, "Colour", "Blue", 13);
    anna.decide(3, "Motif", "Red", 14);
    ben.decide(3, "Motif", "Blue", 15);
    ben.decide(4, "Motif", "", 16);
    anna.decide(4, "Motif", "Green", 17);
    ben.decide(5, "Colour", "Blue", 18);
    anna.decide(5, "Colour", "-", 19);
    ben.decide(6, "Motif", "Blue", 20);
    anna.decide(6, "Motif", "Green", 21);
    anna.mark(7, 2, 22);
    ben.mark(7, 5, 23);
    ben.product(8, "A1", 24);
    anna.product(8, "B2", 25);
    anna.push();
    let told = ben.push();
    anna.person.pull();
    // And after having seen it: one's later word about the other's, whatever the other's clock said.
    anna.decide(9, "Colour", "Red", 30);
    anna.push();
    ben.person.pull();
    ben.decide(9, "Colour", "Blue", 31);
    ben.push();
    anna.person.pull();
    anna.decide(9, "Colour", "Red", 32);
    anna.mark(7, 4, 33);
    ben.decide(10, "Motif", "Blue", 34);
    ben.push();
    anna.person.pull();
    anna.decide(10, "Motif", "Red", 35);
    anna.push();
    ben.person.pull();
    ben.decide(10, "Motif", "Green", 36);
    ben.push();
    anna.person.pull();
    assert_eq!(anna.person.state(), ben.person.state());
    assert_eq!((anna.push().brought, ben.push().brought), (0, 0));
    let conflicts = told.conflicts.iter().map(|c| format!("{} {}: {} / {} / {}", c.path.display(), c.about, c.here, c.hub, c.stands));
    let conflicts = conflicts.map(|told| told.rsplit('/').take(3).collect::<Vec<_>>().join("/")).collect();
    let ahead = anna.person.hub().standing().unwrap().contributors.iter().find(|person| person.author == "Ben").unwrap().ahead_s;
    let mut state = anna.person.state();
    for set in ["Colour", "Motif"] {
        for said in anna.person.catalog.opinions(anna.person.set(set).id).unwrap() {
            let (photo, labels) = (anna.person.content(said.photo), anna.person.names(set, &said.labels));
            state.insert(format!("{photo} {set} of {}", said.author), labels);
        }
    }
    (state, conflicts, ahead)
}

/// The state with Ben's moments moved.
fn moved(state: &BTreeMap<String, String>, by: i64) -> BTreeMap<String, String> {
    let bens = [2, 11, 12, 15, 16, 18, 20, 23, 24, 31, 34, 36].map(|at| SET_OUT + at * 1000);
    let put = |said: &String| bens.iter().fold(said.clone(), |said, at| said.replace(&at.to_string(), &(at + by).to_string()));
    state.iter().map(|(place, said)| (place.clone(), put(said))).collect()
}

#[test]
fn a_clock_that_is_a_day_off_changes_no_merge_and_is_shown_as_it_was_told() {
    if postgres::plain().is_none() {
        return;
    }
    let (right, conflicts, ahead) = day(0);
    assert!(ahead.abs() < 60 && conflicts.len() > 3, "{ahead} {conflicts:?}");
    for off in [DAY, -DAY] {
        let (state, told, ahead) = day(off);
        assert_eq!(told, conflicts, "what was told of conflicts");
        assert_eq!(state, moved(&right, off), "all stands as it would with clocks that are right, with the moments that Ben told");
        assert!((ahead - off / 1000).abs() < 60, "{ahead}");
    }
}
