//! A table whose columns have widths of their own but the first, which takes the rest; its head can be clicked to sort by it.

use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use egui::accesskit::Role;
use egui::{Rect, Response, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

/// A column beside the first.
pub struct Head<'a, K> {
    pub key: K,
    pub words: &'a str,
    pub width: f32,
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
    let wide = widgets::paint_elided(ui.painter(), place, head.words, &theme::caption(), colour);
    if let Some(descending) = on {
        let icon = if descending { icons::ICON_ARROW_DOWNWARD } else { icons::ICON_ARROW_UPWARD };
        let at = pos2(place.left() + wide + theme::ICON_SMALL / 2.0 + space::XS, place.center().y);
        widgets::paint_icon(ui.painter(), at, icon, theme::ICON_SMALL, colour);
    }
    widgets::focus_ring(ui, &response);
    if head.why.is_empty() { response } else { response.on_hover_text(head.why) }
}

/// No wider than the eye follows a row.
fn wide(ui: &Ui) -> f32 {
    ui.available_width().min(width::MODELS)
}

/// The cells of a row: the first takes what the others leave.
fn places(row: Rect, rest: &[f32]) -> Vec<Rect> {
    let inner = row.shrink2(vec2(space::S, 0.0));
    let mut left = inner.right() - rest.iter().map(|width| width + space::M).sum::<f32>();
    let first = Rect::from_min_max(inner.min, pos2(left, inner.bottom()));
    let mut places = vec![first];
    for width in rest {
        left += space::M;
        places.push(Rect::from_min_size(pos2(left, inner.top()), vec2(*width, inner.height())));
        left += width;
    }
    places
}

/// Draws so many rows, of which only those in view are drawn: `row` gives its words for a screen reader and whether it can be clicked,
/// `paint` fills its cells. Answers the one that was clicked.
pub fn rows_ui(
    ui: &mut Ui,
    name: &str,
    (count, widths): (usize, &[f32]),
    row: impl Fn(usize) -> (String, bool),
    mut paint: impl FnMut(&Ui, usize, &[Rect]),
) -> Option<usize> {
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt(name).auto_shrink(false).show_rows(ui, theme::ROW, count, |ui, shown| {
        widgets::named_region(ui, name, Role::List, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for at in shown {
                let (words, clicks) = row(at);
                let sense = if clicks { Sense::click() } else { Sense::hover() };
                let (rect, response) = ui.allocate_exact_size(vec2(wide(ui), theme::ROW), sense);
                response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
                let palette = theme::palette(ui);
                if response.hovered() {
                    ui.painter().rect_filled(rect, theme::RADIUS, palette.card_hover);
                }
                paint(ui, at, &places(rect, widths));
                widgets::focus_ring(ui, &response);
                if response.on_hover_text(words).clicked() {
                    clicked = Some(at);
                }
            }
        });
    });
    clicked
}
