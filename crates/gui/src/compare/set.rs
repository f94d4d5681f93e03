//! One label set, two opinions: how often both agree, what they confuse, and the photos on which they differ, worst first.

use super::msg::Msg;
use super::state::{By, Compare, Drawn};
use crate::kit::cell::{self, Cell};
use crate::kit::layout::{self, Layout, Turn};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::{Effect, ReviewPlan};
use crate::shell::focus;
use crate::shell::format::{opinion, opinion_label};
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use crate::shell::view::Region;
use base::{LabelSet, PhotoId, human};
use egui::accesskit::Role;
use egui::{Align, CentralPanel, Label, Layout as Flow, Panel, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{Differ, ReviewOrder, Scope, SetComparison};

/// Draws the opinions.
pub fn set_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let Some(answer) = &compare.opinions else { return out };
    let (Ok(comparison), Some(set)) = (&answer.outcome, compare.set.and_then(|id| ctx.tags.set(id))) else { return out };
    let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
    Panel::top("agreement").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| {
        agreement_ui(ui, compare, comparison, &mut out);
    });
    if comparison.differ.is_empty() {
        agreed_ui(ui);
        return out;
    }
    let wide = (ui.available_width() * width::PAIRS_SHARE).clamp(width::PAIRS.0, width::PAIRS.1).floor();
    let frame = theme::panel_frame(palette.panel, vec2(space::S, space::S));
    Panel::left("confused").exact_size(wide).resizable(false).frame(frame).show(ui, |ui| {
        pairs_ui(ui, ctx, compare, set, comparison, &mut out);
    });
    CentralPanel::no_frame().show(ui, |ui| photos_ui(ui, ctx, compare, set, pictures, &mut out));
    out
}

fn agreement_ui(ui: &mut Ui, compare: &Compare, comparison: &SetComparison, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Flow::right_to_left(Align::Center), |ui| {
        let ids = compare.opinions.as_ref().and_then(|o| o.ids);
        if let (Some([left, right]), Some(set), false) = (ids, compare.set, comparison.differ.is_empty()) {
            let n = comparison.differ.len() as u64;
            let words = format!("Review {}", human::counted(n, "disagreement", "disagreements"));
            if widgets::primary_button(ui, &words).clicked() {
                let order = ReviewOrder::Disagreement(left, right);
                let plan = ReviewPlan { set, order, scope: Scope::All, most: None };
                out.effect(Effect::Review(plan));
            }
        }
        ui.with_layout(Flow::left_to_right(Align::Center), |ui| {
            let words = format!("They agree on {} of {}", human::count(comparison.agreed), human::photos(comparison.photos));
            ui.add(Label::new(theme::strong_text(words, palette)).truncate());
        });
    });
}

fn agreed_ui(ui: &mut Ui) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        widgets::icon(ui, icons::ICON_CHECK_CIRCLE, theme::ICON_LARGE, palette.done);
        ui.label(theme::weak_text("Both models say the same of every photo", palette));
    });
}

fn titles(ctx: &Ctx, compare: &Compare) -> [String; 2] {
    let models = compare.opinions.as_ref().map(|o| o.models.clone()).unwrap_or_default();
    models.map(|name| ctx.models.list.title(&name).to_owned())
}

/// What they confuse most; a click shows only those photos.
fn pairs_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, set: &LabelSet, comparison: &SetComparison, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let titles = titles(ctx, compare);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.add_space(space::S);
        ui.add(Label::new(theme::caption_text(format!("{} · {}", titles[0], titles[1]), palette)).truncate());
    });
    ui.add_space(space::XS);
    ScrollArea::vertical().id_salt("pairs").auto_shrink(false).show(ui, |ui| {
        widgets::named_region(ui, "What they confuse", Role::List, |ui| {
            let all = comparison.differ.len() as u64;
            let name = format!("All disagreements, {}", human::count(all));
            if pair_ui(ui, "All disagreements", all, name, compare.pair.is_none()) {
                out.msg(Msg::Pair(None));
            }
            for (pair, photos) in &comparison.pairs {
                let [left, right] = [0, 1].map(|side| opinion_label(set, pair, side));
                let name = format!("{} says {left}, {} says {right}: {}", titles[0], titles[1], human::photos(*photos));
                let on = compare.pair == Some(*pair);
                if pair_ui(ui, &format!("{left} · {right}"), *photos, name, on) {
                    out.msg(Msg::Pair((!on).then_some(*pair)));
                }
            }
        });
    });
}

fn pair_ui(ui: &mut Ui, words: &str, photos: u64, name: String, selected: bool) -> bool {
    let count = Some(human::count(photos));
    let spec = RowSpec { words, count, icon: None, selected, indent: 0.0, name: name.clone(), room_right: 0.0 };
    widgets::row_ui(ui, &spec).on_hover_text(name).clicked()
}

fn photos_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, set: &LabelSet, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let area = ui.available_rect_before_wrap();
    let listed = &compare.listed;
    let layout = Layout::new(area.width(), ctx.settings.thumbnail_size, listed.len()).with_lines(2);
    let surface = layout::surface_ui(ui, focus::photos(), area, "Photos, worst first", listed.len());
    let side = &compare.sides[0];
    let titles = titles(ctx, compare);
    let turn = Turn { to_top: side.to_top, reveal: side.reveal };
    layout::scrolled_ui(ui, focus::photos(), layout, area, turn, |ui, place| {
        for index in layout.cells_of(&place.rows()) {
            let response = cell_ui(ui, ctx, compare, (set, &titles), &listed[index], place.rect(index), pictures);
            let Some(response) = response else { continue };
            if response.clicked() || response.double_clicked() || response.secondary_clicked() {
                ui.memory_mut(|m| m.request_focus(focus::photos()));
                out.msg(Msg::Move(0, index, By::Click));
            }
            response.context_menu(|ui| photo_menu_ui(ui, ctx, listed[index].photo, out));
            if response.double_clicked() {
                out.run(Common::Loupe);
            }
        }
        for index in place.near() {
            if let Some(photo) = ctx.library.photo(listed[index].photo) {
                pictures.textures.prefetch(photo);
            }
        }
    });
    if surface.clicked() || ctx.go_to == Some(Region::Photos) {
        surface.request_focus();
    }
    widgets::focus_edge(ui, &surface);
    out.msg(Msg::LaidOut(0, Drawn { columns: layout.columns, rows_per_page: layout.rows_per_page(area.height()), turn }));
}

fn cell_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    compare: &Compare,
    (set, titles): (&LabelSet, &[String; 2]),
    differ: &Differ,
    rect: egui::Rect,
    pictures: &mut Pictures,
) -> Option<egui::Response> {
    let photo = ctx.library.photo(differ.photo)?;
    let lines = [0, 1].map(|side| format!("{} · {}", opinion(set, differ, side), titles[side]));
    let chosen = compare.sides[0].cursor == Some(photo.id);
    let plain = Cell::plain(photo, pictures.textures.get(photo), ctx.tags.book.marks.of(photo.id));
    let cell = Cell { selected: chosen, tagged: decided(ctx, set, photo.id), cursor: chosen, lines: &lines, ..plain };
    Some(cell::cell_ui(ui, rect, &cell))
}

/// Somebody said already what the photo is in this set.
fn decided(ctx: &Ctx, set: &LabelSet, photo: PhotoId) -> bool {
    ctx.tags.book.accepted(photo).any(|tag| tag.set == set.id)
}
