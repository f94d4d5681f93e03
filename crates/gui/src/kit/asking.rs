//! What views draw that ask about one photo after the other: keys that are buttons too, the search for another label, a photo with
//! its label.

use super::fuzzy;
use super::pictures::Pictures;
use super::textures::Thumb;
use super::theme::{self, space};
use super::widgets;
use base::{Label, LabelId, Photo, human};
use egui::accesskit::Role;
use egui::{Color32, Id, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Labels that a search for another one lists.
const MOST_FOUND: usize = 6;

/// Draws a key with what it does, as a button: "Space skip".
pub fn hint_ui(ui: &mut Ui, key: &str, words: &str) -> egui::Response {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let key = painter.layout_no_wrap(key.to_owned(), theme::caption(), palette.text);
    let text = painter.layout_no_wrap(words.to_owned(), theme::caption(), palette.weak);
    let cap_width = (key.size().x + space::S).max(theme::KEY_CAP);
    let size = vec2(cap_width + space::XS + text.size().x, theme::CHIP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, human::capitalised(words)));
    let cap = Rect::from_min_size(pos2(rect.left(), rect.center().y - theme::KEY_CAP / 2.0), vec2(cap_width, theme::KEY_CAP));
    let painter = ui.painter();
    let fill = if response.hovered() { palette.control_hover } else { palette.control };
    painter.rect(cap, theme::THUMB_RADIUS, fill, Stroke::new(1.0, palette.border), StrokeKind::Inside);
    painter.galley(cap.center() - key.size() / 2.0, key, palette.text);
    let colour = if response.hovered() { palette.strong } else { palette.weak };
    painter.galley_with_override_text_color(pos2(cap.right() + space::XS, rect.center().y - text.size().y / 2.0), text, colour);
    widgets::focus_ring(ui, &response);
    response
}

/// What came of a search for a label.
pub enum Found {
    /// This one was chosen.
    Label(LabelId),
    /// The text is another one now.
    Typed(String),
}

/// Draws the field in which the name of a label is typed, which has the keyboard, and the labels with these letters.
pub fn find_label_ui(ui: &mut Ui, labels: &[Label], text: &str) -> Option<Found> {
    let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    let mut typed = text.to_owned();
    let field = widgets::field(ui, Id::unique("another label"), &mut typed, "Name of a label", "Another label", ui.available_width());
    field.request_focus();
    let mut found = fuzzy::ranked(&typed, labels, |label| &label.name);
    found.truncate(MOST_FOUND);
    if found.is_empty() {
        ui.label(theme::caption_text("No label has these letters", theme::palette(ui)));
    }
    let mut chosen = None;
    for (place, label) in found.iter().enumerate() {
        let spec = widgets::RowSpec {
            words: &label.name,
            count: (place == 0).then(|| "Enter".to_owned()),
            icon: None,
            selected: place == 0,
            indent: 0.0,
            name: format!("Choose {}", label.name),
            room_right: 0.0,
        };
        if widgets::row_ui(ui, &spec).clicked() || (enter && place == 0) {
            chosen = Some(label.id);
        }
    }
    chosen.map(Found::Label).or_else(|| (typed != text).then_some(Found::Typed(typed)))
}

/// Draws a thumbnail with its label below; `more` is what a screen reader and the hover text say behind the label.
pub fn labelled_photo_ui(ui: &mut Ui, photo: &Photo, label: &str, more: &str, side: f32, pictures: &mut Pictures) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(side, side + theme::LINE), Sense::hover());
    let name = format!("{}, {label}{more}", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let well = Rect::from_min_size(rect.min, vec2(side, side));
    thumbnail_ui(ui, well, photo, pictures);
    let below = Rect::from_min_max(pos2(rect.left(), well.bottom()), rect.max);
    widgets::paint_elided(ui.painter(), below, label, &theme::caption(), palette.text);
    response.on_hover_text(name);
}

/// Paints a photo's thumbnail in its well.
pub fn thumbnail_ui(ui: &Ui, well: Rect, photo: &Photo, pictures: &mut Pictures) {
    ui.painter().rect_filled(well, theme::THUMB_RADIUS, theme::palette(ui).well);
    if let Thumb::Ready(texture, size) = pictures.textures.get(photo) {
        widgets::paint_picture(ui.painter(), widgets::fit(well, size, theme::ENLARGE), texture, Color32::WHITE);
    }
}
