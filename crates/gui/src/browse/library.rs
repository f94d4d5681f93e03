//! The left panel: what the library holds, and its folders as a tree with counts.

use super::mark_rows::{any_shown, mark_rows_ui};
use super::msg::{BrowseCommand, Msg};
use super::state::Browse;
use crate::browse::menus;
use crate::browse::tree::Row;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::command::READ_ONLY;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::{Region, View};
use base::human;
use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Ui, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::Only;

/// What other features add to the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LibrarySlot {
    /// Below the rows of photos that need something.
    Products,
    /// Above the folders.
    Searches,
    /// This line of the tags, all of one height.
    TagLine(usize),
}

/// Draws what other features add.
type LibrarySlots<'a> = &'a mut dyn FnMut(&mut Ui, LibrarySlot);

/// Draws the panel's content; below the folders so many lines of tags.
pub fn library_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, tag_lines: usize, slots: LibrarySlots<'_>) -> Output<Msg> {
    let mut out = Output::default();
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.style_mut().interaction.tooltip_delay = 0.6;
    ui.horizontal(|ui| widgets::section_ui(ui, "Library"));
    ui.add_space(space::XS);
    all_photos_ui(ui, ctx, &mut out);
    only_rows_ui(ui, ctx, &mut out);
    mark_rows_ui(ui, ctx, &mut out);
    slots(ui, LibrarySlot::Products);
    if ctx.library.missing > 0 {
        view_ui(ui, ctx, View::Missing, "Missing", ctx.library.missing, &mut out);
    }
    let problems = ctx.library.snapshot.as_ref().map_or(0, |s| s.problems.len() as u64);
    view_ui(ui, ctx, View::Problems, "Problems", problems, &mut out);
    slots(ui, LibrarySlot::Searches);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        widgets::section_ui(ui, "Folders");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let add = ui.add_enabled_ui(!ctx.is_read_only(), |ui| widgets::icon_button(ui, icons::ICON_ADD, "Add folder")).inner;
            if add.on_disabled_hover_text(READ_ONLY).clicked() {
                out.run(Common::AddFolder);
            }
        });
    });
    folders_and_tags_ui(ui, ctx, browse, tag_lines, slots, &mut out);
    out
}

fn all_photos_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let narrowed = ctx.query.folder.is_some() || ctx.query.only.is_some() || ctx.query.label.is_some() || any_shown(ctx);
    let selected = ctx.view.shows_query() && !narrowed;
    let count = human::count(ctx.library.present + ctx.library.missing);
    let response = row(ui, "All photos", icons::ICON_PHOTO_LIBRARY, count.clone(), selected, format!("All photos, {count}"));
    if ctx.go_to == Some(Region::Library) {
        response.request_focus();
    }
    if response.clicked() {
        out.msg(Msg::Run(BrowseCommand::AllPhotos));
    }
}

/// Photos without tags, and those that somebody should look at, once there is a vocabulary.
fn only_rows_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    if ctx.tags.sets.is_empty() {
        return;
    }
    let untagged = Some(human::count(ctx.tags.counts.untagged));
    let need_review = ctx.library.need_review.map(human::count);
    for (only, words, icon, count) in [
        (Only::Untagged, "Untagged", icons::ICON_LABEL_OFF, untagged),
        (Only::NeedsReview, "Needs review", icons::ICON_PENDING, need_review),
    ] {
        let selected = ctx.query.only.as_ref() == Some(&only) && ctx.view.shows_query();
        let name = count.as_ref().map_or_else(|| words.to_owned(), |n| format!("{words}, {n}"));
        if row(ui, words, icon, count.unwrap_or_default(), selected, name).clicked() {
            out.query(Change::Only((!selected).then_some(only)));
        }
    }
}

