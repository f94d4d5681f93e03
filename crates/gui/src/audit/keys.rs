//! The keys of a check; they are used up, so that nothing else answers to them.

use super::msg::Msg;
use super::state::{AuditPage, Page};
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Context, Event, Key, Modifiers};

/// The keys of a check; used up, so that nothing else answers to them.
pub fn keys(egui: &Context, ctx: &Ctx, page: &AuditPage) -> Output<Msg> {
    let mut out = Output::default();
    if ctx.view != View::Audit || ctx.covered || egui::Popup::is_any_open(egui) {
        return out;
    }
    if page.find.is_some() {
        // The field has the keys; it has lost the focus by the time its Esc comes here.
        if egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            out.msg(Msg::Find(None));
        }
        return out;
    }
    if egui.text_edit_focused() || egui.memory(|m| m.had_focus_last_frame(focus::search())) {
        return out;
    }
    // A focused button keeps the keys that press it and move from it.
    let on_widget = egui.memory(egui::Memory::focused).is_some();
    let asking = page.page() == Page::Asking;
    egui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { return true };
            let Some(msg) = meaning(*key, *modifiers, on_widget, asking) else { return true };
            // A key that is held down must not decide photo after photo.
            if !repeat || matches!(msg, Msg::Back | Msg::Forward) {
                out.msg(msg);
            }
            false
        });
    });
    out
}

fn meaning(key: Key, modifiers: Modifiers, on_widget: bool, asking: bool) -> Option<Msg> {
    const DIGITS: [Key; 9] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    if modifiers.command && !modifiers.alt {
        return match (key, modifiers.shift) {
            (Key::Z, false) => Some(Msg::Undo),
            (Key::Z, true) | (Key::Y, false) => Some(Msg::Redo),
            _ => None,
        };
    }
    if modifiers.any() {
        return None;
    }
    match key {
        Key::Escape => return Some(Msg::Leave),
        Key::Backspace => return Some(Msg::Back),
        Key::ArrowLeft if !on_widget => return Some(Msg::Back),
        _ if !asking => return None,
        _ => {}
    }
    if let Some(digit) = DIGITS.iter().position(|d| *d == key) {
        return Some(Msg::Press(digit));
    }
    match key {
        Key::K => Some(Msg::Keep),
        Key::A => Some(Msg::Better),
        Key::X => Some(Msg::Choose(None)),
        Key::L => Some(Msg::Find(Some(String::new()))),
        Key::Enter if !on_widget => Some(Msg::Enter),
        Key::Space if !on_widget => Some(Msg::Skip),
        Key::ArrowRight if !on_widget => Some(Msg::Forward),
        _ => None,
    }
}
