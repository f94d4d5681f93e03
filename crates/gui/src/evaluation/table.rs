//! A table whose columns have widths of their own but the first, which takes the rest; its head can be clicked to sort by it.

use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Painter, Rect, Response, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

/// A column beside the first.
pub struct Head<'a, K> {
    pub key: K,
    pub words: &'a str,
    pub width: f32,
    /// Its figures stand at the right, and so does it.
    pub figure: bool,
    /// What its figures mean.
    pub why: &'a str,
}

/// Draws the heads; answers the one that was clicked. `sorted`: by which, and whether the largest is first; `None`: it cannot be sorted.
pub fn heads_ui<K: Copy + PartialEq>(ui: &mut Ui, first: &Head<'_, K>, rest: &[Head<'_, K>], sorted: Option<(K, bool)>) -> Option<K> {
    let (row, _) = ui.allocate_exact_size(vec2(wide(ui), theme::ROW), Sense::hover());
    let mut clicked = None;
    let places = places(row, &rest.iter().map(|head| head.width).collect::<Vec<_>>());
    for (head, place) in std::iter::once(first).chain(rest).zip(places) {
        let on = sorted.filter(|(key, _)| *key == head.key).map(|(_, descending)| descending);
        if head_ui(ui, head, place, on, sorted.is_some()).clicked() {
            clicked = Some(head.key);
        }
    }
    clicked.filter(|_| sorted.is_some())
}

fn head_ui<K>(ui: &Ui, head: &Head<'_, K>, place: Rect, on: Option<bool>, sorts: bool) -> Response {
    let palette = theme::palette(ui);
    let response = ui.interact(place, ui.scope_id().with(("head", head.words)), if sorts { Sense::click() } else { Sense::hover() });
    let order = match on {
        Some(true) => ", largest first",
        Some(false) => ", smallest first",
        None => "",
    };
    let name = if sorts { format!("Sort by {}{order}", head.words) } else { head.words.to_owned() };
    response.widget_info(|| WidgetInfo::labeled(if sorts { Role::Button } else { Role::Label }, true, &name));
    let colour = if response.hovered() && sorts || on.is_some() { palette.strong } else { palette.weak };
    let galley = widgets::elided(ui.painter(), head.words, &theme::caption(), colour, place.width());
    let (left, wide) = (if head.figure { place.right() - galley.size().x } else { place.left() }, galley.size().x);
    ui.painter().galley(pos2(left, place.center().y - galley.size().y / 2.0), galley, colour);
    if let Some(descending) = on {
        let icon = if descending { icons::ICON_ARROW_DOWNWARD } else { icons::ICON_ARROW_UPWARD };
        // Outside the words, so that these stay above their figures.
        let aside = theme::ICON_SMALL / 2.0 + space::XS;
        let at = pos2(if head.figure { left - aside } else { left + wide + aside }, place.center().y);
        widgets::paint_icon(ui.painter(), at, icon, theme::ICON_SMALL, colour);
    }
    widgets::focus_ring(ui, &response);
    if head.why.is_empty() { response } else { response.on_hover_text(head.why) }
}

/// No wider than the eye follows a row, and clear of the scroll bar.
fn wide(ui: &Ui) -> f32 {
    (ui.available_width() - space::S).min(width::TABLE)
}

/// The order of a table after a click on the head of a column: the same the other way round, another from its usual end.
pub fn turned<K: PartialEq>((now, descending): (K, bool), clicked: K, largest_first: bool) -> (K, bool) {
    let descending = if now == clicked { !descending } else { largest_first };
    (clicked, descending)
}

/// Paints a figure at the right of its cell.
pub fn figure(painter: &Painter, cell: Rect, words: String, font: FontId, colour: Color32) {
    painter.text(cell.right_center(), Align2::RIGHT_CENTER, words, font, colour);
}

/// The cells of a row: the first takes what the others leave.
fn places(row: Rect, rest: &[f32]) -> Vec<Rect> {
    let inner = row.shrink2(vec2(space::S, 0.0));
    let taken = |gap: f32| rest.iter().map(|width| width + gap).sum::<f32>();
    let gap = if inner.width() - taken(space::XL) >= width::FIRST_COLUMN { space::XL } else { space::M };
    let mut left = inner.right() - taken(gap);
    let first = Rect::from_min_max(inner.min, pos2(left, inner.bottom()));
    let mut places = vec![first];
    for width in rest {
        left += gap;
        places.push(Rect::from_min_size(pos2(left, inner.top()), vec2(*width, inner.height())));
        left += width;
    }
    places
}

/// Draws so many rows, of which only those in view are drawn: `row` gives its words for a screen reader and what a click on it does,
/// `paint` fills its cells. Answers the one that was clicked.
pub fn rows_ui(
    ui: &mut Ui,
    name: &str,
    (count, widths): (usize, &[f32]),
    row: impl Fn(usize) -> (String, Option<String>),
    mut paint: impl FnMut(&Ui, usize, &[Rect]),
) -> Option<usize> {
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.set_max_width(wide(ui) + space::S);
    ScrollArea::vertical().id_salt(name).auto_shrink(false).show_rows(ui, theme::ROW, count, |ui, shown| {
        widgets::named_region(ui, name, Role::List, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for at in shown {
                let (words, does) = row(at);
                let sense = if does.is_some() { Sense::click() } else { Sense::hover() };
                let (rect, response) = ui.allocate_exact_size(vec2(wide(ui), theme::ROW), sense);
                response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
                let palette = theme::palette(ui);
                if response.hovered() {
                    ui.painter().rect_filled(rect, theme::RADIUS, palette.card_hover);
                }
                paint(ui, at, &places(rect, widths));
                widgets::focus_ring(ui, &response);
                if response.clicked() {
                    clicked = Some(at);
                }
                if let Some(does) = does {
                    response.on_hover_text_at_pointer(does);
                }
            }
        });
    });
    clicked
}
