//! Learning, audits, evaluations and promises as the window asks for them.

use crate::desk::Desk;
use base::{Choice, LabelDraft, LabelSetDraft, LabelSetId};
use engine::protocol::{
    AuditOrder, AuditRequest, AuditView, By, ENOUGH, Edit, EditRequest, EvaluateRequest, EvaluationView, Event, ImportRequest, JobRequest,
    PromiseView, Promised, QueryRequest, Scope, SliceBy, SuggestRequest, TaggingView, TruthSource, Which,
};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// Photos of the drawn sample catalogue, of each type.
const TYPES: [&str; 6] = ["Dresses", "Handbags", "Jeans", "Shirts", "Sports Shoes", "Tshirts"];

/// The sample catalogue, opened, with its types under code names imported into the set "Code".
fn desk(home: &Path) -> (Desk, Arc<LabelSetDraft>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-catalogue");
    let mut desk = Desk::open(home, folder.join("photos"));
    desk.tags("that all photos are there", |tags| tags.counts.untagged == 120);
    let mut table = "path,code\n".to_owned();
    for line in fs_err::read_to_string(folder.join("labels.csv")).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if let Some(code) = TYPES.iter().position(|known| *known == cells[1]) {
            writeln!(table, "{},C{code}", cells[0]).unwrap();
        }
    }
    let file = home.join("codes.csv");
    fs_err::write(&file, table).unwrap();
    let (set, column) = (Some("Code".to_owned()), Some("code".to_owned()));
    desk.engine.send(JobRequest::ImportTags(ImportRequest { file, set, column, ..ImportRequest::default() }));
    let tags = desk.tags("that the labels are there", |tags| !tags.accepted.is_empty());
    (desk, Arc::new(tags.sets[0].draft()))
}

fn audit(desk: &mut Desk, set: LabelSetId, order: AuditOrder) -> Arc<AuditView> {
    let id = desk.engine.send(QueryRequest::Audit(AuditRequest { set, order }));
    desk.wait("an audit", |e| if let Event::Audited(view) = e { (view.request == id).then_some(view) } else { None })
}

fn evaluate(desk: &mut Desk, asked: EvaluateRequest) -> Arc<EvaluationView> {
    let id = desk.engine.send(QueryRequest::Evaluate(asked));
    desk.wait("an evaluation", |e| if let Event::Evaluated(view) = e { (view.request == id).then_some(view) } else { None })
}

/// The view of a set with a promise, once it is `enough`.
fn promised(desk: &mut Desk, set: &Arc<LabelSetDraft>, per_mille: u16, enough: impl Fn(&TaggingView) -> bool) -> Arc<TaggingView> {
    let promise_per_mille = Some(per_mille);
    let asked = SuggestRequest { set: Arc::clone(set), scope: Scope::All, by_product: false, promise_per_mille };
    let id = desk.engine.send(QueryRequest::Suggest(asked));
    desk.view(|view| view.request == id && enough(view))
}

#[test]
fn decisions_change_what_is_suggested_and_a_promise_accepts_what_it_counted() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set) = desk(home.path());
    let decided = desk.tags_now().book.iter().count();
    let view = promised(&mut desk, &set, 600, |view| view.learning.by == By::Learned);
    assert_eq!((view.learning.decisions, view.learning.calibrated_on), (decided, decided));
    let figures = view.learning.figures.unwrap();
    assert!(figures.learned.accuracy > figures.zero_shot.accuracy + figures.gain_error, "{figures:?}");
    let Some(PromiseView { promised: outcome, accepted: photos, curve, .. }) = &view.promise else { panic!("a promise was asked for") };
    assert!(curve.windows(2).all(|pair| pair[0].coverage < pair[1].coverage && pair[0].threshold > pair[1].threshold), "{curve:?}");
    let Promised::Kept(promise) = outcome else { panic!("{decided} decisions are enough for .6") };
    let accept = Edit::AcceptPromised { counted: Arc::clone(&view.counted), promise: Arc::new(promise.clone()) };
    let edited = desk.edit(accept);
    assert_eq!(edited.changed, *photos, "{edited:?}");
    assert!(*photos > 0);
    desk.edited(EditRequest::Undo { step: edited.step });
    // Told to answer by its words alone, it does.
    let alone = LabelSetDraft { words_only: true, ..LabelSetDraft::clone(&set) };
    desk.edit(Edit::SaveSet(alone.clone()));
    let view = promised(&mut desk, &Arc::new(alone), 600, |_| true);
    assert_eq!((view.learning.by, view.learning.decisions), (By::ZeroShot, 0));
    assert!(matches!(&view.promise, Some(PromiseView { promised: Promised::Missing(_), accepted: 0, .. })), "{:?}", view.promise);
}

