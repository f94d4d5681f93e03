//! What follows from a key or a button in a check.

use super::export::ExportForm;
use super::msg::Msg;
use super::session::{Outcome, Session};
use super::sitting::{Answer, Sitting};
use super::state::{AuditPage, Page};
use super::suspect;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::taking_back::{Saved, Way, centred};
use base::Ruling;
use engine::protocol::{CancelRequest, Edit, SuspectKind};
use std::sync::Arc;

impl AuditPage {
    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        if !matches!(msg, Msg::Find(_)) {
            self.find = None;
        }
        match msg {
            Msg::Run(command) => self.run(ctx, command),
            Msg::Begin(asked) => self.begin(ctx, asked),
            Msg::Cancel => self.cancel(),
            Msg::Keep => self.decide(ctx, Answer::Keep),
            Msg::Better => self.decide(ctx, Answer::Better),
            Msg::Enter => {
                let spot_check = self.sitting.as_ref().is_some_and(Sitting::is_spot_check);
                self.decide(ctx, if spot_check { Answer::Keep } else { Answer::Better })
            }
            Msg::Choose(label) => self.decide(ctx, Answer::Label(label)),
            Msg::Press(number) => self.press(ctx, number),
            Msg::Find(text) => {
                self.find = text;
                Vec::new()
            }
            Msg::Skip => self.turn(ctx, Session::skip),
            Msg::Back if self.page() == Page::Done => self.back_from_done(ctx),
            Msg::Back => self.turn(ctx, Session::back),
            Msg::Forward => self.turn(ctx, |session| session.go_to(session.at() + 1)),
            Msg::GoTo(place) => self.turn(ctx, |session| session.go_to(place)),
            Msg::Undo => self.take_back(ctx, Way::Undo),
            Msg::Redo => self.take_back(ctx, Way::Redo),
            Msg::LookAnyway => {
                self.sitting.iter_mut().for_each(|sitting| sitting.calm = false);
                Vec::new()
            }
            Msg::GoOn => self.go_on(),
            Msg::Leave => self.leave(),
            Msg::ExportTo { format, path, replace } => {
                let form = self.export.take().unwrap_or_else(|| ExportForm::new(ctx));
                self.export = Some(form.picked(format, &path, replace));
                Vec::new()
            }
        }
    }

    /// Another photo comes up: the zoom begins in its middle.
    fn turn(&mut self, ctx: &Ctx, to: impl FnOnce(&mut Session)) -> Vec<Effect> {
        let Some(sitting) = &mut self.sitting else { return Vec::new() };
        to(&mut sitting.session);
        vec![centred(ctx)]
    }

    fn back_from_done(&mut self, ctx: &Ctx) -> Vec<Effect> {
        match &mut self.sitting {
            Some(sitting) if sitting.leaving && sitting.suspect().is_some() => {
                sitting.leaving = false;
                Vec::new()
            }
            Some(sitting) => {
                sitting.leaving = false;
                self.turn(ctx, Session::back)
            }
            None => Vec::new(),
        }
    }

    fn press(&mut self, ctx: &Ctx, number: usize) -> Vec<Effect> {
        let other = |sitting: &Sitting| suspect::others(&sitting.draft, sitting.suspect()?).get(number).copied();
        match self.sitting.as_ref().and_then(other) {
            Some(label) => self.decide(ctx, Answer::Label(Some(label))),
            None => Vec::new(),
        }
    }

    /// This is said of the photo in question.
    fn decide(&mut self, ctx: &Ctx, answer: Answer) -> Vec<Effect> {
        let photo = self.photo().filter(|photo| ctx.library.photo(*photo).is_some());
        let (Some(photo), Some(sitting)) = (photo, &mut self.sitting) else { return Vec::new() };
        let asked = sitting.suspect().map(|suspect| (sitting.asked(suspect), suspect.kind == SuspectKind::Wrong));
        let (Some((asked, has)), Some(outcome)) = (asked, sitting.outcome(answer)) else { return Vec::new() };
        let several = sitting.is_several();
        let session = &mut sitting.session;
        if session.outcome(session.at()) == Some(outcome) {
            session.go_on();
            return vec![centred(ctx)];
        }
        let (photos, set) = ([photo], sitting.set);
        let edit = match outcome {
            Outcome::Changed(label) => {
                let taken_off = asked.filter(|_| several && has);
                let ruling = taken_off.map_or_else(|| label.map_or(Ruling::NoneOfThese, Ruling::Accept), Ruling::Reject);
                Edit::Decide { photos: Arc::new(photos), set, rulings: vec![ruling] }
            }
            Outcome::Kept | Outcome::Skipped => Edit::Keep { photos: Arc::new([(photo, asked)]), set, fits: has },
        };
        let (id, effect) = Effect::ask(edit);
        session.decide(outcome, Saved::Asked(id));
        if ctx.settings.auto_advance {
            session.go_on();
        }
        vec![effect, centred(ctx)]
    }

    /// Takes a decision of this sitting back, or does it again.
    fn take_back(&mut self, ctx: &Ctx, way: Way) -> Vec<Effect> {
        let Some(sitting) = &mut self.sitting else { return Vec::new() };
        let saved = match way {
            Way::Undo => sitting.session.undo(),
            Way::Redo => sitting.session.redo(),
        };
        sitting.leaving &= saved.is_none();
        self.turning.turn(ctx, saved, way, "check")
    }

    /// Back to the queue, at the first photo that nothing became of where the end was reached.
    fn go_on(&mut self) -> Vec<Effect> {
        if let Some(sitting) = &mut self.sitting {
            sitting.leaving = false;
            if sitting.suspect().is_none() {
                let skipped = |place: &usize| matches!(sitting.session.outcome(*place), None | Some(Outcome::Skipped));
                let first = (0..sitting.session.total()).find(skipped);
                sitting.session.go_to(first.unwrap_or_default());
            }
        }
        vec![Effect::CloseOverlay, Effect::Show(crate::shell::view::View::Audit)]
    }

    fn cancel(&mut self) -> Vec<Effect> {
        let cancel = self.waiting.take().map(|waiting| Effect::send(CancelRequest::Measure(waiting.request)));
        cancel.into_iter().chain([Effect::Run(Common::Grid)]).collect()
    }

    /// What was decided is told before the person goes.
    fn leave(&mut self) -> Vec<Effect> {
        match (self.page(), &mut self.sitting) {
            (Page::Waiting, _) => return self.cancel(),
            (Page::Asking, Some(sitting)) if sitting.session.figures().decided() > 0 => {
                sitting.leaving = true;
                return Vec::new();
            }
            _ => {}
        }
        self.problem = None;
        vec![Effect::Run(Common::Grid)]
    }
}
