//! What can be done about tags: messages of its panels, and commands.

use super::bulk::Bulk;
use super::editor::DraftChange;
use super::tag_bar_state::BarMsg;
use base::{LabelId, LabelSetDraft, LabelSetId, PhotoId, Ruling};
use engine::protocol::{Only, Slot};
use std::sync::Arc;

/// What a person does about tags and label sets.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(TaggingCommand),
    /// In the tag bar.
    Bar(BarMsg),
    /// Shows the tagging panel, or the photo.
    Open(bool),
    /// Shows another set.
    Choose(LabelSetId),
    /// Makes a set like this one, which the program brings along.
    StartFrom(LabelSetDraft),
    /// Another order of the sets.
    Order(Vec<LabelSetId>),
    /// Looks at a label: its histogram, and its photos in the grid. A second time: no longer.
    Label(Slot),
    /// A label's photos, the least certain first.
    Doubtful(Slot),
    /// All labels together.
    AllLabels,
    /// The threshold stands here.
    Threshold(usize),
    /// So large a share of what is accepted is to be right, in thousandths; `None`: the threshold says what is accepted.
    Promise(Option<u16>),
    /// Decisions teach the set, or not.
    Learn(bool),
    /// The rows stand by count, or in the set's order.
    ByCount(bool),
    /// The labels are edited; `true`: the keyboard goes to the field for a new one.
    Edit(bool),
    /// The draft changes.
    Change(DraftChange),
    /// Keeps the draft.
    Save,
    /// Leaves it.
    Cancel,
    /// Accepts what the button said.
    Accept(Bulk),
    /// Reviews what the button said.
    Review(Bulk),
    /// Gives a verdict about photos.
    Decide {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// In which set.
        set: LabelSetId,
        /// What.
        ruling: Ruling,
    },
    /// A label is ticked off for the selection, though no photo has it yet.
    Offer(LabelId),
    /// A section of the library panel opens or closes.
    Fold(LabelSetId),
    /// A section of the library panel shows all its labels, or the first.
    Whole(LabelSetId),
    /// Only photos of this kind, or all.
    Only(Option<Only>),
    /// The keyboard went where it should go.
    Arrived,
}

/// A command about tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaggingCommand {
    Undo,
    Redo,
    TaggingPanel,
    TagBar,
    EditLabels,
    NewLabelSet,
    DuplicateLabelSet,
    MergeLabels,
    DeleteLabelSet,
    AcceptAbove,
    ReviewBelow,
    Untagged,
    NeedsReview,
}
