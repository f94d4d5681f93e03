//! All models: those on this computer, those that can be had, and the device that they run on.

use super::format;
use super::msg::Msg;
use super::row::row_ui;
use super::state::ModelsPage;
use crate::kit::column::column_ui;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::view::View;
use base::{ArithmeticChoice, Device};
use egui::accesskit::Role;
use egui::{Align, CentralPanel, Label, Layout, Panel, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{ModelPlace, ModelRequest, ModelView, PickPurpose};

/// Draws the view.
pub fn models_ui(ui: &mut Ui, ctx: &Ctx, page: &ModelsPage) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("models bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, ctx, &mut out));
    CentralPanel::no_frame().show(ui, |ui| {
        column_ui(ui, "models", |ui| lists_ui(ui, ctx, page, &mut out));
    });
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Back").on_hover_text("Esc").clicked() {
            out.effect(Effect::Show(View::Grid));
        }
        if widgets::button(ui, Some(icons::ICON_CREATE_NEW_FOLDER), "Add folder…").clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::AddModel)));
        }
        if ui
            .add_enabled_ui(ctx.library.snapshot.as_ref().is_some_and(|snapshot| !snapshot.read_only), |ui| {
                widgets::button(ui, None, "Adapt to this catalogue…")
            })
            .inner
            .clicked()
        {
            out.msg(Msg::Adapt);
        }
        if widgets::icon_button(ui, icons::ICON_REFRESH, "Look again").clicked() {
            out.send(ModelRequest::List);
        }
        device_ui(ui, ctx, out);
        arithmetic_ui(ui, ctx, out);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::strong_text("Models", palette));
            let words = "They run on this computer; nothing leaves it.";
            ui.add(Label::new(theme::weak_text(words, palette)).truncate());
        });
    });
}

/// The device, where there is a choice.
fn device_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let list = &ctx.models.list;
    let mut devices: Vec<Device> = list.devices.clone();
    if !devices.contains(&Device::Auto) {
        devices.insert(0, Device::Auto);
    }
    if devices.iter().filter(|d| **d != Device::Auto).count() < 2 {
        return;
    }
    let names: Vec<String> = devices.iter().map(|d| format::device(*d).to_owned()).collect();
    let at = devices.iter().position(|d| *d == list.device).unwrap_or(0);
    if let Some(chosen) = forms::menu_ui(ui, "Run on", &names, at).and_then(|i| devices.get(i)) {
        out.send(ModelRequest::UseDevice(*chosen));
    }
    ui.label(theme::weak_text("Run on", theme::palette(ui)));
}

/// What models multiply in on the processor.
fn arithmetic_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let names = ArithmeticChoice::ALL.map(|choice| format::arithmetic(choice).to_owned());
    let at = ArithmeticChoice::ALL.iter().position(|choice| *choice == ctx.models.list.arithmetic).unwrap_or(0);
    if let Some(chosen) = forms::menu_ui(ui, "Numbers", &names, at).and_then(|i| ArithmeticChoice::ALL.get(i)) {
        out.send(ModelRequest::UseArithmetic(*chosen));
    }
    ui.label(theme::weak_text("Numbers", theme::palette(ui)));
}

fn lists_ui(ui: &mut Ui, ctx: &Ctx, page: &ModelsPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    if ctx.models.list.rows.is_empty() {
        ui.add_space(space::XL);
        ui.label(theme::weak_text("Looking which models are here…", palette));
        return;
    }
    let (here, to_get): (Vec<&ModelView>, Vec<&ModelView>) = ctx.models.list.rows.iter().partition(|row| row.place != ModelPlace::ToGet);
    for (title, rows) in [("On this computer", here), ("To get", to_get)] {
        if rows.is_empty() {
            continue;
        }
        ui.add_space(space::M);
        ui.label(theme::strong_text(title, palette));
        widgets::named_region(ui, title, Role::List, |ui| {
            for row in rows {
                row_ui(ui, ctx, page, row, out);
            }
        });
    }
    ui.add_space(space::S);
    let words = "Any other CLIP or SigLIP model in the Hugging Face layout works as well: put its folder on this computer and add it.";
    ui.add(Label::new(theme::caption_text(words, palette)).wrap());
    ui.add_space(space::L);
}
