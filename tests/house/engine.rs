//! Tagging through the engine as the window drives it: commands in, events out, on real threads and a real catalogue.

use crate::pictures;
use selvedge::app::protocol::{
    Command, Edit, Edited, Event, Only, PhotoLabels, ReviewOrder, ReviewQueue, Scope, SearchRequest, SearchResults, SkuFrom, SkuRule, Slot,
    SuggestRequest, TaggingView, Tags, Which,
};
use selvedge::app::{Engine, EngineOptions};
use selvedge::base::{Choice, LabelDraft, LabelSetDraft, LabelSetId, PhotoId};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_mins(1);

/// An engine with what it has said.
struct Desk {
    engine: Engine,
    woken: Receiver<()>,
    heard: VecDeque<Event>,
    generation: u64,
    catalog: PathBuf,
}

impl Desk {
    fn open(home: &Path, what: PathBuf) -> Self {
        let (wake, woken) = channel();
        let options = EngineOptions { config_folder: Some(home.join("config")), data_folder: Some(home.join("data")), model: None };
        let engine = Engine::start(options, Arc::new(move || wake.send(()).unwrap_or_default()));
        engine.send(Command::Open(what));
        let mut desk = Self { engine, woken, heard: VecDeque::new(), generation: 0, catalog: PathBuf::new() };
        desk.catalog = desk.wait("what it opened", |e| if let Event::Snapshot(shown) = e { Some(shown.catalog.clone()) } else { None });
        desk
    }

    /// The next event that `wanted` makes something of; those before it are dropped.
    fn wait<T>(&mut self, what: &str, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
        loop {
            self.heard.extend(self.engine.events());
            while let Some(event) = self.heard.pop_front() {
                if let Some(answer) = wanted(event) {
                    return answer;
                }
            }
            self.woken.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the engine never said {what}"));
        }
    }

    fn tags(&mut self, what: &str, enough: impl Fn(&Tags) -> bool) -> Arc<Tags> {
        self.wait(what, |e| if let Event::Tags(tags) = e { enough(&tags).then_some(tags) } else { None })
    }

    fn edit(&mut self, edit: Edit) -> Edited {
        self.engine.send(Command::Edit(edit));
        self.edited()
    }

    fn edited(&mut self) -> Edited {
        self.wait("that it was saved", |e| if let Event::Edited(edited) = e { Some(edited) } else { None })
    }

    fn suggest(&mut self, set: &Arc<LabelSetDraft>) -> Arc<TaggingView> {
        self.generation += 1;
        let generation = self.generation;
        self.engine.send(Command::Suggest(SuggestRequest { generation, set: Arc::clone(set), scope: Scope::All }));
        self.view(|view| view.generation == generation)
    }

    fn view(&mut self, enough: impl Fn(&TaggingView) -> bool) -> Arc<TaggingView> {
        self.wait("suggestions", |e| if let Event::Suggestions(view) = e { enough(&view).then_some(view) } else { None })
    }

    fn search(&mut self, request: SearchRequest) -> SearchResults {
        self.generation += 1;
        let generation = self.generation;
        self.engine.send(Command::Search(SearchRequest { generation, ..request }));
        self.wait("results", |e| if let Event::Results(found) = e { (found.generation == generation).then_some(found) } else { None })
    }

    fn found(&mut self, text: &str) -> usize {
        let found = self.search(SearchRequest { text: text.to_owned(), ..SearchRequest::default() });
        assert_eq!(found.error, None, "{text}");
        found.hits.len()
    }

    fn only(&mut self, only: Only) -> SearchResults {
        self.search(SearchRequest { only: Some(only), ..SearchRequest::default() })
    }

    fn review(&mut self, set: LabelSetId, order: ReviewOrder) -> Arc<ReviewQueue> {
        self.engine.send(Command::Review { set, order, scope: Scope::All, most: None });
        self.wait("a queue", |e| if let Event::Review(queue) = e { Some(queue) } else { None })
    }

    fn labels(&mut self, photo: PhotoId) -> Arc<PhotoLabels> {
        self.engine.send(Command::PhotoLabels(photo));
        self.wait("a photo's labels", |e| if let Event::PhotoLabels(_, labels) = e { Some(labels) } else { None })
    }
}

fn draft(choice: Choice) -> LabelSetDraft {
    let label = |name: &str| LabelDraft { name: name.to_owned(), ..LabelDraft::default() };
    LabelSetDraft { choice, labels: ["shirt", "bag", "shoes"].map(label).to_vec(), ..LabelSetDraft::named("Type") }
}

/// A desk with twelve photos and the set "Type".
fn desk(home: &Path, choice: Choice) -> (Desk, LabelSetId, Arc<LabelSetDraft>) {
    let shop = home.join("shop");
    pictures::save_many(&shop, 12);
    let mut desk = Desk::open(home, shop);
    desk.wait("that the job ended", |e| matches!(e, Event::JobEnded(_)).then_some(()));
    desk.engine.send(Command::Edit(Edit::SaveSet(draft(choice))));
    let tags = desk.tags("that the set is there", |t| t.sets.len() == 1 && t.untagged == 12);
    (desk, tags.sets[0].id, Arc::new(tags.sets[0].draft()))
}

