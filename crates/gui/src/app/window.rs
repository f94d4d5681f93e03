//! The window itself: takes in what the engine tells, draws, carries out what the panels ask for.

use super::features::{Features, Message};
use super::focus_before::FocusBefore;
use super::overlay::Overlay;
use super::saving::Saving;
use super::shown_marks::ShownMarks;
use crate::kit::path::name_of;
use crate::kit::pictures::Pictures;
use crate::kit::theme;
use crate::kit::toasts::Toasts;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::library::Opening;
use crate::shell::output::Output;
use crate::shell::view::{Region, View};
use base::PhotoId;
use egui::{Context, Ui, Vec2, vec2};
use engine::protocol::{CatalogRequest, Request, RequestId, ThumbnailAnswer};
use engine::settings::Settings;
use engine::{Engine, EngineOptions};
use std::sync::{Arc, OnceLock};

/// The window.
pub struct App {
    pub(super) engine: Engine,
    /// What every feature sees.
    pub(super) ctx: Ctx,
    pub(super) features: Features,
    pub(super) pictures: Pictures,
    /// What lies over the window.
    pub(super) overlay: Option<Overlay>,
    /// It is drawn for the first time in this frame.
    pub(super) overlay_is_new: bool,
    /// What had the keyboard before something lay over it.
    pub(super) before: FocusBefore,
    /// The path that was typed last, and the request that came of it.
    pub(super) typed: Option<(RequestId, Dialog)>,
    pub(super) toasts: Toasts<Effect>,
    pub(super) shown_marks: ShownMarks,
    /// The question whose first photo is to be picked when its answer comes.
    pub(super) first_of: Option<RequestId>,
    /// The request for which the last job was begun.
    pub(super) last_job: Option<RequestId>,
    /// Where F6 went last.
    pub(super) region: Region,
    /// The desktop prefers dark windows, where it says so.
    pub(super) system_dark: Option<bool>,
    pub(super) saving: Saving,
    /// Of the library and the inspector, as the last frame drew them.
    pub(super) side_widths: [Option<f32>; 2],
}

/// Where the engine's threads find the window that they wake.
pub type Waker = Arc<OnceLock<Context>>;

/// Starts an engine that wakes the window, once there is one.
pub fn start_engine(options: EngineOptions) -> (Engine, Waker) {
    let waker = Waker::default();
    let window = waker.clone();
    let wake = move || {
        if let Some(egui) = window.get() {
            egui.request_repaint();
        }
    };
    (Engine::start(options, Arc::new(wake)), waker)
}

impl App {
    /// A window of its own, with an engine of its own; `open` is sent first.
    pub fn new(cc: &eframe::CreationContext<'_>, options: EngineOptions, open: Option<Request>) -> Self {
        let (engine, waker) = start_engine(options);
        Self::with_engine(cc, engine, &waker, open)
    }

    pub(crate) fn with_engine(cc: &eframe::CreationContext<'_>, engine: Engine, waker: &Waker, open: Option<Request>) -> Self {
        // A second window with the same waker would be a mistake of ours; the first one stays.
        let _ = waker.set(cc.egui_ctx.clone());
        theme::install(&cc.egui_ctx);
        cc.egui_ctx.add_plugin(super::type_ahead::TypeAhead::default());
        cc.egui_ctx.add_plugin(super::screen_reader::ScreenReader);
        let settings = engine.settings();
        let mut ctx = Ctx { settings: settings.clone(), ..Ctx::default() };
        ctx.query.sort = settings.sort;
        ctx.query.texts = settings.texts;
        ctx.query.timeline = settings.timeline;
        if let Some(request) = open {
            let what = if let Request::Catalog(CatalogRequest::Open(path)) = &request { Some(name_of(path)) } else { None };
            let request = engine.send(request);
            ctx.library.opening = what.map(|what| Opening { what, request });
        }
        Self {
            engine,
            ctx,
            features: Features::default(),
            pictures: Pictures::default(),
            overlay: None,
            overlay_is_new: false,
            before: FocusBefore::default(),
            typed: None,
            toasts: Toasts::default(),
            shown_marks: ShownMarks::default(),
            first_of: None,
            last_job: None,
            region: Region::default(),
            system_dark: None,
            saving: Saving::new(settings),
            side_widths: [None; 2],
        }
    }

