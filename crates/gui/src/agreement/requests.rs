//! What is asked of the engine about two people's decisions, and what follows from a key or a click.

use super::msg::{AgreementCommand, Msg, QuestionMsg};
use super::name::NameForm;
use super::question::Question;
use super::session::Session;
use super::sitting::Sitting;
use super::state::{AgreementPage, set_of};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::taking_back::{Saved, Way, centred};
use crate::shell::view::View;
use base::{LabelId, PhotoId};
use engine::protocol::{AgreementRequest, AgreementView, Edit, Edited, QueryRequest, RequestId};
use std::sync::Arc;

impl AgreementPage {
    /// Carries out a command.
    pub(super) fn command(&mut self, ctx: &Ctx, command: AgreementCommand) -> Vec<Effect> {
        match command {
            AgreementCommand::Open => vec![Effect::Show(View::Agreement)],
            AgreementCommand::Settle => self.begin(ctx, None),
            AgreementCommand::Name => {
                self.name = Some(NameForm::new(ctx));
                Vec::new()
            }
        }
    }

    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.command(ctx, command),
            Msg::Set(set) => {
                *self = Self { set: Some(set), opinions: std::mem::take(&mut self.opinions), ..Self::default() };
            }
            Msg::Author(side, name) => self.choose(side, name),
            Msg::Pair(pair) => {
                self.pair = pair;
                (self.list.cursor, self.list.drawn.turn.to_top) = (None, true);
                self.follow_found();
            }
            Msg::Move(cell) => {
                self.list.cursor = self.dispute_at(cell).map(|dispute| dispute.photo);
                self.list.drawn.turn.reveal = Some(cell);
            }
            Msg::LaidOut(drawn) => {
                let turn = &mut self.list.drawn.turn;
                turn.to_top &= !drawn.turn.to_top;
                turn.reveal = turn.reveal.filter(|_| turn.reveal != drawn.turn.reveal);
                (self.list.drawn.columns, self.list.drawn.rows_per_page) = (drawn.columns, drawn.rows_per_page);
            }
            Msg::Begin(photo) => return self.begin(ctx, photo),
            Msg::Question(msg) => return self.asked(ctx, msg),
        }
        Vec::new()
    }

    /// What a person does about the photo in question.
    fn asked(&mut self, ctx: &Ctx, msg: QuestionMsg) -> Vec<Effect> {
        let Some(sitting) = &mut self.sitting else { return Vec::new() };
        match msg {
            QuestionMsg::Answer(labels) => return self.answer(ctx, labels),
            QuestionMsg::Press(place) => return self.press(ctx, place),
            QuestionMsg::Tick(label) => self.tick(ctx, label),
            QuestionMsg::TakeTicked => {
                let ticked = Question::of(ctx, sitting).filter(Question::is_several).map(|question| sitting.ticks(&question));
                // Nothing ticked, nothing done: that none fits has a key of its own.
                let ticked = ticked.filter(|labels| !labels.is_empty());
                return ticked.map(|labels| self.answer(ctx, labels)).unwrap_or_default();
            }
            QuestionMsg::Find(text) => sitting.find = text,
            QuestionMsg::Found(label) => {
                sitting.find = None;
                let several = Question::of(ctx, sitting).is_some_and(|question| question.is_several());
                if !several {
                    return self.answer(ctx, vec![label]);
                }
                self.tick(ctx, label);
            }
            QuestionMsg::Skip => return turned(ctx, sitting, Session::skip),
            QuestionMsg::Back => return turned(ctx, sitting, |session| session.go_to(session.at().saturating_sub(1))),
            QuestionMsg::Forward => return turned(ctx, sitting, |session| session.go_to(session.at() + 1)),
            QuestionMsg::Again => return turned(ctx, sitting, Session::ask_again),
            QuestionMsg::Undo => return self.take_back(ctx, Way::Undo),
            QuestionMsg::Redo => return self.take_back(ctx, Way::Redo),
            QuestionMsg::Leave => return vec![Effect::Show(View::Agreement), Effect::Unfocus],
        }
        Vec::new()
    }

    /// The other of the two gives way where the name is theirs.
    fn choose(&mut self, side: usize, name: String) {
        let Some(agreement) = self.agreement() else { return };
        let mut authors: Vec<String> = agreement.authors.iter().map(ToString::to_string).collect();
        let other = authors.iter().position(|author| *author == name);
        if let Some(other) = other.filter(|_| side < authors.len()) {
            authors.swap(side, other);
        } else if let Some(author) = authors.get_mut(side) {
            *author = name;
        }
        self.authors = authors;
        self.pair = None;
    }

    fn begin(&mut self, ctx: &Ctx, photo: Option<PhotoId>) -> Vec<Effect> {
        let Some((asked, Ok(agreement))) = &self.found else { return Vec::new() };
        if ctx.is_read_only() || self.listed.is_empty() {
            return Vec::new();
        }
        let is_it = |cell: &usize| self.dispute_at(*cell).is_some_and(|dispute| Some(dispute.photo) == photo);
        let at = (0..self.listed.len()).find(is_it).unwrap_or(0);
        self.sitting = Some(Sitting::new(asked.set, Arc::clone(agreement), Arc::clone(&self.listed), at));
        vec![Effect::Show(View::Disputes), Effect::Unfocus, Effect::Zoom(crate::shell::zoom::Zoom::default())]
    }

    /// An answer by its key, or a label behind them: chosen where one fits, ticked where several may.
    fn press(&mut self, ctx: &Ctx, place: usize) -> Vec<Effect> {
        let Some(question) = self.sitting.as_ref().and_then(|sitting| Question::of(ctx, sitting)) else { return Vec::new() };
        if let Some(given) = question.given.get(place) {
            let labels = given.labels.to_vec();
            return self.answer(ctx, labels);
        }
        let several = question.is_several();
        let label = question.keyed().get(place - question.given.len()).copied();
        match label {
            Some(label) if several => {
                self.tick(ctx, label);
                Vec::new()
            }
            Some(label) => self.answer(ctx, vec![label]),
            None => Vec::new(),
        }
    }

    fn tick(&mut self, ctx: &Ctx, label: LabelId) {
        let Some(sitting) = &mut self.sitting else { return };
        let Some(question) = Question::of(ctx, sitting) else { return };
        let mut ticked = sitting.ticks(&question);
        match ticked.iter().position(|known| *known == label) {
            Some(place) => drop(ticked.remove(place)),
            None => ticked.push(label),
        }
        ticked.sort_unstable();
        sitting.ticked = Some(ticked);
    }

    /// These labels are right: saved as one step, and on to the next.
    fn answer(&mut self, ctx: &Ctx, labels: Vec<LabelId>) -> Vec<Effect> {
        let Some(sitting) = self.sitting.as_mut().filter(|_| !ctx.is_read_only()) else { return Vec::new() };
        let Some(photo) = sitting.dispute().map(|dispute| dispute.photo).filter(|photo| ctx.library.photo(*photo).is_some()) else {
            return Vec::new();
        };
        let was = sitting.session.outcome().cloned();
        let mut effects = vec![Effect::Unfocus];
        if sitting.settled() != Some(&labels[..]) {
            let (id, effect) = Effect::ask(Edit::Settle { photo, set: sitting.set, labels: labels.clone() });
            sitting.session.settle(labels, Saved::Asked(id));
            effects.push(effect);
        }
        (sitting.ticked, sitting.find) = (None, None);
        if ctx.settings.auto_advance {
            sitting.turn(|session| session.go_on(was.as_ref()));
            effects.push(centred(ctx));
        }
        effects
    }

    fn take_back(&mut self, ctx: &Ctx, way: Way) -> Vec<Effect> {
        let Some(sitting) = &mut self.sitting else { return Vec::new() };
        let mut saved = None;
        sitting.turn(|session| {
            saved = match way {
                Way::Undo => session.undo(),
                Way::Redo => session.redo(),
            };
        });
        self.turning.turn(ctx, saved, way, "review")
    }

    /// A gesture was saved: an answer of this sitting has its step now. One that was taken back before is taken back there, too.
    pub(super) fn saved(&mut self, edited: &Edited) -> Vec<Effect> {
        let sitting = &mut self.sitting;
        self.turning.saved(edited, |request, step| sitting.as_mut()?.session.saved(request, step))
    }

    /// The engine said that what was asked for does not come about.
    pub(super) fn refused(&mut self, request: RequestId) {
        if let Some(sitting) = &mut self.sitting {
            sitting.session.failed(request);
            if let Some(step) = self.turning.refused(request) {
                sitting.session.refused(step);
            }
        }
    }

    /// The vocabulary changed: a set that is gone is not asked about.
    pub(super) fn follow_sets(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let about = self.sitting.as_ref().map(|sitting| sitting.set).or(self.found.as_ref().map(|(asked, _)| asked.set));
        if about.is_none_or(|set| ctx.tags.set(set).is_some()) {
            return Vec::new();
        }
        *self = Self::default();
        if matches!(ctx.view, View::Agreement | View::Disputes) { vec![Effect::Show(View::Grid)] } else { Vec::new() }
    }

    /// Asks again where what is asked, or what was decided, is no longer that of the answer.
    pub(super) fn follow(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (View::Agreement, Some(set)) = (ctx.view, set_of(ctx, self)) else { return Vec::new() };
        let asked = AgreementRequest { set: set.id, authors: self.authors.clone(), own: ctx.settings.author_name() };
        let same = self.from.as_ref().is_some_and(|tags| Arc::ptr_eq(tags, &ctx.tags));
        let known = self.waiting.as_ref().map(|(_, asked)| asked).or(self.found.as_ref().map(|(asked, _)| asked));
        if same && known == Some(&asked) {
            return Vec::new();
        }
        let (id, effect) = Effect::ask(QueryRequest::Agreement(asked.clone()));
        self.waiting = Some((id, asked));
        self.from = Some(Arc::clone(&ctx.tags));
        vec![effect]
    }

    /// Takes in the answer that was asked for last. Of people of whom nothing is known any more nothing is asked again.
    pub(super) fn take(&mut self, view: &AgreementView) {
        if self.waiting.take_if(|(id, _)| *id == view.request).is_none() {
            return;
        }
        if view.outcome.is_err() && !self.authors.is_empty() {
            // Whose opinions were taken back, or are of another set: the two who share the most photos are compared.
            self.authors.clear();
            self.from = None;
            return;
        }
        if self.found.as_ref().is_some_and(|(asked, _)| (asked.set, &asked.authors) != (view.asked.set, &view.asked.authors)) {
            (self.pair, self.list) = (None, super::state::List::default());
        }
        self.found = Some((view.asked.clone(), view.outcome.clone()));
        self.follow_found();
    }

    /// Asks what is said of the photo in the inspector, once.
    pub(super) fn ask_opinions(&mut self, ctx: &Ctx) -> Option<Effect> {
        let wanted = ctx.selection.cursor().map(|photo| (photo, ctx.settings.author_name()));
        if self.opinions.asked == wanted {
            return None;
        }
        self.opinions.asked.clone_from(&wanted);
        let (photo, own) = wanted?;
        let (id, effect) = Effect::ask(QueryRequest::Opinions { photo, own });
        self.opinions.request = id;
        Some(effect)
    }
}

/// Another photo is in question: it is looked at from its middle.
fn turned(ctx: &Ctx, sitting: &mut Sitting, to: impl FnOnce(&mut Session)) -> Vec<Effect> {
    sitting.turn(to);
    vec![Effect::Unfocus, centred(ctx)]
}
