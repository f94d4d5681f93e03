//! Carries out messages, commands and effects: the only place where the shared facts change on the person's behalf.

use super::commands::AppCommand;
use super::features::{AnyCommand, FeatureId, Message, Next};
use super::keys;
use super::overlay::Overlay;
use super::window::App;
use crate::kit::palette::PaletteState;
use crate::kit::path::name_of;
use crate::kit::theme;
use crate::kit::toasts::ToastReply;
use crate::shell::common::Common;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::output::{Item, Output};
use crate::shell::query::Change;
use crate::shell::selection::Reach;
use crate::shell::view::{Region, View, Zoom};
use crate::{exchange, models, products, review, tagging};
use egui::{Context, Key, Modifiers, ViewportCommand};
use engine::protocol::{Command, Like, PickPurpose};
use engine::settings::ThemeChoice;
use std::path::PathBuf;

impl App {
    /// What panels came to, in order.
    pub(super) fn carry_out(&mut self, egui: &Context, out: Output<Message>) {
        for item in out.into_items() {
            match item {
                Item::Msg(message) => self.update(egui, message),
                Item::Effect(effect) => self.effect(egui, effect),
            }
        }
    }

    pub(super) fn update(&mut self, egui: &Context, message: Message) {
        self.refresh();
        let next = self.features.update(&self.ctx, message);
        self.go_on(egui, next);
    }

    pub(super) fn run(&mut self, egui: &Context, command: AnyCommand) {
        self.refresh();
        let next = self.features.run(&self.ctx, command);
        self.go_on(egui, next);
    }

    fn go_on(&mut self, egui: &Context, next: Next) {
        match next {
            Next::Effects(effects) => self.perform(egui, effects),
            Next::Common(command) => self.run_common(egui, command),
            Next::App(command) => self.run_own(egui, command),
        }
    }

    pub(super) fn perform(&mut self, egui: &Context, effects: Vec<Effect>) {
        self.refresh();
        for effect in effects {
            self.effect(egui, effect);
        }
    }

    /// The facts that follow from others, and the overlay that follows from dialogs.
    fn refresh(&mut self) {
        let open = self.features.open_dialogs();
        let current = match self.overlay {
            Some(Overlay::Feature(of)) => Some(of),
            _ => None,
        };
        if let Some(new) = open.iter().copied().find(|of| Some(*of) != current) {
            self.features.close_dialogs(Some(new));
            self.overlay = Some(Overlay::Feature(new));
        } else if current.is_some_and(|of: FeatureId| !open.contains(&of)) {
            self.overlay = None;
        }
        self.ctx.covered = self.overlay.is_some();
        self.ctx.in_hand = self.features.photo_in_hand(&self.ctx);
    }

    pub(super) fn lay_over(&mut self, overlay: Option<Overlay>) {
        self.features.close_dialogs(None);
        self.overlay = overlay;
        self.refresh();
    }

