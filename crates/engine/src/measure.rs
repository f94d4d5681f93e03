//! The measure thread: audits and evaluations. The newest request of each kind wins; a running one can be ended.

use crate::protocol::{AuditRequest, AuditView, EvaluateRequest, Evaluation, EvaluationView, Event, RequestId, Slice, Tone};
use crate::shared::Shared;
use base::LabelSet;
use catalog::Catalog;
use std::sync::Arc;
use std::time::Instant;
use workspace::learned::Learning;
use workspace::{AppError, Workspace, evaluate};

pub fn run(shared: &Arc<Shared>) {
    while let Some(mail) = shared.measure.take() {
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
    let cancelled = || running.cancel.is_cancelled() || shared.closing.is_cancelled();
    let found = figures(shared, request, &asked, &cancelled);
    let (outcome, slices, cancelled) = match found {
        Ok(Some((evaluation, slices))) => (Ok(Arc::new(evaluation)), slices, false),
        Ok(None) => (Err(String::new()), Vec::new(), true),
        Err(error) => (Err(error.notice()), Vec::new(), false),
    };
    EvaluationView { request, asked, outcome, slices: slices.into(), cancelled, seconds: start.elapsed().as_secs_f64() }
}

fn figures(
    shared: &Shared,
    request: RequestId,
    asked: &EvaluateRequest,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<(Evaluation, Vec<Slice>)>, AppError> {
    let (mut workspace, catalog) = workspace(shared)?;
    if asked.zero_shot {
        workspace.learning = Learning::Off;
    }
    let set = set_of(&workspace, asked.set)?;
    let Some(evaluation) = workspace.evaluate(&catalog, set, &asked.truth, asked.slices.as_ref(), cancelled)? else { return Ok(None) };
    let slices = asked.slices.as_ref().map(|by| workspace.slices(&evaluation, by)).unwrap_or_default();
    if let Some(file) = &asked.report {
        let file = base::folders::expand_home(file);
        evaluate::save_report(&workspace, set, &evaluation, asked.slices.as_ref(), &file)?;
        shared.notice(request, Tone::Done, format!("Wrote the report to {}", file.display()));
    }
    Ok(Some((evaluation, slices)))
}
