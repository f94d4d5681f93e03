//! The axes that are kept, beside the ends of a walk.

use super::form::half;
use super::msg::Msg;
use crate::kit::theme::{self, width};
use crate::kit::widgets::{self, menu_item};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::axes::SavedAxis;
use base::human;
use egui::{Popup, Ui};
use egui_material_icons::icons;

/// Characters of a name.
const NAME: usize = 20;

/// A menu of those that are kept: a walk along each.
pub fn saved_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    if ctx.tags.axes.is_empty() {
        return;
    }
    let button = widgets::icon_button(ui, icons::ICON_BOOKMARKS, "Saved axes");
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        for saved in ctx.tags.axes.iter() {
            let ends = format!("From {} to {}", saved.axis.from, saved.axis.to);
            if menu_item(ui, None, &human::elide_middle(&saved.name, NAME), None).on_hover_text(ends).clicked() {
                out.msg(Msg::Along(saved.axis.clone()));
                ui.close();
            }
        }
    });
}

/// What can be done with the one that is walked along.
pub fn kept_ui(ui: &mut Ui, ctx: &Ctx, saved: &SavedAxis, out: &mut Output<Msg>) {
    let name = human::elide_middle(&saved.name, NAME);
    let button = widgets::button(ui, Some(icons::ICON_BOOKMARK), &name).on_hover_text("This walk is kept as an axis");
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        let item = |ui: &mut Ui, icon, words: &str, changes: bool| {
            let chosen = ui.add_enabled_ui(!changes || !ctx.is_read_only(), |ui| menu_item(ui, Some(icon), words, None)).inner.clicked();
            if chosen {
                ui.close();
            }
            chosen
        };
        if item(ui, icons::ICON_SORT, "Sort all photos along it", false) {
            out.msg(Msg::SortAlong(saved.id));
        }
        if item(ui, icons::ICON_FILTER_ALT, "Only the half toward its end", false) {
            let text = format!("{} {}", ctx.query.text.trim(), half(&saved.name));
            out.query(Change::Text(text.trim().to_owned()));
        }
        ui.separator();
        if item(ui, icons::ICON_EDIT, "Rename…", true) {
            out.msg(Msg::Rename(saved.id));
        }
        if item(ui, icons::ICON_DELETE, "Delete", true) {
            out.msg(Msg::Delete(saved.id));
        }
    });
    ui.add_space(theme::space::XS);
}
