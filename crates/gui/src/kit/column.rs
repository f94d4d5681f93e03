//! A scrolled column in the middle of a view, no wider than can be read.

use super::theme::{space, width};
use egui::{Align, Layout, ScrollArea, Ui, vec2};

/// Draws it; `id` keeps where it is scrolled to.
pub fn column_ui(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
        let room = ui.available_width() - 2.0 * space::XL;
        let wide = width::MODELS.min(room);
        ui.horizontal_top(|ui| {
            ui.add_space(((room - wide) / 2.0).floor() + space::XL);
            ui.allocate_ui_with_layout(vec2(wide, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(wide);
                ui.spacing_mut().item_spacing.y = space::S;
                add(ui);
            });
        });
    });
}
