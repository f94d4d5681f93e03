//! The cheat sheet: every key from the command table, the keys of the grid, and how to write a search.

use super::features::CommandRow;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::command::{Group, shortcut_text};
use egui::{Align, KeyboardShortcut, Layout, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::search_examples;
use std::ops::Range;

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

/// Keys of a check of labels.
const AUDIT: [(&str, &str); 9] = [
    ("K", "Keep the label"),
    ("Enter  A", "Take the likelier one"),
    ("1 – 9", "Choose that label"),
    ("L", "Find another label"),
    ("X", "None of these"),
    ("Space", "Skip"),
    ("G", "Many at once, or one at a time"),
    ("←  Backspace", "The photo before"),
    ("Ctrl+Z", "Take the last decision back"),
];

/// Keys of a comparison.
const COMPARE: [(&str, &str); 4] =
    [("Arrows", "Move in one answer"), ("F6  Tab", "To the other answer"), ("Space", "Show the photo in both"), ("Esc", "Leave")];

/// In the order in which they are read.
const PARTS: [Part; 11] = [
    Part::Searches,
    Part::Of(Group::Search),
    Part::Of(Group::Photo),
    Part::Moves,
    Part::Of(Group::Tags),
    Part::Review,
    Part::Audit,
    Part::Compare,
    Part::Of(Group::View),
    Part::Of(Group::Catalogue),
    Part::Of(Group::Help),
];

/// Draws the sheet. True where it is to close.
pub fn cheat_sheet_ui(ui: &mut Ui, rows: &[CommandRow]) -> bool {
    let mut close = false;
    let screen = ui.ctx().content_rect();
    let most = ((screen.width() - 2.0 * space::XL - space::M) / (width::SHEET + space::XL)).floor().clamp(1.0, 4.0);
    let parts: Vec<(Part, Vec<(String, String)>)> = PARTS.into_iter().map(|part| (part, lines(ui, rows, part))).collect();
    let parts: Vec<_> = parts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect();
    let heights: Vec<usize> = parts.iter().map(|(_, lines)| lines.len() + HEADING).collect();
    ui.set_width(most.mul_add(width::SHEET + space::XL, space::M - space::XL));
    ui.horizontal(|ui| {
        ui.label(theme::title_text("Keys and search", theme::palette(ui)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::ICON_CLOSE, "Close").clicked() {
                close = true;
            }
        });
    });
    let tall = screen.height() - 2.0 * theme::SHEET_TOP - 2.0 * space::L - theme::CONTROL - space::XL;
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            for column in columns(&heights, most as usize) {
                ui.allocate_ui_with_layout(vec2(width::SHEET, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width::SHEET);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (part, lines) in &parts[column] {
                        widgets::section_ui(ui, part.title());
                        for (keys, words) in lines {
                            line_ui(ui, keys, words);
                        }
                    }
                });
            }
        });
    });
    close
}

/// What a heading takes, in lines.
const HEADING: usize = 2;

/// Divides parts of these heights into so many columns, in order, so that the highest is as low as can be.
fn columns(heights: &[usize], most: usize) -> Vec<Range<usize>> {
    let fits = |limit: usize| {
        let (mut columns, mut from, mut height) = (Vec::new(), 0, 0);
        for (at, part) in heights.iter().enumerate() {
            if height + part > limit && at > from {
                columns.push(from..at);
                (from, height) = (at, 0);
            }
            height += part;
        }
        columns.push(from..heights.len());
        columns
    };
    let least = heights.iter().copied().max().unwrap_or(0);
    let all = heights.iter().sum();
    (least..=all).map(fits).find(|columns| columns.len() <= most).unwrap_or_else(|| fits(all))
}

#[derive(Clone, Copy)]
enum Part {
    Of(Group),
    Moves,
    Review,
    Audit,
    Compare,
    Searches,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Of(group) => group.title(),
            Self::Moves => "In the grid",
            Self::Review => "In a review",
            Self::Audit => "In a check of labels",
            Self::Compare => "In a comparison",
            Self::Searches => "Ways to search",
        }
    }
}

/// Keys, and what they do.
fn lines(ui: &Ui, rows: &[CommandRow], part: Part) -> Vec<(String, String)> {
    let owned = |(keys, words): (&str, &str)| (keys.to_owned(), words.to_owned());
    match part {
        Part::Of(group) => {
            let infos = rows.iter().map(|row| row.info).filter(|info| info.group == group && !info.keys.is_empty());
            let keys = |keys: &[KeyboardShortcut]| keys.iter().map(|k| shortcut_text(ui.ctx(), *k)).collect::<Vec<_>>().join("  ");
            infos.map(|info| (keys(info.keys), info.words.to_owned())).collect()
        }
        Part::Moves => MOVES.map(owned).to_vec(),
        Part::Review => REVIEW.map(owned).to_vec(),
        Part::Audit => AUDIT.map(owned).to_vec(),
        Part::Compare => COMPARE.map(owned).to_vec(),
        Part::Searches => search_examples().into_iter().map(|(query, words)| (query, words.to_owned())).collect(),
    }
}

fn line_ui(ui: &mut Ui, keys: &str, words: &str) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CHIP), Layout::right_to_left(Align::Min), |ui| {
        widgets::key_cap(ui, keys);
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.add(egui::Label::new(egui::RichText::new(words).color(palette.text)).wrap());
        });
    });
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn the_columns_are_about_as_high_as_each_other() {
        let heights = [14, 6, 12, 6, 9, 10, 6, 8, 5, 4];
        assert_eq!(columns(&heights, 1).len(), 1);
        let four = columns(&heights, 4);
        let high: Vec<usize> = four.iter().map(|column| heights[column.clone()].iter().sum()).collect();
        assert_eq!(four.len(), 4);
        assert!(high.iter().all(|h| (15..=24).contains(h)), "{high:?}");
        assert_eq!(four.last().map(|c| c.end), Some(10), "none is left out");
    }
}
