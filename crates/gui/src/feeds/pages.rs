//! Products, images and tags of a profile; and what the importer would refuse.

use super::columns::insert_ui;
use super::form::FeedForm;
use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Id, Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons;
use engine::protocol::ProfileFormat;

/// Refusals that are laid out; all of them can be copied.
const SHOWN: usize = 500;

/// Draws what a product is and which images it has; true where something was changed.
pub fn images_ui(ui: &mut Ui, ctx: &Ctx, form: &mut FeedForm) -> bool {
    let Some(mut profile) = form.profile.take() else { return false };
    let mut changed = false;
    ScrollArea::vertical().id_salt("images").auto_shrink([false, false]).show(ui, |ui| {
        if profile.format == ProfileFormat::Csv {
            forms::note_ui(ui, "A table has a row for each SKU, and the columns that it is given.");
            changed |= forms::check_ui(ui, &mut profile.excel, "As Excel opens it with a double click");
            return;
        }
        changed |= text_ui(ui, ctx, form, &mut profile.product, ("Product", "What variants share; empty: each SKU is a product"));
        changed |= text_ui(ui, ctx, form, &mut profile.image, ("Image URL", "https://cdn.example.com/{file}; empty: no images"));
        changed |= text_ui(ui, ctx, form, &mut profile.alt_text, ("Alt text", "{text:title}, {set:View}"));
        let options: Vec<String> =
            std::iter::once("By file name".to_owned()).chain(ctx.tags.sets.iter().map(|set| set.name.clone())).collect();
        let at = profile.view_set.as_ref().and_then(|name| options.iter().skip(1).position(|set| set == name)).map_or(0, |at| at + 1);
        let picked = forms::line_ui(ui, "First image", |ui| forms::menu_ui(ui, "First image", &options, at));
        if let Some(picked) = picked.filter(|picked| *picked != at) {
            let set = picked.checked_sub(1).and_then(|at| ctx.tags.sets.get(at));
            profile.view_set = set.map(|set| set.name.clone());
            profile.view_order = set.map(|set| set.labels.iter().map(|label| label.name.clone()).collect()).unwrap_or_default();
            changed = true;
        }
        if !profile.view_order.is_empty() {
            forms::note_ui(ui, &format!("In this order: {}", profile.view_order.join(", ")));
        }
        if profile.format == ProfileFormat::Shopify && !ctx.tags.sets.is_empty() {
            changed |= tags_ui(ui, ctx, &mut profile.tags);
        }
    });
    form.profile = Some(profile);
    changed
}

fn text_ui(ui: &mut Ui, ctx: &Ctx, form: &FeedForm, value: &mut Option<String>, (label, hint): (&str, &str)) -> bool {
    let mut text = value.clone().unwrap_or_default();
    let changed = forms::line_ui(ui, label, |ui| {
        let room = ui.available_width() - theme::CONTROL - space::S;
        let typed = widgets::field(ui, Id::unique(("profile", label)), &mut text, hint, label, room).changed();
        insert_ui(ui, ctx, form, &format!("Insert into {label}"), &mut text) || typed
    });
    if changed {
        *value = Some(text).filter(|text| !text.trim().is_empty());
    }
    changed
}

/// The label sets whose labels become Shopify's tags.
fn tags_ui(ui: &mut Ui, ctx: &Ctx, tags: &mut Vec<String>) -> bool {
    let mut ticked: Vec<(bool, &str)> = ctx.tags.sets.iter().map(|set| (tags.contains(&set.name), set.name.as_str())).collect();
    let things = ticked.iter_mut().map(|(on, name)| (on, *name));
    let changed = forms::tall_line_ui(ui, "Tags of", |ui| forms::checks_ui(ui, "tags", theme::ROW * 3.0, things));
    if changed {
        *tags = ticked.into_iter().filter(|(on, _)| *on).map(|(_, name)| name.to_owned()).collect();
    }
    changed
}

/// Draws what the importer would refuse, and what else is to be looked at.
pub fn refused_ui(ui: &mut Ui, form: &FeedForm, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some(report) = form.report() else { return };
    let refused = report.feed.refused.len();
    if refused == 0 && report.remarks.is_empty() {
        forms::note_ui(ui, "Nothing that the importer is known to refuse. The limits are the shops' published ones as we know them.");
        return;
    }
    let line = |ui: &mut Ui, icon, colour, words: String| {
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icon, theme::ICON_SMALL, colour);
            ui.add(Label::new(RichText::new(words).color(palette.text)).wrap().selectable(true));
        });
    };
    ScrollArea::vertical().id_salt("refused").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for words in report.refusals().take(SHOWN) {
            line(ui, icons::ICON_ERROR, palette.problem, words);
        }
        if refused > SHOWN {
            forms::note_ui(ui, &format!("and {} more in the list that is copied", human::count((refused - SHOWN) as u64)));
        }
        for remark in &report.remarks {
            line(ui, icons::ICON_INFO, palette.weak, human::capitalised(remark));
        }
        if widgets::link_button(ui, Some(icons::ICON_CONTENT_COPY), "Copy list").clicked() {
            let text = report.refusals().chain(report.remarks.iter().cloned()).collect::<Vec<_>>().join("\n");
            out.effect(Effect::Copy { text, what: "List" });
        }
    });
}
