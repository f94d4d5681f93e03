//! `selvedge labels lint`: what is wrong with a set's words.

use super::arguments::LintArguments;
use super::commands::{existing, with_path};
use super::exit::CANCELLED;
use super::learn::decided;
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, LabelSetDraft, Progress};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::lint::{Finding, Linted};
use workspace::AppError;

pub fn lint(arguments: &LintArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let workspace = decided(&catalog, &arguments.model)?;
    let set = workspace.set_named(&arguments.set)?;
    let draft = Arc::new(set.draft());
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "trying other words");
    let linted = workspace.lint(&draft, &progress, &|| cancel.is_cancelled());
    drop(bar);
    let Some(linted) = linted? else { return Ok(CANCELLED) };
    if out.wants_json() {
        let findings: Vec<Value> = linted.findings.iter().map(|finding| in_json(&draft, &linted, finding)).collect();
        let answer = json!({ "set": set.name, "findings": findings, "decided": linted.decided, "right": linted.right });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        for finding in &linted.findings {
            let names = names(&draft, finding).join(", ");
            let about = if names.is_empty() { names } else { format!("{names}: ") };
            out.line(&format!("{:<13} {about}{}", finding.kind.as_str(), finding.message));
            for wording in &finding.wordings {
                out.line(&format!("              try “{}”: {}", wording.words, linted.told(finding, wording)));
            }
        }
    }
    if linted.findings.is_empty() {
        note("nothing was found");
    }
    Ok(0)
}

fn in_json(draft: &LabelSetDraft, linted: &Linted, finding: &Finding) -> Value {
    let wordings = finding.wordings.iter().map(|wording| {
        json!({
            "words": wording.words,
            "photos": wording.photos,
            "changed": wording.changed,
            "right": wording.right,
            "effect": linted.told(finding, wording),
        })
    });
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
