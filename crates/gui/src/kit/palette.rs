//! A command palette: every line by a few letters of its words.

use crate::kit::fuzzy;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use egui::{Id, Key, Modifiers, ScrollArea, Ui};
use egui_material_icons::MaterialIcon;

/// What was typed, and the line that Enter would run.
#[derive(Debug, Default)]
pub struct PaletteState {
    text: String,
    at: usize,
}

/// A line of the palette; `C` is what it stands for.
#[derive(Clone, Debug)]
pub struct PaletteLine<C> {
    /// What Enter runs.
    pub command: C,
    /// As it is shown.
    pub words: String,
    /// What it is also found by: the words of its table and of its group.
    pub found_by: String,
    /// Before the words.
    pub icon: MaterialIcon,
    /// Its shortcut, as this platform writes it.
    pub shortcut: Option<String>,
}

/// Draws the palette. Answers what was chosen.
pub fn palette_ui<C: Copy>(ui: &mut Ui, palette: &mut PaletteState, lines: &[PaletteLine<C>]) -> Option<C> {
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
    let found = fuzzy::ranked(&palette.text, lines, |line| &line.found_by);
    palette.at = (palette.at + usize::from(down)).saturating_sub(usize::from(up)).min(found.len().saturating_sub(1));
    if found.is_empty() {
        ui.label(theme::weak_text("No command has these words", theme::palette(ui)));
    }
    ui.add_space(space::XS);
    let mut chosen = None;
    ScrollArea::vertical().max_height(theme::ROW * 12.0).min_scrolled_height(theme::ROW * 12.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (i, line) in found.iter().enumerate() {
            let row = row_ui(ui, line, i == palette.at);
            if i == palette.at && (up || down) {
                row.scroll_to_me(None);
            }
            if row.clicked() || (enter && i == palette.at) {
                chosen = Some(line.command);
            }
        }
    });
    chosen
}

fn row_ui<C>(ui: &mut Ui, line: &PaletteLine<C>, selected: bool) -> egui::Response {
    let colours = theme::palette(ui);
    let spec = widgets::RowSpec {
        words: &line.words,
        count: line.shortcut.clone(),
        icon: Some((line.icon, if selected { colours.accent } else { colours.weak })),
        selected,
        indent: 0.0,
        name: line.words.clone(),
        room_right: 0.0,
    };
    widgets::row_ui(ui, &spec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_material_icons::icons;

    #[test]
    fn any_words_in_any_order_find_the_command() {
        let line = |command: u8, words: &str| PaletteLine {
            command,
            words: words.to_owned(),
            found_by: words.to_owned(),
            icon: icons::ICON_SEARCH,
            shortcut: None,
        };
        let lines = [line(1, "Open catalogue file…"), line(2, "Open folder…"), line(3, "Theme: dark View")];
        let first = |text: &str| fuzzy::ranked(text, &lines, |line| &line.found_by).first().map(|l| l.command);
        assert_eq!(first("dark"), Some(3));
        assert_eq!(first("folder open"), Some(2));
        assert_eq!(first("xyzzy"), None);
        assert_eq!(first(""), Some(1));
    }
}
