//! The cheat sheet: every key from the command table, the keys of the grid, and how to write a search.

use super::features::CommandRow;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::command::{Group, shortcut_text};
use egui::{Align, Layout, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::search_examples;

/// Keys that are no commands: they move.
const MOVES: [(&str, &str); 6] = [
    ("Arrows", "Move"),
    ("Home  End", "First and last photo"),
    ("PgUp  PgDn", "A page back or on"),
    ("Shift", "Extend the selection"),
    ("Ctrl click", "One more, or one less"),
    ("Esc", "Back, then clear"),
];

/// Keys of a review.
const REVIEW: [(&str, &str); 8] = [
    ("Enter  A", "Accept"),
    ("1 – 9", "Choose that label"),
    ("X", "None of these, or not this label"),
    ("Space", "Skip"),
    ("←  Backspace", "The photo before"),
    ("↑  ↓", "Mark another label"),
    ("L", "Find another label"),
    ("Ctrl+Z", "Take the last decision back"),
];

/// Keys of a comparison.
const COMPARE: [(&str, &str); 4] =
    [("Arrows", "Move in one answer"), ("F6  Tab", "To the other answer"), ("Space", "Show the photo in both"), ("Esc", "Leave")];

/// Draws the sheet. True where it is to close.
pub fn cheat_sheet_ui(ui: &mut Ui, rows: &[CommandRow]) -> bool {
    let mut close = false;
    let screen = ui.ctx().content_rect();
    let columns = ((screen.width() - 2.0 * space::XL) / (width::SHEET + space::XL)).floor().clamp(1.0, 3.0);
    ui.set_width(columns.mul_add(width::SHEET + space::XL, -space::XL));
    ui.horizontal(|ui| {
        ui.label(theme::title_text("Keys and search", theme::palette(ui)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::ICON_CLOSE, "Close").clicked() {
                close = true;
            }
        });
    });
    let tall = screen.height() * 0.76;
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, true]).show(ui, |ui| {
        let parts: [&[Part]; 3] = [
            &[Part::Of(Group::Catalogue), Part::Searches],
            &[Part::Of(Group::Photo), Part::Of(Group::Tags), Part::Moves, Part::Review],
            &[Part::Of(Group::View), Part::Of(Group::Search), Part::Of(Group::Help), Part::Compare],
        ];
        let per_column = (parts.len() as f32 / columns).ceil() as usize;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            for column in parts.chunks(per_column) {
                ui.allocate_ui_with_layout(vec2(width::SHEET, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width::SHEET);
                    column.iter().copied().flatten().for_each(|part| part_ui(ui, rows, *part));
                });
            }
        });
    });
    close
}

#[derive(Clone, Copy)]
enum Part {
    Of(Group),
    Moves,
    Review,
    Compare,
    Searches,
}

fn part_ui(ui: &mut Ui, rows: &[CommandRow], part: Part) {
    match part {
        Part::Of(group) => {
            widgets::section_ui(ui, group.title());
            for info in rows.iter().map(|row| row.info).filter(|i| i.group == group && !i.keys.is_empty()) {
                let keys: Vec<String> = info.keys.iter().map(|k| shortcut_text(ui.ctx(), *k)).collect();
                line_ui(ui, &keys.join("  "), info.words);
            }
        }
        Part::Moves => {
            widgets::section_ui(ui, "In the grid");
            for (keys, words) in MOVES {
                line_ui(ui, keys, words);
            }
        }
        Part::Review => {
            widgets::section_ui(ui, "In a review");
            for (keys, words) in REVIEW {
                line_ui(ui, keys, words);
            }
        }
        Part::Compare => {
            widgets::section_ui(ui, "In a comparison");
            for (keys, words) in COMPARE {
                line_ui(ui, keys, words);
            }
        }
        Part::Searches => {
            widgets::section_ui(ui, "Ways to search");
            for (query, words) in search_examples() {
                line_ui(ui, &query, words);
            }
        }
    }
}

fn line_ui(ui: &mut Ui, keys: &str, words: &str) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::ROW), Layout::right_to_left(Align::Center), |ui| {
        widgets::key_cap(ui, keys);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(egui::RichText::new(words).color(palette.text)).truncate());
        });
    });
}
