//! Labels as a person pastes them: one a line, or with commas or semicolons between them.

use super::FormatError;
use super::label_sets::check_labels;
use base::labels::{DEFAULT_TEMPLATE, LabelDraft, LabelSetDraft};

/// Reads a set called `name` from a list: one label a line, or all on one line between commas or semicolons. Bullets and
/// numbers before a label are left out, and so are empty lines.
pub fn read_label_list(name: &str, text: &str) -> Result<LabelSetDraft, FormatError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<(u64, &str)> = (1..).zip(text.split(['\n', '\r'])).filter(|(_, line)| !line.trim().is_empty()).collect();
    let labels: Vec<(u64, &str)> = match lines[..] {
        [(line, only)] => parts(only).into_iter().map(|label| (line, bare(label))).filter(|(_, label)| !label.is_empty()).collect(),
        _ => lines.into_iter().map(|(line, label)| (line, bare(label))).collect(),
    };
    if labels.is_empty() {
        return Err(FormatError::Line { line: 1, problem: "the list is empty; write one label a line".to_owned() });
    }
    let draft = LabelSetDraft {
        name: name.trim().to_owned(),
        templates: vec![DEFAULT_TEMPLATE.to_owned()],
        labels: labels.iter().map(|(_, label)| LabelDraft { name: (*label).to_owned(), ..LabelDraft::default() }).collect(),
        ..LabelSetDraft::default()
    };
    check_labels(&draft, |i| (labels[i].0, ""))?;
    Ok(draft)
}

/// The labels of what is typed or pasted into a form, in order and doubles too: new lines and commas (or semicolons) separate them,
/// quotes keep a comma. Bullets and numbers before a label are left out.
pub fn split_labels(text: &str) -> Vec<String> {
    let labels = text.split(['\n', '\r']).flat_map(parts).map(bare);
    labels.filter(|label| !label.is_empty()).map(str::to_owned).collect()
}

/// A line at its semicolons, or where it has none at its commas.
fn parts(line: &str) -> Vec<&str> {
    let at_semicolons = cut(line, ';');
    if at_semicolons.len() > 1 { at_semicolons } else { cut(line, ',') }
}

fn cut(line: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (part, after) = quoted(text, separator).unwrap_or_else(|| match text.split_once(separator) {
            Some((part, after)) => (part, Some(after)),
            None => (text, None),
        });
        parts.push(part);
        rest = after;
    }
    parts
}

/// What stands between the quotes that the text begins with, and what comes after the separator behind them. A quote elsewhere is a
/// character like others, as in `12" disc`.
fn quoted(text: &str, separator: char) -> Option<(&str, Option<&str>)> {
    let (inside, after) = text.trim_start().strip_prefix(['"', '“', '„'])?.split_once(['"', '”', '“'])?;
    let after = after.trim_start();
    if after.is_empty() { Some((inside, None)) } else { Some((inside, Some(after.strip_prefix(separator)?))) }
}

/// The label without "- ", "• ", "1. " or "2) " before it.
fn bare(line: &str) -> &str {
    let line = line.trim();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let bullet = line.strip_prefix(['-', '*', '•', '–', '—', '·', '◦', '▪']);
    let number = (1..=4).contains(&digits).then(|| line[digits..].strip_prefix(['.', ')'])).flatten();
    // "-5 °C" and "3.5 mm" are labels: a mark is followed by a space, or stands alone.
    match bullet.or(number) {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => line,
    }
}
