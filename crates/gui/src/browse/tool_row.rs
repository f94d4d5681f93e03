//! The row above the grid: how many photos, in which order, down to which score, how large.

use super::msg::{BrowseCommand, Msg};
use crate::kit::histogram::{Histogram, histogram_ui};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::format;
use crate::shell::output::Output;
use crate::shell::products;
use crate::shell::query::Change;
use base::axes::SavedAxis;
use base::{human, score};
use egui::{Align, Button, Layout, Popup, RichText, Slider, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::Sort;
use std::borrow::Cow;

/// Characters of an axis's name.
const AXIS: usize = 24;

/// Draws the row; `switch` draws what else narrows the grid, in little room where it is told so.
pub fn tool_row_ui(ui: &mut Ui, ctx: &Ctx, switch: impl FnOnce(&mut Ui, bool)) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let narrow = ui.available_width() < width::NARROW_ROW;
    // A search has more to say: its words and its histogram take the room of what can do with less.
    let snug = narrow || (ctx.query.scores() && ui.available_width() < width::ROOMY_ROW);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.label(theme::strong_text(count_words(ctx, narrow), palette));
        sort_ui(ui, ctx, ui.available_width() < width::TINY_ROW, &mut out);
        switch(ui, snug);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            size_ui(ui, ctx, snug, &mut out);
            if ctx.query.scores() && (ctx.shown.scored() || ctx.query.min_score.is_some()) {
                ui.add_space(space::S);
                cut_off_ui(ui, ctx, (narrow, snug), &mut out);
            }
        });
    });
    out
}

/// "134 of 1,200 photos", "20,400 photos by relevance", "34 of 20,400 photos at 0.24 or above".
fn count_words(ctx: &Ctx, narrow: bool) -> String {
    let shown = ctx.shown.hits.len() as u64 + ctx.shown.folded;
    let ranked = ctx.query.scores() && ctx.shown.scored();
    let cut_off = ctx.query.cut_off();
    // What a cut-off leaves is told beside what it was taken from.
    let all = match (&ctx.library.snapshot, cut_off) {
        (_, Some(_)) => ctx.shown.scores.total(),
        (Some(snapshot), None) if ctx.query.label.is_none() => snapshot.photos.len() as u64,
        (_, None) => shown,
    };
    let grouped = products::grouped(ctx);
    let suggested = ctx.query.label.as_ref().map(|label| human::elide_middle(&format::slot_name(&label.set, label.slot), 24));
    let suggested = suggested.map(|name| format!(" suggested as {name}")).unwrap_or_default();
    let things = |n| {
        let things = if grouped { human::counted(n, "product", "products") } else { human::photos(n) };
        format!("{things}{suggested}")
    };
    let part = shown != all && (cut_off.is_some() || !grouped);
    let words = if part { format!("{} of {}", human::count(shown), things(all)) } else { things(shown) };
    match cut_off {
        // The order and the cut-off stand beside it.
        _ if narrow => words,
        Some(score) => format!("{words} at {} or above", human::score(score)),
        None if ranked && ctx.query.order() == Sort::Relevance => format!("{words} by relevance"),
        None => words,
    }
}

fn along(saved: &SavedAxis) -> String {
    format!("Along {}", human::elide_middle(&saved.name, AXIS))
}

fn sort_words(ctx: &Ctx, sort: Sort, reversed: bool) -> Cow<'static, str> {
    if let Some(saved) = axis(ctx, sort) {
        let words = along(saved);
        return Cow::Owned(if reversed { words + ", its end first" } else { words });
    }
    Cow::Borrowed(match (sort, reversed) {
        // An axis that is gone orders nothing.
        (Sort::Axis(_), _) | (Sort::Relevance, false) => "Relevance",
        (Sort::Relevance, true) => "Lowest score first",
        (Sort::Name, false) => "Name",
        (Sort::Name, true) => "Name, Z to A",
        (Sort::Date, false) => "Date",
        (Sort::Date, true) => "Date, oldest first",
        (Sort::Size, false) => "Size",
        (Sort::Size, true) => "Size, smallest first",
        (Sort::Rating, false) => "Rating",
        (Sort::Rating, true) => "Rating, lowest first",
        (Sort::Hue, false) => "Nearest colour",
        (Sort::Hue, true) => "Farthest colour first",
        (Sort::Uncertain, false) => "Uncertainty",
        (Sort::Uncertain, true) => "Surest first",
    })
}

/// The axis that the photos are ordered along, while it is kept.
fn axis(ctx: &Ctx, sort: Sort) -> Option<&SavedAxis> {
    ctx.tags.axes.iter().find(|saved| sort == Sort::Axis(saved.id))
}

