//! The tables of what was said of photos.

use super::cells::{Cells, Read, Sheet, number_cell, path_cell, text_cell, tick_cell, time_cell};
use super::error::ArchiveError;
use super::layout::{DECISIONS, KEPT, MARKS, OPINIONS, PRODUCTS, TEXTS};
use super::numbers::{Numbered, Numbers, Rows};
use crate::restore::told::{About, KeptValue, Said, Told};
use crate::share::values::{MarkValue, OpinionValue, SetValue, SkuValue, TagValue, Told as _};
use base::fold::key;
use base::{Mark, PhotoId, PhotoText};
use exchange::FormatError;
use std::collections::BTreeMap;
use std::path::Path;

const TAG_COLUMNS: [&str; 12] =
    ["photo", "path", "set", "label", "decision", "source", "score", "model", "decided_at", "author", "settles", "stale"];
const OPINION_COLUMNS: [&str; 6] = ["photo", "path", "set", "author", "label", "decided_at"];
const KEPT_COLUMNS: [&str; 5] = ["photo", "path", "set", "label", "kept_at"];
const MARK_COLUMNS: [&str; 6] = ["photo", "path", "kind", "value", "source", "marked_at"];
const TEXT_COLUMNS: [&str; 4] = ["photo", "path", "column", "text"];
const SKU_COLUMNS: [&str; 8] = ["photo", "path", "sku", "decision", "source", "score", "model", "decided_at"];

/// Names of sets and labels by their keys.
struct Names<'a>(BTreeMap<String, (&'a SetValue, BTreeMap<String, &'a str>)>);

impl<'a> Names<'a> {
    fn of(sets: &'a [SetValue]) -> Self {
        let labels = |set: &'a SetValue| set.labels.iter().map(|label| (key(&label.name), label.name.as_str())).collect();
        Self(sets.iter().map(|set| (key(&set.name), (set, labels(set)))).collect())
    }

    fn set(&self, key: &str) -> &str {
        self.0.get(key).map_or("", |(set, _)| set.name.as_str())
    }

    fn label(&self, set: &str, label: Option<&String>) -> &str {
        label.and_then(|label| self.0.get(set)?.1.get(label).copied()).unwrap_or_default()
    }
}

/// Writes the tables. Answers how many rows each has.
pub fn write(folder: &Path, told: &Told, numbered: &Numbered) -> Result<Vec<(&'static str, u64)>, ArchiveError> {
    let names = Names::of(&told.sets);
    let sheet = |name: &str, columns: &[&str]| Sheet::new(folder.join(name), columns);
    let mut tags = sheet(DECISIONS, &TAG_COLUMNS)?;
    let mut opinions = sheet(OPINIONS, &OPINION_COLUMNS)?;
    let mut kept = sheet(KEPT, &KEPT_COLUMNS)?;
    let mut marks = sheet(MARKS, &MARK_COLUMNS)?;
    let mut texts = sheet(TEXTS, &TEXT_COLUMNS)?;
    let mut skus = sheet(PRODUCTS, &SKU_COLUMNS)?;
    let mut said: Vec<_> = told.said.iter().filter_map(|((photo, about), said)| Some((numbered.get(photo)?, about, said))).collect();
    said.sort_by_key(|((number, _), about, _)| (*number, *about));
    for ((number, path), about, said) in said {
        let head = [number.to_string(), path_cell(path)];
        let set = about.set().unwrap_or_default();
        match said {
            Said::Tags(values) => values.iter().try_for_each(|value| tags.row(&tag_row(&head, set, value, &names)))?,
            Said::Opinion(value) => {
                let labels = if value.labels.is_empty() { vec![None] } else { value.labels.iter().map(Some).collect() };
                for label in labels {
                    let more = [text_cell(Some(names.set(set))), text_cell(Some(&value.author)), text_cell(Some(names.label(set, label)))];
                    opinions.row(&[&head[..], &more, &[time_cell(value.at)]].concat())?;
                }
            }
            Said::Kept(values) => {
                for value in values {
                    let more = [names.set(set), names.label(set, value.label.as_ref())].map(|name| text_cell(Some(name)));
                    kept.row(&[&head[..], &more, &[time_cell(value.at)]].concat())?;
                }
            }
            Said::Mark(MarkValue { value, source, at }) => {
                let kind = if let About::Mark(kind) = about { kind.clone() } else { String::new() };
                marks.row(&[&head[..], &[kind, value.clone().unwrap_or_default(), source.clone(), time_cell(*at)]].concat())?;
            }
            Said::Texts(values) => {
                values
                    .iter()
                    .try_for_each(|one| texts.row(&[&head[..], &[&one.column, &one.text].map(|text| text_cell(Some(text)))].concat()))?;
            }
            Said::Products(values) => values.iter().try_for_each(|value| skus.row(&sku_row(&head, value)))?,
        }
    }
    let sheets = [(DECISIONS, tags), (OPINIONS, opinions), (KEPT, kept), (MARKS, marks), (TEXTS, texts), (PRODUCTS, skus)];
    sheets.into_iter().map(|(name, sheet)| Ok((name, sheet.finish()?))).collect()
}

