//! `selvedge suggest`, `undo` and `redo`.

use super::commands::{answering, existing, with_path};
use super::output::{Output, note};
use super::{NOTHING, SuggestArguments, TurnArguments};
use base::{StepId, human};
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::suggesting::{SuggestOrder, SuggestedFile};
use workspace::{AppError, Library};

/// A label's name in a table.
const NONE_OF_THESE: &str = "(none of these)";

pub fn suggest(arguments: &SuggestArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let encoder = answering(&catalog, &arguments.model)?;
    let mut library = Library::new(catalog, encoder);
    let photos = library.searchable()?;
    let order = SuggestOrder { set: &arguments.set, min_score: arguments.min_score, accept_above: arguments.accept_above };
    let report = library.suggest(&photos, &order)?;
    if !report.unknown_words.is_empty() {
        note(&format!("the model '{}' was never taught: {}", report.model, report.unknown_words.join(", ")));
    }
    for (label, rest) in &report.cut {
        note(&format!("the prompt of '{label}' is too long for the model, which does not read: {rest}"));
    }
    if out.wants_json() {
        let suggestions: Vec<Value> = report.suggestions.iter().map(suggestion).collect();
        let mut answer = json!({ "set": report.set, "model": report.model, "suggestions": suggestions });
        if let Some(accepted) = report.accepted {
            answer["accepted"] = json!(accepted);
            answer["step"] = json!(report.step.map(|step| step.0));
        }
        out.json(&with_path(answer, "catalog", library.catalog().path()));
    } else {
        for s in &report.suggestions {
            out.line(&format!("{:.3}  {:<24}  {}", s.score, s.label.as_deref().unwrap_or(NONE_OF_THESE), s.path.display()));
        }
        if let Some(accepted) = report.accepted {
            note(&format!("accepted {} (selvedge undo takes them back)", human::count(accepted)));
        }
    }
    if report.suggestions.is_empty() {
        note("nothing is suggested; try a lower --min-score, or add labels to the set");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn suggestion(s: &SuggestedFile) -> Value {
    let value = json!({ "label": s.label, "score": s.score, "margin": s.margin, "runner_up": s.runner_up });
    with_path(value, "path", &s.path)
}

/// Takes a step back; with `redo`, does one again. The last one, or the one of a number if it is the last.
pub fn turn(redo: bool, arguments: &TurnArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let step = arguments.step.map(StepId);
    let turned = if redo { catalog.redo(step)? } else { catalog.undo(step)? };
    let Some(turned) = turned else {
        note(if redo { "there is nothing to do again" } else { "there is nothing to undo" });
        if out.wants_json() {
            let nothing = json!({ "id": null, "step": null, "changed": 0, "refused": [], "refused_rows": 0 });
            out.json(&with_path(nothing, "catalog", catalog.path()));
        }
        return Ok(NOTHING);
    };
    for refused in &turned.refused {
        note(&format!("left as it is, because it changed since: {refused}"));
    }
    if out.wants_json() {
        let answer = json!({
            "id": turned.id.0,
            "step": turned.words,
            "changed": turned.changed.rows,
            "refused": turned.refused,
            "refused_rows": turned.refused_rows,
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        out.line(&format!("{}: {}", if redo { "Done again" } else { "Undone" }, turned.words));
    }
    Ok(0)
}
