//! The filters: one row each, which all else reads.

use super::along;
use super::capture;
use super::error::QueryError;
use super::facts::{Facts, Pattern, Test};
use super::token::Value;
use base::colour::{Lab, hex, parse_hex};
use base::composition::LEAST_NEARNESS;
use base::fold::{fold, spelling};
use base::folders::name_of;
use base::standards::{Answer, RULE_NAMES, Verdict};
use base::tags::Standing;
use base::{ColourLabel, Flag, Label, LabelId, LabelSet, Photo, RootId, Stars, formats};
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::Path;

/// A filter that a query may have.
pub struct Field {
    /// What stands before the colon.
    pub name: &'static str,
    /// A value that it may have.
    pub example: &'static str,
    /// What `name:example` does, in the few words of a cheat sheet.
    pub help: &'static str,
    /// A name in quotes that it may have, and what it then does; `None` where its values are no names.
    pub exact: Option<(&'static str, &'static str)>,
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
    /// Names of cameras.
    Camera,
    /// Names of lenses.
    Lens,
    /// Names of axes, with a place on each behind them.
    Axis,
    /// A number or a date, with `<`, `<=`, `>` or `>=` before it, or from one to another.
    Number,
}

impl Values {
    /// They are names, which can be meant exactly or in part.
    pub fn are_names(self) -> bool {
        matches!(self, Self::Folder | Self::Text | Self::Label | Self::Camera | Self::Lens)
    }
}

/// What has to be known of the catalogue before a filter can be tested. All but the first include the decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// The photo alone.
    Nothing,
    /// The decisions.
    Tags,
    /// Where photos stand along axes.
    Axes,
    /// How photos are made up.
    Composition,
    /// The same, and the rules that photos are held against.
    Standard,
    /// Which photos are duplicates, which costs a comparison of all photos where nobody has asked yet.
    Duplicates,
    /// Which questions are open, which costs a suggestion for every photo.
    OpenQuestions,
}

pub(super) enum Meaning {
    /// A bound on the score: no property of the photo alone.
    Score,
    /// A property of the photo.
    Photo {
        /// Checks a value, which is in lower case, and brings it to one spelling.
        read: fn(&str) -> Result<String, QueryError>,
        needs: fn(&str) -> Needs,
        /// Makes ready once what is asked of every photo.
        test: for<'a> fn(Value<'a>, Facts<'a>) -> Test<'a>,
    },
}

// The other functions that a row may name refuse values.
#[allow(clippy::unnecessary_wraps)]
fn any(value: &str) -> Result<String, QueryError> {
    Ok(value.to_owned())
}

