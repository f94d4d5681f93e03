//! Type-ahead: what is typed after a key that may move the focus waits for the next frame, so that it goes where the focus went.
//!
//! A frame takes all events since the last one, and a slow frame takes many: `Ctrl+K` and the first letters of a command, `/` and the
//! first word of a search. What the first key opens is drawn, and gets the focus, in that same frame, after the letters were given to
//! whatever had it before. So a frame's events end with the first key press that may move the focus; the others wait, in order.

use egui::{Context, Event, Key, Modifiers, Plugin, RawInput};

/// Holds events back. It stands in egui, before every frame, so that the window and its tests go the same way.
#[derive(Debug, Default)]
pub struct TypeAhead {
    /// For the frames to come.
    held: Vec<Event>,
    /// Frames that have to pass before what is held goes on.
    wait: u8,
}

impl Plugin for TypeAhead {
    fn debug_name(&self) -> &'static str {
        "type-ahead"
    }

    fn input_hook(&mut self, egui: &Context, input: &mut RawInput) {
        self.held.append(&mut input.events);
        if self.held.is_empty() {
            self.wait = 0;
            return;
        }
        if self.wait > 0 {
            self.wait -= 1;
        } else {
            let typing = egui.text_edit_focused();
            let down = |key: Key| egui.input(|i| i.keys_down.contains(&key));
            let (count, wait) = until_focus_may_move(&self.held, typing, down);
            let rest = self.held.split_off(count);
            input.events = std::mem::replace(&mut self.held, rest);
            self.wait = wait;
        }
        if !self.held.is_empty() {
            egui.request_repaint();
        }
    }
}

/// How many events may go together, and how many frames what follows has to wait beyond the next one.
fn until_focus_may_move(events: &[Event], typing: bool, down: impl Fn(Key) -> bool) -> (usize, u8) {
    for (at, event) in events.iter().enumerate() {
        let types = |e: &Event| matches!(e, Event::Key { pressed: true, .. } | Event::Text(_));
        if matches!(event, Event::PointerButton { pressed: false, .. }) && events[at..].iter().any(types) {
            // A click, and letters for what it opens.
            return (at + 1, 1);
        }
        let Event::Key { key, pressed: true, modifiers, .. } = event else { continue };
        // A key that is held down has moved the focus already, and must not fall behind.
        let released = |e: &Event| matches!(e, Event::Key { key: k, pressed: false, .. } if k == key);
        let held_down = down(*key) && !events[..at].iter().any(released);
        if held_down || !may_move_focus(*key, *modifiers, typing) {
            continue;
        }
        // The letter of the key itself goes with it.
        let own = usize::from(writes(*key, *modifiers) && matches!(events.get(at + 1), Some(Event::Text(_))));
        // Buttons and fields are asked about these while they are drawn, and what follows from it is drawn a frame later.
        let late = u8::from(matches!(key, Key::Enter | Key::Space | Key::Escape | Key::Tab));
        if typing && late > 0 && events[..at].iter().any(|e| matches!(e, Event::Text(_))) {
            // What a field's text leads to is known a frame after it, and that is what these keys are about.
            return (at, 0);
        }
        return (at + 1 + own, late);
    }
    (events.len(), 0)
}

/// In a text field only these lead out of it; elsewhere any key may be a shortcut.
fn may_move_focus(key: Key, modifiers: Modifiers, typing: bool) -> bool {
    let leads_out = matches!(key, Key::Tab | Key::Enter | Key::Escape | Key::ArrowUp | Key::ArrowDown);
    !typing || leads_out || !edits(key, modifiers)
}

/// Such a key does nothing to a text field but edit it.
fn edits(key: Key, modifiers: Modifiers) -> bool {
    let moves = matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::Home | Key::End | Key::Backspace | Key::Delete);
    moves || writes(key, modifiers)
}

/// A text comes of it: egui calls the keys that write by what they write.
fn writes(key: Key, modifiers: Modifiers) -> bool {
    let shortcut = modifiers.command && !modifiers.alt;
    let arrow = matches!(key, Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight);
    let sign = key.symbol_or_name().chars().count() == 1 && !arrow;
    !shortcut && (sign || matches!(key, Key::Space | Key::Quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
    }

    /// As the window system tells a letter.
    fn letter(k: Key, text: &str) -> [Event; 3] {
        [key(k, Modifiers::NONE, true), Event::Text(text.to_owned()), key(k, Modifiers::NONE, false)]
    }

    fn together(events: &[Event], typing: bool) -> (usize, u8) {
        until_focus_may_move(events, typing, |_| false)
    }

    #[test]
    fn a_frame_ends_with_a_key_that_may_move_the_focus_and_its_own_letter() {
        let slash = [letter(Key::Slash, "/"), letter(Key::R, "r")].concat();
        assert_eq!(together(&slash, false), (2, 0));
        let palette = [[key(Key::K, Modifiers::COMMAND, true)].as_slice(), &letter(Key::U, "u")].concat();
        assert_eq!(together(&palette, true), (1, 0));
        let tab = [[key(Key::Tab, Modifiers::NONE, true)].as_slice(), &[Event::Text("pasted".to_owned())]].concat();
        assert_eq!(together(&tab, true), (1, 1));
    }

    #[test]
    fn what_is_typed_into_a_field_goes_together() {
        let word = [letter(Key::R, "r"), letter(Key::E, "e"), letter(Key::Space, " "), letter(Key::Quote, "'")].concat();
        assert_eq!(together(&word, true), (word.len(), 0));
        assert_eq!(together(&word, false), (2, 0), "elsewhere each letter may be a shortcut");
        let moves = [key(Key::ArrowLeft, Modifiers::NONE, true), key(Key::Delete, Modifiers::COMMAND, true)];
        assert_eq!(together(&moves, true), (2, 0));
        assert_eq!(together(&[key(Key::ArrowDown, Modifiers::NONE, true), Event::Text("x".to_owned())], true), (1, 0));
    }

    #[test]
    fn a_key_that_takes_what_was_typed_has_a_frame_after_it() {
        let label = [&letter(Key::R, "r")[..], &[key(Key::Enter, Modifiers::NONE, true)]].concat();
        assert_eq!(together(&label, true), (3, 0));
        assert_eq!(together(&label[3..], true), (1, 1));
    }

    #[test]
    fn letters_after_a_click_wait_for_what_it_opens() {
        let click = Event::PointerButton {
            pos: egui::Pos2::ZERO,
            button: egui::PointerButton::Primary,
            pressed: false,
            modifiers: Modifiers::NONE,
        };
        assert_eq!(together(&[&[click.clone()][..], &letter(Key::X, "x")].concat(), true), (1, 1));
        assert_eq!(together(&[click, Event::PointerGone], true), (2, 0));
    }

    #[test]
    fn a_key_that_is_held_down_does_not_fall_behind() {
        let repeated = [key(Key::ArrowRight, Modifiers::NONE, true), key(Key::ArrowRight, Modifiers::NONE, true)];
        assert_eq!(until_focus_may_move(&repeated, false, |k| k == Key::ArrowRight), (2, 0));
        let again = [key(Key::ArrowRight, Modifiers::NONE, false), key(Key::ArrowRight, Modifiers::NONE, true), Event::PointerGone];
        assert_eq!(until_focus_may_move(&again, false, |k| k == Key::ArrowRight), (2, 0), "pressed anew");
    }
}
