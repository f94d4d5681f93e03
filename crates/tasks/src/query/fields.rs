//! The filters: one row each, which all else reads.

use super::error::QueryError;
use super::facts::{Facts, Pattern};
use base::{LabelId, Photo, PhotoId, RootId, formats};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A filter that a query may have.
pub struct Field {
    /// What stands before the colon.
    pub name: &'static str,
    /// A value that it may have.
    pub example: &'static str,
    /// What `name:example` does, in the few words of a cheat sheet.
    pub help: &'static str,
    /// What its values are, for offering them.
    pub values: Values,
    pub(super) meaning: Meaning,
}

/// The kind of a filter's values.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// Folders of the catalogue.
    Folder,
    /// Any text; `*` and `?` are wildcards.
    Text,
    /// Names of labels.
    Label,
    /// These.
    OneOf(fn() -> Vec<&'static str>),
    /// A number, with `<`, `<=`, `>` or `>=` before it.
    Number,
}

/// What has to be known of the catalogue before a filter can be tested; each kind includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// The photo alone.
    Nothing,
    /// The decisions.
    Tags,
    /// Which questions are open, which costs a suggestion for every photo.
    OpenQuestions,
}

/// Whether a photo meets a filter.
pub(super) type Test<'a> = Box<dyn Fn(&Photo) -> bool + 'a>;

pub(super) enum Meaning {
    /// A bound on the score: no property of the photo alone.
    Score,
    /// A property of the photo.
    Photo {
        /// Checks a value, which is in lower case, and brings it to one spelling.
        read: fn(&str) -> Result<String, QueryError>,
        needs: fn(&str) -> Needs,
        /// Makes ready once what is asked of every photo.
        test: for<'a> fn(&'a str, Facts<'a>) -> Test<'a>,
    },
}

// The other functions that a row may name refuse values.
#[allow(clippy::unnecessary_wraps)]
fn any(value: &str) -> Result<String, QueryError> {
    Ok(value.to_owned())
}

/// All filters, in the order in which help shows them.
pub static FIELDS: [Field; 6] = [
    Field {
        name: "folder",
        example: "shoes",
        help: "in a folder",
        values: Values::Folder,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Nothing, test: in_folder },
    },
    Field {
        name: "name",
        example: "AB12*",
        help: "by file name",
        values: Values::Text,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Nothing, test: has_name },
    },
    Field {
        name: "type",
        example: "png",
        help: "by format",
        values: Values::OneOf(|| formats::readable().filter_map(|f| f.endings.first().copied()).collect()),
        meaning: Meaning::Photo { read: read_type, needs: |_| Needs::Nothing, test: is_of_type },
    },
    Field {
        name: "tag",
        example: "dress",
        help: "with a tag",
        values: Values::Label,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Tags, test: has_tag },
    },
    Field {
        name: "is",
        example: "untagged",
        help: "without any tag",
        values: Values::OneOf(|| STATES.iter().map(|s| s.name).collect()),
        meaning: Meaning::Photo { read: read_state, needs: |value| state(value).map_or(Needs::Tags, |s| s.needs), test: is_in_state },
    },
    Field { name: "score", example: ">0.24", help: "at least so alike", values: Values::Number, meaning: Meaning::Score },
];

/// A value of `is:`.
pub struct State {
    /// What stands behind the colon.
    pub name: &'static str,
    /// What it shows, in the few words of a cheat sheet.
    pub help: &'static str,
    /// What must be known to tell.
    pub needs: Needs,
    pub(super) test: fn(Facts<'_>, PhotoId) -> bool,
}

/// What `is:` knows.
pub static STATES: [State; 3] = [
    State { name: "untagged", help: "without any tag", needs: Needs::Tags, test: |facts, photo| facts.labels(photo).next().is_none() },
    State { name: "tagged", help: "with some tag", needs: Needs::Tags, test: |facts, photo| facts.labels(photo).next().is_some() },
    State { name: "review", help: "with an open question", needs: Needs::OpenQuestions, test: |facts, photo| facts.is_open(photo) },
];

fn state(name: &str) -> Option<&'static State> {
    STATES.iter().find(|state| state.name == name)
}

fn read_state(value: &str) -> Result<String, QueryError> {
    state(value).map(|state| state.name.to_owned()).ok_or_else(|| QueryError::UnknownState(value.to_owned()))
}

/// The format's name in lower case, for the endings that people write.
fn read_type(value: &str) -> Result<String, QueryError> {
    let ending = value.trim_start_matches('.');
    let known = formats::of_ending(ending).filter(|format| format.decoded);
    known.map(|format| format.name.to_lowercase()).ok_or_else(|| QueryError::UnknownType(ending.to_owned()))
}

/// The folder part of the path, and the root's own name before it.
fn in_folder<'a>(value: &'a str, facts: Facts<'a>) -> Test<'a> {
    let pattern = Pattern::new(value);
    let name = |root: &Path| root.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let roots: HashMap<RootId, String> = facts.roots.iter().map(|(id, path)| (*id, name(path))).collect();
    Box::new(move |photo| {
        let root = roots.get(&photo.root).map_or("", String::as_str);
        let folder = photo.path.parent().unwrap_or(Path::new("")).to_string_lossy().to_lowercase();
        pattern.matches(&format!("{root}/{folder}"))
    })
}

fn has_name<'a>(value: &'a str, _: Facts<'a>) -> Test<'a> {
    let pattern = Pattern::new(value);
    Box::new(move |photo| pattern.matches(&photo.name().to_lowercase()))
}

fn is_of_type<'a>(value: &'a str, _: Facts<'a>) -> Test<'a> {
    Box::new(move |photo| photo.format.to_lowercase() == value)
}

fn has_tag<'a>(value: &'a str, facts: Facts<'a>) -> Test<'a> {
    let pattern = Pattern::new(value);
    let sets = facts.decided.map_or(&[][..], |decided| decided.sets);
    let named = sets.iter().flat_map(|set| &set.labels).filter(|label| pattern.matches(&label.name.to_lowercase()));
    let labels: HashSet<LabelId> = named.map(|label| label.id).collect();
    Box::new(move |photo| facts.labels(photo.id).any(|label| labels.contains(&label)))
}

fn is_in_state<'a>(value: &'a str, facts: Facts<'a>) -> Test<'a> {
    let state = state(value);
    Box::new(move |photo| state.is_some_and(|state| (state.test)(facts, photo.id)))
}

impl Field {
    /// The filter of that name, whatever its case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name == name.to_lowercase())
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Field {}