/// All filters, in the order in which help shows them.
pub static FIELDS: [Field; 17] = [
    Field {
        name: "folder",
        example: "shoes",
        help: "in a folder",
        exact: Some(("\"Shoes\"", "in that folder or below")),
        values: Values::Folder,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Nothing, test: in_folder },
    },
    Field {
        name: "name",
        example: "AB12*",
        help: "by file name",
        exact: Some(("\"AB12.jpg\"", "that file name")),
        values: Values::Text,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Nothing, test: has_name },
    },
    Field {
        name: "type",
        example: "png",
        help: "by format",
        exact: None,
        values: Values::OneOf(|| formats::readable().filter_map(|f| f.endings.first().copied()).collect()),
        meaning: Meaning::Photo { read: read_type, needs: |_| Needs::Nothing, test: is_of_type },
    },
    Field {
        name: "tag",
        example: "dress",
        help: "with a tag",
        exact: Some(("\"Shirts\"", "with that label")),
        values: Values::Label,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Tags, test: has_tag },
    },
    Field {
        name: "is",
        example: "untagged",
        help: "without any tag, and not decided as none of these",
        exact: None,
        values: Values::OneOf(|| STATES.iter().map(|s| s.name).collect()),
        meaning: Meaning::Photo { read: read_state, needs: |value| state(value).map_or(Needs::Tags, |s| s.needs), test: is_in_state },
    },
    Field {
        name: "rating",
        example: ">=3",
        help: "with so many stars",
        exact: None,
        values: Values::OneOf(|| vec![">=1", ">=2", ">=3", ">=4", "0", "1", "2", "3", "4", "5"]),
        meaning: Meaning::Photo { read: read_stars, needs: |_| Needs::Tags, test: has_stars },
    },
    Field {
        name: "color",
        example: "red",
        help: "with that colour label",
        exact: None,
        values: Values::OneOf(|| ColourLabel::ALL.iter().map(|colour| colour.as_str()).chain(["none"]).collect()),
        meaning: Meaning::Photo { read: read_colour, needs: |_| Needs::Tags, test: has_colour },
    },
    Field {
        name: "date",
        example: "2026-05",
        help: "taken then, or >=2026-05-10, or 2026-05-10..2026-05-12",
        exact: None,
        values: Values::Number,
        meaning: Meaning::Photo { read: read_date, needs: |_| Needs::Nothing, test: capture::was_taken },
    },
    Field {
        name: "camera",
        example: "x-10",
        help: "by camera",
        exact: Some(("\"Otherbrand X-10\"", "that camera")),
        values: Values::Camera,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Nothing, test: capture::has_camera },
    },
    Field {
        name: "lens",
        example: "24-70*",
        help: "by lens",
        exact: Some(("\"24-70mm f/2.8\"", "that lens")),
        values: Values::Lens,
        meaning: Meaning::Photo { read: any, needs: |_| Needs::Nothing, test: capture::has_lens },
    },
    Field {
        name: "iso",
        example: ">=800",
        help: "at such a sensitivity, or 100..400",
        exact: None,
        values: Values::Number,
        meaning: Meaning::Photo { read: read_iso, needs: |_| Needs::Nothing, test: capture::has_iso },
    },
    Field {
        name: "size",
        example: "<1000",
        help: "with a shorter side of so many pixels",
        exact: None,
        values: Values::Number,
        meaning: Meaning::Photo { read: read_size, needs: |_| Needs::Nothing, test: capture::has_size },
    },
    Field {
        name: "aspect",
        example: "square",
        help: "of that shape",
        exact: None,
        values: Values::OneOf(|| capture::SHAPES.to_vec()),
        meaning: Meaning::Photo { read: read_shape, needs: |_| Needs::Nothing, test: capture::has_shape },
    },
    Field {
        name: "axis",
        example: "formal>0.5",
        help: "in that half of a saved axis, or formal=0.2..0.4 (0 is its first photo, 1 its last)",
        exact: None,
        values: Values::Axis,
        meaning: Meaning::Photo { read: read_stretch, needs: |_| Needs::Axes, test: along::stands_in },
    },
    Field {
        name: "hue",
        example: "#aa3344",
        help: "with a tenth of the product or more near that colour, the nearest first",
        exact: None,
        values: Values::Number,
        meaning: Meaning::Photo { read: read_hue, needs: |_| Needs::Composition, test: has_hue },
    },
    Field {
        name: "fails",
        example: "fill",
        help: "failing that rule of the chosen standard",
        exact: None,
        values: Values::OneOf(|| RULE_NAMES.to_vec()),
        meaning: Meaning::Photo { read: read_rule, needs: |_| Needs::Standard, test: fails_rule },
    },
    Field { name: "score", example: ">0.24", help: "at least so alike", exact: None, values: Values::Number, meaning: Meaning::Score },
];

