//! Queries whose right answers a table knows: each combination of some columns' values, in words.

use super::truth::{Catalogued, LeftOut, rows};
use crate::exchange::{ExchangeError, MatchBy};
use base::PhotoId;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Words with columns in braces: "{baseColour} {articleType}".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTemplate {
    /// Each a text, and the column that follows it.
    parts: Vec<(String, String)>,
    end: String,
}

/// A query, and what it should find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueQuery {
    /// As if typed.
    pub text: String,
    /// The photos that have all of its values.
    pub relevant: HashSet<PhotoId>,
}

impl std::str::FromStr for QueryTemplate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let (column, after) = after.split_once('}').ok_or_else(|| format!("'{text}' has a brace that is never closed"))?;
            parts.push((before.to_owned(), column.trim().to_owned()));
            rest = after;
        }
        if parts.is_empty() {
            return Err(format!("'{text}' names no column; write one in braces, such as {{colour}} {{type}}"));
        }
        Ok(Self { parts, end: rest.to_owned() })
    }
}

impl QueryTemplate {
    /// The columns, in the order of the words.
    pub fn columns(&self) -> Vec<&str> {
        self.parts.iter().map(|(_, column)| column.as_str()).collect()
    }

    /// The words with these values.
    fn filled(&self, values: &[String]) -> String {
        let parts = self.parts.iter().zip(values).map(|((before, _), value)| format!("{before}{value}"));
        parts.collect::<String>() + &self.end
    }
}

/// The queries of a table: one for each combination of values that at least `least` photos have, by their words. A combination with an
/// empty value is no query.
pub fn true_queries(
    file: &Path,
    match_by: Option<MatchBy>,
    template: &QueryTemplate,
    least: usize,
    catalogued: Catalogued<'_>,
) -> Result<(Vec<TrueQuery>, LeftOut), ExchangeError> {
    let mut left_out = LeftOut::default();
    let mut found: BTreeMap<Vec<String>, HashSet<PhotoId>> = BTreeMap::new();
    for (photo, values) in rows(file, match_by, &template.columns(), catalogued, &mut left_out)? {
        if values.iter().any(String::is_empty) {
            left_out.empty += 1;
        } else {
            found.entry(values).or_default().insert(photo);
        }
    }
    let queries = found.into_iter().filter(|(_, photos)| photos.len() >= least.max(1));
    Ok((queries.map(|(values, relevant)| TrueQuery { text: template.filled(&values), relevant }).collect(), left_out))
}
