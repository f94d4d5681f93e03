//! Tagging through the engine: what is counted, accepted, undone and reviewed.

use crate::desk::{Desk, desk};
use crate::pictures;
use base::{Choice, LabelSetDraft, PhotoId, Provenance, Ruling, Source, Verdict};
use catalog::{Catalog, Session};
use engine::protocol::{
    Edit, EditRequest, Event, JobRequest, Only, QueryRequest, ReviewOrder, SearchRequest, SkuFrom, SkuRule, Slot, Tone, Which,
};
use std::sync::Arc;

#[test]
fn what_the_panel_counts_is_what_is_listed_accepted_and_undone() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _, asked) = desk(home.path(), Choice::Single);
    let view = desk.suggest(&asked);
    assert_eq!((view.suggestions.rows.len(), view.stats.photos, view.stats.undecided), (12, 12, 12));
    assert_eq!(view.stats.labels.iter().map(|l| l.photos).sum::<u64>(), 12);
    for figures in &view.stats.labels {
        let listed = desk.suggested(&asked, figures.slot);
        assert_eq!(listed.hits.len() as u64, figures.photos);
        assert!(listed.hits.windows(2).all(|w| w[0].score >= w[1].score), "surest first");
    }
    assert_eq!(desk.only(Only::NeedsReview).hits.len(), 12);

    let least_bin = 60;
    let counted: u64 = view.stats.labels.iter().map(|l| l.above(least_bin)).sum();
    let edited = desk.edit(Edit::AcceptAbove { counted: Arc::clone(&view.counted), which: Which::AllLabels, least_bin });
    assert_eq!((edited.changed, edited.kept), (counted, 0), "{edited:?}");
    let again = desk.view(|view| view.stats.undecided == 12 - counted);
    assert_eq!(again.stats.labels.iter().map(|l| l.accepted).sum::<u64>(), counted);
    assert_eq!(desk.found("is:untagged") as u64, 12 - counted);
    assert_eq!(desk.found("is:tagged") as u64, counted);
    assert_eq!(desk.found("is:review") as u64, 12 - counted);
    assert_eq!((desk.found("tag:shirt") + desk.found("tag:b?g") + desk.found("tag:shoe")) as u64, counted);
    assert_eq!(desk.found("-tag:nothing"), 12);

    desk.edited(EditRequest::Undo { step: None });
    assert_eq!(desk.view(|view| view.stats.undecided == 12).stats.labels.iter().map(|l| l.accepted).sum::<u64>(), 0);
}

#[test]
fn accepting_in_bulk_gives_the_labels_that_were_counted_and_never_says_that_none_fits() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _, asked) = desk(home.path(), Choice::Single);
    // Words that have nothing to do with the drawn bars, so that none of them fits some.
    let mut draft = LabelSetDraft { none_of_these: true, ..(*asked).clone() };
    draft.labels.truncate(1);
    desk.edit(Edit::SaveSet(draft));
    let saved = desk.tags("the set", |t| t.sets.first().is_some_and(|s| s.none_of_these)).sets[0].draft();
    let view = desk.suggest(&Arc::new(saved));
    let label = view.stats.labels.iter().find(|l| l.slot.place().is_some()).unwrap();
    let edited = desk.edit(Edit::AcceptAbove { counted: Arc::clone(&view.counted), which: Which::AllLabels, least_bin: 0 });
    assert_eq!(edited.changed, label.above(0), "{edited:?}");
    let tags = Catalog::open(&desk.catalog).unwrap().tags().unwrap();
    assert_eq!(tags.len() as u64, edited.changed);
    assert!(tags.iter().all(|t| t.label.is_some()));
}

#[test]
fn what_an_index_run_adds_after_the_counting_is_not_accepted() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _, asked) = desk(home.path(), Choice::Single);
    let counted = desk.suggest(&asked);
    assert_eq!(counted.stats.labels.iter().map(|l| l.above(0)).sum::<u64>(), 12);
    pictures::save_many(&home.path().join("shop"), 20);
    desk.engine.send(JobRequest::Rescan);
    desk.tags("that there are more photos", |tags| tags.counts.untagged == 20);
    let edited = desk.edit(Edit::AcceptAbove { counted: Arc::clone(&counted.counted), which: Which::AllLabels, least_bin: 0 });
    assert_eq!((edited.changed, edited.kept), (12, 0), "{edited:?}");
}

