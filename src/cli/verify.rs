//! `selvedge models verify`: a model's answers beside those that were published of it.

use super::commands::shelf;
use super::exit::FAILED;
use super::output::Output;
use base::Verified;
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::AppError;
use workspace::verify::{CheckedFigure, Verification};

/// Fails where a figure is another one: scripts must not go on with such a model.
pub fn verify(name: &str, same_as: Option<&str>, pictures: &[PathBuf], out: &mut Output) -> Result<u8, AppError> {
    let verification = workspace::verify::verify(&shelf(), name, same_as, pictures)?;
    let summary = verification.summary();
    if out.wants_json() {
        out.json(&verification_json(name, &verification));
    } else {
        tell(name, &verification, out);
    }
    Ok(if summary.holds() || summary.figures == 0 { 0 } else { FAILED })
}

/// The figures in a table, and what is wanted for more.
pub fn tell(name: &str, verification: &Verification, out: &mut Output) {
    let summary = verification.summary();
    for answer in &verification.answers {
        out.line(answer.source);
        out.line(&format!("  {:<28} {:>10} {:>10} {:>10}", "", "published", "here", "difference"));
        for figure in &answer.figures {
            let CheckedFigure { of, published, ours } = figure;
            out.line(&format!("  {of:<28} {published:>10.5} {ours:>10.5} {:>10.5}", figure.difference()));
        }
    }
    if summary.figures > 0 {
        let verdict =
            if summary.holds() { "answers as published" } else { "DOES NOT answer as published: its files, or this program, are at fault" };
        out.line(&format!(
            "{name} {verdict}: the largest difference of {} figures is {:.5}, up to {} is allowed",
            summary.figures,
            summary.largest,
            Verified::TOLERANCE
        ));
    }
    for picture in &verification.wanted {
        out.line(&format!("To compare more, get {} from {} and add --picture {}", picture.file, picture.page, picture.file));
    }
}

/// The same for JSON.
pub fn verification_json(name: &str, verification: &Verification) -> Value {
    let summary = verification.summary();
    let figure = |figure: &CheckedFigure| json!({ "of": figure.of, "published": figure.published, "here": figure.ours });
    let answers = verification.answers.iter();
    json!({
        "name": name,
        "same_as": verification.model,
        "holds": summary.holds(),
        "largest_difference": summary.largest,
        "tolerance": Verified::TOLERANCE,
        "answers": answers
            .map(|answer| json!({ "source": answer.source, "figures": answer.figures.iter().map(figure).collect::<Vec<_>>() }))
            .collect::<Vec<_>>(),
        "wanted": verification.wanted.iter().map(|picture| json!({ "file": picture.file, "page": picture.page })).collect::<Vec<_>>(),
    })
}
