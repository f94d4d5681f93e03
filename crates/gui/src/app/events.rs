//! What the engine tells: the shared facts first, then each feature.

use super::dialogs::with_path;
use super::overlay::Overlay;
use super::shown_marks::ShownMarks;
use super::window::App;
use crate::kit::preview::Preview;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::Item;
use crate::shell::query::{Accepted, Shown};
use crate::shell::selection::Reach;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, ViewportCommand};
use engine::protocol::{Event, JobOutcome, Notice, PickPurpose, RequestId, SearchResults, Snapshot, Sort, Tone};
use std::sync::Arc;
use std::time::Duration;

impl App {
    /// Takes over everything that happened since the last frame.
    pub(super) fn drain(&mut self, egui: &Context) {
        for event in self.engine.events() {
            self.on_event(egui, event);
        }
        if egui.input(|i| i.events.contains(&egui::Event::WindowFocused(true))) {
            self.forget_failures();
        }
        self.ctx.job = self.engine.job();
        self.ctx.models.download = self.engine.download();
        self.ctx.measuring = self.engine.measuring();
        self.ctx.stacking = self.engine.stacking();
        self.ctx.mapping = self.engine.mapping();
        self.ctx.sharing = self.engine.sharing();
        let reads = [self.ctx.measuring, self.ctx.stacking, self.ctx.mapping, self.ctx.sharing].iter().any(Option::is_some);
        if reads || self.ctx.job.is_some() || self.ctx.models.download.is_some() {
            // Progress is read, not sent: look again soon.
            egui.request_repaint_after(Duration::from_millis(100));
        }
    }

    /// Takes an event in. Public for tests and benchmarks that play the engine.
    pub fn on_event(&mut self, egui: &Context, event: Event) {
        let event = match event {
            Event::Results(results) => Event::Results(self.features.tagging.counted(&self.ctx, results)),
            other => other,
        };
        self.take(egui, event.clone());
        let effects = self.features.on_event(&self.ctx, &event);
        self.perform(egui, effects);
    }

    /// The window before a catalogue is open, with its field for a path.
    pub(super) fn shows_welcome(&self) -> bool {
        // Models can be looked at, and got, before there are photos.
        !self.ctx.has_catalogue() && self.ctx.view != View::Models
    }

