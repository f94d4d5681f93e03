//! The views that are lists: files that could not be read, and photos whose files are gone.

use super::msg::Msg;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::command_ui::common_button;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::{FileProblem, human};
use egui::{Align, Label, Layout, RichText, Ui, vec2};
use egui_extras::{Column, TableBuilder, TableRow};
use egui_material_icons::icons;
use engine::protocol::DesktopRequest;
use std::path::{Path, PathBuf};

/// Height of a row: a button with air around it.
const ENTRY: f32 = theme::CONTROL + space::S;
/// No column is narrower than this.
const NARROWEST: f32 = 96.0;

/// Files that could not be read, and why.
pub fn problems_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let problems = ctx.library.snapshot.as_ref().map(|s| s.problems.clone()).unwrap_or_default();
    let words = ctx.library.unread().unwrap_or_else(|| "Problems".to_owned());
    head_ui(ui, &words, |ui| {
        if !problems.is_empty() && widgets::button(ui, Some(icons::ICON_CONTENT_COPY), "Copy list").clicked() {
            out.effect(Effect::Copy { text: as_text(&problems), what: "List" });
        }
        if widgets::button(ui, Some(icons::ICON_REFRESH), "Try again").clicked() {
            out.run(Common::Rescan);
        }
    });
    if problems.is_empty() {
        nothing_ui(ui, "Every file could be read");
        return out;
    }
    table_ui(ui, problems.len(), &mut out, |i| (problems[i].path.clone(), problems[i].reason.clone()));
    out
}

/// Photos whose files are gone.
pub fn missing_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let Some(snapshot) = &ctx.library.snapshot else { return out };
    head_ui(ui, &count_words(ctx.library.missing, "photo is missing", "photos are missing"), |ui| {
        let _ = common_button(ui, ctx, Common::ForgetMissing, 0.0, &mut out);
        if widgets::button(ui, Some(icons::ICON_REFRESH), "Look again").clicked() {
            out.run(Common::Rescan);
        }
    });
    let missing: Vec<_> = snapshot.photos.iter().filter(|p| p.missing).collect();
    if missing.is_empty() {
        nothing_ui(ui, "Every photo is where it was");
        return out;
    }
    table_ui(ui, missing.len(), &mut out, |i| {
        let path = snapshot.absolute(missing[i]).unwrap_or_else(|| missing[i].path.clone());
        (path, "gone when its folder was last looked at".to_owned())
    });
    out
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

/// One row a file: its name, its folder, the reason, and what can be done. `entry` answers the row's path and reason.
fn table_ui(ui: &mut Ui, count: usize, out: &mut Output<Msg>, entry: impl Fn(usize) -> (PathBuf, String)) {
    let palette = theme::palette(ui);
    ui.add_space(space::S);
    theme::panel_frame(palette.window, vec2(space::M, 0.0)).show(ui, |ui| {
        let whole = ui.available_width();
        let resizable = |share: f32| Column::initial(whole * share).at_least(NARROWEST).clip(true).resizable(true);
        let table = TableBuilder::new(ui)
            .striped(true)
            .auto_shrink(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(resizable(0.24))
            .column(resizable(0.26))
            .column(Column::remainder().at_least(NARROWEST).clip(true))
            .column(Column::exact(2.0 * theme::CONTROL + space::XL)); // The scroll bar floats over its end.
        let head = |row: &mut TableRow<'_, '_>, words: &str| {
            row.col(|ui| drop(ui.label(theme::caption_text(words, palette))));
        };
        let table = table.header(ENTRY, |mut row| ["File", "Folder", "Reason", ""].iter().for_each(|words| head(&mut row, words)));
        table.body(|body| {
            body.rows(ENTRY, count, |mut row| {
                let (path, reason) = entry(row.index());
                row_ui(&mut row, &path, &reason, out);
            });
        });
    });
}

fn row_ui(row: &mut TableRow<'_, '_>, path: &Path, reason: &str, out: &mut Output<Msg>) {
    row.col(|ui| {
        let palette = theme::palette(ui);
        widgets::icon(ui, icons::ICON_WARNING, theme::ICON, palette.doubtful);
        ui.add(Label::new(theme::strong_text(name_of(path), palette)).truncate());
    });
    row.col(|ui| {
        let folder = path.parent().map(|p| p.display().to_string()).unwrap_or_default();
        ui.add(Label::new(theme::caption_text(&folder, theme::palette(ui))).truncate()).on_hover_text(folder);
    });
    row.col(|ui| {
        let words = RichText::new(reason).color(theme::palette(ui).text);
        ui.add(Label::new(words).truncate().selectable(true)).on_hover_text(reason);
    });
    row.col(|ui| {
        if widgets::icon_button(ui, icons::ICON_FOLDER, "Show in folder").clicked() {
            out.send(DesktopRequest::ShowInFolder(path.to_owned()));
        }
        if widgets::icon_button(ui, icons::ICON_CONTENT_COPY, "Copy").clicked() {
            out.effect(Effect::Copy { text: format!("{}\t{reason}", path.display()), what: "Entry" });
        }
    });
}
