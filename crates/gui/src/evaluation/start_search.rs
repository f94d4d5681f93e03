//! The part of the dialog that is about searches: queries made of a table's columns.

use super::start::StartForm;
use crate::kit::forms;
use crate::kit::widgets;
use base::human;
use egui::{Id, Ui};
use engine::protocol::{EvaluateSearchRequest, TextUse};

/// Fewest photos of a query that can be chosen.
pub const LEAST: [usize; 4] = [2, 5, 10, 20];

/// Letters of the columns' names that are told.
const LETTERS: usize = 110;

/// Draws the fields below the file.
pub fn fields_ui(ui: &mut Ui, form: &mut StartForm) {
    forms::line_ui(ui, "Queries", |ui| {
        let hint = "Words with columns in braces, such as {colour} {type}";
        widgets::field(ui, Id::unique("query template"), &mut form.query, hint, "Queries", ui.available_width());
    });
    forms::line_ui(ui, "Search in", |ui| {
        let ways = [(TextUse::On, "Pictures and texts"), (TextUse::Off, "Pictures alone"), (TextUse::Only, "Texts alone")];
        if let Some(texts) = forms::segments_ui(ui, &ways, form.texts) {
            form.texts = texts;
        }
    });
    forms::line_ui(ui, "At least", |ui| {
        let names = LEAST.map(|least| format!("{} photos a query", human::count(least as u64)));
        let at = LEAST.iter().position(|least| *least == form.least).unwrap_or(1);
        if let Some(chosen) = forms::menu_ui(ui, "At least", &names, at) {
            form.least = LEAST[chosen];
        }
    });
}

/// What is wrong with the queries as they are written.
pub fn lacks(form: &StartForm) -> Option<String> {
    let known = |name: &str| form.columns().iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let columns = columns(&form.query);
    match columns.iter().find(|name| !known(name)) {
        _ if columns.is_empty() => Some(format!("Write a query with columns in braces: {}.", human::elide_middle(&names(form), LETTERS))),
        Some(name) => Some(format!("The file has no column “{name}”: {}.", human::elide_middle(&names(form), LETTERS))),
        None => None,
    }
}

fn names(form: &StartForm) -> String {
    form.columns().iter().map(|column| format!("{{{}}}", column.name)).collect::<Vec<_>>().join(" ")
}

/// The columns that are named in braces.
fn columns(query: &str) -> Vec<&str> {
    query.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim()).collect()
}

/// What will be done.
pub fn note(form: &StartForm) -> String {
    format!(
        "Each combination of these values that {} or more have is searched as if typed, and what is found is compared with them.",
        human::photos(form.least as u64)
    )
}

/// The request as filled in.
pub fn asked(form: &StartForm) -> EvaluateSearchRequest {
    let (file, match_by) = (form.table.file(), form.table.match_by);
    EvaluateSearchRequest { file, match_by, query: form.query.trim().to_owned(), least: form.least, texts: form.texts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_what_stands_in_braces() {
        assert_eq!(columns("a {colour} { type }, {open"), ["colour", "type"]);
        assert!(columns("shirt").is_empty());
    }
}