    /// Takes an event into the shared facts; what is a feature's alone is left to it.
    fn take(&mut self, egui: &Context, event: Event) {
        match event {
            Event::Snapshot(snapshot) => self.take_snapshot(egui, snapshot),
            Event::Results(results) => self.take_results(results),
            Event::Preview { request, picture, .. } => self.pictures.preview.arrive(egui, request, picture),
            Event::JobStarted(request) => {
                self.ctx.library.opening = None;
                // What the last run came to is outdated by this one.
                if let Some(last) = self.last_job.replace(request).filter(|last| *last != request) {
                    self.toasts.forget(last);
                }
            }
            Event::JobEnded(outcome) => self.job_ended(outcome),
            Event::Picked { purpose, path, .. } => match with_path(purpose, path, true) {
                Item::Msg(message) => self.update(egui, message),
                Item::Effect(effect) => self.perform(egui, vec![effect]),
            },
            Event::NoDialog { purpose, .. } => self.no_dialog(purpose),
            // Tags are the exchange's own.
            Event::FileExists { purpose: PickPurpose::ExportLabels, path, .. } => {
                self.lay_over(Some(Overlay::Dialog(Dialog::Replace { file: path })));
            }
            Event::Notice(notice) => {
                if let Some(request) = notice.request {
                    self.mark_answered(request);
                }
                let opening = &mut self.ctx.library.opening;
                let refused = if notice.tone == Tone::Error { opening.take_if(|o| notice.request == Some(o.request)) } else { None };
                let typed = if notice.tone == Tone::Error && self.overlay.is_none() {
                    self.typed.take_if(|(request, _)| notice.request == Some(*request))
                } else {
                    None
                };
                if let Some((_, Dialog::Path { purpose, text, choose, .. })) = typed {
                    let wrong = Some(notice.text);
                    self.lay_over(Some(Overlay::Dialog(Dialog::Path { purpose, text, choose, wrong })));
                } else if refused.is_some() && self.shows_welcome() {
                    self.features.browse.refuse(notice.text);
                } else {
                    self.toasts.say(egui.time(), notice);
                }
            }
            Event::SystemTheme { dark } => self.system_dark = Some(dark),
            Event::Recent(recent) => self.ctx.library.recent = recent,
            Event::Tags(tags) => {
                self.shown_marks.told(tags);
                self.ctx.tags = self.shown_marks.tags();
            }
            Event::Edited(edited) => self.mark_answered(edited.request),
            Event::NeedReview(photos) => self.ctx.library.need_review = Some(photos),
            Event::Products(products) => {
                self.ctx.odd.rebuild(&products);
                self.ctx.products = products;
            }
            Event::Stacks(stacks) => self.ctx.stacks = stacks,
            Event::Models(list) => self.ctx.models.list = list,
            Event::Similar { .. }
            | Event::Walked { .. }
            | Event::Texts { .. }
            | Event::Measures { .. }
            | Event::Opinions { .. }
            | Event::Agreed(_)
            | Event::StandardCounted { .. }
            | Event::Localised { .. }
            | Event::TextsImported { .. }
            | Event::Suggestions(_)
            | Event::PhotoLabels { .. }
            | Event::Review { .. }
            | Event::Imported { .. }
            | Event::Exported { .. }
            | Event::CopyPreviewed { .. }
            | Event::Copied { .. }
            | Event::SheetWritten { .. }
            | Event::MarksRead { .. }
            | Event::FileExists { .. }
            | Event::SkuPreview { .. }
            | Event::Map(_)
            | Event::Shared(_)
            | Event::SearchCounts { .. }
            | Event::Downloaded { .. }
            | Event::ModelAdded { .. }
            | Event::AdaptLooked { .. }
            | Event::Adapted { .. }
            | Event::Compared(_)
            | Event::ComparedSet(_)
            | Event::Audited(_)
            | Event::CheckedSoFar(_)
            | Event::AuditExported { .. }
            | Event::Evaluated(_)
            | Event::SearchEvaluated(_)
            | Event::Linted(_)
            | Event::Matched(_)
            | Event::Shots(_)
            | Event::ShotsExported { .. }
            | Event::Feed(_)
            | Event::Backups(_)
            | Event::RestoreLooked(_)
            | Event::BackedUp { .. }
            | Event::ProfileKept(_)
            | Event::FeedWritten { .. }
            | Event::TruthColumns { .. }
            | Event::EvaluationExported { .. } => {}
        }
    }

    /// The desktop has no dialog to choose a path in: a form that has a field for it says so there, else one is shown.
    fn no_dialog(&mut self, purpose: PickPurpose) {
        let features = &self.features;
        let asked = (matches!(purpose, PickPurpose::ExportAudit(_)) && features.audit.asks_for_path())
            || features.evaluation.asks_for_path(purpose)
            || features.shots.asks_for_path(purpose)
            || features.feeds.asks_for_path(purpose)
            || features.copies.asks_for_path(purpose)
            || features.exchange.asks_for_path(purpose);
        if !asked {
            self.lay_over(Some(Overlay::Dialog(Dialog::Path { purpose, text: String::new(), choose: false, wrong: None })));
        }
    }

    /// A mark is saved, or it could not be: then it is no longer shown.
    fn mark_answered(&mut self, request: RequestId) {
        if self.shown_marks.answered(request) {
            self.ctx.tags = self.shown_marks.tags();
        }
    }

    fn take_snapshot(&mut self, egui: &Context, snapshot: Arc<Snapshot>) {
        let name = |app: &Self| app.ctx.library.snapshot.as_ref().map(|s| s.name.clone());
        let before = name(self);
        let opening = self.ctx.library.opening.as_ref().map(|opening| opening.request);
        let other = self.ctx.library.replace(snapshot);
        let now = name(self);
        if let Some(now) = now.filter(|now| before.as_ref() != Some(now)) {
            egui.send_viewport_cmd(ViewportCommand::Title(format!("Selvedge — {now}")));
        }
        if other {
            self.toasts.outdate(opening);
            self.other_catalogue();
        }
        self.forget_failures();
    }

