//! What filters look at besides the photo itself, and what each of them becomes.

use crate::axis::Places;
use base::composition::Composition;
use base::standards::{RuleSet, Verdict};
use base::tags::Standing;
use base::{LabelId, LabelSet, Marks, Photo, PhotoId, RootId, TagBook};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// What was decided, as far as filters need it.
#[derive(Clone, Copy)]
pub struct Decided<'a> {
    /// The vocabulary.
    pub sets: &'a [LabelSet],
    /// The decisions.
    pub book: &'a TagBook,
    /// Photos with a question that is still open; `None` where nobody asks.
    pub open: Option<&'a HashSet<PhotoId>>,
    /// Photos that stand in a group of duplicates; `None` where nobody asks.
    pub duplicates: Option<&'a HashSet<PhotoId>>,
    /// Where photos stand along axes, by the key of an axis's name; `None` where nobody asks.
    pub axes: Option<&'a HashMap<String, Places>>,
    /// How photos are made up; `None` where nobody asks.
    pub compositions: Option<&'a HashMap<PhotoId, Composition>>,
    /// The rules that photos are held against; `None` where nobody asks, or none were chosen.
    pub standard: Option<&'a RuleSet>,
}

/// The catalogue around a photo.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub roots: &'a HashMap<RootId, PathBuf>,
    /// Without it no photo has a tag.
    pub decided: Option<Decided<'a>>,
}

impl<'a> Facts<'a> {
    /// The labels that the photo has.
    pub fn labels(self, photo: PhotoId) -> impl Iterator<Item = LabelId> + 'a {
        self.decided.into_iter().flat_map(move |d| d.book.accepted(photo)).filter_map(|tag| tag.label)
    }

    /// The photo's flag, stars and colour label.
    pub fn marks(self, photo: PhotoId) -> Marks {
        self.decided.map_or_else(Marks::default, |d| d.book.marks.of(photo))
    }

    /// Whether the photo has labels, and if not, whether that was decided.
    pub fn standing(self, photo: PhotoId) -> Standing {
        self.decided.map_or(Standing::Untagged, |d| d.book.standing(photo))
    }

    /// Whether another photo is as good as this one.
    pub fn is_duplicate(self, photo: PhotoId) -> bool {
        self.decided.and_then(|d| d.duplicates).is_some_and(|duplicates| duplicates.contains(&photo))
    }

    /// Where photos stand along the axes that are asked for.
    pub fn axes(self) -> Option<&'a HashMap<String, Places>> {
        self.decided.and_then(|d| d.axes)
    }

    /// How the photo is made up, where that was measured.
    pub fn composition(self, photo: PhotoId) -> Option<&'a Composition> {
        self.decided?.compositions?.get(&photo)
    }

    /// The rules that were chosen.
    pub fn standard(self) -> Option<&'a RuleSet> {
        self.decided?.standard
    }

    /// What the photo says to those rules.
    pub fn verdict(self, photo: &Photo) -> Option<Verdict> {
        Some(self.standard()?.verdict(photo, self.composition(photo.id)))
    }

    /// Whether a question about the photo is still open.
    pub fn is_open(self, photo: PhotoId) -> bool {
        self.decided.and_then(|d| d.open).is_some_and(|open| open.contains(&photo))
    }
}

/// Whether a photo meets a filter.
pub(super) type Test<'a> = Box<dyn Fn(&Photo) -> bool + 'a>;

/// The value of a filter on a text: a pattern where it has `*` or `?`, else a part of the text.
pub(super) enum Pattern<'a> {
    Glob(wildmatch::WildMatch),
    Within(&'a str),
}

impl<'a> Pattern<'a> {
    /// `value` is a key that `fold` made, and so are the texts that are looked at.
    pub fn new(value: &'a str) -> Self {
        if value.contains(['*', '?']) { Self::Glob(wildmatch::WildMatch::new(value)) } else { Self::Within(value) }
    }

    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.matches(text),
            Self::Within(part) => text.contains(part),
        }
    }
}
