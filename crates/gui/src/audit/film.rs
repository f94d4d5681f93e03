//! The queue below the photo, a page at a time: where one is, what became of each, and a click goes there.

use super::msg::Msg;
use super::session::Outcome;
use super::sitting::Sitting;
use crate::kit::asking::thumbnail_ui;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

/// Draws the page of the queue that holds the photo in question: a page stays until its last photo is done with.
pub fn film_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let at = sitting.session.at();
    let fit = ((ui.available_width() + space::S) / (theme::FILM + space::S)).floor().max(1.0) as usize;
    let first = at / fit * fit;
    widgets::named_region(ui, "Queue", Role::ListBox, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for place in first..(first + fit).min(sitting.session.total()) {
                if frame_ui(ui, ctx, sitting, place, pictures) {
                    out.msg(Msg::GoTo(place));
                }
            }
        });
    });
}

/// A photo of the queue; true where it was clicked.
fn frame_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, place: usize, pictures: &mut Pictures) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(theme::FILM, theme::FILM), Sense::click());
    let photo = sitting.audit.suspects.get(place).and_then(|suspect| ctx.library.photo(suspect.photo));
    let here = place == sitting.session.at();
    let (words, mark) = match sitting.session.outcome(place) {
        Some(Outcome::Kept) => (", kept", Some((icons::ICON_CHECK, palette.done))),
        Some(Outcome::Changed(_)) => (", corrected", Some((icons::ICON_EDIT, palette.accent))),
        Some(Outcome::Skipped) => (", skipped", Some((icons::ICON_REDO, palette.weak))),
        None => ("", None),
    };
    let name = photo.map_or_else(|| "a photo that is gone".to_owned(), base::Photo::name);
    let name = format!("{} in the queue: {name}{words}", human::count(place as u64 + 1));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, &name));
    if let Some(photo) = photo {
        thumbnail_ui(ui, rect, photo, pictures);
    }
    if let Some((icon, colour)) = mark {
        let centre = rect.right_bottom() - vec2(theme::KEY_CAP, theme::KEY_CAP) / 2.0;
        ui.painter().circle_filled(centre, theme::KEY_CAP / 2.0, palette.panel);
        widgets::paint_icon(ui.painter(), pos2(centre.x, centre.y), icon, theme::ICON_SMALL, colour);
    }
    if here {
        ui.painter().rect_stroke(rect, theme::THUMB_RADIUS, Stroke::new(theme::RING, palette.accent), StrokeKind::Outside);
    }
    widgets::focus_ring(ui, &response);
    response.on_hover_text(name).clicked()
}
