//! The measure thread: audits, evaluations, what is wrong with words, agreement, and the shot list. The newest request of each kind wins; a running one can be ended.

use crate::feeds;
use crate::mail::MeasureMail;
use crate::protocol::{
    AgreementRequest, AgreementView, AuditRequest, AuditView, EvaluateRequest, EvaluateSearchRequest, EvaluationReport, EvaluationView,
    Event, LintView, MatchView, RequestId, SearchEvaluationView, ShotsRequest, ShotsView, TruthColumn, TruthColumnsRequest, TruthSource,
};
use crate::shared::Shared;
use base::{LabelSetDraft, LabelSetId, Progress, folders};
use catalog::Catalog;
use std::sync::Arc;
use std::time::Instant;
use tasks::audit::SoFar;
use tasks::evaluate::{QueryTemplate, truth_columns};
use workspace::evaluate::SearchTruth;
use workspace::learned::Learning;
use workspace::{AppError, Cancelled, Workspace};

pub fn run(shared: &Arc<Shared>) {
    while let Some(mail) = shared.measure.take() {
        // First: a dialog waits for it, and it waits for no model.
        if let Some((request, asked)) = mail.columns {
            let columns = columns(shared, &asked).map_err(|error| error.notice());
            shared.post(Event::TruthColumns { request, columns });
        }
        if let Some((request, asked)) = mail.agreement {
            let view = agreement(shared, request, asked);
            shared.post(Event::Agreed(Arc::new(view)));
        }
        if let Some((request, asked)) = mail.shots {
            let view = shots(shared, request, asked);
            shared.post(Event::Shots(Arc::new(view)));
        }
        if let Some((request, asked)) = mail.feed {
            shared.post(Event::Feed(Arc::new(feeds::view(shared, request, &asked))));
        }
        if let Some(request) = mail.matches {
            let view = matches(shared, request);
            shared.post(Event::Matched(Arc::new(view)));
        }
        if let Some((request, asked)) = mail.audit {
            let view = audit(shared, request, asked);
            shared.measuring.end();
            shared.post(Event::Audited(Arc::new(view)));
        }
        if let Some((request, asked)) = mail.evaluate {
            let view = evaluate(shared, request, asked);
            shared.measuring.end();
            shared.post(Event::Evaluated(Arc::new(view)));
        }
        if let Some((request, asked)) = mail.evaluate_search {
            let view = evaluate_search(shared, request, asked);
            shared.measuring.end();
            shared.post(Event::SearchEvaluated(Arc::new(view)));
        }
        if let Some((request, set)) = mail.lint {
            let view = lint(shared, request, set);
            shared.measuring.end();
            shared.post(Event::Linted(Arc::new(view)));
        }
    }
}

/// What is asked about, once the model is open: until then there is nothing to measure.
fn workspace(shared: &Shared) -> Result<(Workspace, Catalog), AppError> {
    let workspace = shared.workspace().ok_or(AppError::NoCatalog)?;
    workspace.opened.encoder()?;
    let catalog = Catalog::open(&workspace.opened.snapshot.catalog)?;
    // Unlike what is shown while a person types, this is worth waiting for what was decided last.
    Ok((Workspace { learning: Learning::Now, ..workspace }, catalog))
}

fn audit(shared: &Shared, request: RequestId, asked: AuditRequest) -> AuditView {
    let find = |progress: &Progress, cancelled: Cancelled<'_>| {
        let (workspace, catalog) = workspace(shared)?;
        let set = workspace.tags.require_set(asked.set)?;
        let mut kept = catalog.kept(set.id)?;
        if asked.go_on {
            kept.extend(SoFar::settled(set, &catalog.corrections(set)?));
        }
        workspace.audit(set, &kept, asked.order, progress, cancelled)
    };
    let Measured { outcome, cancelled, seconds } = measured(shared, request, |next| next.audit.is_some(), find);
    // Nothing was wrong with one that was ended.
    let outcome = if cancelled { Ok(Arc::default()) } else { outcome };
    AuditView { request, asked, outcome, cancelled, seconds }
}

fn evaluate(shared: &Shared, request: RequestId, asked: EvaluateRequest) -> EvaluationView {
    let find = |progress: &Progress, cancelled: Cancelled<'_>| report(shared, &asked, progress, cancelled);
    let Measured { outcome, cancelled, seconds } = measured(shared, request, |next| next.evaluate.is_some(), find);
    EvaluationView { request, asked, outcome, cancelled, seconds }
}

fn report(
    shared: &Shared,
    asked: &EvaluateRequest,
    progress: &Progress,
    cancelled: Cancelled<'_>,
) -> Result<Option<EvaluationReport>, AppError> {
    let (mut workspace, catalog) = workspace(shared)?;
    if asked.zero_shot {
        workspace.learning = Learning::Off;
    }
    let set = workspace.tags.require_set(asked.set)?;
    let truth = match &asked.truth {
        TruthSource::File { file, match_by, column } => {
            TruthSource::File { file: folders::expand_home(file), match_by: *match_by, column: column.clone() }
        }
        TruthSource::Tags => TruthSource::Tags,
    };
    workspace.evaluate(&catalog, set, &truth, &asked.slices, progress, cancelled)
}

