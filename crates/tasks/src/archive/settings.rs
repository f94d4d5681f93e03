//! What is said of the catalogue as a whole: searches, axes, standard, clocks, choices, and which photos are no duplicates.

use super::cells::{Read, Sheet, bytes, text_cell, write};
use super::error::ArchiveError;
use super::layout::{AXES, CHOICES, CLOCKS, DISTINCT, SEARCHES, SETS, STANDARD};
use super::numbers::{Numbered, Numbers, Rows};
use crate::restore::told::{Told, ToldSearch};
use crate::share::values::{SetValue, Told as _};
use base::axes::{AxisDraft, Constants, Way, is_axis_name};
use base::fold::key;
use base::searches::{HUE, RELEVANCE, SavedLike, SavedQuery};
use base::{ClockOffset, PhotoId};
use exchange::FormatError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const CLOCK_COLUMNS: [&str; 2] = ["camera", "offset_s"];
const DISTINCT_COLUMNS: [&str; 2] = ["photo", "other"];
const SORTS: [&str; 6] = [RELEVANCE, "name", "date", "rating", "size", HUE];

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    name: String,
    query: String,
    like_photo: Option<u64>,
    like_file: Option<String>,
    texts: String,
    as_typed: bool,
    min_score: Option<f32>,
    sort: String,
    reversed: bool,
    axis: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Axis {
    name: String,
    from: String,
    to: String,
    way: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    strength: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pull: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    near: Option<usize>,
}

/// Writes the files. Answers how many rows its tables have.
pub fn export(
    folder: &Path,
    told: &Told,
    numbered: &Numbered,
    choices: &BTreeMap<String, String>,
) -> Result<Vec<(&'static str, u64)>, ArchiveError> {
    json(folder, SETS, &told.sets)?;
    json(folder, SEARCHES, &told.searches.iter().map(|search| of_search(search, numbered)).collect::<Vec<_>>())?;
    json(folder, AXES, &told.axes.iter().map(|(name, axis)| of_axis(name, axis)).collect::<Vec<_>>())?;
    json(folder, STANDARD, &told.standard.as_deref().map_or(Value::Null, value))?;
    json(folder, CHOICES, &choices.iter().map(|(name, choice)| (name, value(choice))).collect::<BTreeMap<_, _>>())?;
    let mut clocks = Sheet::new(folder.join(CLOCKS), &CLOCK_COLUMNS)?;
    told.clocks.iter().try_for_each(|(camera, offset)| clocks.row(&[text_cell(Some(camera)), offset.to_string()]))?;
    let number = |photo: &PhotoId| numbered.get(photo).map(|(number, _)| *number);
    let numbers = |(a, b): &(PhotoId, PhotoId)| Some((number(a)?.min(number(b)?), number(a)?.max(number(b)?)));
    let mut distinct = Sheet::new(folder.join(DISTINCT), &DISTINCT_COLUMNS)?;
    let pairs: BTreeSet<(u64, u64)> = told.distinct.iter().filter_map(numbers).collect();
    pairs.iter().try_for_each(|(a, b)| distinct.row(&[a.to_string(), b.to_string()]))?;
    Ok(vec![(CLOCKS, clocks.finish()?), (DISTINCT, distinct.finish()?)])
}

/// Reads label sets.
pub fn sets(folder: &Path) -> Result<Vec<SetValue>, ArchiveError> {
    let sets: Vec<SetValue> = parsed(folder, SETS)?;
    let mut keys = BTreeSet::new();
    for set in &sets {
        let twin = !keys.insert(key(&set.name));
        if let Some(what) = set.nonsense().or(twin.then_some("the second set of its name")) {
            return Err(shape(folder, SETS, format!("'{}'", set.name), format!("this is {what}")));
        }
    }
    Ok(sets)
}

/// Reads everything but label sets and what was said of photos into `told`, and the catalogue's choices.
pub fn read(folder: &Path, rows: &Rows, numbers: &Numbers, told: &mut Told) -> Result<BTreeMap<String, String>, ArchiveError> {
    let searches: Vec<Search> = parsed(folder, SEARCHES)?;
    for search in searches {
        let name = search.name.clone();
        told.searches.push(search_of(search, numbers).map_err(|problem| shape(folder, SEARCHES, format!("'{name}'"), problem))?);
    }
    let axes: Vec<Axis> = parsed(folder, AXES)?;
    for axis in axes {
        let name = axis.name.clone();
        told.axes.push(axis_of(axis).map_err(|problem| shape(folder, AXES, format!("'{name}'"), problem))?);
    }
    let standard: Value = parsed(folder, STANDARD)?;
    told.standard = (!standard.is_null()).then(|| standard.to_string());
    let clocks = Read::new(folder, CLOCKS, &CLOCK_COLUMNS, rows.of(CLOCKS))?.each(|cells| {
        let offset: i64 = cells.need_number(1)?;
        let sound = ClockOffset::from_seconds(offset).filter(|offset| *offset != ClockOffset::NONE);
        sound.map(|_| (cells.text(0).to_owned(), offset)).ok_or_else(|| cells.wrong(1, "no clock is off by that"))
    })?;
    told.clocks = clocks.into_iter().collect();
    told.distinct = Read::new(folder, DISTINCT, &DISTINCT_COLUMNS, rows.of(DISTINCT))?.each(|cells| {
        let (a, b) = (numbers.photo(cells, 0)?, numbers.photo(cells, 1)?);
        if a == b { Err(cells.wrong(1, "a photo is its own duplicate")) } else { Ok((a.min(b), a.max(b))) }
    })?;
    let choices: BTreeMap<String, Value> = parsed(folder, CHOICES)?;
    Ok(choices.into_iter().map(|(name, choice)| (name, choice.to_string())).collect())
}

