//! The keys of commands as the person has them: those that the tables name, but for what was chosen in their place.

use super::command::{Info, shortcut_text};
use egui::{Context, Key, KeyboardShortcut, Modifiers};
use engine::settings::Settings;
use std::collections::{BTreeMap, HashMap};

/// Keys that move in the grid, or leave and enter things: no command can have them by themselves.
const MOVES: [Key; 12] = [
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::Space,
    Key::Tab,
    Key::Escape,
    Key::Backspace,
];

/// What the person chose, as commands are looked up in it.
#[derive(Debug, Default)]
pub struct KeyMap {
    chosen: HashMap<String, Vec<KeyboardShortcut>>,
    /// The settings that it was made from.
    made_from: BTreeMap<String, Vec<String>>,
}

impl KeyMap {
    /// Made anew where the settings have changed.
    pub fn follow(&mut self, settings: &Settings) {
        if self.made_from != settings.keys {
            let read = |keys: &Vec<String>| keys.iter().filter_map(|key| read(key)).collect();
            self.chosen = settings.keys.iter().map(|(words, keys)| (words.clone(), read(keys))).collect();
            self.made_from.clone_from(&settings.keys);
        }
    }

    /// The keys of a command; the first is the one shown.
    pub fn of<'a>(&'a self, info: &'a Info) -> &'a [KeyboardShortcut] {
        self.chosen.get(info.words).map_or(info.keys, Vec::as_slice)
    }

    /// Keys were chosen.
    pub fn is_changed(&self) -> bool {
        !self.chosen.is_empty()
    }
}

/// Why a command may not have this key, in words; `others` are all commands but that one.
pub fn refusal<'a>(egui: &Context, map: &KeyMap, key: KeyboardShortcut, mut others: impl Iterator<Item = &'a Info>) -> Option<String> {
    let name = shortcut_text(egui, key);
    if key.modifiers.is_none() && MOVES.contains(&key.logical_key) {
        return Some(format!("{name} moves in the window; press another key"));
    }
    let other = others.find(|info| map.of(info).contains(&key))?;
    Some(format!("{name} is the key of “{}”; press another one, or change that first", other.words))
}

/// As the settings keep it: "Ctrl+Shift+P", whatever the platform calls its keys.
pub fn written(key: KeyboardShortcut) -> String {
    let held = [(key.modifiers.command, "Ctrl+"), (key.modifiers.alt, "Alt+"), (key.modifiers.shift, "Shift+")];
    let held: String = held.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
    format!("{held}{}", key.logical_key.name())
}

fn read(text: &str) -> Option<KeyboardShortcut> {
    let (mut rest, mut modifiers) = (text.trim(), Modifiers::NONE);
    for (name, modifier) in [("Ctrl+", Modifiers::COMMAND), ("Alt+", Modifiers::ALT), ("Shift+", Modifiers::SHIFT)] {
        if let Some(after) = rest.strip_prefix(name) {
            (rest, modifiers) = (after, modifiers.plus(modifier));
        }
    }
    Some(KeyboardShortcut::new(modifiers, Key::from_name(rest)?))
}

/// The key that was pressed in this frame, as a command can have it; it is used up.
pub fn pressed(egui: &Context) -> Option<KeyboardShortcut> {
    egui.input_mut(|input| {
        let at = input.events.iter().position(|event| matches!(event, egui::Event::Key { pressed: true, repeat: false, .. }))?;
        let egui::Event::Key { key, modifiers, .. } = input.events.remove(at) else { return None };
        let held = [(modifiers.command, Modifiers::COMMAND), (modifiers.alt, Modifiers::ALT), (modifiers.shift, Modifiers::SHIFT)];
        let held = held.into_iter().filter(|(held, _)| *held).fold(Modifiers::NONE, |all, (_, modifier)| all.plus(modifier));
        Some(KeyboardShortcut::new(held, key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_as_it_was_written() {
        for (modifiers, key, text) in [
            (Modifiers::NONE, Key::P, "P"),
            (Modifiers::NONE, Key::Num5, "5"),
            (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F5, "Ctrl+Shift+F5"),
            (Modifiers::ALT, Key::Slash, "Alt+Slash"),
        ] {
            let shortcut = KeyboardShortcut::new(modifiers, key);
            assert_eq!((written(shortcut).as_str(), read(text)), (text, Some(shortcut)));
        }
        assert_eq!([read(""), read("Ctrl+"), read("Hyper+P")], [None; 3]);
    }
}
