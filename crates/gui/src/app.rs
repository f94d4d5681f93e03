//! The window itself: drains the engine, draws the panels, carries out what they ask for, remembers the settings.

use super::actions::{Action, Actions};
use super::state::{State, View};
use super::textures::Textures;
use super::theme::{self, space, width};
use super::{
    command, compare, drop, events, grid, inspector, library, lists, loupe, models, nav, overlay, review, search_field, status_bar, strips,
    tag_bar, tagging, toasts, tool_row, top_bar, update, welcome,
};
use base::PhotoId;
use egui::{CentralPanel, Context, Key, Modifiers, Panel, Theme, Ui, Vec2, vec2};
use engine::protocol::{CatalogRequest, Event, QueryRequest, Request, ThumbnailAnswer};
use engine::settings::{Settings, ThemeChoice};
use engine::{Engine, EngineOptions};
use std::sync::{Arc, OnceLock};

/// Seconds without a change before the settings are written.
const SETTLE_SECS: f64 = 0.5;

/// The window.
pub struct App {
    pub(super) engine: Engine,
    pub(super) state: State,
    textures: Textures,
    saved: Settings,
    changed_at: Option<f64>,
    /// Of the library and the inspector, as the last frame drew them.
    side_widths: [Option<f32>; 2],
}

/// Where the engine's threads find the window that they wake.
pub(super) type Waker = Arc<OnceLock<Context>>;

