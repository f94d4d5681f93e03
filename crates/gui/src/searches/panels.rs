//! Saved searches in the library panel.

use super::form::described;
use super::msg::{Msg, SearchesCommand};
use super::state::Searches;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec, menu_item};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use base::searches::{SavedQuery, SavedSearch};
use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Ui, pos2};
use egui_material_icons::icons;

/// The share of the window that the rows take, and how many that is at least and at most: the others scroll, so that the folders keep their
/// room.
const SHARE: f32 = 0.15;
const ROWS: (f32, f32) = (3.0, 6.0);

/// Draws the section; nothing where no search is kept.
pub fn library_ui(ui: &mut Ui, ctx: &Ctx, searches: &Searches) -> Output<Msg> {
    let mut out = Output::default();
    if ctx.tags.searches.is_empty() {
        return out;
    }
    let now = ctx.kept_query().ok();
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        widgets::section_ui(ui, "Searches");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let can_add = now.is_some() && !ctx.is_read_only();
            let add = ui.add_enabled_ui(can_add, |ui| widgets::icon_button(ui, icons::ICON_ADD, "Keep what is shown as a search")).inner;
            if add.clicked() {
                out.msg(Msg::Run(SearchesCommand::Save));
            }
        });
    });
    let tall = (ui.ctx().content_rect().height() * SHARE).clamp(theme::ROW * ROWS.0, theme::ROW * ROWS.1);
    ScrollArea::vertical().id_salt("searches").max_height(tall).auto_shrink([false, true]).show(ui, |ui| {
        widgets::named_region(ui, "Searches", Role::List, |ui| {
            for search in ctx.tags.searches.iter() {
                let photos = searches.counts.get(&search.id).copied().flatten();
                row_ui(ui, ctx, search, photos, now.as_ref(), &mut out);
            }
        });
    });
    out
}

fn row_ui(ui: &mut Ui, ctx: &Ctx, search: &SavedSearch, photos: Option<u64>, now: Option<&SavedQuery>, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let selected = ctx.view.shows_query() && now == Some(&search.query);
    let colour = if selected { palette.accent } else { palette.weak };
    let told = photos.map_or_else(|| "not counted yet".to_owned(), human::photos);
    let row = RowSpec {
        words: &search.name,
        count: Some(photos.map(human::count).unwrap_or_default()),
        icon: (ui.available_width() >= width::ROOMY_LIBRARY).then_some((icons::ICON_BOOKMARK, colour)),
        selected,
        indent: 0.0,
        name: format!("Search {}, {told}", search.name),
        room_right: theme::ICON + space::XS,
    };
    let response = widgets::row_ui(ui, &row).on_hover_text(described(&search.query, &ctx.tags.axes));
    if response.clicked() {
        out.msg(Msg::Ask(search.id));
    }
    let place = Rect::from_min_max(pos2(response.rect.right() - theme::ICON - space::S, response.rect.top()), response.rect.max);
    let button = widgets::small_button(ui, place, icons::ICON_MORE_HORIZ, &format!("Menu of search {}", search.name));
    egui::Popup::menu(&button).show(|ui| menu_ui(ui, ctx, search, now, out));
    response.context_menu(|ui| menu_ui(ui, ctx, search, now, out));
}

fn menu_ui(ui: &mut Ui, ctx: &Ctx, search: &SavedSearch, now: Option<&SavedQuery>, out: &mut Output<Msg>) {
    ui.set_width(width::MENU);
    let mut item = |ui: &mut Ui, icon, words: &str, msg: Msg| {
        if ui.add_enabled_ui(!ctx.is_read_only(), |ui| menu_item(ui, Some(icon), words, None)).inner.clicked() {
            out.msg(msg);
            ui.close();
        }
    };
    item(ui, icons::ICON_EDIT, "Rename…", Msg::Rename(search.id));
    if now.is_some_and(|now| *now != search.query) {
        item(ui, icons::ICON_BOOKMARK_ADD, "Change to what is shown now", Msg::Update(search.id));
    }
    item(ui, icons::ICON_DELETE, "Delete", Msg::Delete(search.id));
    ui.separator();
    let mut after = |ui: &mut Ui, icon, words: &str, then: Effect| {
        if menu_item(ui, Some(icon), words, None).clicked() {
            out.effect(Effect::SelectNone);
            if now != Some(&search.query) {
                out.msg(Msg::Ask(search.id));
            }
            out.effect(then);
            ui.close();
        }
    };
    after(ui, icons::ICON_DOWNLOAD, "Export tags of these photos…", Effect::ExportTags);
}
