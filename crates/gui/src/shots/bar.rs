//! Above the table: which views, which list, what it all comes to.

use super::msg::{Msg, ShotsCommand};
use super::state::{ShotsPage, asked_of, choice, views_of};
use crate::kit::path::name_of;
use crate::kit::theme::{self, space, width};
use crate::kit::{forms, widgets};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::{Effect, ReviewPlan};
use crate::shell::output::Output;
use base::human;
use egui::{Align, Color32, Label, Layout, RichText, Ui};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{ListTold, ReviewOrder, Scope, Shots};

/// Letters of a list's name on its button.
const NAME_LETTERS: usize = 22;

/// The row of tools.
pub fn bar_ui(ui: &mut Ui, ctx: &Ctx, page: &ShotsPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let narrow = ui.available_width() < width::ROOMY_ROW;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::icon_button(ui, icons::ICON_GRID_VIEW, "Back to the grid").clicked() {
            out.run(Common::Grid);
        }
        let listed = page.shots().is_some();
        if listed && widgets::button(ui, None, "Export…").clicked() {
            out.msg(Msg::Run(ShotsCommand::Export));
        }
        list_ui(ui, ctx, out);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if !narrow {
                ui.label(theme::strong_text("Shot list", palette));
            }
            if let Some(set) = views_of(ctx) {
                let names: Vec<String> = ctx.tags.sets.iter().map(|set| set.name.clone()).collect();
                let at = ctx.tags.sets.iter().position(|other| other.id == set.id).unwrap_or_default();
                if let Some(chosen) = forms::menu_ui(ui, "Views", &names, at).and_then(|place| ctx.tags.sets.get(place)) {
                    out.msg(Msg::Set(chosen.id));
                }
            }
            if listed && forms::flat_toggle_ui(ui, ctx.settings.only_incomplete, "Only incomplete").clicked() {
                out.msg(Msg::OnlyIncomplete(!ctx.settings.only_incomplete));
            }
        });
    });
}

/// The SKU list: chosen, changed, taken away.
fn list_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let list = choice(ctx).and_then(|choice| choice.list.as_ref());
    if list.is_some() && widgets::icon_button(ui, icons::ICON_CLOSE, "Go on without the SKU list").clicked() {
        out.msg(Msg::List(None));
    }
    let words = list.map_or_else(|| "SKU list…".to_owned(), |file| human::elide_middle(&name_of(file), NAME_LETTERS));
    let button = widgets::button(ui, Some(icons::ICON_LIST_ALT), &words);
    let tip = list.map_or_else(|| "A CSV of the SKUs that should have photos".to_owned(), |file| file.display().to_string());
    if button.on_hover_text(tip).clicked() {
        out.msg(Msg::Run(ShotsCommand::ChooseList));
    }
}

/// What it comes to, which views are wanted, and what is to be known of the list.
pub fn told_ui(ui: &mut Ui, ctx: &Ctx, shots: &Shots, out: &mut Output<Msg>) {
    ui.add_space(space::S);
    ui.spacing_mut().item_spacing.y = space::XS;
    counts_ui(ui, shots, out);
    wanted_ui(ui, ctx, out);
    let palette = theme::palette(ui);
    let mut remarks: Vec<String> = shots.list.iter().flat_map(ListTold::words).collect();
    if shots.unlisted > 0 {
        let n = human::counted(shots.unlisted as u64, "product is", "products are");
        remarks.push(format!("{n} not in the list"));
    }
    if let Some((first, more)) = remarks.split_first() {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::ICON_WARNING, theme::ICON_SMALL, palette.doubtful);
            let words = if more.is_empty() {
                first.clone()
            } else {
                format!("{first} · {}", human::counted(more.len() as u64, "more remark", "more remarks"))
            };
            ui.add(Label::new(theme::weak_text(human::capitalised(&words), palette)).truncate()).on_hover_text(remarks.join("\n"));
        });
    }
    if !shots.tagged && !shots.products.is_empty() {
        untagged_ui(ui, ctx, out);
    }
    ui.add_space(space::S);
}

/// Nobody has said which view a photo shows: that is the next thing to do.
fn untagged_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some(set) = views_of(ctx) else { return };
    ui.horizontal_wrapped(|ui| {
        widgets::icon(ui, icons::ICON_INFO, theme::ICON, palette.accent);
        ui.label(RichText::new("No photo is tagged with a view yet, so every view counts as missing.").color(palette.text));
        let review = ui.add_enabled_ui(!ctx.is_read_only(), |ui| widgets::primary_button(ui, "Review what is proposed")).inner;
        if review.clicked() {
            out.effect(Effect::Review(ReviewPlan { set: set.id, order: ReviewOrder::Uncertain, scope: Scope::All, most: None }));
        }
    });
}

/// "117 complete", "3 incomplete", "1 SKU without a photo", "4 photos without a product".
fn counts_ui(ui: &mut Ui, shots: &Shots, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let complete = shots.complete as u64;
    let incomplete = shots.products.len() as u64 - complete;
    let (without, strays) = (shots.without_photo.len() as u64, shots.without_product.len() as u64);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let told = |ui: &mut Ui, (icon, colour): (MaterialIcon, Color32), words: String| {
            widgets::icon(ui, icon, theme::ICON, colour);
            ui.label(theme::strong_text(words, palette));
            ui.add_space(space::M);
        };
        told(ui, (icons::ICON_CHECK_CIRCLE, palette.done), format!("{} complete", human::count(complete)));
        let colour = if incomplete > 0 { palette.problem } else { palette.faint };
        told(ui, (icons::ICON_ERROR, colour), format!("{} incomplete", human::count(incomplete)));
        if shots.list.is_some() {
            let colour = if without > 0 { palette.problem } else { palette.faint };
            told(ui, (icons::ICON_HIDE_IMAGE, colour), format!("{} without a photo", human::counted(without, "SKU", "SKUs")));
        }
        if strays > 0 {
            widgets::icon(ui, icons::ICON_HELP, theme::ICON, palette.doubtful);
            if widgets::link_button(ui, None, &format!("{} without a product", human::photos(strays))).clicked() {
                out.msg(Msg::ShowWithoutProduct);
            }
            if widgets::link_button(ui, None, "Match them").on_hover_text("Proposes their products by how alike they are").clicked() {
                out.msg(Msg::Run(ShotsCommand::Match));
            }
        }
    });
}

/// The views of the set, each wanted or not.
fn wanted_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let (Some(set), Some(asked)) = (views_of(ctx), asked_of(ctx)) else { return };
    let palette = theme::palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::weak_text("Wanted", palette));
        ui.spacing_mut().item_spacing.x = space::M;
        for label in &set.labels {
            let mut on = asked.want.is_empty() || asked.want.contains(&label.id);
            if widgets::check(ui, &mut on, false, &label.name, &format!("Want {}", label.name)).changed() {
                out.msg(Msg::Want(label.id));
            }
        }
    });
}
