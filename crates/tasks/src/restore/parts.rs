//! What can be restored, what is asked for, and what that comes to, part by part.

use base::fold::key;
use base::human;
use std::str::FromStr;

/// What can be restored by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Label sets, with decisions, opinions and what was kept in audits.
    Labels,
    /// Flags, stars, colour labels.
    Marks,
    /// Titles, brands, descriptions.
    Texts,
    /// Which product a photo shows.
    Products,
    /// Saved searches and axes.
    Searches,
    /// Duplicates told apart, marketplace rules, cameras' clocks.
    Other,
}

impl Part {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] = [Self::Labels, Self::Marks, Self::Texts, Self::Products, Self::Searches, Self::Other];

    /// As commands and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Marks => "marks",
            Self::Texts => "texts",
            Self::Products => "products",
            Self::Searches => "searches",
            Self::Other => "other",
        }
    }

    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Labels => "Label sets",
            Self::Marks => "Flags, stars, colour labels",
            Self::Texts => "Imported texts",
            Self::Products => "Products",
            Self::Searches => "Saved searches and axes",
            Self::Other => "Duplicates told apart, standard, clocks",
        }
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || human::list(Self::ALL.map(Self::as_str));
        Self::ALL
            .into_iter()
            .find(|part| part.as_str() == text)
            .ok_or_else(|| format!("'{text}' cannot be restored by itself; known are {}", known()))
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Of these parts.
    pub parts: Vec<Part>,
    /// Of label sets, those of these names; `None`: all.
    pub sets: Option<Vec<String>>,
    /// What was decided here since the backup was made stays.
    pub keep_newer: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Self { parts: Part::ALL.to_vec(), sets: None, keep_newer: false }
    }
}

impl Selection {
    pub(super) fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    pub(super) fn wants_set(&self, name: &str) -> bool {
        self.wants(Part::Labels) && self.sets.as_ref().is_none_or(|sets| sets.iter().any(|set| key(set) == name))
    }
}

/// What becomes of a label set itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SetChange {
    /// Its words and labels stay.
    #[default]
    Same,
    /// It is not here.
    New,
    /// Its words or labels are otherwise here.
    Changed,
}

impl SetChange {
    /// As JSON writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::New => "new",
            Self::Changed => "changed",
        }
    }
}

/// What a restore comes to for a part. What is counted is what stands at one place: the decisions about a photo in a set, a flag, the texts of a
/// photo, a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartReport {
    /// Which.
    pub part: Part,
    /// The name of the label set.
    pub set: Option<String>,
    /// What becomes of the set.
    pub set_change: SetChange,
    /// Where nothing stands here.
    pub added: u64,
    /// Where something else stands here.
    pub changed: u64,
    /// Where nothing stood in the backup.
    pub removed: u64,
    /// Where something was decided here since the backup was made: it is overwritten, or kept if that was asked for.
    pub newer: u64,
    /// Saved searches for what is like a photo that is not here.
    pub left_out: u64,
}

impl PartReport {
    pub(super) fn of(part: Part) -> Self {
        Self { part, set: None, set_change: SetChange::Same, added: 0, changed: 0, removed: 0, newer: 0, left_out: 0 }
    }

    /// Nothing changes.
    pub fn is_empty(&self) -> bool {
        self.set_change == SetChange::Same && self.added + self.changed + self.removed == 0
    }
}
