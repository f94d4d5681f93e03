//! A query as a person could have typed it.

use super::parse::{Query, Term, TermContent, as_photo};
use super::token::quoted;
use std::fmt;

/// Reads back as the same query.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for term in &self.terms {
            write!(f, "{before}{term}")?;
            before = " + ";
        }
        let mut before = if self.terms.is_empty() { "" } else { " " };
        for filter in &self.filters {
            write!(f, "{before}{filter}")?;
            before = " ";
        }
        for score in &self.scores {
            write!(f, "{before}{score}")?;
            before = " ";
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[allow(clippy::float_cmp, reason = "a weight that was not written is exactly 1")]
        if self.weight != 1.0 {
            write!(f, "{}:", self.weight)?;
        }
        match &self.content {
            TermContent::Photo(path) => f.write_str(&quoted(&path.to_string_lossy())),
            TermContent::Words(words) => f.write_str(&words_only(words)),
        }
    }
}

/// The words, in several quoted pieces where they would be taken for the path of a photo in one.
fn words_only(words: &str) -> String {
    match words.rsplit_once(' ') {
        Some((head, tail)) if as_photo(words).is_some() => format!("{} {}", words_only(head), quoted(tail)),
        _ => quoted(words),
    }
}
