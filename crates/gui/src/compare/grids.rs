//! The two answers side by side, and the line between the places that they give to one photo.

use super::format;
use super::msg::Msg;
use super::state::{By, Compare, Drawn};
use crate::kit::cell::{self, Beside, Cell};
use crate::kit::layout::{self, Layout, Placement, Turn};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use crate::shell::view::Region;
use base::{PhotoId, human};
use egui::epaint::CubicBezierShape;
use egui::{Align2, Color32, Id, Rect, Response, Stroke, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2};
use engine::protocol::{CompareSide, Comparison};

/// Draws both answers.
pub fn grids_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let Some(answer) = &compare.answer else { return out };
    let all = ui.available_rect_before_wrap();
    let middle = all.center().x;
    let mut hovered = None;
    let mut places: [Option<Placement>; 2] = [None, None];
    for (side, seen) in places.iter_mut().enumerate() {
        let (left, right) = if side == 0 { (all.left(), middle) } else { (middle, all.right()) };
        let area = Rect::from_min_max(pos2(left, all.top()), pos2(right, all.bottom()));
        // By its model, so that a grid keeps its place when left and right are swapped.
        let mut child = ui.new_child(UiBuilder::new().id_salt(("answer", &answer.sides[side].model)).max_rect(area));
        let drawn = side_ui(&mut child, ctx, compare, answer, side, pictures, &mut out);
        *seen = drawn.place;
        hovered = hovered.or(drawn.hovered.map(|photo| (side, photo)));
    }
    let palette = theme::palette(ui);
    ui.painter().vline(middle, all.y_range(), Stroke::new(1.0, palette.line));
    // A pointer at rest leaves the mark to the keyboard.
    let moved = ui.input(|i| i.pointer.delta() != Vec2::ZERO);
    if hovered != compare.hovered && (moved || !compare.by_keys) {
        out.msg(Msg::Point(hovered));
        ui.ctx().request_repaint();
    }
    if let (Some((from, photo)), [Some(left), Some(right)]) = (compare.pointed(), places) {
        link_ui(ui, ctx, answer, from, photo, [left, right]);
    }
    out
}

/// What drawing one side showed.
#[derive(Default)]
struct Seen {
    place: Option<Placement>,
    hovered: Option<PhotoId>,
}

fn id_of(side: usize) -> Id {
    if side == 0 { focus::photos() } else { focus::other_photos() }
}

fn side_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    compare: &Compare,
    answer: &Comparison,
    side: usize,
    pictures: &mut Pictures,
    out: &mut Output<Msg>,
) -> Seen {
    let area = ui.max_rect();
    let hits = &answer.sides[side].hits;
    let grid = &compare.sides[side];
    let layout = Layout::new(area.width(), ctx.settings.thumbnail_size, hits.len());
    let title = ctx.models.list.title(&answer.sides[side].model);
    let surface = layout::surface_ui(ui, id_of(side), area, &format!("Photos, {title}"), hits.len());
    let mut drawn = Seen::default();
    let turn = Turn { to_top: grid.to_top, reveal: grid.reveal };
    layout::scrolled_ui(ui, id_of(side), layout, area, turn, |ui, place| {
        drawn.place = Some(*place);
        for index in layout.cells_of(&place.rows()) {
            let response = cell_ui(ui, ctx, compare, answer, (side, index), place.rect(index), pictures);
            let Some((photo, response)) = response else { continue };
            if response.hovered() {
                drawn.hovered = Some(photo);
            }
            clicks(ui, &response, side, index, out);
            response.context_menu(|ui| photo_menu_ui(ui, ctx, photo, out));
        }
        for index in place.near() {
            if let Some(photo) = hits.get(index).and_then(|h| ctx.library.photo(h.photo)) {
                pictures.textures.prefetch(photo);
            }
        }
    });
    if surface.clicked() {
        ui.memory_mut(|m| m.request_focus(id_of(side)));
    }
    widgets::focus_edge(ui, &surface);
    let region = if side == 0 { Region::Photos } else { Region::OtherPhotos };
    if ctx.go_to == Some(region) {
        surface.request_focus();
    }
    out.msg(Msg::LaidOut(side, Drawn { columns: layout.columns, rows_per_page: layout.rows_per_page(area.height()), turn }));
    drawn
}

