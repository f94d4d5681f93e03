//! The cheat sheet: every key from the command table, the keys of the grid, and how to write a search.

use super::features::{AnyCommand, CommandRow};
use super::key_editor::{SheetState, key_button_ui, take_key};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::command::{Group, shortcut_text};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use egui::{Align, Layout, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::search_examples;
use std::collections::BTreeMap;
use std::ops::Range;

/// Keys that are no commands: they move.
const MOVES: [(&str, &str); 9] = [
    ("Arrows", "Move"),
    ("Home  End", "First and last photo"),
    ("PgUp  PgDn", "A page back or on"),
    ("Shift", "Extend the selection"),
    ("Ctrl click", "One more, or one less"),
    ("Ctrl+Space", "The same, with the keyboard"),
    ("Space", "Large view, and every pixel of it"),
    ("Shift P  X  0 – 9", "Mark, and go on"),
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

/// Keys of disputes between two people.
const DISPUTES: [(&str, &str); 5] = [
    ("1 – 9", "Take that answer, or tick the label"),
    ("Enter", "Take what is ticked"),
    ("X", "None of these"),
    ("Space", "Skip"),
    ("Ctrl+Z", "Take the last answer back"),
];

/// Keys of a comparison.
const COMPARE: [(&str, &str); 4] =
    [("Arrows", "Move in one answer"), ("F6  Tab", "To the other answer"), ("Space", "Show the photo in both"), ("Esc", "Leave")];

/// Keys of photos side by side.
const SURVEY: [(&str, &str); 6] = [
    ("Arrows", "Move, or the next one to compare"),
    ("↑  ↓", "Hold the other one, swap both"),
    ("Backspace", "Take a photo out"),
    ("Double click", "Large view"),
    ("Wheel  drag", "Zoom and move, all of them"),
    ("Esc", "Back to the grid"),
];

/// In the order in which they are read.
const PARTS: [Part; 14] = [
    Part::Searches,
    Part::Of(Group::Search),
    Part::Of(Group::Photo),
    Part::Of(Group::Marks),
    Part::Moves,
    Part::Of(Group::Tags),
    Part::Survey,
    Part::Review,
    Part::Audit,
    Part::Disputes,
    Part::Compare,
    Part::Of(Group::View),
    Part::Of(Group::Catalogue),
    Part::Of(Group::Help),
];

/// Draws the sheet. Answers what is to be done.
pub fn cheat_sheet_ui(ui: &mut Ui, ctx: &Ctx, sheet: &mut SheetState, rows: &[CommandRow]) -> Option<Effect> {
    let mut effect = take_key(ui, ctx, sheet, rows);
    let screen = ui.ctx().content_rect();
    let most = ((screen.width() - 2.0 * space::XL - space::M) / (width::SHEET + space::XL)).floor().clamp(1.0, 4.0);
    let shown = PARTS.into_iter().filter(|part| !sheet.editing || matches!(part, Part::Of(_)));
    let parts: Vec<(Part, Vec<Line>)> = shown.map(|part| (part, lines(ui, ctx, rows, part, sheet.editing))).collect();
    let parts: Vec<_> = parts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect();
    let heights: Vec<usize> = parts.iter().map(|(_, lines)| lines.len() + HEADING).collect();
    ui.set_width(most.mul_add(width::SHEET + space::XL, space::M - space::XL));
    effect = effect.or(head_ui(ui, ctx, sheet));
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
                        for line in lines {
                            line_ui(ui, sheet, line);
                        }
                    }
                });
            }
        });
    });
    effect
}

/// The title; what is waited for or was refused; and what can be done with the sheet.
fn head_ui(ui: &mut Ui, ctx: &Ctx, sheet: &mut SheetState) -> Option<Effect> {
    let mut effect = None;
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.label(theme::title_text("Keys and search", palette));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::ICON_CLOSE, "Close").clicked() {
                effect = Some(Effect::CloseOverlay);
            }
            if widgets::quiet_button(ui, if sheet.editing { "Done" } else { "Change keys" }).clicked() {
                *sheet = SheetState { editing: !sheet.editing, ..SheetState::default() };
            }
            if sheet.editing && ctx.keys.is_changed() && widgets::quiet_button(ui, "Reset all keys").clicked() {
                (sheet.waits, sheet.problem) = (None, None);
                effect = Some(Effect::Keys(BTreeMap::new()));
            }
            if sheet.editing {
                let words = sheet.problem.as_deref().unwrap_or("Click a key, then press the new one. Backspace takes it away.");
                let colour = if sheet.problem.is_some() { palette.problem } else { palette.weak };
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add_space(space::S);
                    ui.add(egui::Label::new(egui::RichText::new(words).color(colour)).truncate());
                });
            }
        });
    });
    effect
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
    Survey,
    Review,
    Audit,
    Disputes,
    Compare,
    Searches,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Of(group) => group.title(),
            Self::Moves => "In the grid",
            Self::Survey => "In a survey",
            Self::Review => "In a review",
            Self::Audit => "In a check of labels",
            Self::Disputes => "Between two reviewers",
            Self::Compare => "In a comparison",
            Self::Searches => "Ways to search",
        }
    }
}

/// Keys, and what they do.
struct Line {
    keys: String,
    words: String,
    /// The command that can have other keys.
    command: Option<AnyCommand>,
}

fn lines(ui: &Ui, ctx: &Ctx, rows: &[CommandRow], part: Part, editing: bool) -> Vec<Line> {
    let fixed = |(keys, words): (&str, &str)| Line { keys: keys.to_owned(), words: words.to_owned(), command: None };
    match part {
        Part::Of(group) => {
            let of_group = rows.iter().filter(|row| row.info.group == group);
            let line = |row: &CommandRow| {
                let keys: Vec<String> = row.info.keys_now(ctx).iter().map(|k| shortcut_text(ui.ctx(), *k)).collect();
                Line { keys: keys.join("  "), words: row.info.words.to_owned(), command: Some(row.command) }
            };
            of_group.map(line).filter(|line| editing || !line.keys.is_empty()).collect()
        }
        Part::Moves => MOVES.map(fixed).into(),
        Part::Survey => SURVEY.map(fixed).into(),
        Part::Review => REVIEW.map(fixed).into(),
        Part::Audit => AUDIT.map(fixed).into(),
        Part::Disputes => DISPUTES.map(fixed).into(),
        Part::Compare => COMPARE.map(fixed).into(),
        Part::Searches => search_examples().iter().map(|(query, words)| fixed((query, words))).collect(),
    }
}

fn line_ui(ui: &mut Ui, sheet: &mut SheetState, line: &Line) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CHIP), Layout::right_to_left(Align::Min), |ui| {
        match line.command.filter(|_| sheet.editing) {
            Some(command) => key_button_ui(ui, sheet, (&line.words, &line.keys), command),
            None => {
                widgets::key_cap(ui, &line.keys);
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.add(egui::Label::new(egui::RichText::new(&line.words).color(palette.text)).wrap());
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
