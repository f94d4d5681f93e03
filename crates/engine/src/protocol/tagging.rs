//! Gestures about labels and tags, and what the window is told about them.

use super::{Figures, Product, RequestId, SkuRule, Slot, Suggestions};
use base::{Label, LabelId, LabelSet, LabelSetDraft, LabelSetId, PhotoId, Ruling, StepId, TagBook};
use std::collections::HashMap;
use std::sync::Arc;

/// One gesture. The engine fills in who, when, and what the model said.
#[derive(Clone, Debug)]
pub enum Edit {
    /// The person's own verdict about these photos: it replaces whatever was decided.
    Decide {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// In which set.
        set: LabelSetId,
        /// What, in this order: several labels of a multi-choice set are one gesture.
        rulings: Vec<Ruling>,
    },
    /// Accepts every suggestion of a kind at or above a threshold. What a person or an import decided stays.
    AcceptAbove {
        /// In which set.
        set: LabelSetId,
        /// Which suggestions.
        which: Which,
        /// Scores in this [`bin`](super::bin) and above.
        least_bin: usize,
        /// Among which photos.
        scope: Scope,
    },
    /// Makes a set, or changes it.
    SaveSet(LabelSetDraft),
    /// A new set like this one.
    DuplicateSet(LabelSetId),
    /// Takes a set out, with its tags.
    DeleteSet(LabelSetId),
    /// The order of the sets.
    OrderSets(Vec<LabelSetId>),
    /// A new label at the end of a set, accepted at once for these photos.
    CreateLabel {
        /// Which set.
        set: LabelSetId,
        /// Its name.
        name: String,
        /// Photos that get it.
        photos: Arc<[PhotoId]>,
    },
}

/// Which suggestions are accepted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of every label. That none of them fits is not said by it: a person says so photo by photo, or for that row.
    AllLabels,
    /// Those of this label.
    Label(LabelId),
    /// Those that no label fits.
    NoneOfThese,
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

/// What the tagging panel wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestRequest {
    /// The set as it stands in the panel: it may have been edited and not saved yet.
    pub set: Arc<LabelSetDraft>,
    /// Among which photos to count.
    pub scope: Scope,
}

/// The answer to a [`SuggestRequest`].
#[derive(Clone, Debug)]
pub struct TaggingView {
    /// That it answers.
    pub request: RequestId,
    /// Counts and histograms.
    pub figures: Arc<Figures>,
    /// Each photo's suggestion.
    pub suggestions: Arc<Suggestions>,
    /// Words that the model was never taught: place of the label, words.
    pub unknown_words: Vec<(usize, Vec<String>)>,
    /// Labels whose prompts are too long for the model: place of the label, what it does not read.
    pub cut: Vec<(usize, String)>,
    /// Why there are no suggestions.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
}

/// What the model says of one photo.
#[derive(Clone, Debug, Default)]
pub struct PhotoLabels {
    /// Each set of the catalogue, with its likeliest labels first.
    pub sets: Vec<(LabelSetId, Vec<LabelScore>)>,
    /// The nearest photos that a person decided about: photo, set, label (`None`: none of these); nearest first.
    pub closest: Vec<(PhotoId, LabelSetId, Option<LabelId>)>,
    /// Other photos of the same product.
    pub siblings: Vec<PhotoId>,
    /// Its SKU.
    pub sku: Option<String>,
}

/// A label and its probability for a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelScore {
    /// Which label; `None`: none of these.
    pub label: Option<LabelId>,
    /// 0 to 1.
    pub score: f32,
}

/// The vocabulary and all decisions, immutable. A newer one replaces it.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// In the person's order.
    pub sets: Arc<[LabelSet]>,
    /// What was decided about each photo.
    pub book: TagBook,
    /// Photos that have each label accepted.
    pub accepted: HashMap<LabelId, u64>,
    /// Present photos without an accepted label.
    pub untagged: u64,
    /// What Undo would take back.
    pub undo: Option<LastStep>,
    /// What Redo would do again.
    pub redo: Option<LastStep>,
}

impl Tags {
    /// The set of that id.
    pub fn set(&self, id: LabelSetId) -> Option<&LabelSet> {
        self.sets.iter().find(|s| s.id == id)
    }

    /// A label's set and itself.
    pub fn label(&self, id: LabelId) -> Option<(&LabelSet, &Label)> {
        self.sets.iter().find_map(|s| Some((s, s.label(id)?)))
    }
}

/// A step that Undo or Redo would turn round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastStep {
    /// Its number.
    pub step: StepId,
    /// As Undo names it: "Accept 204 tags in Colour".
    pub words: String,
}

/// What a gesture came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// That it answers.
    pub request: RequestId,
    /// The step that it made, or that was turned round; `None`: nothing changed.
    pub step: Option<StepId>,
    /// What was done: "204 tags accepted".
    pub done: String,
    /// Decisions (or labels) that changed.
    pub changed: u64,
    /// Decisions that were left alone because a person or an import had made them.
    pub kept: u64,
    /// The set that was made or changed.
    pub set: Option<LabelSetId>,
    /// It was an Undo or a Redo.
    pub turned_back: bool,
    /// Rows that had changed since and were left as they are, in words.
    pub refused: Vec<String>,
    /// The step itself, not its undoing: a toast may offer Undo.
    pub undoable: bool,
}

/// What a rule makes of the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// The rule; `None`: there are no products.
    pub rule: Option<SkuRule>,
    /// By SKU.
    pub products: Arc<[Product]>,
    /// Each photo's place in `products`.
    pub of: Arc<HashMap<PhotoId, usize>>,
    /// Photos whose accepted label differs from that of most of their product's photos: photo, set.
    pub odd: Vec<(PhotoId, LabelSetId)>,
}

/// Only photos of this kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Only {
    /// Without any accepted label.
    Untagged,
    /// Nobody decided about them in some set that has suggestions.
    NeedsReview,
    /// With this label accepted.
    Tagged(LabelId),
    /// Suggested as this label of a set as it stands in the panel; the score is the suggestion's.
    Suggested(Arc<LabelSetDraft>, Slot),
    /// Of this product.
    Product(String),
    /// Whose label differs from that of most photos of their product.
    Odd,
}
