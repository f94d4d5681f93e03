//! How to write a search, for `--help` and the cheat sheet.

use super::fields::{FIELDS, STATES};

/// Ways to write terms.
const TERMS: [(&str, &str); 4] =
    [("red dress", "what is to be seen"), ("dress - stripes", "without"), ("leather + boots", "both"), ("2:floral", "counts double")];

/// Ways to search, each with a few words on what it does: terms, every filter and every value of `is:`, and how to exclude.
pub fn examples() -> Vec<(String, &'static str)> {
    let terms = TERMS.iter().map(|(query, help)| ((*query).to_owned(), *help));
    let filters = FIELDS.iter().filter(|field| field.name != "is").flat_map(|field| {
        let loose = (format!("{}:{}", field.name, field.example), field.help);
        let exact = field.exact.map(|(name, help)| (format!("{}:{name}", field.name), help));
        std::iter::once(loose).chain(exact)
    });
    let states = STATES.iter().map(|state| (format!("is:{}", state.name), state.help));
    terms.chain(filters).chain(states).chain([("-name:back".to_owned(), "not these")]).collect()
}

/// One line on what a query is made of.
pub fn summary() -> String {
    let names: Vec<String> = FIELDS.iter().map(|field| format!("{}:", field.name)).collect();
    format!("Words, terms (\"dress - stripes\") and filters ({})", names.join(" "))
}

/// The summary, and an example a line.
pub fn help() -> String {
    let examples = examples();
    let width = examples.iter().map(|(query, _)| query.len()).max().unwrap_or_default();
    examples.iter().fold(summary() + "\n", |text, (query, help)| format!("{text}\n  {query:width$}  {help}"))
}
