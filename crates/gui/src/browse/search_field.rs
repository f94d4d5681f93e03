//! The search field, the centre of the window: words, with chips for what narrows them.

use super::completion::Completion;
use super::msg::{BrowseCommand, Msg};
use super::query_text;
use super::state::Browse;
use crate::kit::path::name_of;
use crate::kit::pictures::Pictures;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::format;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::Region;
use base::{Photo, human};
use egui::accesskit::Role;
use egui::text::{CCursor, CCursorRange};
use egui::{
    Align, Area, Color32, EventFilter, Frame, Key, Layout, Margin, Modifiers, Order, Popup, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, TextBuffer, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{Like, TextUse};

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
        texts_ui(ui, ctx, &mut out);
        if !ctx.query.is_empty() && widgets::icon_button(ui, icons::ICON_CLOSE, "Clear").clicked() {
            out.run(Common::ClearSearch);
        }
        if rect.width() >= width::ROOMY_SEARCH {
            save_ui(ui, ctx, &mut out);
        }
        text_ui(ui, ctx, browse, &mut out);
    });
    let stroke = if focused { Stroke::new(theme::RING, palette.accent) } else { Stroke::new(1.0, palette.border) };
    ui.painter().rect_stroke(rect, theme::RADIUS, stroke, StrokeKind::Inside);
    out
}

/// Keeps what is asked for; filled where it is kept already.
fn save_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let Ok(now) = ctx.kept_query() else { return };
    let kept = ctx.tags.searches.iter().find(|search| search.query == now);
    if let Some(search) = kept {
        let name = format!("Saved as {}", search.name);
        let icon = widgets::icon(ui, icons::ICON_BOOKMARK_CHECK, theme::ICON, theme::palette(ui).accent);
        icon.on_hover_text(&name).accessible_name(name);
        return;
    }
    let save = ui.add_enabled_ui(!ctx.is_read_only(), |ui| widgets::icon_button(ui, icons::ICON_BOOKMARK_ADD, "Save this search"));
    if save.inner.clicked() {
        out.effect(Effect::SaveSearch);
    }
}

/// What words are looked for in: pictures, texts, or both.
fn texts_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let choices = [
        (TextUse::On, BrowseCommand::SearchBoth, icons::ICON_MANAGE_SEARCH, "Pictures and texts"),
        (TextUse::Off, BrowseCommand::SearchPictures, icons::ICON_IMAGE, "Pictures alone"),
        (TextUse::Only, BrowseCommand::SearchTexts, icons::ICON_TEXT_FIELDS, "Texts alone"),
    ];
    let now = choices.iter().find(|(texts, ..)| *texts == ctx.query.texts).unwrap_or(&choices[0]);
    // What is left out is easily forgotten.
    let colour = if now.0 == TextUse::On { palette.text } else { palette.accent };
    let button = widgets::tinted_button(ui, now.2, colour, &format!("Search in: {}", now.3.to_lowercase()));
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        for (texts, command, _, words) in choices {
            let icon = (texts == ctx.query.texts).then_some(icons::ICON_CHECK);
            let item = widgets::menu_item(ui, icon, words, None).on_hover_text("Texts are file names, folders and what was imported");
            if item.clicked() {
                out.msg(Msg::Run(command));
                ui.close();
            }
        }
    });
}

fn text_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, out: &mut Output<Msg>) {
    let mut text = ctx.query.text.clone();
    let hint = if ctx.query.like.is_some() { "and in words" } else { "Search photos: red dress, folder:shoes" };
    if let Some(taken) = completion_keys(ui, browse, out) {
        text = taken;
    }
    let behind = ui.painter().add(Shape::Noop);
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| query_text::layout(ui, text.as_str());
    let offers = browse.completion.is_open();
    let tab = offers && (!browse.completion.is_history || browse.completion.at.is_some());
    let edit = TextEdit::singleline(&mut text)
        .id(focus::search())
        .hint_text(hint)
        .layouter(&mut layouter)
        // While something is offered, Tab takes it and Esc closes it.
        .event_filter(EventFilter { tab, escape: offers, horizontal_arrows: true, vertical_arrows: true })
        .frame(egui::Frame::NONE)
        .margin(Margin::symmetric(space::XS as i8, 0))
        .align(egui::Align2::LEFT_CENTER)
        .min_size(vec2(0.0, theme::CONTROL))
        .desired_width(f32::INFINITY);
    let shown = widgets::with_hint_colour(ui, |ui| edit.show(ui));
    let chips = query_text::chips(ui, &text, &shown.galley, shown.galley_pos);
    ui.painter().with_clip_rect(shown.text_clip_rect.expand2(vec2(space::XS, space::XS))).set(behind, Shape::Vec(chips));
    let response = shown.response.response.accessible_name("Search");
    if ctx.go_to == Some(Region::Search) {
        response.request_focus();
        widgets::select_all(ui, focus::search(), &text);
    }
    if !recalled(ui, ctx, browse, &response, &text, out) {
        keys(ui, &response, &text, out);
    }
    let cursor = shown.cursor_range.filter(|_| response.has_focus()).map(|range| byte_of(&text, range.primary.index.0));
    if let Some(cursor) = cursor.filter(|cursor| !browse.completion.is_for(&text, *cursor)) {
        out.msg(Msg::Typed { text: text.clone(), cursor });
    }
    completion_ui(ui, browse, &response, out);
    if text != ctx.query.text {
        out.query(Change::Text(text));
    }
}

fn byte_of(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at)
}

