//! What the colours mean, over a corner of the map; a click on a line lets its points stand out.

use super::groups::{Groups, Line, Paint};
use super::msg::Msg;
use crate::kit::theme::{self, map, space};
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Align2, Label, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Draws it at the bottom left of `area`.
pub fn legend_ui(ui: &mut Ui, groups: &Groups, lit: Option<usize>, area: Rect, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let lines = groups.lines.len() as f32 * theme::LINE;
    let note = 2.0 * theme::CAPTION_LINE;
    let most = (area.height() - 2.0 * space::M - note - 3.0 * space::S).max(theme::LINE);
    let wide = map::LEGEND.min(area.width() - 2.0 * space::M);
    let size = vec2(wide, lines.min(most) + note + 3.0 * space::S);
    let card = Rect::from_min_size(pos2(area.left() + space::M, area.bottom() - space::M - size.y), size);
    ui.painter().add(theme::panel_frame(palette.float, egui::Vec2::ZERO).corner_radius(theme::RADIUS).paint(card));
    let inside = card.shrink(space::S);
    let builder = UiBuilder::new().max_rect(inside).accessibility_label("Legend").accessibility_role(Role::Group);
    let ui = &mut ui.new_child(builder);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("legend").max_height(lines.min(most)).show(ui, |ui| {
        for (place, line) in groups.lines.iter().enumerate() {
            if line_ui(ui, line, lit.is_none_or(|lit| lit == place), lit == Some(place)) {
                out.msg(Msg::Light((lit != Some(place)).then_some(place)));
            }
        }
    });
    ui.add_space(space::S);
    ui.add(Label::new(theme::caption_text("Near means alike. How far apart far groups lie says little.", palette)).wrap());
}

/// True where it was clicked.
fn line_ui(ui: &mut Ui, line: &Line, shown: bool, lit: bool) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::click());
    let name = format!("Colour of {}, {}", line.words, human::photos(line.count));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, lit, &name));
    if response.hovered() || lit {
        ui.painter().rect_filled(rect, theme::THUMB_RADIUS, if lit { palette.selected } else { palette.card_hover });
    }
    let colour = if shown { palette.text } else { palette.faint };
    let dot = pos2(rect.left() + space::S, rect.center().y);
    for n in 0..if line.paint == Paint::Many { 3 } else { 1 } {
        let paint = if line.paint == Paint::Many { Paint::Group(n) } else { line.paint };
        ui.painter().circle_filled(dot + vec2(n as f32 * theme::MARK_DOT, 0.0), theme::MARK_DOT, paint.colour(palette));
    }
    let count = ui.painter().text(
        rect.right_center() - vec2(space::XS, 0.0),
        Align2::RIGHT_CENTER,
        human::count(line.count),
        theme::caption(),
        palette.weak,
    );
    let left = dot.x + theme::MARK_DOT + space::S + if line.paint == Paint::Many { 2.0 * theme::MARK_DOT } else { 0.0 };
    let room = Rect::from_x_y_ranges(left..=count.left() - space::S, rect.y_range());
    widgets::paint_elided(ui.painter(), room, &line.words, &theme::body(), colour);
    widgets::focus_edge(ui, &response);
    response.on_hover_text(if lit { "Show all again" } else { "Let these stand out" }).clicked()
}
