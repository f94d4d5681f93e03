//! The measure thread: audits, evaluations, and what is wrong with words. The newest request of each kind wins; a running one can be ended.

use crate::protocol::{
    AuditRequest, AuditView, EvaluateRequest, EvaluateSearchRequest, EvaluationReport, EvaluationView, Event, LintView, RequestId,
    SearchEvaluationView, TruthColumn, TruthColumnsRequest, TruthSource,
};
use crate::shared::Shared;
use base::{LabelSet, LabelSetDraft, LabelSetId, Progress, folders};
use catalog::Catalog;
use std::sync::Arc;
use std::time::Instant;
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

fn set_of(workspace: &Workspace, id: base::LabelSetId) -> Result<&LabelSet, AppError> {
    let known = || workspace.tags.sets.iter().map(|set| set.name.clone()).collect();
    workspace.tags.set(id).ok_or_else(|| AppError::NoSuchSet { name: String::new(), known: known() })
}

fn audit(shared: &Shared, request: RequestId, asked: AuditRequest) -> AuditView {
    let (start, running) = (Instant::now(), shared.measuring.begin(request));
    let newer = || shared.closing.is_cancelled() || shared.measure.peek(|next| next.audit.is_some());
    let find = || {
        let (workspace, catalog) = workspace(shared)?;
        let set = set_of(&workspace, asked.set)?;
        let cancelled = || running.cancel.is_cancelled() || newer();
        workspace.audit(set, &catalog.kept(set.id)?, asked.order, &running.progress, &cancelled)
    };
    let (outcome, cancelled) = match find() {
        Ok(Some(audit)) => (Ok(Arc::new(audit)), false),
        Ok(None) => (Ok(Arc::default()), true),
        Err(error) => (Err(error.notice()), false),
    };
    AuditView { request, asked, outcome, cancelled, seconds: start.elapsed().as_secs_f64() }
}

fn evaluate(shared: &Shared, request: RequestId, asked: EvaluateRequest) -> EvaluationView {
    let (start, running) = (Instant::now(), shared.measuring.begin(request));
    let newer = || shared.closing.is_cancelled() || shared.measure.peek(|next| next.evaluate.is_some());
    let cancelled = || running.cancel.is_cancelled() || newer();
    let (outcome, cancelled) = match report(shared, &asked, &running.progress, &cancelled) {
        Ok(Some(report)) => (Ok(Arc::new(report)), false),
        Ok(None) => (Err(String::new()), true),
        Err(error) => (Err(error.notice()), false),
    };
    EvaluationView { request, asked, outcome, cancelled, seconds: start.elapsed().as_secs_f64() }
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
    let set = set_of(&workspace, asked.set)?;
    let truth = match &asked.truth {
        TruthSource::File { file, match_by, column } => {
            TruthSource::File { file: folders::expand_home(file), match_by: *match_by, column: column.clone() }
        }
        TruthSource::Tags => TruthSource::Tags,
    };
    workspace.evaluate(&catalog, set, &truth, &asked.slices, progress, cancelled)
}

fn evaluate_search(shared: &Shared, request: RequestId, asked: EvaluateSearchRequest) -> SearchEvaluationView {
    let (start, running) = (Instant::now(), shared.measuring.begin(request));
    let newer = || shared.closing.is_cancelled() || shared.measure.peek(|next| next.evaluate_search.is_some());
    let cancelled = || running.cancel.is_cancelled() || newer();
    let find = || {
        let template: QueryTemplate = asked.query.parse().map_err(AppError::QueryTemplate)?;
        let (workspace, catalog) = workspace(shared)?;
        let file = folders::expand_home(&asked.file);
        let truth = SearchTruth { file: &file, match_by: asked.match_by, template: &template, least: asked.least };
        workspace.evaluate_search(&catalog, truth, asked.texts, &running.progress, &cancelled)
    };
    let (outcome, cancelled) = match find() {
        Ok(Some(found)) => (Ok(Arc::new(found)), false),
        Ok(None) => (Err(String::new()), true),
        Err(error) => (Err(error.notice()), false),
    };
    SearchEvaluationView { request, asked, outcome, cancelled, seconds: start.elapsed().as_secs_f64() }
}

fn lint(shared: &Shared, request: RequestId, set: LabelSetId) -> LintView {
    let (start, running) = (Instant::now(), shared.measuring.begin(request));
    let newer = || shared.closing.is_cancelled() || shared.measure.peek(|next| next.lint.is_some());
    let cancelled = || running.cancel.is_cancelled() || newer();
    let mut draft = LabelSetDraft::default();
    let mut find = || {
        let (workspace, _) = workspace(shared)?;
        draft = set_of(&workspace, set)?.draft();
        workspace.lint(&Arc::new(draft.clone()), &running.progress, &cancelled)
    };
    let (outcome, cancelled) = match find() {
        Ok(Some(linted)) => (Ok(Arc::new(linted)), false),
        Ok(None) => (Err(String::new()), true),
        Err(error) => (Err(error.notice()), false),
    };
    LintView { request, set: draft, outcome, cancelled, seconds: start.elapsed().as_secs_f64() }
}

/// What a table may hold of the truth; waits for no model.
fn columns(shared: &Shared, asked: &TruthColumnsRequest) -> Result<Vec<TruthColumn>, AppError> {
    let tags = shared.tags.get().ok_or(AppError::NoCatalog)?;
    let known = || tags.sets.iter().map(|set| set.name.clone()).collect();
    let set = tags.set(asked.set).ok_or_else(|| AppError::NoSuchSet { name: String::new(), known: known() })?;
    Ok(truth_columns(&folders::expand_home(&asked.file), set)?)
}
