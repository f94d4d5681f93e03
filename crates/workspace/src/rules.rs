//! Where marketplace rules come from: those that come along, a file, and the catalogue that chose some.

use super::error::AppError;
use super::presets::PRESETS;
use base::human;
use base::standards::RuleSet;
use catalog::Catalog;
use exchange::read_rules;
use std::path::Path;
use std::sync::Arc;

/// The preset of that name, with the text of its file.
pub fn preset(key: &str) -> Result<(String, RuleSet), AppError> {
    let found = PRESETS.iter().find(|preset| preset.key.eq_ignore_ascii_case(key));
    let text = found.ok_or_else(|| AppError::NoSuchPreset(key.to_owned()))?.text;
    Ok((text.to_owned(), parsed(key, text)?))
}

/// The text of a file of rules, once it is known to be understood.
pub fn rules_file(path: &Path) -> Result<(String, RuleSet), AppError> {
    let unread = |error: &std::io::Error| AppError::Rules { of: path.display().to_string(), what: human::file_reason(error) };
    let bytes = base::regular::read(path).map_err(|error| unread(&error))?;
    let told = |what: String| AppError::Rules { of: path.display().to_string(), what };
    let text = String::from_utf8(bytes).map_err(|_| told("it is no text in UTF-8".to_owned()))?;
    let rules = read_rules(&text).map_err(|error| told(error.to_string()))?;
    Ok((text, rules))
}

/// Rules that are inside of the program or of a catalogue.
pub fn parsed(of: &str, text: &str) -> Result<RuleSet, AppError> {
    read_rules(text).map_err(|error| AppError::Rules { of: of.to_owned(), what: error.to_string() })
}

/// The rules that photos of the catalogue are held against; `None` where none were chosen.
pub fn chosen(catalog: &Catalog) -> Result<Option<Arc<RuleSet>>, AppError> {
    let read = |text: String| parsed("the standard that was chosen for this catalogue", &text).map(Arc::new);
    catalog.standard()?.map(read).transpose()
}
