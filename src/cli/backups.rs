//! `selvedge backup` and `selvedge restore`.

use super::arguments::{BackupArguments, RestoreArguments};
use super::commands::{existing, named, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use base::human;
use catalog::{Catalog, Holdings};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use workspace::backups::{self, Listed, Part, PartReport, RestoreReport, Selection, SetChange};
use workspace::{AppError, Places};

pub fn backup(arguments: &BackupArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    if arguments.list {
        return list(&named(catalog)?, out);
    }
    let catalog = existing(catalog)?;
    if let Some(file) = &arguments.file {
        let bytes = catalog.backup(file)?;
        made(&std::path::absolute(file)?, bytes, &[], &catalog, out);
        return Ok(0);
    }
    let done = backups::make(&Places::new(None, None)?, &catalog)?;
    made(&done.backup.file, done.backup.bytes, &done.thinned, &catalog, out);
    Ok(0)
}

fn made(file: &Path, bytes: u64, thinned: &[PathBuf], catalog: &Catalog, out: &mut Output) {
    if out.wants_json() {
        let thinned: Vec<Value> = thinned.iter().map(|file| with_path(json!({}), "file", file)).collect();
        let answer = with_path(json!({ "bytes": bytes, "thinned": thinned }), "file", file);
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        out.line(&format!("{} ({})", file.display(), human::bytes(bytes)));
        if !thinned.is_empty() {
            note(&format!(
                "deleted {} in the place of which later ones are kept",
                human::counted(thinned.len() as u64, "older backup", "older backups")
            ));
        }
    }
}

fn list(catalog: &Path, out: &mut Output) -> Result<u8, AppError> {
    let catalog = std::path::absolute(catalog)?;
    let all = backups::listed(&Places::new(None, None)?, &catalog);
    if out.wants_json() {
        let rows: Vec<Value> = all.iter().map(listed_json).collect();
        out.json(&with_path(json!({ "backups": rows }), "catalog", &catalog));
    } else {
        for Listed { backup, holds } in &all {
            let holds = holds.as_ref().map_or_else(|| "it cannot be read".to_owned(), words);
            out.line(&format!("{}  {:>9}  {holds}", human::moment(backup.made_ms), human::bytes(backup.bytes)));
        }
        if let Some(folder) = all.first().and_then(|first| first.backup.file.parent()) {
            let bytes = all.iter().map(|one| one.backup.bytes).sum();
            note(&format!("{} in {}", human::bytes(bytes), folder.display()));
        }
    }
    if all.is_empty() {
        note("no backup of this catalogue was made yet; selvedge backup makes one");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn listed_json(Listed { backup, holds }: &Listed) -> Value {
    let holds = holds.as_ref().map(|holds| {
        let sets: Vec<Value> = holds.sets.iter().map(|set| json!({ "name": set.name, "decisions": set.decisions })).collect();
        json!({
            "sets": sets,
            "photos": holds.photos,
            "marks": holds.marks,
            "texts": holds.texts,
            "products": holds.products,
            "searches": holds.searches,
        })
    });
    with_path(json!({ "made_at": tasks::share::time(backup.made_ms), "bytes": backup.bytes, "holds": holds }), "file", &backup.file)
}

fn words(holds: &Holdings) -> String {
    let decisions = holds.sets.iter().map(|set| set.decisions).sum();
    let counted = [
        (decisions, "decision", "decisions"),
        (holds.sets.len() as u64, "label set", "label sets"),
        (holds.marks, "mark", "marks"),
        (holds.texts, "photo with texts", "photos with texts"),
        (holds.products, "photo with a product", "photos with a product"),
        (holds.searches, "search", "searches"),
    ];
    let told: Vec<String> = counted.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| human::counted(*n, one, many)).collect();
    if told.is_empty() { "nothing was decided yet".to_owned() } else { told.join(", ") }
}

pub fn restore(arguments: &RestoreArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let file = backups::named(&Places::new(None, None)?, catalog.path(), &arguments.backup)?;
    let parts = match (arguments.only.is_empty(), arguments.sets.is_empty()) {
        (true, true) => Part::ALL.to_vec(),
        (true, false) => vec![Part::Labels],
        // Naming a set asks for it.
        (false, no_sets) => arguments.only.iter().copied().chain((!no_sets).then_some(Part::Labels)).collect(),
    };
    let sets = Some(arguments.sets.clone()).filter(|sets| !sets.is_empty());
    let selection = Selection { parts, sets, keep_newer: arguments.keep_newer };
    let report =
        if arguments.dry_run { backups::preview(&catalog, &file, &selection)? } else { backups::restore(&mut catalog, &file, &selection)? };
    if out.wants_json() {
        let mut answer = parts_json(&report);
        answer["made_at"] = tasks::share::time(report.made_ms).into();
        answer["dry_run"] = arguments.dry_run.into();
        let answer = with_path(answer, "backup", &std::path::absolute(&file)?);
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        tell(&report, arguments, out);
    }
    Ok(if report.changes() == 0 { NOTHING } else { 0 })
}

/// What a restore comes to, part by part.
pub fn parts_json(report: &RestoreReport) -> Value {
    let part = |row: &PartReport| {
        json!({
            "part": row.part.as_str(),
            "set": row.set,
            "set_change": row.set.as_ref().map(|_| row.set_change.as_str()),
            "added": row.added,
            "changed": row.changed,
            "removed": row.removed,
            "newer": row.newer,
            "left_out": row.left_out,
        })
    };
    json!({
        "parts": report.parts.iter().map(part).collect::<Vec<_>>(),
        "changes": report.changes(),
        "newer": report.newer(),
        "photos": { "matched": report.matched, "changed_content": report.changed_content, "elsewhere": report.elsewhere },
        "step": report.step.map(|step| step.0),
    })
}

fn tell(report: &RestoreReport, arguments: &RestoreArguments, out: &mut Output) {
    tell_parts(report, out);
    if report.changes() == 0 {
        note(&format!("all of this is as it was on {}", human::moment(report.made_ms)));
    } else if !arguments.dry_run {
        note("selvedge undo takes it back");
    }
    let (newer, one, many) = (report.newer(), "thing was decided", "things were decided");
    if newer > 0 {
        let fate = match (arguments.keep_newer, newer) {
            (true, 1) => "and stays",
            (true, _) => "and stay",
            (false, 1) => "and gives way; --keep-newer keeps it",
            (false, _) => "and give way; --keep-newer keeps them",
        };
        note(&format!("{} here since the backup was made, {fate}", human::counted(newer, one, many)));
    }
    if report.changed_content > 0 {
        note(&format!("{} changed since: what was decided about the earlier content is left out", photos_have(report.changed_content)));
    }
    if report.elsewhere > 0 {
        note(&format!("{} of the backup with something said about them are not in this catalogue", human::photos(report.elsewhere)));
    }
}

/// A line for each part that changes.
pub fn tell_parts(report: &RestoreReport, out: &mut Output) {
    for row in report.parts.iter().filter(|row| !row.is_empty()) {
        out.line(&format!("{}: {}", name(row), row_words(row)));
    }
}

fn photos_have(n: u64) -> String {
    format!("{} {}", human::photos(n), if n == 1 { "has" } else { "have" })
}

fn name(row: &PartReport) -> String {
    row.set.clone().unwrap_or_else(|| row.part.title().to_owned())
}

/// "the set comes back, 12 added, 3 changed".
fn row_words(row: &PartReport) -> String {
    let set = match row.set_change {
        SetChange::Same => None,
        SetChange::New => Some("the label set comes back".to_owned()),
        SetChange::Changed => Some("its labels are as they were".to_owned()),
    };
    let counts = [(row.added, "added"), (row.changed, "changed"), (row.removed, "removed")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", human::count(*n)));
    set.into_iter().chain(counts).collect::<Vec<_>>().join(", ")
}
