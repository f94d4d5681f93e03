//! The rows above and below photos side by side.

use super::commands::TABLE;
use super::msg::{Msg, SurveyCommand};
use super::state::{MOST, Survey};
use crate::kit::mark_strip;
use crate::kit::theme::{self, width};
use crate::kit::{forms, widgets};
use crate::shell::command::entry;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::look_tools::{looks_ui, scales_ui};
use crate::shell::mark_ui::marks_ui;
use crate::shell::output::Output;
use crate::shell::scope;
use base::human;
use egui::{Align, Label, Layout, Ui};
use egui_material_icons::icons;

/// The way back, what is seen, and how it is looked at.
pub fn bar_ui(ui: &mut Ui, ctx: &Ctx, survey: &Survey, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let roomy = ui.available_width() >= width::ROOMY_ROW;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        if widgets::button(ui, Some(icons::ICON_GRID_VIEW), "Grid").on_hover_text("G").clicked() {
            out.run(Common::Grid);
        }
        kinds_ui(ui, survey, out);
        if roomy {
            ui.label(theme::weak_text(told(survey), palette));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            looks_ui(ui, ctx, out);
            link_ui(ui, ctx, out);
            let scale = survey.photo().map_or(ctx.zoom.scale, |photo| survey.zoom_of(ctx, photo).scale);
            scales_ui(ui, scale, out);
        });
    });
}

fn kinds_ui(ui: &mut Ui, survey: &Survey, out: &mut Output<Msg>) {
    let compares = survey.held.is_some();
    let can_survey = !compares || survey.photos.len() <= MOST;
    for (on, enabled, words, keys, command) in [
        (!compares, can_survey, "Survey", "N", SurveyCommand::Survey),
        (compares, survey.photos.len() > 1, "Compare", "C", SurveyCommand::Compare),
    ] {
        let segment = ui.add_enabled_ui(enabled, |ui| forms::segment_ui(ui, on, words)).inner;
        if segment.on_hover_text(keys).clicked() && !on {
            out.msg(Msg::Run(command));
        }
    }
}

fn link_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let info = &entry(TABLE, &SurveyCommand::Link).info;
    let icon = if ctx.looks.apart { icons::ICON_LINK_OFF } else { icons::ICON_LINK };
    let toggle = widgets::icon_toggle(ui, !ctx.looks.apart, icon, info.words);
    if toggle.clicked() {
        out.msg(Msg::Run(SurveyCommand::Link));
    }
    if let Some(keys) = info.shortcut(ctx, ui.ctx()) {
        toggle.on_hover_text(theme::weak_text(keys, theme::palette(ui)));
    }
}

/// "4 photos", "2 of 11 photos beside the held one".
fn told(survey: &Survey) -> String {
    if survey.held.is_none() {
        return human::photos(survey.photos.len() as u64);
    }
    let before = survey.photos.iter().take(survey.at + 1).filter(|photo| Some(**photo) != survey.held).count();
    let others = survey.photos.len().saturating_sub(1);
    format!("{} of {} beside the held one", human::count(before as u64), human::photos(others as u64))
}

/// The photo that marks go to.
pub fn foot_ui(ui: &mut Ui, ctx: &Ctx, survey: &Survey, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some(photo) = survey.photo().and_then(|photo| ctx.library.photo(photo)) else { return };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.allocate_ui(egui::vec2(mark_strip::WIDTH, theme::CONTROL), |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| marks_ui(ui, ctx, &scope::of_photo(ctx, photo.id).photos, out));
        });
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(theme::strong_text(photo.name(), palette)).truncate());
            if ui.available_width() > width::PATH / 2.0 {
                let keys = if survey.held.is_some() {
                    "← → another · ↑ hold it · ↓ swap · Backspace takes it out"
                } else {
                    "Arrows move · Backspace takes it out · C compares"
                };
                ui.add(Label::new(theme::caption_text(keys, palette)).truncate());
            }
        });
    });
}