    /// What could not be read is asked for again: the library changed, a drive is back, or the person was elsewhere meanwhile.
    fn forget_failures(&mut self) {
        self.pictures.textures.forget_broken();
        self.pictures.preview.forget_failures();
    }

    fn take_results(&mut self, results: SearchResults) {
        let accepted = self.ctx.shown.accept(results);
        if accepted == Accepted::Stale {
            return;
        }
        let alone = self.ctx.selection.count() <= 1;
        let seen = self.ctx.selection.cursor().filter(|_| self.ctx.view == View::Loupe);
        let at = self.ctx.selection.last_index().filter(|_| alone && accepted != Accepted::New);
        self.ctx.selection.retain(&self.ctx.shown.hits, &self.ctx.shown.found_together);
        if let Some(at) = at.filter(|_| self.ctx.selection.cursor().is_none()) {
            // What was marked out of the answer has left it: the next photo is in its place.
            self.ctx.selection.pick(&self.ctx.shown.hits, at.min(self.ctx.shown.hits.len().saturating_sub(1)), Reach::Only);
        }
        if let Some(seen) = seen.filter(|seen| self.ctx.selection.cursor() != Some(*seen)) {
            self.tell_loss(seen);
        }
        if accepted == Accepted::New {
            match self.ctx.current_index() {
                // Who filters, stacks or sorts goes on where they were; what words find is looked at from its best.
                Some(at) if self.ctx.query.order() != Sort::Relevance => self.features.browse.reveal(at),
                _ => self.features.browse.begin_at_top(),
            }
            if self.ctx.view == View::Loupe && self.ctx.selection.cursor().is_none() {
                self.ctx.view = View::Grid;
            }
        }
        if let Some(asked) = self.first_of {
            self.pick_first(asked);
        }
    }

    /// A photo that somebody was looking at has left the answer because its file is gone: another one in its place is no answer.
    fn tell_loss(&mut self, photo: PhotoId) {
        let text = match self.ctx.library.photo(photo) {
            Some(photo) if photo.missing => format!("{} is gone: its file was moved or deleted", photo.name()),
            Some(_) => return,
            None => "The photo that you were looking at has left the catalogue".to_owned(),
        };
        self.toasts.say(self.ctx.now, Notice { request: None, tone: Tone::Warning, text });
    }

    fn job_ended(&mut self, outcome: JobOutcome) {
        self.pictures.textures.forget_broken();
        self.pictures.preview.forget();
        if outcome.summary.is_empty() || self.toasts.told_wrong(outcome.request) {
            return;
        }
        let offer = (outcome.failed > 0).then_some((Effect::Show(View::Problems), "Show problems"));
        let tone = if outcome.failed + outcome.away > 0 { Tone::Warning } else { Tone::Done };
        self.toasts.offer(self.ctx.now, Notice { request: Some(outcome.request), tone, text: outcome.summary }, offer);
    }

    /// Nothing of the last catalogue is left.
    fn other_catalogue(&mut self) {
        self.ctx.query.clear();
        // Its tags and products follow; until then there are none, rather than those of the last one.
        self.shown_marks = ShownMarks::default();
        (self.ctx.tags, self.ctx.products, self.ctx.stacks) = (Arc::default(), Arc::default(), Arc::default());
        self.ctx.query.open_stacks.clear();
        self.ctx.odd.rebuild(&self.ctx.products);
        self.ctx.selection.clear();
        self.ctx.library.need_review = None;
        self.pictures.preview = Preview::default();
        self.ctx.view = View::Grid;
        self.ctx.shown = Shown { request: self.ctx.query.request(), ..Shown::default() };
        self.features.other_catalogue(&self.ctx);
        self.search();
    }
}