    fn effect(&mut self, egui: &Context, effect: Effect) {
        match effect {
            Effect::Send(request) => self.engine.send(request),
            Effect::Run(command) => self.run_common(egui, command),
            Effect::Open(path) => {
                self.ctx.library.opening = Some(name_of(&path));
                self.engine.send(Command::Open(path));
            }
            Effect::Query(changes) => self.ask(changes),
            Effect::LeaveLabel => self.update(egui, tagging::Msg::AllLabels.into()),
            Effect::Pick(index, reach) => self.pick(index, reach),
            Effect::SelectAll => self.ctx.selection.all(&self.ctx.shown.hits),
            Effect::SelectNone => self.ctx.selection.clear(),
            Effect::SelectThese(photos) => self.ctx.selection.these(&photos),
            Effect::BeginBand => self.ctx.selection.begin_band(),
            Effect::Band { cells, keep } => self.ctx.selection.band(&self.ctx.shown.hits, &cells, keep),
            Effect::Visit(photo) => {
                self.ctx.selection.visit(&self.ctx.shown.hits, photo);
                self.features.browse.reveal_cursor(&self.ctx);
                self.ctx.zoom = Zoom::default();
            }
            Effect::Step(by) => {
                let last = self.ctx.shown.hits.len().saturating_sub(1);
                let at = self.ctx.current_index().unwrap_or(0);
                self.pick(at.saturating_add_signed(by).min(last), Reach::Only);
            }
            Effect::Enlarge(index) => {
                self.pick(index, Reach::Only);
                self.run_common(egui, Common::Loupe);
            }
            Effect::Zoom(zoom) => self.ctx.zoom = zoom,
            Effect::Show(view) => self.show(egui, view),
            Effect::GoTo(region) => self.ctx.go_to = Some(region),
            Effect::Unfocus => {
                let focused = egui.memory(egui::Memory::focused);
                egui.memory_mut(|m| focused.into_iter().for_each(|id| m.surrender_focus(id)));
            }
            Effect::Ask(question) => self.lay_over(Some(Overlay::Dialog(question))),
            Effect::CloseOverlay => self.lay_over(None),
            Effect::Toast(notice) => self.toasts.say(self.ctx.now, notice),
            Effect::Offer(notice, words, effect) => self.toasts.offer(self.ctx.now, notice, Some((*effect, words))),
            Effect::Copy { text, what } => {
                egui.copy_text(text);
                self.toasts.done(self.ctx.now, format!("{what} copied"));
            }
            Effect::OpenPage(page) => egui.open_url(egui::OpenUrl::new_tab(page)),
            Effect::Settings(change) => change(&mut self.ctx.settings),
            Effect::ThumbnailSize(side) => {
                self.ctx.settings.thumbnail_size = side.clamp(*theme::THUMBNAIL_SIDES.start(), *theme::THUMBNAIL_SIDES.end());
                self.features.browse.reveal_cursor(&self.ctx);
            }
            Effect::Undo if self.ctx.view == View::Review => self.update(egui, review::Msg::Undo.into()),
            Effect::Redo if self.ctx.view == View::Review => self.update(egui, review::Msg::Redo.into()),
            Effect::Undo => self.engine.send(Command::Undo),
            Effect::Redo => self.engine.send(Command::Redo),
            Effect::Review(plan) => self.update(egui, review::Msg::Begin(plan).into()),
            Effect::ExportTags => self.run(egui, AnyCommand::Exchange(exchange::ExchangeCommand::ExportTags)),
            Effect::SkuRule => self.run(egui, AnyCommand::ProductsDialog(products::ProductsCommand::SkuRule)),
            Effect::NewLabelSet => self.run(egui, AnyCommand::Tagging(tagging::TaggingCommand::NewLabelSet)),
            Effect::Download(name) => self.update(egui, models::Msg::Download(name).into()),
        }
    }

    fn run_common(&mut self, egui: &Context, command: Common) {
        match command {
            Common::OpenFolder => self.ask_path(PickPurpose::OpenFolder),
            Common::OpenCatalogue => self.ask_path(PickPurpose::OpenCatalog),
            Common::AddFolder => self.ask_path(PickPurpose::AddFolder),
            Common::SearchByFile => self.ask_path(PickPurpose::SearchPhoto),
            Common::OpenSample => {
                self.ctx.library.opening = Some("the sample catalogue".to_owned());
                self.engine.send(Command::OpenSample);
            }
            Common::Rescan => self.engine.send(Command::Rescan),
            Common::CancelJob => self.engine.send(Command::CancelJob),
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
            Common::Grid => self.show_grid(),
            Common::Zoom => self.ctx.zoom = Zoom { zoomed: !self.ctx.zoom.zoomed, ..Zoom::default() },
            Common::OpenInViewer => self.file_in_hand().into_iter().for_each(|path| self.engine.send(Command::OpenInViewer(path))),
            Common::ShowInFolder => self.file_in_hand().into_iter().for_each(|path| self.engine.send(Command::ShowInFolder(path))),
            Common::CopyPath => {
                if let Some(path) = self.file_in_hand() {
                    self.effect(egui, Effect::Copy { text: path.display().to_string(), what: "Path" });
                }
            }
        }
    }

