//! The keys of the shot list: arrows go from cell to cell, Enter opens one; and those of a review, where photos are matched to products.

use super::matching::Matching;
use super::msg::{MatchMsg, Msg};
use super::state::ShotsPage;
use crate::kit::grid_keys;
use crate::shell::asking_keys::are_free;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Context, Key, Modifiers};

/// Reads the keys of this frame, before any command does; none while the person types or a button has the focus.
pub fn capture(egui: &Context, ctx: &Ctx, page: &ShotsPage) -> Output<Msg> {
    let mut out = Output::default();
    let elsewhere = egui.memory(egui::Memory::focused).is_some_and(|id| !focus::is_photos(id));
    let Some(shots) = page.shots().filter(|_| ctx.view == View::Shots && !elsewhere && !ctx.covered && are_free(egui)) else { return out };
    let (columns, rows) = (shots.views.len() + 1, page.rows.borrow().len());
    if rows == 0 {
        return out;
    }
    let at = page.cursor.map(|(row, column)| row.min(rows - 1) * columns + column.min(columns - 1));
    if let Some(cell) = grid_keys::target(egui, at, columns, columns * page.page.get().max(1), rows * columns - 1) {
        out.msg(Msg::Go(cell / columns, cell % columns));
    }
    if let Some(at) = at.filter(|_| egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter))) {
        out.msg(Msg::Open(at / columns, at % columns));
    }
    out
}

/// Reads the keys of this frame where photos are matched: as in a review.
pub fn matching(egui: &Context, ctx: &Ctx, matching: &Matching) -> Output<Msg> {
    let mut out = Output::default();
    if ctx.view != View::Matching || ctx.covered || !are_free(egui) {
        return out;
    }
    let on_button = egui.memory(egui::Memory::focused).is_some();
    let pressed = |key: Key| egui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        out.msg(Msg::Match(MatchMsg::Leave));
    }
    if matching.current().is_none() {
        return out;
    }
    let accept = pressed(Key::A) || pressed(Key::Num1) || (!on_button && pressed(Key::Enter));
    let skip = !on_button && pressed(Key::Space);
    for (asked, msg) in [
        (accept, MatchMsg::Accept(false)),
        (pressed(Key::Num2), MatchMsg::Accept(true)),
        (pressed(Key::X), MatchMsg::Reject),
        (skip || pressed(Key::ArrowRight), MatchMsg::Next),
        (pressed(Key::ArrowLeft), MatchMsg::Before),
    ] {
        if asked {
            out.msg(Msg::Match(msg));
        }
    }
    out
}
