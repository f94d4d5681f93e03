//! The suggest thread: figures for the tagging panel, a photo's labels, review queues, previews of SKU rules. The newest
//! request of each kind wins.

use super::Shared;
use super::compare;
use super::said::{self, within};
use crate::protocol::{
    Event, LabelScore, Opinions, PhotoLabels, RequestId, ReviewOrder, ReviewQueue, Scope, SkuRule, SuggestRequest, Suggestions,
    TaggingView, Tags,
};
use base::{LabelSetId, PhotoId};
use catalog::Catalog;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;
use tasks::products;
use tasks::review::{self, ReviewPlace};
use tasks::suggest;
use workspace::error::AppError;
use workspace::snapshot::Opened;

/// Likeliest labels of each set: as many as a review has number keys.
const LIKELIEST: usize = 9;
/// Nearest decided photos of each set.
const CLOSEST: usize = 8;

/// What the suggest thread should do next.
#[derive(Default)]
pub struct Wanted {
    pub panel: Option<Panel>,
    pub photo: Option<(RequestId, PhotoId)>,
    pub review: Option<WantedReview>,
    pub sku: Option<(RequestId, SkuRule)>,
    /// Photos or tags changed: what is shown is answered again.
    pub again: bool,
}

/// What the tagging panel shows from now on.
pub enum Panel {
    Set(RequestId, SuggestRequest),
    Closed,
}

/// A review that was asked for.
pub struct WantedReview {
    pub request: RequestId,
    pub set: LabelSetId,
    pub order: ReviewOrder,
    pub scope: Scope,
    pub most: Option<usize>,
}

pub fn run(shared: &Arc<Shared>) {
    let mut panel: Option<(RequestId, SuggestRequest)> = None;
    while let Some(wanted) = shared.tagging.take() {
        let asked = wanted.panel.is_some();
        match wanted.panel {
            Some(Panel::Set(id, request)) => panel = Some((id, request)),
            Some(Panel::Closed) => panel = None,
            None => {}
        }
        let Some(opened) = shared.opened.get() else { continue };
        let tags = shared.tags.get().unwrap_or_default();
        // What a person waits for with a photo before their eyes comes first.
        if let Some((request, photo)) = wanted.photo {
            match photo_labels(shared, &opened, &tags, photo) {
                Ok(labels) => shared.post(Event::PhotoLabels { request, photo, labels: Arc::new(labels) }),
                Err(error) => shared.report(request, Err(error)),
            }
        }
        if let Some(wanted) = wanted.review {
            match queue(shared, &opened, &tags, &wanted) {
                Ok(Some(queue)) => shared.post(Event::Review { request: wanted.request, queue: Arc::new(queue) }),
                Ok(None) => {}
                Err(error) => shared.report(wanted.request, Err(error)),
            }
        }
        if let Some((request, rule)) = wanted.sku {
            let preview = products::preview(opened.searchable.photos(), &rule).map_err(|e| e.to_string());
            shared.post(Event::SkuPreview { request, preview });
        }
        if let Some((id, request)) = panel.as_ref().filter(|_| asked || wanted.again) {
            // A newer request of the panel is all that ends this one: edits come faster than answers, and would starve it.
            let cancelled = || shared.closing.is_cancelled() || shared.tagging.peek(|next| next.panel.is_some());
            if let Some(view) = view(shared, &opened, &tags, (*id, request), &cancelled) {
                shared.post(Event::Suggestions(Arc::new(view)));
            }
        }
    }
}

/// `None` where a newer request came.
fn view(
    shared: &Shared,
    opened: &Arc<Opened>,
    tags: &Tags,
    (id, request): (RequestId, &SuggestRequest),
    cancelled: said::Cancelled<'_>,
) -> Option<TaggingView> {
    let start = Instant::now();
    let mut view = TaggingView {
        request: id,
        figures: Arc::default(),
        suggestions: Arc::default(),
        unknown_words: Vec::new(),
        cut: Vec::new(),
        error: None,
        seconds: 0.0,
    };
    match said::said(shared, opened, &request.set, cancelled) {
        Ok(Some(said)) => {
            let heeded = said.heeded(tags);
            let asked = said.asked(tags);
            view.figures = Arc::new(suggest::figures(&opened.searchable, &heeded, &asked, &within(&request.scope), cancelled)?);
            view.suggestions = Arc::new(heeded);
            view.unknown_words.clone_from(&said.set.unknown_words);
            view.cut.clone_from(&said.set.cut);
            shared.suggestions.set(Arc::clone(&view.suggestions));
        }
        Ok(None) => return None,
        Err(error) => {
            view.suggestions = Arc::new(Suggestions { set: Arc::clone(&request.set), ..Suggestions::default() });
            view.error = Some(error.to_string());
        }
    }
    view.seconds = start.elapsed().as_secs_f64();
    Some(view)
}

