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
        [(line, only)] if only.contains([',', ';']) => {
            let separator = if only.contains(';') { ';' } else { ',' };
            only.split(separator).map(|label| (line, bare(label))).filter(|(_, label)| !label.is_empty()).collect()
        }
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
