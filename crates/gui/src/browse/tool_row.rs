//! The row above the grid: how many photos, in which order, down to which score, how large.

use super::msg::{BrowseCommand, Msg};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::format;
use crate::shell::output::Output;
use crate::shell::products;
use crate::shell::query::Change;
use base::human;
use egui::{Align, Button, Layout, Popup, RichText, Slider, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{Only, Sort};

/// Draws the row; `switch` draws what else narrows the grid, in little room where it is told so.
pub fn tool_row_ui(ui: &mut Ui, ctx: &Ctx, switch: impl FnOnce(&mut Ui, bool)) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let narrow = ui.available_width() < width::NARROW_ROW;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.label(theme::strong_text(count_words(ctx), palette));
        sort_ui(ui, ctx, &mut out);
        switch(ui, narrow);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            size_ui(ui, ctx, narrow, &mut out);
            if ctx.query.ranks() && !ctx.query.shows_label() && (ctx.shown.scored() || ctx.query.min_score.is_some()) {
                ui.add_space(space::S);
                cut_off_ui(ui, ctx, narrow, &mut out);
            }
        });
    });
    out
}

/// "134 of 1,200 photos".
pub fn count_words(ctx: &Ctx) -> String {
    let shown = ctx.shown.hits.len() as u64;
    if let Some(Only::Suggested(set, slot)) = &ctx.query.only {
        let shown = if products::grouped(ctx) { human::counted(shown, "product", "products") } else { human::photos(shown) };
        return format!("{shown} suggested as {}", human::elide_middle(&format::slot_name(set, *slot), 24));
    }
    let all = ctx.library.snapshot.as_ref().map_or(shown, |s| s.photos.len() as u64);
    if products::grouped(ctx) {
        return human::counted(shown, "product", "products");
    }
    if shown == all { human::photos(all) } else { format!("{} of {}", human::count(shown), human::photos(all)) }
}

fn sort_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let words = match ctx.query.sort {
        Sort::Relevance => "Relevance",
        Sort::Name => "Name",
        Sort::Date => "Date",
        Sort::Uncertain => "Uncertainty",
    };
    let arrow = RichText::new(icons::ICON_EXPAND_MORE.codepoint).font(theme::icon_font(theme::ICON_SMALL));
    let button = Button::new((RichText::new(words), arrow)).gap(space::XS).frame_when_inactive(false).min_size(vec2(0.0, theme::CONTROL));
    let button = ui.add(button);
    widgets::focus_ring(ui, &button);
    let button = button.accessible_name(format!("Sort by {}", words.to_lowercase()));
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        for (sort, command) in [
            (Sort::Relevance, BrowseCommand::SortByRelevance),
            (Sort::Name, BrowseCommand::SortByName),
            (Sort::Date, BrowseCommand::SortByDate),
        ] {
            let icon = (sort == ctx.query.sort).then_some(icons::ICON_CHECK);
            let words = match sort {
                Sort::Relevance => "Relevance",
                Sort::Name => "Name",
                Sort::Date => "Date, newest first",
                Sort::Uncertain => "Least certain first",
            };
            if widgets::menu_item(ui, icon, words, None).clicked() {
                out.msg(Msg::Run(command));
                ui.close();
            }
        }
    });
    let (icon, on) = if ctx.query.reversed { (icons::ICON_ARROW_UPWARD, true) } else { (icons::ICON_ARROW_DOWNWARD, false) };
    if widgets::icon_toggle(ui, on, icon, "Reverse the order").clicked() {
        out.msg(Msg::Run(BrowseCommand::ReverseOrder));
    }
}

fn slim(ui: &mut Ui, narrow: bool) {
    // The rail is painted in the fill of controls, which is the ground's own grey in the light theme.
    ui.visuals_mut().widgets.inactive.bg_fill = theme::palette(ui).rail;
    ui.spacing_mut().slider_width = if narrow { width::SLIDER_NARROW } else { width::SLIDER };
    ui.spacing_mut().interact_size.y = theme::SLIDER;
}

fn cut_off_ui(ui: &mut Ui, ctx: &Ctx, narrow: bool, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let most = (ctx.shown.best_score * 20.0).ceil().max(1.0) / 20.0;
    let mut score = ctx.query.min_score.unwrap_or(0.0).min(most);
    slim(ui, narrow);
    let slider = Slider::new(&mut score, 0.0..=most).show_value(false).step_by(0.01).handle_shape(egui::style::HandleShape::Circle);
    let response = ui.add(slider).accessible_name("Score at least").on_hover_text("Shows only photos with at least this score");
    if response.changed() {
        out.query(Change::MinScore((score > 0.0).then_some(score)));
    }
    let words = if ctx.query.min_score.is_some() { format!("score ≥ {score:.2}") } else { "any score".to_owned() };
    ui.label(theme::weak_text(words, palette));
}

fn size_ui(ui: &mut Ui, ctx: &Ctx, narrow: bool, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let mut side = ctx.settings.thumbnail_size;
    slim(ui, narrow);
    let slider = Slider::new(&mut side, theme::THUMBNAIL_SIDES).show_value(false).trailing_fill(false).step_by(4.0);
    if ui.add(slider).accessible_name("Thumbnail size").changed() {
        out.effect(Effect::ThumbnailSize(side));
    }
    widgets::icon(ui, icons::ICON_GRID_VIEW, theme::ICON, palette.weak);
}
