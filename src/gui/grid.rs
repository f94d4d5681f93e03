//! The grid of thumbnails: only the rows in view are laid out and drawn, however many photos there are.

use super::actions::{Action, Actions};
use super::cell::{self, Cell};
use super::menus;
use super::products;
use super::selection::Reach;
use super::state::State;
use super::textures::Textures;
use super::theme::{self, space};
use egui::accesskit::Role;
use egui::style::ScrollAnimation;
use egui::{EventFilter, Id, Pos2, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::ops::Range;

/// The id that has the keyboard's focus while the arrow keys move in the grid.
pub fn focus_id() -> Id {
    Id::unique("photos")
}

/// Where the cells lie. Sizes in points, positions from the top of the first row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Cells in a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Side of the square picture.
    pub side: f32,
    /// Left edge of the first column, from the left edge of the grid.
    pub left: f32,
    count: usize,
}

impl Layout {
    /// As many columns of about `side` as fit, widened until they fill the width.
    pub fn new(width: f32, side: f32, count: usize) -> Self {
        let room = width - 2.0 * space::M;
        let columns = ((room + space::S) / (side + 2.0 * space::XS + space::S)).floor().max(1.0);
        let cell = ((room + space::S) / columns - space::S).floor().max(1.0);
        let used = columns.mul_add(cell + space::S, -space::S);
        let columns = columns as usize;
        Self { columns, rows: count.div_ceil(columns), side: cell - 2.0 * space::XS, left: ((width - used) / 2.0).floor(), count }
    }

    fn cell(&self) -> egui::Vec2 {
        vec2(self.side + 2.0 * space::XS, self.side + space::XS + theme::CAPTION_ROOM)
    }

    /// From one row to the next.
    pub fn pitch(&self) -> f32 {
        self.cell().y + space::S
    }

    fn height(&self) -> f32 {
        (self.rows as f32).mul_add(self.pitch(), space::M)
    }

    /// Top of a row; f64, because at a million photos an f32 is off by pixels.
    fn top(&self, row: usize) -> f64 {
        f64::from(space::M) + row as f64 * f64::from(self.pitch())
    }

    fn rows_in(&self, from: f32, to: f32) -> Range<usize> {
        let row = |y: f32| (f64::from(y - space::M) / f64::from(self.pitch())).max(0.0);
        let first = row(from).floor() as usize;
        let last = row(to).ceil() as usize;
        first.min(self.rows)..last.min(self.rows)
    }

    fn cells_of(&self, rows: &Range<usize>) -> Range<usize> {
        (rows.start * self.columns).min(self.count)..(rows.end * self.columns).min(self.count)
    }

    /// The cells that a rubber band touches, one range a row.
    pub fn cells_in(&self, band: Rect) -> Vec<Range<usize>> {
        let step = self.cell().x + space::S;
        let column = |x: f32| ((x - self.left) / step).max(0.0);
        // The gap right of (below) a cell belongs to no cell.
        let first =
            if (column(band.left()).fract() * step) > self.cell().x { column(band.left()).ceil() } else { column(band.left()).floor() };
        let columns = (first as usize).min(self.columns)..(column(band.right()).ceil() as usize).min(self.columns);
        let rows = self.rows_in(band.top(), band.bottom());
        rows.filter(|&r| (self.top(r) + f64::from(self.cell().y)) as f32 >= band.top())
            .map(|r| (r * self.columns + columns.start).min(self.count)..(r * self.columns + columns.end).min(self.count))
            .filter(|r| !r.is_empty())
            .collect()
    }
}

