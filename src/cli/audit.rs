//! `selvedge audit`: the tagged photos of a set, the likeliest wrong first.

use super::arguments::AuditArguments;
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::decided;
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, Choice, LabelSetDraft, Progress, human};
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::audit::{Suspect, SuspectKind};
use tasks::exchange::export_corrections;
use tasks::suggest::Slot;
use workspace::audit::AuditOrder;
use workspace::{AppError, Workspace};

pub fn audit(arguments: &AuditArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let workspace = decided(&catalog, &arguments.model)?;
    let set = workspace.set_named(&arguments.set)?;
    let kept = catalog.kept(set.id)?;
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "comparing labels");
    let found = workspace.audit(set, &kept, AuditOrder::Suspects, &progress, &|| cancel.is_cancelled());
    drop(bar);
    let Some(audit) = found? else { return Ok(CANCELLED) };
    if let Some(file) = &arguments.export {
        let written = export_corrections(&catalog, set, file)?;
        note(&format!("{} written to {}", human::counted(written, "correction", "corrections"), file.display()));
    }
    let draft = set.draft();
    let first = &audit.suspects[..arguments.top.min(audit.suspects.len())];
    if out.wants_json() {
        let suspects: Vec<Value> = first.iter().filter_map(|suspect| in_json(&workspace, &draft, suspect)).collect();
        let answer = json!({ "set": set.name, "photos": audit.photos, "kept": audit.kept, "suspects": suspects });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        for suspect in first {
            let Some(photo) = workspace.opened.searchable.photo(suspect.photo) else { continue };
            let path = workspace.opened.searchable.absolute(photo);
            let asked = question(&draft, suspect);
            out.line(&format!("{}  {asked}  {}", human::score_in_table(suspect.score), path.display()));
            out.line(&format!("      {}", reasons(&draft, suspect).join("; ")));
        }
    }
    if audit.photos == 0 {
        note(&format!("no photo has a label of {}; bring labels in first: selvedge tags import FILE.csv", set.name));
        return Ok(NOTHING);
    }
    Ok(0)
}

fn in_json(workspace: &Workspace, draft: &LabelSetDraft, suspect: &Suspect) -> Option<Value> {
    let photos = &workspace.opened.searchable;
    let label = |slot: Slot| slot.place().and_then(|place| draft.labels.get(place)).map(|label| label.name.as_str());
    let value = json!({
        "kind": suspect.kind.as_str(),
        "label": label(suspect.slot),
        "suggested": label(suspect.suggested),
        "score": suspect.score,
        "reasons": reasons(draft, suspect),
    });
    Some(with_path(value, "path", &photos.absolute(photos.photo(suspect.photo)?)))
}

fn reasons(draft: &LabelSetDraft, suspect: &Suspect) -> Vec<String> {
    suspect.reasons.iter().map(|reason| reason.words(draft)).collect()
}

/// "Boots -> Sandals"; of several labels "not Striped" and "missing: Striped".
fn question(draft: &LabelSetDraft, suspect: &Suspect) -> String {
    let label = name(draft, suspect.slot);
    match (draft.choice, suspect.kind) {
        (Choice::Single, _) => format!("{label} -> {}", name(draft, suspect.suggested)),
        (Choice::Multi, SuspectKind::Wrong) => format!("not {label}"),
        (Choice::Multi, SuspectKind::Missing) => format!("missing: {label}"),
    }
}

fn name(draft: &LabelSetDraft, slot: Slot) -> &str {
    slot.place().and_then(|place| draft.labels.get(place)).map_or("(none of these)", |label| label.name.as_str())
}