fn of_search(search: &ToldSearch, numbered: &Numbered) -> Search {
    let SavedQuery { text, like, texts, as_typed, min_score, sort, reversed } = search.query.clone();
    let (like_photo, like_file) = match like {
        Some(SavedLike::Photo(photo)) => (numbered.get(&photo).map(|(number, _)| *number), None),
        Some(SavedLike::File(file)) => (None, Some(file.to_string_lossy().into_owned())),
        None => (None, None),
    };
    let (name, axis) = (search.name.clone(), search.axis.clone());
    Search { name, query: text, like_photo, like_file, texts, as_typed, min_score, sort, reversed, axis }
}

fn search_of(search: Search, numbers: &Numbers) -> Result<ToldSearch, String> {
    let Search { name, query, like_photo, like_file, texts, as_typed, min_score, sort, reversed, axis } = search;
    let like = match (like_photo, like_file) {
        (Some(number), _) => Some(SavedLike::Photo(numbers.of(number).ok_or("photos.csv has no photo of the number in like_photo")?)),
        (None, file) => file.map(|file| SavedLike::File(file.into())),
    };
    if name.trim().is_empty() || !["on", "off", "only"].contains(&texts.as_str()) || !SORTS.contains(&sort.as_str()) {
        return Err("a search has a name, texts that are on, off or only, and a known sort".to_owned());
    }
    Ok(ToldSearch { name, query: SavedQuery { text: query, like, texts, as_typed, min_score, sort, reversed }, axis })
}

fn of_axis(name: &str, axis: &AxisDraft) -> Axis {
    let constants = if let Way::Gradient(constants) = axis.way { Some(constants) } else { None };
    Axis {
        name: name.to_owned(),
        from: axis.from.clone(),
        to: axis.to.clone(),
        way: axis.way.as_str().to_owned(),
        start: constants.map(|c| c.start),
        end: constants.and_then(|c| c.end),
        strength: constants.map(|c| c.strength),
        pull: constants.map(|c| c.pull),
        near: constants.map(|c| c.near),
    }
}

fn axis_of(axis: Axis) -> Result<(String, AxisDraft), String> {
    let Axis { name, from, to, way, start, end, strength, pull, near } = axis;
    let usual = Constants::default();
    let constants = Constants {
        start: start.unwrap_or(usual.start),
        end,
        strength: strength.unwrap_or(usual.strength),
        pull: pull.unwrap_or(usual.pull),
        near: near.unwrap_or(usual.near),
    };
    let way = [Way::Line, Way::Gradient(constants)].into_iter().find(|known| known.as_str() == way);
    match way {
        Some(way) if is_axis_name(&name) && !from.trim().is_empty() && !to.trim().is_empty() => Ok((name, AxisDraft { from, to, way })),
        _ => Err("an axis has a name, two ends, and a way that is line or gradrec".to_owned()),
    }
}

/// What the catalogue keeps as text; a text that is no JSON stays a text.
fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|_| json.into())
}

/// Writes JSON that a person can read.
pub fn json<T: Serialize>(folder: &Path, name: &str, value: &T) -> Result<(), ArchiveError> {
    let path = folder.join(name);
    let bytes = serde_json::to_vec_pretty(value).map_err(|error| ArchiveError::Write { error: error.into(), path: path.clone() })?;
    write(&path, &[&bytes[..], b"\n"].concat())
}

/// Reads JSON.
pub fn parsed<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T, ArchiveError> {
    let path = folder.join(name);
    serde_json::from_slice(&bytes(&path)?).map_err(|error| {
        let text = error.to_string();
        let problem = text.split(" at line ").next().unwrap_or_default().to_owned();
        ArchiveError::Format { error: FormatError::Json { line: error.line() as u64, problem }, path }
    })
}

fn shape(folder: &Path, name: &str, place: String, problem: String) -> ArchiveError {
    ArchiveError::Format { error: FormatError::Shape { place, problem }, path: folder.join(name) }
}
