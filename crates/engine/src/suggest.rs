//! The suggest thread: the tagging panel, a photo's labels, review queues, previews of SKU rules and of copies. The newest request of each
//! kind wins.

use crate::latest::Waited;
use crate::mail::{Panel, SuggestMail};
use crate::other_models::{compare_set, names};
use crate::protocol::{
    By, Event, LearnedFigures, PromiseView, Promised, RequestId, ReviewOrder, ReviewQueue, ReviewRequest, SetLearning, SuggestRequest,
    Suggestions, TaggingView,
};
use crate::shared::Shared;
use base::Source;
use catalog::Catalog;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tasks::products;
use tasks::review::ReviewPlace;
use workspace::suggest::SetSuggestions;
use workspace::{AppError, Cancelled, Workspace};

/// Keys come faster than that while somebody decides.
const QUIET: Duration = Duration::from_millis(300);

/// What waits until the model is open, and for which catalogue.
#[derive(Default)]
struct Pending {
    catalog: PathBuf,
    mail: SuggestMail,
    panel: Option<(RequestId, SuggestRequest)>,
    /// Photos with an open question are to be counted again.
    count: bool,
}

impl Pending {
    /// Newer requests take the place of older ones; what was asked about another catalogue is dropped.
    fn take_in(&mut self, newer: SuggestMail, workspace: &Workspace) {
        if self.catalog != workspace.opened.snapshot.catalog {
            self.catalog.clone_from(&workspace.opened.snapshot.catalog);
            self.mail = SuggestMail::default();
        }
        let mail = &mut self.mail;
        mail.photo = newer.photo.or(mail.photo.take());
        mail.review = newer.review.or(mail.review.take());
        mail.sku = newer.sku.or(mail.sku.take());
        mail.copy = newer.copy.or(mail.copy.take());
        mail.again |= newer.again;
        self.count |= newer.again;
    }

    /// The next mail, or that none came for a moment while photos with an open question are still to be counted.
    fn next(&self, shared: &Shared) -> Waited<SuggestMail> {
        if self.count { shared.suggest.take_within(QUIET) } else { shared.suggest.take().map_or(Waited::Closed, Waited::New) }
    }

    fn show(&mut self, panel: Option<Panel>) {
        match panel {
            Some(Panel::Set(id, request)) => (self.panel, self.mail.again) = (Some((id, request)), true),
            Some(Panel::Closed) => self.panel = None,
            None => {}
        }
    }
}

pub fn run(shared: &Arc<Shared>) {
    let mut pending = Pending::default();
    loop {
        let mut newer = match pending.next(shared) {
            Waited::New(newer) => newer,
            Waited::Quiet => {
                count(shared, &mut pending);
                continue;
            }
            Waited::Closed => return,
        };
        let panel = newer.panel.take();
        let Some(workspace) = shared.workspace() else {
            pending.show(panel);
            continue;
        };
        pending.take_in(newer, &workspace);
        pending.show(panel);
        if let Some((request, rule)) = pending.mail.sku.take() {
            let preview = products::preview(workspace.opened.searchable.photos(), &rule).map_err(|e| e.to_string());
            shared.post(Event::SkuPreview { request, preview });
        }
        if let Some((request, copy)) = pending.mail.copy.take() {
            let outdated = || shared.closing.is_cancelled() || shared.suggest.peek(|next| next.copy.is_some());
            if let Some(preview) = workspace.preview_copy(&copy, &outdated).transpose() {
                shared.post(Event::CopyPreviewed { request, preview: preview.map_err(|error| error.to_string()) });
            }
        }
        if workspace.opened.encoder.is_some() {
            answer(shared, &workspace, &mut pending);
        }
    }
}

fn answer(shared: &Shared, workspace: &Workspace, pending: &mut Pending) {
    let closing = || shared.closing.is_cancelled();
    // What a person waits for with a photo before their eyes comes first.
    if let Some((request, photo)) = pending.mail.photo.take() {
        match workspace.photo_labels(photo, &closing) {
            Ok(labels) => shared.post(Event::PhotoLabels { request, photo, labels: Arc::new(labels) }),
            Err(error) => shared.report(request, Err(error)),
        }
    }
    if let Some((request, review)) = pending.mail.review.take() {
        match queue(shared, workspace, &review) {
            Ok(Some(queue)) => shared.post(Event::Review { request, queue: Arc::new(queue) }),
            Ok(None) => {}
            Err(error) => shared.report(request, Err(error)),
        }
    }
    if std::mem::take(&mut pending.mail.again)
        && let Some((id, request)) = &pending.panel
    {
        // A newer request of the panel is all that ends this one: edits come faster than answers, and would starve it.
        let cancelled = || closing() || shared.suggest.peek(|next| next.panel.is_some());
        if let Some(view) = view(workspace, *id, request, &cancelled) {
            shared.post(Event::Suggestions(Arc::new(view)));
        }
    }
}