/// Starts an engine that wakes the window, once there is one.
pub(super) fn start_engine(options: EngineOptions) -> (Engine, Waker) {
    let waker = Waker::default();
    let window = waker.clone();
    let wake = move || {
        if let Some(ctx) = window.get() {
            ctx.request_repaint();
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

    pub(super) fn with_engine(cc: &eframe::CreationContext<'_>, engine: Engine, waker: &Waker, open: Option<Request>) -> Self {
        // A second window with the same waker would be a mistake of ours; the first one stays.
        let _ = waker.set(cc.egui_ctx.clone());
        theme::install(&cc.egui_ctx);
        let settings = engine.settings();
        let mut state = State { settings: settings.clone(), ..State::default() };
        state.query.sort = settings.sort;
        if let Some(command) = open {
            if let Request::Catalog(CatalogRequest::Open(path)) = &command {
                state.library.opening = Some(super::tree::name_of(path));
            }
            engine.send(command);
        }
        Self { engine, state, textures: Textures::default(), saved: settings, changed_at: None, side_widths: [None; 2] }
    }

    /// The photo in the inspector, for tests that play the engine.
    pub fn state_cursor(&self) -> Option<PhotoId> {
        self.state.selection.cursor()
    }

    /// Takes an event in as if the engine had sent it, for tests and benchmarks that play the engine.
    pub fn hear(&mut self, ctx: &Context, event: Event) {
        let wishes = events::take(ctx, &self.engine, &mut self.state, &mut self.textures, event);
        self.carry_out(ctx, wishes);
    }

    /// Takes a thumbnail in as if the engine had made it.
    pub fn hear_thumbnail(&mut self, ctx: &Context, answer: ThumbnailAnswer) {
        self.textures.arrive(ctx, answer);
    }

    fn keys(&mut self, ctx: &Context) {
        let closing = tag_bar::keys(ctx, &self.state);
        self.carry_out(ctx, closing);
        let answers = review::keys(ctx, &self.state);
        self.carry_out(ctx, answers);
        if self.state.overlay.is_none() && !egui::Popup::is_any_open(ctx) {
            if let Some(command) = command::pressed(ctx, &self.state) {
                update::apply(self, ctx, Action::Run(command));
            }
            // The search field has its own Esc; the focus is gone from it by now.
            let left_field = ctx.memory(|m| m.had_focus_last_frame(search_field::field_id()));
            if !left_field && !ctx.text_edit_focused() && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                update::escape(self);
            }
        }
        let moves = nav::keys(ctx, &self.state);
        self.carry_out(ctx, moves);
        let moves = compare::keys(ctx, &self.state);
        self.carry_out(ctx, moves);
    }

    fn carry_out(&mut self, ctx: &Context, actions: Actions) {
        for action in actions.into_vec() {
            update::apply(self, ctx, action);
        }
    }

    /// What follows from the frame: photos to decode, thumbnails to fetch, settings to write.
    fn after(&mut self, ctx: &Context) {
        if let Some(request) = self.state.preview.request() {
            self.engine.send(request);
        }
        review::after(&self.engine, &mut self.state, ctx.time());
        compare::after(&self.engine, &mut self.state);
        let cursor = self.state.selection.cursor();
        if let Some(photo) = cursor.filter(|&p| self.state.asked_similar != Some(p)) {
            self.engine.send(QueryRequest::Similar(photo));
        }
        self.state.asked_similar = cursor;
        tagging::settle(&self.engine, &mut self.state);
        self.textures.end_frame(&self.engine);
        self.state.toasts.expire(ctx);
        self.remember(ctx);
    }

    fn remember(&mut self, ctx: &Context) {
        let size = ctx.content_rect().size();
        self.state.settings.window = Some([size.x, size.y]);
        let unsaved = self.state.settings != self.saved;
        let now = ctx.time();
        match (unsaved, self.changed_at) {
            (false, _) => self.changed_at = None,
            (true, Some(at)) if now - at >= SETTLE_SECS => self.save(),
            (true, Some(_)) => {}
            (true, None) => {
                self.changed_at = Some(now);
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(SETTLE_SECS));
            }
        }
    }

    fn save(&mut self) {
        self.saved = self.state.settings.clone();
        self.changed_at = None;
        self.engine.send(CatalogRequest::SaveSettings(self.saved.clone()));
    }

    fn wear_theme(&self, ctx: &Context) {
        let dark = match self.state.settings.theme {
            ThemeChoice::System => self.state.system_dark.unwrap_or(true),
            ThemeChoice::Dark => true,
            ThemeChoice::Light => false,
        };
        let theme = if dark { Theme::Dark } else { Theme::Light };
        if ctx.options(|o| o.theme_preference) != theme.into() {
            ctx.set_theme(theme);
        }
        let motion = if self.state.settings.reduced_motion { 0.0 } else { theme::MOTION_SECS };
        if (ctx.global_style().animation_time - motion).abs() > f32::EPSILON {
            ctx.all_styles_mut(|s| s.animation_time = motion);
        }
    }

    fn window_ui(&mut self, ui: &mut Ui) -> Actions {
        let mut actions = Actions::default();
        let palette = theme::palette(ui);
        let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
        Panel::top("top bar").exact_size(theme::TOP_BAR).resizable(false).frame(bar).show(ui, |ui| {
            actions.extend(top_bar::top_bar_ui(ui, &self.state, &mut self.textures));
        });
        Panel::bottom("status bar").exact_size(theme::STATUS_BAR).resizable(false).frame(bar).show(ui, |ui| {
            actions.extend(status_bar::status_bar_ui(ui, &self.state));
        });
        // Models can be looked at, and got, before there are photos.
        if self.state.library.snapshot.is_none() && self.state.view != View::Models {
            CentralPanel::no_frame().frame(egui::Frame::new().fill(palette.window)).show(ui, |ui| {
                let (wishes, path) = welcome::welcome_ui(ui, &self.state);
                actions.extend(wishes);
                self.state.path_field = path;
            });
            return actions;
        }
        if !matches!(self.state.view, View::Review | View::Models | View::Compare) {
            self.sides_ui(ui, &mut actions);
        }
        CentralPanel::no_frame().frame(egui::Frame::new().fill(palette.window)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            actions.extend(centre_ui(ui, &self.state, &mut self.textures));
        });
        actions
    }

    fn sides_ui(&mut self, ui: &mut Ui, actions: &mut Actions) {
        let palette = theme::palette(ui);
        // A narrow window keeps most of its width for the photos.
        let most = ui.available_width() * width::SIDES;
        let share = |(default, min, max): (f32, f32, f32), chosen: Option<f32>| {
            let all = width::LIBRARY.0 + width::INSPECTOR.0;
            let limit = (most * default / all).floor();
            let max = if limit < default { limit } else { max.min(most - (all - default)) };
            let min = min.min(limit);
            (chosen.unwrap_or(default).clamp(min, max), min, max)
        };
        let settings = &self.state.settings;
        // A narrow window has widths of its own, so that the chosen ones come back with the room for them.
        let narrow = most < width::LIBRARY.0 + width::INSPECTOR.0;
        let id = |name: &'static str| (name, narrow);
        let (left, right) = (share(width::LIBRARY, settings.library_width), share(width::INSPECTOR, settings.inspector_width));
        let frame = |left: f32, right: f32| {
            let margin = egui::Margin { left: left as i8, right: right as i8, ..egui::Margin::symmetric(0, space::S as i8) };
            egui::Frame::new().fill(palette.panel).inner_margin(margin)
        };
        let mut open = self.state.settings.left_panel;
        let panel = Panel::left(id("library")).default_size(left.0).size_range(left.1..=left.2).frame(frame(space::S, space::S));
        let library = panel.show_collapsible(ui, &mut open, |ui| actions.extend(library::library_ui(ui, &self.state)));
        self.state.settings.left_panel = open;
        let mut open = self.state.settings.right_panel;
        let panel = Panel::right(id("inspector")).default_size(right.0).size_range(right.1..=right.2).frame(frame(space::M, space::XS));
        let inspector = panel.show_collapsible(ui, &mut open, |ui| {
            actions.extend(tagging::switch_ui(ui, &self.state));
            actions.extend(if self.state.tagging.open {
                tagging::panel_ui(ui, &self.state)
            } else {
                inspector::inspector_ui(ui, &self.state, &mut self.textures)
            });
        });
        self.state.settings.right_panel = open;
        let shown = [library, inspector].map(|p| p.map(|p| p.response.rect.width()));
        let settings = &mut self.state.settings;
        if !narrow && ui.ctx().egui_is_using_pointer() {
            remember_width(&mut settings.library_width, shown[0], self.side_widths[0]);
            remember_width(&mut settings.inspector_width, shown[1], self.side_widths[1]);
        }
        self.side_widths = shown;
    }
}

