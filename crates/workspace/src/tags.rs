//! The vocabulary and what was decided, in memory.

use super::error::AppError;
use base::axes::SavedAxis;
use base::searches::SavedSearch;
use base::standards::RuleSet;
use base::{Label, LabelId, LabelSet, LabelSetId, MarkTotals, PhotoId, SkuBook, TagBook};
use catalog::NamedStep;
use std::collections::HashMap;
use std::sync::Arc;
use tasks::exchange::TagCounts;
use tasks::suggest::Within;

/// The vocabulary and all decisions, immutable. A newer one replaces it.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// In the person's order.
    pub sets: Arc<[LabelSet]>,
    /// What was decided about each photo.
    pub book: TagBook,
    /// Products that something else than the photos' names tells.
    pub skus: Arc<SkuBook>,
    /// Photos that have each label accepted.
    pub accepted: HashMap<LabelId, u64>,
    /// What the decisions about photos that are there come to.
    pub counts: TagCounts,
    /// The marks of photos that are there.
    pub marks: MarkTotals,
    /// Searches that the person keeps, by name.
    pub searches: Arc<[SavedSearch]>,
    /// Axes that the person keeps, by name.
    pub axes: Arc<[SavedAxis]>,
    /// The marketplace rules that photos are held against; `None` also where they were written by a version that knows more.
    pub standard: Option<Arc<RuleSet>>,
    /// What Undo would take back.
    pub undo: Option<NamedStep>,
    /// What Redo would do again.
    pub redo: Option<NamedStep>,
}

impl Tags {
    /// The set of that id.
    pub fn set(&self, id: LabelSetId) -> Option<&LabelSet> {
        self.sets.iter().find(|s| s.id == id)
    }

    /// The same; an error names the sets that there are.
    pub fn require_set(&self, id: LabelSetId) -> Result<&LabelSet, AppError> {
        self.set(id).ok_or_else(|| AppError::no_such_set("", &self.sets))
    }

    /// A label's set and itself.
    pub fn label(&self, id: LabelId) -> Option<(&LabelSet, &Label)> {
        self.sets.iter().find_map(|s| Some((s, s.label(id)?)))
    }
}

/// Among which photos something is counted or done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of the catalogue.
    #[default]
    All,
    /// These.
    Photos(Arc<[PhotoId]>),
}

impl Scope {
    /// As the tasks know it.
    pub fn within(&self) -> Within {
        match self {
            Self::All => Within(None),
            Self::Photos(photos) => Within(Some(photos.iter().copied().collect())),
        }
    }
}
