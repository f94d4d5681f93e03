//! The top bar: the catalogue at the left, the search field in the middle, what runs and the model at the right.

use super::features::{AnyCommand, Features, Message};
use super::menus::Menu;
use super::{job_status, menus};
use crate::browse::search_field_ui;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::{compare, models};
use base::human;
use egui::{Align, Button, Layout, Popup, Rect, RichText, Ui, UiBuilder, vec2};
use egui_material_icons::icons;

/// Draws the bar.
pub fn top_bar_ui(ui: &mut Ui, ctx: &Ctx, features: &Features, pictures: &mut Pictures) -> Output<Message> {
    let mut out = Output::default();
    let bar = ui.max_rect();
    let compact = ui.ctx().content_rect().width() < width::COMPACT;
    let mut left = ui.new_child(UiBuilder::new().max_rect(bar).layout(Layout::left_to_right(Align::Center)));
    left.spacing_mut().item_spacing.x = space::XS;
    if ui.ctx().content_rect().width() >= width::TINY {
        left.label(theme::strong_text("Selvedge", theme::palette(ui)));
        left.add_space(space::XS);
    }
    catalogue_ui(&mut left, ctx, features, compact, &mut out);
    if ctx.library.snapshot.is_some() {
        drop_down_ui(&mut left, (Menu::Photo, "Photo", "Photo".to_owned()), ctx, features, &mut out);
        drop_down_ui(&mut left, (Menu::Tags, "Tags", "Tags".to_owned()), ctx, features, &mut out);
    }
    drop_down_ui(&mut left, (Menu::View, "View", "View".to_owned()), ctx, features, &mut out);
    let mut right = ui.new_child(UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center)));
    if let Some(snapshot) = &ctx.library.snapshot {
        let mut more: Output<Message> = Output::default();
        out.extend(models::chip_ui(&mut right, ctx, snapshot, compact, |ui| {
            menus::item(ui, ctx, &features.models, models::ModelsCommand::ShowAll, AnyCommand::ModelsPage, &mut more);
            menus::item(ui, ctx, &features.compare, compare::CompareCommand::Open, AnyCommand::Compare, &mut more);
        }));
        out.extend(more);
    }
    let free = right.min_rect().left() - left.min_rect().right() - width::SEARCH_MIN - 3.0 * space::L;
    job_status::job_status_ui(&mut right, ctx, features, (compact, free), &mut out);
    if ctx.library.snapshot.is_some() {
        // In the middle of the window, moved aside only where it would not fit.
        let (from, to) = (left.min_rect().right() + space::L, right.min_rect().left() - space::L);
        let wide = (to - from).clamp(width::SEARCH_MIN, width::SEARCH);
        let middle = bar.center().x.min(to - wide / 2.0).max(from + wide / 2.0);
        let rect = Rect::from_center_size(egui::pos2(middle, bar.center().y), vec2(wide, theme::FIELD));
        let mut field = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
        out.extend(search_field_ui(&mut field, ctx, &features.browse, pictures));
    }
    out
}

fn catalogue_ui(ui: &mut Ui, ctx: &Ctx, features: &Features, compact: bool, out: &mut Output<Message>) {
    let (shown, name) = match &ctx.library.snapshot {
        Some(snapshot) => (human::elide_middle(&snapshot.name, if compact { 14 } else { 28 }), format!("Catalogue {}", snapshot.name)),
        None => ("Catalogue".to_owned(), "Catalogue".to_owned()),
    };
    drop_down_ui(ui, (Menu::Catalogue, &shown, name), ctx, features, out);
}

/// A button that opens a menu.
fn drop_down_ui(ui: &mut Ui, (menu, shown, name): (Menu, &str, String), ctx: &Ctx, features: &Features, out: &mut Output<Message>) {
    let palette = theme::palette(ui);
    let arrow = RichText::new(icons::ICON_EXPAND_MORE.codepoint).font(theme::icon_font(theme::ICON_SMALL)).color(palette.weak);
    let words = RichText::new(shown).color(palette.text);
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding.x = space::S;
            ui.add(Button::new((words, arrow)).gap(space::XS).frame_when_inactive(false).min_size(vec2(0.0, theme::CONTROL)))
        })
        .inner;
    widgets::focus_ring(ui, &response);
    let button = response.accessible_name(name);
    Popup::menu(&button).show(|ui| out.extend(menus::menu_ui(ui, menu, ctx, features)));
}
