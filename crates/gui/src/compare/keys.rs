//! The keys that move in the two grids.

use super::msg::Msg;
use super::state::{By, Compare, Tab};
use crate::kit::grid_keys;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::Context;

/// The keys that move in the grids.
pub fn keys(egui: &Context, ctx: &Ctx, compare: &Compare) -> Output<Msg> {
    let mut out = Output::default();
    let focused = egui.memory(egui::Memory::focused);
    let elsewhere = focused.is_some_and(|id| !focus::is_photos(id));
    if ctx.view != View::Compare || elsewhere || ctx.covered || egui::Popup::is_any_open(egui) {
        return out;
    }
    let side = match (compare.tab, focused) {
        (Tab::LabelSet, _) => 0,
        (Tab::Search, Some(id)) => usize::from(id == focus::other_photos()),
        (Tab::Search, None) => compare.active,
    };
    let Some(last) = compare.count(side).checked_sub(1) else { return out };
    let columns = compare.sides[side].columns.max(1);
    let page = (compare.sides[side].rows_per_page * columns).max(1);
    let at = compare.sides[side].cursor.and_then(|p| compare.position(side, p));
    if let Some(target) = grid_keys::target(egui, at, columns, page, last) {
        out.msg(Msg::Move(side, target, By::Keys));
    } else if at.is_some() && egui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Space)) {
        out.msg(Msg::Move(side, at.unwrap_or(0), By::Space));
    }
    out
}
