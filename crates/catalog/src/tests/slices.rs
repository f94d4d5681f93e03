//! Long steps, written in several transactions: still one step, whole or not at all, whatever comes in between.

use super::*;
use crate::slices::Pace;
use base::{LabelDraft, LabelId, LabelSetDraft, LabelSetId, Provenance, Ruling, Source, Tag, Verdict};
use std::cell::{Cell, RefCell};
use std::process::Stdio;
use std::rc::Rc;
use std::time::Duration;

/// Photos; each is a slice of its own.
const PHOTOS: u64 = 12;

/// What happens while a step lets others write.
type Rest = Box<dyn FnMut()>;

thread_local! {
    static REST: RefCell<Rest> = RefCell::new(Box::new(|| ()));
}

struct Bulk {
    shop: Shop,
    photos: Vec<PhotoId>,
    set: LabelSetId,
    labels: Vec<LabelId>,
}

/// A catalogue whose steps pause as often as they can.
fn bulk() -> Bulk {
    let mut shop = shop();
    let photos = (0..PHOTOS).map(|n| photo(shop.root, format!("{n}.jpg"), n)).collect();
    let photos = shop.catalog.commit(&batch(photos)).unwrap().photos;
    let labels = ["Red", "Blue"].map(|name| LabelDraft { name: name.to_owned(), ..LabelDraft::default() }).to_vec();
    let draft = LabelSetDraft { labels, ..LabelSetDraft::named("Colour") };
    let (set, _) = shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    let labels = shop.catalog.label_sets().unwrap()[0].labels.iter().map(|label| label.id).collect();
    shop.catalog.pace = Pace { slice: Duration::ZERO, rest: || REST.with_borrow_mut(|rest| rest()) };
    Bulk { shop, photos, set, labels }
}

impl Bulk {
    fn verdict(&self, n: usize, label: usize, source: Source) -> Verdict {
        let provenance = Provenance::of(source, 1);
        Verdict { photo: self.photos[n], set: self.set, ruling: Ruling::Accept(self.labels[label]), provenance }
    }

    /// Of the first label, about every photo.
    fn verdicts(&self) -> Vec<Verdict> {
        (0..self.photos.len()).map(|n| self.verdict(n, 0, Source::Rule)).collect()
    }

    /// One step about every photo.
    fn accept(&mut self) -> Result<Changed, CatalogError> {
        let verdicts = self.verdicts();
        let done = self.shop.catalog.step(|step| {
            step.words = "Accept all".to_owned();
            step.decide_all(&verdicts, Source::Rule)
        });
        done.map(|(_, changed)| changed)
    }

    /// The same; when six photos are decided, and others may write, something happens once.
    fn accept_while(&mut self, happens: impl FnOnce() + 'static) -> Result<Changed, CatalogError> {
        // The first time is before the first photo.
        self.while_it_rests(7, happens, Self::accept)
    }

    /// While others may write for the `nth` time, something happens once.
    fn while_it_rests<T>(&mut self, nth: usize, happens: impl FnOnce() + 'static, work: impl FnOnce(&mut Self) -> T) -> T {
        let (mut happens, mut rests) = (Some(happens), 0);
        let rest = move || {
            rests += 1;
            if rests == nth
                && let Some(happens) = happens.take()
            {
                happens();
            }
        };
        REST.set(Box::new(rest));
        let done = work(self);
        REST.set(Box::new(|| ()));
        done
    }

    /// Another process makes the step, undoes it or does it again, and is killed when it has done a part of it.
    fn kill(&self, what: &str) {
        for _ in 0..20 {
            let mut program = std::process::Command::new(std::env::current_exe().unwrap());
            program.args(["--exact", "tests::slices::a_program_that_is_killed", "--ignored", "--nocapture"]);
            program.env("SELVEDGE_TEST_CATALOG", self.shop.catalog.path()).env("SELVEDGE_TEST_STEP", what);
            let mut program = program.stdout(Stdio::null()).spawn().unwrap();
            let begun = || self.shop.catalog.db.query_row("SELECT count(*) FROM unfinished", [], |row| row.get::<_, i64>(0)).unwrap() > 0;
            while program.try_wait().unwrap().is_none() && !(begun() && self.is_halved()) {
                std::thread::yield_now();
            }
            program.kill().unwrap();
            program.wait().unwrap();
            if begun() {
                return;
            }
            self.other().undo(None).unwrap();
        }
        panic!("every kill came too late");
    }

