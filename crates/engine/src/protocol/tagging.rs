//! Gestures about labels and tags, and what the window is told about them.

use super::{Counted, ProductFigures, PromiseView, RequestId, Scope, SetLearning, SetPromise, SetStats, Suggestions, Which};
use base::axes::AxisDraft;
use base::searches::SavedQuery;
use base::{AxisId, ClockOffset, LabelId, LabelSetDraft, LabelSetId, Mark, PhotoId, Ruling, SearchId, StepId};
use std::path::PathBuf;
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
    /// Gives these photos these marks, or takes them off.
    Mark {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// Of each kind at most one.
        marks: Vec<Mark>,
    },
    /// The same, where each photo has a ruling of its own: all of it is one gesture.
    DecideEach {
        /// In which set.
        set: LabelSetId,
        /// Photos, each with what is said of it.
        rulings: Arc<[(PhotoId, Ruling)]>,
    },
    /// Accepts every suggestion of a kind at or above a threshold. What a person or an import decided stays.
    AcceptAbove {
        /// What was counted: of a set that is saved. Nothing else is accepted, whatever was added since.
        counted: Arc<Counted>,
        /// Which suggestions.
        which: Which,
        /// Scores in this [`bin`](super::bin) and above.
        least_bin: usize,
    },
    /// Accepts what keeps a promised precision, exactly as it was counted.
    AcceptPromised {
        /// What was counted.
        counted: Arc<Counted>,
        /// What was promised of it.
        promise: Arc<SetPromise>,
    },
    /// These labels of these photos are right: an audit does not ask about them again. A photo that has another one by now is given it.
    Keep {
        /// Photos, each with its label; `None`: none of these.
        photos: Arc<[(PhotoId, Option<LabelId>)]>,
        /// Which set.
        set: LabelSetId,
        /// The photos have the labels; else, in a multi-choice set, they are rightly without them, and one that has it by now loses it.
        fits: bool,
    },
    /// Takes a text out that was imported about a photo.
    RemoveText {
        /// Which photo.
        photo: PhotoId,
        /// The text's column.
        column: String,
    },
    /// Picks photos of stacks and rejects the others of those stacks.
    KeepBest {
        /// To be picked.
        kept: Arc<[PhotoId]>,
        /// To be rejected.
        rejected: Arc<[PhotoId]>,
    },
    /// These photos are no duplicates of one another.
    TellApart {
        /// Which pairs.
        pairs: Arc<[(PhotoId, PhotoId)]>,
        /// Of how many photos.
        photos: u64,
    },
    /// A photo is of a product, or is not.
    DecideSku {
        /// Which photo.
        photo: PhotoId,
        /// Which product.
        sku: Arc<str>,
        /// It is.
        fits: bool,
        /// What was proposed, and by which model; `None`: the person names it.
        proposed: Option<(f32, Arc<str>)>,
    },
    /// Settles what people disagree about: of a photo these labels of a set are accepted, and no others. What each of them says is kept.
    Settle {
        /// Which photo.
        photo: PhotoId,
        /// In which set.
        set: LabelSetId,
        /// The labels that fit; none: none of these.
        labels: Vec<LabelId>,
    },
    /// Says by how much the clocks of cameras are off.
    SetClocks(Arc<[(Arc<str>, ClockOffset)]>),
    /// Keeps a search, or changes one that is kept.
    SaveSearch {
        /// Which is changed; `None`: a new one.
        id: Option<SearchId>,
        /// Its name.
        name: String,
        /// What it asks for.
        query: SavedQuery,
    },
    /// Deletes a saved search.
    DeleteSearch(SearchId),
    /// Keeps an axis, or changes one that is kept.
    SaveAxis {
        /// Which is changed; `None`: a new one.
        id: Option<AxisId>,
        /// Its name.
        name: String,
        /// From where to where.
        axis: AxisDraft,
    },
    /// Deletes a saved axis.
    DeleteAxis(AxisId),
    /// Holds photos against other rules from now on.
    ChooseStandard(StandardChoice),
    /// Makes a set, or changes it.
    SaveSet(LabelSetDraft),
    /// A new set like this one.
    DuplicateSet(LabelSetId),
    /// Makes labels of a set one whose names look the same.
    MergeTwins(LabelSetId),
    /// Takes a set out, with its tags.
    DeleteSet(LabelSetId),
    /// The order of the sets.
    OrderSets(Vec<LabelSetId>),
    /// A new label at the end of a set, accepted at once for these photos.
    CreateLabel {
        /// Which set; `None`: a new one, [`KEYWORDS`], of which any may fit.
        set: Option<LabelSetId>,
        /// Its name.
        name: String,
        /// Photos that get it.
        photos: Arc<[PhotoId]>,
    },
}

/// Whose rules photos are held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandardChoice {
    /// Nobody's.
    Nobody,
    /// Those of the preset of this name.
    Preset(&'static str),
    /// Those of a JSON file, which is read now and not again.
    File(PathBuf),
}

/// The set that a first label goes to where no set was made.
pub const KEYWORDS: &str = "Keywords";

/// What the tagging panel wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestRequest {
    /// The set as it stands in the panel: it may have been edited and not saved yet.
    pub set: Arc<LabelSetDraft>,
    /// Among which photos to count.
    pub scope: Scope,
    /// Whether to count products, too.
    pub by_product: bool,
    /// A precision to be promised, in thousandths: 950.
    pub promise_per_mille: Option<u16>,
}

/// The answer to a [`SuggestRequest`].
#[derive(Clone, Debug)]
pub struct TaggingView {
    /// That it answers.
    pub request: RequestId,
    /// Counts and histograms.
    pub stats: Arc<SetStats>,
    /// Each photo's suggestion.
    pub suggestions: Arc<Suggestions>,
    /// The products that a threshold reaches, where that was asked.
    pub products: Option<ProductFigures>,
    /// What answers, and what it rests on.
    pub learning: SetLearning,
    /// What came of the precision that was asked for.
    pub promise: Option<PromiseView>,
    /// What was counted, to accept from it.
    pub counted: Arc<Counted>,
    /// Words that the model was never taught: place of the label, words.
    pub unknown_words: Vec<(usize, Vec<String>)>,
    /// As above: words that it was taught and does badly at.
    pub weak_words: Vec<(usize, Vec<String>)>,
    /// Labels whose prompts are too long for the model: place of the label, what it does not read.
    pub cut: Vec<(usize, String)>,
    /// Why there are no suggestions.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
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