#[test]
fn what_the_panel_counts_is_what_is_listed_accepted_and_undone() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, asked) = desk(home.path(), Choice::Single);
    let view = desk.suggest(&asked);
    assert_eq!((view.suggestions.rows.len(), view.figures.photos, view.figures.undecided), (12, 12, 12));
    assert_eq!(view.figures.labels.iter().map(|l| l.photos).sum::<u64>(), 12);
    for figures in &view.figures.labels {
        let listed = desk.only(Only::Suggested(Arc::clone(&asked), figures.slot));
        assert_eq!(listed.hits.len() as u64, figures.photos);
        assert!(listed.hits.windows(2).all(|w| w[0].score >= w[1].score), "surest first");
    }
    assert_eq!(desk.only(Only::NeedsReview).hits.len(), 12);

    let least_bin = 60;
    let counted: u64 = view.figures.labels.iter().map(|l| l.above(least_bin)).sum();
    let edited = desk.edit(Edit::AcceptAbove { set, which: Which::AllLabels, least_bin, scope: Scope::All });
    assert_eq!((edited.changed, edited.kept), (counted, 0), "{edited:?}");
    let again = desk.view(|view| view.figures.undecided == 12 - counted);
    assert_eq!(again.figures.labels.iter().map(|l| l.accepted).sum::<u64>(), counted);
    assert_eq!(desk.found("is:untagged") as u64, 12 - counted);
    assert_eq!(desk.found("is:tagged") as u64, counted);
    assert_eq!(desk.found("is:review") as u64, 12 - counted);
    assert_eq!((desk.found("tag:shirt") + desk.found("tag:b?g") + desk.found("tag:shoe")) as u64, counted);
    assert_eq!(desk.found("-tag:nothing"), 12);

    desk.engine.send(Command::Undo);
    desk.edited();
    assert_eq!(desk.view(|view| view.figures.undecided == 12).figures.labels.iter().map(|l| l.accepted).sum::<u64>(), 0);
}

#[test]
fn accepting_in_bulk_gives_the_labels_that_were_counted_and_never_says_that_none_fits() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, asked) = desk(home.path(), Choice::Single);
    // Words that have nothing to do with the drawn bars, so that none of them fits some.
    let mut draft = LabelSetDraft { none_of_these: true, ..(*asked).clone() };
    draft.labels.truncate(1);
    desk.edit(Edit::SaveSet(draft));
    let saved = desk.tags("the set", |t| t.sets.first().is_some_and(|s| s.none_of_these)).sets[0].draft();
    let view = desk.suggest(&Arc::new(saved));
    let label = view.figures.labels.iter().find(|l| l.slot.place().is_some()).unwrap();
    let edited = desk.edit(Edit::AcceptAbove { set, which: Which::AllLabels, least_bin: 0, scope: Scope::All });
    assert_eq!(edited.changed, label.above(0), "{edited:?}");
    let tags = desk.tags("the tags", |t| t.undo.as_ref().is_some_and(|u| u.starts_with("Accept")) || edited.changed == 0);
    assert!(tags.book.iter().all(|t| t.label.is_some()));
}

#[test]
fn in_a_multi_choice_set_each_label_is_accepted_on_its_own() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, asked) = desk(home.path(), Choice::Multi);
    let view = desk.suggest(&asked);
    let most = view.figures.labels.iter().max_by_key(|l| l.above(100)).unwrap().clone();
    assert_eq!(most.histogram.iter().sum::<u32>(), 12);
    assert_eq!(desk.only(Only::Suggested(Arc::clone(&asked), most.slot)).hits.len() as u64, most.above(100));
    let which = Which::Label(asked.labels[most.slot.place().unwrap()].id.unwrap());
    let edited = desk.edit(Edit::AcceptAbove { set, which, least_bin: 100, scope: Scope::All });
    assert_eq!(edited.changed, most.above(100));
}

#[test]
fn a_review_is_taken_up_where_it_was_left() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, set, _) = desk(home.path(), Choice::Single);
    let queue = desk.review(set, ReviewOrder::Uncertain);
    assert_eq!((queue.photos.len(), queue.total), (12, 12));
    let (first, second) = (queue.photos[0], queue.photos[1]);
    desk.engine.send(Command::SkipInReview(set, first));
    let label = desk.labels(second).sets[0].1[0].label.unwrap();
    desk.edit(Edit::Decide { photos: [second].into(), set, ruling: selvedge::base::Ruling::Accept(label) });
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
    desk.engine.send(Command::PreviewSkuRule(rule));
    let preview = desk.wait("a preview", |e| if let Event::SkuPreview(preview) = e { Some(preview) } else { None }).unwrap();
    assert_eq!((preview.products, preview.matched, preview.unmatched), (10, 10, 2));
    let rule = SkuRule { from: SkuFrom::FileName, pattern: "photo-0{sku}?".into() };
    desk.engine.send(Command::SetSkuRule(Some(rule)));
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
    assert_eq!(desk.only(Only::Suggested(asked, Slot::NONE_OF_THESE)).hits.len(), 0);
}
