//! The menu of a root, a folder that the catalogue was made of.

use super::msg::Msg;
use super::tree::Row;
use crate::kit::theme::width;
use crate::kit::widgets::menu_item;
use crate::shell::command_ui::common_item;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::query::Change;
use egui::Ui;
use egui_material_icons::icons;
use engine::protocol::{DesktopRequest, PickPurpose};

/// A root's menu.
pub fn root_menu_ui(ui: &mut Ui, ctx: &Ctx, Row { folder, name, .. }: &Row) -> Output<Msg> {
    let mut out = Output::default();
    let Some(view) = ctx.library.snapshot.iter().flat_map(|s| &s.roots).find(|r| r.root.id == folder.root) else { return out };
    ui.set_width(width::MENU);
    if menu_item(ui, Some(icons::ICON_GRID_VIEW), "Show these photos", None).clicked() {
        out.query(Change::Folder(Some(folder.clone())));
        ui.close();
    }
    if menu_item(ui, Some(icons::ICON_FOLDER), "Show in folder", None).clicked() {
        out.send(DesktopRequest::ShowInFolder(view.root.path.clone()));
        ui.close();
    }
    ui.separator();
    common_item(ui, ctx, Common::Rescan, &mut out);
    if menu_item(ui, Some(icons::ICON_FOLDER_OPEN), "Locate folder…", None).clicked() {
        out.effect(Effect::Ask(Dialog::path(PickPurpose::Locate(view.root.id))));
        ui.close();
    }
    ui.separator();
    if menu_item(ui, Some(icons::ICON_DELETE), "Remove from catalogue…", None).clicked() {
        let (root, name) = (view.root.id, name.clone());
        out.effect(Effect::Ask(Dialog::RemoveRoot { root, name, photos: view.photos + view.missing }));
        ui.close();
    }
    out
}
