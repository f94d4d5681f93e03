//! The frame of the comparison: what is compared, how far both agree, which two models.

use super::msg::Msg;
use super::state::{Compare, Tab};
use super::{empty, format, grids, set};
use crate::kit::forms;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::{Align, CentralPanel, Label, Layout, Panel, Rect, Ui, UiBuilder, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::ModelRequest;

/// Draws the comparison.
pub fn compare_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("compare bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, ctx, compare, &mut out));
    let row = theme::panel_frame(palette.bar, vec2(0.0, 0.0));
    Panel::top("compared models").exact_size(theme::TOOL_ROW).resizable(false).frame(row).show_separator_line(false).show(ui, |ui| {
        models_ui(ui, ctx, compare, &mut out);
    });
    CentralPanel::no_frame().show(ui, |ui| {
        if let Some(instead) = empty::instead_ui(ui, ctx, compare) {
            out.extend(instead);
        } else {
            out.extend(match compare.tab {
                Tab::Search => grids::grids_ui(ui, ctx, compare, pictures),
                Tab::LabelSet => set::set_ui(ui, ctx, compare, pictures),
            });
        }
    });
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Leave").on_hover_text("Esc").clicked() {
            out.run(Common::Grid);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::strong_text("Compare", palette));
            ui.add_space(space::XS);
            ui.scope(|ui| {
                if let Some(tab) = forms::segments_ui(ui, &[(Tab::Search, "Search"), (Tab::LabelSet, "Label set")], compare.tab) {
                    out.msg(Msg::Show(tab));
                }
            });
            ui.add_space(space::S);
            match compare.tab {
                Tab::Search => {
                    let answer = compare.answer.as_ref().filter(|_| compare.ready(&ctx.models) && ctx.query.ranks());
                    if let Some(words) = answer.and_then(|a| format::agreement(a)) {
                        ui.add(Label::new(theme::weak_text(words, palette)).truncate());
                    }
                }
                Tab::LabelSet => set_menu_ui(ui, ctx, compare, out),
            }
        });
    });
}

fn set_menu_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, out: &mut Output<Msg>) {
    let sets = &ctx.tags.sets;
    let names: Vec<String> = sets.iter().map(|s| s.name.clone()).collect();
    let Some(at) = compare.set.and_then(|id| sets.iter().position(|s| s.id == id)) else { return };
    if let Some(set) = forms::menu_ui(ui, "Label set", &names, at).and_then(|i| sets.get(i)) {
        out.msg(Msg::ChooseSet(set.id));
    }
}

/// The two models, each above its grid, and between them what turns them round.
fn models_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, out: &mut Output<Msg>) {
    let row = ui.max_rect();
    let centre = row.center();
    let half = theme::CONTROL / 2.0 + space::S;
    for side in 0..2 {
        let (left, right) = if side == 0 { (row.left() + space::L, centre.x - half) } else { (centre.x + half, row.right() - space::L) };
        let rect = Rect::from_min_max(pos2(left, row.top()), pos2(right, row.bottom()));
        let builder = UiBuilder::new().id_salt(("model", side)).max_rect(rect).layout(Layout::left_to_right(Align::Center));
        side_ui(&mut ui.new_child(builder), ctx, compare, side, out);
    }
    let rect = Rect::from_center_size(centre, vec2(theme::CONTROL, theme::CONTROL));
    let both = compare.models.iter().all(Option::is_some);
    let swap = ui.new_child(UiBuilder::new().id_salt("swap").max_rect(rect));
    let mut swap = swap;
    if swap.add_enabled_ui(both, |ui| widgets::icon_button(ui, icons::ICON_SWAP_HORIZ, "Swap the models")).inner.clicked() {
        out.msg(Msg::Swap);
    }
}

fn side_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, side: usize, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let models = &ctx.models;
    let rows: Vec<_> = models.here().collect();
    let chosen = compare.models[side].as_ref();
    let Some(at) = chosen.and_then(|name| rows.iter().position(|row| row.name == *name)) else {
        ui.label(theme::weak_text(if side == 0 { "No model" } else { "No second model yet" }, palette));
        return;
    };
    let names: Vec<String> = rows.iter().map(|row| row.title.clone()).collect();
    let name = if side == 0 { "Left model" } else { "Right model" };
    if let Some(row) = forms::menu_ui(ui, name, &names, at).and_then(|i| rows.get(i)) {
        out.msg(Msg::Choose(side, row.name.clone()));
    }
    let row = rows[at];
    if row.embedded < models.list.photos && row.embedded > 0 {
        let roomy = ui.available_width() > width::MENU;
        let words = format!("{} of {}", human::count(row.embedded), human::photos(models.list.photos));
        ui.add(Label::new(theme::weak_text(words, palette)).truncate());
        if roomy && ctx.job.is_none() && widgets::link_button(ui, None, "Embed the rest").clicked() {
            out.send(ModelRequest::EmbedWith(row.name.clone()));
        }
    }
    let answer = compare.answer.as_ref().filter(|_| compare.tab == Tab::Search);
    let unknown: &[String] = answer.map_or(&[], |a| &a.sides[side].unknown_words);
    if !unknown.is_empty() {
        let list: Vec<String> = unknown.iter().map(|w| format!("“{w}”")).collect();
        ui.add(Label::new(theme::weak_text(format!("does not know {}", list.join(", ")), palette).color(palette.doubtful)).truncate());
    }
}