#[test]
fn where_several_labels_fit_what_is_counted_is_checked_too() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk(home.path());
    let label = |name: &str| LabelDraft { name: name.into(), ..LabelDraft::default() };
    let labels = ["plain", "striped", "dotted", "floral", "checked"].map(label).into();
    let draft = LabelSetDraft { choice: Choice::Multi, labels, ..LabelSetDraft::named("Pattern") };
    let id = desk.edit(Edit::SaveSet(draft)).set.unwrap();
    let set = Arc::new(desk.tags("that the set is there", |tags| tags.set(id).is_some()).set(id).unwrap().draft());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-catalogue/labels.csv");
    let (named, column) = (Some("Pattern".to_owned()), Some("pattern".to_owned()));
    desk.engine.send(JobRequest::ImportTags(ImportRequest { file, set: named, column, ..ImportRequest::default() }));
    let after = promised(&mut desk, &set, 900, |view| view.learning.calibrated_on > 0);
    assert!(after.learning.calibrated_on >= ENOUGH, "{:?}", after.learning);
    let alone = LabelSetDraft { words_only: true, ..LabelSetDraft::clone(&set) };
    desk.edit(Edit::SaveSet(alone.clone()));
    let alone = promised(&mut desk, &Arc::new(alone), 900, |view| view.learning.calibrated_on == 0);
    let counts = |view: &TaggingView| view.stats.labels.iter().map(|label| label.histogram.to_vec()).collect::<Vec<_>>();
    assert_ne!(counts(&after), counts(&alone), "what is counted are the scores as they were checked");
}

#[test]
fn what_a_person_accepts_in_bulk_teaches_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set) = desk(home.path());
    let decided = desk.tags_now().book.iter().count();
    let view = promised(&mut desk, &set, 600, |view| view.learning.by == By::Learned);
    let accept = Edit::AcceptAbove { counted: Arc::clone(&view.counted), which: Which::AllLabels, least_bin: 0 };
    assert!(desk.edit(accept).changed > 0);
    let made = desk.tags_now();
    let unseen = |tag: &&base::Tag| tag.provenance.model.as_deref().is_some_and(|model| model.ends_with("+learned+unseen"));
    assert_eq!(made.book.iter().filter(unseen).count(), made.book.iter().count() - decided);
    let again = promised(&mut desk, &set, 600, |view| view.stats.undecided == 0);
    assert_eq!((again.learning.decisions, again.learning.calibrated_on), (decided, decided));
}

#[test]
fn an_audit_asks_about_each_label_until_it_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set) = desk(home.path());
    let id = set.id.unwrap();
    let first = audit(&mut desk, id, AuditOrder::Suspects);
    let found = first.outcome.as_ref().unwrap();
    assert_eq!(found.photos as usize, found.suspects.len());
    let suspect = &found.suspects[0];
    let label = set.labels[suspect.slot.place().unwrap()].id;
    let edited = desk.edit(Edit::Keep { photos: [(suspect.photo, label)].into(), set: id, fits: true });
    assert_eq!((edited.done.as_str(), edited.undoable), ("1 label of Code kept", true));
    let again = audit(&mut desk, id, AuditOrder::Suspects);
    let again = again.outcome.as_ref().unwrap();
    assert!(again.kept == 1 && again.suspects.iter().all(|s| s.photo != suspect.photo));
    desk.edited(EditRequest::Undo { step: edited.step });
    assert_eq!(audit(&mut desk, id, AuditOrder::Suspects).outcome.as_ref().unwrap().kept, 0);
    let sample = audit(&mut desk, id, AuditOrder::SpotCheck { most: 10, seed: 1 });
    assert!(sample.outcome.as_ref().unwrap().suspects.is_empty(), "no model proposed these labels");
}

#[test]
fn an_evaluation_tells_figures_parts_and_writes_its_report() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set) = desk(home.path());
    let to = home.path().join("report.html");
    let (id, slices) = (set.id.unwrap(), vec![SliceBy::Folder, SliceBy::PhotoSize]);
    let asked = EvaluateRequest { set: id, truth: TruthSource::Tags, slices, zero_shot: false };
    let view = evaluate(&mut desk, asked.clone());
    let report = view.outcome.as_ref().unwrap();
    let found = &report.evaluation;
    assert!(found.by == By::Learned && found.counts.accuracy() > 0.5, "{}", found.counts.accuracy());
    assert_eq!(found.held_out, found.photos.len(), "every photo taught, and was judged as if it had not");
    assert!(report.sliced[0].1.len() > 2 && report.sliced[1].1.iter().map(|slice| slice.photos).sum::<usize>() == found.photos.len());
    desk.engine.send(EditRequest::ExportEvaluation { report: Arc::clone(report), to: to.clone(), replace: false });
    desk.wait("that it is written", |e| if let Event::EvaluationExported { outcome, .. } = e { Some(outcome.unwrap()) } else { None });
    assert!(fs_err::read_to_string(&to).unwrap().contains("<svg"));
    desk.engine.send(EditRequest::ExportEvaluation { report: Arc::clone(report), to: to.clone(), replace: false });
    desk.wait("that it is there already", |e| if let Event::FileExists { path, .. } = e { (path == to).then_some(()) } else { None });
    let words = evaluate(&mut desk, EvaluateRequest { zero_shot: true, ..asked.clone() });
    assert!(words.outcome.as_ref().unwrap().evaluation.counts.accuracy() < found.counts.accuracy());
    let gone = evaluate(&mut desk, EvaluateRequest { set: LabelSetId(99), ..asked });
    assert!(gone.outcome.is_err());
}

#[test]
fn a_set_of_which_several_labels_fit_is_audited_label_by_label() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk(home.path());
    let label = |name: &str| LabelDraft { name: name.into(), ..LabelDraft::default() };
    let draft = LabelSetDraft { choice: Choice::Multi, labels: vec![label("Red"), label("Blue")], ..LabelSetDraft::named("Colours") };
    let set = desk.edit(Edit::SaveSet(draft)).set.unwrap();
    let nothing = audit(&mut desk, set, AuditOrder::Suspects);
    assert_eq!(nothing.outcome.as_ref().unwrap().photos, 0);
}
