//! The search field, the centre of the window: words, with chips for what narrows them.

use super::msg::Msg;
use super::state::Browse;
use crate::kit::path::name_of;
use crate::kit::pictures::Pictures;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::format;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::selection::Reach;
use crate::shell::view::Region;
use base::{Photo, human};
use egui::accesskit::Role;
use egui::text::{CCursor, CCursorRange};
use egui::{
    Align, Color32, Key, Layout, Margin, Rect, Response, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::Like;

/// Draws the field over the whole of `ui`.
pub fn search_field_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let rect = ui.max_rect();
    let focused = ui.memory(|m| m.has_focus(focus::search()));
    ui.painter().rect_filled(rect, theme::RADIUS, palette.field);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let mut row = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    row.spacing_mut().item_spacing.x = space::XS;
    widgets::icon(&mut row, icons::ICON_SEARCH, theme::ICON, if focused { palette.accent } else { palette.weak });
    chips_ui(&mut row, ctx, browse, pictures, &mut out);
    row.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if widgets::icon_button(ui, icons::ICON_IMAGE_SEARCH, "Search by a photo file").clicked() {
            out.run(Common::SearchByFile);
        }
        if !ctx.query.is_empty() && widgets::icon_button(ui, icons::ICON_CLOSE, "Clear").clicked() {
            out.run(Common::ClearSearch);
        }
        text_ui(ui, ctx, &mut out);
    });
    let stroke = if focused { Stroke::new(theme::RING, palette.accent) } else { Stroke::new(1.0, palette.border) };
    ui.painter().rect_stroke(rect, theme::RADIUS, stroke, StrokeKind::Inside);
    out
}

fn text_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let mut text = ctx.query.text.clone();
    let hint = if ctx.query.like.is_some() { "and in words" } else { "Search photos: red dress, folder:shoes" };
    let response = ui.add(
        TextEdit::singleline(&mut text)
            .id(focus::search())
            .hint_text(RichText::new(hint).color(palette.faint))
            .frame(egui::Frame::NONE)
            .margin(Margin::symmetric(space::XS as i8, 0))
            .align(egui::Align2::LEFT_CENTER)
            .min_size(vec2(0.0, theme::CONTROL))
            .desired_width(f32::INFINITY),
    );
    let response = response.accessible_name("Search");
    if ctx.go_to == Some(Region::Search) {
        response.request_focus();
        select_all(ui, &text);
    }
    keys(ui, &response, ctx, &text, out);
    if response.changed() {
        out.query(Change::Text(text));
    }
}

fn select_all(ui: &Ui, text: &str) {
    let mut edit = TextEdit::load_state(ui.ctx(), focus::search()).unwrap_or_default();
    edit.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()))));
    TextEdit::store_state(ui.ctx(), focus::search(), edit);
}

/// Enter and Down go to the photos; Esc empties the field, and leaves it when it is empty.
fn keys(ui: &Ui, response: &Response, ctx: &Ctx, text: &str, out: &mut Output<Msg>) {
    let (enter, escape, down) = ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Escape), i.key_pressed(Key::ArrowDown)));
    if (response.lost_focus() && enter) || (response.has_focus() && down) {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
        if ctx.selection.cursor().is_none() {
            out.effect(Effect::Pick(0, Reach::Only));
        }
    }
    if response.lost_focus() && escape {
        if text.is_empty() {
            ui.memory_mut(|m| m.request_focus(focus::photos()));
        } else {
            out.query(Change::Text(String::new()));
            response.request_focus();
        }
    }
}

fn chips_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, pictures: &mut Pictures, out: &mut Output<Msg>) {
    match &ctx.query.like {
        Some(Like::Photo(id)) => {
            let photo = ctx.library.photo(*id);
            let name = photo.map_or_else(|| "photo".to_owned(), Photo::name);
            let thumb = photo.map(|p| pictures.textures.get(p));
            if chip_ui(ui, Mark::Thumb(thumb), &name).clicked() {
                out.query(Change::Like(None));
            }
        }
        Some(Like::File(path)) => {
            let chip = chip_ui(ui, Mark::Icon(icons::ICON_IMAGE), &name_of(path)).on_hover_text(path.display().to_string());
            if chip.clicked() {
                out.query(Change::Like(None));
            }
        }
        None => {}
    }
    if let Some(folder) = &ctx.query.folder {
        let name = browse.tree.find(folder).map_or_else(|| name_of(&folder.path), |r| r.name.clone());
        if chip_ui(ui, Mark::Icon(icons::ICON_FOLDER), &name).clicked() {
            out.query(Change::Folder(None));
        }
    }
    if let Some(only) = &ctx.query.only
        && chip_ui(ui, Mark::Icon(icons::ICON_SELL), &format::only(&ctx.tags, only)).clicked()
    {
        out.effect(if ctx.query.shows_label() { Effect::LeaveLabel } else { Effect::Query(vec![Change::Only(None)]) });
    }
    if let Some(score) = ctx.query.min_score.filter(|_| ctx.query.ranks() && !ctx.query.shows_label())
        && chip_ui(ui, Mark::None, &format!("score ≥ {score:.2}")).clicked()
    {
        out.query(Change::MinScore(None));
    }
}

#[derive(Clone, Copy)]
enum Mark {
    None,
    Icon(MaterialIcon),
    Thumb(Option<Thumb>),
}

/// A chip; a click takes it away.
fn chip_ui(ui: &mut Ui, mark: Mark, words: &str) -> Response {
    let palette = theme::palette(ui);
    let shown = human::elide_middle(words, 18);
    let galley = ui.painter().layout_no_wrap(shown, theme::body(), palette.text);
    let marked = if matches!(mark, Mark::None) { 0.0 } else { theme::ICON + space::XS };
    let size = vec2(space::S + marked + galley.size().x + space::XS + theme::ICON_SMALL + space::XS, theme::CHIP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Remove {words}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    painter.rect_filled(rect, theme::THUMB_RADIUS, palette.chip);
    let mark_rect = Rect::from_min_size(pos2(rect.left() + space::XS, rect.center().y - theme::ICON / 2.0), vec2(theme::ICON, theme::ICON));
    match mark {
        Mark::Icon(icon) => widgets::paint_icon(painter, mark_rect.center(), icon, theme::ICON_SMALL, palette.weak),
        Mark::Thumb(Some(Thumb::Ready(texture, size))) => {
            widgets::paint_picture(painter, widgets::fit(mark_rect, size, 1.0), texture, Color32::WHITE);
        }
        Mark::Thumb(_) => {
            painter.rect_filled(mark_rect, theme::THUMB_RADIUS, palette.well);
        }
        Mark::None => {}
    }
    let left = rect.left() + space::S + if marked > 0.0 { marked - space::XS } else { 0.0 };
    painter.galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    let cross = if response.hovered() { palette.strong } else { palette.weak };
    widgets::paint_icon(
        painter,
        pos2(rect.right() - space::XS - theme::ICON_SMALL / 2.0, rect.center().y),
        icons::ICON_CLOSE,
        theme::ICON_SMALL,
        cross,
    );
    widgets::focus_ring(ui, &response);
    response
}