/// Photos with an open question: a look at every photo. Nobody waits for this number: whatever else is asked comes first.
fn count(shared: &Shared, pending: &mut Pending) {
    let ready = shared.workspace().filter(|workspace| workspace.opened.encoder.is_some());
    let Some(workspace) = ready else {
        pending.count = false; // asked again when the model is open
        return;
    };
    let cancelled = || shared.closing.is_cancelled() || shared.suggest.peek(|_| true);
    let open = workspace.open_photos(&cancelled);
    pending.count = cancelled();
    if let (Ok(open), false) = (open, pending.count) {
        shared.post(Event::NeedReview(open.len() as u64));
    }
}

/// `None` where a newer request came.
fn view(workspace: &Workspace, id: RequestId, request: &SuggestRequest, cancelled: Cancelled<'_>) -> Option<TaggingView> {
    let start = Instant::now();
    // All of a view is about one state of what was learned, and so is what is accepted of it.
    let fixed = workspace.fixed(&request.set, cancelled).unwrap_or_else(|_| Some(workspace.clone()))?;
    let workspace = &fixed;
    let (found, error) = match workspace.suggest(&request.set, &request.scope, cancelled) {
        Ok(found) => (found?, None),
        Err(error) => {
            let suggestions = Suggestions { set: Arc::clone(&request.set), ..Suggestions::default() };
            (SetSuggestions { suggestions: Arc::new(suggestions), ..SetSuggestions::default() }, Some(error.to_string()))
        }
    };
    let products = if request.by_product && error.is_none() {
        Some(workspace.products_reached(&request.set, &request.scope, cancelled).unwrap_or_default()?)
    } else {
        None
    };
    let (learning, promise) = if error.is_none() { trust(workspace, request, cancelled)? } else { (SetLearning::default(), None) };
    let SetSuggestions { stats, suggestions, unknown_words, weak_words, cut } = found;
    let counted = Arc::new(workspace.counted(&request.set, &request.scope));
    let seconds = start.elapsed().as_secs_f64();
    Some(TaggingView {
        request: id,
        stats,
        suggestions,
        products,
        learning,
        promise,
        counted,
        unknown_words,
        weak_words,
        cut,
        error,
        seconds,
    })
}

/// What the set has learned, and what can be promised of it; `None` where a newer request came.
fn trust(workspace: &Workspace, request: &SuggestRequest, cancelled: Cancelled<'_>) -> Option<(SetLearning, Option<PromiseView>)> {
    let learned = workspace.learned(&request.set, cancelled).ok()??;
    let figures = learned.held_out.as_ref().map(|held_out| {
        let (gain, gain_error) = held_out.gain();
        LearnedFigures { zero_shot: held_out.accuracy(By::ZeroShot), learned: held_out.accuracy(By::Learned), gain, gain_error }
    });
    let (by, calibrated_on) = (learned.set.by, learned.set.calibrated_on);
    let learning = SetLearning { by, decisions: learned.lessons.len(), photos: learned.lessons.photos().len(), calibrated_on, figures };
    let Some(per_mille) = request.promise_per_mille else { return Some((learning, None)) };
    let promised = workspace.promise(&request.set, f64::from(per_mille.clamp(1, 999)) / 1000.0, cancelled).ok()??;
    let accepted = match &promised {
        Promised::Kept(promise) => {
            let answers = workspace.decided_answers(&request.set, cancelled).ok()??;
            workspace.promised(&answers, promise, &request.scope.within(), Source::Person).len() as u64
        }
        Promised::Missing(_) => 0,
    };
    let curve = tasks::learned::curve(&learned).into();
    Some((learning, Some(PromiseView { per_mille, promised, accepted, curve })))
}

/// A review that was left is taken up where it was left; `None` where the set is gone or the window is closing.
fn queue(shared: &Shared, workspace: &Workspace, request: &ReviewRequest) -> Result<Option<ReviewQueue>, AppError> {
    let closing = || shared.closing.is_cancelled();
    let mut catalog = Catalog::open(&workspace.opened.snapshot.catalog)?;
    let disagreement = match request.order {
        ReviewOrder::Disagreement(a, b) => {
            let models = names(&catalog, [a, b])?;
            let found = compare_set(shared, workspace, &models, request.set, &closing)?;
            shared.compared.let_go();
            let Some(found) = found else { return Ok(None) };
            Some((models, found))
        }
        ReviewOrder::Uncertain | ReviewOrder::Label(_) | ReviewOrder::Random(_) | ReviewOrder::Sure(_) => None,
    };
    let saved = catalog.review_place(request.set)?;
    let place = saved.as_deref().map(ReviewPlace::read);
    let found = workspace.review_queue(request, place, disagreement.as_ref(), &closing)?;
    let Some((queue, place)) = found else { return Ok(None) };
    let now = place.write();
    if saved.as_ref() != Some(&now) {
        catalog.set_review_place(request.set, Some(&now))?;
    }
    Ok(Some(queue))
}