/// Keeps a width that changed under the pointer: what a narrow window dictates is not what the person chose.
fn remember_width(kept: &mut Option<f32>, now: Option<f32>, before: Option<f32>) {
    if let (Some(now), Some(before)) = (now, before)
        && (now - before).abs() > f32::EPSILON
    {
        *kept = Some(now);
    }
}

fn centre_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    match state.view {
        View::Problems => actions.extend(lists::problems_ui(ui, state)),
        View::Missing => actions.extend(lists::missing_ui(ui, state)),
        View::Review => actions.extend(review::review_ui(ui, state, textures)),
        View::Models => actions.extend(models::models_ui(ui, state)),
        View::Compare => actions.extend(compare::compare_ui(ui, state, textures)),
        View::Grid | View::Loupe => {
            let palette = theme::palette(ui);
            let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
            Panel::top("tool row").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| {
                actions.extend(tool_row::tool_row_ui(ui, state));
            });
            actions.extend(tag_bar::tag_bar_ui(ui, state));
            actions.extend(strips::strips_ui(ui, state));
            actions.extend(match (state.view, state.shown.hits.is_empty()) {
                (View::Loupe, _) => loupe::loupe_ui(ui, state, textures),
                (_, true) => welcome::no_photos_ui(ui, state),
                (_, false) => grid::grid_ui(ui, state, textures),
            });
        }
    }
    actions
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let wishes = events::drain(ctx, &self.engine, &mut self.state, &mut self.textures);
        self.carry_out(ctx, wishes);
        self.wear_theme(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if self.textures.begin_frame(&ctx, &self.engine) {
            ctx.request_repaint();
        }
        self.keys(&ctx);
        let dropped = drop::dropped(&ctx, &self.state);
        self.carry_out(&ctx, dropped);
        self.state.summarise();
        let went_to = self.state.go_to;
        let mut actions = self.window_ui(ui);
        if let Some(mut lying) = self.state.overlay.take() {
            actions.extend(overlay::overlay_ui(&ctx, &mut lying, &self.state));
            self.state.overlay = Some(lying);
        }
        actions.extend(toasts::toasts_ui(&ctx, &self.state.toasts));
        drop::drop_hint_ui(&ctx, &self.state);
        if went_to == self.state.go_to {
            self.state.go_to = None;
        }
        self.carry_out(&ctx, actions);
        if self.state.go_to.is_some() {
            ctx.request_repaint();
        }
        self.after(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if self.state.settings != self.saved {
            self.save();
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// The size of the window as it was last closed, where it is a size that a window can have.
pub(super) fn remembered_size(settings: &Settings) -> Vec2 {
    let [w, h] = settings.window.unwrap_or([1280.0, 800.0]);
    let sane = |v: f32, min: f32, default: f32| if v.is_finite() && v < 16_384.0 { v.max(min) } else { default };
    vec2(sane(w, super::MIN_SIZE[0], 1280.0), sane(h, super::MIN_SIZE[1], 800.0))
}
