//! Runs the commands that belong to no feature.

use super::commands::AppCommand;
use super::key_editor::SheetState;
use super::keys;
use super::overlay::Overlay;
use super::window::App;
use crate::kit::palette::PaletteState;
use crate::shell::common::Common;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::products;
use crate::shell::query::Change;
use crate::shell::view::{Region, View};
use crate::shell::zoom::{Scale, Turn, Zoom};
use base::Pace;
use egui::{Context, ViewportCommand};
use engine::protocol::{CancelRequest, CatalogRequest, DesktopRequest, JobRequest, Like, PickPurpose};
use engine::settings::ThemeChoice;
use std::path::PathBuf;

/// What a key makes a photo larger by.
const ZOOM_STEP: f32 = 1.5;

impl App {
    pub(super) fn run_common(&mut self, egui: &Context, command: Common) {
        match command {
            Common::OpenSample | Common::Quit if !self.features.drafts().is_empty() => self.leave_all(egui, vec![Effect::Run(command)]),
            Common::OpenFolder => self.ask_path(PickPurpose::OpenFolder),
            Common::OpenCatalogue => self.ask_path(PickPurpose::OpenCatalog),
            Common::AddFolder => self.ask_path(PickPurpose::AddFolder),
            Common::SearchByFile => self.ask_path(PickPurpose::SearchPhoto),
            Common::OpenSample => self.open("the sample catalogue".to_owned(), CatalogRequest::OpenSample),
            Common::Rescan => {
                self.engine.send(JobRequest::Rescan);
            }
            Common::CancelJob => {
                if let Some(job) = &self.ctx.job {
                    self.engine.send(CancelRequest::Job(job.request));
                }
            }
            Common::PauseJob => {
                if let Some(job) = &self.ctx.job {
                    let paused = job.pace == Some(Pace::Paused);
                    self.engine.send(if paused { CancelRequest::ResumeJob(job.request) } else { CancelRequest::PauseJob(job.request) });
                }
            }
            Common::ForgetMissing => {
                let photos = self.ctx.library.missing;
                self.lay_over(Some(Overlay::Dialog(Dialog::ForgetMissing { photos })));
            }
            Common::Quit => egui.send_viewport_cmd(ViewportCommand::Close),
            Common::FocusSearch => self.ctx.go_to = Some(Region::Search),
            Common::ClearSearch => self.ask(vec![Change::Clear]),
            Common::SearchByThis => {
                if let Some(photo) = self.features.photo_in_hand(&self.ctx) {
                    self.ask(vec![Change::Like(Some(Like::Photo(photo)))]);
                }
            }
            Common::Loupe => self.enlarge(egui),
            Common::Grid => match self.features.survey.leave(&self.ctx) {
                Some(effects) => {
                    self.perform(egui, effects);
                    self.show_grid();
                }
                None => self.show_grid(),
            },
            Common::Zoom => {
                if !self.ctx.view.is_large() {
                    self.enlarge(egui);
                }
                self.turn_zoom(egui, Turn::Toggle);
            }
            Common::ZoomFit => self.turn_zoom(egui, Turn::To(Scale::Fit)),
            Common::ZoomFill => self.turn_zoom(egui, Turn::To(Scale::Fill)),
            Common::ZoomActual => self.turn_zoom(egui, Turn::To(Scale::Times(1.0))),
            Common::ZoomDouble => self.turn_zoom(egui, Turn::To(Scale::Times(2.0))),
            Common::ZoomIn => self.turn_zoom(egui, Turn::By(ZOOM_STEP)),
            Common::ZoomOut => self.turn_zoom(egui, Turn::By(1.0 / ZOOM_STEP)),
            Common::Clipping => self.ctx.looks.overlay.clipping = !self.ctx.looks.overlay.clipping,
            Common::FocusPeaking => self.ctx.looks.overlay.focus = !self.ctx.looks.overlay.focus,
            Common::PhotoInfo => self.ctx.looks.info = !self.ctx.looks.info,
            Common::Heat => self.ctx.looks.heat = !self.ctx.looks.heat,
            Common::FullScreen => self.fill_screen(egui, !self.ctx.looks.full_screen),
            Common::OpenInViewer => {
                if let Some(path) = self.file_in_hand() {
                    self.engine.send(DesktopRequest::OpenInViewer(path));
                }
            }
            Common::OpenWith => {
                if let Some(path) = self.file_in_hand() {
                    self.engine.send(DesktopRequest::OpenWith(path));
                }
            }
            Common::ShowInFolder => {
                if let Some(path) = self.file_in_hand() {
                    self.engine.send(DesktopRequest::ShowInFolder(path));
                }
            }
            Common::CopyPath => {
                if let Some(path) = self.file_in_hand() {
                    self.effect(egui, Effect::Copy { text: path.display().to_string(), what: "Path" });
                }
            }
        }
    }