fn photo_labels(shared: &Shared, opened: &Opened, tags: &Tags, photo: PhotoId) -> Result<PhotoLabels, AppError> {
    let mut labels = PhotoLabels::default();
    let never = || shared.closing.is_cancelled();
    if let Some(vector) = opened.searchable.vector(photo) {
        for set in tags.sets.iter().filter(|s| !s.labels.is_empty()) {
            let Some(embedded) = said::embedded(shared, opened, &Arc::new(set.draft()), &never)? else { continue };
            let said = suggest::of_vector(&embedded, &vector);
            let mut scores: Vec<LabelScore> =
                set.labels.iter().zip(&said).map(|(l, score)| LabelScore { label: Some(l.id), score: *score }).collect();
            if let Some(none) = said.get(set.labels.len()).filter(|_| set.none_of_these) {
                scores.push(LabelScore { label: None, score: *none });
            }
            scores.sort_by(|a, b| b.score.total_cmp(&a.score));
            scores.truncate(LIKELIEST);
            labels.sets.push((set.id, scores));
        }
        labels.closest = suggest::closest(&opened.searchable, photo, &tags.book, CLOSEST);
    }
    if let Some(products) = shared.products.get()
        && let Some(product) = products.of.get(&photo).and_then(|place| products.products.get(*place))
    {
        labels.sku = Some(product.sku.clone());
        labels.siblings = product.photos.iter().copied().filter(|p| *p != photo).collect();
    }
    Ok(labels)
}

/// A review that was left is taken up where it was left; `None` where the set is gone or the window is closing.
fn queue(shared: &Shared, opened: &Arc<Opened>, tags: &Tags, wanted: &WantedReview) -> Result<Option<ReviewQueue>, AppError> {
    let Some(set) = tags.set(wanted.set) else { return Ok(None) };
    let never = || shared.closing.is_cancelled();
    let Some(said) = said::said(shared, opened, &Arc::new(set.draft()), &never)? else { return Ok(None) };
    let mut catalog = Catalog::open(&opened.snapshot.catalog)?;
    let saved = catalog.review_place(set.id)?;
    let mut place = saved.as_deref().map(ReviewPlace::read).unwrap_or_default();
    let (heeded, asked) = (said.heeded(tags), said.asked(tags));
    let within = within(&wanted.scope);
    let mut opinions = None;
    let mut photos = match wanted.order {
        ReviewOrder::Disagreement(a, b) => {
            let models = compare::names(&catalog, [a, b])?;
            let found = compare::compare_set(shared, opened, tags, &models, set.id, &never)?;
            shared.compared.let_go();
            let Some(found) = found else { return Ok(None) };
            let photos = review::disagreements(&opened.searchable, &found.differ, &asked, &within, &place.skipped);
            let wanted: HashSet<PhotoId> = photos.iter().copied().collect();
            let of = found.differ.iter().filter(|d| wanted.contains(&d.photo)).map(|d| (d.photo, *d)).collect();
            opinions = Some(Arc::new(Opinions { models, of }));
            photos
        }
        order => review::queue(order, &opened.searchable, &heeded, &asked, &within, &place.skipped),
    };
    photos.truncate(wanted.most.unwrap_or(usize::MAX));
    let left = photos.len() as u64;
    if saved.is_none() || place.order != wanted.order || place.total < left {
        place.order = wanted.order;
        place.total = left;
    }
    let now = place.write();
    if saved.as_ref() != Some(&now) {
        catalog.set_review_place(set.id, Some(&now))?;
    }
    Ok(Some(ReviewQueue { set: set.id, order: wanted.order, photos, total: place.total, opinions }))
}
