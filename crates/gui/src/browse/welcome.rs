//! Empty states: they are the tutorial. No catalogue: open one. No photos: what is going on. No results: what to try.

use super::msg::Msg;
use super::recent::recent_ui;
use super::state::Browse;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::{formats, human};
use egui::{Align, Id, Key, Label, Layout, Stroke, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{DesktopRequest, PickPurpose, RequestId};
use std::path::PathBuf;

/// The window before a catalogue is open.
pub fn welcome_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse) -> Output<Msg> {
    let mut out = Output::default();
    let mut path = browse.path_field.clone();
    let palette = theme::palette(ui);
    let wide = width::CARD.min(ui.available_width() - 2.0 * space::XL);
    let top = ((ui.available_height() - width::CARD * 0.8) / 2.0).max(space::L);
    ui.add_space(top);
    ui.vertical_centered(|ui| {
        ui.set_max_width(wide);
        let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(space::XL as i8, 2 * space::XL as i8));
        let card = frame.show(ui, |ui| {
            ui.set_width(wide - 2.0 * space::XL);
            card_ui(ui, ctx, &mut path, &mut out);
        });
        let hovered = ui.input(|i| !i.raw.hovered_files.is_empty());
        let colour = if hovered { palette.accent } else { palette.border };
        widgets::paint_dashed(ui.painter(), card.response.rect, Stroke::new(1.0, colour));
        ui.add_space(space::M);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            recent_ui(ui, ctx, &mut out);
            ui.add_space(space::M);
            let words = "Photos are only read. Nothing leaves this computer. The starter model is ready.";
            ui.add(Label::new(theme::weak_text(words, palette)).wrap());
        });
    });
    if path != browse.path_field {
        out.msg(Msg::PathField(path));
    }
    out
}

fn card_ui(ui: &mut Ui, ctx: &Ctx, path: &mut String, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        ui.label(theme::title_text("Open a folder of photos", palette));
        ui.label(theme::weak_text("Drop it here, choose it, or paste its path", palette));
        // Centred as one: two buttons in a row have no width until they are laid out, so it is taken from the last frame.
        widgets::centred_row(ui, "welcome buttons", |ui| {
            if widgets::primary_button(ui, "Choose folder…").clicked() {
                out.send(DesktopRequest::Pick(PickPurpose::OpenFolder));
            }
            if widgets::button(ui, None, "Try the sample catalogue").clicked() {
                out.run(Common::OpenSample);
            }
        });
        let wide = width::PATH.min(ui.available_width());
        let field = ui
            .allocate_ui(vec2(wide, theme::CONTROL), |ui| {
                widgets::field(ui, Id::unique("welcome path"), path, "/media/shoot-2026-11", "Path of a folder or catalogue", wide)
            })
            .inner;
        let typed = PathBuf::from(path.trim());
        if field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) && !typed.as_os_str().is_empty() {
            out.effect(Effect::Open(typed));
        }
        if let Some(opening) = &ctx.library.opening {
            ui.label(theme::weak_text(format!("Opening {}…", human::elide_middle(&opening.what, 48)), palette));
        }
    });
}

/// The grid without a photo in it.
pub fn no_photos_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    ui.add_space((ui.available_height() / 3.0 - theme::ICON_LARGE).max(space::XL));
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let empty_catalogue = ctx.library.snapshot.as_ref().is_none_or(|s| s.photos.is_empty());
        if ctx.shown.request == RequestId::default() || (empty_catalogue && ctx.job.is_some()) {
            widgets::icon(ui, icons::ICON_PHOTO_LIBRARY, theme::ICON_LARGE, palette.faint);
            ui.label(theme::weak_text("Photos appear here as they are indexed", palette));
        } else if empty_catalogue {
            widgets::icon(ui, icons::ICON_PHOTO_LIBRARY, theme::ICON_LARGE, palette.faint);
            ui.label(theme::title_text("No photos in this catalogue yet", palette));
            ui.label(theme::weak_text(format!("{} files are read", human::list(formats::readable().map(|f| f.name))), palette));
            ui.add_space(space::S);
            if widgets::button(ui, Some(icons::ICON_CREATE_NEW_FOLDER), "Add folder…").clicked() {
                out.run(Common::AddFolder);
            }
        } else {
            no_results_ui(ui, ctx, &mut out);
        }
    });
    out
}

fn no_results_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    widgets::icon(ui, icons::ICON_SEARCH, theme::ICON_LARGE, palette.faint);
    ui.label(theme::title_text("No photos match", palette));
    if let Some(score) = ctx.query.min_score.filter(|_| ctx.query.ranks()) {
        ui.label(theme::weak_text(format!("No photo has a score of at least {}", human::score(score)), palette));
        if widgets::button(ui, None, "Show any score").clicked() {
            out.query(Change::MinScore(None));
        }
    }
    if ctx.query.folder.is_some() && widgets::button(ui, None, "Search in all folders").clicked() {
        out.query(Change::Folder(None));
    }
    ui.add_space(space::S);
    ui.label(theme::weak_text("Fewer filters find more. Or try", palette));
    widgets::centred_row(ui, "examples", |ui| {
        for example in &ctx.library.examples {
            if widgets::button(ui, Some(icons::ICON_SEARCH), example).clicked() {
                out.run(Common::ClearSearch);
                out.query(Change::Text(example.clone()));
            }
        }
    });
    ui.add_space(space::S);
    if widgets::quiet_button(ui, "Show all photos").clicked() {
        out.run(Common::ClearSearch);
    }
}