fn view_ui(ui: &mut Ui, ctx: &Ctx, view: View, words: &str, n: u64, out: &mut Output<Msg>) {
    let icon = if view == View::Problems { icons::ICON_WARNING } else { icons::ICON_LINK_OFF };
    let count = human::count(n);
    if row(ui, words, icon, count.clone(), ctx.view == view, format!("{words}, {count}")).clicked() {
        out.effect(Effect::Show(view));
    }
}

fn row(ui: &mut Ui, words: &str, icon: egui_material_icons::MaterialIcon, count: String, selected: bool, name: String) -> egui::Response {
    let palette = theme::palette(ui);
    let colour = if selected { palette.accent } else { palette.weak };
    let icon = (ui.available_width() >= width::ROOMY_LIBRARY).then_some((icon, colour));
    widgets::row_ui(ui, &RowSpec { words, count: Some(count), icon, selected, indent: 0.0, name, room_right: 0.0 })
}

/// Folders and below them the tags, in one list that scrolls: all lines are of one height, so that only those in view are drawn.
fn folders_and_tags_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, tags: usize, slots: LibrarySlots<'_>, out: &mut Output<Msg>) {
    let tree = &browse.tree;
    let folders = tree.row_count();
    let all = folders + tags;
    ScrollArea::vertical().id_salt("folders").auto_shrink(false).show_rows(ui, theme::ROW, all, |ui, rows| {
        widgets::named_region(ui, "Folders", Role::Tree, |ui| {
            for row in rows.clone().take_while(|i| *i < folders).filter_map(|i| tree.row(i)) {
                folder_ui(ui, ctx, row, out);
            }
        });
        if tags > 0 {
            widgets::named_region(ui, "Tags", Role::List, |ui| {
                for line in rows.filter_map(|i| i.checked_sub(folders)) {
                    slots(ui, LibrarySlot::TagLine(line));
                }
            });
        }
    });
}

fn folder_ui(ui: &mut Ui, ctx: &Ctx, row: &Row, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let selected = ctx.query.folder.as_ref() == Some(&row.folder) && ctx.view.shows_query();
    let is_root = row.depth == 0;
    let icon = (is_root && !row.reachable).then_some((icons::ICON_FOLDER_OFF, palette.doubtful));
    let unreachable = if row.reachable { "" } else { ", cannot be reached" };
    let spec = RowSpec {
        words: &row.name,
        count: Some(human::count(row.photos)),
        icon,
        selected,
        indent: (row.depth as f32).mul_add(space::M, space::S),
        name: format!("{}, {}{unreachable}", row.name, human::photos(row.photos)),
        room_right: if is_root { theme::ICON + space::XS } else { 0.0 },
    };
    let response = widgets::row_as(ui, Role::TreeItem, &spec);
    if row.has_children {
        let left = (row.depth as f32).mul_add(space::M, response.rect.left() - space::XS);
        let fold = Rect::from_min_size(pos2(left, response.rect.top()), vec2(space::M + space::S, theme::ROW));
        let words = if row.open { "Fold" } else { "Unfold" };
        let (icon, name) = (if row.open { icons::ICON_EXPAND_MORE } else { icons::ICON_CHEVRON_RIGHT }, format!("{words} {}", row.name));
        if widgets::small_button(ui, fold, icon, &name).clicked() {
            out.msg(Msg::Fold(row.folder.clone()));
        }
    }
    if response.clicked() {
        // A second click on what is shown shows everything again.
        out.query(Change::Folder((!selected).then(|| row.folder.clone())));
    }
    if response.double_clicked() && row.has_children {
        out.msg(Msg::Fold(row.folder.clone()));
    }
    if is_root {
        let more = Rect::from_min_max(pos2(response.rect.right() - theme::ICON - space::S, response.rect.top()), response.rect.max);
        let button = widgets::small_button(ui, more, icons::ICON_MORE_HORIZ, &format!("Menu of {}", row.name));
        egui::Popup::menu(&button).show(|ui| out.extend(menus::root_menu_ui(ui, ctx, row)));
        response.context_menu(|ui| out.extend(menus::root_menu_ui(ui, ctx, row)));
    }
}
