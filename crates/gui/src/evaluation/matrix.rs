//! The confusion matrix as a picture: a row for each truth, a column for each suggestion, the stronger the larger the share of the row.
//! Names stay in view where it is larger than its room.

use super::msg::Msg;
use super::shown::{Shown, cell_words};
use super::state::EvaluationPage;
use crate::kit::heat;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::epaint::TextShape;
use egui::{Align, Align2, Layout, Painter, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::f32::consts::FRAC_PI_3;

/// Where the matrix lies.
struct Places {
    /// Side of a cell.
    cell: f32,
    /// The cells that are seen.
    body: Rect,
    /// The names at the left.
    left: Rect,
    /// The names above, which lean to the right.
    top: Rect,
}

impl Places {
    fn new(room: Rect, classes: usize) -> Self {
        let (wide, tall) = (width::MATRIX_NAMES, theme::MATRIX_NAMES);
        // A name that leans ends so far right of its column.
        let lean = tall / FRAC_PI_3.tan();
        let n = classes.max(1) as f32;
        let fits = ((room.width() - wide - lean) / n).min((room.height() - tall) / n).floor();
        let cell = fits.clamp(theme::MATRIX_CELL.0, theme::MATRIX_CELL.1);
        let corner = room.min + vec2(wide, tall);
        let end = pos2((corner.x + n * cell).min(room.right() - lean), (corner.y + n * cell).min(room.bottom()));
        let body = Rect::from_min_max(corner, end);
        let left = Rect::from_min_max(pos2(room.left(), body.top()), pos2(body.left() - space::S, body.bottom()));
        let top = Rect::from_min_max(pos2(body.left() - space::XS, room.top()), pos2(body.right() + lean, body.top()));
        Self { cell, body, left, top }
    }
}

/// Draws it.
pub fn matrix_ui(ui: &mut Ui, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let room = ui.available_rect_before_wrap();
    let places = Places::new(room, shown.classes.len());
    let corner = pos2(room.left(), places.body.top() - space::S);
    let words = if shown.more > 0 { format!("{} rarer labels are left out", human::count(shown.more as u64)) } else { String::new() };
    ui.painter().text(corner - vec2(0.0, theme::LINE), Align2::LEFT_BOTTOM, words, theme::caption(), palette.weak);
    ui.painter().text(corner, Align2::LEFT_BOTTOM, "true ↓  suggested →", theme::caption(), palette.weak);
    let builder = UiBuilder::new().max_rect(places.body).layout(Layout::top_down(Align::Min));
    let mut child = ui.new_child(builder.accessibility_label("Confusion matrix").accessibility_role(Role::Group));
    let side = shown.classes.len() as f32 * places.cell;
    // The names lie beside what is scrolled, and move with it.
    let beside = ui.painter().clone();
    ScrollArea::both().id_salt("matrix").auto_shrink(false).show_viewport(&mut child, |ui, _| {
        ui.set_min_size(vec2(side, side));
        let origin = ui.max_rect().min;
        let pointed = cells_ui(ui, page, shown, origin, places.cell, out);
        rows(&beside.with_clip_rect(places.left), shown, origin.y, &places, pointed.map(|(row, _)| row), palette);
        columns(&beside.with_clip_rect(places.top), shown, origin.x, &places, pointed.map(|(_, column)| column), palette);
    });
    ui.advance_cursor_after_rect(room);
}

/// The cells in view. Answers the one under the pointer, by row and column.
fn cells_ui(
    ui: &mut Ui,
    page: &EvaluationPage,
    shown: &Shown,
    origin: egui::Pos2,
    side: f32,
    out: &mut Output<Msg>,
) -> Option<(usize, usize)> {
    let (palette, rows) = (theme::palette(ui), shown.report.evaluation.counts.confusion()?.rows());
    let seen = ui.clip_rect();
    let mut pointed = None;
    for (i, &truth) in shown.classes.iter().enumerate() {
        let all: usize = rows[truth].iter().sum();
        for (j, &given) in shown.classes.iter().enumerate() {
            let rect = Rect::from_min_size(origin + vec2(j as f32 * side, i as f32 * side), vec2(side, side)).shrink(theme::HAIRLINE);
            if !seen.intersects(rect) {
                continue;
            }
            let photos = rows[truth][given];
            let aside = page.about.is_some_and(|class| class != truth && class != given);
            if photos == 0 {
                ui.painter().rect_filled(rect, theme::RING, palette.card);
                continue;
            }
            let response = ui.interact(rect, ui.scope_id().with((truth, given)), Sense::click());
            let words = cell_words(shown.name(truth), shown.name(given));
            let name = format!("{words}: {}", human::photos(photos as u64));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            let share = if aside { 0.0 } else { photos as f32 / all.max(1) as f32 };
            let (ground, ink) = heat::cell(palette, truth == given, share);
            ui.painter().rect_filled(rect, theme::RING, ground);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, figure(photos), theme::caption(), ink);
            if response.hovered() || response.has_focus() {
                pointed = Some((i, j));
                ui.painter().rect_stroke(rect, theme::RING, egui::Stroke::new(theme::RING, palette.strong), egui::StrokeKind::Inside);
            }
            widgets::focus_ring(ui, &response);
            let told = format!("{name}, of {} that are {}", human::count(all as u64), shown.name(truth));
            if response.on_hover_text(told).clicked() {
                out.msg(Msg::Cell(shown.request, truth, given));
            }
        }
    }
    pointed
}

