//! What was imported about a photo: its title, its brand, its description.

use super::msg::Msg;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::{PhotoId, PhotoText, human};
use egui::accesskit::Role;
use egui::{Align, Label, Layout, RichText, Sense, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::Edit;

/// Draws the texts, each with its column.
pub fn texts_ui(ui: &mut Ui, photo: PhotoId, texts: &[PhotoText], out: &mut Output<Msg>) {
    widgets::section_ui(ui, "Texts");
    widgets::named_region(ui, "Texts", Role::List, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for text in texts {
            text_ui(ui, photo, text, out);
        }
    });
}

fn text_ui(ui: &mut Ui, photo: PhotoId, PhotoText { column, text }: &PhotoText, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    // The first line stands beside the middle of the button.
    let above = (theme::CONTROL - theme::LINE) / 2.0;
    ui.horizontal_top(|ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(width::FACT, theme::CONTROL), Sense::hover());
        widgets::paint_elided(ui.painter(), rect, &human::capitalised(column), &theme::body(), palette.weak);
        response.on_hover_text(column);
        let room = ui.available_width() - theme::CONTROL - space::S;
        ui.allocate_ui_with_layout(vec2(room, theme::CONTROL), Layout::top_down(Align::Min), |ui| {
            ui.set_width(room);
            ui.add_space(above);
            ui.add(Label::new(RichText::new(text).color(palette.text)).wrap().selectable(true));
        });
        if widgets::icon_button(ui, icons::ICON_CLOSE, &format!("Remove the {column}")).clicked() {
            out.send(Edit::RemoveText { photo, column: column.clone() });
        }
    });
}
