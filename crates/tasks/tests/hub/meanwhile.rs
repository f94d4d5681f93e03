//! What is decided here while a push or a pull is under way, and whatever else makes a catalogue and a hub differ: nothing of it is missed.

use crate::people::{Person, Shop};
use base::{Choice, LabelDraft, Mark, Source, Stars};
use catalog::{Catalog, Fault, Step};
use std::time::{Duration, Instant};
use tasks::share::Report;
use testing::postgres;

fn until(shop: &Shop, condition: &str) {
    let sql =
        format!("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {condition}");
    let since = Instant::now();
    while shop.sql(&sql) == "0" {
        assert!(since.elapsed() < Duration::from_mins(1), "{condition}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Lets the person push or pull, and does `work` over another connection, as the window would: after the push or the pull has looked at the
/// catalogue, and before it changes it.
fn in_between(shop: &Shop, person: &mut Person, pushes: bool, mut work: impl FnMut(&mut Step<'_>) -> Result<(), Fault>) -> Report {
    let mut lock = shop.server.hold(&shop.database, "BEGIN; LOCK TABLE selvedge.steps IN ACCESS EXCLUSIVE MODE;");
    assert!(lock.is_some());
    let mut window = Catalog::open(person.catalog.path()).unwrap();
    window.set_author(person.catalog.author().unwrap());
    std::thread::scope(|scope| {
        let run = scope.spawn(move || if pushes { person.push() } else { person.pull() });
        until(shop, "wait_event_type = 'Lock'");
        let step = |step: &mut Step<'_>| {
            work(step)?;
            lock.take();
            // It has looked, and waits for this step to be saved.
            until(shop, "state = 'idle' AND query = 'COMMIT'");
            Ok(())
        };
        window.step(step).unwrap();
        run.join().unwrap()
    })
}

#[test]
fn a_decision_between_the_look_and_the_step_stands_and_is_told_as_a_conflict() {
    let Some(server) = postgres::plain() else { return };
    for pushes in [false, true] {
        let shop = Shop::new(server);
        let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
        ben.make_set("Colour", Choice::Single, &["Red", "Blue"]);
        ben.push();
        anna.pull();
        ben.decide(1, "Colour", "Red");
        ben.decide(2, "Colour", "Red");
        ben.push();
        anna.decide(3, "Colour", "Red");
        let (set, photo) = (anna.set("Colour"), anna.photo(1));
        let verdict = base::Verdict {
            photo,
            set: set.id,
            ruling: base::Ruling::Accept(set.label_named("Blue").unwrap().id),
            provenance: base::Provenance::of(Source::Person, 1_700_000_000_000),
        };
        let report = in_between(&shop, &mut anna, pushes, |step| step.decide(&verdict, Source::Person).map(drop));
        assert_eq!((report.taken, report.brought), (1, 1), "of two, the one that nobody decided meanwhile: {report:?}");
        assert_eq!((anna.labels(1, "Colour"), anna.labels(2, "Colour")), (vec!["Blue".to_owned()], vec!["Red".to_owned()]));
        // Neither had seen the other's: of equals, the hub's stands.
        let report = anna.push();
        let told: Vec<_> = report.conflicts.iter().map(|c| (c.here.as_str(), c.hub.as_str(), c.stands.as_str())).collect();
        assert_eq!(told, [("Blue (Anna)", "Red (Ben)", "Red (Ben)")], "{report:?}");
        ben.pull();
        assert_eq!(anna.state(), ben.state());
        assert!(anna.state().keys().any(|key| key == "1 Colour says Anna"), "{:?}", anna.state());
        assert_eq!((anna.push().brought, ben.push().brought), (0, 0));
    }
}

#[test]
fn a_label_set_that_changes_between_the_look_and_the_step_is_looked_at_again() {
    let Some(server) = postgres::plain() else { return };
    for pushes in [false, true] {
        let shop = Shop::new(server);
        let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
        ben.make_set("Colour", Choice::Single, &["Red", "Blue"]);
        ben.push();
        anna.pull();
        let with = |person: &Person, name: &str| {
            let mut draft = person.set("Colour").draft();
            draft.labels.push(LabelDraft { id: None, name: name.into(), prompts: Vec::new() });
            draft
        };
        let theirs = with(&ben, "Green");
        ben.catalog.step(|step| step.save_set(&theirs)).unwrap();
        ben.decide(1, "Colour", "Green");
        ben.push();
        anna.decide(2, "Colour", "Red");
        let ours = with(&anna, "Yellow");
        let report = in_between(&shop, &mut anna, pushes, |step| step.save_set(&ours).map(drop));
        assert_eq!((report.taken, report.sets_taken, report.brought), (1, 1, 1), "{report:?}");
        let mut names: Vec<String> = anna.set("Colour").labels.into_iter().map(|label| label.name).collect();
        names.sort();
        assert_eq!(names, ["Blue", "Green", "Red", "Yellow"]);
        anna.push();
        ben.pull();
        assert_eq!((anna.state(), anna.state().len()), (ben.state(), 2));
        assert_eq!(anna.set("Colour").labels.len(), ben.set("Colour").labels.len());
    }
}

/// Takes in more than one transaction holds, and decides about the last photo once the first ones say what was pulled. `None`: that came too
/// late, the pull had ended.
fn between_two_slices(server: &'static postgres::Server, photos: u16) -> Option<()> {
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", photos), shop.person("Ben", photos));
    ben.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    ben.push();
    anna.pull();
    let verdict = |person: &Person, photo, label: &str| {
        let set = person.set("Colour");
        let ruling = base::Ruling::Accept(set.label_named(label).unwrap().id);
        base::Verdict { photo, set: set.id, ruling, provenance: base::Provenance::of(Source::Person, 1_700_000_000_000) }
    };
    let red: Vec<_> = ben.catalog.photos().unwrap().iter().map(|photo| verdict(&ben, photo.id, "Red")).collect();
    ben.catalog.step(|step| step.decide_all(&red, Source::Person)).unwrap();
    ben.push();
    let blue = verdict(&anna, anna.photo(photos), "Blue");
    let mut window = Catalog::open(anna.catalog.path()).unwrap();
    window.set_author("Anna");
    let report = std::thread::scope(|scope| {
        let run = scope.spawn(|| anna.pull());
        while window.tags().unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
        window.step(|step| step.decide(&blue, Source::Person)).unwrap();
        run.join().unwrap()
    });
    let last = anna.labels(photos, "Colour");
    if report.taken == u64::from(photos) {
        return None;
    }
    assert_eq!((report.taken, last), (u64::from(photos) - 1, vec!["Blue".to_owned()]), "the decision stands: {report:?}");
    assert_eq!(anna.catalog.tags().unwrap().len(), usize::from(photos), "and all others were taken in");
    let report = anna.push();
    let told: Vec<_> = report.conflicts.iter().map(|c| (c.here.as_str(), c.hub.as_str())).collect();
    assert_eq!(told, [("Blue (Anna)", "Red (Ben)")], "{report:?}");
    ben.pull();
    assert_eq!(anna.state(), ben.state());
    Some(())
}

#[test]
fn a_decision_between_two_slices_of_a_pull_stands() {
    let Some(server) = postgres::plain() else { return };
    let found = [10_000, 30_000, 60_000].into_iter().find_map(|photos| between_two_slices(server, photos));
    assert!(found.is_some(), "each came too late, or was overwritten");
}

/// What stands is compared with what the hub holds, whatever of the history is still there.
#[test]
fn nothing_that_differs_is_missed() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    // More than are read together.
    let (mut anna, mut ben) = (shop.person("Anna", 9000), shop.person("Ben", 9000));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    for content in [1, 2, 4500, 8999] {
        anna.decide(content, "Colour", "Red");
    }
    let mut round = |anna: &mut Person, brought: u64, what: &str| {
        let report = anna.push();
        assert_eq!((report.brought, report.taken), (brought, 0), "{what}: {report:?}");
        ben.pull();
        assert_eq!(anna.state(), ben.state(), "{what}");
        assert_eq!((anna.push().brought, ben.push().brought), (0, 0), "{what}");
    };
    round(&mut anna, 4, "four decisions");
    anna.decide(9000, "Colour", "Blue");
    round(&mut anna, 1, "one more");
    anna.catalog.undo(None).unwrap().unwrap();
    round(&mut anna, 1, "a step that was undone");
    anna.catalog.redo(None).unwrap().unwrap();
    round(&mut anna, 1, "and made again");
    let mut draft = anna.set("Colour").draft();
    draft.name = "Tint".into();
    anna.catalog.step(|step| step.save_set(&draft)).unwrap();
    // Of each photo: it is said in the one set and no longer in the other.
    round(&mut anna, 10, "a set of another name");
    let mut draft = anna.set("Tint").draft();
    draft.labels[1].name = "Navy".into();
    anna.catalog.step(|step| step.save_set(&draft)).unwrap();
    round(&mut anna, 1, "a label of another name");
    // The history forgets what is older than 1,000 steps.
    anna.decide(4500, "Tint", "Navy");
    let photo = anna.photo(17);
    for n in 0..=1000 {
        let stars = Mark::Stars(Stars::new(n as u8 % 5 + 1));
        anna.catalog.step(|step| step.mark(photo, stars, Source::Person, Source::Person, n)).unwrap();
    }
    round(&mut anna, 2, "a history that was trimmed");
    // Photos that are gone here were not taken back; those that came anew are compared as new ones.
    let root = anna.root;
    anna.catalog.remove_root(root).unwrap();
    let report = anna.push();
    assert_eq!((report.brought, report.taken), (0, 0), "{report:?}");
    anna.root = anna.catalog.add_root(std::path::Path::new("/elsewhere")).unwrap();
    anna.index(1..=9000, false);
    let report = anna.pull();
    assert_eq!((report.taken, report.brought), (6, 0), "{report:?}");
    assert_eq!(anna.state(), ben.state());
}
