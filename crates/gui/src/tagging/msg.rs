//! What can be done about tags: messages of its panels, and commands.

use super::editor::Change;
use super::state::Tagging;
use super::tag_bar_state::BarMsg;
use crate::shell::command::{Entry, Group, catalogue, ctrl, ctrl_shift, label_sets};
use base::{LabelId, LabelSetDraft, LabelSetId, PhotoId, Ruling};
use egui::Key;
use egui_material_icons::icons;
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
    /// The rows stand by count, or in the set's order.
    ByCount(bool),
    /// The labels are edited; `true`: the keyboard goes to the field for a new one.
    Edit(bool),
    /// The draft changes.
    Change(Change),
    /// Keeps the draft.
    Save,
    /// Leaves it.
    Cancel,
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
    DeleteLabelSet,
    AcceptAbove,
    ReviewBelow,
    Untagged,
    NeedsReview,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<TaggingCommand, Tagging>] = &[
    Entry::new(TaggingCommand::Redo, (Group::Tags, "Redo", icons::ICON_REDO), |ctx, _| ctx.tags.redo.is_some(), &[ctrl_shift(Key::Z), ctrl(Key::Y)]).telling(|ctx| ctx.tags.redo.as_deref()),
    Entry::new(TaggingCommand::Undo, (Group::Tags, "Undo", icons::ICON_UNDO), |ctx, _| ctx.tags.undo.is_some(), &[ctrl(Key::Z)]).telling(|ctx| ctx.tags.undo.as_deref()),
    Entry::new(TaggingCommand::TaggingPanel, (Group::Tags, "Photo or tagging at the right", icons::ICON_SELL), catalogue, &[ctrl_shift(Key::T)]),
    Entry::new(TaggingCommand::TagBar, (Group::Tags, "Tag the selected photos…", icons::ICON_NEW_LABEL), catalogue, &[ctrl(Key::T)]),
    Entry::new(TaggingCommand::EditLabels, (Group::Tags, "Edit labels", icons::ICON_EDIT), |_, tagging| tagging.set.is_some(), &[ctrl(Key::L)]),
    Entry::new(TaggingCommand::NewLabelSet, (Group::Tags, "New label set", icons::ICON_ADD), catalogue, &[]),
    Entry::new(TaggingCommand::DuplicateLabelSet, (Group::Tags, "Duplicate this label set", icons::ICON_CONTENT_COPY), |_, tagging| tagging.set.is_some(), &[]),
    Entry::new(TaggingCommand::DeleteLabelSet, (Group::Tags, "Delete this label set", icons::ICON_DELETE), |_, tagging| tagging.set.is_some(), &[]),
    Entry::new(TaggingCommand::AcceptAbove, (Group::Tags, "Accept the suggestions above the threshold", icons::ICON_CHECK), |_, tagging| tagging.can_accept(), &[]),
    Entry::new(TaggingCommand::ReviewBelow, (Group::Tags, "Review the suggestions below the threshold", icons::ICON_RATE_REVIEW), |_, tagging| tagging.can_accept(), &[]),
    Entry::new(TaggingCommand::Untagged, (Group::Tags, "Untagged photos", icons::ICON_LABEL_OFF), label_sets, &[]),
    Entry::new(TaggingCommand::NeedsReview, (Group::Tags, "Photos that need review", icons::ICON_PENDING), label_sets, &[]),
];