fn tag_row(head: &[String], set: &str, value: &TagValue, names: &Names<'_>) -> Vec<String> {
    let TagValue { label, decision, source, score, model, at, author, settles, stale } = value;
    let more = [
        text_cell(Some(names.set(set))),
        text_cell(Some(names.label(set, label.as_ref()))),
        decision.clone(),
        source.clone(),
        number_cell(*score),
        text_cell(model.as_deref()),
        time_cell(*at),
        text_cell(author.as_deref()),
        tick_cell(*settles),
        tick_cell(*stale),
    ];
    [head, &more].concat()
}

fn sku_row(head: &[String], value: &SkuValue) -> Vec<String> {
    let SkuValue { sku, decision, source, score, model, at } = value;
    let (sku, model) = (text_cell(Some(sku)), text_cell(model.as_deref()));
    [head, &[sku, decision.clone(), source.clone(), number_cell(*score), model, time_cell(*at)]].concat()
}

/// Reads the tables.
pub fn read(folder: &Path, rows: &Rows, numbers: &Numbers, sets: &[SetValue]) -> Result<BTreeMap<(PhotoId, About), Said>, ArchiveError> {
    let reading = Reading { folder, rows, numbers, names: Names::of(sets) };
    let mut said = BTreeMap::new();
    reading.tags(&mut said)?;
    reading.opinions(&mut said)?;
    reading.kept(&mut said)?;
    reading.marks(&mut said)?;
    reading.texts(&mut said)?;
    reading.skus(&mut said)?;
    Ok(said)
}

type All = BTreeMap<(PhotoId, About), Said>;

struct Reading<'a> {
    folder: &'a Path,
    rows: &'a Rows,
    numbers: &'a Numbers,
    names: Names<'a>,
}

