//! The commands about tags.

use super::msg::TaggingCommand;
use super::state::Tagging;
use crate::shell::command::{Entry, Group, catalogue, ctrl, ctrl_shift, label_sets};
use crate::shell::ctx::Ctx;
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<TaggingCommand, Tagging>] = &[
    Entry::new(TaggingCommand::Redo, (Group::Tags, "Redo", icons::ICON_REDO), |ctx, _| ctx.tags.redo.is_some(), &[ctrl_shift(Key::Z), ctrl(Key::Y)]).saying(|ctx, _| Some(format!("Redo: {}", ctx.tags.redo.as_ref()?.words))).also(&["do again"]).wants("Nothing was taken back").edits(),
    Entry::new(TaggingCommand::Undo, (Group::Tags, "Undo", icons::ICON_UNDO), |ctx, _| ctx.tags.undo.is_some(), &[ctrl(Key::Z)]).saying(|ctx, _| Some(format!("Undo: {}", ctx.tags.undo.as_ref()?.words))).also(&["revert", "take back"]).wants("There is nothing to undo").edits(),
    Entry::new(TaggingCommand::TaggingPanel, (Group::Tags, "Photo or tagging at the right", icons::ICON_SELL), catalogue, &[ctrl_shift(Key::T)]),
    Entry::new(TaggingCommand::TagBar, (Group::Tags, "Tag the selected photos…", icons::ICON_NEW_LABEL), |ctx, _| ctx.has_catalogue() && ctx.view.has_tag_bar(), &[ctrl(Key::T)]).saying(|ctx, _| (!ctx.target.is_empty()).then(|| format!("Tag {}…", ctx.target.words()))).also(&["add a tag", "add a keyword", "label photos"]).edits(),
    Entry::new(TaggingCommand::EditLabels, (Group::Tags, "Edit labels", icons::ICON_EDIT), |_, tagging: &Tagging| tagging.set.is_some(), &[ctrl(Key::L)]).also(&["rename a label", "delete tag", "delete label", "add a label", "prompts"]).wants("Choose a label set first").edits(),
    Entry::new(TaggingCommand::NewLabelSet, (Group::Tags, "New label set", icons::ICON_ADD), catalogue, &[]).also(&["new category", "new attribute", "vocabulary"]).edits(),
    Entry::new(TaggingCommand::DuplicateLabelSet, (Group::Tags, "Duplicate this label set", icons::ICON_CONTENT_COPY), |_, tagging: &Tagging| tagging.set.is_some(), &[]).also(&["copy label set"]).wants("Choose a label set first").edits(),
    Entry::new(TaggingCommand::MergeLabels, (Group::Tags, "Merge labels that look the same", icons::ICON_MERGE), |ctx, tagging: &Tagging| has_twins(ctx, tagging), &[]).also(&["join labels", "double labels"]).wants("No two labels of this set look the same").edits(),
    Entry::new(TaggingCommand::DeleteLabelSet, (Group::Tags, "Delete this label set", icons::ICON_DELETE), |_, tagging: &Tagging| tagging.set.is_some(), &[]).also(&["delete tags", "remove label set"]).wants("Choose a label set first").edits(),
    Entry::new(TaggingCommand::AcceptAbove, (Group::Tags, "Accept the suggestions above the threshold", icons::ICON_CHECK), |ctx, tagging: &Tagging| tagging.bulk(ctx).is_some_and(|bulk| bulk.above > 0), &[]).saying(|ctx, tagging: &Tagging| tagging.bulk(ctx).map(|bulk| bulk.accept_words())).also(&["auto tag", "tag all", "bulk"]).wants("Choose a label in the tagging panel first").edits(),
    Entry::new(TaggingCommand::ReviewBelow, (Group::Tags, "Review the suggestions below the threshold", icons::ICON_RATE_REVIEW), |ctx, tagging: &Tagging| tagging.bulk(ctx).is_some_and(|bulk| bulk.below() > 0), &[]).saying(|ctx, tagging: &Tagging| tagging.bulk(ctx).map(|bulk| bulk.review_words())).wants("Choose a label in the tagging panel first").edits(),
    Entry::new(TaggingCommand::Untagged, (Group::Tags, "Untagged photos", icons::ICON_LABEL_OFF), label_sets, &[]).also(&["no tags", "missing tags"]),
    Entry::new(TaggingCommand::NeedsReview, (Group::Tags, "Photos that need review", icons::ICON_PENDING), label_sets, &[]).also(&["open questions", "doubtful"]),
];

/// The chosen set has labels whose names look the same, as older versions took them.
pub fn has_twins(ctx: &Ctx, tagging: &Tagging) -> bool {
    !tagging.is_changed() && tagging.set.and_then(|id| ctx.tags.set(id)).is_some_and(|set| !set.twins().is_empty())
}
