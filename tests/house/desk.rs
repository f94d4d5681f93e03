//! An engine as the window drives it: commands in, events out, on real threads and a real catalogue.

use crate::pictures;
use base::{Choice, LabelDraft, LabelSetDraft, LabelSetId, PhotoId};
use engine::protocol::{
    BackupPace, CatalogRequest, Edit, EditRequest, Edited, Event, Only, PhotoLabels, QueryRequest, Request, RequestId, ReviewOrder,
    ReviewQueue, ReviewRequest, Scope, SearchRequest, SearchResults, Slot, SuggestRequest, SuggestedLabel, TaggingView, Tags,
};
use engine::{Engine, EngineOptions};
use hub::HubSettings;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_mins(5);

/// An engine with what it has said.
pub struct Desk {
    pub engine: Engine,
    woken: Receiver<()>,
    heard: VecDeque<Event>,
    pub catalog: PathBuf,
}

impl Desk {
    pub fn open(home: &Path, what: PathBuf) -> Self {
        Self::backing_up(home, what, None)
    }

    /// With backups that are made by themselves at this pace.
    pub fn backing_up(home: &Path, what: PathBuf, backups: Option<BackupPace>) -> Self {
        // The models of whoever runs the tests are none of theirs, and neither is the network.
        let hub = HubSettings {
            cache: Some(home.join("hub")),
            endpoint: "http://127.0.0.1:9".to_owned(),
            token: None,
            offline: true,
            proxies: false,
        };
        let (config, data) = (Some(home.join("config")), Some(home.join("data")));
        let options = EngineOptions { config_folder: config, data_folder: data, model: None, hub: Some(hub), watch: false, backups };
        let (wake, woken) = channel();
        let engine = Engine::start(options, Arc::new(move || wake.send(()).unwrap_or_default()));
        engine.send(CatalogRequest::Open(what));
        let mut desk = Self { engine, woken, heard: VecDeque::new(), catalog: PathBuf::new() };
        desk.catalog = desk.wait("what it opened", |e| if let Event::Snapshot(shown) = e { Some(shown.catalog.clone()) } else { None });
        desk
    }

    /// The next event that `wanted` makes something of; those before it are dropped.
    pub fn wait<T>(&mut self, what: &str, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
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

    pub fn tags(&mut self, what: &str, enough: impl Fn(&Tags) -> bool) -> Arc<Tags> {
        self.wait(what, |e| if let Event::Tags(tags) = e { enough(&tags).then_some(tags) } else { None })
    }

    /// The tags as the catalogue holds them.
    pub fn tags_now(&self) -> Tags {
        Tags { book: base::TagBook::new(catalog::Catalog::open(&self.catalog).unwrap().tags().unwrap()), ..Tags::default() }
    }

    pub fn edit(&mut self, edit: Edit) -> Edited {
        self.edited(edit)
    }

    /// Sends something that is answered by what it changed. What was told before that stays to be waited for: new tags and
    /// suggestions come before it or after.
    pub fn edited(&mut self, request: impl Into<Request>) -> Edited {
        let id = self.engine.send(request);
        loop {
            self.heard.extend(self.engine.events());
            let place = self.heard.iter().position(|e| matches!(e, Event::Edited(edited) if edited.request == id));
            if let Some(Event::Edited(edited)) = place.and_then(|place| self.heard.remove(place)) {
                return edited;
            }
            self.woken.recv_timeout(PATIENCE).expect("the engine never said that it was saved");
        }
    }

    pub fn suggest(&mut self, set: &Arc<LabelSetDraft>) -> Arc<TaggingView> {
        let id = self.engine.send(QueryRequest::Suggest(SuggestRequest {
            set: Arc::clone(set),
            scope: Scope::All,
            by_product: false,
            promise_per_mille: None,
        }));
        self.view(|view| view.request == id)
    }

    pub fn view(&mut self, enough: impl Fn(&TaggingView) -> bool) -> Arc<TaggingView> {
        self.wait("suggestions", |e| if let Event::Suggestions(view) = e { enough(&view).then_some(view) } else { None })
    }

    pub fn search(&mut self, request: SearchRequest) -> SearchResults {
        let id = self.engine.send(QueryRequest::Search(request));
        self.results(id)
    }

    /// The next answer to a search that was sent.
    pub fn results(&mut self, id: RequestId) -> SearchResults {
        self.wait("results", |e| if let Event::Results(found) = e { (found.request == id).then_some(found) } else { None })
    }

    pub fn found(&mut self, text: &str) -> usize {
        let found = self.search(SearchRequest { text: text.to_owned(), ..SearchRequest::default() });
        assert_eq!(found.error, None, "{text}");
        found.hits.len()
    }

    pub fn only(&mut self, only: Only) -> SearchResults {
        self.search(SearchRequest { only: Some(only), ..SearchRequest::default() })
    }

    pub fn suggested(&mut self, set: &Arc<LabelSetDraft>, slot: Slot) -> SearchResults {
        let suggested = Some(SuggestedLabel { set: Arc::clone(set), slot });
        self.search(SearchRequest { suggested, ..SearchRequest::default() })
    }

    pub fn review(&mut self, set: LabelSetId, order: ReviewOrder) -> Arc<ReviewQueue> {
        let id = self.engine.send(EditRequest::Review(ReviewRequest { set, order, scope: Scope::All, most: None }));
        self.wait("a queue", |e| if let Event::Review { request, queue } = e { (request == id).then_some(queue) } else { None })
    }

    pub fn labels(&mut self, photo: PhotoId) -> Arc<PhotoLabels> {
        let id = self.engine.send(QueryRequest::PhotoLabels(photo));
        self.wait("a photo's labels", |e| {
            if let Event::PhotoLabels { request, labels, .. } = e { (request == id).then_some(labels) } else { None }
        })
    }
}

pub fn draft(choice: Choice) -> LabelSetDraft {
    let label = |name: &str| LabelDraft { name: name.to_owned(), ..LabelDraft::default() };
    LabelSetDraft { choice, labels: ["shirt", "bag", "shoes"].map(label).to_vec(), ..LabelSetDraft::named("Type") }
}

/// A desk with twelve photos and the set "Type".
pub fn desk(home: &Path, choice: Choice) -> (Desk, LabelSetId, Arc<LabelSetDraft>) {
    let shop = home.join("shop");
    pictures::save_many(&shop, 12);
    let mut desk = Desk::open(home, shop);
    desk.wait("that the job ended", |e| matches!(e, Event::JobEnded(_)).then_some(()));
    desk.engine.send(Edit::SaveSet(draft(choice)));
    let tags = desk.tags("that the set is there", |t| t.sets.len() == 1 && t.counts.untagged == 12);
    (desk, tags.sets[0].id, Arc::new(tags.sets[0].draft()))
}
