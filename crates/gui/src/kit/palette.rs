//! A command palette: every line by a few letters of its words, or of other words for the same thing.

use crate::kit::fuzzy;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use egui::accesskit::Role;
use egui::{Id, Key, Modifiers, ScrollArea, Ui};
use egui_material_icons::MaterialIcon;

/// Lines that are laid out; who wants others types on.
const SHOWN: usize = 60;

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
    /// What it is found by.
    pub found_by: Vec<String>,
    /// Before the words.
    pub icon: MaterialIcon,
    /// At the right: the shortcut, as this platform writes it, or what kind of thing it is.
    pub end: Option<String>,
    /// Why it cannot be run now.
    pub why_not: Option<&'static str>,
    /// Only seen where it was asked for by name.
    pub by_name: bool,
}

/// Draws the palette. Answers what was chosen.
pub fn palette_ui<C: Clone>(ui: &mut Ui, palette: &mut PaletteState, lines: &[PaletteLine<C>]) -> Option<C> {
    ui.set_width(width::PALETTE.min(ui.ctx().content_rect().width() - 2.0 * space::XL));
    let (up, down, enter) = ui.input_mut(|i| {
        (
            i.consume_key(Modifiers::NONE, Key::ArrowUp),
            i.consume_key(Modifiers::NONE, Key::ArrowDown),
            i.consume_key(Modifiers::NONE, Key::Enter),
        )
    });
    let hint = "A command, a folder, a label, a catalogue…";
    let field = widgets::field(ui, Id::unique("palette field"), &mut palette.text, hint, "Command", ui.available_width());
    field.request_focus();
    if field.changed() {
        palette.at = 0;
    }
    let found = found(&palette.text, lines);
    palette.at = (palette.at + usize::from(down)).saturating_sub(usize::from(up)).min(found.len().saturating_sub(1));
    if found.is_empty() {
        ui.label(theme::weak_text("Nothing has these words", theme::palette(ui)));
    }
    ui.add_space(space::XS);
    let mut chosen = None;
    let tall = (theme::ROW * 12.0).min(ui.ctx().content_rect().height() - 2.0 * theme::TOP_BAR - theme::FIELD - space::XL);
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        widgets::named_region(ui, "What was found", Role::List, |ui| {
            for (i, line) in found.iter().enumerate() {
                let row = ui.add_enabled_ui(line.why_not.is_none(), |ui| row_ui(ui, line, i == palette.at)).inner;
                if i == palette.at && (up || down) {
                    row.scroll_to_me(None);
                }
                if line.why_not.is_none() && (row.clicked() || (enter && i == palette.at)) {
                    chosen = Some(line.command.clone());
                }
            }
        });
    });
    chosen
}

/// The lines that have these letters, best first; those that cannot be run now come last.
fn found<'a, C>(text: &str, lines: &'a [PaletteLine<C>]) -> Vec<&'a PaletteLine<C>> {
    let named = !text.trim().is_empty();
    let lines = lines.iter().filter(|line| named || !(line.by_name || line.why_not.is_some()));
    let mut found = fuzzy::ranked_by_any(text, lines, |line| line.found_by.iter().map(String::as_str).collect());
    found.sort_by_key(|line| line.why_not.is_some());
    found.truncate(SHOWN);
    found
}

fn row_ui<C>(ui: &mut Ui, line: &PaletteLine<C>, selected: bool) -> egui::Response {
    let colours = theme::palette(ui);
    let end = line.why_not.map(str::to_owned).or_else(|| line.end.clone());
    let name = match &end {
        Some(end) if line.by_name || line.why_not.is_some() => format!("{}, {end}", line.words),
        _ => line.words.clone(),
    };
    let colour = match (line.why_not, selected) {
        (Some(_), _) => colours.faint,
        (None, true) => colours.accent,
        (None, false) => colours.weak,
    };
    let spec = widgets::RowSpec {
        words: &line.words,
        count: end,
        icon: Some((line.icon, colour)),
        selected,
        indent: 0.0,
        name,
        // The scroll bar lies over the edge.
        room_right: space::S,
    };
    let row = widgets::row_as(ui, Role::MenuItem, &spec);
    if let (Some(keys), None, false) = (&line.end, line.why_not, line.by_name) {
        ui.ctx().accesskit_node_builder(row.id, |node| node.set_keyboard_shortcut(keys.as_str()));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_material_icons::icons;

    fn line(command: u8, names: &[&str]) -> PaletteLine<u8> {
        PaletteLine {
            command,
            words: names[0].to_owned(),
            found_by: names.iter().map(|name| (*name).to_owned()).collect(),
            icon: icons::ICON_SEARCH,
            end: None,
            why_not: None,
            by_name: false,
        }
    }

    fn first(text: &str, lines: &[PaletteLine<u8>]) -> Option<u8> {
        found(text, lines).first().map(|line| line.command)
    }

    #[test]
    fn any_words_in_any_order_find_the_command() {
        let lines = [line(1, &["Open catalogue file…"]), line(2, &["Open folder…"]), line(3, &["Theme: dark", "dark mode"])];
        assert_eq!(first("dark", &lines), Some(3));
        assert_eq!(first("dark mode", &lines), Some(3));
        assert_eq!(first("folder open", &lines), Some(2));
        assert_eq!(first("xyzzy", &lines), None);
        assert_eq!(first("", &lines), Some(1));
    }

    #[test]
    fn what_cannot_be_run_comes_last_and_names_come_when_they_are_typed() {
        let shut = PaletteLine { why_not: Some("Select a photo first"), ..line(1, &["Copy path"]) };
        let lines = [shut, line(2, &["Copy message"]), PaletteLine { by_name: true, ..line(3, &["Coats"]) }];
        assert_eq!(found("copy", &lines).iter().map(|l| l.command).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(found("", &lines).iter().map(|l| l.command).collect::<Vec<_>>(), [2]);
        assert_eq!(first("coats", &lines), Some(3));
    }
}
