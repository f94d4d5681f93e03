//! `selvedge check`: looks for damage, and mends it where it is asked to.

use super::arguments::CheckArguments;
use super::commands::{named, with_path};
use super::exit::FAILED;
use super::output::{Output, note, put_path};
use catalog::{Catalog, Mended, Repair};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tasks::vocabulary::twins_told;
use workspace::AppError;

pub fn check(arguments: &CheckArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let file = std::path::absolute(named(catalog)?)?;
    if arguments.repair {
        let repair = workspace::repair::repair(&file, !arguments.dry_run)?;
        return Ok(tell(&repair, arguments.dry_run, &file, out));
    }
    let problems = Catalog::check_at(&file)?;
    // Nothing of it is damage; and what is damaged need not be able to tell it.
    let looked = Catalog::open_to_look(&file);
    let mut remarks = looked.as_ref().ok().and_then(|catalog| catalog.left_behind().ok()).unwrap_or_default();
    if problems.is_empty() {
        remarks.extend(twins_told(&looked?.label_sets()?));
    }
    if out.wants_json() {
        let answer = json!({ "ok": problems.is_empty(), "problems": problems, "remarks": remarks });
        out.json(&with_path(answer, "catalog", &file));
    } else if problems.is_empty() {
        out.line("No damage was found");
    }
    for said in problems.iter().chain(&remarks) {
        note(said);
    }
    if problems.is_empty() {
        return Ok(0);
    }
    note(
        "the catalogue is damaged or was changed by another program; see what selvedge check --repair --dry-run would mend, go back to a backup, \
         or index its folders into a new catalogue",
    );
    Ok(FAILED)
}

/// Fails as a plain check does: where damage is left, or would only be mended.
fn tell(repair: &Repair, dry_run: bool, file: &Path, out: &mut Output) -> u8 {
    let Repair { copy, mended, left, beyond } = repair;
    let ok = left.is_empty() && !beyond && (mended.is_empty() || !dry_run);
    if out.wants_json() {
        let mut answer = json!({
            "ok": ok,
            "dry_run": dry_run,
            "mended": mended.iter().map(mended_json).collect::<Vec<_>>(),
            "problems": left,
            "beyond_repair": beyond,
            "copy": null,
        });
        if let Some(copy) = copy {
            put_path(&mut answer, "copy", copy);
        }
        out.json(&with_path(answer, "catalog", file));
    } else {
        if mended.is_empty() {
            out.line(if left.is_empty() && !beyond { "No damage was found" } else { "Nothing of the damage can be mended" });
        } else {
            out.line(if dry_run { "This would be done; nothing was changed:" } else { "This was done:" });
        }
        for one in mended {
            out.line(&format!("  {one}"));
        }
        if let Some(copy) = copy {
            out.line(&format!("The catalogue as it was before: {}", copy.display()));
        }
    }
    for said in left {
        note(said);
    }
    if *beyond {
        note(
            "the catalogue's file is damaged in a way that cannot be mended in place, and it was left as it is; go back to a backup, or take what \
             can still be read with selvedge copy and selvedge tags export, and index the folders into a new catalogue",
        );
    } else if !left.is_empty() {
        note("what is left was not changed, because mending it would lose what persons decided; go back to a backup for it");
    }
    if ok { 0 } else { FAILED }
}

fn mended_json(mended: &Mended) -> Value {
    let (count, decided) = match mended {
        Mended::Rows { count, decided, .. } => (Some(*count), *decided),
        Mended::Thumbnails(count) => (Some(*count), false),
        Mended::Words | Mended::Indexes | Mended::Numbers { .. } | Mended::AllThumbnails => (None, false),
    };
    json!({ "kind": mended.kind(), "count": count, "may_be_decisions": decided, "told": mended.to_string() })
}