/// Draws the grid.
pub fn grid_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let area = ui.available_rect_before_wrap();
    let layout = Layout::new(area.width(), state.settings.thumbnail_size, state.shown.hits.len());
    let background = background_ui(ui, area, state);
    let builder = UiBuilder::new().max_rect(area).accessibility_parent(focus_id());
    ui.scope_builder(builder, |ui| {
        let mut scroll = ScrollArea::vertical().id_salt("grid").auto_shrink(false);
        if state.grid.to_top {
            scroll = scroll.vertical_scroll_offset(0.0);
        }
        scroll.show_viewport(ui, |ui, viewport| {
            ui.set_height(layout.height());
            if let Some(index) = state.grid.reveal.filter(|_| !state.grid.to_top) {
                reveal(ui, &layout, index);
            }
            let place = Place { layout, area, scrolled: viewport.min.y };
            cells_ui(ui, state, textures, &place, &mut actions);
            band_ui(ui, &background, &place, &mut actions);
        });
    });
    let rows_per_page = ((area.height() / layout.pitch()).floor() as usize).max(1);
    actions.push(Action::LaidOut { columns: layout.columns, rows_per_page });
    actions
}

/// Where the layout lies on the screen.
struct Place {
    layout: Layout,
    area: Rect,
    scrolled: f32,
}

impl Place {
    fn rect(&self, index: usize) -> Rect {
        let (row, column) = (index / self.layout.columns, index % self.layout.columns);
        let cell = self.layout.cell();
        let x = self.area.left() + self.layout.left + column as f32 * (cell.x + space::S);
        let y = self.area.top() + (self.layout.top(row) - f64::from(self.scrolled)) as f32;
        Rect::from_min_size(pos2(x, y), cell)
    }

    /// A point of the screen as a point of the layout.
    fn inside(&self, p: Pos2) -> Pos2 {
        pos2(p.x - self.area.left(), p.y - self.area.top() + self.scrolled)
    }
}

/// The surface behind the cells: it has the focus, takes rubber bands and clicks beside photos.
fn background_ui(ui: &mut Ui, area: Rect, state: &State) -> Response {
    let response = ui.interact(area, focus_id(), Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE);
    let count = state.shown.hits.len();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ListBox, true, "Photos");
        info.value = Some(count as f64);
        info
    });
    if response.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|m| m.set_focus_lock_filter(focus_id(), filter));
    }
    response
}

fn reveal(ui: &Ui, layout: &Layout, index: usize) {
    let top = layout.top(index / layout.columns) as f32;
    let content = ui.max_rect();
    let row = Rect::from_x_y_ranges(content.x_range(), content.top() + top - space::S..=content.top() + top + layout.cell().y + space::S);
    ui.scroll_to_rect_animation(row, None, ScrollAnimation::none());
}

fn cells_ui(ui: &mut Ui, state: &State, textures: &mut Textures, place: &Place, actions: &mut Actions) {
    let layout = &place.layout;
    let rows = layout.rows_in(place.scrolled, place.scrolled + place.area.height());
    let cursor = state.selection.cursor();
    let focused = ui.memory(|m| m.has_focus(focus_id()));
    for index in layout.cells_of(&rows) {
        let hit = state.shown.hits[index];
        let Some(photo) = state.library.photo(hit.photo) else { continue };
        let cell = Cell {
            photo,
            thumb: textures.get(photo),
            score: hit.score,
            best_score: state.shown.best_score,
            selected: state.selection.contains(photo.id),
            tagged: state.tags.book.accepted(photo.id).next().is_some(),
            cursor: focused && cursor == Some(photo.id),
            stack: products::stack(state, photo.id),
            odd: state.odd.contains(photo.id),
        };
        let response = cell::cell_ui(ui, place.rect(index), &cell);
        clicks(ui, &response, index, &cell, state, actions);
        response.context_menu(|ui| actions.extend(menus::photo_menu_ui(ui, state, photo.id)));
    }
    // One screen further, below first: that is where most scroll to.
    let screen = rows.len().max(1);
    let below = rows.end..(rows.end + screen).min(layout.rows);
    let above = rows.start.saturating_sub(screen)..rows.start;
    for index in layout.cells_of(&below).chain(layout.cells_of(&above)) {
        if let Some(photo) = state.library.photo(state.shown.hits[index].photo) {
            textures.prefetch(photo);
        }
    }
}

