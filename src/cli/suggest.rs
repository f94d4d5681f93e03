//! `selvedge suggest`, `undo` and `redo`.

use super::arguments::{SuggestArguments, TurnArguments};
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::decided;
use super::output::{Output, note};
use super::progress::Bar;
use super::promise;
use super::search::TOLD;
use base::tags::model_name;
use base::{Cancel, Choice, LabelSetDraft, Progress, Source, StepId, Verdict, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::learned::Promised;
use tasks::suggest::{Acceptance, EmbeddedSet, SUGGESTED, Slot, Suggestions, Within};
use workspace::learned::Learning;
use workspace::steps::StepWords;
use workspace::suggest::Which;
use workspace::{AppError, Workspace};

/// A label's name in a table.
const NONE_OF_THESE: &str = "(none of these)";

pub fn suggest(arguments: &SuggestArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let mut workspace = decided(&catalog, &arguments.model)?;
    if arguments.zero_shot {
        workspace.learning = Learning::Off;
    }
    let set = workspace.set_named(&arguments.set)?;
    let draft = Arc::new(set.draft());
    let bar = Bar::steps(&Progress::default(), out.wants_progress(), "asking about every photo");
    let answers = workspace.decided_answers(&draft, &|| cancel.is_cancelled());
    drop(bar);
    let Some(answers) = answers? else { return Ok(CANCELLED) };
    let model = model_name(&answers.embedded().model).to_owned();
    tell_words(&model, &draft, answers.embedded());
    let least = arguments.min_score.unwrap_or(if draft.choice == Choice::Multi { f64::from(SUGGESTED) } else { 0.0 });
    let found = workspace.likely(&answers, &|score| f64::from(score) >= least);
    // One by one: with paths and names a million of them would take a gigabyte.
    let found = || found.iter().filter_map(|a| suggested(&workspace, &draft, &answers.suggestions, a));
    let promised = match arguments.precision {
        Some(precision) => workspace.promise(&draft, precision, &|| false)?,
        None => None,
    };
    let sure = |score: f32| arguments.accept_above.is_some_and(|least| f64::from(score) >= least);
    let verdicts = match &promised {
        Some(Promised::Kept(promise)) => Some(workspace.promised(&answers, promise, &Within::default(), Source::Rule)),
        Some(Promised::Missing(_)) => None,
        None if arguments.accept_above.is_none() => None,
        None => Some(workspace.acceptable(&answers, Which::AllLabels, &Within::default(), &sure, Source::Rule)),
    };
    // Nothing is saved yet, and from here on all of it is.
    if cancel.is_cancelled() {
        return Ok(CANCELLED);
    }
    let accepted = match &verdicts {
        Some(verdicts) if promised.is_none() || arguments.accept => Some(accept(&mut catalog, verdicts, &set.name)?),
        _ => None,
    };
    if out.wants_json() {
        let mut answer = json!({ "set": set.name, "model": model });
        answer["by"] = json!(answers.embedded().by.as_str());
        answer["calibrated_on"] = json!(answers.embedded().calibrated_on);
        if let Some(promised) = &promised {
            promise::put(&mut answer, &draft, promised, verdicts.as_ref().map_or(0, Vec::len));
        }
        if let Some((accepted, step)) = accepted {
            answer["accepted"] = json!(accepted);
            answer["step"] = json!(step.map(|step| step.0));
        }
        out.json_with_rows(with_path(answer, "catalog", catalog.path()), "suggestions", found().map(|s| suggestion(&s)));
    } else {
        for s in found() {
            out.line(&format!(
                "{}  {:<24}  {}",
                human::score_in_table(s.score),
                s.label.as_deref().unwrap_or(NONE_OF_THESE),
                s.path.display()
            ));
        }
        if let Some(promised) = &promised {
            promise::tell(&draft, promised, verdicts.as_ref().map_or(0, Vec::len), out);
        }
        if let Some((accepted, _)) = accepted {
            note(&format!("accepted {} (selvedge undo takes them back)", human::count(accepted)));
        }
    }
    if let Some(Promised::Missing(more)) = promised {
        let (one, many) = match set.choice {
            Choice::Single => ("more decision", "more decisions"),
            Choice::Multi => ("more decided label", "more decided labels"),
        };
        let decisions = human::counted(more as u64, one, many);
        note(&format!("nothing was accepted: at least {decisions} about photos of {} are needed to promise that", set.name));
        return Ok(NOTHING);
    }
    if found().next().is_none() {
        note("nothing is suggested; try a lower --min-score, or add labels to the set");
        return Ok(NOTHING);
    }
    Ok(0)
}

/// Words that the model was never taught, and prompts that are too long for it.
fn tell_words(model: &str, draft: &LabelSetDraft, set: &EmbeddedSet) {
    let unknown: Vec<&str> = set.unknown_words.iter().flat_map(|(_, words)| words).map(String::as_str).collect();
    if !unknown.is_empty() {
        note(&format!("the model '{model}' was never taught: {}", human::some(&unknown, TOLD)));
    }
    let weak: Vec<&str> = set.weak_words.iter().flat_map(|(_, words)| words).map(String::as_str).collect();
    if !weak.is_empty() {
        note(&format!("the model '{model}' does badly at: {}", human::some(&weak, TOLD)));
    }
    for (place, rest) in &set.cut {
        let label = &draft.labels[*place].name;
        note(&format!("the prompt of '{label}' is too long for the model, which does not read: {rest}"));
    }
}

/// In one undoable step: how many were accepted, without what had been accepted before; and the step.
fn accept(catalog: &mut Catalog, verdicts: &[Verdict], set: &str) -> Result<(u64, Option<StepId>), AppError> {
    let (counts, changed) = catalog.step(|step| {
        let counts = step.decide_all(verdicts, Source::Rule)?;
        step.words = StepWords::accept(counts.changed, set).step;
        Ok(counts)
    })?;
    Ok((counts.changed, changed.step))
}

/// One suggestion, with names for ids.
struct SuggestedFile {
    path: PathBuf,
    /// The label's name; `None`: none of these.
    label: Option<String>,
    /// Its probability, 0 to 1.
    score: f32,
    /// How sure that is, as in `tasks::suggest::Suggestion`.
    margin: f32,
    /// The second likeliest label.
    runner_up: Option<String>,
}

/// With names, and where the file lies.
fn suggested(workspace: &Workspace, draft: &LabelSetDraft, all: &Suggestions, found: &Acceptance) -> Option<SuggestedFile> {
    let photos = &workspace.opened.searchable;
    let photo = photos.photo(found.photo)?;
    let name = |slot: Slot| Some(draft.labels.get(slot.place()?)?.name.clone());
    let row = all.of(found.photo).filter(|_| draft.choice == Choice::Single);
    Some(SuggestedFile {
        path: photos.absolute(photo),
        label: name(found.slot),
        score: found.score,
        // In a multi-choice set each label stands alone.
        margin: row.map_or((2.0 * found.score - 1.0).abs(), |s| s.margin),
        runner_up: row.and_then(|s| name(s.runner_up?)),
    })
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