    fn is_halved(&self) -> bool {
        (3..ALL - 2).contains(&self.tags().iter().filter(|tag| tag.label == Some(self.labels[0])).count())
    }

    /// All photos have the second label, whose name is the first one's to people.
    fn make_twins(&mut self) {
        let verdicts: Vec<Verdict> = (0..ALL).map(|n| self.verdict(n, 1, Source::Rule)).collect();
        self.shop.catalog.step(|step| step.decide_all(&verdicts, Source::Rule)).unwrap();
        self.shop.catalog.db.execute("UPDATE labels SET name = 'Re\u{200b}d' WHERE name = 'Blue'", []).unwrap();
    }

    /// Another program.
    fn other(&self) -> Catalog {
        Catalog::open(self.shop.catalog.path()).unwrap().with_session(Session::random())
    }

    fn tags(&self) -> Vec<Tag> {
        self.shop.catalog.tags().unwrap()
    }

    /// As after a step or before it, with nothing left of what was done in between.
    fn require_whole(&self, tags: usize, undo: Option<&str>) {
        let catalog = Catalog::open(self.shop.catalog.path()).unwrap();
        assert_eq!(catalog.tags().unwrap().len(), tags);
        assert_eq!(catalog.history().unwrap().undo.map(|step| step.words).as_deref(), undo);
        for table in ["unfinished", "refused", "recording"] {
            let rows = catalog.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
            assert_eq!(rows.unwrap(), 0, "{table}");
        }
        let strays = "SELECT count(*) FROM changes WHERE step_id NOT IN (SELECT id FROM steps)";
        assert_eq!(catalog.db.query_row(strays, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
        assert_eq!(catalog.check().unwrap(), [""; 0]);
    }
}

const ALL: usize = PHOTOS as usize;
const STEP: Option<&str> = Some("Accept all");

#[test]
fn it_is_one_step_that_is_undone_and_done_again() {
    let mut b = bulk();
    let before = b.shop.catalog.generations().unwrap();
    let changed = b.accept().unwrap();
    assert_eq!((changed.rows, changed.photos.clone(), changed.vocabulary), (PHOTOS, b.photos.clone(), false));
    assert_eq!(b.shop.catalog.generations().unwrap().tags, before.tags + 1, "others read it once, when it is whole");
    b.require_whole(ALL, STEP);
    let undone = b.shop.catalog.undo(changed.step).unwrap().unwrap();
    assert_eq!((undone.changed.rows, undone.changed.photos, undone.refused_rows), (PHOTOS, b.photos.clone(), 0));
    b.require_whole(0, Some(""));
    let redone = b.shop.catalog.redo(changed.step).unwrap().unwrap();
    assert_eq!((redone.changed.rows, redone.refused_rows), (PHOTOS, 0));
    b.require_whole(ALL, STEP);
}

#[test]
fn others_write_in_between_and_what_they_decide_stays_theirs() {
    let mut b = bulk();
    let both = [b.verdict(1, 1, Source::Person), b.verdict(ALL - 1, 1, Source::Person)];
    let other = Rc::new(RefCell::new(b.other()));
    let (writer, in_between) = (Rc::clone(&other), Rc::new(Cell::new(0)));
    let seen = Rc::clone(&in_between);
    b.accept_while(move || {
        let mut writer = writer.borrow_mut();
        seen.set(writer.tags().unwrap().len());
        writer.step(|step| step.decide_all(&both, Source::Person)).unwrap();
        writer.set_choice("other", Some("1")).unwrap();
    })
    .unwrap();
    assert_eq!(in_between.get(), 6, "who reads meanwhile sees what is saved so far");
    let persons = |tags: &[Tag]| tags.iter().filter(|tag| tag.provenance.source == Source::Person).count();
    assert_eq!((b.tags().len(), persons(&b.tags())), (ALL, 2));
    let undone = b.shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!((undone.words.as_str(), undone.refused_rows), ("Accept all", 1), "the early one was replaced, the late one never made");
    assert_eq!((b.tags().len(), persons(&b.tags())), (2, 2));
    assert_eq!(other.borrow_mut().undo(None).unwrap().unwrap().changed.rows, 3, "and each takes back its own");
}

#[test]
fn nobody_undoes_what_is_not_finished() {
    let mut b = bulk();
    let other = Rc::new(RefCell::new(b.other()));
    let seen = Rc::new(RefCell::new(None));
    let (asking, told) = (Rc::clone(&other), Rc::clone(&seen));
    let ask = move || {
        let mut other = asking.borrow_mut();
        *told.borrow_mut() = Some((other.history().unwrap(), other.undo(Some(base::StepId(2))).unwrap_err().fault));
    };
    let step = b.accept_while(ask).unwrap().step;
    let (history, refusal) = seen.borrow_mut().take().unwrap();
    assert_eq!((step, history.undo.unwrap().words), (Some(base::StepId(2)), String::new()), "the step before it");
    assert!(matches!(refusal, Fault::Step(StepRefusal::Unknown(_))), "{refusal}");
}

/// Not a test of its own: what a second program does, which the tests below kill.
#[test]
#[ignore = "run by other tests, as a program of its own"]
fn a_program_that_is_killed() {
    let Some(path) = std::env::var_os("SELVEDGE_TEST_CATALOG") else { return };
    let mut catalog = Catalog::open(Path::new(&path)).unwrap();
    catalog.pace = Pace { slice: Duration::ZERO, rest: || std::thread::sleep(Duration::from_millis(50)) };
    let set = catalog.label_sets().unwrap().remove(0);
    let provenance = Provenance::of(Source::Rule, 1);
    let ruling = Ruling::Accept(set.labels[0].id);
    let verdict = |photo: &base::Photo| Verdict { photo: photo.id, set: set.id, ruling, provenance: provenance.clone() };
    let verdicts: Vec<Verdict> = catalog.photos().unwrap().iter().map(verdict).collect();
    match std::env::var("SELVEDGE_TEST_STEP").unwrap().as_str() {
        "accept" => drop(catalog.step(|step| step.decide_all(&verdicts, Source::Rule)).unwrap()),
        "undo" => drop(catalog.undo(None).unwrap()),
        "delete" => drop(catalog.step(|step| step.delete_set(set.id)).unwrap()),
        "merge" => drop(catalog.step(|step| step.merge_twins(&set)).unwrap()),
        _ => drop(catalog.redo(None).unwrap()),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_process_left_of_a_step_is_taken_back_at_the_next_opening() {
    let mut b = bulk();
    b.kill("accept");
    assert!(b.is_halved());
    let before = b.shop.catalog.generations().unwrap();
    b.require_whole(0, Some(""));
    assert_ne!(b.shop.catalog.generations().unwrap(), before, "who has read some of it reads again");
    b.kill("accept");
    // A process that has it open need not open it again.
    b.accept().unwrap();
    b.require_whole(ALL, STEP);
    assert_eq!(b.shop.catalog.undo(None).unwrap().unwrap().changed.rows, PHOTOS);
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_process_left_of_an_undoing_or_a_doing_again_is_taken_back() {
    let mut b = bulk();
    let step = b.accept().unwrap().step;
    // Taken off with no step of it, and so refused: it must not come back when the undoing is taken back.
    b.shop.catalog.db.execute("DELETE FROM tags WHERE photo_id = ?1", [b.photos[ALL - 1].0]).unwrap();
    b.kill("undo");
    b.require_whole(ALL - 1, STEP);
    let undone = b.shop.catalog.undo(step).unwrap().unwrap();
    assert_eq!((undone.changed.rows, undone.refused_rows), (PHOTOS - 1, 1));
    b.kill("redo");
    b.require_whole(0, Some(""));
    assert_eq!(b.shop.catalog.redo(step).unwrap().unwrap().refused_rows, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_process_left_of_a_deletion_or_a_merger_is_taken_back() {
    let mut b = bulk();
    b.accept().unwrap();
    b.kill("delete");
    b.require_whole(ALL, STEP);
    let mut b = bulk();
    b.make_twins();
    b.kill("merge");
    b.require_whole(ALL, Some(""));
    assert!(b.tags().iter().all(|tag| tag.label == Some(b.labels[1])));
}

#[test]
fn a_set_goes_while_others_write_and_comes_back_whole() {
    let mut b = bulk();
    b.accept().unwrap();
    let (set, late, other) = (b.set, b.verdict(ALL - 1, 1, Source::Person), Rc::new(RefCell::new(b.other())));
    let (writer, in_between) = (Rc::clone(&other), Rc::new(Cell::new(0)));
    let seen = Rc::clone(&in_between);
    let decide = move || {
        let mut writer = writer.borrow_mut();
        seen.set(writer.tags().unwrap().len());
        writer.step(|step| step.decide(&late, Source::Person)).unwrap();
    };
    b.while_it_rests(6, decide, |b| b.shop.catalog.step(|step| step.delete_set(set)).unwrap());
    assert_eq!(in_between.get(), ALL - 6, "who reads meanwhile sees what is saved so far");
    assert!(b.shop.catalog.label_sets().unwrap().is_empty());
    b.require_whole(0, Some(""));
    assert_eq!(b.shop.catalog.undo(None).unwrap().unwrap().refused_rows, 0);
    assert_eq!(b.shop.catalog.label_sets().unwrap()[0].labels.len(), 2);
    let persons = b.tags().iter().filter(|tag| tag.provenance.source == Source::Person).count();
    assert_eq!((b.tags().len(), persons), (ALL, 1), "what came meanwhile went with the set and is back with it");
}

#[test]
fn labels_are_merged_and_left_out_while_others_write() {
    let mut b = bulk();
    b.make_twins();
    let in_between = Rc::new(Cell::new(0));
    let (seen, other, to) = (Rc::clone(&in_between), b.other(), b.labels[0]);
    let look = move || seen.set(other.tags().unwrap().iter().filter(|tag| tag.label == Some(to)).count());
    let set = b.shop.catalog.label_sets().unwrap().remove(0);
    let (merged, _) = b.while_it_rests(6, look, |b| b.shop.catalog.step(|step| step.merge_twins(&set)).unwrap());
    assert_eq!((merged[0].decisions, in_between.get()), (PHOTOS, 6));
    assert!(b.tags().iter().all(|tag| tag.label == Some(b.labels[0])));
    let (seen, other) = (Rc::clone(&in_between), b.other());
    let look = move || seen.set(other.tags().unwrap().len());
    let without = LabelSetDraft { labels: Vec::new(), ..b.shop.catalog.label_sets().unwrap()[0].draft() };
    b.while_it_rests(6, look, |b| b.shop.catalog.step(|step| step.save_set(&without)).unwrap());
    assert_eq!((in_between.get(), b.tags().len()), (ALL - 6, 0));
    b.shop.catalog.undo(None).unwrap();
    b.require_whole(ALL, Some(""));
}

#[test]
fn a_folder_goes_while_others_write() {
    let mut b = bulk();
    b.accept().unwrap();
    let in_between = Rc::new(Cell::new(0));
    let (seen, mut other, root) = (Rc::clone(&in_between), b.other(), b.shop.root);
    let write = move || {
        seen.set(other.photos().unwrap().len());
        other.commit(&batch(vec![photo(root, "late.jpg", 99)])).unwrap();
    };
    b.while_it_rests(6, write, |b| b.shop.catalog.remove_root(root)).unwrap();
    assert_eq!((in_between.get(), b.shop.catalog.photos().unwrap().len()), (ALL - 6, 0));
    assert!(b.shop.catalog.roots().unwrap().is_empty());
    assert_eq!(b.shop.catalog.check().unwrap(), [""; 0]);
}

#[test]
fn what_comes_back_meanwhile_is_not_forgotten() {
    let mut b = bulk();
    let ids = b.photos.clone();
    b.shop.catalog.commit(&IndexBatch { missing: ids.clone(), ..IndexBatch::default() }).unwrap();
    let (mut other, root, last) = (b.other(), b.shop.root, ids[ALL - 1]);
    let back = Placement { id: last, root, path: "back.jpg".into(), stamp: stamp(2) };
    let place = move || drop(other.commit(&IndexBatch { placed: vec![back], ..IndexBatch::default() }).unwrap());
    let forgotten = b.while_it_rests(6, place, |b| b.shop.catalog.forget_missing(None)).unwrap();
    assert_eq!(forgotten, PHOTOS - 1);
    assert_eq!(b.shop.list(), [(last.0, "back.jpg".to_owned(), false)]);
}

#[test]
fn a_step_that_fails_in_the_middle_is_taken_back_at_once() {
    let mut b = bulk();
    let other = Rc::new(RefCell::new(b.other()));
    let (writer, set) = (Rc::clone(&other), b.set);
    let error = b.accept_while(move || drop(writer.borrow_mut().step(|step| step.delete_set(set)).unwrap())).unwrap_err();
    assert!(matches!(error.fault, Fault::NoSuchSet), "{error}");
    b.require_whole(0, Some(""));
    // What was saved of it went with the set, in the other's step.
    let undone = other.borrow_mut().undo(None).unwrap().unwrap();
    assert_eq!((undone.changed.vocabulary, b.shop.catalog.label_sets().unwrap().len()), (true, 1));
}

#[test]
fn a_full_disk_leaves_nothing_of_a_step() {
    let mut b = bulk();
    let model: std::sync::Arc<str> = "long".repeat(10_000).into();
    let verdicts: Vec<Verdict> = b
        .verdicts()
        .into_iter()
        .map(|mut verdict| {
            verdict.provenance.model = Some(std::sync::Arc::clone(&model));
            verdict
        })
        .collect();
    let pages: i64 = b.shop.catalog.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    b.shop.catalog.db.pragma_update(None, "max_page_count", pages + 80).unwrap();
    let error = b.shop.catalog.step(|step| step.decide_all(&verdicts, Source::Rule)).unwrap_err();
    assert!(matches!(error.fault, Fault::DiskFull), "{error}");
    b.require_whole(0, Some(""));
    // The second half of it does not fit either, and is taken back in the same way.
    b.shop.catalog.db.pragma_update(None, "max_page_count", i64::from(u32::MAX - 1)).unwrap();
    let (_, made) = b.shop.catalog.step(|step| step.decide_all(&verdicts, Source::Rule)).unwrap();
    b.require_whole(ALL, Some(""));
    b.shop.catalog.undo(made.step).unwrap().unwrap();
    b.require_whole(0, Some(""));
}

#[test]
fn a_process_that_was_taken_for_ended_does_not_go_on() {
    let mut b = bulk();
    let path = b.shop.catalog.path().to_owned();
    let other = move || {
        let db = Connection::open(&path).unwrap();
        db.execute("UPDATE unfinished SET maker = '00000000-1-1', alive_at = 0", []).unwrap();
        drop(Catalog::open(&path).unwrap());
    };
    let error = b.accept_while(other).unwrap_err();
    assert!(matches!(error.fault, Fault::TakenBack), "{error}");
    b.require_whole(0, Some(""));
}

#[test]
fn the_rows_of_a_long_step_that_is_forgotten_go_by_and_by() {
    let mut b = bulk();
    let step = b.accept().unwrap().step.unwrap();
    b.shop.catalog.undo(None).unwrap();
    // As if it were one of many rows.
    b.shop.catalog.db.execute("UPDATE steps SET changed = 100000 WHERE id = ?1", [step.0]).unwrap();
    let one = [b.verdict(0, 1, Source::Person)];
    b.shop.catalog.step(|step| step.decide_all(&one, Source::Person)).unwrap();
    assert!(b.shop.catalog.redo(None).unwrap().is_none());
    b.require_whole(1, Some(""));
    let steps: i64 = b.shop.catalog.db.query_row("SELECT count(*) FROM steps WHERE id = ?1", [step.0], |row| row.get(0)).unwrap();
    assert_eq!(steps, 0);
}