fn clicks(ui: &Ui, response: &Response, index: usize, cell: &Cell<'_>, state: &State, actions: &mut Actions) {
    let modifiers = ui.input(|i| i.modifiers);
    if response.double_clicked() {
        actions.push(products::opening(state, index));
    } else if response.clicked() {
        let reach = match (modifiers.shift, modifiers.command) {
            (true, _) => Reach::Extend,
            (false, true) => Reach::Toggle,
            (false, false) => Reach::Only,
        };
        actions.push(Action::Pick(index, reach));
    } else if response.secondary_clicked() && !cell.selected {
        actions.push(Action::Pick(index, Reach::Only));
    }
    if response.clicked() || response.secondary_clicked() {
        ui.memory_mut(|m| m.request_focus(focus_id()));
    }
}

/// Rubber band, and clicks on nothing.
fn band_ui(ui: &mut Ui, background: &Response, place: &Place, actions: &mut Actions) {
    let id = focus_id().with("band");
    let modifiers = ui.input(|i| i.modifiers);
    // With the pointer only: Enter on a focused widget counts as a click, too, and must not undo what it has just selected.
    if background.clicked_by(egui::PointerButton::Primary) {
        ui.memory_mut(|m| m.request_focus(focus_id()));
        if !modifiers.any() {
            actions.push(Action::SelectNone);
        }
    }
    if background.drag_started_by(egui::PointerButton::Primary)
        && let Some(origin) = ui.input(|i| i.pointer.press_origin())
    {
        ui.memory_mut(|m| m.request_focus(focus_id()));
        ui.data_mut(|d| d.insert_temp(id, place.inside(origin)));
        actions.push(Action::BeginBand);
    }
    let (Some(origin), Some(pointer)) = (ui.data(|d| d.get_temp::<Pos2>(id)), ui.input(|i| i.pointer.interact_pos())) else { return };
    if !background.dragged_by(egui::PointerButton::Primary) {
        ui.data_mut(|d| d.remove::<Pos2>(id));
        return;
    }
    let band = Rect::from_two_pos(origin, place.inside(pointer));
    actions.push(Action::Band { cells: place.layout.cells_in(band), keep: modifiers.command || modifiers.shift });
    let beyond = (pointer.y - place.area.bottom()).max(0.0) - (place.area.top() - pointer.y).max(0.0);
    if beyond != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -beyond.clamp(-space::XL, space::XL)), ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
    let palette = theme::palette(ui);
    let seen = band.translate(place.area.min.to_vec2() - vec2(0.0, place.scrolled)).intersect(place.area);
    ui.painter().rect(seen, 0.0, palette.accent.gamma_multiply(0.15), Stroke::new(1.0, palette.accent), StrokeKind::Inside);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_fill_the_width_whatever_it_is() {
        for width in [300.0, 640.0, 777.0, 1111.0, 1920.0] {
            let layout = Layout::new(width, 148.0, 1000);
            let used = layout.columns as f32 * (layout.cell().x + space::S) - space::S;
            assert!(
                used <= width - 2.0 * space::M + 0.01 && used > width - 2.0 * space::M - layout.columns as f32 - 1.0,
                "{width}: {used}"
            );
        }
    }

    #[test]
    fn only_the_rows_in_view_are_drawn() {
        let layout = Layout::new(800.0, 148.0, 100_000);
        let rows = layout.rows_in(1_000_000.0, 1_000_700.0);
        assert!((4..=6).contains(&rows.len()), "{rows:?}");
        assert_eq!(layout.rows_in(0.0, 10.0).start, 0);
    }

    #[test]
    fn a_rubber_band_holds_what_it_touches_and_not_what_lies_past_a_gap() {
        let layout = Layout::new(800.0, 148.0, 7);
        let (cell, step) = (layout.cell(), layout.cell().x + space::S);
        let start = pos2(layout.left + cell.x + 2.0, 0.0);
        let end = pos2(layout.left + step + 10.0, layout.pitch() + 30.0);
        assert_eq!(layout.columns, 4);
        assert_eq!(layout.cells_in(Rect::from_two_pos(start, end)), [1..2, 5..6]);
    }
}
