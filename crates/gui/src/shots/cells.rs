//! The table: a row a product, a column a view. Only the rows in view are drawn, however many there are.

use super::msg::Msg;
use super::rows::Row;
use super::state::ShotsPage;
use crate::kit::theme::{self, Palette, space, width};
use crate::kit::{layout, widgets};
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::style::ScrollAnimation;
use egui::{Align2, Id, Painter, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::{ProductShots, Shots};

/// Where the columns lie.
struct Columns {
    /// SKU, then the number of photos at its right end.
    first: f32,
    view: f32,
}

impl Columns {
    fn of(room: f32, views: usize) -> Self {
        let (least, most) = width::VIEW;
        let view = ((room - width::SKU.0) / views.max(1) as f32).clamp(least, most);
        let first = (room - view * views as f32).clamp(width::SKU.0, width::SKU.1);
        Self { first, view }
    }

    fn wide(&self, views: usize) -> f32 {
        self.first + self.view * views as f32
    }

    fn cell(&self, row: Rect, column: usize) -> Rect {
        let (left, wide) = match column {
            0 => (0.0, self.first),
            view => (self.first + self.view * (view - 1) as f32, self.view),
        };
        Rect::from_min_size(pos2(row.left() + left, row.top()), vec2(wide, row.height()))
    }
}

/// Draws it.
pub fn table_ui(ui: &mut Ui, ctx: &Ctx, page: &ShotsPage, shots: &Shots, out: &mut Output<Msg>) {
    let columns = Columns::of(ui.available_width() - space::L, shots.views.len());
    let surface = layout::surface_ui(ui, focus::photos(), ui.available_rect_before_wrap(), "Products by views", page.rows.borrow().len());
    if surface.has_focus() {
        widgets::focus_ring(ui, &surface);
    }
    let builder = UiBuilder::new().accessibility_parent(focus::photos());
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::horizontal().id_salt("views").auto_shrink(false).show(ui, |ui| {
            heads_ui(ui, &columns, shots);
            rows_ui(ui, ctx, page, (&columns, shots), out);
        });
    });
}

fn heads_ui(ui: &mut Ui, columns: &Columns, shots: &Shots) {
    let palette = theme::palette(ui);
    let (row, _) = ui.allocate_exact_size(vec2(columns.wide(shots.views.len()), theme::ROW), Sense::hover());
    let painter = ui.painter();
    let first = columns.cell(row, 0).shrink2(vec2(space::S, 0.0));
    painter.text(first.left_center(), Align2::LEFT_CENTER, "SKU", theme::caption(), palette.weak);
    painter.text(first.right_center(), Align2::RIGHT_CENTER, "Photos", theme::caption(), palette.weak);
    for (place, view) in shots.views.iter().enumerate() {
        let cell = columns.cell(row, place + 1).shrink2(vec2(space::XS, 0.0));
        let galley = widgets::elided(painter, &view.name, &theme::caption(), palette.weak, cell.width());
        painter.galley(cell.center() - galley.size() / 2.0, galley, palette.weak);
    }
    painter.hline(row.x_range(), row.bottom(), Stroke::new(theme::HAIRLINE, palette.line));
}

fn rows_ui(ui: &mut Ui, ctx: &Ctx, page: &ShotsPage, (columns, shots): (&Columns, &Shots), out: &mut Output<Msg>) {
    let rows = page.rows.borrow();
    let reveal = page.cursor.filter(|_| page.reveal.take());
    ScrollArea::vertical().id_salt("products").auto_shrink(false).show_rows(ui, theme::ROW, rows.len(), |ui, shown| {
        page.page.set(shown.len().saturating_sub(2));
        let top = ui.max_rect().top() - shown.start as f32 * theme::ROW;
        if let Some((row, column)) = reveal {
            let left = columns.cell(Rect::from_min_size(ui.max_rect().min, vec2(0.0, 0.0)), column);
            let at = Rect::from_min_size(pos2(left.left(), top + row as f32 * theme::ROW), vec2(left.width(), theme::ROW));
            ui.scroll_to_rect_animation(at.expand(theme::ROW), None, ScrollAnimation::none());
        }
        for at in shown {
            let Some(row) = rows.get(shots, at) else { continue };
            let (rect, _) = ui.allocate_exact_size(vec2(columns.wide(shots.views.len()), theme::ROW), Sense::hover());
            row_ui(ui, ctx, page, (at, row, rect), (columns, shots), out);
        }
    });
}

