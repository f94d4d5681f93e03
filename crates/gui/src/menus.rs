//! Menus that more than one panel opens: a photo's, a root's, the catalogue's.

use super::actions::{Action, Actions};
use super::command::UiCommand;
use super::overlay::Dialog;
use super::state::State;
use super::theme::width;
use super::widgets::{menu_command, menu_item};
use base::{PhotoId, human};
use egui::Ui;
use egui_material_icons::icons;
use engine::protocol::{DesktopRequest, FolderRef, Like, PickPurpose};
use std::path::PathBuf;

/// A photo's menu, wherever the photo is seen.
pub fn photo_menu_ui(ui: &mut Ui, state: &State, photo: PhotoId) -> Actions {
    let mut actions = Actions::default();
    ui.set_width(width::MENU);
    let path = state.library.path(photo);
    let mut item = |ui: &mut Ui, command: UiCommand, action: Option<Action>| {
        let entry = command.entry();
        if menu_item(ui, Some(entry.icon), entry.words, command.shortcut(ui.ctx())).clicked() {
            if let Some(action) = action {
                actions.push(action);
            }
            ui.close();
        }
    };
    let index = state.shown.hits.iter().position(|h| h.photo == photo);
    item(ui, UiCommand::Loupe, index.map(Action::Enlarge));
    item(ui, UiCommand::SearchByThis, Some(Action::SetLike(Some(Like::Photo(photo)))));
    ui.separator();
    item(ui, UiCommand::OpenInViewer, path.clone().map(|p| Action::Send(DesktopRequest::OpenInViewer(p).into())));
    item(ui, UiCommand::ShowInFolder, path.clone().map(|p| Action::Send(DesktopRequest::ShowInFolder(p).into())));
    item(ui, UiCommand::CopyPath, path.map(|p| Action::Copy { text: p.display().to_string(), what: "Path" }));
    actions
}

/// A root's menu.
pub fn root_menu_ui(ui: &mut Ui, state: &State, folder: &FolderRef) -> Actions {
    let mut actions = Actions::default();
    let Some(view) = state.library.snapshot.iter().flat_map(|s| &s.roots).find(|r| r.root.id == folder.root) else { return actions };
    ui.set_width(width::MENU);
    if menu_item(ui, Some(icons::ICON_GRID_VIEW), "Show these photos", None).clicked() {
        actions.push(Action::SetFolder(Some(folder.clone())));
        ui.close();
    }
    if menu_item(ui, Some(icons::ICON_FOLDER), "Show in folder", None).clicked() {
        actions.push(Action::Send(DesktopRequest::ShowInFolder(view.root.path.clone()).into()));
        ui.close();
    }
    ui.separator();
    menu_command(ui, state, UiCommand::Rescan, &mut actions);
    if menu_item(ui, Some(icons::ICON_FOLDER_OPEN), "Locate folder…", None).clicked() {
        actions.push(Action::Ask(locate(view.root.id)));
        ui.close();
    }
    ui.separator();
    if menu_item(ui, Some(icons::ICON_DELETE), "Remove from catalogue…", None).clicked() {
        let name = super::tree::name_of(&view.root.path);
        actions.push(Action::Ask(Dialog::RemoveRoot { root: view.root.id, name, photos: view.photos + view.missing }));
        ui.close();
    }
    actions
}

/// The dialog that asks where a root is now.
pub fn locate(root: base::RootId) -> Dialog {
    Dialog::Path { purpose: PickPurpose::Locate(root), text: String::new() }
}

/// The catalogue's menu in the top bar.
pub fn catalogue_menu_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    ui.set_width(width::MENU);
    for command in [UiCommand::OpenFolder, UiCommand::OpenCatalogue, UiCommand::AddFolder, UiCommand::OpenSample] {
        menu_command(ui, state, command, &mut actions);
    }
    recent_items(ui, state, &mut actions);
    ui.separator();
    for command in [UiCommand::Rescan, UiCommand::ForgetMissing, UiCommand::Problems, UiCommand::Models] {
        menu_command(ui, state, command, &mut actions);
    }
    ui.separator();
    for command in [UiCommand::Review, UiCommand::ImportTags, UiCommand::ImportKeywords, UiCommand::ExportTags, UiCommand::SkuRule] {
        menu_command(ui, state, command, &mut actions);
    }
    ui.separator();
    for command in [UiCommand::ThemeSystem, UiCommand::ThemeDark, UiCommand::ThemeLight] {
        menu_command(ui, state, command, &mut actions);
    }
    ui.separator();
    for command in [UiCommand::Palette, UiCommand::CheatSheet, UiCommand::Quit] {
        menu_command(ui, state, command, &mut actions);
    }
    actions
}

fn recent_items(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let open = state.library.snapshot.as_ref().map(|s| &s.catalog);
    let recent: Vec<&PathBuf> = state.settings.recent.iter().filter(|c| Some(*c) != open).take(4).collect();
    if !recent.is_empty() {
        ui.separator();
    }
    for catalog in recent {
        let name = catalog.file_stem().unwrap_or(catalog.as_os_str()).to_string_lossy();
        if menu_item(ui, Some(icons::ICON_HISTORY), &human::elide_middle(&name, 28), None)
            .on_hover_text(catalog.display().to_string())
            .clicked()
        {
            actions.push(Action::Open(catalog.clone()));
            ui.close();
        }
    }
}
