//! Empty states: they are the tutorial. No catalogue: open one. No photos: what is going on. No results: what to try.

use super::actions::{Action, Actions};
use super::command::UiCommand;
use super::dialogs;
use super::state::State;
use super::theme::{self, space, width};
use super::widgets;
use base::{formats, human};
use egui::{Align, Id, Key, Label, Layout, Stroke, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{Command, PickPurpose};
use std::path::PathBuf;

/// The window before a catalogue is open. Answers the path field's text beside the wishes.
pub fn welcome_ui(ui: &mut Ui, state: &State) -> (Actions, String) {
    let mut actions = Actions::default();
    let mut path = state.path_field.clone();
    let palette = theme::palette(ui);
    let wide = width::CARD.min(ui.available_width() - 2.0 * space::XL);
    let top = ((ui.available_height() - width::CARD * 0.8) / 2.0).max(space::L);
    ui.add_space(top);
    ui.vertical_centered(|ui| {
        ui.set_max_width(wide);
        let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(space::XL as i8, 2 * space::XL as i8));
        let card = frame.show(ui, |ui| {
            ui.set_width(wide - 2.0 * space::XL);
            card_ui(ui, state, &mut path, &mut actions);
        });
        let hovered = ui.input(|i| !i.raw.hovered_files.is_empty());
        let colour = if hovered { palette.accent } else { palette.border };
        widgets::paint_dashed(ui.painter(), card.response.rect, Stroke::new(1.0, colour));
        ui.add_space(space::M);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            dialogs::recent_ui(ui, state, &mut actions);
            ui.add_space(space::M);
            let words = "Photos are only read. Nothing leaves this computer. The starter model is ready.";
            ui.add(Label::new(theme::weak_text(words, palette)).wrap());
        });
    });
    (actions, path)
}

fn card_ui(ui: &mut Ui, state: &State, path: &mut String, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        ui.label(theme::title_text("Open a folder of photos", palette));
        ui.label(theme::weak_text("Drop it here, choose it, or paste its path", palette));
        // Centred as one: two buttons in a row have no width until they are laid out, so it is taken from the last frame.
        centred_row(ui, "welcome buttons", |ui| {
            if widgets::primary_button(ui, "Choose folder…").clicked() {
                actions.push(Action::Send(Command::Pick(PickPurpose::OpenFolder)));
            }
            if widgets::button(ui, None, "Try the sample catalogue").clicked() {
                actions.run(UiCommand::OpenSample);
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
            actions.push(Action::Open(typed));
        }
        if let Some(opening) = &state.library.opening {
            ui.label(theme::weak_text(format!("Opening {}…", human::elide_middle(opening, 48)), palette));
        }
    });
}

/// A row in the middle of the width.
pub fn centred_row(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui)) {
    let id = Id::unique(id);
    let width = ui.data(|d| d.get_temp::<f32>(id)).unwrap_or(0.0);
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(((ui.available_width() - width) / 2.0).max(0.0));
        let start = ui.cursor().left();
        add(ui);
        ui.min_rect().right() - start
    });
    if (row.inner - width).abs() > 0.5 {
        ui.data_mut(|d| d.insert_temp(id, row.inner));
        ui.ctx().request_discard("a row is centred");
    }
}

/// The grid without a photo in it.
pub fn no_photos_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    ui.add_space((ui.available_height() / 3.0 - theme::ICON_LARGE).max(space::XL));
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let empty_catalogue = state.library.snapshot.as_ref().is_none_or(|s| s.photos.is_empty());
        if state.shown.generation == 0 || (empty_catalogue && state.job.is_some()) {
            widgets::icon(ui, icons::ICON_PHOTO_LIBRARY, theme::ICON_LARGE, palette.faint);
            ui.label(theme::weak_text("Photos appear here as they are indexed", palette));
        } else if empty_catalogue {
            widgets::icon(ui, icons::ICON_PHOTO_LIBRARY, theme::ICON_LARGE, palette.faint);
            ui.label(theme::title_text("No photos in this catalogue yet", palette));
            ui.label(theme::weak_text(format!("{} files are read", human::list(formats::readable().map(|f| f.name))), palette));
            ui.add_space(space::S);
            if widgets::button(ui, Some(icons::ICON_CREATE_NEW_FOLDER), "Add folder…").clicked() {
                actions.run(UiCommand::AddFolder);
            }
        } else {
            no_results_ui(ui, state, &mut actions);
        }
    });
    actions
}

fn no_results_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = theme::palette(ui);
    widgets::icon(ui, icons::ICON_SEARCH, theme::ICON_LARGE, palette.faint);
    ui.label(theme::title_text("No photos match", palette));
    if let Some(score) = state.query.min_score.filter(|_| state.query.ranks()) {
        ui.label(theme::weak_text(format!("No photo has a score of at least {score:.2}"), palette));
        if widgets::button(ui, None, "Show any score").clicked() {
            actions.push(Action::SetMinScore(None));
        }
    }
    if state.query.folder.is_some() && widgets::button(ui, None, "Search in all folders").clicked() {
        actions.push(Action::SetFolder(None));
    }
    ui.add_space(space::S);
    ui.label(theme::weak_text("Fewer filters find more. Or try", palette));
    centred_row(ui, "examples", |ui| {
        for example in &state.library.examples {
            if widgets::button(ui, Some(icons::ICON_SEARCH), example).clicked() {
                actions.run(UiCommand::ClearSearch);
                actions.push(Action::SetText(example.clone()));
            }
        }
    });
    ui.add_space(space::S);
    if widgets::quiet_button(ui, "Show all photos").clicked() {
        actions.run(UiCommand::ClearSearch);
    }
}
