//! The answer over the large photo: what is cold lies in the dark, a ring is around the hottest place, and a plate says what it is and how far it
//! may be believed.

use super::question::Question;
use super::state::{Answer, Localise};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use egui::accesskit::Role;
use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Align2, Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use engine::protocol::{COLDEST, HeatMap, Localised, Pointing};

/// Draws it over the photo that lies at `photo` in its `room`.
pub fn heat_ui(ui: &mut Ui, ctx: &Ctx, localise: &Localise, room: Rect, photo: Rect) {
    let (Some(current), true) = (ctx.current(), ctx.looks.heat) else { return };
    let question = Question::now(ctx);
    let answer = localise.answer.as_ref().filter(|answer| question.is_some() && answer.question.photo() == current.id);
    let mut hottest = None;
    if let Some(Ok(found)) = answer.map(|answer| &answer.found) {
        let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
        painter.add(veil(&found.map, photo));
        let at = photo.lerp_inside(found.map.peak());
        ring(&painter, at);
        hottest = Some(at);
    }
    plate_ui(ui, room, hottest, &told(question.as_ref(), answer));
}

/// What a question came to so far: a title, and what is said of it.
fn told(question: Option<&Question>, answer: Option<&Answer>) -> [String; 2] {
    let Some(question) = question else {
        return ["Where what is?".to_owned(), "Search for something, or point at a label: it is looked for in this photo.".to_owned()];
    };
    let looking = format!("Looking for “{}”…", question.words);
    let Some(Answer { question: of, found }) = answer else { return [looking, String::new()] };
    let title = format!("Where “{}” is", of.words);
    match found {
        // The map of the last question stays, under its own name, until the next one is there.
        _ if of != question => [title, looking],
        Ok(found) => [title, believed(found)],
        Err(reason) => [format!("Where “{}” is cannot be told", of.words), base::human::capitalised(reason)],
    }
}

fn believed(found: &Localised) -> String {
    let instead = found.searched_as.iter().map(|other| format!("{}: looked for as {}. ", other.word, other.instead));
    instead.chain([Pointing::words(found.pointing)]).collect()
}

/// Darkness over what is cold: neutral, so that colours stay what they are.
fn veil(map: &HeatMap, photo: Rect) -> Shape {
    let mut mesh = Mesh::default();
    let share = |at: usize, of: usize| at as f32 / of as f32;
    for row in 0..=map.rows {
        for column in 0..=map.columns {
            let at = [share(column, map.columns), share(row, map.rows)];
            let dark = (1.0 - COLDEST) * (1.0 - map.at(at));
            let color = Color32::from_black_alpha((255.0 * dark).round() as u8);
            mesh.vertices.push(Vertex { pos: photo.lerp_inside(at), uv: WHITE_UV, color });
        }
    }
    let line = map.columns as u32 + 1;
    for corner in (0..map.rows as u32).flat_map(|row| (0..line - 1).map(move |column| row * line + column)) {
        mesh.add_triangle(corner, corner + 1, corner + line);
        mesh.add_triangle(corner + 1, corner + line, corner + line + 1);
    }
    Shape::mesh(mesh)
}

/// Around the hottest place: that is what the measured figure is about. In neither theme is the accent seen on every photo.
fn ring(painter: &Painter, at: Pos2) {
    painter.circle_stroke(at, space::S, Stroke::new(2.0 * theme::RING, Color32::from_black_alpha(160)));
    painter.circle_stroke(at, space::S, Stroke::new(theme::RING, Color32::WHITE));
}

/// The words, in the lower left corner; in the right one where they would lie over the hottest place.
fn plate_ui(ui: &Ui, room: Rect, hottest: Option<Pos2>, [title, words]: &[String; 2]) {
    let (palette, painter) = (theme::palette(ui), ui.painter());
    let wide = width::PHOTO_INFO.min(room.width() - 2.0 * space::M) - 2.0 * space::M;
    let title_galley = widgets::elided(painter, title, &theme::body(), palette.strong, wide);
    let words_galley = painter.layout(words.clone(), theme::caption(), palette.weak, wide);
    let gap = if words.is_empty() { 0.0 } else { space::XS + words_galley.size().y };
    let size = vec2(wide, title_galley.size().y + gap) + 2.0 * vec2(space::M, space::S);
    let inner = room.shrink(space::M);
    let left = Align2::LEFT_BOTTOM.anchor_size(inner.left_bottom(), size);
    let hides = hottest.is_some_and(|at| left.expand(space::M).contains(at));
    let plate = if hides { Align2::RIGHT_BOTTOM.anchor_size(inner.right_bottom(), size) } else { left };
    painter.rect(plate, theme::RADIUS, palette.float, Stroke::new(1.0, palette.border), StrokeKind::Inside);
    let at = plate.min + vec2(space::M, space::S);
    let below = at + vec2(0.0, title_galley.size().y + space::XS);
    painter.galley(at, title_galley, palette.strong);
    painter.galley(below, words_galley, palette.weak);
    let response = ui.interact(plate, ui.scope_id().with("where"), Sense::hover());
    let spoken = if words.is_empty() { title.clone() } else { format!("{title}. {words}") };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
}