fn evaluate_search(shared: &Shared, request: RequestId, asked: EvaluateSearchRequest) -> SearchEvaluationView {
    let find = |progress: &Progress, cancelled: Cancelled<'_>| {
        let template: QueryTemplate = asked.query.parse().map_err(AppError::QueryTemplate)?;
        let (workspace, catalog) = workspace(shared)?;
        let file = folders::expand_home(&asked.file);
        let truth = SearchTruth { file: &file, match_by: asked.match_by, template: &template, least: asked.least };
        workspace.evaluate_search(&catalog, truth, asked.texts, progress, cancelled)
    };
    let Measured { outcome, cancelled, seconds } = measured(shared, request, |next| next.evaluate_search.is_some(), find);
    SearchEvaluationView { request, asked, outcome, cancelled, seconds }
}

fn lint(shared: &Shared, request: RequestId, set: LabelSetId) -> LintView {
    let mut draft = LabelSetDraft::default();
    let find = |progress: &Progress, cancelled: Cancelled<'_>| {
        let (workspace, _) = workspace(shared)?;
        draft = workspace.tags.require_set(set)?.draft();
        workspace.lint(&Arc::new(draft.clone()), progress, cancelled)
    };
    let Measured { outcome, cancelled, seconds } = measured(shared, request, |next| next.lint.is_some(), find);
    LintView { request, set: draft, outcome, cancelled, seconds }
}

/// Waits for no model: people have said it all.
fn agreement(shared: &Shared, request: RequestId, asked: AgreementRequest) -> AgreementView {
    let workspace = shared.workspace().ok_or(AppError::NoCatalog);
    let outcome = workspace.and_then(|workspace| workspace.agreement(&asked)).map(Arc::new).map_err(|error| error.notice());
    AgreementView { request, asked, outcome }
}

/// Waits for no model: without one nothing is proposed.
fn shots(shared: &Shared, request: RequestId, mut asked: ShotsRequest) -> ShotsView {
    asked.list = asked.list.map(|file| folders::expand_home(&file));
    let (outcome, cancelled) = listed(shared, |next| next.shots.is_some(), |workspace, cancelled| workspace.shots(&asked, cancelled));
    ShotsView { request, outcome, cancelled }
}

fn matches(shared: &Shared, request: RequestId) -> MatchView {
    let (outcome, cancelled) =
        listed(shared, |next| next.matches.is_some(), |workspace, cancelled| workspace.match_skus(None, &[], cancelled));
    MatchView { request, outcome, cancelled }
}

/// What is found of what is open, without progress; or why not in words, and whether a newer request of its kind (`is_newer`) ended it.
fn listed<T>(
    shared: &Shared,
    is_newer: impl Fn(&MeasureMail) -> bool + Sync,
    find: impl FnOnce(&Workspace, Cancelled<'_>) -> Result<Option<T>, AppError>,
) -> (Result<Arc<T>, String>, bool) {
    let cancelled = || shared.closing.is_cancelled() || shared.measure.peek(&is_newer);
    let workspace = shared.workspace().ok_or(AppError::NoCatalog);
    match workspace.and_then(|workspace| find(&workspace, &cancelled)) {
        Ok(Some(found)) => (Ok(Arc::new(found)), false),
        Ok(None) => (Err(String::new()), true),
        Err(error) => (Err(error.notice()), false),
    }
}

/// What a measurement came to.
struct Measured<T> {
    /// In words why not; empty where it was ended.
    outcome: Result<Arc<T>, String>,
    cancelled: bool,
    seconds: f64,
}

/// Measures until it is done, the person ends it, the program closes, or a newer request of its kind (`is_newer`) waits.
fn measured<T>(
    shared: &Shared,
    request: RequestId,
    is_newer: impl Fn(&MeasureMail) -> bool + Sync,
    find: impl FnOnce(&Progress, Cancelled<'_>) -> Result<Option<T>, AppError>,
) -> Measured<T> {
    let (start, running) = (Instant::now(), shared.measuring.begin(request));
    let cancelled = || running.cancel.is_cancelled() || shared.closing.is_cancelled() || shared.measure.peek(&is_newer);
    let (outcome, cancelled) = match find(&running.progress, &cancelled) {
        Ok(Some(found)) => (Ok(Arc::new(found)), false),
        Ok(None) => (Err(String::new()), true),
        Err(error) => (Err(error.notice()), false),
    };
    Measured { outcome, cancelled, seconds: start.elapsed().as_secs_f64() }
}

/// What a table may hold of the truth; waits for no model.
fn columns(shared: &Shared, asked: &TruthColumnsRequest) -> Result<Vec<TruthColumn>, AppError> {
    let tags = shared.tags.get().ok_or(AppError::NoCatalog)?;
    let set = tags.require_set(asked.set)?;
    Ok(truth_columns(&folders::expand_home(&asked.file), set)?)
}
