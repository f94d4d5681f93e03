//! `selvedge learn`: what a set has learned from decisions, and whether that is used.

use super::arguments::{LearnArguments, ModelArguments};
use super::commands::{answering, existing, nothing_to_rank, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, Progress, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::learned::{Accuracy, HeldOut, Learned};
use tasks::suggest::By;
use workspace::{AppError, Workspace};

/// As [`read`], with tags and products.
pub fn decided(catalog: &Catalog, model: &ModelArguments) -> Result<Workspace, AppError> {
    read(catalog, model)?.with_tags(catalog)?.with_products(catalog)
}

/// The photos of a catalogue as the asked model sees them; an error where it has embedded none.
pub fn read(catalog: &Catalog, model: &ModelArguments) -> Result<Workspace, AppError> {
    let encoder = answering(catalog, model)?;
    let workspace = Workspace::read(catalog, Arc::clone(&encoder))?;
    if workspace.opened.searchable.embedded() == 0 {
        return Err(nothing_to_rank(catalog, encoder.info())?);
    }
    Ok(workspace)
}

pub fn learn(arguments: &LearnArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let workspace = decided(&catalog, &arguments.model)?;
    let set = workspace.set_named(&arguments.set)?;
    let bar = Bar::steps(&Progress::default(), out.wants_progress(), "learning from decisions");
    let learned = workspace.learned(&Arc::new(set.draft()), &|| cancel.is_cancelled());
    drop(bar);
    let Some(learned) = learned?.filter(|_| !cancel.is_cancelled()) else { return Ok(CANCELLED) };
    if out.wants_json() {
        out.json(&with_path(report(&set.name, &learned), "catalog", catalog.path()));
    } else if let Some(held_out) = &learned.held_out {
        let decisions = human::counted(learned.lessons.len() as u64, "decision", "decisions");
        out.line(&format!("{}: {decisions}, each told with its product held out", set.name));
        for by in [By::ZeroShot, By::Learned] {
            let Accuracy { accuracy, weighted_f1 } = held_out.accuracy(by);
            let used = if by == held_out.by { "  used" } else { "" };
            out.line(&format!("{:<10} accuracy {accuracy:.3}  weighted F1 {weighted_f1:.3}{used}", by.as_str()));
        }
    }
    if learned.lessons.is_empty() {
        let why = if set.words_only { "learning is switched off for this set" } else { "nobody has decided about a photo of this set yet" };
        note(&format!("nothing was learned: {why}"));
        return Ok(NOTHING);
    }
    Ok(0)
}

fn report(set: &str, learned: &Learned) -> Value {
    let figures = |by: By| {
        let figures = learned.held_out.as_ref().map(|held_out| held_out.accuracy(by));
        figures.map(|f| json!({ "accuracy": f.accuracy, "weighted_f1": f.weighted_f1 }))
    };
    let gain = learned.held_out.as_ref().map(HeldOut::gain);
    json!({
        "set": set,
        "decisions": learned.lessons.len(),
        "zero_shot": figures(By::ZeroShot),
        "learned": figures(By::Learned),
        "used": learned.set.by.as_str(),
        "gain": gain.map(|(gain, _)| gain),
        "gain_error": gain.map(|(_, error)| error),
        "calibrated_on": learned.set.calibrated_on,
    })
}
