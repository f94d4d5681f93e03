//! The keys that move in the grid and the loupe, with Shift to extend and Ctrl to leave the selection alone.

use super::msg::Msg;
use super::state::Browse;
use crate::kit::grid_keys;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::selection::Reach;
use crate::shell::view::View;
use egui::{Context, Key, Modifiers};

/// Reads the keys of this frame; none while the person types or a button has the focus.
pub fn keys(egui: &Context, ctx: &Ctx, browse: &Browse) -> Output<Msg> {
    let mut out = Output::default();
    let elsewhere = egui.memory(egui::Memory::focused).is_some_and(|id| id != focus::photos());
    if elsewhere || !ctx.view.shows_query() || ctx.covered || ctx.shown.hits.is_empty() || egui::Popup::is_any_open(egui) {
        return out;
    }
    let grid = &browse.grid;
    let (columns, page) = match ctx.view {
        View::Loupe => (1, 1),
        _ => (grid.columns.max(1), (grid.rows_per_page * grid.columns).max(1)),
    };
    let last = ctx.shown.hits.len() - 1;
    let at = ctx.current_index();
    let modifiers = egui.input(|i| i.modifiers);
    let reach = match (ctx.view, modifiers.shift, modifiers.command) {
        (View::Grid, true, _) => Reach::Extend,
        (View::Grid, false, true) => Reach::Visit,
        _ => Reach::Only,
    };
    if let Some(target) = grid_keys::target(egui, at, columns, page, last) {
        out.effect(Effect::Pick(target, reach));
    }
    if let Some(at) = at {
        space(egui, ctx.view, at, &mut out);
    }
    out
}

/// Space comes nearer: from the grid to the photo, from the photo to its pixels and back. With Ctrl it selects, as in any list.
fn space(egui: &Context, view: View, at: usize, out: &mut Output<Msg>) {
    let pressed = |modifiers| egui.input_mut(|i| i.consume_key(modifiers, Key::Space));
    match view {
        View::Grid if pressed(Modifiers::COMMAND) => out.effect(Effect::Pick(at, Reach::Toggle)),
        View::Grid if pressed(Modifiers::NONE) => out.effect(Effect::Run(Common::Loupe)),
        View::Loupe if pressed(Modifiers::NONE) => out.effect(Effect::Run(Common::Zoom)),
        _ => {}
    }
}