#[test]
fn what_was_counted_of_other_words_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _, asked) = desk(home.path(), Choice::Single);
    let counted = desk.suggest(&asked);
    let mut draft = (*asked).clone();
    draft.labels.pop();
    desk.edit(Edit::SaveSet(draft));
    desk.engine.send(Edit::AcceptAbove { counted: Arc::clone(&counted.counted), which: Which::AllLabels, least_bin: 0 });
    let said = desk.wait("a refusal", |e| if let Event::Notice(notice) = e { Some(notice) } else { None });
    assert!(said.tone == Tone::Error && said.text.contains("changed since they were counted"), "{said:?}");
    assert!(Catalog::open(&desk.catalog).unwrap().tags().unwrap().is_empty());
}

#[test]
fn in_a_multi_choice_set_each_label_is_accepted_on_its_own() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _, asked) = desk(home.path(), Choice::Multi);
    let view = desk.suggest(&asked);
    let most = view.stats.labels.iter().max_by_key(|l| l.above(100)).unwrap().clone();
    assert_eq!(most.histogram.iter().sum::<u32>(), 12);
    assert_eq!(desk.suggested(&asked, most.slot).hits.len() as u64, most.above(100));
    let which = Which::Label(asked.labels[most.slot.place().unwrap()].id.unwrap());
    let edited = desk.edit(Edit::AcceptAbove { counted: Arc::clone(&view.counted), which, least_bin: 100 });
    assert_eq!(edited.changed, most.above(100));
}

#[test]
fn a_review_is_taken_up_where_it_was_left() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, _) = desk(home.path(), Choice::Single);
    let queue = desk.review(set, ReviewOrder::Uncertain);
    assert_eq!((queue.photos.len(), queue.total), (12, 12));
    let (first, second) = (queue.photos[0], queue.photos[1]);
    desk.engine.send(EditRequest::SkipInReview(set, first));
    let label = desk.labels(second).sets[0].1[0].label.unwrap();
    desk.edit(Edit::Decide { photos: [second].into(), set, rulings: vec![Ruling::Accept(label)] });
    let mut tags = desk.tags("the tag", |t| !t.accepted.is_empty());
    let tag = tags.book.of(second)[0].clone();
    assert!(tag.provenance.score.is_some_and(|s| s > 0.0) && tag.provenance.model.is_some(), "{tag:?}");
    let near = desk.labels(first).closest.clone();
    assert_eq!(near, [(second, set, Some(label))]);
    let catalog = desk.catalog.clone();
    drop(desk);

    let mut desk = Desk::open(home.path(), catalog);
    tags = desk.tags("the tags", |t| !t.sets.is_empty());
    assert_eq!(tags.accepted[&label], 1);
    let queue = desk.review(set, ReviewOrder::Uncertain);
    assert_eq!((queue.photos.len(), queue.total, queue.photos.last()), (11, 12, Some(&first)));
    assert!(!queue.photos.contains(&second), "what was decided is not asked again");
}

#[test]
fn a_photo_tells_its_labels_and_its_product() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _, asked) = desk(home.path(), Choice::Single);
    let rule = SkuRule { from: SkuFrom::FileName, pattern: "photo-00{sku}".into() };
    let id = desk.engine.send(QueryRequest::PreviewSkuRule(rule));
    let preview = desk.wait("a preview", |e| if let Event::SkuPreview { request, preview } = e { Some((request, preview)) } else { None });
    assert_eq!(preview.0, id);
    let preview = preview.1.unwrap();
    assert_eq!((preview.products, preview.matched, preview.unmatched), (10, 10, 2));
    let rule = SkuRule { from: SkuFrom::FileName, pattern: "photo-0{sku}?".into() };
    desk.engine.send(EditRequest::SetSkuRule(Some(rule)));
    desk.wait("products", |e| matches!(e, Event::Products(p) if p.products.len() == 2).then_some(()));
    let photo = desk.suggest(&asked).suggestions.rows[0].photo;
    let labels = desk.labels(photo);
    assert!((labels.sets[0].1.iter().map(|l| l.score).sum::<f32>() - 1.0).abs() < 1e-4);
    // Which photo came in first is up to the decoding threads: one of the first ten, or of the two others.
    let product = (labels.sku.as_deref(), labels.siblings.len());
    assert!(matches!(product, (Some("0"), 9) | (Some("1"), 1)), "{product:?}");
    assert_eq!(desk.only(Only::Product("1".into())).hits.len(), 2);
    let products = desk.search(SearchRequest { by_product: true, ..SearchRequest::default() });
    assert_eq!((products.hits.len(), products.considered), (2, 12));
    assert_eq!(desk.suggested(&asked, Slot::NONE_OF_THESE).hits.len(), 0);
}

