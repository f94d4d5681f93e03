//! What one decides, another has; what two decide differently, both know.

use crate::people::{PHOTOS, Person, Shop, key, photo, vector};
use base::{Choice, Decision, Mark, PhotoSku, Provenance, Source, Stars};
use catalog::IndexBatch;
use tasks::share::{SetsFrom, pull, push};
use testing::postgres;

#[test]
fn what_one_decides_another_has_after_a_push_and_a_pull() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", PHOTOS), shop.person("Ben", 3));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.index(1..=2, true);
    anna.decide(1, "Colour", "Red");
    anna.decide(2, "Colour", "");
    anna.decide(3, "Colour", "!Blue");
    let (first, second) = (anna.photo(1), anna.photo(2));
    anna.catalog
        .step(|step| {
            step.mark(first, Mark::Stars(Stars::new(4)), Source::Person, Source::Person, 7)?;
            let provenance = Provenance { score: Some(0.5), ..Provenance::of(Source::Person, 9) };
            step.decide_skus(&[PhotoSku { photo: second, sku: "A1".into(), decision: Decision::Accepted, provenance }], Source::Person)
        })
        .unwrap();
    let pushed = anna.push();
    assert_eq!((pushed.brought, pushed.sets_brought, pushed.photos, pushed.vectors_brought, pushed.taken), (5, 1, 12, 2, 0), "{pushed:?}");
    assert_eq!(anna.push().brought, 0, "once is enough");
    let pulled = ben.pull();
    assert_eq!((pulled.taken, pulled.sets_taken, pulled.vectors_taken, pulled.conflicts.len()), (5, 1, 2, 0), "{pulled:?}");
    assert_eq!(ben.state(), anna.state());
    let kept = ben.catalog.embeddings(&key()).unwrap();
    assert_eq!((kept.photos.len(), &kept.values[..8]), (2, vector(1).as_slice()));
    let again = ben.push();
    assert_eq!((again.brought, again.vectors_brought, again.photos, again.taken), (0, 0, 3, 0), "{again:?}");
    // A pull is one step that can be undone, until the next pull.
    ben.catalog.undo(pulled.step).unwrap().unwrap();
    assert!(ben.state().is_empty());
    let again = ben.push();
    assert_eq!((again.brought, again.taken), (0, 5), "an undone pull is nobody's decision: {again:?}");
    assert_eq!(ben.state(), anna.state());
    // What is taken back is taken back for all.
    anna.decide(1, "Colour", "-");
    anna.push();
    ben.pull();
    assert_eq!((ben.labels(1, "Colour"), ben.state()), (vec![], anna.state()));
}

#[test]
fn a_conflict_is_told_and_becomes_two_opinions() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.push();
    ben.pull();
    anna.decide(1, "Colour", "Red");
    ben.decide(1, "Colour", "Blue");
    anna.decide(2, "Colour", "Red");
    ben.decide_as(2, "Colour", "Blue", Source::Rule);
    ben.decide(3, "Colour", "Red");
    anna.decide(3, "Colour", "Red");
    anna.push();
    let report = ben.push();
    let told: Vec<_> = report.conflicts.iter().map(|c| (c.about.as_str(), c.here.as_str(), c.hub.as_str(), c.stands.as_str())).collect();
    let conflicts = [("Colour", "Blue (Ben)", "Red (Anna)", "Red (Anna)"), ("Colour", "Blue", "Red (Anna)", "Red (Anna)")];
    assert_eq!(told, conflicts, "what both said alike is none");
    anna.pull();
    assert_eq!(anna.state(), ben.state());
    for person in [&anna, &ben] {
        let found = tasks::agreement::agreement(&person.catalog, &person.set("Colour"), &[]).unwrap().unwrap();
        assert_eq!((found.photos, found.agreed, found.disputed.len()), (2, 1, 1), "{found:?}");
    }
}

#[test]
fn sets_of_one_name_and_two_meanings_are_refused_and_can_be_joined() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.decide(1, "Colour", "Blue");
    anna.push();
    ben.make_set("Colour", Choice::Single, &["Red", "Green"]);
    ben.decide(2, "Colour", "Green");
    let before = ben.state();
    let mut hub = ben.hub();
    for refused in [push(&mut ben.catalog, &mut hub, SetsFrom::Nobody), pull(&mut ben.catalog, &mut hub, SetsFrom::Nobody)] {
        let why = refused.unwrap_err().to_string();
        assert!(why.contains("'Colour': only here: 'Green'; only at the hub: 'Blue'") && why.contains("--sets"), "{why}");
    }
    assert_eq!((ben.state(), ben.set("Colour").labels.len()), (before, 2), "nothing changed");
    push(&mut ben.catalog, &mut hub, SetsFrom::Hub).unwrap();
    anna.pull();
    assert_eq!((anna.labels(2, "Colour"), ben.labels(1, "Colour")), (vec!["Green".to_owned()], vec!["Blue".to_owned()]));
    assert_eq!(anna.state(), ben.state());
    // A label that somebody takes out goes everywhere, unless a photo bears it.
    let mut draft = anna.set("Colour").draft();
    draft.labels.retain(|label| label.name == "Blue");
    ben.decide(3, "Colour", "Red");
    anna.catalog.step(|step| step.save_set(&draft)).unwrap();
    anna.push();
    ben.push();
    anna.pull();
    let names = |person: &Person| person.set("Colour").labels.into_iter().map(|label| label.name).collect::<Vec<_>>();
    assert_eq!((names(&anna), names(&ben)), (vec!["Blue".to_owned(), "Red".to_owned()], vec!["Blue".to_owned(), "Red".to_owned()]));
    assert_eq!(anna.state(), ben.state());
}

#[test]
fn copies_and_photos_that_come_back_keep_what_was_said() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.decide(1, "Colour", "Red");
    anna.push();
    let copy = photo(ben.root, "copy.jpg", 1, None);
    ben.catalog.commit(&IndexBatch { photos: vec![copy], ..IndexBatch::default() }).unwrap();
    ben.pull();
    assert_eq!(ben.catalog.tags().unwrap().len(), 2, "both files hold that content");
    // The folder is taken out and indexed anew: nothing of that is a decision.
    let root = ben.root;
    ben.catalog.remove_root(root).unwrap();
    assert_eq!(ben.push().brought, 0);
    ben.root = ben.catalog.add_root(std::path::Path::new("/elsewhere")).unwrap();
    ben.index(1..=3, false);
    let report = ben.push();
    assert_eq!((report.brought, report.taken, ben.labels(1, "Colour")), (0, 1, vec!["Red".to_owned()]), "{report:?}");
}