fn row_ui(
    ui: &Ui,
    ctx: &Ctx,
    page: &ShotsPage,
    (at, row, rect): (usize, Row<'_>, Rect),
    (columns, shots): (&Columns, &Shots),
    out: &mut Output<Msg>,
) {
    let palette = theme::palette(ui);
    if !ctx.covered && ui.rect_contains_pointer(rect) {
        ui.painter().rect_filled(rect, theme::THUMB_RADIUS, palette.card_hover);
    }
    for column in 0..=shots.views.len() {
        let cell = columns.cell(rect, column);
        let selected = page.cursor == Some((at, column));
        let response = ui.interact(cell, Id::unique("shot").with((at, column)), Sense::CLICK);
        let (name, does) = words(row, column, shots);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &name));
        match (column.checked_sub(1), row) {
            (None, row) => paint_first(ui.painter(), cell, row, palette),
            (Some(view), Row::Product(product)) => paint_view(ui.painter(), cell, product, view, palette),
            (Some(_), Row::NoPhoto(_)) => {}
        }
        if selected {
            ui.painter().rect_stroke(
                cell.shrink(1.0),
                theme::THUMB_RADIUS,
                Stroke::new(theme::RING, palette.accent),
                egui::StrokeKind::Inside,
            );
        }
        if response.clicked() {
            out.msg(if does.is_some() { Msg::Open(at, column) } else { Msg::Go(at, column) });
        }
        if let Some(does) = does {
            response.on_hover_text_at_pointer(does);
        }
    }
}

/// What a cell says to a screen reader, and what a click on it does.
fn words(row: Row<'_>, column: usize, shots: &Shots) -> (String, Option<String>) {
    let (product, sku) = match row {
        Row::NoPhoto(sku) => return (format!("{sku}, no photo"), None),
        Row::Product(product) => (product, &product.sku),
    };
    let all = || Some(format!("Show the product's {}", human::photos(product.photos.into())));
    let Some(view) = column.checked_sub(1).and_then(|view| shots.views.get(view).map(|named| (view, &named.name))) else {
        let missing = product.missing().count() as u64;
        let what = if missing == 0 { "complete".to_owned() } else { format!("{} missing", human::counted(missing, "view", "views")) };
        let listed = if product.listed { "" } else { ", not in the list" };
        return (format!("{sku}, {}, {what}{listed}", human::photos(product.photos.into())), all());
    };
    match (product.have[view.0], product.proposed[view.0]) {
        (0, 0) => (format!("{sku}, {}: missing", view.1), all()),
        (0, n) => (format!("{sku}, {}: missing, proposed for {}", view.1, human::photos(n.into())), all()),
        (n, _) => (format!("{sku}, {}: {}", view.1, human::photos(n.into())), Some(format!("Show {}", human::photos(n.into())))),
    }
}

fn paint_first(painter: &Painter, cell: Rect, row: Row<'_>, palette: &Palette) {
    let inner = cell.shrink2(vec2(space::S, 0.0));
    let (figure, colour) = match row {
        Row::NoPhoto(_) => ("no photo".to_owned(), palette.problem),
        Row::Product(product) => (human::count(product.photos.into()), palette.weak),
    };
    let figure = painter.layout_no_wrap(figure, theme::caption(), colour);
    let name = Rect::from_min_max(inner.min, pos2(inner.right() - figure.size().x - space::S, inner.bottom()));
    let complete = matches!(row, Row::Product(product) if product.is_complete());
    widgets::paint_elided(painter, name, row.sku(), &theme::body(), if complete { palette.weak } else { palette.strong });
    painter.galley(pos2(inner.right() - figure.size().x, inner.center().y - figure.size().y / 2.0), figure, colour);
}

/// A check where the view is there; else a hole: a dashed box, with a question mark where the model sees the view in some photo.
fn paint_view(painter: &Painter, cell: Rect, product: &ProductShots, view: usize, palette: &Palette) {
    let centre = cell.center();
    match (product.have[view], product.proposed[view]) {
        (0, proposed) => {
            let hole = Rect::from_center_size(centre, vec2((cell.width() - space::M).min(width::HOLE), theme::ROW - space::S));
            let colour = if proposed > 0 { palette.doubtful } else { palette.problem };
            painter.rect_filled(hole, theme::THUMB_RADIUS, colour.gamma_multiply(theme::HOLE_FILL));
            widgets::paint_dashed(painter, hole, Stroke::new(theme::HAIRLINE, colour));
            if proposed > 0 {
                widgets::paint_icon(painter, centre, icons::ICON_QUESTION_MARK, theme::ICON_SMALL, colour);
            }
        }
        (1, _) => widgets::paint_icon(painter, centre, icons::ICON_CHECK, theme::ICON, palette.done),
        (n, _) => {
            let aside = vec2(space::S, 0.0);
            widgets::paint_icon(painter, centre - aside, icons::ICON_CHECK, theme::ICON, palette.done);
            painter.text(centre + aside, Align2::LEFT_CENTER, human::count(n.into()), theme::caption(), palette.weak);
        }
    }
}