/// Down and Up walk through what is offered; Tab takes it, and Enter once a line is chosen; Esc closes it.
fn completion_keys(ui: &Ui, browse: &Browse, out: &mut Output<Msg>) -> Option<String> {
    let completion = &browse.completion;
    if !completion.is_open() || !ui.memory(|m| m.has_focus(focus::search())) {
        return None;
    }
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    for (key, by) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1)] {
        if pressed(key) {
            out.msg(Msg::CompletionStep(by));
        }
    }
    if pressed(Key::Escape) {
        out.msg(Msg::CloseCompletion);
    }
    let enter = completion.at.filter(|_| pressed(Key::Enter));
    // Of what was searched for lately none is likelier than to go on.
    let first = if completion.is_history { completion.at } else { Some(completion.at.unwrap_or(0)) };
    take(ui, completion, enter.or_else(|| first.filter(|_| pressed(Key::Tab)))?)
}

/// The text with that line in it; the cursor goes behind it.
fn take(ui: &Ui, completion: &Completion, line: usize) -> Option<String> {
    let (text, cursor) = completion.taken(line)?;
    let mut edit = TextEdit::load_state(ui.ctx(), focus::search()).unwrap_or_default();
    edit.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(text[..cursor].chars().count()))));
    TextEdit::store_state(ui.ctx(), focus::search(), edit);
    ui.memory_mut(|m| m.request_focus(focus::search()));
    Some(text)
}

/// The offered lines below the field.
fn completion_ui(ui: &Ui, browse: &Browse, field: &Response, out: &mut Output<Msg>) {
    let completion = &browse.completion;
    let id = focus::search().with("offered");
    // A press on a line takes the focus from the field before it is a click.
    let over =
        ui.data(|d| d.get_temp::<Rect>(id)).is_some_and(|rect| ui.input(|i| i.pointer.interact_pos().is_some_and(|p| rect.contains(p))));
    if !completion.is_open() || !(field.has_focus() || over) {
        ui.data_mut(|d| d.remove::<Rect>(id));
        return;
    }
    let place = field.rect.left_bottom() + vec2(-space::S, space::S);
    let wide = field.rect.width().min(width::OFFERED);
    let area = Area::new(id).order(Order::Foreground).fixed_pos(place).constrain(true).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(space::XS).show(ui, |ui| {
            ui.set_width(wide);
            ui.spacing_mut().item_spacing.y = 0.0;
            if completion.is_history {
                widgets::section_ui(ui, "Recent searches");
            }
            widgets::named_region(ui, "Completions", Role::List, |ui| {
                for (i, line) in completion.lines.iter().enumerate() {
                    let row = RowSpec {
                        words: &line.words,
                        count: Some(line.detail.clone()),
                        icon: None,
                        selected: completion.at == Some(i),
                        indent: 0.0,
                        name: format!("{}, {}", line.written, line.detail).trim_end_matches(", ").to_owned(),
                        room_right: 0.0,
                    };
                    if widgets::row_ui(ui, &row).clicked()
                        && let Some(text) = take(ui, completion, i)
                    {
                        out.query(Change::Text(text));
                    }
                }
            });
        });
    });
    ui.data_mut(|d| d.insert_temp(id, area.response.rect));
}

/// A click on the empty field, or Down in it, offers what was searched for lately.
fn recalled(ui: &Ui, ctx: &Ctx, browse: &Browse, response: &Response, text: &str, out: &mut Output<Msg>) -> bool {
    if !text.is_empty() || ctx.settings.searches.is_empty() || browse.completion.is_open() || !response.has_focus() {
        return false;
    }
    let chosen = ui.input(|i| i.key_pressed(Key::ArrowDown));
    if chosen || response.clicked() {
        out.msg(Msg::Recall { chosen });
    }
    chosen
}

/// Enter and Down go to the photos; Esc empties the field, and leaves it when it is empty.
fn keys(ui: &Ui, response: &Response, text: &str, out: &mut Output<Msg>) {
    let (enter, escape, down) = ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Escape), i.key_pressed(Key::ArrowDown)));
    if (response.lost_focus() && enter) || (response.has_focus() && down) {
        ui.memory_mut(|m| m.request_focus(focus::photos()));
        out.effect(Effect::PickFirst);
    }
    if response.lost_focus() && !escape && !text.trim().is_empty() {
        out.msg(Msg::Searched(text.to_owned()));
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
        let name = browse.tree.find(folder).map_or_else(|| name_of(&folder.path), |r| r.words.clone());
        if chip_ui(ui, Mark::Icon(icons::ICON_FOLDER), &name).clicked() {
            out.query(Change::Folder(None));
        }
    }
    if let Some(only) = &ctx.query.only
        && chip_ui(ui, Mark::Icon(icons::ICON_SELL), &format::only(&ctx.tags, only)).clicked()
    {
        out.query(Change::Only(None));
    }
    if let Some(label) = &ctx.query.label
        && chip_ui(ui, Mark::Icon(icons::ICON_SELL), &format::suggested(label, ctx.query.label_among.as_deref())).clicked()
    {
        out.effect(Effect::LeaveLabel);
    }
    if let Some(score) = ctx.query.cut_off()
        && chip_ui(ui, Mark::None, &format!("score ≥ {}", human::score(score))).clicked()
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
    // As long as it wants to be, while there is room left to type in.
    let room = (ui.available_width() - width::TYPING).max(width::CHIP_MIN);
    let galley = widgets::elided(ui.painter(), words, &theme::body(), palette.text, room);
    let whole = galley.text() == words;
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
    if whole { response } else { response.on_hover_text(words) }
}