impl Reading<'_> {
    fn table(&self, name: &str, columns: &[&'static str]) -> Result<Read, ArchiveError> {
        Read::new(self.folder, name, columns, self.rows.of(name))
    }

    /// The key of the set that a row names, and of its label where it names one.
    fn named(&self, cells: &Cells<'_>, set: usize, label: usize) -> Result<(String, Option<String>), FormatError> {
        let name = key(cells.need(set)?);
        let (_, labels) = self.names.0.get(&name).ok_or_else(|| cells.wrong(set, "there is no such set in label-sets.json"))?;
        let label_name = cells.some_text(label).map(key);
        match &label_name {
            Some(known) if !labels.contains_key(known) => Err(cells.wrong(label, "the set has no such label in label-sets.json")),
            _ => Ok((name, label_name)),
        }
    }

    fn tags(&self, all: &mut All) -> Result<(), ArchiveError> {
        self.table(DECISIONS, &TAG_COLUMNS)?.each(|cells| {
            let (set, label) = self.named(cells, 2, 3)?;
            let value = TagValue {
                label,
                decision: cells.need(4)?.to_owned(),
                source: cells.need(5)?.to_owned(),
                score: cells.number(6)?,
                model: cells.some_text(7).map(str::to_owned),
                at: cells.time(8)?,
                author: cells.some_text(9).map(str::to_owned),
                settles: cells.tick(10)?,
                stale: cells.tick(11)?,
            };
            let place = (self.numbers.photo(cells, 0)?, About::Tags(set));
            let Said::Tags(values) = all.entry(place).or_insert_with(|| Said::Tags(Vec::new())) else { return Ok(()) };
            values.push(value);
            values.sort_by(|a, b| a.label.cmp(&b.label));
            sound(cells, 4, values.nonsense())
        })?;
        Ok(())
    }

    fn opinions(&self, all: &mut All) -> Result<(), ArchiveError> {
        self.table(OPINIONS, &OPINION_COLUMNS)?.each(|cells| {
            let (set, label) = self.named(cells, 2, 4)?;
            let (author, at) = (cells.need(3)?.to_owned(), cells.time(5)?);
            let place = (self.numbers.photo(cells, 0)?, About::Opinion(set, key(&author)));
            let new = || Said::Opinion(OpinionValue { author, labels: Vec::new(), at });
            let Said::Opinion(value) = all.entry(place).or_insert_with(new) else { return Ok(()) };
            value.labels.extend(label);
            value.labels.sort_unstable();
            value.at = value.at.max(at);
            sound(cells, 4, value.nonsense())
        })?;
        Ok(())
    }

    fn kept(&self, all: &mut All) -> Result<(), ArchiveError> {
        self.table(KEPT, &KEPT_COLUMNS)?.each(|cells| {
            let (set, label) = self.named(cells, 2, 3)?;
            let place = (self.numbers.photo(cells, 0)?, About::Kept(set));
            let value = KeptValue { label, at: cells.time(4)? };
            let Said::Kept(values) = all.entry(place).or_insert_with(|| Said::Kept(Vec::new())) else { return Ok(()) };
            if values.iter().any(|other| other.label == value.label) {
                return Err(cells.wrong(3, "another row says the same"));
            }
            values.push(value);
            values.sort_by(|a, b| a.label.cmp(&b.label));
            Ok(())
        })?;
        Ok(())
    }

    fn marks(&self, all: &mut All) -> Result<(), ArchiveError> {
        self.table(MARKS, &MARK_COLUMNS)?.each(|cells| {
            let value = MarkValue { value: cells.some_text(3).map(str::to_owned), source: cells.need(4)?.to_owned(), at: cells.time(5)? };
            let kind = cells.need(2)?.to_owned();
            if Mark::read(&kind, value.value.as_deref()).is_none() {
                return Err(cells.wrong(3, "there is no such mark"));
            }
            sound(cells, 4, value.nonsense())?;
            once(all, (self.numbers.photo(cells, 0)?, About::Mark(kind)), Said::Mark(value), cells)
        })?;
        Ok(())
    }

    fn texts(&self, all: &mut All) -> Result<(), ArchiveError> {
        self.table(TEXTS, &TEXT_COLUMNS)?.each(|cells| {
            let text = PhotoText { column: cells.need(2)?.to_owned(), text: cells.need(3)?.to_owned() };
            let place = (self.numbers.photo(cells, 0)?, About::Texts);
            let Said::Texts(values) = all.entry(place).or_insert_with(|| Said::Texts(Vec::new())) else { return Ok(()) };
            if values.iter().any(|other| other.column.eq_ignore_ascii_case(&text.column)) {
                return Err(cells.wrong(2, "another row has a text of this column"));
            }
            values.push(text);
            Ok(())
        })?;
        Ok(())
    }

    fn skus(&self, all: &mut All) -> Result<(), ArchiveError> {
        self.table(PRODUCTS, &SKU_COLUMNS)?.each(|cells| {
            let value = SkuValue {
                sku: cells.need(2)?.to_owned(),
                decision: cells.need(3)?.to_owned(),
                source: cells.need(4)?.to_owned(),
                score: cells.number(5)?,
                model: cells.some_text(6).map(str::to_owned),
                at: cells.time(7)?,
            };
            let place = (self.numbers.photo(cells, 0)?, About::Product);
            let Said::Products(values) = all.entry(place).or_insert_with(|| Said::Products(Vec::new())) else { return Ok(()) };
            values.push(value);
            values.sort_by(|a, b| a.sku.cmp(&b.sku));
            sound(cells, 3, values.nonsense())
        })?;
        Ok(())
    }
}

fn sound(cells: &Cells<'_>, column: usize, nonsense: Option<&str>) -> Result<(), FormatError> {
    nonsense.map_or(Ok(()), |what| Err(cells.wrong(column, format!("this is {what}"))))
}

fn once(all: &mut All, place: (PhotoId, About), said: Said, cells: &Cells<'_>) -> Result<(), FormatError> {
    if all.insert(place, said).is_some() { Err(cells.wrong(0, "another row says something else there")) } else { Ok(()) }
}