    pub(super) fn run_own(&mut self, egui: &Context, command: AppCommand) {
        let settings = &mut self.ctx.settings;
        match command {
            AppCommand::TogglePanels => {
                let show = !(settings.left_panel || settings.right_panel);
                settings.left_panel = show;
                settings.right_panel = show;
            }
            AppCommand::ToggleLibrary => settings.left_panel = !settings.left_panel,
            AppCommand::ToggleInspector => settings.right_panel = !settings.right_panel,
            AppCommand::NextRegion => self.next_region(egui),
            AppCommand::ThemeSystem => settings.theme = ThemeChoice::System,
            AppCommand::ThemeDark => settings.theme = ThemeChoice::Dark,
            AppCommand::ThemeLight => settings.theme = ThemeChoice::Light,
            AppCommand::ReducedMotion => {
                settings.reduced_motion = !settings.reduced_motion;
                let words = if settings.reduced_motion { "Reduced motion is on" } else { "Reduced motion is off" };
                self.toasts.done(self.ctx.now, words);
            }
            AppCommand::WatchFolders => {
                settings.watch_folders = !settings.watch_folders;
                let words = if settings.watch_folders {
                    "Changes in the folders are indexed as they happen"
                } else {
                    "Folders are looked at only when you ask"
                };
                self.toasts.done(self.ctx.now, words);
            }
            AppCommand::BackUp => {
                settings.backups = !settings.backups;
                let words = if settings.backups {
                    "Catalogues are backed up by themselves after work"
                } else {
                    "Catalogues are backed up only when you ask"
                };
                self.toasts.done(self.ctx.now, words);
            }
            AppCommand::OneCore => {
                settings.one_core = !settings.one_core;
                let words = if settings.one_core { "Indexing uses one core" } else { "Indexing uses every core, but on battery" };
                self.toasts.done(self.ctx.now, words);
            }
            AppCommand::Palette => self.lay_over(Some(Overlay::Palette(PaletteState::default()))),
            AppCommand::CheatSheet => self.lay_over(Some(Overlay::CheatSheet(SheetState::default()))),
            AppCommand::Messages => self.lay_over(Some(Overlay::Messages)),
            AppCommand::CopyMessage => {
                if let Some(text) = self.toasts.text().map(str::to_owned) {
                    self.effect(egui, Effect::Copy { text, what: "Message" });
                }
            }
            AppCommand::DismissMessage => {
                self.toasts.dismiss_seen();
            }
        }
    }

    /// Whoever draws the photo carries it out, and knows where the pointer is.
    fn turn_zoom(&mut self, egui: &Context, turn: Turn) {
        self.ctx.zoom.turn = Some(turn);
        egui.request_repaint();
    }

    /// The photo has the whole window, and the window the whole screen where the desktop lets it.
    pub(super) fn fill_screen(&mut self, egui: &Context, full: bool) {
        self.ctx.looks.full_screen = full;
        egui.send_viewport_cmd(ViewportCommand::Fullscreen(full));
    }

    fn ask_path(&mut self, purpose: PickPurpose) {
        self.lay_over(Some(Overlay::Dialog(Dialog::path(purpose))));
    }

    pub(super) fn show_grid(&mut self) {
        self.ctx.view = View::Grid;
        self.features.browse.reveal_cursor(&self.ctx);
    }

    /// The photo large; a cell that stands for a product opens that. From photos side by side Esc leads back to them.
    fn enlarge(&mut self, egui: &Context) {
        let effects = if matches!(self.ctx.view, View::Compare | View::Survey | View::Map) {
            let Some(photo) = self.features.photo_in_hand(&self.ctx) else { return };
            self.ctx.beneath = Some(self.ctx.view);
            vec![Effect::Visit(photo), Effect::Show(View::Loupe)]
        } else {
            products::opened_by_cursor(&self.ctx).unwrap_or_else(|| vec![Effect::Zoom(Zoom::default()), Effect::Show(View::Loupe)])
        };
        self.perform(egui, effects);
    }

    /// Where the file of the photo in hand lies.
    fn file_in_hand(&self) -> Option<PathBuf> {
        self.ctx.library.path(self.features.photo_in_hand(&self.ctx)?)
    }

    fn next_region(&mut self, egui: &Context) {
        let next = keys::next_region(egui, &self.ctx, self.region, &self.features.compare, self.features.tagging.open);
        self.region = next;
        self.ctx.go_to = Some(next);
        match next {
            Region::Photos => egui.memory_mut(|m| m.request_focus(focus::photos())),
            Region::OtherPhotos => egui.memory_mut(|m| m.request_focus(focus::other_photos())),
            Region::Search | Region::Library | Region::Inspector => {}
        }
    }
}