/// A value of `is:`.
pub struct State {
    /// What stands behind the colon.
    pub name: &'static str,
    /// What it shows, in the few words of a cheat sheet.
    pub help: &'static str,
    /// What must be known to tell.
    pub needs: Needs,
    pub(super) test: fn(Facts<'_>, &Photo) -> bool,
}

/// What `is:` knows.
pub static STATES: [State; 10] = [
    State {
        name: "untagged",
        help: "without any tag, and not decided as none of these",
        needs: Needs::Tags,
        test: |facts, photo| facts.standing(photo.id) == Standing::Untagged,
    },
    State { name: "tagged", help: "with some tag", needs: Needs::Tags, test: |facts, photo| facts.standing(photo.id) == Standing::Tagged },
    State {
        name: "none",
        help: "decided as none of these, without any tag",
        needs: Needs::Tags,
        test: |facts, photo| facts.standing(photo.id) == Standing::NoneOfThese,
    },
    State {
        name: "duplicate",
        help: "one of the same bytes, of a burst or of near copies",
        needs: Needs::Duplicates,
        test: |facts, photo| facts.is_duplicate(photo.id),
    },
    State {
        name: "pick",
        help: "with the flag Pick",
        needs: Needs::Tags,
        test: |facts, photo| facts.marks(photo.id).flag == Some(Flag::Pick),
    },
    State {
        name: "reject",
        help: "with the flag Reject",
        needs: Needs::Tags,
        test: |facts, photo| facts.marks(photo.id).flag == Some(Flag::Reject),
    },
    State { name: "unflagged", help: "without a flag", needs: Needs::Tags, test: |facts, photo| facts.marks(photo.id).flag.is_none() },
    State {
        name: "failing",
        help: "failing a rule of the chosen standard",
        needs: Needs::Standard,
        test: |facts, photo| facts.verdict(photo) == Some(Verdict::Fails),
    },
    State {
        name: "passing",
        help: "meeting every rule of the chosen standard",
        needs: Needs::Standard,
        test: |facts, photo| facts.verdict(photo) == Some(Verdict::Passes),
    },
    State { name: "review", help: "with an open question", needs: Needs::OpenQuestions, test: |facts, photo| facts.is_open(photo.id) },
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

/// The root's own name and the folder part of the path, or a folder above it by its whole path. Exactly: that folder and those below it, by
/// its name, by the end of its path or by all of it.
fn in_folder<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let text = bare_folder(value.text);
    if Path::new(text).is_absolute() {
        let within = move |photo: &Photo, key: fn(&Path) -> Vec<String>, wanted: &[String]| {
            facts.roots.get(&photo.root).is_some_and(|root| key(&photo.absolute(root)).starts_with(wanted))
        };
        if value.exact {
            let wanted = spelled(Path::new(text));
            return Box::new(move |photo| within(photo, spelled, &wanted));
        }
        let (wanted, pattern) = (folded(Path::new(text)), Pattern::new(text));
        let relative = folder_of(facts);
        return Box::new(move |photo| within(photo, folded, &wanted) || pattern.matches(&relative(photo)));
    }
    if value.exact {
        let wanted = folded(Path::new(text));
        let folder = folder_of(facts);
        return Box::new(move |photo| {
            let folder = folder(photo);
            let folder: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
            folder.windows(wanted.len().max(1)).any(|part| part == wanted)
        });
    }
    let pattern = Pattern::new(text);
    let folder = folder_of(facts);
    Box::new(move |photo| {
        let mut folder = folder(photo);
        // `shoes/*` is the folder, too.
        pattern.matches(&folder) || {
            folder.push('/');
            pattern.matches(&folder)
        }
    })
}

/// Without `./` before it and separators behind it.
fn bare_folder(text: &str) -> &str {
    let text = text.strip_prefix("./").unwrap_or(text);
    let bare = text.trim_end_matches(std::path::is_separator);
    if bare.is_empty() { text } else { bare }
}

/// The key of each name in a path.
fn folded(path: &Path) -> Vec<String> {
    path.components().map(|part| fold(&part.as_os_str().to_string_lossy())).collect()
}

/// Each name in a path, in one spelling; its case counts.
fn spelled(path: &Path) -> Vec<String> {
    path.components().map(|part| spelling(&part.as_os_str().to_string_lossy()).into_owned()).collect()
}

/// The key of a photo's folder: its root's name and the folders below it, with `/` between them.
fn folder_of(facts: Facts<'_>) -> impl Fn(&Photo) -> String + use<'_> {
    let roots: HashMap<RootId, String> = facts.roots.iter().map(|(id, path)| (*id, fold(&name_of(path)))).collect();
    move |photo| {
        let root = roots.get(&photo.root).cloned().unwrap_or_default();
        let below = photo.path.parent().map(folded).unwrap_or_default();
        std::iter::once(root).chain(below).collect::<Vec<_>>().join("/")
    }
}

fn has_name<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    if value.exact {
        let name = fold(value.text);
        return Box::new(move |photo| fold(&photo.name()) == name);
    }
    let pattern = Pattern::new(value.text);
    Box::new(move |photo| pattern.matches(&fold(&photo.name())))
}

fn is_of_type<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    Box::new(move |photo| photo.format.to_lowercase() == value.text)
}

fn has_tag<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let labels = labels_meant(facts.decided.map_or(&[][..], |decided| decided.sets), value);
    Box::new(move |photo| facts.labels(photo.id).any(|label| labels.contains(&label)))
}

/// The labels that a value of `tag:` means.
pub(super) fn labels_meant(sets: &[LabelSet], value: Value<'_>) -> HashSet<LabelId> {
    if value.exact {
        return labels_named(sets, value.text);
    }
    let pattern = Pattern::new(value.text);
    let named = sets.iter().flat_map(|set| &set.labels).filter(|label| pattern.matches(&fold(&label.name)));
    named.map(|label| label.id).collect()
}

/// Whether a label of a set is meant.
type Way<'a> = &'a dyn Fn(&LabelSet, &Label) -> bool;

/// The labels of that name, of all sets, or of one as in `Colour/Red`. Where none is written just so, case does not matter.
pub fn labels_named(sets: &[LabelSet], name: &str) -> HashSet<LabelId> {
    let all = |is: Way<'_>| -> HashSet<LabelId> {
        sets.iter().flat_map(|set| set.labels.iter().map(move |label| (set, label))).filter(|(s, l)| is(s, l)).map(|(_, l)| l.id).collect()
    };
    let (spelled, key) = (spelling(name), fold(name));
    let ways: &[Way<'_>] = &[
        &|_, label| spelling(&label.name) == spelled,
        &|set, label| spelling(&with_set(set, label)) == spelled,
        &|_, label| fold(&label.name) == key,
        &|set, label| fold(&with_set(set, label)) == key,
    ];
    ways.iter().map(|way| all(way)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The label's name, with its set's where it needs it to be told from another label.
pub fn name_of_label(sets: &[LabelSet], set: &LabelSet, label: &Label) -> String {
    if labels_named(sets, &label.name).len() > 1 { with_set(set, label) } else { label.name.clone() }
}

fn with_set(set: &LabelSet, label: &Label) -> String {
    format!("{}/{}", set.name, label.name)
}

fn is_in_state<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let state = state(value.text);
    Box::new(move |photo| state.is_some_and(|state| (state.test)(facts, photo)))
}

