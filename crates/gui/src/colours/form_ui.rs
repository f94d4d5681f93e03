//! Draws the dialog in which a colour is picked.

use super::chart::chart_ui;
use super::msg::Msg;
use super::state::ColourForm;
use super::swatches::row_ui;
use crate::kit::forms;
use crate::kit::theme::{self, width};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::colour::{hex, parse_hex};
use base::composition::Swatch;
use egui::{Color32, Id, Sense, Ui, Vec2};

/// Draws it; `palette` are the colours of the photo in the inspector.
pub fn form_ui(ui: &mut Ui, form: &mut ColourForm, palette: &[Swatch]) -> Output<Msg> {
    let mut out = Output::default();
    forms::note_ui(ui, "Photos whose product has this colour, the nearest first. Beside words it filters, and the words go on ranking.");
    if let Some(colour) = chart_ui(ui) {
        (form.colour, form.text) = (colour, hex(colour));
    }
    if !palette.is_empty() {
        forms::note_ui(ui, "Of the selected photo:");
        if let Some(colour) = row_ui(ui, palette, "Take") {
            (form.colour, form.text) = (colour, hex(colour));
        }
    }
    let field = forms::line_ui(ui, "Colour", |ui| {
        let ([r, g, b], (rect, _)) = (form.colour, ui.allocate_exact_size(Vec2::splat(theme::CONTROL), Sense::hover()));
        ui.painter().rect_filled(rect, theme::THUMB_RADIUS, Color32::from_rgb(r, g, b));
        widgets::field(ui, Id::unique("hue"), &mut form.text, "#aa3344", "Colour", width::DIALOG / 2.0)
    });
    if std::mem::take(&mut form.is_new) {
        field.request_focus();
        widgets::select_all(ui, field.id, &form.text);
    }
    let written = parse_hex(form.text.trim());
    if field.changed()
        && let Some(colour) = written
    {
        form.colour = colour;
    }
    forms::room_ui(ui, theme::LINE, |ui| {
        if written.is_none() {
            forms::problem_ui(ui, "Write a colour as on the web, such as #aa3344");
        }
    });
    let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(written.is_some(), |ui| widgets::primary_button(ui, "Find photos")).inner.clicked();
        if let Some(colour) = written.filter(|_| go || entered) {
            out.msg(Msg::Search(vec![colour]));
            out.effect(Effect::CloseOverlay);
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}
