//! `selvedge models`: what is here and what can be had, in and out.

use super::arguments::{ArithmeticArgument, ModelsJob};
use super::arithmetic::{self, compatibility_json};
use super::commands::{arithmetic_choice, existing, shelf, with_path};
use super::exit::CANCELLED;
use super::interrupt::cancel_on_interrupt;
use super::output::{Output, note};
use super::progress::Bar;
use super::verify;
use base::{ArithmeticChoice, Compatibility, Progress, human};
use catalog::ModelRow;
use clip::InstalledModel;
use hub::{DownloadError, KnownModel, known};
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::AppError;
use workspace::models::forget_embeddings;
use workspace::verify::verify_downloaded;

pub fn run(job: &ModelsJob, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    match job {
        ModelsJob::List => list(out)?,
        ModelsJob::Download { name, revision } => return download(name, revision.as_deref(), out),
        ModelsJob::Add { folder } => {
            let model = shelf().add(folder)?;
            if out.wants_json() {
                out.json(&installed_json(&model));
            } else {
                out.line(&format!("Added {}", model.name));
            }
        }
        ModelsJob::Export { name, folder } => {
            let model = shelf().export(name, folder)?;
            if out.wants_json() {
                out.json(&installed_json(&model));
            } else {
                out.line(&format!("Wrote {name} to {}; on another machine: selvedge models add FOLDER", folder.display()));
            }
        }
        ModelsJob::CheckArithmetic { name, folders, photos } => {
            return arithmetic::check(name, folders, *photos, catalog, out, &cancel_on_interrupt());
        }
        ModelsJob::Verify { name, pictures, same_as } => return verify::verify(name, same_as.as_deref(), pictures, out),
        ModelsJob::Remove { name, embeddings: false } => {
            let removed = shelf().remove(name)?;
            if out.wants_json() {
                out.json(&json!({ "name": removed.name, "freed_bytes": removed.freed }));
            } else if removed.freed > 0 {
                out.line(&format!("Removed {}; {} are free again", removed.name, human::bytes(removed.freed)));
            } else {
                out.line(&format!("Forgot {}; its files are still there", removed.name));
            }
        }
        ModelsJob::Remove { name, embeddings: true } => forget(name, catalog, out)?,
    }
    Ok(0)
}

fn list(out: &mut Output) -> Result<(), AppError> {
    let (shelf, choice) = (shelf(), arithmetic_choice(ArithmeticArgument::default())?);
    let installed = shelf.installed();
    let absent = known().iter().filter(|known| installed.iter().all(|model| model.name != known.name));
    if out.wants_json() {
        let here = |model: &InstalledModel| with_arithmetic(installed_json(model), choice, shelf.compatibility(model).as_ref());
        out.json(&installed.iter().map(here).chain(absent.map(known_json)).collect());
        return Ok(());
    }
    for model in &installed {
        let arithmetic = choice.on_processor(shelf.compatibility(model).as_ref());
        let state = model.problem.clone().unwrap_or_else(|| format!("here, {} on the processor", arithmetic.name()));
        out.line(&row(&model.name, Some(model.bytes), model.dimension, model.licence.as_deref(), &state));
    }
    for model in absent {
        let state = if model.recommended { "can be downloaded (recommended)" } else { "can be downloaded" };
        out.line(&row(model.name, model.bytes, model.dimension, model.licence, state));
    }
    Ok(())
}

/// With what the model multiplies in on the processor, and what was measured of its int8.
fn with_arithmetic(mut model: Value, choice: ArithmeticChoice, found: Option<&Compatibility>) -> Value {
    model["arithmetic"] = choice.on_processor(found).name().into();
    model["int8"] = found.map_or(Value::Null, compatibility_json);
    model
}

fn row(name: &str, bytes: Option<u64>, dimension: Option<usize>, licence: Option<&str>, state: &str) -> String {
    let bytes = bytes.map_or_else(|| "?".to_owned(), human::bytes);
    let dimension = dimension.map_or_else(|| "?".to_owned(), |d| d.to_string());
    let licence = licence.unwrap_or("licence unknown");
    format!("{name:<38} {bytes:>9}  {dimension:>4} dimensions  {licence:<18} {state}")
}

fn installed_json(model: &InstalledModel) -> Value {
    let mut object = json!({
        "name": model.name,
        "kind": model.kind.name(),
        "installed": true,
        "bytes": model.bytes,
        "dimension": model.dimension,
        "licence": model.licence,
        "base": model.base,
        "revision": model.revision,
        "problem": model.problem,
    });
    if let Some(dir) = &model.dir {
        object = with_path(object, "path", dir);
    }
    object
}

fn known_json(model: &KnownModel) -> Value {
    json!({
        "name": model.name,
        "kind": "known",
        "installed": false,
        "bytes": model.bytes,
        "dimension": model.dimension,
        "licence": model.licence,
    })
}

fn download(name: &str, revision: Option<&str>, out: &mut Output) -> Result<u8, AppError> {
    let progress = Progress::default();
    let bar = Bar::bytes(&progress, out.wants_progress());
    let outcome = shelf().download(name, revision, &progress, &cancel_on_interrupt());
    drop(bar);
    let model = match outcome {
        Err(cancelled @ DownloadError::Cancelled) => {
            note(&cancelled.to_string());
            return Ok(CANCELLED);
        }
        outcome => outcome?,
    };
    let checked = verify_downloaded(&shelf(), &model.name)?;
    if out.wants_json() {
        let checked = checked.map_or(Value::Null, |checked| verify::verification_json(&model.name, &checked));
        let answer = json!({ "name": model.name, "revision": model.revision, "bytes": model.bytes, "verified": checked });
        out.json(&with_path(answer, "path", model.dir.as_deref().unwrap_or(std::path::Path::new(""))));
    } else {
        out.line(&format!("{} is here; index with it: selvedge index FOLDER --model {}", model.name, model.name));
        if let Some(checked) = checked {
            verify::tell(&model.name, &checked, out);
        }
    }
    Ok(0)
}

/// Several checkpoints may have gone by one name; the embeddings of all of them go.
fn forget(name: &str, catalog: Option<PathBuf>, out: &mut Output) -> Result<(), AppError> {
    let mut catalog = existing(catalog)?;
    let models = catalog.models()?;
    let whole = |model: &&ModelRow| model.name.eq_ignore_ascii_case(name);
    let part = |model: &&ModelRow| model.name.rsplit('/').next().is_some_and(|part| part.eq_ignore_ascii_case(name));
    let Some(first) = models.iter().find(whole).or_else(|| models.iter().find(part)) else {
        let known = models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(AppError::NoEmbeddings { name: name.to_owned(), known });
    };
    let name = first.name.clone();
    let embeddings = forget_embeddings(&mut catalog, &name)?;
    if out.wants_json() {
        out.json(&json!({ "name": name, "embeddings": embeddings }));
    } else {
        out.line(&format!("Removed the embeddings of {} by {}", human::photos(embeddings), name));
    }
    Ok(())
}
