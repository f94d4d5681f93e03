//! `selvedge profiles`, and `selvedge tags export --profile`: what shops are given, and what their importers would refuse.

use super::arguments::{ExportArguments, ProfilesJob, ShopChoice, WhichPhotos};
use super::commands::{existing, with_path};
use super::exit::{FAILED, NOTHING};
use super::output::{Output, note};
use super::which;
use base::human;
use catalog::Catalog;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use tasks::exchange::{Profile, ProfileFormat, ProfileReport, example, export_profile, profile, profiles, remove_profile, save_profile};
use workspace::AppError;

/// Refusals that are told one by one without `--json`.
const TOLD: usize = 50;

pub fn run(job: &ProfilesJob, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    match job {
        ProfilesJob::List => list(&catalog, out),
        ProfilesJob::Show { name } => {
            out.bytes(profile(&catalog, name)?.write().as_bytes());
            Ok(0)
        }
        ProfilesJob::Example { format } => {
            let format = match format {
                ShopChoice::Shopify => ProfileFormat::Shopify,
                ShopChoice::Google => ProfileFormat::Google,
                ShopChoice::Csv => ProfileFormat::Csv,
            };
            out.bytes(example(&catalog, format)?.write().as_bytes());
            Ok(0)
        }
        ProfilesJob::Save { file } => {
            let (saved, replaced) = save_profile(&mut catalog, file)?;
            let done = if replaced { "replaced" } else { "saved" };
            tell(out, &catalog, json!({ "profile": saved.name, "replaced": replaced }), &format!("{} {done}", saved.name));
            Ok(0)
        }
        ProfilesJob::Remove { name } => {
            remove_profile(&mut catalog, name)?;
            tell(out, &catalog, json!({ "removed": name }), &format!("{name} removed"));
            Ok(0)
        }
    }
}

fn tell(out: &mut Output, catalog: &Catalog, answer: Value, words: &str) {
    if out.wants_json() {
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        out.line(words);
    }
}

fn list(catalog: &Catalog, out: &mut Output) -> Result<u8, AppError> {
    let all = profiles(catalog)?;
    if out.wants_json() {
        out.json(&json!(all));
    } else {
        for profile in &all {
            let columns: Vec<&str> = profile.columns.iter().map(|column| column.column.as_str()).collect();
            out.line(&format!("{}  {}  {}", profile.name, profile.format.as_str(), columns.join(", ")));
        }
    }
    if all.is_empty() {
        note("no profile is kept; begin with one of your own sets: selvedge profiles example shopify > shop.json");
        return Ok(NOTHING);
    }
    Ok(0)
}

/// Exports by the profile that the arguments name.
pub fn export(arguments: &ExportArguments, mut catalog: Catalog, out: &mut Output) -> Result<u8, AppError> {
    let profile = profile(&catalog, arguments.profile.as_deref().unwrap_or_default())?;
    let mut among = None;
    if let Some(name) = arguments.saved.clone().or_else(|| profile.search.clone()) {
        let which = WhichPhotos { saved: Some(name), top: arguments.top, min_score: arguments.min_score, ..WhichPhotos::default() };
        let (same, photos) = which::photos(&which, catalog)?;
        (catalog, among) = (same, Some(photos));
    }
    let to = arguments.out.as_deref();
    let report = if arguments.dry_run || to.is_some() {
        export_profile(&catalog, &profile, among.as_deref(), to, None)?
    } else {
        export_profile(&catalog, &profile, among.as_deref(), None, Some(&mut out.stream() as &mut dyn Write))?
    };
    for remark in &report.remarks {
        note(remark);
    }
    if arguments.dry_run || to.is_some() {
        tell_export(arguments, &catalog, &profile, &report, out);
    } else {
        report.refusals().take(TOLD).for_each(|refusal| note(&refusal));
    }
    Ok(match (arguments.dry_run, report.feed.rows.len()) {
        (true, _) if !report.is_accepted() => FAILED,
        (_, 0) => NOTHING,
        _ => 0,
    })
}

fn tell_export(arguments: &ExportArguments, catalog: &Catalog, profile: &Profile, report: &ProfileReport, out: &mut Output) {
    let rows = report.feed.rows.len() as u64;
    if out.wants_json() {
        let refusal =
            |r: &tasks::exchange::Refusal| json!({ "row": r.row, "sku": r.sku, "column": r.column, "value": r.value, "reason": r.reason });
        let mut answer = json!({
            "profile": profile.name,
            "rows": rows,
            "products": report.products,
            "columns": report.feed.header,
            "refused": report.feed.refused.iter().map(refusal).collect::<Vec<_>>(),
            "remarks": report.remarks,
            "dry_run": arguments.dry_run,
        });
        if let Some(file) = &arguments.out {
            answer = with_path(answer, "file", file);
        }
        out.json(&with_path(answer, "catalog", catalog.path()));
        return;
    }
    let all = report.feed.refused.len();
    report.refusals().take(TOLD).for_each(|refusal| out.line(&refusal));
    if all > TOLD {
        out.line(&format!("and {} more; --json has all", human::count((all - TOLD) as u64)));
    }
    let what = format!("{} of {}", human::counted(rows, "row", "rows"), human::counted(report.products, "product", "products"));
    out.line(&match &arguments.out {
        Some(file) => format!("{what} written to {}", file.display()),
        None if all == 0 => format!("{what}: nothing that the importer is known to refuse"),
        None => format!("{what}: {} would be refused", human::counted(all as u64, "cell", "cells")),
    });
}
