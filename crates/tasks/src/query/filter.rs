//! Filters of a query, and the photos that meet them.

use super::error::QueryError;
use super::facts::{Decided, Facts, Test};
use super::fields::{Field, Meaning, Needs};
use super::quotes::may_open;
use super::token::{Value, quoted};
use base::fold::fold;
use base::{Photo, RootId};
use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;

/// A condition that a photo meets or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// `-folder:old`: photos that do not meet it.
    pub negated: bool,
    /// A row of [`super::FIELDS`], never the one of the score.
    pub field: &'static Field,
    /// The whole of a name as it is written; else the key that [`fold`] makes, and may hold `*` and `?`.
    pub value: String,
    /// It was in quotes: that name and no other.
    pub exact: bool,
}

impl Filter {
    /// Reads the value of a filter on a property of photos.
    pub(super) fn read(
        negated: bool,
        field: &'static Field,
        value: Value<'_>,
        read: fn(&str) -> Result<String, QueryError>,
    ) -> Result<Self, QueryError> {
        let (exact, folded) = (value.exact && field.values.are_names(), fold(value.text));
        if value.text.is_empty() || (!exact && folded.is_empty()) {
            return Err(QueryError::NoValue(field.name, field.example));
        }
        Ok(Self { negated, field, value: if exact { value.text.to_owned() } else { read(&folded)? }, exact })
    }

    /// What must be known to test it.
    pub(super) fn needs(&self) -> Needs {
        match self.field.meaning {
            Meaning::Score => Needs::Nothing,
            Meaning::Photo { needs, .. } => needs(&self.value),
        }
    }
}

/// As a query writes it.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.exact { quoted(&self.value) } else { loose(&self.value) };
        write!(f, "{}{}:{value}", if self.negated { "-" } else { "" }, self.field.name)
    }
}

/// With quotes where it has spaces or quotes, and never round all of it: that would mean exactly. Something stood outside of quotes,
/// and so it can again.
fn loose(value: &str) -> String {
    let kept = |c: char| c.is_whitespace() || may_open(c);
    if !value.contains(kept) {
        return value.to_owned();
    }
    let Some((at, outside)) = value.char_indices().find(|(_, c)| !kept(*c)) else { return quoted(value) };
    let within = |text: &str| if text.is_empty() { String::new() } else { quoted(text) };
    format!("{}{outside}{}", within(&value[..at]), within(&value[at + outside.len_utf8()..]))
}

/// The filters of a query, made ready once for many photos.
pub struct Matcher<'a> {
    tests: Vec<(bool, Test<'a>)>,
}

impl<'a> Matcher<'a> {
    /// `roots` are the folders of the catalogue. Without `decided` no photo has a tag.
    pub fn new(filters: &'a [Filter], roots: &'a HashMap<RootId, PathBuf>, decided: Option<Decided<'a>>) -> Self {
        let facts = Facts { roots, decided };
        let test = |filter: &'a Filter| match filter.field.meaning {
            Meaning::Score => None,
            Meaning::Photo { test, .. } => Some((filter.negated, test(Value { text: &filter.value, exact: filter.exact }, facts))),
        };
        Self { tests: filters.iter().filter_map(test).collect() }
    }

    /// Whether the photo meets all filters.
    pub fn admits(&self, photo: &Photo) -> bool {
        self.tests.iter().all(|(negated, test)| test(photo) != *negated)
    }
}