#[test]
fn several_rulings_are_one_step_which_is_undone_by_its_number_whatever_others_did() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, asked) = desk(home.path(), Choice::Multi);
    let photos: Vec<PhotoId> = desk.suggest(&asked).suggestions.rows.iter().map(|s| s.photo).collect();
    let [shirt, bag, shoes] = [0, 1, 2].map(|place| asked.labels[place].id.unwrap());
    let rulings = vec![Ruling::Accept(shirt), Ruling::Reject(bag), Ruling::Accept(shoes)];
    let decided = desk.edit(Edit::Decide { photos: [photos[0]].into(), set, rulings });
    assert_eq!((decided.done.as_str(), decided.changed), ("1 photo tagged shirt, shoes", 3));

    // Another program imports meanwhile.
    let mut other = Catalog::open(&desk.catalog).unwrap().with_session(Session::random());
    let provenance = Provenance::of(Source::Import, 1);
    let verdict = Verdict { photo: photos[1], set, ruling: Ruling::Accept(bag), provenance };
    other.step(|step| step.decide_all(std::slice::from_ref(&verdict), Source::Import)).unwrap();

    let undone = desk.edited(EditRequest::Undo { step: decided.step });
    assert_eq!((undone.step, undone.changed, undone.turned_back), (decided.step, 3, true));
    let catalog = Catalog::open(&desk.catalog).unwrap();
    let left: Vec<_> = catalog.tags().unwrap().into_iter().map(|tag| (tag.photo, tag.label)).collect();
    assert_eq!(left, [(photos[1], Some(bag))], "the import stays");
    let redone = desk.edited(EditRequest::Redo { step: decided.step });
    assert_eq!((redone.step, redone.changed), (decided.step, 3));
}

#[test]
fn a_step_that_is_not_the_last_is_not_undone_and_the_refusal_says_to_whom() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, asked) = desk(home.path(), Choice::Single);
    let photo = desk.suggest(&asked).suggestions.rows[0].photo;
    let decide = |place: usize| {
        let rulings = vec![Ruling::Accept(asked.labels[place].id.unwrap())];
        Edit::Decide { photos: [photo].into(), set, rulings }
    };
    let first = desk.edit(decide(0));
    let second = desk.edit(decide(1));
    assert!(second.step > first.step && second.request > first.request);
    let id = desk.engine.send(EditRequest::Undo { step: first.step });
    let refused = desk.wait("why not", |e| if let Event::Notice(notice) = e { Some(notice) } else { None });
    assert_eq!((refused.request, refused.tone), (Some(id), Tone::Warning), "{}", refused.text);
    let tags = Catalog::open(&desk.catalog).unwrap().tags().unwrap();
    assert_eq!(tags.iter().map(|t| t.label).collect::<Vec<_>>(), [asked.labels[1].id]);
    let failed = desk.engine.send(EditRequest::ImportLabels(home.path().join("nowhere.csv")));
    let notice = desk.wait("what failed", |e| if let Event::Notice(notice) = e { Some(notice) } else { None });
    assert_eq!((notice.request, notice.tone), (Some(failed), Tone::Error));
}

#[test]
fn a_standard_that_is_not_understood_is_told_once_and_is_none() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, asked) = desk(home.path(), Choice::Single);
    let mut other = Catalog::open(&desk.catalog).unwrap();
    other.step(|step| step.choose_standard(Some("{\"rules\": \"of a later version\"}"))).unwrap();
    let notice = desk.wait("what is not understood", |e| if let Event::Notice(notice) = e { Some(notice) } else { None });
    assert!(notice.tone == Tone::Warning && notice.text.contains("no photo passes or fails"), "{notice:?}");
    assert!(notice.text.starts_with("the standard that was chosen for this catalogue"), "{notice:?}");
    // What is decided afterwards reads it again.
    let photo = desk.suggest(&asked).suggestions.rows[0].photo;
    let rulings = vec![Ruling::Accept(asked.labels[0].id.unwrap())];
    desk.engine.send(Edit::Decide { photos: [photo].into(), set, rulings });
    let told = desk.wait("that it is decided", |e| match e {
        Event::Edited(_) => Some(None),
        Event::Notice(notice) => Some(Some(notice)),
        _ => None,
    });
    assert_eq!(told, None);
}
