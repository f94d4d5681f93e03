//! The command palette: every command by a few letters of its words.

use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::actions::{Action, Actions};
use crate::shell::command::{Entry, TABLE, UiCommand};
use crate::shell::state::State;
use egui::{Id, Key, Modifiers, ScrollArea, Ui};

/// What was typed, and the line that Enter would run.
#[derive(Debug, Default)]
pub struct PaletteState {
    text: String,
    at: usize,
}

/// Draws the palette.
pub fn palette_ui(ui: &mut Ui, palette: &mut PaletteState, state: &State) -> Actions {
    let mut actions = Actions::default();
    ui.set_width(width::PALETTE.min(ui.ctx().content_rect().width() - 2.0 * space::XL));
    let (up, down, enter) = ui.input_mut(|i| {
        (
            i.consume_key(Modifiers::NONE, Key::ArrowUp),
            i.consume_key(Modifiers::NONE, Key::ArrowDown),
            i.consume_key(Modifiers::NONE, Key::Enter),
        )
    });
    let field =
        widgets::field(ui, Id::unique("palette field"), &mut palette.text, "What would you like to do?", "Command", ui.available_width());
    field.request_focus();
    if field.changed() {
        palette.at = 0;
    }
    let found = matches(&palette.text, state);
    palette.at = (palette.at + usize::from(down)).saturating_sub(usize::from(up)).min(found.len().saturating_sub(1));
    if found.is_empty() {
        ui.label(theme::weak_text("No command has these words", theme::palette(ui)));
    }
    ui.add_space(space::XS);
    ScrollArea::vertical().max_height(theme::ROW * 12.0).min_scrolled_height(theme::ROW * 12.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (i, entry) in found.iter().enumerate() {
            let row = row_ui(ui, state, entry, i == palette.at);
            if i == palette.at && (up || down) {
                row.scroll_to_me(None);
            }
            if row.clicked() || (enter && i == palette.at) {
                actions.push(Action::CloseOverlay);
                actions.run(entry.command);
            }
        }
    });
    actions
}

fn row_ui(ui: &mut Ui, state: &State, entry: &Entry, selected: bool) -> egui::Response {
    let colours = theme::palette(ui);
    let words = entry.wording(state);
    let spec = widgets::RowSpec {
        words: &words,
        count: entry.command.shortcut(ui.ctx()),
        icon: Some((entry.icon, if selected { colours.accent } else { colours.weak })),
        selected,
        indent: 0.0,
        name: words.to_string(),
        room_right: 0.0,
    };
    widgets::row_ui(ui, &spec)
}

/// The commands that can be run now and hold every word typed, those that begin with the text first.
fn matches(text: &str, state: &State) -> Vec<&'static Entry> {
    let text = text.trim().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found: Vec<&Entry> = TABLE
        .iter()
        .filter(|e| e.command != UiCommand::Palette && e.enabled(state))
        .filter(|e| {
            let name = format!("{} {}", e.words, e.group.title()).to_lowercase();
            words.iter().all(|w| name.contains(w))
        })
        .collect();
    found.sort_by_key(|e| !e.words.to_lowercase().starts_with(&text));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_words_in_any_order_find_the_command() {
        let state = State::default();
        let first = |text: &str| matches(text, &state).first().map(|e| e.command);
        assert_eq!(first("dark"), Some(UiCommand::ThemeDark));
        assert_eq!(first("folder open"), Some(UiCommand::OpenFolder));
        assert_eq!(first("xyzzy"), None);
        assert_eq!(first("rescan"), None, "without a catalogue there is nothing to rescan");
    }
}
