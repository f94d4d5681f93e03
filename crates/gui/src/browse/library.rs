//! The left panel: what the library holds, and its folders as a tree with counts.

use crate::browse::menus;
use crate::browse::tree::Row;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::products;
use crate::shell::actions::{Action, Actions};
use crate::shell::command::UiCommand;
use crate::shell::state::{Region, State, View};
use crate::tagging;
use base::human;
use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::Only;

/// Draws the panel's content.
pub fn library_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.style_mut().interaction.tooltip_delay = 0.6;
    ui.horizontal(|ui| widgets::section_ui(ui, "Library"));
    ui.add_space(space::XS);
    all_photos_ui(ui, state, &mut actions);
    only_rows_ui(ui, state, &mut actions);
    products::library_ui(ui, state, &mut actions);
    if state.library.missing > 0 {
        view_ui(ui, state, View::Missing, "Missing", state.library.missing, &mut actions);
    }
    let problems = state.library.snapshot.as_ref().map_or(0, |s| s.problems.len() as u64);
    view_ui(ui, state, View::Problems, "Problems", problems, &mut actions);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        widgets::section_ui(ui, "Folders");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::ICON_ADD, "Add folder").clicked() {
                actions.run(UiCommand::AddFolder);
            }
        });
    });
    folders_and_tags_ui(ui, state, &mut actions);
    actions
}

fn all_photos_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let selected = matches!(state.view, View::Grid | View::Loupe) && state.query.folder.is_none() && state.query.only.is_none();
    let count = human::count(state.library.present + state.library.missing);
    let response = row(ui, "All photos", icons::ICON_PHOTO_LIBRARY, count.clone(), selected, format!("All photos, {count}"));
    if state.go_to == Some(Region::Library) {
        response.request_focus();
    }
    if response.clicked() {
        actions.run(UiCommand::AllPhotos);
    }
}

/// Photos without tags, and those that somebody should look at, once there is a vocabulary.
fn only_rows_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    if state.tags.sets.is_empty() {
        return;
    }
    let untagged = Some(human::count(state.tags.untagged));
    for (only, words, icon, count) in
        [(Only::Untagged, "Untagged", icons::ICON_LABEL_OFF, untagged), (Only::NeedsReview, "Needs review", icons::ICON_PENDING, None)]
    {
        let selected = state.query.only.as_ref() == Some(&only) && matches!(state.view, View::Grid | View::Loupe);
        let name = count.as_ref().map_or_else(|| words.to_owned(), |n| format!("{words}, {n}"));
        if row(ui, words, icon, count.unwrap_or_default(), selected, name).clicked() {
            actions.tags(tagging::Wish::Only((!selected).then_some(only)));
        }
    }
}

fn view_ui(ui: &mut Ui, state: &State, view: View, words: &str, n: u64, actions: &mut Actions) {
    let icon = if view == View::Problems { icons::ICON_WARNING } else { icons::ICON_LINK_OFF };
    let count = human::count(n);
    if row(ui, words, icon, count.clone(), state.view == view, format!("{words}, {count}")).clicked() {
        actions.push(Action::Show(view));
    }
}

fn row(ui: &mut Ui, words: &str, icon: egui_material_icons::MaterialIcon, count: String, selected: bool, name: String) -> egui::Response {
    let palette = theme::palette(ui);
    let colour = if selected { palette.accent } else { palette.weak };
    let icon = (ui.available_width() >= width::ROOMY_LIBRARY).then_some((icon, colour));
    widgets::row_ui(ui, &RowSpec { words, count: Some(count), icon, selected, indent: 0.0, name, room_right: 0.0 })
}

/// Folders and below them the tags, in one list that scrolls: all lines are of one height, so that only those in view are drawn.
fn folders_and_tags_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let tree = &state.library.tree;
    let (folders, tags) = (tree.row_count(), tagging::lines(state));
    let all = folders + tags.len();
    ScrollArea::vertical().id_salt("folders").auto_shrink(false).show_rows(ui, theme::ROW, all, |ui, rows| {
        widgets::named_region(ui, "Folders", Role::Tree, |ui| {
            for row in rows.clone().take_while(|i| *i < folders).filter_map(|i| tree.row(i)) {
                folder_ui(ui, state, row, actions);
            }
        });
        if !tags.is_empty() {
            widgets::named_region(ui, "Tags", Role::List, |ui| {
                for line in rows.filter_map(|i| tags.get(i.checked_sub(folders)?)) {
                    tagging::line_ui(ui, state, *line, actions);
                }
            });
        }
    });
}

fn folder_ui(ui: &mut Ui, state: &State, row: &Row, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let selected = state.query.folder.as_ref() == Some(&row.folder) && matches!(state.view, View::Grid | View::Loupe);
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
    let response = widgets::row_ui(ui, &spec);
    if row.has_children {
        let left = (row.depth as f32).mul_add(space::M, response.rect.left() - space::XS);
        let fold = Rect::from_min_size(pos2(left, response.rect.top()), vec2(space::M + space::S, theme::ROW));
        let words = if row.open { "Fold" } else { "Unfold" };
        let (icon, name) = (if row.open { icons::ICON_EXPAND_MORE } else { icons::ICON_CHEVRON_RIGHT }, format!("{words} {}", row.name));
        if small_button(ui, fold, icon, &name).clicked() {
            actions.push(Action::Fold(row.folder.clone()));
        }
    }
    if response.clicked() {
        // A second click on what is shown shows everything again.
        actions.push(Action::SetFolder((!selected).then(|| row.folder.clone())));
    }
    if response.double_clicked() && row.has_children {
        actions.push(Action::Fold(row.folder.clone()));
    }
    if is_root {
        let more = Rect::from_min_max(pos2(response.rect.right() - theme::ICON - space::S, response.rect.top()), response.rect.max);
        let button = small_button(ui, more, icons::ICON_MORE_HORIZ, &format!("Menu of {}", row.name));
        egui::Popup::menu(&button).show(|ui| actions.extend(menus::root_menu_ui(ui, state, &row.folder)));
        response.context_menu(|ui| actions.extend(menus::root_menu_ui(ui, state, &row.folder)));
    }
}

fn small_button(ui: &mut Ui, rect: Rect, icon: egui_material_icons::MaterialIcon, name: &str) -> egui::Response {
    let palette = theme::palette(ui);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    let response = child.allocate_rect(rect, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Button, true, name));
    let colour = if response.hovered() || response.has_focus() { palette.strong } else { palette.faint };
    widgets::paint_icon(child.painter(), rect.center(), icon, theme::ICON_SMALL, colour);
    widgets::focus_ring(&child, &response);
    response
}
