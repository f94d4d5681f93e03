//! The views that are lists: files that could not be read, and photos whose files are gone.

use super::actions::{Action, Actions};
use super::command::UiCommand;
use super::state::State;
use super::theme::{self, space};
use super::tree::name_of;
use super::widgets;
use crate::app::protocol::Command;
use crate::base::{FileProblem, human};
use egui::{Align, Layout, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use egui_material_icons::icons;
use std::path::Path;

/// Height of an entry with two lines.
const ENTRY: f32 = 56.0;

/// Files that could not be read, and why.
pub fn problems_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    let problems = state.library.snapshot.as_ref().map(|s| s.problems.clone()).unwrap_or_default();
    head_ui(ui, &count_words(problems.len() as u64, "file could not be read", "files could not be read"), |ui| {
        if !problems.is_empty() && widgets::button(ui, Some(icons::ICON_CONTENT_COPY), "Copy list").clicked() {
            actions.push(Action::Copy { text: as_text(&problems), what: "List" });
        }
        if widgets::button(ui, Some(icons::ICON_REFRESH), "Try again").clicked() {
            actions.run(UiCommand::Rescan);
        }
    });
    if problems.is_empty() {
        nothing_ui(ui, "Every file could be read");
        return actions;
    }
    entries_ui(ui, problems.len(), |ui, i| {
        let problem = &problems[i];
        entry_ui(ui, &problem.path, &problem.reason, &mut actions);
    });
    actions
}

/// Photos whose files are gone.
pub fn missing_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    let Some(snapshot) = &state.library.snapshot else { return actions };
    head_ui(ui, &count_words(state.library.missing, "photo is missing", "photos are missing"), |ui| {
        let _ = widgets::command_button(ui, state, UiCommand::ForgetMissing, 0.0, &mut actions);
        if widgets::button(ui, Some(icons::ICON_REFRESH), "Look again").clicked() {
            actions.run(UiCommand::Rescan);
        }
    });
    let missing: Vec<_> = snapshot.photos.iter().filter(|p| p.missing).collect();
    if missing.is_empty() {
        nothing_ui(ui, "Every photo is where it was");
        return actions;
    }
    entries_ui(ui, missing.len(), |ui, i| {
        let path = snapshot.absolute(missing[i]).unwrap_or_else(|| missing[i].path.clone());
        entry_ui(ui, &path, "The file was gone when its folder was last looked at", &mut actions);
    });
    actions
}

fn count_words(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", human::count(n), if n == 1 { one } else { many })
}

fn as_text(problems: &[FileProblem]) -> String {
    let lines: Vec<String> = problems.iter().map(|p| format!("{}\t{}", p.path.display(), p.reason)).collect();
    lines.join("\n")
}

fn head_ui(ui: &mut Ui, words: &str, buttons: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    theme::panel_frame(palette.bar, vec2(space::L, 0.0)).show(ui, |ui| {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::TOOL_ROW), Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::strong_text(words, palette));
            ui.with_layout(Layout::right_to_left(Align::Center), buttons);
        });
    });
}

fn nothing_ui(ui: &mut Ui, words: &str) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        widgets::icon(ui, icons::ICON_CHECK_CIRCLE, theme::ICON_LARGE, palette.done);
        ui.label(theme::weak_text(words, palette));
    });
}

fn entries_ui(ui: &mut Ui, count: usize, mut add: impl FnMut(&mut Ui, usize)) {
    ui.add_space(space::S);
    ui.spacing_mut().item_spacing.y = space::XS;
    ScrollArea::vertical().id_salt("entries").auto_shrink(false).show_rows(ui, ENTRY, count, |ui, rows| rows.for_each(|i| add(ui, i)));
}

fn entry_ui(ui: &mut Ui, path: &Path, reason: &str, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let width = (ui.available_width() - 2.0 * space::M).max(0.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ENTRY), Sense::hover());
    let card = Rect::from_min_size(pos2(rect.left() + space::M, rect.top()), vec2(width, ENTRY));
    ui.painter().rect_filled(card, theme::RADIUS, palette.card);
    let inner = card.shrink2(vec2(space::M, space::S));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::right_to_left(Align::Center)));
    if widgets::icon_button(&mut child, icons::ICON_CONTENT_COPY, "Copy").clicked() {
        actions.push(Action::Copy { text: format!("{}\t{reason}", path.display()), what: "Entry" });
    }
    if widgets::icon_button(&mut child, icons::ICON_FOLDER, "Show in folder").clicked() {
        actions.push(Action::Send(Command::ShowInFolder(path.to_owned())));
    }
    child.with_layout(Layout::left_to_right(Align::Center), |ui| {
        widgets::icon(ui, icons::ICON_WARNING, theme::ICON, palette.doubtful);
        ui.add_space(space::XS);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().interact_size.y = theme::LINE;
            ui.horizontal(|ui| {
                ui.label(theme::strong_text(name_of(path), palette));
                let folder = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
                ui.add(egui::Label::new(theme::caption_text(folder, palette)).truncate());
            });
            ui.add(egui::Label::new(RichText::new(reason).color(palette.text)).truncate().selectable(true));
        });
    });
}