/// `3`, `>=3`, `1..4`, in one spelling.
fn read_stars(value: &str) -> Result<String, QueryError> {
    stars(value).map(|_| value.to_owned()).ok_or_else(|| QueryError::BadStars(value.to_owned()))
}

/// The numbers of stars that are meant; 0 stands for none.
pub(super) fn stars(value: &str) -> Option<RangeInclusive<u8>> {
    type Bound = fn(u8) -> Option<RangeInclusive<u8>>;
    const MOST: u8 = Stars::ALL.len() as u8;
    let number = |text: &str| text.parse().ok().filter(|stars| *stars <= MOST);
    if let Some((least, most)) = value.split_once("..") {
        return Some(number(least)?..=number(most)?);
    }
    let bounds: [(&str, Bound); 5] = [
        (">=", |n| Some(n..=MOST)),
        ("<=", |n| Some(0..=n)),
        (">", |n| Some(n + 1..=MOST)),
        ("<", |n| Some(0..=n.checked_sub(1)?)),
        ("", |n| Some(n..=n)),
    ];
    bounds.into_iter().find_map(|(sign, bound)| Some(bound(number(value.strip_prefix(sign)?)?))).flatten()
}

fn has_stars<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let wanted = stars(value.text);
    Box::new(move |photo| {
        let has = facts.marks(photo.id).stars.map_or(0, Stars::count);
        wanted.as_ref().is_some_and(|wanted| wanted.contains(&has))
    })
}

fn read_colour(value: &str) -> Result<String, QueryError> {
    let known = value == "none" || value.parse::<ColourLabel>().is_ok();
    if known { Ok(value.to_owned()) } else { Err(QueryError::UnknownColour(value.to_owned())) }
}

fn has_colour<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let wanted: Option<ColourLabel> = value.text.parse().ok();
    Box::new(move |photo| facts.marks(photo.id).colour == wanted)
}

fn read_date(value: &str) -> Result<String, QueryError> {
    // The T between day and time is written large, as the camera's is.
    let large = value.to_uppercase();
    if capture::is_date(&large) { Ok(large) } else { Err(QueryError::BadDate(value.to_owned())) }
}

fn read_iso(value: &str) -> Result<String, QueryError> {
    read_number("iso", value, ">=800")
}

fn read_size(value: &str) -> Result<String, QueryError> {
    read_number("size", value, "<1000")
}

fn read_number(name: &'static str, value: &str, example: &'static str) -> Result<String, QueryError> {
    if capture::is_number(value) { Ok(value.to_owned()) } else { Err(QueryError::BadNumber(name, value.to_owned(), example)) }
}

fn read_stretch(value: &str) -> Result<String, QueryError> {
    along::axis_of(value).map(|_| value.trim().to_owned()).ok_or_else(|| QueryError::BadStretch(value.to_owned()))
}

fn read_hue(value: &str) -> Result<String, QueryError> {
    parse_hex(value).map(hex).ok_or_else(|| QueryError::BadHue(value.to_owned()))
}

/// The colour of a `hue:`.
pub(super) fn hue_of(value: &str) -> Option<Lab> {
    parse_hex(value).map(Lab::of_srgb)
}

fn has_hue<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let wanted = hue_of(value.text);
    Box::new(move |photo| {
        let measured = wanted.zip(facts.composition(photo.id));
        measured.is_some_and(|(wanted, measured)| measured.nearness(wanted) >= LEAST_NEARNESS)
    })
}

fn read_rule(value: &str) -> Result<String, QueryError> {
    if RULE_NAMES.contains(&value) { Ok(value.to_owned()) } else { Err(QueryError::UnknownRule(value.to_owned())) }
}

fn fails_rule<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let rule = facts.standard().and_then(|set| set.rule(value.text));
    Box::new(move |photo| rule.is_some_and(|rule| rule.asks.answer(photo, facts.composition(photo.id)) == Answer::Fails))
}

fn read_shape(value: &str) -> Result<String, QueryError> {
    if capture::SHAPES.contains(&value) { Ok(value.to_owned()) } else { Err(QueryError::UnknownShape(value.to_owned())) }
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
