//! Steps by their number and by their maker, and steps that knew fewer columns.

use super::*;
use base::{LabelDraft, LabelId, LabelSetDraft, LabelSetId, Provenance, Ruling, Source, StepId, Verdict};

/// A shop with three photos and a set of two labels, made by another process of long ago.
struct Desk {
    shop: Shop,
    set: LabelSetId,
    labels: Vec<LabelId>,
    first: StepId,
}

fn desk() -> Desk {
    let mut shop = shop();
    shop.add(&[("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    let label = |name: &str| LabelDraft { name: name.into(), ..LabelDraft::default() };
    let draft = LabelSetDraft { labels: vec![label("Heels"), label("Flats")], ..LabelSetDraft::named("Shoes") };
    let mut other = shop.catalog.reopen().unwrap().with_session(Session::random());
    let (set, made) = other
        .step(|step| {
            step.words = "Make Shoes".into();
            step.save_set(&draft)
        })
        .unwrap();
    let labels = other.label_sets().unwrap()[0].labels.iter().map(|l| l.id).collect();
    Desk { shop, set, labels, first: made.step.unwrap() }
}

impl Desk {
    /// A connection of a process that has made no step.
    fn process(&self) -> Catalog {
        self.shop.catalog.reopen().unwrap().with_session(Session::random())
    }

    /// Gives a photo (1 to 3) a label, as a step called by both.
    fn tag(&self, by: &mut Catalog, photo: i64, label: usize) -> StepId {
        let provenance = Provenance::of(Source::Person, 7);
        let verdict = Verdict { photo: PhotoId(photo), set: self.set, ruling: Ruling::Accept(self.labels[label]), provenance };
        let work = |step: &mut Step<'_>| {
            step.words = format!("Tag {photo} {label}");
            step.decide(&verdict, Source::Person)
        };
        by.step(work).unwrap().1.step.unwrap()
    }

    /// Photo and label of every tag.
    fn tags(&self) -> Vec<(i64, usize)> {
        let place = |label: Option<LabelId>| self.labels.iter().position(|l| Some(*l) == label).unwrap();
        self.shop.catalog.tags().unwrap().iter().map(|t| (t.photo.0, place(t.label))).collect()
    }
}

fn refusal(answer: Result<Option<Undone>, CatalogError>) -> StepRefusal {
    match answer.unwrap_err().fault {
        Fault::Step(refusal) => refusal,
        other => panic!("{other}"),
    }
}

fn named(id: StepId, words: &str) -> NamedStep {
    NamedStep { id, words: words.into() }
}

#[test]
fn a_process_takes_back_its_own_steps_whatever_another_does_in_between() {
    let d = desk();
    let (mut window, mut import) = (d.process(), d.process());
    let mine = d.tag(&mut window, 1, 0);
    let theirs = d.tag(&mut import, 2, 0);
    // Threads of one process have connections of their own.
    let mut thread = window.reopen().unwrap();
    assert_eq!(thread.history().unwrap(), History { undo: Some(named(mine, "Tag 1 0")), redo: None });
    assert_eq!(thread.undo(None).unwrap().unwrap().id, mine);
    assert_eq!(d.tags(), [(2, 0)], "the import stays");
    assert_eq!(window.history().unwrap(), History { undo: None, redo: Some(named(mine, "Tag 1 0")) });
    assert_eq!(window.undo(None).unwrap(), None, "no step of others once one has made steps");
    assert_eq!(window.redo(None).unwrap().unwrap().id, mine);
    assert_eq!(import.undo(Some(theirs)).unwrap().unwrap().id, theirs);
    assert_eq!(d.tags(), [(1, 0)]);
    // A new step of one process leaves what another can redo.
    d.tag(&mut window, 3, 1);
    assert_eq!(import.redo(None).unwrap().unwrap().id, theirs);
    assert_eq!(d.tags(), [(1, 0), (2, 0), (3, 1)]);
}

#[test]
fn after_a_restart_the_last_step_of_any_is_taken_back() {
    let d = desk();
    let (mut one, mut two) = (d.process(), d.process());
    let a = d.tag(&mut one, 1, 0);
    let b = d.tag(&mut two, 2, 0);
    let mut again = d.process();
    assert_eq!(again.history().unwrap().undo, Some(named(b, "Tag 2 0")));
    assert_eq!((again.undo(None).unwrap().unwrap().id, again.undo(None).unwrap().unwrap().id), (b, a));
    // What was undone last comes first, in whichever process.
    let mut third = d.process();
    assert_eq!((third.redo(None).unwrap().unwrap().id, third.redo(None).unwrap().unwrap().id), (a, b));
    assert_eq!(third.redo(None).unwrap(), None);
    let c = d.tag(&mut third, 3, 0);
    assert_eq!(third.history().unwrap(), History { undo: Some(named(c, "Tag 3 0")), redo: None });
    // Nothing is redone on top of something else.
    assert_eq!(d.process().undo(None).unwrap().unwrap().id, c);
    assert_eq!(d.process().undo(None).unwrap().unwrap().id, b);
    let mut fourth = d.process();
    let e = d.tag(&mut fourth, 2, 1);
    assert_eq!(d.process().redo(None).unwrap(), None);
    assert_eq!(d.process().undo(None).unwrap().unwrap().id, e);
    assert_eq!(d.process().redo(None).unwrap().unwrap().id, e, "not an older one, which was undone before it was made");
}

#[test]
fn a_step_is_taken_back_by_number_only_while_it_is_the_last_and_the_reason_names_what_is_in_the_way() {
    let d = desk();
    let mut window = d.process();
    let (a, b) = (d.tag(&mut window, 1, 0), d.tag(&mut window, 2, 0));
    let theirs = d.tag(&mut d.process(), 3, 0);
    let before = d.tags();
    let (first, last) = (named(a, "Tag 1 0"), named(b, "Tag 2 0"));
    let refused = refusal(window.undo(Some(a)));
    assert_eq!(refused, StepRefusal::NotLast { step: first.clone(), later: last.clone() });
    let text = format!("step {a} (Tag 1 0) cannot be undone, because step {b} (Tag 2 0) came after it; undo that first");
    assert_eq!(refused.to_string(), text);
    assert_eq!(refusal(window.undo(Some(theirs))), StepRefusal::Foreign(named(theirs, "Tag 3 0")));
    assert_eq!(refusal(window.undo(Some(StepId(999)))), StepRefusal::Unknown(StepId(999)));
    assert_eq!(refusal(window.redo(Some(a))), StepRefusal::Stands(first.clone()));
    assert_eq!((d.tags(), window.generations().unwrap()), (before, d.shop.catalog.generations().unwrap()));

    assert_eq!(window.undo(Some(b)).unwrap().unwrap().id, b);
    assert_eq!(refusal(window.undo(Some(b))), StepRefusal::Undone(last.clone()));
    assert_eq!(window.undo(Some(a)).unwrap().unwrap().id, a);
    assert_eq!(refusal(window.undo(Some(a))), StepRefusal::Undone(first.clone()));
    assert_eq!(refusal(window.redo(Some(b))), StepRefusal::NotNext { step: last.clone(), next: Some(first) });
    assert_eq!(window.redo(Some(a)).unwrap().unwrap().id, a);
    assert_eq!(window.redo(Some(b)).unwrap().unwrap().id, b);

    // A process that made none goes through the steps of all.
    let mut other = d.process();
    assert!(matches!(refusal(other.undo(Some(b))), StepRefusal::NotLast { later, .. } if later.id == theirs));
    for step in [theirs, b, a, d.first] {
        assert_eq!(other.undo(Some(step)).unwrap().unwrap().id, step);
    }
    assert!(d.shop.catalog.label_sets().unwrap().is_empty());
}

#[test]
fn what_was_undone_is_gone_or_told_once_something_else_was_made() {
    let d = desk();
    let (mut window, mut other) = (d.process(), d.process());
    let a = d.tag(&mut window, 1, 0);
    window.undo(None).unwrap();
    d.tag(&mut other, 2, 0);
    let refused = refusal(d.process().redo(Some(a)));
    assert_eq!(refused, StepRefusal::NotNext { step: named(a, "Tag 1 0"), next: None });
    assert!(refused.to_string().ends_with("because another step was made since"), "{refused}");
    d.tag(&mut window, 3, 0);
    assert_eq!(refusal(window.redo(Some(a))), StepRefusal::Unknown(a));
}

#[test]
fn rows_that_another_process_changed_since_are_left_alone_and_told() {
    let d = desk();
    let mut window = d.process();
    let provenance = Provenance::of(Source::Person, 7);
    let verdict =
        |photo| Verdict { photo: PhotoId(photo), set: d.set, ruling: Ruling::Accept(d.labels[0]), provenance: provenance.clone() };
    window.step(|step| step.decide_all(&[verdict(1), verdict(2)], Source::Person)).unwrap();
    d.tag(&mut d.process(), 1, 1);
    let undone = window.undo(None).unwrap().unwrap();
    assert_eq!((undone.changed.rows, undone.refused_rows, undone.refused), (1, 1, vec!["a.jpg: Heels".to_owned()]));
    assert_eq!(d.tags(), [(1, 1)]);
}

#[test]
fn a_step_that_changes_nothing_has_no_number_and_neither_has_a_rehearsal() {
    let d = desk();
    let mut window = d.process();
    d.tag(&mut window, 1, 0);
    assert_eq!(window.step(|_| Ok(())).unwrap().1, Changed::default());
    let set = d.set;
    let ((), changed) = window.rehearse(|step| step.delete_set(set)).unwrap();
    assert_eq!((changed.step, changed.rows), (None, 4));
}

const WIDER: &str = "ALTER TABLE tags ADD COLUMN keep INTEGER NOT NULL DEFAULT 0 CHECK (keep IN (0, 1));
    ALTER TABLE labels ADD COLUMN weight REAL NOT NULL DEFAULT 1;
    ALTER TABLE label_sets ADD COLUMN note TEXT";

#[test]
fn a_step_from_before_a_column_came_is_undone_and_redone_after_it() {
    let d = desk();
    let mut before = d.process();
    d.tag(&mut before, 1, 0);
    d.tag(&mut before, 1, 1);
    let set = d.set;
    before.step(|step| step.delete_set(set)).unwrap();
    let state = |c: &Catalog| (c.label_sets().unwrap(), c.tags().unwrap());
    let mut wider = Catalog::open_at(d.shop.catalog.path(), later(WIDER)).unwrap().with_session(Session::random());
    let last = state(&wider);
    let mut undone = 0;
    while let Some(step) = wider.undo(None).unwrap() {
        assert_eq!(step.refused_rows, 0, "{step:?}");
        undone += 1;
    }
    assert_eq!((undone, state(&wider)), (4, (vec![], vec![])));
    while let Some(step) = wider.redo(None).unwrap() {
        assert_eq!(step.refused_rows, 0, "{step:?}");
    }
    assert!(state(&wider) == last);
    assert_eq!(wider.check().unwrap(), [""; 0]);
}

#[test]
fn a_new_column_is_recorded_without_a_word_about_it() {
    let d = desk();
    d.tag(&mut d.process(), 1, 0);
    let second = d.tag(&mut d.process(), 2, 0);
    let mut wider = Catalog::open_at(d.shop.catalog.path(), later(WIDER)).unwrap().with_session(Session::random());
    let kept = |c: &Catalog| c.db.query_row("SELECT group_concat(keep, '') FROM tags", [], |row| row.get::<_, String>(0)).unwrap();
    let keep = |c: &mut Catalog, id: i64| {
        c.step(|step| Ok(step.db.execute("UPDATE tags SET keep = 1 WHERE id = ?1", [id])?)).unwrap();
    };
    keep(&mut wider, 1);
    assert_eq!(kept(&wider), "10");
    wider.undo(None).unwrap();
    assert_eq!(kept(&wider), "00");
    wider.redo(None).unwrap();
    assert_eq!(kept(&wider), "10");
    // The older step knows nothing of the column: a row in which it has been set since is not as that step left it.
    let mut other = Catalog::open_at(wider.path(), later(WIDER)).unwrap().with_session(Session::random());
    wider.undo(None).unwrap();
    keep(&mut wider, 2);
    other.db.execute("UPDATE steps SET session = NULL", []).unwrap();
    wider.db.execute("DELETE FROM steps WHERE id > ?1", [second.0]).unwrap();
    let undone = other.undo(Some(second)).unwrap().unwrap();
    assert_eq!((undone.refused_rows, undone.changed.rows, kept(&other).as_str()), (1, 0, "01"));
}
