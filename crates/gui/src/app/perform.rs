//! Carries out messages, commands and effects: the only place where the shared facts change on the person's behalf.

use super::features::{AnyCommand, FeatureId, Message, Next};
use super::leaving::Leaving;
use super::overlay::Overlay;
use super::window::App;
use crate::kit::path::name_of;
use crate::kit::theme;
use crate::shell::common::Common;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::library::Opening;
use crate::shell::output::{Item, Output};
use crate::shell::query::Change;
use crate::shell::scope;
use crate::shell::selection::Reach;
use crate::shell::view::View;
use crate::shell::zoom::Zoom;
use crate::{agreement, audit, axes, evaluation, exchange, marks, models, products, review, searches, survey, tagging, words};
use egui::Context;
use engine::protocol::{CatalogRequest, EditRequest, QueryRequest, RequestId};

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

    pub(super) fn go_on(&mut self, egui: &Context, next: Next) {
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
    pub(super) fn refresh(&mut self) {
        self.ctx.keys.follow(&self.ctx.settings);
        let open = self.features.open_dialogs();
        let current = match self.overlay {
            Some(Overlay::Feature(of)) => Some(of),
            // The dialog stays as it is behind the question about it.
            Some(Overlay::Leaving(Leaving { of, .. })) if open.contains(&of) => Some(of),
            _ => None,
        };
        if let Some(new) = open.iter().copied().find(|of| Some(*of) != current) {
            self.features.close_dialogs(Some(new));
            self.overlay = Some(Overlay::Feature(new));
            self.overlay_is_new = true;
        } else if current.is_some_and(|of: FeatureId| !open.contains(&of)) {
            self.overlay = None;
        }
        self.ctx.covered = self.overlay.is_some();
        self.ctx.in_hand = self.features.photo_in_hand(&self.ctx);
        self.ctx.said.clone_from(&self.features.tagging.photo);
        self.ctx.measured.clone_from(&self.features.colours.measures);
        self.ctx.open_set = self.features.tagging.set;
        self.ctx.to_review = self.features.tagging.review(&self.ctx);
        scope::follow(&mut self.ctx);
    }

    pub(super) fn lay_over(&mut self, overlay: Option<Overlay>) {
        self.features.close_dialogs(None);
        self.overlay_is_new = overlay.is_some();
        self.overlay = overlay;
        self.refresh();
    }

    pub(super) fn effect(&mut self, egui: &Context, effect: Effect) {
        match effect {
            Effect::Send(id, request) => {
                if self.shown_marks.sent(id, &request) {
                    self.ctx.tags = self.shown_marks.tags();
                }
                self.engine.send_as(id, request);
            }
            Effect::Open(_) if !self.features.drafts().is_empty() => self.leave_all(egui, vec![effect]),
            Effect::Leave(then) => self.leave(egui, then),
            Effect::Run(command) => self.run_common(egui, command),
            Effect::Open(path) => {
                let what = name_of(&path);
                self.open(what, CatalogRequest::Open(path));
            }
            Effect::Query(changes) => self.ask(changes),
            Effect::LeaveLabel => self.update(egui, tagging::Msg::AllLabels.into()),
            Effect::Pick(index, reach) => self.pick(index, reach),
            Effect::PickFirst => self.pick_first(self.ctx.query.request()),
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
            Effect::Step(by) if self.ctx.view == View::Survey => self.update(egui, survey::Msg::Step(by).into()),
            Effect::Step(by) => {
                let last = self.ctx.shown.hits.len().saturating_sub(1);
                let at = self.ctx.current_index().unwrap_or(0);
                self.pick(at.saturating_add_signed(by).min(last), Reach::Only);
            }
            Effect::Enlarge(index) => {
                self.pick(index, Reach::Only);
                self.run_common(egui, Common::Loupe);
            }
            Effect::PointAt(set, label) => self.ctx.pointed = Some((set, label)),
            Effect::Zoom(zoom) => self.ctx.zoom = zoom,
            Effect::LookApart(apart) => self.ctx.looks.apart = apart,
            Effect::Show(view) => self.show(egui, view),
            Effect::GoTo(region) => self.ctx.go_to = Some(region),
            Effect::Unfocus => focus::leave(egui),
            Effect::Ask(question) => self.lay_over(Some(Overlay::Dialog(question))),
            Effect::Typed(request, dialog) => {
                let request = request.or_else(|| self.ctx.library.opening.as_ref().map(|opening| opening.request));
                self.typed = request.map(|request| (request, dialog));
            }
            Effect::CloseOverlay => self.lay_over(None),
            Effect::Toast(notice) => self.toasts.say(self.ctx.now, notice),
            Effect::Offer(notice, words, effect) => self.toasts.offer(self.ctx.now, notice, Some((*effect, words))),
            Effect::Copy { text, what } => {
                egui.copy_text(text);
                self.toasts.done(self.ctx.now, format!("{what} copied"));
            }
            Effect::OpenPage(page) => egui.open_url(egui::OpenUrl::new_tab(page)),
            Effect::Settings(change) => change(&mut self.ctx.settings),
            Effect::Keys(keys) => self.ctx.settings.keys = keys,
            Effect::ExportFormat(name) => self.ctx.settings.export_format = Some(name.to_owned()),
            Effect::ShotList(catalogue, choice) => drop(self.ctx.settings.shots.insert(catalogue, choice)),
            Effect::Author(name) => {
                self.ctx.settings.author = name;
                // At once: whatever is opened next is signed with it, too.
                self.save_settings();
                self.engine.send(EditRequest::SetAuthor(self.ctx.settings.author_name()));
            }
            Effect::Searched(text) => self.ctx.settings.searched(&text),
            Effect::ThumbnailSize(side) => {
                self.ctx.settings.thumbnail_size = side.clamp(*theme::THUMBNAIL_SIDES.start(), *theme::THUMBNAIL_SIDES.end());
                self.features.browse.reveal_cursor(&self.ctx);
            }
            Effect::Undo => self.undo(egui),
            Effect::Redo => self.redo(egui),
            Effect::UndoStep(step) => {
                self.engine.send(EditRequest::Undo { step: Some(step) });
            }
            Effect::Review(plan) => self.update(egui, review::Msg::Begin(plan).into()),
            Effect::CheckLabels(set) => self.update(egui, audit::Msg::Check(set).into()),
            Effect::Evaluate => self.run(egui, AnyCommand::EvaluationPage(evaluation::EvaluationCommand::Evaluate)),
            Effect::CheckWords => self.run(egui, AnyCommand::WordsPage(words::WordsCommand::Check)),
            Effect::EditLabels(set) => {
                self.show(egui, View::Grid);
                self.update(egui, tagging::Msg::Choose(set).into());
                self.run(egui, AnyCommand::Tagging(tagging::TaggingCommand::EditLabels));
            }
            Effect::ImportTags => self.run(egui, AnyCommand::Exchange(exchange::ExchangeCommand::ImportTags)),
            Effect::ExportTags => self.run(egui, AnyCommand::Exchange(exchange::ExchangeCommand::ExportTags)),
            Effect::SkuRule => self.run(egui, AnyCommand::ProductsDialog(products::ProductsCommand::SkuRule)),
            Effect::Walk(photo) => self.update(egui, axes::Msg::Open(photo).into()),
            Effect::SaveSearch => self.run(egui, AnyCommand::Searches(searches::SearchesCommand::Save)),
            Effect::TagBar => self.run(egui, AnyCommand::Tagging(tagging::TaggingCommand::TagBar)),
            Effect::Decide { photos, set, ruling } => self.update(egui, tagging::Msg::Decide { photos, set, ruling }.into()),
            Effect::Mark { photos, mark } => self.update(egui, marks::Msg::Give(photos, mark).into()),
            Effect::NewLabelSet => self.run(egui, AnyCommand::Tagging(tagging::TaggingCommand::NewLabelSet)),
            Effect::Download(name) => self.update(egui, models::Msg::Download(name).into()),
        }
    }

    /// Takes the last step back; where one photo after the other is decided about, the last one of that sitting.
    fn undo(&mut self, egui: &Context) {
        match self.ctx.view {
            View::Review => self.update(egui, review::Msg::Undo.into()),
            View::Audit => self.update(egui, audit::Msg::Undo.into()),
            View::Disputes => self.update(egui, agreement::Msg::from(agreement::QuestionMsg::Undo).into()),
            _ => {
                self.engine.send(EditRequest::Undo { step: None });
            }
        }
    }

    /// Does it again.
    fn redo(&mut self, egui: &Context) {
        match self.ctx.view {
            View::Review => self.update(egui, review::Msg::Redo.into()),
            View::Audit => self.update(egui, audit::Msg::Redo.into()),
            View::Disputes => self.update(egui, agreement::Msg::from(agreement::QuestionMsg::Redo).into()),
            _ => {
                self.engine.send(EditRequest::Redo { step: None });
            }
        }
    }

    /// Opens something, and says so until it is open.
    pub(super) fn open(&mut self, what: String, request: CatalogRequest) {
        let request = self.engine.send(request);
        self.ctx.library.opening = Some(Opening { what, request });
    }

    /// Changes the question, and asks it.
    pub(super) fn ask(&mut self, changes: Vec<Change>) {
        self.ctx.query.change(changes, self.ctx.settings.sort);
        if !self.ctx.view.follows_query() {
            self.ctx.view = View::Grid;
        }
        self.search();
    }

    /// Asks for the photos of the question as it stands.
    pub(super) fn search(&mut self) {
        let id = self.engine.send(QueryRequest::Search(self.ctx.query.as_asked()));
        self.ctx.query.asked(id);
    }

    fn pick(&mut self, index: usize, reach: Reach) {
        if let Some(before) = self.ctx.current_index().filter(|before| *before != index) {
            self.ctx.backwards = index < before;
        }
        self.ctx.selection.pick(&self.ctx.shown.hits, index, reach);
        self.features.browse.reveal(index);
    }

    /// Picks the first photo of the answer to that question, at once or when it comes.
    pub(super) fn pick_first(&mut self, asked: RequestId) {
        let shown = &self.ctx.shown;
        let answered = shown.request == asked && shown.error.is_none();
        self.first_of = (shown.request < asked).then_some(asked);
        if answered && self.ctx.selection.cursor().is_none() {
            self.pick(0, Reach::Only);
        }
    }

    pub(super) fn show(&mut self, egui: &Context, view: View) {
        self.ctx.view = view;
        let effects = self.features.on_shown(&self.ctx, view);
        self.perform(egui, effects);
    }
}