fn cell_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    compare: &Compare,
    answer: &Comparison,
    (side, index): (usize, usize),
    rect: Rect,
    pictures: &mut Pictures,
) -> Option<(PhotoId, Response)> {
    let hits = &answer.sides[side].hits;
    let hit = *hits.get(index)?;
    let photo = ctx.library.photo(hit.photo)?;
    let rank = index + 1;
    let cursor = ui.memory(|m| m.has_focus(id_of(side))) && compare.sides[side].cursor == Some(photo.id);
    let plain = Cell::plain(photo, pictures.textures.get(photo), ctx.tags.book.marks.of(photo.id));
    let cell = Cell {
        score: hit.score,
        best_score: hits.first().and_then(|h| h.score).unwrap_or(0.0),
        tagged: ctx.tags.book.accepted(photo.id).next().is_some(),
        cursor,
        odd: ctx.odd.contains(photo.id),
        beside: Some(Beside {
            rank,
            only_here: format::only_here(rank, &answer.sides[1 - side], photo.id),
            pointed: compare.pointed().is_some_and(|(_, p)| p == photo.id),
        }),
        ..plain
    };
    Some((photo.id, cell::cell_ui(ui, rect, &cell)))
}

fn clicks(ui: &Ui, response: &Response, side: usize, index: usize, out: &mut Output<Msg>) {
    if response.clicked() || response.double_clicked() || response.secondary_clicked() {
        ui.memory_mut(|m| m.request_focus(id_of(side)));
        out.msg(Msg::Move(side, index, By::Click));
    }
    if response.double_clicked() {
        out.run(Common::Loupe);
    }
}

/// The line between the two places of a photo; where the other one is not in view its rank there is told at the border.
fn link_ui(ui: &Ui, ctx: &Ctx, answer: &Comparison, from: usize, photo: PhotoId, places: [Placement; 2]) {
    let rects = [0, 1].map(|side| {
        let rank = answer.sides[side].ranks.get(&photo)?;
        let rect = places[side].rect(rank - 1);
        places[side].area.intersects(rect.shrink(theme::CONTROL)).then_some(rect)
    });
    let palette = theme::palette(ui);
    let all = places[0].area.union(places[1].area);
    let painter = ui.painter().with_clip_rect(all);
    let stroke = Stroke::new(theme::RING, palette.accent);
    if let [Some(left), Some(right)] = rects {
        let (a, b) = (left.right_center(), right.left_center());
        let bend = vec2(((b.x - a.x) / 2.0).max(space::XL), 0.0);
        painter.add(CubicBezierShape::from_points_stroke([a, a + bend, b - bend, b], false, Color32::TRANSPARENT, stroke));
        for end in [a, b] {
            painter.circle_filled(end, space::XS, palette.accent);
        }
        return;
    }
    let Some(here) = rects[from] else { return };
    let text = rank_there(ctx, &answer.sides[1 - from], photo);
    let galley = painter.layout_no_wrap(text, theme::body(), palette.strong);
    let size = galley.size() + vec2(2.0 * space::S, 2.0 * space::XS);
    let border = all.center().x;
    let side = if from == 0 { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER };
    let gap = if from == 0 { space::S } else { -space::S };
    let low = all.top() + size.y;
    let y = here.center().y.clamp(low, (all.bottom() - size.y).max(low));
    let plate = side.anchor_size(pos2(border + gap, y), size);
    let start = if from == 0 { here.right_center() } else { here.left_center() };
    painter.line_segment([start, if from == 0 { plate.left_center() } else { plate.right_center() }], stroke);
    painter.circle_filled(start, space::XS, palette.accent);
    painter.rect(plate, theme::RADIUS, palette.float, Stroke::new(1.0, palette.border), StrokeKind::Inside);
    painter.galley(plate.min + vec2(space::S, space::XS), galley, palette.strong);
}

/// "rank 143 with Starter model".
fn rank_there(ctx: &Ctx, other: &CompareSide, photo: PhotoId) -> String {
    let title = ctx.models.list.title(&other.model);
    match other.ranks.get(&photo) {
        Some(rank) => format!("rank {} with {title}", human::count(*rank as u64)),
        None if other.hits.is_empty() => format!("not found by {title}"),
        None => format!("not among the first {} with {title}", human::count(other.hits.len() as u64)),
    }
}
