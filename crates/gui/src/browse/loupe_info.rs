//! What is known of a large photo, over its upper left corner: how it was taken, and its levels.

use crate::kit::levels::{clipped_words, levels_ui};
use crate::kit::theme::{self, space, width};
use crate::shell::format;
use base::{Photo, human};
use egui::{Label, Rect, Ui, UiBuilder, vec2};
use engine::protocol::Tones;

/// Draws it; the levels are those of the decoded photo, once it is here.
pub fn info_ui(ui: &mut Ui, room: Rect, photo: &Photo, tones: Option<&Tones>) {
    let palette = theme::palette(ui);
    let wide = width::PHOTO_INFO.min(room.width() - 2.0 * space::M);
    let place = Rect::from_min_size(room.min + vec2(space::M, space::M), vec2(wide, room.height() - 2.0 * space::M));
    ui.scope_builder(UiBuilder::new().max_rect(place).accessibility_label("Photo info"), |ui| {
        theme::float_frame(palette, space::M).show(ui, |ui| {
            ui.set_width(wide - 2.0 * space::M);
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.add(Label::new(theme::strong_text(photo.name(), palette)).truncate());
            for line in lines(photo) {
                ui.add(Label::new(theme::caption_text(line, palette)).truncate());
            }
            let Some(tones) = tones else { return };
            let told = clipped_words(tones.light, tones.dark);
            ui.add_space(space::XS);
            levels_ui(ui, vec2(ui.available_width(), theme::LEVELS), &tones.levels, &told);
            ui.add(Label::new(theme::caption_text(told, palette)).truncate());
        });
    });
}

fn lines(photo: &Photo) -> Vec<String> {
    let facts = &photo.facts;
    let size = format!("{} × {} · {} · {}", photo.width, photo.height, photo.format, human::bytes(photo.size));
    let exposure = Some(facts.exposure()).filter(|words| !words.is_empty());
    let taken = photo.captured.as_ref().map(|taken| taken.replace('T', " "));
    let named = [facts.camera.as_deref(), facts.lens.as_deref()].map(|name| name.map(str::to_owned));
    [Some(size), taken, format::clock_words(photo)].into_iter().chain(named).chain([exposure]).flatten().collect()
}