fn sort_ui(ui: &mut Ui, ctx: &Ctx, tiny: bool, out: &mut Output<Msg>) {
    let (order, reversed) = (ctx.query.order(), ctx.query.reversed);
    let words = sort_words(ctx, order, reversed);
    let arrow = RichText::new(icons::ICON_EXPAND_MORE.codepoint).font(theme::icon_font(theme::ICON_SMALL));
    let shown = if tiny { RichText::new(icons::ICON_SORT.codepoint).font(theme::icon_font(theme::ICON)) } else { RichText::new(&*words) };
    let button = Button::new((shown, arrow)).gap(space::XS).frame_when_inactive(false).min_size(vec2(0.0, theme::CONTROL));
    let button = ui.add(button);
    widgets::focus_ring(ui, &button);
    let button = button.accessible_name(format!("Sort by {}", words.to_lowercase()));
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        let ranked = ctx.query.scores() || ctx.query.shows_label();
        for (sort, command, words) in [
            (Sort::Relevance, BrowseCommand::SortByRelevance, "Relevance"),
            (Sort::Hue, BrowseCommand::SortByHue, "Nearest colour"),
            (Sort::Name, BrowseCommand::SortByName, "Name"),
            (Sort::Date, BrowseCommand::SortByDate, "Date, newest first"),
            (Sort::Size, BrowseCommand::SortBySize, "Size, largest first"),
            (Sort::Rating, BrowseCommand::SortByRating, "Rating, most stars first"),
        ] {
            if (sort == Sort::Relevance && !ranked) || (sort == Sort::Hue && !(ctx.query.ranks() && ctx.query.names_colour())) {
                continue;
            }
            let icon = (sort == order).then_some(icons::ICON_CHECK);
            if widgets::menu_item(ui, icon, words, None).clicked() {
                out.msg(Msg::Run(command));
                ui.close();
            }
        }
        axes_ui(ui, ctx, order, out);
    });
    let icon = if reversed { icons::ICON_ARROW_UPWARD } else { icons::ICON_ARROW_DOWNWARD };
    if widgets::icon_toggle(ui, reversed, icon, "Reverse the order").clicked() {
        out.msg(Msg::Run(BrowseCommand::ReverseOrder));
    }
}

/// The axes that are kept, and the way to another one.
fn axes_ui(ui: &mut Ui, ctx: &Ctx, order: Sort, out: &mut Output<Msg>) {
    ui.separator();
    for saved in ctx.tags.axes.iter() {
        let icon = (order == Sort::Axis(saved.id)).then_some(icons::ICON_CHECK);
        let ends = format!("From {} to {}", saved.axis.from, saved.axis.to);
        if widgets::menu_item(ui, icon, &along(saved), None).on_hover_text(ends).clicked() {
            out.query(Change::Sort(Sort::Axis(saved.id)));
            ui.close();
        }
    }
    if widgets::menu_item(ui, None, "Along another way…", None).on_hover_text("Walk from one thing to another, and save the way").clicked()
    {
        out.effect(Effect::Walk(None));
        ui.close();
    }
}

fn slim(ui: &mut Ui, narrow: bool) {
    // The rail is painted in the fill of controls, which is the ground's own grey in the light theme.
    ui.visuals_mut().widgets.inactive.bg_fill = theme::palette(ui).rail;
    ui.spacing_mut().slider_width = if narrow { width::SLIDER_NARROW } else { width::SLIDER };
    ui.spacing_mut().interact_size.y = theme::SLIDER;
}

/// The scores of all that is found, and the cut-off among them: a number of hundredths, so that what is counted is what is shown.
fn cut_off_ui(ui: &mut Ui, ctx: &Ctx, (narrow, snug): (bool, bool), out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let scores = &ctx.shown.scores;
    let chosen = ctx.query.min_score.map(score::hundredths);
    let threshold = chosen.map_or(0, |least| usize::try_from(least - scores.least).unwrap_or(0).min(scores.counts.len()));
    let at = |bin: usize| score::of_hundredths(scores.least + bin as i32);
    let drawn = Histogram {
        counts: &scores.counts,
        threshold,
        told: "",
        cropped: 0.0,
        bar: width::CUT_OFF_BAR,
        name: "Score at least",
        ends: (f64::from(at(0)), f64::from(at(scores.counts.len()))),
        empty: "",
    };
    let (roomy, less, least) = width::CUT_OFF;
    let wide = match (narrow, snug) {
        (true, _) => least,
        (false, true) => less,
        (false, false) => roomy,
    };
    let (moved, response) = histogram_ui(ui, vec2(wide, theme::CONTROL), &drawn);
    // Where there is room, the words at the left tell it.
    if let Some(score) = ctx.query.min_score.filter(|_| narrow) {
        ui.label(theme::weak_text(format!("≥ {}", human::score(score)), palette));
    }
    let plot = response.rect.shrink2(vec2(space::S, 0.0));
    let hovered = response.hover_pos().map(|p| (p.x - plot.left()) / plot.width());
    if let Some(share) = hovered {
        let bin = (share.clamp(0.0, 1.0) * scores.counts.len() as f32).round() as usize;
        let told = scores.at_or_above(scores.least + bin as i32);
        response.on_hover_text(format!("{} at {} or above", human::photos(told), human::score(at(bin))));
    }
    if let Some(bin) = moved {
        // The best one always stays: dragging never ends at an empty grid.
        let bin = bin.min(scores.counts.len().saturating_sub(1));
        out.query(Change::MinScore((bin > 0).then(|| at(bin))));
    }
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
