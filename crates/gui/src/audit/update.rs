//! What follows from a key or a button in a check.

use super::cells::Cells;
use super::export::ExportForm;
use super::msg::Msg;
use super::reasons;
use super::session::{Outcome, Session};
use super::sitting::{Answer, Sitting};
use super::state::{AuditPage, Page};
use super::suspect;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::taking_back::{Saved, Way, centred};
use base::{LabelSetDraft, LabelSetId};
use engine::protocol::{Audit, CancelRequest, Edit, SuspectKind};
use std::sync::Arc;

impl AuditPage {
    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        if !matches!(msg, Msg::Find(_)) {
            self.find = None;
        }
        match msg {
            Msg::Run(command) => self.run(ctx, command),
            Msg::Check(set) => self.check(ctx, set),
            Msg::Export(set) => self.export(ctx, set),
            Msg::Begin(asked) => self.begin(ctx, asked),
            Msg::Cancel => self.cancel(),
            Msg::Keep => self.decide(ctx, Answer::Keep),
            Msg::Better => self.decide(ctx, Answer::Better),
            Msg::Enter => self.enter(ctx),
            Msg::Choose(label) => self.decide(ctx, Answer::Label(label)),
            Msg::Press(number) => self.press(ctx, number),
            Msg::Find(text) => {
                self.find = text;
                Vec::new()
            }
            Msg::Skip => self.skip(ctx),
            Msg::Back if self.page() == Page::Done => self.back_from_done(ctx),
            Msg::Back => self.turn(ctx, Session::back),
            Msg::Forward => self.turn(ctx, |session| session.go_to(session.at() + 1)),
            Msg::GoTo(place) => self.turn(ctx, |session| session.go_to(place)),
            Msg::Cells => self.show_cells(ctx),
            Msg::Tick(at) => self.in_cells(|cells| cells.tick(at)),
            Msg::Move(by) => self.in_cells(|cells| cells.step(by)),
            Msg::TakeTicked => self.take_ticked(ctx),
            Msg::Undo => self.take_back(ctx, Way::Undo),
            Msg::Redo => self.take_back(ctx, Way::Redo),
            Msg::LookAnyway => {
                self.sitting.iter_mut().for_each(|sitting| sitting.calm = false);
                Vec::new()
            }
            Msg::GoOn => self.go_on(),
            Msg::Leave => self.leave(),
            Msg::ExportTo { format, path, replace } => {
                let Some(set) = self.sitting.as_ref().map(|sitting| sitting.set).or(ctx.open_set) else { return Vec::new() };
                let (form, effects) = self.export.take().map_or_else(
                    || {
                        let (form, effect) = ExportForm::new(ctx, set);
                        (form, vec![effect])
                    },
                    |form| (form, Vec::new()),
                );
                self.export = Some(form.picked(format, &path, replace));
                effects
            }
        }
    }

    /// The likelier label, or in a spot check the label that it has; where the reasons contradict that, the person chooses.
    fn enter(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(sitting) = &self.sitting else { return Vec::new() };
        if sitting.is_spot_check() {
            return self.decide(ctx, Answer::Keep);
        }
        if sitting.suspect().is_some_and(suspect::is_contested) {
            return Vec::new();
        }
        self.decide(ctx, Answer::Better)
    }

    fn skip(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(Sitting { session, audit, draft, set, .. }) = &mut self.sitting else { return Vec::new() };
        session.skip(|place| is_over(ctx, *set, draft, audit, place));
        vec![centred(ctx)]
    }

    /// Many at once, from the photo in question on; or that one again.
    fn show_cells(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let open = self.cells.take();
        let Some(sitting) = self.sitting.as_mut().filter(|sitting| !sitting.is_spot_check()) else { return Vec::new() };
        match open {
            Some(cells) => cells.cells.get(cells.at).into_iter().for_each(|cell| sitting.session.go_to(cell.place)),
            None => self.cells = Cells::next(ctx, sitting),
        }
        vec![centred(ctx)]
    }

    fn in_cells(&mut self, change: impl FnMut(&mut Cells)) -> Vec<Effect> {
        self.cells.iter_mut().for_each(change);
        Vec::new()
    }

    /// What is ticked gets the better label, as one step; what is not is left for a closer look.
    fn take_ticked(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (Some(cells), Some(sitting)) = (self.cells.take(), &mut self.sitting) else { return Vec::new() };
        let taken = cells.rulings(sitting);
        let mut effects = vec![centred(ctx)];
        if !taken.is_empty() {
            let rulings = taken.iter().map(|(.., photo, ruling)| (*photo, *ruling)).collect();
            let (id, effect) = Effect::ask(Edit::DecideEach { set: sitting.set, rulings });
            sitting.session.decide_all(taken.iter().map(|(place, outcome, ..)| (*place, *outcome)), Saved::Asked(id));
            effects.push(effect);
        }
        let Sitting { session, audit, draft, set, .. } = &mut *sitting;
        cells.cells.iter().for_each(|cell| session.skip_at(cell.place));
        if let Some(last) = cells.cells.last() {
            session.go_to(last.place);
            session.go_on(None, |place| is_over(ctx, *set, draft, audit, place));
        }
        self.cells = Cells::next(ctx, sitting);
        effects
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
        let (Some(suspect), Some(outcome)) = (sitting.suspect(), sitting.outcome(answer)) else { return Vec::new() };
        let set = sitting.set;
        let edit = match outcome {
            Outcome::Changed(label) => Edit::Decide { photos: Arc::new([photo]), set, rulings: vec![sitting.ruling(suspect, label)] },
            Outcome::Kept | Outcome::Skipped => {
                Edit::Keep { photos: Arc::new([(photo, sitting.asked(suspect))]), set, fits: suspect.kind == SuspectKind::Wrong }
            }
        };
        let Sitting { session, audit, draft, .. } = sitting;
        let was = session.outcome(session.at());
        let pass_over = |place| is_over(ctx, set, draft, audit, place);
        if was == Some(outcome) {
            session.go_on(was, pass_over);
            return vec![centred(ctx)];
        }
        let (id, effect) = Effect::ask(edit);
        session.decide(outcome, Saved::Asked(id));
        if ctx.settings.auto_advance {
            session.go_on(was, pass_over);
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
        self.cells = self.cells.take().and_then(|_| Cells::next(ctx, sitting));
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
                self.cells = None;
                return Vec::new();
            }
            _ => {}
        }
        self.problem = None;
        vec![Effect::Run(Common::Grid)]
    }
}

/// The photo at this place was asked about for reasons that do not hold any more.
fn is_over(ctx: &Ctx, set: LabelSetId, draft: &LabelSetDraft, audit: &Audit, place: usize) -> bool {
    audit.suspects.get(place).is_some_and(|suspect| reasons::are_over(ctx, set, draft, suspect))
}
