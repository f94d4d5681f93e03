//! The shot list in the centre of the window: what it comes to, the table, and what stands in its place while there is none.

use super::bar::{bar_ui, told_ui};
use super::cells::table_ui;
use super::msg::{Msg, ShotsCommand};
use super::state::{ShotsPage, views_of};
use crate::kit::forms;
use crate::kit::middle::middle_ui;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use egui::{CentralPanel, Panel, Ui, vec2};
use egui_material_icons::icons;

/// Draws it.
pub fn shots_ui(ui: &mut Ui, ctx: &Ctx, page: &ShotsPage) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let no_products = ctx.products.rule.is_none() && ctx.products.products.is_empty();
    let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
    Panel::top("shots row").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| bar_ui(ui, ctx, page, &mut out));
    let found = page.found.as_ref().map(|(_, found)| found).filter(|_| !no_products && views_of(ctx).is_some());
    if let Some(Ok(shots)) = found {
        Panel::top("shots told").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| told_ui(ui, ctx, shots, &mut out));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            page.rows.borrow_mut().follow(shots, ctx.settings.only_incomplete);
            if page.rows.borrow().len() == 0 {
                nothing_ui(ui, ctx, shots.products.is_empty(), &mut out);
            } else {
                table_ui(ui, ctx, page, shots, &mut out);
            }
        });
    } else {
        CentralPanel::default()
            .frame(frame)
            .show(ui, |ui| instead_ui(ui, ctx, no_products, found.and_then(|f| f.as_ref().err()), &mut out));
    }
    out
}

/// Why no row is shown.
fn nothing_ui(ui: &mut Ui, ctx: &Ctx, no_product: bool, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    if no_product {
        let text = "The SKU rule fits no photo of this catalogue.";
        middle_ui(ui, (icons::ICON_STACKS, palette.faint), "No photo belongs to a product", text, |ui| rule_button_ui(ui, out));
    } else if ctx.settings.only_incomplete {
        let text = "Every product has each of the views that are wanted.";
        middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), "Nothing is missing", text, |ui| {
            widgets::centred_row(ui, "shots buttons", |ui| {
                if widgets::button(ui, None, "Show all products").clicked() {
                    out.msg(Msg::OnlyIncomplete(false));
                }
            });
        });
    }
}

/// Why there is no list, and the one thing to do.
fn instead_ui(ui: &mut Ui, ctx: &Ctx, no_products: bool, problem: Option<&String>, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    if no_products {
        let text = "Say how a file's name tells its SKU, such as 30211_front.jpg. Here you then see which views of which products are there, and which are still to be taken.";
        middle_ui(ui, (icons::ICON_STACKS, palette.faint), "Which product does a photo show?", text, |ui| rule_button_ui(ui, out));
    } else if views_of(ctx).is_none() {
        let text = "A label set names the views that a product should have: Front, Back, Detail and so on. Photos are tagged with them as with any label.";
        middle_ui(ui, (icons::ICON_CHECKLIST, palette.faint), "Which views should a product have?", text, |ui| {
            widgets::centred_row(ui, "shots buttons", |ui| {
                let add = ui.add_enabled_ui(!ctx.is_read_only(), |ui| widgets::primary_button(ui, "Add the set View")).inner;
                if add.clicked() {
                    out.msg(Msg::AddViews);
                }
                sets_ui(ui, ctx, out);
            });
        });
    } else if let Some(problem) = problem {
        middle_ui(ui, (icons::ICON_ERROR, palette.problem), "The shot list could not be made", problem, |ui| {
            widgets::centred_row(ui, "shots buttons", |ui| {
                if widgets::primary_button(ui, "Choose another list…").clicked() {
                    out.msg(Msg::Run(ShotsCommand::ChooseList));
                }
                if widgets::button(ui, None, "Go on without a list").clicked() {
                    out.msg(Msg::List(None));
                }
            });
        });
    } else {
        middle_ui(ui, (icons::ICON_CHECKLIST, palette.faint), "Looking through the products…", "", |_| {});
    }
}

fn rule_button_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    widgets::centred_row(ui, "shots buttons", |ui| {
        if widgets::primary_button(ui, "Set the SKU rule…").clicked() {
            out.effect(Effect::SkuRule);
        }
    });
}

/// The sets that there are, to choose from.
pub(super) fn sets_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let mut names: Vec<String> = ctx.tags.sets.iter().map(|set| set.name.clone()).collect();
    if names.is_empty() {
        return;
    }
    names.insert(0, "Choose a label set…".to_owned());
    if let Some(set) = forms::menu_ui(ui, "Views", &names, 0).and_then(|place| ctx.tags.sets.get(place.checked_sub(1)?)) {
        out.msg(Msg::Set(set.id));
    }
}
