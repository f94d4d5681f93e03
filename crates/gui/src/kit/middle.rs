//! What stands in the middle of a view that has nothing to show yet: an icon, why, and the one thing to do.

use super::theme::{self, space, width};
use super::widgets;
use egui::{Color32, Label, Ui};
use egui_material_icons::MaterialIcon;

/// Draws it; `add` draws the buttons.
pub fn middle_ui(ui: &mut Ui, (icon, colour): (MaterialIcon, Color32), title: &str, text: &str, add: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    ui.add_space((ui.available_height() / 3.0 - theme::ICON_LARGE).max(space::XL));
    ui.vertical_centered(|ui| {
        ui.set_max_width(width::CARD.min(ui.available_width() - 2.0 * space::XL));
        ui.spacing_mut().item_spacing.y = space::S;
        widgets::icon(ui, icon, theme::ICON_LARGE, colour);
        ui.label(theme::title_text(title, palette));
        if !text.is_empty() {
            ui.add(Label::new(theme::weak_text(text, palette)).wrap());
        }
        ui.add_space(space::S);
        add(ui);
    });
}
