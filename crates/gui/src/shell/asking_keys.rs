//! The keys of views that ask about one photo after the other; they are used up, so that nothing else answers to them.

use super::ctx::Ctx;
use super::focus;
use super::output::Output;
use super::view::View;
use egui::{Context, Event, Key, Modifiers};

/// The keys that choose an answer by its place.
const DIGITS: [Key; 9] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// A key as such a view understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    Undo,
    Redo,
    /// The place of an answer.
    Digit(usize),
    /// Any other key, alone.
    Key(Key),
}

/// What the view makes of its keys.
pub struct Meanings<M, F, R> {
    /// The view that they are of.
    pub view: View,
    /// The field for another label is open and has the keys; its Escape means this.
    pub close_find: Option<M>,
    /// What a key means; the `bool`: a button has the focus, and keeps the keys that press it and move from it.
    pub meaning: F,
    /// A key that is held down must not decide photo after photo: what may be said again and again.
    pub may_repeat: R,
}

/// Nobody types, and no menu is open: keys are a view's own.
pub fn are_free(egui: &Context) -> bool {
    !egui::Popup::is_any_open(egui) && !is_typing(egui)
}

/// Escape was pressed in this view and means something there; it is used up.
pub fn escaped(egui: &Context, ctx: &Ctx, view: View) -> bool {
    ctx.view == view && !ctx.covered && are_free(egui) && egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
}

/// A text field has the keys; the search field has lost the focus by the time its Escape comes here.
fn is_typing(egui: &Context) -> bool {
    egui.text_edit_focused() || egui.memory(|m| m.had_focus_last_frame(focus::search()))
}

/// What the pressed keys mean, in their order.
pub fn keys<M, F, R>(egui: &Context, ctx: &Ctx, meanings: Meanings<M, F, R>) -> Output<M>
where
    F: Fn(Press, bool) -> Option<M>,
    R: Fn(&M) -> bool,
{
    let mut out = Output::default();
    if ctx.view != meanings.view || ctx.covered || egui::Popup::is_any_open(egui) {
        return out;
    }
    if let Some(close) = meanings.close_find {
        // The field has lost the focus by the time its Escape comes here.
        if egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            out.msg(close);
        }
        return out;
    }
    if is_typing(egui) {
        return out;
    }
    let on_widget = egui.memory(egui::Memory::focused).is_some();
    egui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { return true };
            let Some(msg) = press(*key, *modifiers).and_then(|press| (meanings.meaning)(press, on_widget)) else { return true };
            if !repeat || (meanings.may_repeat)(&msg) {
                out.msg(msg);
            }
            false
        });
    });
    out
}

fn press(key: Key, modifiers: Modifiers) -> Option<Press> {
    if modifiers.command && !modifiers.alt {
        return match (key, modifiers.shift) {
            (Key::Z, false) => Some(Press::Undo),
            (Key::Z, true) | (Key::Y, false) => Some(Press::Redo),
            _ => None,
        };
    }
    let digit = DIGITS.iter().position(|digit| *digit == key);
    (!modifiers.any()).then(|| digit.map_or(Press::Key(key), Press::Digit))
}
