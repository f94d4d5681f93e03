//! Filters of a query, and the photos that meet them.

use super::error::QueryError;
use super::facts::{Decided, Facts};
use super::fields::{Field, Meaning, Needs, Test};
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
    /// In lower case; may hold `*` and `?`.
    pub value: String,
}

impl Filter {
    /// Reads the value of a filter on a property of photos.
    pub(super) fn read(
        negated: bool,
        field: &'static Field,
        value: &str,
        read: fn(&str) -> Result<String, QueryError>,
    ) -> Result<Self, QueryError> {
        if value.is_empty() {
            return Err(QueryError::NoValue(field.name, field.example));
        }
        Ok(Self { negated, field, value: read(&value.to_lowercase())? })
    }

    /// What must be known to test it.
    pub(super) fn needs(&self) -> Needs {
        match self.field.meaning {
            Meaning::Score => Needs::Nothing,
            Meaning::Photo { needs, .. } => needs(&self.value),
        }
    }
}

/// As a person reads it; a value with spaces has no quotes around it here.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}:{}", if self.negated { "-" } else { "" }, self.field.name, self.value)
    }
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
            Meaning::Photo { test, .. } => Some((filter.negated, test(&filter.value, facts))),
        };
        Self { tests: filters.iter().filter_map(test).collect() }
    }

    /// Whether the photo meets all filters.
    pub fn admits(&self, photo: &Photo) -> bool {
        self.tests.iter().all(|(negated, test)| test(photo) != *negated)
    }
}
