//! The keys that move among photos side by side.

use super::msg::Msg;
use super::state::Survey;
use crate::kit::grid_keys;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Context, Key, Modifiers};

/// Reads the keys of this frame; none while the person types or a button has the focus.
pub fn keys(egui: &Context, ctx: &Ctx, survey: &Survey) -> Output<Msg> {
    let mut out = Output::default();
    let elsewhere = egui.memory(egui::Memory::focused).is_some_and(|id| !focus::is_photos(id));
    if ctx.view != View::Survey || elsewhere || ctx.covered || egui::Popup::is_any_open(egui) {
        return out;
    }
    if egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Backspace))
        && let Some(photo) = survey.photo()
    {
        out.msg(Msg::TakeOut(photo));
    }
    if survey.held.is_some() {
        beside_held(egui, survey, &mut out);
    } else if let Some(last) = survey.photos.len().checked_sub(1)
        && let Some(to) = grid_keys::target(egui, Some(survey.at), survey.columns.max(1), survey.photos.len(), last)
        && let Some(photo) = survey.photos.get(to)
    {
        out.msg(Msg::Move(*photo));
    }
    out
}

/// Left and right bring up another one, up holds it, down turns both round.
fn beside_held(egui: &Context, survey: &Survey, out: &mut Output<Msg>) {
    let presses = |key: Key| egui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
    let by = presses(Key::ArrowRight) as isize - presses(Key::ArrowLeft) as isize;
    if by != 0 {
        out.msg(Msg::Step(by));
    }
    for (key, last) in [(Key::Home, false), (Key::End, true)] {
        if presses(key) > 0 {
            out.msg(Msg::ToEnd { last });
        }
    }
    if presses(Key::ArrowUp) > 0
        && let Some(other) = survey.other()
    {
        out.msg(Msg::Hold(other));
    }
    if presses(Key::ArrowDown) > 0 {
        out.msg(Msg::Swap);
    }
}
