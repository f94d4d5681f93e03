//! The photo under the pointer, as a card beside it; near enough, photos in the place of their points.

use super::paint::Drawn;
use super::scene::Scene;
use crate::kit::pictures::Pictures;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, map, space};
use crate::kit::widgets;
use crate::shell::products;
use base::{Photo, human};
use egui::{Color32, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

/// Paints photos in the place of their points where few enough are in view.
pub fn paint_photos(painter: &Painter, scene: &Scene<'_>, drawn: &Drawn, pictures: &mut Pictures) {
    let Some(side) = drawn.side else { return };
    for (place, at) in &drawn.seen {
        let Some(photo) = scene.photo(*place) else { continue };
        let Thumb::Ready(texture, size) = pictures.textures.get(photo) else { continue };
        let rect = widgets::fit(Rect::from_center_size(*at, Vec2::splat(side)), size, theme::ENLARGE);
        let found = scene.is_found(*place);
        let tint = if found { Color32::WHITE } else { Color32::from_white_alpha(map::BACK_PHOTO) };
        widgets::paint_picture(painter, rect, texture, tint);
        let colour = match (scene.ctx.selection.contains(photo.id), found) {
            (true, _) => scene.palette.accent,
            (false, true) => scene.colours.groups.paint(*place as usize).colour(scene.palette),
            (false, false) => scene.palette.rail,
        };
        painter.rect_stroke(rect, theme::THUMB_RADIUS, Stroke::new(theme::RING, colour), StrokeKind::Outside);
    }
}

/// Marks the point under the pointer, and shows its photo.
pub fn paint_card(painter: &Painter, scene: &Scene<'_>, (place, at): (u32, Pos2), drawn: &Drawn, pictures: &mut Pictures) {
    let Some(photo) = scene.photo(place) else { return };
    if drawn.side.is_none() {
        painter.circle_stroke(at, drawn.radius + theme::RING, Stroke::new(theme::RING, scene.palette.accent));
    }
    let card = card_at(at, drawn.area(), drawn.side.map_or(drawn.radius, |side| side / 2.0));
    painter.add(theme::float_frame(scene.palette, 0.0).paint(card));
    let picture = Rect::from_min_size(card.min + Vec2::splat(space::S), Vec2::splat(map::CARD.x - 2.0 * space::S));
    painter.rect_filled(picture, theme::THUMB_RADIUS, scene.palette.well);
    if let Thumb::Ready(texture, size) = pictures.textures.get(photo) {
        widgets::paint_picture(painter, widgets::fit(picture, size, theme::ENLARGE), texture, Color32::WHITE);
    }
    let top = |row: f32| picture.bottom() + space::XS + row * theme::CAPTION_LINE;
    let row = |n: f32| Rect::from_min_size(pos2(picture.left(), top(n)), vec2(picture.width(), theme::CAPTION_LINE));
    widgets::paint_elided(painter, row(0.0), &Photo::name(photo), &theme::body(), scene.palette.strong);
    widgets::paint_elided(painter, row(1.0), &told(scene, place, photo), &theme::caption(), scene.palette.weak);
}

/// Its group, and its product where it has one.
fn told(scene: &Scene<'_>, place: u32, photo: &Photo) -> String {
    let group = scene.colours.groups.line(place as usize).map(|line| line.words.clone());
    let sku = products::of(scene.ctx, photo.id).map(|product| human::elide_middle(&product.sku, 24));
    group.into_iter().chain(sku).collect::<Vec<_>>().join(" · ")
}

/// Beside the point, where there is room.
fn card_at(at: Pos2, area: Rect, away: f32) -> Rect {
    let away = away + space::M;
    let x = if at.x + away + map::CARD.x <= area.right() { at.x + away } else { at.x - away - map::CARD.x };
    let highest = area.top() + space::S;
    let y = (at.y - map::CARD.y / 2.0).clamp(highest, (area.bottom() - map::CARD.y - space::S).max(highest));
    Rect::from_min_size(pos2(x.max(area.left() + space::S), y), map::CARD)
}
