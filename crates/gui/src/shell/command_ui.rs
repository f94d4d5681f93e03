//! Buttons and menu lines of commands.

use super::command::Entry;
use super::common::Common;
use super::ctx::Ctx;
use super::output::Output;
use crate::kit::theme;
use crate::kit::widgets::{icon_button, menu_item, sized_button};
use egui::accesskit::{Role, Toggled};
use egui::{Response, Ui};
use egui_material_icons::icons;

/// A button of a command, greyed where it makes no sense.
pub fn command_button<C, S>(ui: &mut Ui, ctx: &Ctx, own: &S, entry: &Entry<C, S>, width: f32) -> Response {
    let enabled = entry.can_run(ctx, own);
    let response = ui.add_enabled_ui(enabled, |ui| sized_button(ui, None, entry.info.words, width)).inner;
    match entry.info.shortcut(ctx, ui.ctx()) {
        Some(keys) => response.on_hover_text(keys),
        None => response,
    }
}

/// A command's line of a menu. True where it was chosen.
pub fn menu_command<C, S>(ui: &mut Ui, ctx: &Ctx, own: &S, entry: &Entry<C, S>) -> bool {
    let shortcut = entry.info.shortcut(ctx, ui.ctx());
    let enabled = entry.can_run(ctx, own);
    let marked = entry.info.marked(ctx);
    // What can be chosen shows by a tick whether it is.
    let icon = match marked {
        Some(marked) => marked.then_some(icons::ICON_CHECK),
        None => Some(entry.info.icon),
    };
    let line = |ui: &mut Ui| menu_item(ui, icon, &entry.wording(ctx, own), shortcut);
    let response = ui.add_enabled_ui(enabled, line).inner.on_disabled_hover_text(entry.info.why_not(ctx));
    if let Some(marked) = marked {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::MenuItemCheckBox);
            node.set_toggled(if marked { Toggled::True } else { Toggled::False });
        });
    }
    let clicked = response.clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// A button of a command that any feature may name.
pub fn common_button<M>(ui: &mut Ui, ctx: &Ctx, command: Common, width: f32, out: &mut Output<M>) -> Response {
    let response = command_button(ui, ctx, &(), command.entry(), width);
    if response.clicked() {
        out.run(command);
    }
    response
}

/// As [`common_button`], an icon alone; its words and its shortcut are told by the tooltip.
pub fn common_icon<M>(ui: &mut Ui, ctx: &Ctx, command: Common, out: &mut Output<M>) -> Response {
    let entry = command.entry();
    let response = ui.add_enabled_ui(entry.can_run(ctx, &()), |ui| icon_button(ui, entry.info.icon, entry.info.words)).inner;
    if response.clicked() {
        out.run(command);
    }
    match entry.info.shortcut(ctx, ui.ctx()) {
        Some(keys) => response.on_hover_text(theme::weak_text(keys, theme::palette(ui))),
        None => response,
    }
}

/// Its line of a menu.
pub fn common_item<M>(ui: &mut Ui, ctx: &Ctx, command: Common, out: &mut Output<M>) {
    if menu_command(ui, ctx, &(), command.entry()) {
        out.run(command);
    }
}
