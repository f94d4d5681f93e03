//! The columns of a profile: what each is called, what it is made of, and what that comes to in the first row.

use super::form::FeedForm;
use crate::kit::forms;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use egui::{Align, Id, Label, Layout, Popup, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{ProfileColumn, ProfileFormat, known_columns};

/// What a column is called, what it is made of.
const COLUMN: f32 = 148.0;
const VALUE: f32 = 204.0;

/// Draws them; true where something was changed.
pub fn columns_ui(ui: &mut Ui, ctx: &Ctx, form: &mut FeedForm) -> bool {
    let Some(profile) = &form.profile else { return false };
    let (format, mut columns) = (profile.format, profile.columns.clone());
    let mut removed = None;
    let mut changed = false;
    ScrollArea::vertical().id_salt("columns").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for (i, column) in columns.iter_mut().enumerate() {
            let example = form.example(&column.column).map(str::to_owned);
            ui.push_id(i, |ui| {
                ui.horizontal(|ui| {
                    changed |= name_ui(ui, format, i, column);
                    changed |= value_ui(ui, ctx, form, i, column);
                    example_ui(ui, example.as_deref());
                    if widgets::icon_button(ui, icons::ICON_CLOSE, &format!("Remove the column {}", column.column)).clicked() {
                        removed = Some(i);
                    }
                });
            });
        }
        if let Some(i) = removed {
            columns.remove(i);
        }
        if let Some(profile) = form.profile.as_mut().filter(|_| changed || removed.is_some()) {
            profile.columns = columns;
        }
        if widgets::link_button(ui, Some(icons::ICON_ADD), "Add a column").clicked() {
            form.add_column();
            changed = true;
        }
    });
    changed || removed.is_some()
}

/// What it comes to in the first row that has something there.
fn example_ui(ui: &mut Ui, example: Option<&str>) {
    let room = vec2((ui.available_width() - theme::CONTROL - space::S).max(0.0), theme::CONTROL);
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(room.x);
        // What is cut off is told by the pointer.
        ui.add(Label::new(theme::weak_text(example.unwrap_or("nothing"), palette)).truncate());
    });
}

/// The column: one that the shop knows, or of any name.
fn name_ui(ui: &mut Ui, format: ProfileFormat, i: usize, column: &mut ProfileColumn) -> bool {
    let known = known_columns(format);
    if known.is_empty() {
        return widgets::field(ui, Id::unique(("column", i)), &mut column.column, "Column", &format!("Column {}", i + 1), COLUMN).changed();
    }
    let options: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
    let at = options.iter().position(|name| *name == column.column).unwrap_or_default();
    let cell = ui.allocate_ui_with_layout(vec2(COLUMN, theme::CONTROL), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(COLUMN);
        forms::menu_ui(ui, &format!("Column {}", i + 1), &options, at)
    });
    match cell.inner.filter(|picked| *picked != at) {
        Some(picked) => {
            column.column.clone_from(&options[picked]);
            true
        }
        None => false,
    }
}

/// What it is made of, with a menu of what a value can name.
fn value_ui(ui: &mut Ui, ctx: &Ctx, form: &FeedForm, i: usize, column: &mut ProfileColumn) -> bool {
    let name = format!("Value of {}", column.column);
    let typed = widgets::field(ui, Id::unique(("value", i)), &mut column.value, "{text:title}", &name, VALUE).changed();
    insert_ui(ui, ctx, form, &format!("Insert into {}", column.column), &mut column.value) || typed
}

/// A menu of what a value can name, put behind what is there.
pub fn insert_ui(ui: &mut Ui, ctx: &Ctx, form: &FeedForm, name: &str, value: &mut String) -> bool {
    let button = widgets::icon_button(ui, icons::ICON_ADD, name);
    let mut chosen = false;
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        let texts = form.texts().iter().map(|column| (format!("{{text:{column}}}"), "imported text"));
        let sets = ctx.tags.sets.iter().map(|set| (format!("{{set:{}}}", set.name), "accepted labels"));
        let fixed = [("{sku}", "the SKU"), ("{product}", "what variants share"), ("{file}", "the photo's file name")];
        let all = fixed.into_iter().map(|(piece, what)| (piece.to_owned(), what)).chain(texts).chain(sets);
        ScrollArea::vertical().max_height(theme::ROW * 12.0).show(ui, |ui| {
            for (piece, what) in all {
                if widgets::menu_item(ui, None, &format!("{piece}  {what}"), None).clicked() {
                    value.push_str(&piece);
                    chosen = true;
                    ui.close();
                }
            }
        });
    });
    chosen
}
