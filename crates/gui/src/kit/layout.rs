//! Thumbnails in rows: where the cells lie, which of them are in view. Only those are laid out and drawn, however many there are.

use crate::kit::theme::{self, space};
use egui::accesskit::Role;
use egui::style::ScrollAnimation;
use egui::{EventFilter, Id, Pos2, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};
use std::ops::Range;

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
    /// Room under the picture for words.
    caption: f32,
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
        let left = ((width - used) / 2.0).floor();
        let caption = if side < theme::NAMED_SIDE { space::XS } else { theme::CAPTION_ROOM };
        Self { columns, rows: count.div_ceil(columns), side: cell - 2.0 * space::XS, left, caption, count }
    }

    /// The same with room for so many more lines under each picture.
    pub fn with_lines(self, lines: usize) -> Self {
        Self { caption: (lines as f32).mul_add(theme::CAPTION_LINE, theme::CAPTION_ROOM + space::XS), ..self }
    }

    fn cell(&self) -> Vec2 {
        vec2(self.side + 2.0 * space::XS, self.side + space::XS + self.caption)
    }

    /// From one row to the next.
    fn pitch(&self) -> f32 {
        self.cell().y + space::S
    }

    /// Whole rows that fit into a height.
    pub fn rows_per_page(&self, height: f32) -> usize {
        ((height / self.pitch()).floor() as usize).max(1)
    }

    fn height(&self) -> f32 {
        (self.rows as f32).mul_add(self.pitch(), space::M)
    }

    /// Top of a row; f64, because at a million photos an f32 is off by pixels.
    fn top(&self, row: usize) -> f64 {
        f64::from(space::M) + row as f64 * f64::from(self.pitch())
    }

    /// The rows that lie between two heights, wholly or in part.
    pub fn rows_in(&self, from: f32, to: f32) -> Range<usize> {
        let row = |y: f32| (f64::from(y - space::M) / f64::from(self.pitch())).max(0.0);
        let first = row(from).floor() as usize;
        let last = row(to).ceil() as usize;
        first.min(self.rows)..last.min(self.rows)
    }

    /// The cells of some rows.
    pub fn cells_of(&self, rows: &Range<usize>) -> Range<usize> {
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

/// Where the layout lies on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    /// Where the cells lie.
    pub layout: Layout,
    /// What is seen of it.
    pub area: Rect,
    /// How far it is scrolled down, points.
    pub scrolled: f32,
}

impl Placement {
    /// A cell on the screen, also where it is scrolled out of view.
    pub fn rect(&self, index: usize) -> Rect {
        let (row, column) = (index / self.layout.columns, index % self.layout.columns);
        let cell = self.layout.cell();
        let x = self.area.left() + self.layout.left + column as f32 * (cell.x + space::S);
        let y = self.area.top() + (self.layout.top(row) - f64::from(self.scrolled)) as f32;
        Rect::from_min_size(pos2(x, y), cell)
    }

    /// A point of the screen as a point of the layout.
    pub fn inside(&self, p: Pos2) -> Pos2 {
        pos2(p.x - self.area.left(), p.y - self.area.top() + self.scrolled)
    }

    /// The rows in view.
    pub fn rows(&self) -> Range<usize> {
        self.layout.rows_in(self.scrolled, self.scrolled + self.area.height())
    }

    /// The cells that are likely to be seen next: one screen further, below first, since that is where most scroll to.
    pub fn near(&self) -> impl Iterator<Item = usize> + use<> {
        let rows = self.rows();
        let screen = rows.len().max(1);
        let below = rows.end..(rows.end + screen).min(self.layout.rows);
        let above = rows.start.saturating_sub(screen)..rows.start;
        self.layout.cells_of(&below).chain(self.layout.cells_of(&above))
    }
}

/// The surface behind the cells, a list for screen readers: it can have the focus, and takes clicks beside photos.
pub fn surface_ui(ui: &Ui, id: Id, area: Rect, name: &str, count: usize) -> Response {
    let response = ui.interact(area, id, Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ListBox, true, name);
        info.value = Some(count as f64);
        info
    });
    if response.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    }
    response
}

/// What a scrolled area does before it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Back to the first row.
    pub to_top: bool,
    /// This cell comes into view.
    pub reveal: Option<usize>,
}

/// Draws what `add` draws over `area`, scrolled; the cells belong to the list `parent`, for screen readers.
pub fn scrolled_ui(ui: &mut Ui, parent: Id, layout: Layout, area: Rect, turn: Turn, add: impl FnOnce(&mut Ui, &Placement)) {
    let builder = UiBuilder::new().max_rect(area).accessibility_parent(parent);
    ui.scope_builder(builder, |ui| {
        let mut scroll = ScrollArea::vertical().id_salt("cells").auto_shrink(false);
        if turn.to_top {
            scroll = scroll.vertical_scroll_offset(0.0);
        }
        scroll.show_viewport(ui, |ui, viewport| {
            ui.set_height(layout.height());
            if let Some(index) = turn.reveal.filter(|_| !turn.to_top) {
                reveal(ui, &layout, index);
            }
            add(ui, &Placement { layout, area, scrolled: viewport.min.y });
        });
    });
}

fn reveal(ui: &Ui, layout: &Layout, index: usize) {
    let top = layout.top(index / layout.columns) as f32;
    let content = ui.max_rect();
    let row = Rect::from_x_y_ranges(content.x_range(), content.top() + top - space::S..=content.top() + top + layout.cell().y + space::S);
    ui.scroll_to_rect_animation(row, None, ScrollAnimation::none());
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
    fn small_thumbnails_have_no_names_and_stand_closer() {
        let (small, large) = (Layout::new(800.0, 48.0, 1000), Layout::new(800.0, 96.0, 1000));
        assert!(small.cell().y - small.side < theme::CAPTION_ROOM && large.cell().y - large.side > theme::CAPTION_ROOM);
        assert!((small.with_lines(1).caption - large.with_lines(1).caption).abs() < f32::EPSILON);
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