    /// The photo in the inspector, for tests that play the engine.
    pub fn cursor(&self) -> Option<PhotoId> {
        self.ctx.selection.cursor()
    }

    /// The number under which the map was asked for, for benchmarks that play the engine.
    pub fn map_request(&self) -> Option<RequestId> {
        self.features.map.request()
    }

    /// Takes a thumbnail in as if the engine had made it.
    pub fn on_thumbnail(&mut self, egui: &Context, answer: ThumbnailAnswer) {
        self.pictures.textures.arrive(egui, answer);
    }

    /// What follows from the frame: photos to decode, thumbnails to fetch, settings to write.
    fn after_frame(&mut self, egui: &Context) {
        if let Some((id, request)) = self.pictures.preview.request(self.ctx.painted_over()) {
            self.engine.send_as(id, request);
        }
        if self.ctx.view != View::Loupe {
            // Whoever went on elsewhere does not come back with Esc.
            self.ctx.beneath = None;
        }
        let effects = self.features.after_frame(&self.ctx);
        self.perform(egui, effects);
        self.pictures.textures.end_frame(&self.engine);
        self.toasts.expire(egui);
        let size = egui.content_rect().size();
        self.ctx.settings.window = Some([size.x, size.y]);
        let settled = self.saving.settled(&self.ctx.settings, egui);
        self.write_settings(settled);
    }

    /// Writes them now, where they are not written yet.
    pub(super) fn save_settings(&mut self) {
        let unsaved = self.saving.unsaved(&self.ctx.settings);
        self.write_settings(unsaved);
    }

    fn write_settings(&self, settings: Option<Settings>) {
        if let Some(settings) = settings {
            self.engine.send(CatalogRequest::SaveSettings(settings));
        }
    }

    /// What the frame is drawn with.
    fn begin_frame(&mut self, egui: &Context) {
        self.ctx.now = egui.time();
        self.ctx.screen = egui.content_rect().size();
        if self.ctx.looks.full_screen && !self.ctx.view.has_looks() {
            self.fill_screen(egui, false);
        }
        if self.pictures.textures.begin_frame(egui, &self.engine) {
            egui.request_repaint();
        }
    }

    fn draw(&mut self, ui: &mut Ui, egui: &Context) -> Output<Message> {
        let mut out = self.window_ui(ui);
        out.extend(self.overlay_ui(egui));
        self.before.follow(egui, self.overlay.is_some(), self.ctx.view.shows_query());
        super::drop::drop_hint_ui(egui, &self.ctx);
        out
    }
}

impl eframe::App for App {
    fn logic(&mut self, egui: &Context, _frame: &mut eframe::Frame) {
        self.ctx.now = egui.time();
        self.drain(egui);
        super::appearance::follow(egui, &self.ctx.settings, self.system_dark);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let egui = ui.ctx().clone();
        self.begin_frame(&egui);
        self.hold_closing(&egui);
        self.keys(&egui);
        let dropped = super::drop::dropped(&egui, &self.ctx);
        self.carry_out(&egui, dropped);
        self.ctx.summarise();
        let went_to = self.ctx.go_to;
        let out = self.draw(ui, &egui);
        // Where no photo is seen large, nobody has carried it out.
        self.ctx.zoom.turn = None;
        if went_to == self.ctx.go_to {
            self.ctx.go_to = None;
        }
        self.ctx.pointed = None;
        self.carry_out(&egui, out);
        if self.ctx.go_to.is_some() {
            egui.request_repaint();
        }
        self.after_frame(&egui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.save_settings();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// The size of the window as it was last closed, where it is a size that a window can have.
pub fn remembered_size(settings: &Settings, least: [f32; 2]) -> Vec2 {
    let [w, h] = settings.window.unwrap_or([1280.0, 800.0]);
    let sane = |v: f32, min: f32, default: f32| if v.is_finite() && v < 16_384.0 { v.max(min) } else { default };
    vec2(sane(w, least[0], 1280.0), sane(h, least[1], 800.0))
}