    fn run_own(&mut self, egui: &Context, command: AppCommand) {
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
            AppCommand::Palette => self.lay_over(Some(Overlay::Palette(PaletteState::default()))),
            AppCommand::CheatSheet => self.lay_over(Some(Overlay::CheatSheet)),
        }
    }

    /// Changes the question, and asks it.
    pub(super) fn ask(&mut self, changes: Vec<Change>) {
        self.ctx.query.change(changes, self.ctx.settings.sort);
        if matches!(self.ctx.view, View::Problems | View::Missing | View::Review | View::Models) {
            self.ctx.view = View::Grid;
        }
        self.search();
    }

    /// Asks for the photos of the question as it stands.
    pub(super) fn search(&mut self) {
        let request = self.ctx.query.request();
        self.engine.send(Command::Search(request));
    }

    fn ask_path(&mut self, purpose: PickPurpose) {
        self.lay_over(Some(Overlay::Dialog(Dialog::path(purpose))));
    }

    fn pick(&mut self, index: usize, reach: Reach) {
        self.ctx.selection.pick(&self.ctx.shown.hits, index, reach);
        self.features.browse.reveal(index);
        self.ctx.zoom.centre = egui::Vec2::ZERO;
    }

    fn show(&mut self, egui: &Context, view: View) {
        self.ctx.view = view;
        let effects = self.features.on_shown(&self.ctx, view);
        self.perform(egui, effects);
    }

    fn show_grid(&mut self) {
        self.ctx.view = View::Grid;
        self.features.browse.reveal_cursor(&self.ctx);
    }

    /// The photo large; a cell that stands for a product opens that.
    fn enlarge(&mut self, egui: &Context) {
        let effects = if self.ctx.view == View::Compare {
            self.features.compare.enlarge()
        } else {
            crate::shell::products::opened_by_cursor(&self.ctx)
                .unwrap_or_else(|| vec![Effect::Zoom(Zoom::default()), Effect::Show(View::Loupe)])
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

    /// The keys of this frame.
    pub(super) fn keys(&mut self, egui: &Context) {
        self.refresh();
        let captured = self.features.capture_keys(egui, &self.ctx);
        self.carry_out(egui, captured);
        self.refresh();
        if !self.ctx.covered && !egui::Popup::is_any_open(egui) {
            if let Some(command) = keys::pressed(egui, &self.features, &self.ctx) {
                self.run(egui, command);
            }
            // The search field has its own Esc; the focus is gone from it by now.
            let left_field = egui.memory(|m| m.had_focus_last_frame(focus::search()));
            if !left_field && !egui.text_edit_focused() && egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                self.escape(egui);
            }
        }
        self.refresh();
        let moves = self.features.keys(egui, &self.ctx);
        self.carry_out(egui, moves);
        self.refresh();
    }

    /// Esc: one step back. What lies on top goes first, the search last.
    fn escape(&mut self, egui: &Context) {
        let ctx = &mut self.ctx;
        if ctx.view == View::Loupe && self.features.compare.beneath() {
            self.show(egui, View::Compare);
        } else if ctx.view != View::Grid {
            self.show_grid();
        } else if self.toasts.dismiss_newest() {
        } else if ctx.selection.count() > 1 || (ctx.selection.cursor().is_some() && ctx.query.is_empty()) {
            ctx.selection.clear();
        } else if !ctx.query.is_empty() {
            self.ask(vec![Change::Clear]);
        }
    }

    /// Draws the toasts. Their own replies are followed at once, since they change nothing that is drawn below them.
    pub(super) fn toasts_ui(&mut self, egui: &Context) -> Output<Message> {
        let mut out = Output::default();
        for reply in crate::kit::toasts::toasts_ui(egui, &self.toasts) {
            match reply {
                ToastReply::Dismiss(id) => self.toasts.dismiss(id),
                ToastReply::Take(effect) => out.effect(effect),
                ToastReply::Copy(text) => out.effect(Effect::Copy { text, what: "Message" }),
            }
        }
        out
    }
}
