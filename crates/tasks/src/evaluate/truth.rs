//! Where the truth comes from: a column of a table, or what persons and files have decided.

use crate::exchange::{ExchangeError, Finder, Found, MatchBy, Skus, read_file, wrong_format};
use crate::learned::{Lesson, Lessons};
use base::fold::{fold, key};
use base::{Choice, LabelSet, PhotoId, Photos, Root, human};
use exchange::{KeyKind, Table, labels_of_cell, read_columns, unguard};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Photos and labels that are named where a table has some that are not in the catalogue; the rest are counted.
const NAMED: usize = 8;

/// Places of labels, ascending, each once; none: none of them fits.
pub type Places = Box<[usize]>;

/// What is true of one photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrueLabel {
    /// Which photo.
    pub photo: PhotoId,
    /// What fits: in a single-choice set one label, or none of them.
    pub labels: Places,
    /// The cells of the columns that photos are told apart by.
    pub groups: Vec<String>,
}

/// Rows that say nothing of a photo and a label of the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows whose photo is not in the catalogue.
    pub unknown_photos: u64,
    /// What the first of them name.
    pub unknown: Vec<String>,
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
    /// Photos of products of which others taught.
    pub product_taught: u64,
}

impl LeftOut {
    /// Each kind in words: "3 rows name photos that are not in the catalogue (a.jpg, b.jpg, c.jpg)".
    pub fn told(&self) -> Vec<String> {
        let kinds = [
            (self.ambiguous, "row could mean several photos", "rows could mean several photos"),
            (self.duplicates, "row repeats a photo", "rows repeat photos"),
            (self.empty, "row has no label", "rows have no label"),
            (self.several, "row has several labels", "rows have several labels"),
            (
                self.product_taught,
                "photo is of a product of which others taught the set",
                "photos are of products of which others taught the set",
            ),
            (self.not_embedded, "photo is not indexed with this model", "photos are not indexed with this model"),
        ];
        let kinds = kinds.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| human::counted(*n, one, many));
        self.photos_told().into_iter().chain(kinds).chain(self.labels_told()).collect()
    }

    fn photos_told(&self) -> Option<String> {
        let (one, many) = ("row names a photo that is not in the catalogue", "rows name photos that are not in the catalogue");
        let rows = human::counted(self.unknown_photos, one, many);
        let named = named(&self.unknown, self.unknown_photos - self.unknown.len() as u64);
        (self.unknown_photos > 0).then(|| format!("{rows} ({named})"))
    }

    /// The labels of most rows first.
    fn labels_told(&self) -> Option<String> {
        let mut labels: Vec<(&String, u64)> = self.unknown_labels.iter().map(|(name, n)| (name, *n)).collect();
        labels.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let rows = labels.iter().map(|(_, n)| n).sum();
        let rows = human::counted(rows, "row says a label that the set does not have", "rows say labels that the set does not have");
        let first: Vec<String> = labels.iter().take(NAMED).map(|(name, n)| format!("{name} {}", human::count(*n))).collect();
        let named = named(&first, (labels.len() - first.len()) as u64);
        (!labels.is_empty()).then(|| format!("{rows} ({named})"))
    }
}

/// "a.jpg, b.jpg and 12 more".
fn named(first: &[String], more: u64) -> String {
    let more = if more > 0 { format!(" and {} more", human::count(more)) } else { String::new() };
    format!("{}{more}", first.join(", "))
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
    pub photos: &'a Photos,
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
    let finder = Finder::new(by, catalogued.photos.iter(), catalogued.roots, catalogued.skus);
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for row in table.rows {
        match finder.find(&row.key) {
            Found::Nothing => {
                left_out.unknown_photos += 1;
                if left_out.unknown.len() < NAMED {
                    left_out.unknown.push(row.key);
                }
            }
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

/// The truth of a table: the labels in `column`, and what photos are told apart by in `groups`. Rows are matched as imports match them.
pub fn truth_of_file(
    file: &Path,
    match_by: Option<MatchBy>,
    column: &str,
    groups: &[&str],
    set: &LabelSet,
    catalogued: Catalogued<'_>,
) -> Result<Truth, ExchangeError> {
    let columns: Vec<&str> = std::iter::once(column).chain(groups.iter().copied()).collect();
    let mut truth = Truth::default();
    let places: HashMap<String, usize> = set.labels.iter().enumerate().map(|(place, l)| (fold(&l.name), place)).collect();
    for (photo, mut cells) in rows(file, match_by, &columns, catalogued, &mut truth.left_out)? {
        let groups = cells.split_off(1);
        let cell = cells.pop().unwrap_or_default();
        if let Some(labels) = labels_of(&cell, set.choice, &places, &mut truth.left_out) {
            truth.labels.push(TrueLabel { photo, labels, groups });
        }
    }
    Ok(truth)
}

/// The labels that a cell names: one, or those of a multi-choice set as imports split them. `None` where the set has none of them, which is
/// counted.
fn labels_of(cell: &str, choice: Choice, places: &HashMap<String, usize>, left_out: &mut LeftOut) -> Option<Places> {
    let names = if places.contains_key(&key(cell)) { vec![cell.to_owned()] } else { labels_of_cell(cell) };
    let several = names.len() > 1;
    if cell.is_empty() {
        left_out.empty += 1;
        return None;
    }
    if several && choice == Choice::Single {
        left_out.several += 1;
        return None;
    }
    let mut found = Vec::with_capacity(names.len());
    for name in names {
        match places.get(&key(&name)) {
            Some(place) => found.push(*place),
            None => *left_out.unknown_labels.entry(name).or_default() += 1,
        }
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then(|| found.into())
}

/// The truth that persons and files have decided.
pub fn truth_of_tags(lessons: &Lessons) -> Truth {
    let photos = lessons.0.chunk_by(|a, b| a.photo == b.photo);
    let truth = |of_photo: &[Lesson]| TrueLabel {
        photo: of_photo[0].photo,
        labels: of_photo.iter().filter_map(|lesson| lesson.slot.place()).collect(),
        groups: Vec::new(),
    };
    Truth { labels: photos.map(truth).collect(), left_out: LeftOut::default() }
}

/// A column of a table that may hold the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruthColumn {
    /// As the file writes it.
    pub name: String,
    /// Rows with something in it.
    pub filled: u64,
    /// How many different things that is.
    pub values: usize,
    /// Rows that hold the name of a label of the set; of several names, of a multi-choice one.
    pub labels: u64,
}

/// The columns of a table, each with how far it speaks of a set's labels.
pub fn truth_columns(file: &Path, set: &LabelSet) -> Result<Vec<TruthColumn>, ExchangeError> {
    let table = Table::read(&read_file(file)?, "path").map_err(wrong_format(file))?;
    let names: HashSet<String> = set.labels.iter().map(|label| fold(&label.name)).collect();
    let known = |name: &str| names.contains(&key(name));
    let is_label = |cell: &str| known(cell) || set.choice == Choice::Multi && labels_of_cell(cell).iter().any(|name| known(name));
    let column = |(place, name): (usize, &String)| {
        let cells = table.rows.iter().map(|row| unguard(&row.cells[place]).trim()).filter(|cell| !cell.is_empty());
        let (mut values, mut column) = (HashSet::new(), TruthColumn { name: name.clone(), filled: 0, values: 0, labels: 0 });
        for cell in cells {
            column.filled += 1;
            column.labels += u64::from(is_label(cell));
            values.insert(cell);
        }
        TruthColumn { values: values.len(), ..column }
    };
    Ok(table.header.iter().enumerate().map(column).collect())
}
