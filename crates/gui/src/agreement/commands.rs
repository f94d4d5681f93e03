//! What can be asked about two people's decisions by menu, shortcut or palette.

use super::msg::AgreementCommand;
use super::state::AgreementPage;
use crate::shell::command::{Entry, Group, always, shift};
use crate::shell::ctx::Ctx;
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<AgreementCommand, AgreementPage>] = &[
    Entry::new(AgreementCommand::Open, (Group::Tags, "Compare two people's decisions", icons::ICON_GROUP), |ctx, _| !ctx.tags.sets.is_empty(), &[shift(Key::R)]).also(&["agreement", "disagreement", "cohen's kappa", "two reviewers", "annotators", "colleague", "disputes"]),
    Entry::new(AgreementCommand::Settle, (Group::Tags, "Settle disputes", icons::ICON_GAVEL), disputed, &[]).also(&["disagreement", "adjudicate", "resolve"]).wants("While two people are compared who disagree").edits(),
    Entry::new(AgreementCommand::Name, (Group::Tags, "Your name…", icons::ICON_BADGE), always, &[]).also(&["author", "who am i", "user", "settings"]),
];

fn disputed(_: &Ctx, own: &AgreementPage) -> bool {
    !own.listed().is_empty()
}
