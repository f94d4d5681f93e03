//! `selvedge labels lint`: what is wrong with a set's words.

use super::arguments::LintArguments;
use super::commands::{existing, with_path};
use super::exit::CANCELLED;
use super::learn::decided;
use super::output::{Output, note};
use base::{Cancel, LabelSetDraft};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::lint::Finding;
use workspace::AppError;

pub fn lint(arguments: &LintArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let workspace = decided(&catalog, &arguments.model)?;
    let set = workspace.set_named(&arguments.set)?;
    let draft = Arc::new(set.draft());
    let Some(findings) = workspace.lint(&draft, &|| cancel.is_cancelled())? else { return Ok(CANCELLED) };
    if out.wants_json() {
        let findings: Vec<Value> = findings.iter().map(|finding| in_json(&draft, finding)).collect();
        let answer = json!({ "set": set.name, "findings": findings });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        for finding in &findings {
            out.line(&format!("{:<10} {}: {}", finding.kind.as_str(), names(&draft, finding).join(", "), finding.message));
            for wording in &finding.wordings {
                out.line(&format!("           try “{}”: suggested for {}", wording.words, base::human::photos(wording.photos as u64)));
            }
        }
    }
    if findings.is_empty() {
        note("nothing was found");
    }
    Ok(0)
}

fn in_json(draft: &LabelSetDraft, finding: &Finding) -> Value {
    let wordings = finding.wordings.iter().map(|wording| json!({ "words": wording.words, "photos": wording.photos }));
    json!({
        "kind": finding.kind.as_str(),
        "labels": names(draft, finding),
        "message": finding.message,
        "try": wordings.collect::<Vec<_>>(),
    })
}

fn names<'a>(draft: &'a LabelSetDraft, finding: &Finding) -> Vec<&'a str> {
    finding.labels.iter().filter_map(|slot| draft.labels.get(slot.place()?)).map(|label| label.name.as_str()).collect()
}
