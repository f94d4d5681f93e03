//! The compare thread: two models and a query, two models and a label set. The newest request of each kind wins.

use super::Shared;
use super::queries::{Narrow, query_vector};
use super::said::{self, Cancelled};
use super::slot::lock;
use crate::protocol::{CompareRequest, CompareSetRequest, CompareSide, ComparedSet, Comparison, Event, RequestId, SetComparison, Tags};
use base::{LabelSetDraft, LabelSetId, ModelId};
use catalog::{Catalog, ModelRow};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, Weak};
use std::time::Instant;
use tasks::compare::{self, Side};
use tasks::query;
use tasks::search::{Found, Request};
use workspace::error::AppError;
use workspace::models::title;
use workspace::snapshot::{self, Opened};

/// Hits of each side: nobody scrolls further.
const TOP: usize = 2000;

/// What the compare thread should do next.
#[derive(Default)]
pub struct Wanted {
    pub query: Option<(RequestId, CompareRequest)>,
    pub set: Option<(RequestId, CompareSetRequest)>,
    /// Photos changed: the last query is answered again.
    pub again: bool,
    /// The view was closed.
    pub closed: bool,
}

/// What comparing has loaded, kept while the photos stay as they are and the view is open.
#[derive(Default)]
pub struct Compared {
    /// The catalogue as models see it that do not answer.
    sides: Mutex<Vec<Arc<Opened>>>,
    set: Mutex<Option<KnownSet>>,
    is_open: AtomicBool,
}

/// A label set that was compared.
struct KnownSet {
    /// Of these photos, which it does not keep in memory.
    opened: Weak<Opened>,
    models: [String; 2],
    draft: Arc<LabelSetDraft>,
    found: Arc<SetComparison>,
}

impl Compared {
    /// Lets go of what was loaded, unless the view still wants it.
    pub fn let_go(&self) {
        if !self.is_open.load(Relaxed) {
            lock(&self.sides).clear();
        }
    }

    /// Embeddings were taken out of the catalogue: nothing that was loaded is true any more.
    pub fn forget(&self) {
        lock(&self.sides).clear();
        *lock(&self.set) = None;
    }
}

pub fn run(shared: &Arc<Shared>) {
    let mut last: Option<(RequestId, CompareRequest)> = None;
    while let Some(wanted) = shared.comparing.take() {
        if wanted.closed {
            last = None;
            shared.compared.is_open.store(false, Relaxed);
            shared.compared.let_go();
        }
        let asked = wanted.query.is_some();
        last = wanted.query.or(last);
        if asked || wanted.set.is_some() {
            shared.compared.is_open.store(true, Relaxed);
        }
        let Some(opened) = shared.opened.get() else { continue };
        if let Some((id, request)) = last.as_ref().filter(|_| asked || wanted.again) {
            shared.post(Event::Compared(Arc::new(answer(shared, &opened, *id, request))));
        }
        if let Some((id, request)) = wanted.set {
            let cancelled = || shared.closing.is_cancelled() || shared.comparing.peek(|next| next.set.is_some() || next.closed);
            let tags = shared.tags.get().unwrap_or_default();
            if let Some(compared) = compared_set(shared, &opened, &tags, (id, request), &cancelled) {
                shared.post(Event::ComparedSet(Arc::new(compared)));
            }
        }
    }
}

fn answer(shared: &Shared, opened: &Arc<Opened>, id: RequestId, request: &CompareRequest) -> Comparison {
    let start = Instant::now();
    let mut comparison = match find(shared, opened, request) {
        Ok(comparison) => comparison,
        Err(error) => {
            let side = |model: &String| CompareSide { model: model.clone(), ..CompareSide::default() };
            Comparison { sides: request.models.each_ref().map(side), error: Some(error.to_string()), ..Comparison::default() }
        }
    };
    comparison.request = id;
    comparison.seconds = start.elapsed().as_secs_f64();
    comparison
}

fn find(shared: &Shared, opened: &Arc<Opened>, request: &CompareRequest) -> Result<Comparison, AppError> {
    let query = query::parse(&request.search.text)?;
    let [left, right] = [side(shared, opened, &request.models[0])?, side(shared, opened, &request.models[1])?];
    let narrow = Narrow::new(shared, opened, &request.search, &query)?;
    let vector = |side: &Opened| query_vector(shared, side, &request.search, &query)?.ok_or(AppError::NothingToRank);
    let vectors = [vector(&left)?, vector(&right)?];
    let admits = |photo| narrow.admits(photo);
    let asked = Request { include_missing: false, top: TOP, ..narrow.request(&request.search, &query, &admits) };
    let found = compare::rank([&left.searchable, &right.searchable], vectors.each_ref(), &asked);
    let overlap = |k| compare::overlap(&found[0].hits, &found[1].hits, k);
    Ok(Comparison {
        common: found[0].considered as u64,
        overlap_at_10: overlap(10),
        overlap_at_100: overlap(100),
        sides: {
            let [a, b] = &found;
            [view(&left, a, &query), view(&right, b, &query)]
        },
        ..Comparison::default()
    })
}

