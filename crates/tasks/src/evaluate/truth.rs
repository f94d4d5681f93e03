//! Where the truth comes from: a column of a table, or what persons and files have decided.

use crate::exchange::{ExchangeError, Finder, Found, MatchBy, Skus, read_file, wrong_format};
use crate::learned::Lessons;
use base::{LabelSet, Photo, PhotoId, Root, human};
use exchange::{KeyKind, LABEL_JOIN, read_columns};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What is true of one photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueLabel {
    /// Which photo.
    pub photo: PhotoId,
    /// The label's place; `None`: none of them.
    pub label: Option<usize>,
    /// What it is told apart by: the cell of another column; empty where none was asked for.
    pub group: String,
}

/// Rows that say nothing of a photo and a label of the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows whose photo is not in the catalogue.
    pub unknown_photos: u64,
    /// Rows that could mean several photos.
    pub ambiguous: u64,
    /// Rows about a photo of which an earlier row told.
    pub duplicates: u64,
    /// Rows without a label.
    pub empty: u64,
    /// Rows with several labels.
    pub several: u64,
    /// Labels that the set does not have, with their rows; by name.
    pub unknown_labels: BTreeMap<String, u64>,
    /// Photos without an embedding.
    pub not_embedded: u64,
}

impl LeftOut {
    /// Each kind in words: "3 rows name photos that are not in the catalogue".
    pub fn told(&self) -> Vec<String> {
        let kinds = [
            (self.unknown_photos, "row names a photo that is not in the catalogue", "rows name photos that are not in the catalogue"),
            (self.ambiguous, "row could mean several photos", "rows could mean several photos"),
            (self.duplicates, "row repeats a photo", "rows repeat photos"),
            (self.empty, "row has no label", "rows have no label"),
            (self.several, "row has several labels", "rows have several labels"),
            (self.not_embedded, "photo is not indexed with this model", "photos are not indexed with this model"),
        ];
        let told = kinds.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| human::counted(*n, one, many));
        let labels = self
            .unknown_labels
            .iter()
            .map(|(label, n)| format!("{} say {label}, which the set does not have", human::counted(*n, "row", "rows")));
        told.chain(labels).collect()
    }
}

/// What is true, and what could not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// Each photo once.
    pub labels: Vec<TrueLabel>,
    /// Rows that were left out.
    pub left_out: LeftOut,
}

/// What a file's rows are matched with.
#[derive(Clone, Copy)]
pub struct Catalogued<'a> {
    /// All photos.
    pub photos: &'a [Photo],
    /// Where they lie.
    pub roots: &'a [Root],
    /// Their products.
    pub skus: &'a Skus,
}

/// What a table's rows say of photos: the photos of each row, and the cells of the columns that were asked for.
pub(super) fn rows(
    file: &Path,
    match_by: Option<MatchBy>,
    columns: &[&str],
    catalogued: Catalogued<'_>,
    left_out: &mut LeftOut,
) -> Result<Vec<(PhotoId, Vec<String>)>, ExchangeError> {
    let key = match_by.map(|by| match by {
        MatchBy::Path => KeyKind::Path,
        MatchBy::Name => KeyKind::Name,
        MatchBy::Sku => KeyKind::Sku,
    });
    let table = read_columns(&read_file(file)?, key, columns).map_err(wrong_format(file))?;
    let by = match table.key {
        KeyKind::Path => MatchBy::Path,
        KeyKind::Name => MatchBy::Name,
        KeyKind::Sku => MatchBy::Sku,
    };
    let finder = Finder::new(by, catalogued.photos, catalogued.roots, catalogued.skus);
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for row in table.rows {
        match finder.find(&row.key) {
            Found::Nothing => left_out.unknown_photos += 1,
            Found::Several(_) => left_out.ambiguous += 1,
            Found::Photos(photos) => {
                let new: Vec<PhotoId> = photos.into_iter().filter(|photo| seen.insert(*photo, row.line).is_none()).collect();
                left_out.duplicates += u64::from(new.is_empty());
                found.extend(new.into_iter().map(|photo| (photo, row.cells.clone())));
            }
        }
    }
    Ok(found)
}

/// The truth of a table: the labels in `column`, and what photos are told apart by in `group`. Rows are matched as imports match them.
pub fn truth_of_file(
    file: &Path,
    match_by: Option<MatchBy>,
    column: &str,
    group: Option<&str>,
    set: &LabelSet,
    catalogued: Catalogued<'_>,
) -> Result<Truth, ExchangeError> {
    let columns: Vec<&str> = std::iter::once(column).chain(group).collect();
    let mut truth = Truth::default();
    let places: HashMap<String, usize> = set.labels.iter().enumerate().map(|(place, l)| (l.name.to_lowercase(), place)).collect();
    for (photo, mut cells) in rows(file, match_by, &columns, catalogued, &mut truth.left_out)? {
        let group = if group.is_some() { cells.pop().unwrap_or_default() } else { String::new() };
        let name = cells.pop().unwrap_or_default();
        match places.get(&name.to_lowercase()) {
            Some(&place) => truth.labels.push(TrueLabel { photo, label: Some(place), group }),
            None if name.is_empty() => truth.left_out.empty += 1,
            None if name.contains(LABEL_JOIN.trim()) => truth.left_out.several += 1,
            None => *truth.left_out.unknown_labels.entry(name).or_default() += 1,
        }
    }
    Ok(truth)
}

/// The truth that persons and files have decided.
pub fn truth_of_tags(lessons: &Lessons) -> Truth {
    let label = |lesson: &crate::learned::Lesson| TrueLabel { photo: lesson.photo, label: lesson.slot.place(), group: String::new() };
    Truth { labels: lessons.0.iter().map(label).collect(), left_out: LeftOut::default() }
}
