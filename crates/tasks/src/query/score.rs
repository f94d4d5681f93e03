//! Bounds on the score of a hit.

use super::error::QueryError;
use std::fmt;

/// A bound on the score; it includes its value unless written with `>` or `<` alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScoreBound {
    /// `score:>=S`, also `score:S`.
    AtLeast(f32),
    /// `score:>S`.
    Above(f32),
    /// `score:<=S`.
    AtMost(f32),
    /// `score:<S`.
    Below(f32),
}

impl ScoreBound {
    /// Whether a score lies within.
    pub fn admits(self, score: f32) -> bool {
        match self {
            Self::AtLeast(s) => score >= s,
            Self::Above(s) => score > s,
            Self::AtMost(s) => score <= s,
            Self::Below(s) => score < s,
        }
    }

    /// Reads what stands behind `score:`.
    pub(super) fn read(value: &str) -> Result<Self, QueryError> {
        type Bound = fn(f32) -> ScoreBound;
        let signs: [(&str, Bound); 5] =
            [(">=", Self::AtLeast), ("<=", Self::AtMost), (">", Self::Above), ("<", Self::Below), ("", Self::AtLeast)];
        let read =
            |(sign, bound): (&str, Bound)| Some(value.strip_prefix(sign)?.trim().parse().ok().filter(|n: &f32| n.is_finite()).map(bound));
        signs.into_iter().find_map(read).flatten().ok_or_else(|| QueryError::BadNumber("score", value.to_owned(), ">0.24"))
    }

    /// What lies outside of it.
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::AtLeast(s) => Self::Below(s),
            Self::Above(s) => Self::AtMost(s),
            Self::AtMost(s) => Self::Above(s),
            Self::Below(s) => Self::AtLeast(s),
        }
    }
}

/// As a query writes it.
impl fmt::Display for ScoreBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(s) => write!(f, "score:>={s}"),
            Self::Above(s) => write!(f, "score:>{s}"),
            Self::AtMost(s) => write!(f, "score:<={s}"),
            Self::Below(s) => write!(f, "score:<{s}"),
        }
    }
}