fn view(side: &Opened, found: &Found, query: &query::Query) -> CompareSide {
    CompareSide {
        model: side.encoder.info().name.clone(),
        ranks: Arc::new(compare::ranks(&found.hits)),
        hits: found.hits.as_slice().into(),
        embedded: side.searchable.embedded_present() as u64,
        unknown_words: query.words().flat_map(|words| side.encoder.unknown_words(words)).collect(),
    }
}

/// The catalogue as the model of that name sees it: what is shown where it answers, else read once.
fn side(shared: &Shared, opened: &Arc<Opened>, name: &str) -> Result<Arc<Opened>, AppError> {
    if opened.encoder.info().name == name {
        return some_embedded(Arc::clone(opened));
    }
    let is_it = |side: &&Arc<Opened>| side.encoder.info().name == name && Arc::ptr_eq(&side.snapshot, &opened.snapshot);
    if let Some(known) = lock(&shared.compared.sides).iter().find(is_it) {
        return Ok(Arc::clone(known));
    }
    if shared.encoders.shelf.resolve(name).is_err() {
        let name = title(name);
        return Err(AppError::Compare(format!("{name} is not on this machine; get it in the models panel, or compare another model")));
    }
    // Before the older reading goes: that holds the model open.
    let encoder = shared.encoders.open(name)?;
    let catalog = Catalog::open(&opened.snapshot.catalog)?;
    let searchable = snapshot::searchable(&catalog, encoder.info())?;
    let side = some_embedded(Arc::new(Opened { snapshot: Arc::clone(&opened.snapshot), searchable, encoder }))?;
    let mut sides = lock(&shared.compared.sides);
    sides.retain(|other| Arc::ptr_eq(&other.snapshot, &opened.snapshot));
    sides.insert(0, Arc::clone(&side));
    sides.truncate(2);
    Ok(side)
}

fn some_embedded(side: Arc<Opened>) -> Result<Arc<Opened>, AppError> {
    if side.searchable.embedded() > 0 {
        return Ok(side);
    }
    let name = title(&side.encoder.info().name);
    Err(AppError::Compare(format!("{name} has embedded no photo of this catalogue yet; embed the photos with it first")))
}

fn compared_set(
    shared: &Shared,
    opened: &Arc<Opened>,
    tags: &Tags,
    (number, request): (RequestId, CompareSetRequest),
    cancelled: Cancelled<'_>,
) -> Option<ComparedSet> {
    let outcome = match compare_set(shared, opened, tags, &request.models, request.set, cancelled) {
        Ok(found) => Ok(found?),
        Err(error) => Err(error.to_string()),
    };
    let stored = Catalog::open(&opened.snapshot.catalog).and_then(|catalog| catalog.models()).unwrap_or_default();
    let id = |name: &String| {
        let side = side(shared, opened, name).ok()?;
        stored.iter().find(|model| model.key == side.encoder.info().key).map(|model| model.id)
    };
    let ids = id(&request.models[0]).zip(id(&request.models[1])).map(|(a, b)| [a, b]);
    Some(ComparedSet { request: number, models: request.models, ids, outcome })
}

/// Where two models disagree about a saved set, remembered while photos and words stay as they are; `None` where it was
/// cancelled, or the set is gone.
pub fn compare_set(
    shared: &Shared,
    opened: &Arc<Opened>,
    tags: &Tags,
    models: &[String; 2],
    set: LabelSetId,
    cancelled: Cancelled<'_>,
) -> Result<Option<Arc<SetComparison>>, AppError> {
    let Some(draft) = tags.set(set).map(|set| Arc::new(set.draft())) else { return Ok(None) };
    let is_it =
        |known: &&KnownSet| std::ptr::eq(known.opened.as_ptr(), Arc::as_ptr(opened)) && known.models == *models && known.draft == draft;
    if let Some(known) = lock(&shared.compared.set).as_ref().filter(is_it) {
        return Ok(Some(Arc::clone(&known.found)));
    }
    let [left, right] = [side(shared, opened, &models[0])?, side(shared, opened, &models[1])?];
    let Some(a) = said::embedded(shared, &left, &draft, cancelled)? else { return Ok(None) };
    let Some(b) = said::embedded(shared, &right, &draft, cancelled)? else { return Ok(None) };
    let sides = [Side { photos: &left.searchable, set: &a }, Side { photos: &right.searchable, set: &b }];
    let Some(found) = compare::compare_set(sides, cancelled).map(Arc::new) else { return Ok(None) };
    let known = KnownSet { opened: Arc::downgrade(opened), models: models.clone(), draft, found: Arc::clone(&found) };
    *lock(&shared.compared.set) = Some(known);
    Ok(Some(found))
}

/// The names of two models of the catalogue.
pub fn names(catalog: &Catalog, ids: [ModelId; 2]) -> Result<[String; 2], AppError> {
    let models = catalog.models()?;
    let name = |id: ModelId| models.iter().find(|model: &&ModelRow| model.id == id).map(|model| model.name.clone());
    match ids.map(name) {
        [Some(a), Some(b)] => Ok([a, b]),
        _ => Err(AppError::Compare("the embeddings of one of the two models were removed; compare two others".to_owned())),
    }
}
