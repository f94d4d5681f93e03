//! The commands about photos side by side, with the keys that photographers know.

use super::msg::SurveyCommand;
use super::state::{Survey, has_several};
use crate::shell::command::{Entry, Group, key};
use crate::shell::ctx::Ctx;
use crate::shell::view::View;
use egui::Key;
use egui_material_icons::icons;

const IN_SURVEY: &str = "While photos stand side by side";

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<SurveyCommand, Survey>] = &[
    Entry::new(SurveyCommand::Survey, (Group::View, "Survey the selected photos", icons::ICON_VIEW_MODULE), can_survey, &[key(Key::N)]).also(&["side by side", "compare several", "lay out"]).wants("Select two or more photos first"),
    Entry::new(SurveyCommand::Compare, (Group::View, "Compare with the next photo", icons::ICON_COMPARE), can_compare, &[key(Key::C)]).also(&["side by side", "select and candidate", "hold", "pin"]).wants("Select a photo first"),
    Entry::new(SurveyCommand::TakeOut, (Group::View, "Take out of the survey", icons::ICON_REMOVE_SELECTION), can_take_out, &[key(Key::Delete)]).also(&["remove from selection", "deselect"]).wants(IN_SURVEY),
    Entry::new(SurveyCommand::Link, (Group::View, "Zoom the photos together", icons::ICON_LINK), |ctx, _| ctx.view == View::Survey, &[key(Key::L)]).also(&["linked zoom", "unlink", "synchronise"]).marked(|ctx| !ctx.looks.apart).wants(IN_SURVEY),
];

fn can_take_out(ctx: &Ctx, own: &Survey) -> bool {
    ctx.view == View::Survey && own.can_take_out()
}

fn can_survey(ctx: &Ctx, own: &Survey) -> bool {
    match ctx.view {
        View::Grid | View::Loupe => has_several(ctx),
        View::Survey => own.held.is_some() && own.photos.len() <= super::state::MOST,
        _ => false,
    }
}

fn can_compare(ctx: &Ctx, own: &Survey) -> bool {
    match ctx.view {
        View::Grid | View::Loupe => ctx.in_hand.is_some() && (ctx.shown.hits.len() > 1 || has_several(ctx)),
        View::Survey => own.photos.len() > 1,
        _ => false,
    }
}
