//! `selvedge models check-arithmetic`: whether a model may be used in int8, measured on a person's own photos.

use super::commands::{existing, shelf};
use super::exit::{CANCELLED, NOTHING};
use super::output::Output;
use super::progress::Bar;
use base::{Cancel, Compatibility, Progress, human};
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::compatibility::CompatibilityReport;
use workspace::AppError;
use workspace::arithmetic::{check_arithmetic, photos_in, photos_of, told};
use workspace::models::title;

/// Measures on the photos of folders, or of the catalogue where none are named, and tells what came of it.
pub fn check(
    name: &str,
    folders: &[PathBuf],
    most: u64,
    catalog: Option<PathBuf>,
    out: &mut Output,
    cancel: &Cancel,
) -> Result<u8, AppError> {
    let photos = if folders.is_empty() { photos_of(&existing(catalog)?)? } else { photos_in(folders, cancel)? };
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let measured = check_arithmetic(&shelf(), name, &photos, most, &progress, cancel)?;
    drop(bar);
    let Some(report) = measured else { return Ok(CANCELLED) };
    if out.wants_json() {
        out.json(&report_json(name, &report));
    } else {
        tell(name, &report, out);
    }
    Ok(if report.found.is_shown() { 0 } else { NOTHING })
}

/// What is known of a model's two arithmetics, for JSON.
pub fn compatibility_json(found: &Compatibility) -> Value {
    json!({
        "shown": found.is_shown(),
        "photos": found.photos,
        "least_cosine": found.least_cosine,
        "overlap_at_10": found.overlap_at_10,
        "labels": found.labels,
        "measured": found.measured,
    })
}

fn report_json(model: &str, report: &CompatibilityReport) -> Value {
    let mut answer = compatibility_json(&report.found);
    answer["model"] = model.into();
    answer["mean_cosine"] = report.mean_cosine.into();
    answer["sets"] = report.sets.iter().map(|(set, same)| json!({ "set": set, "same": same })).collect();
    answer["seconds"] = json!({ "f32": report.seconds[0], "int8": report.seconds[1] });
    answer["left_out"] = report.left_out.into();
    answer
}

fn tell(model: &str, report: &CompatibilityReport, out: &mut Output) {
    let found = &report.found;
    let rows = [
        ("cosine of a photo's two vectors, least", found.least_cosine, Compatibility::LEAST[0]),
        ("the ten nearest photos that are the same", found.overlap_at_10, Compatibility::LEAST[1]),
    ];
    let line = |words: &str, value: f64, least: f64| {
        let verdict = if value >= least { "reached" } else { "missed" };
        format!("{words:<44} {value:.4}  {verdict} ({least})")
    };
    out.line(&format!("{} in f32 and in int8:", human::photos(found.photos)));
    for (words, value, least) in rows {
        out.line(&line(words, value, least));
    }
    for (set, same) in &report.sets {
        out.line(&line(&format!("likeliest label the same: {set}"), *same, Compatibility::LEAST[2]));
    }
    out.line(&format!("int8 is {:.1} times as fast", report.seconds[0] / report.seconds[1].max(f64::MIN_POSITIVE)));
    out.line(&told(&title(model), found));
}
