//! `selvedge shots match` and `shots assign`: products for photos whose names tell none.

use super::arguments::{AssignArguments, MatchArguments};
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::decided;
use super::output::{Output, note, put_path};
use super::progress::Bar;
use super::which;
use base::{Cancel, Decision, PhotoId, PhotoSku, Progress, Source, StepId, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::search::Searchable;
use workspace::AppError;
use workspace::shots::{Matches, SkuDecision, SkuMatch};
use workspace::steps::StepWords;

/// Rows of a table of references that are told one by one.
const TOLD: usize = 5;

pub fn match_skus(arguments: &MatchArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let workspace = decided(&catalog, &arguments.model)?;
    let bar = Bar::steps(&Progress::default(), out.wants_progress(), "comparing with photos of products");
    let found = workspace.match_skus(arguments.references.as_deref(), &catalog.roots()?, &|| cancel.is_cancelled());
    drop(bar);
    let Some(found) = found? else { return Ok(CANCELLED) };
    let is_sure = |found: &&SkuMatch| {
        let margin = f64::from(found.margin());
        arguments.accept_above.is_some_and(|least| f64::from(found.first.score) >= least) && margin >= arguments.min_margin
    };
    let sure: Vec<PhotoSku> = found.matches.iter().filter(is_sure).map(|found_one| accepted(found_one, &found)).collect();
    let made = arguments.accept_above.map(|_| save(&mut catalog, &sure, Source::Rule)).transpose()?;
    tell(&found, made, &workspace.opened.searchable, &catalog, out);
    for (line, why) in found.left_out.iter().take(TOLD) {
        note(&format!("references, line {line}: {why}"));
    }
    if found.left_out.len() > TOLD {
        note(&format!("references: {} more lines left out", human::count((found.left_out.len() - TOLD) as u64)));
    }
    Ok(if found.matches.is_empty() { NOTHING } else { 0 })
}

fn accepted(sure: &SkuMatch, found: &Matches) -> PhotoSku {
    let decision = SkuDecision { photo: sure.photo, sku: &sure.first.sku, decision: Decision::Accepted, score: Some(sure.first.score) };
    decision.made(Source::Rule, &found.model)
}

/// How many are new, and the step.
fn save(catalog: &mut Catalog, skus: &[PhotoSku], source: Source) -> Result<(u64, Option<StepId>), AppError> {
    let (n, changed) = catalog.step(|step| {
        let n = step.decide_skus(skus, source)?;
        step.words = StepWords::assign_skus(n, skus.iter().all(|sku| sku.decision == Decision::Accepted)).step;
        Ok(n)
    })?;
    Ok((n, changed.step))
}

fn tell(found: &Matches, made: Option<(u64, Option<StepId>)>, photos: &Searchable, catalog: &Catalog, out: &mut Output) {
    let path = |photo: PhotoId| photos.photo(photo).map(|photo| photos.absolute(photo)).unwrap_or_default();
    if out.wants_json() {
        let row = |found: &SkuMatch| {
            let other = found.runner_up.as_ref();
            let mut row = json!({
                "sku": *found.first.sku,
                "score": found.first.score,
                "margin": found.margin(),
                "runner_up": other.map(|other| &*other.sku),
                "runner_up_score": other.map(|other| other.score),
            });
            put_path(&mut row, "path", &path(found.photo));
            put_path(&mut row, "reference", &path(found.first.reference));
            row
        };
        let left_out: Vec<Value> = found.left_out.iter().map(|(line, why)| json!({ "line": line, "reason": why })).collect();
        let mut answer = json!({ "references": found.references, "photos": found.photos, "left_out": left_out, "matches": Value::Null });
        if let Some((accepted, step)) = made {
            answer["accepted"] = json!(accepted);
            answer["step"] = json!(step.map(|step| step.0));
        }
        return out.json_with_rows(with_path(answer, "catalog", catalog.path()), "matches", found.matches.iter().map(row));
    }
    for row in &found.matches {
        let other =
            row.runner_up.as_ref().map_or(String::new(), |other| format!("  then {} {}", human::score_in_table(other.score), other.sku));
        out.line(&format!("{}  {}  {}{other}", human::score_in_table(row.first.score), row.first.sku, path(row.photo).display()));
    }
    let (photos, products) = (human::photos(found.photos as u64), human::counted(found.references as u64, "product", "products"));
    note(&format!(
        "{photos} without a product compared with photos of {products}; a score is how alike they are, not how likely it is right"
    ));
    if let Some((accepted, _)) = made {
        note(&format!("{} (selvedge undo takes that back)", StepWords::assign_skus(accepted, true).done));
    }
}

pub fn assign(arguments: &AssignArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let sku = arguments.sku.trim();
    if sku.is_empty() {
        return Err(AppError::NoSku);
    }
    let decision = if arguments.reject { Decision::Rejected } else { Decision::Accepted };
    let photos = which::named(&arguments.photos, &catalog)?;
    let said = |photo| SkuDecision { photo, sku, decision, score: None }.made(Source::Person, &Arc::from(""));
    let skus: Vec<PhotoSku> = photos.into_iter().map(said).collect();
    let (changed, step) = save(&mut catalog, &skus, Source::Person)?;
    if out.wants_json() {
        let answer = json!({ "sku": sku, "changed": changed, "unchanged": skus.len() as u64 - changed, "step": step.map(|step| step.0) });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let unchanged = skus.len() as u64 - changed;
        let told = StepWords::assign_skus(changed, !arguments.reject).done;
        out.line(&if unchanged > 0 { format!("{told}, {} unchanged", human::count(unchanged)) } else { told });
    }
    Ok(0)
}
