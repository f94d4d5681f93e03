//! Empty states: they are the tutorial. No catalogue: open one. No photos: what is going on. No results: what to try.

use super::msg::Msg;
use super::no_results;
use super::recent::recent_ui;
use super::state::Browse;
use crate::kit::forms;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::view::View;
use base::{formats, human};
use egui::{Align, Id, Key, Label, Layout, Stroke, Ui, vec2};
use egui_material_icons::{MaterialIcon, icons};
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
            card_ui(ui, ctx, &mut path, browse.refused.as_deref(), &mut out);
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

fn card_ui(ui: &mut Ui, ctx: &Ctx, path: &mut String, refused: Option<&str>, out: &mut Output<Msg>) {
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
                widgets::field(ui, Id::unique("welcome path"), path, "Path of a folder", "Path of a folder or catalogue", wide)
            })
            .inner;
        let typed = PathBuf::from(path.trim());
        if field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) && !typed.as_os_str().is_empty() {
            out.effect(Effect::Open(typed));
            // Should it be refused, it can be put right at once.
            field.request_focus();
        }
        // Its place is kept, so that the card stays as it is.
        ui.allocate_ui_with_layout(vec2(wide, 2.0 * theme::LINE), Layout::top_down(Align::Min), |ui| {
            ui.set_min_height(2.0 * theme::LINE);
            match (&ctx.library.opening, refused) {
                (Some(opening), _) => {
                    ui.label(theme::weak_text(format!("Opening {}…", human::elide_middle(&opening.what, 48)), palette));
                }
                (None, Some(reason)) => forms::problem_ui(ui, reason),
                (None, None) => {}
            }
        });
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
            empty_ui(ui, ctx, &mut out);
        } else {
            no_results::no_results_ui(ui, ctx, &mut out);
        }
    });
    out
}

/// Why a catalogue has no photo, and what to do about it: folders that are away, were not indexed, cannot be read, or are empty.
fn empty_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let roots = ctx.library.snapshot.as_ref().map_or(&[][..], |s| &s.roots);
    let names = || human::list(roots.iter().map(|view| format!("“{}”", name_of(&view.root.path))));
    let say = |ui: &mut Ui, icon: MaterialIcon, title: String, words: String| {
        widgets::icon(ui, icon, theme::ICON_LARGE, palette.faint);
        ui.label(theme::title_text(title, palette));
        ui.add(Label::new(theme::weak_text(words, palette)).wrap());
        ui.add_space(space::S);
    };
    // The strip above the grid says what can be done about these.
    if let Some(away) = roots.iter().find(|view| !view.reachable) {
        let words = format!("It was at {}. Connect the drive or the network folder, or say where it is now.", away.root.path.display());
        say(ui, icons::ICON_FOLDER_OFF, format!("“{}” cannot be reached", name_of(&away.root.path)), words);
    } else if let Some((view, reason)) = roots.iter().find_map(|view| Some((view, view.look.as_ref()?.refused()?))) {
        say(ui, icons::ICON_FOLDER_OFF, format!("“{}” could not be indexed", name_of(&view.root.path)), human::capitalised(reason));
    } else if ctx.library.unfinished().is_some() {
        say(ui, icons::ICON_PHOTO_LIBRARY, format!("{} is not indexed yet", names()), "Photos appear here as they are indexed".to_owned());
    } else if let Some(unread) = ctx.library.unread() {
        say(ui, icons::ICON_WARNING, unread, format!("Nothing else was found in {}. The list says why, file by file.", names()));
        widgets::centred_row(ui, "unread", |ui| {
            if widgets::primary_button(ui, "Show problems").clicked() {
                out.effect(Effect::Show(View::Problems));
            }
            look_again_ui(ui, out);
        });
    } else if roots.is_empty() {
        say(
            ui,
            icons::ICON_PHOTO_LIBRARY,
            "This catalogue has no folder yet".to_owned(),
            "Add the folder that your photos are in".to_owned(),
        );
        add_folder_ui(ui, out);
    } else {
        let plain = formats::readable().filter(|format| !format.raw).map(|format| format.name);
        let kinds = format!("{} files are read, in this folder and below", human::list(plain.chain(["camera raw"])));
        say(ui, icons::ICON_PHOTO_LIBRARY, format!("There are no photos in {}", names()), kinds);
        widgets::centred_row(ui, "empty folder", |ui| {
            add_folder_ui(ui, out);
            look_again_ui(ui, out);
        });
    }
}

fn add_folder_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    if widgets::button(ui, Some(icons::ICON_CREATE_NEW_FOLDER), "Add folder…").clicked() {
        out.run(Common::AddFolder);
    }
}

fn look_again_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    if widgets::button(ui, Some(icons::ICON_REFRESH), "Look again").clicked() {
        out.run(Common::Rescan);
    }
}
