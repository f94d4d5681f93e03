//! Why a query cannot be understood.

use super::capture::SHAPES;
use super::fields::{FIELDS, STATES};
use base::standards::RULE_NAMES;
use base::{formats, human};

/// A query that cannot be understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// A `word:` that is no filter.
    #[error("'{0}:' is not a filter; known are {known} (put quotes around it to search for the words)", known = filters())]
    UnknownFilter(String),
    /// A filter without a value: its name, and a value that it could have.
    #[error("'{0}:' needs a value, such as {0}:{1}")]
    NoValue(&'static str, &'static str),
    /// A value that is no number: the filter's name, what stands there, and a value that it could have.
    #[error("'{0}:{1}' is not a number; write for example {0}:{2}")]
    BadNumber(&'static str, String, &'static str),
    /// A type that is no picture format, or one that the program does not read.
    #[error("'type:{0}' is not a kind of picture; known are {known}", known = types())]
    UnknownType(String),
    /// An `is:` that is no state.
    #[error("'is:{0}' is not known; known are {known}", known = states())]
    UnknownState(String),
    /// A `date:` that no calendar has.
    #[error(
        "'date:{0}' is not a date; write for example date:2026-05, date:2026-05-04, date:2026-05-04T14:30, date:>=2026-05-10 or date:2026-05-10..2026-05-12"
    )]
    BadDate(String),
    /// An `aspect:` that is no shape.
    #[error("'aspect:{0}' is not known; known are {known}", known = shapes())]
    UnknownShape(String),
    /// A `rating:` that is no number of stars.
    #[error("'rating:{0}' is not a number of stars from 0 to 5; write for example rating:4, rating:>=3 or rating:1..4")]
    BadStars(String),
    /// A `color:` that no label has.
    #[error("'color:{0}' is no colour label; known are red, yellow, green, blue, purple and none")]
    UnknownColour(String),
    /// An `axis:` without a place on it.
    #[error(
        "'axis:{0}' says no part of an axis, from 0 (its first photo) to 1 (its last); write for example axis:formal>0.5, axis:formal<=0.2 or axis:formal=0.2..0.4"
    )]
    BadStretch(String),
    /// A `hue:` that is no colour.
    #[error("'hue:{0}' is not a colour; write for example hue:#aa3344, as on the web (color: is the colour label)")]
    BadHue(String),
    /// A `fails:` that no standard has a rule for.
    #[error("'fails:{0}' is no rule; known are {known}", known = human::list(RULE_NAMES))]
    UnknownRule(String),
    /// A quote that never closes.
    #[error("a quote is opened and not closed")]
    OpenQuote,
}

fn filters() -> String {
    human::list(FIELDS.iter().map(|field| format!("{}:", field.name)))
}

fn types() -> String {
    human::list(formats::readable().filter_map(|format| format.endings.first()))
}

fn shapes() -> String {
    human::list(SHAPES)
}

fn states() -> String {
    human::list(STATES.iter().map(|state| format!("is:{}", state.name)))
}