/// A number as it fits into a cell: "12", "1.2k".
fn figure(photos: usize) -> String {
    match photos {
        n if n < 1000 => n.to_string(),
        n if n < 10_000 => format!("{:.1}k", n as f64 / 1000.0),
        n => format!("{}k", n / 1000),
    }
}

fn rows(painter: &Painter, shown: &Shown, top: f32, places: &Places, pointed: Option<usize>, palette: &theme::Palette) {
    for (i, class) in shown.classes.iter().enumerate() {
        let y = (i as f32).mul_add(places.cell, top);
        let colour = if pointed == Some(i) { palette.accent } else { palette.text };
        let galley = widgets::elided(painter, shown.name(*class), &theme::caption(), colour, places.left.width());
        let at = pos2(places.left.right() - galley.size().x, y + (places.cell - galley.size().y) / 2.0);
        painter.galley(at, galley, colour);
    }
}

fn columns(painter: &Painter, shown: &Shown, left: f32, places: &Places, pointed: Option<usize>, palette: &theme::Palette) {
    let room = (places.top.height() - space::S) / FRAC_PI_3.sin();
    for (j, class) in shown.classes.iter().enumerate() {
        let x = (j as f32 + 0.5).mul_add(places.cell, left);
        // A column that is scrolled out of view has no name above its neighbours.
        if x < places.body.left() || x > places.body.right() {
            continue;
        }
        let colour = if pointed == Some(j) { palette.accent } else { palette.text };
        let galley = widgets::elided(painter, shown.name(*class), &theme::caption(), colour, room);
        let half = galley.size().y / 2.0;
        let at = pos2(x, places.body.top() - space::XS) - half * vec2(FRAC_PI_3.sin(), FRAC_PI_3.cos());
        painter.add(TextShape::new(at, galley, colour).with_angle(-FRAC_PI_3));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_stays_in_its_room_whatever_its_size() {
        for (wide, tall) in [(720.0, 300.0), (1000.0, 420.0), (1900.0, 900.0)] {
            let room = Rect::from_min_size(pos2(10.0, 20.0), vec2(wide, tall));
            for classes in [1, 5, 20, 100] {
                let places = Places::new(room, classes);
                assert!(places.cell >= theme::MATRIX_CELL.0);
                for part in [places.body, places.left, places.top] {
                    assert!(room.expand(space::XS).contains_rect(part), "{classes} in {room:?}: {part:?}");
                }
            }
        }
    }

    #[test]
    fn a_figure_is_never_longer_than_four_letters() {
        assert_eq!([7, 999, 1204, 12_040].map(figure), ["7", "999", "1.2k", "12k"]);
    }
}
