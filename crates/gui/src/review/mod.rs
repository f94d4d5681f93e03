//! The review queue: one large photo, one question, the keyboard. `session` knows the way through the queue, `question` what can be
//! answered, `view`, `answers` and `done` draw; here is what follows from a key or an answer of the engine.

mod answers;
mod done;
mod question;
mod session;
mod start;
mod view;

pub use question::{Kind, Question};
pub use session::{Outcome, Session};
pub use start::{ReviewForm, form, start_ui};
pub use view::review_ui;

use super::actions::{Action, Actions};
use super::app::App;
use super::state::{State, View};
use base::{Decision, LabelId, LabelSetId, PhotoId, Ruling, Source};
use egui::{Context, Event, Key, Modifiers};
use engine::Engine;
use engine::protocol::{Edit, EditRequest, PhotoLabels, QueryRequest, ReviewOrder, ReviewQueue, ReviewRequest, Scope};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the model said of so many photos is kept: the one in question and its neighbours.
const KEPT: usize = 6;

/// The engine answers the newest question only, and others ask too: after so long it is asked again.
const PATIENCE_SECS: f64 = 1.0;

/// A review that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Which set.
    pub set: LabelSetId,
    /// In which order.
    pub order: ReviewOrder,
    /// Among which photos.
    pub scope: Scope,
    /// At most so many.
    pub most: Option<usize>,
}

/// What a person does in a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Opens the review.
    Begin(Begin),
    /// Takes the marked label, or all ticked ones.
    Accept,
    /// None of these, or not this label.
    No,
    /// Takes (or ticks) the answer with this number, from 0.
    Press(usize),
    /// Takes (or ticks) this label, wherever it stands; `None`: none of these.
    Choose(Option<LabelId>),
    /// Leaves the photo undecided.
    Skip,
    /// Marks another answer.
    Move(isize),
    /// The photo before.
    Back,
    /// The photo after, among those already seen.
    Forward,
    /// Takes the last decision back.
    Undo,
    /// Does it again.
    Redo,
    /// Looks for a label that is not among the likeliest; `None` ends it.
    Find(Option<String>),
    /// The skipped photos come again.
    AskAgain,
    /// Back to the grid; the place is kept.
    Leave,
}

/// What the person has done to the question so far; forgotten with the photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The answer that the arrow keys marked.
    pub marked: Option<usize>,
    /// Ticked labels of a multi-choice set; `None`: as proposed.
    pub ticked: Option<BTreeSet<LabelId>>,
    /// Labels that were crossed out.
    pub crossed: BTreeSet<LabelId>,
    /// What is typed to find another label.
    pub find: Option<String>,
}

/// The review as the window knows it.
#[derive(Debug, Default)]
pub struct Review {
    /// The sitting.
    pub session: Option<Session>,
    /// What was asked for and is not answered yet.
    pub waiting: Option<Begin>,
    /// What the person has done to the question.
    pub touched: Touched,
    /// The photo that it belongs to.
    touched_photo: Option<PhotoId>,
    /// What the model says, newest last.
    labels: Vec<(PhotoId, Arc<PhotoLabels>)>,
    /// The photo whose labels were asked for last, and whether they are here.
    asked: Option<(PhotoId, bool)>,
    /// When.
    asked_at: f64,
    /// As `asked`, for the photo that comes next.
    asked_ahead: Option<PhotoId>,
    /// A review that is done with was begun anew.
    begun_anew: bool,
}

impl Review {
    /// What the model says of this photo and no other.
    pub fn labels_of(&self, photo: PhotoId) -> Option<&PhotoLabels> {
        self.labels.iter().rev().find(|(p, _)| *p == photo).map(|(_, l)| &**l)
    }

    /// The photo in question.
    pub fn photo(&self) -> Option<PhotoId> {
        self.session.as_ref()?.current()
    }

    /// Forgets what belongs to another photo or another state of the vocabulary.
    fn settle(&mut self) {
        let photo = self.photo();
        if self.touched_photo != photo {
            self.touched_photo = photo;
            self.touched = Touched::default();
        }
    }
}

/// Takes in what the model says of a photo.
pub fn hear_labels(state: &mut State, photo: PhotoId, labels: &Arc<PhotoLabels>) {
    let review = &mut state.review;
    if review.session.is_none() {
        return;
    }
    review.labels.retain(|(p, _)| *p != photo);
    review.labels.push((photo, Arc::clone(labels)));
    if review.labels.len() > KEPT {
        review.labels.remove(0);
    }
    if let Some((asked, here)) = &mut review.asked {
        *here |= *asked == photo;
    }
}

/// The vocabulary or the photos changed: what is gone is not asked about, and the model is asked anew.
pub fn hear_change(state: &mut State) {
    let Some(session) = &mut state.review.session else { return };
    if state.tags.set(session.set).is_none() && state.view == View::Review {
        state.view = View::Grid;
        state.review = Review::default();
        return;
    }
    if let Some(snapshot) = &state.library.snapshot {
        session.retain(|p| snapshot.photo(p).is_some());
    }
}

/// Takes in a queue: it was asked for here or by the tagging panel.
pub fn hear_queue(ctx: &Context, engine: &Engine, state: &mut State, queue: &ReviewQueue) {
    let review = &mut state.review;
    let running = state.view == View::Review && review.session.as_ref().is_some_and(|s| s.set == queue.set);
    let Some(begin) = review.waiting.take().or_else(|| {
        let begin = Begin { set: queue.set, order: queue.order, scope: Scope::All, most: None };
        (!running).then_some(begin)
    }) else {
        return;
    };
    if queue.photos.is_empty() && queue.total > 0 && !review.begun_anew {
        // The last review of this set came to its end; whoever asks again wants another one.
        review.begun_anew = true;
        engine.send(EditRequest::EndReview(queue.set));
        ask(engine, review, begin);
        return;
    }
    let free = ctx.memory(egui::Memory::focused);
    ctx.memory_mut(|m| free.into_iter().for_each(|id| m.surrender_focus(id)));
    *review = Review { session: Some(Session::new(queue)), ..Review::default() };
    state.view = View::Review;
    state.loupe = super::state::LoupeState::default();
    hear_change(state);
}

fn ask(engine: &Engine, review: &mut Review, begin: Begin) {
    let Begin { set, order, scope, most } = begin.clone();
    review.waiting = Some(begin);
    engine.send(EditRequest::Review(ReviewRequest { set, order, scope, most }));
}

/// The engine said that something went wrong: a review that was asked for may not come.
pub fn hear_error(state: &mut State) {
    if state.review.waiting.take().is_some() && state.view == View::Review && state.review.session.is_none() {
        state.view = View::Grid;
    }
}

/// After a frame: asks what the model says of the photo in question, then of the one that comes next.
pub fn after(engine: &Engine, state: &mut State, now: f64) {
    let review = &mut state.review;
    review.settle();
    let Some(session) = review.session.as_mut().filter(|_| state.view == View::Review) else {
        (review.asked, review.asked_ahead) = (None, None);
        return;
    };
    let Some(photo) = session.current() else { return };
    match review.asked {
        Some((asked, here)) if asked == photo && (here || now - review.asked_at < PATIENCE_SECS) => {
            let ahead = session.next_photo().filter(|n| here && review.asked_ahead != Some(*n));
            if let Some(next) = ahead {
                review.asked_ahead = Some(next);
                engine.send(QueryRequest::PhotoLabels(next));
            }
        }
        _ => {
            // Also where it is known from asking ahead: the closest photos may now include the one decided just before.
            review.asked = Some((photo, false));
            review.asked_at = now;
            engine.send(QueryRequest::PhotoLabels(photo));
        }
    }
    if review.labels.iter().any(|(p, _)| *p == photo) {
        session.shown_at(now);
    }
}

/// The keys of a review; used up, so that nothing else answers to them.
pub fn keys(ctx: &Context, state: &State) -> Actions {
    let mut actions = Actions::default();
    let elsewhere = state.view != View::Review || state.overlay.is_some();
    if elsewhere || egui::Popup::is_any_open(ctx) {
        return actions;
    }
    if state.review.touched.find.is_some() {
        // The field has the keys; it has lost the focus by the time its Esc comes here.
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            actions.push(Action::Review(Wish::Find(None)));
        }
        return actions;
    }
    if ctx.text_edit_focused() || ctx.memory(|m| m.had_focus_last_frame(super::search_field::field_id())) {
        return actions;
    }
    // A focused button keeps the keys that press it and move from it.
    let on_widget = ctx.memory(egui::Memory::focused).is_some();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { return true };
            let Some(wish) = meaning(*key, *modifiers, on_widget) else { return true };
            // A key that is held down must not decide photo after photo.
            if !repeat || matches!(wish, Wish::Move(_) | Wish::Back | Wish::Forward) {
                actions.push(Action::Review(wish));
            }
            false
        });
    });
    actions
}

fn meaning(key: Key, modifiers: Modifiers, on_widget: bool) -> Option<Wish> {
    const DIGITS: [Key; 9] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    if modifiers.command && !modifiers.alt {
        return match (key, modifiers.shift) {
            (Key::Z, false) => Some(Wish::Undo),
            (Key::Z, true) | (Key::Y, false) => Some(Wish::Redo),
            _ => None,
        };
    }
    if modifiers.any() {
        return None;
    }
    if let Some(digit) = DIGITS.iter().position(|d| *d == key) {
        return Some(Wish::Press(digit));
    }
    match key {
        Key::A => Some(Wish::Accept),
        Key::X => Some(Wish::No),
        Key::L => Some(Wish::Find(Some(String::new()))),
        Key::Escape => Some(Wish::Leave),
        Key::Backspace => Some(Wish::Back),
        Key::Enter if !on_widget => Some(Wish::Accept),
        Key::Space if !on_widget => Some(Wish::Skip),
        Key::ArrowUp if !on_widget => Some(Wish::Move(-1)),
        Key::ArrowDown if !on_widget => Some(Wish::Move(1)),
        Key::ArrowLeft if !on_widget => Some(Wish::Back),
        Key::ArrowRight if !on_widget => Some(Wish::Forward),
        _ => None,
    }
}

/// Carries out what the person does.
pub fn carry_out(app: &mut App, ctx: &Context, wish: Wish) {
    app.state.review.settle();
    match wish {
        Wish::Begin(wanted) => begin(app, wanted),
        Wish::Accept => accept(app, ctx),
        Wish::No => no(app, ctx),
        Wish::Press(number) => press(app, ctx, number),
        Wish::Choose(label) => choose(app, ctx, label),
        Wish::Skip => skip(app, ctx),
        Wish::Move(by) => {
            let count = Question::of(&app.state, ctx).map_or(0, |q| q.answers.len());
            let marked = app.state.review.touched.marked.unwrap_or(0);
            app.state.review.touched.marked = count.checked_sub(1).map(|last| marked.saturating_add_signed(by).min(last));
        }
        Wish::Back => turn(app, Session::go_back),
        Wish::Forward => turn(app, Session::go_forward),
        Wish::AskAgain => turn(app, |s| {
            s.ask_again();
            true
        }),
        Wish::Undo => take_back(app, ctx, Session::undo, &EditRequest::Undo { step: None }),
        Wish::Redo => take_back(app, ctx, Session::redo, &EditRequest::Redo { step: None }),
        Wish::Find(text) => app.state.review.touched.find = text,
        Wish::Leave => leave(app),
    }
    app.state.review.settle();
}

/// Opens the review.
pub fn begin(app: &mut App, wanted: Begin) {
    app.state.review = Review::default();
    app.state.view = View::Review;
    app.state.overlay = None;
    ask(&app.engine, &mut app.state.review, wanted);
}

/// Another photo comes up: the zoom begins in its middle.
fn turn(app: &mut App, to: impl FnOnce(&mut Session) -> bool) {
    if let Some(session) = &mut app.state.review.session {
        to(session);
        app.state.loupe.centre = egui::Vec2::ZERO;
    }
}

fn accept(app: &mut App, ctx: &Context) {
    let Some(question) = Question::of(&app.state, ctx) else { return };
    match question.kind {
        Kind::OneOf => {
            if let Some(label) = question.answers.get(question.marked).map(|a| a.label) {
                choose(app, ctx, label);
            }
        }
        Kind::Fits(label) => decide(app, ctx, Outcome::Accepted, &[Ruling::Accept(label)]),
        Kind::AnyOf => {
            let (ticked, proposed) = (question.ticked, question.proposed);
            if ticked.is_empty() {
                decide(app, ctx, Outcome::NoneOfThese, &[Ruling::NoneOfThese]);
                return;
            }
            let crossed: BTreeSet<LabelId> = &(&proposed - &ticked) | &app.state.review.touched.crossed;
            let rulings: Vec<Ruling> =
                ticked.iter().copied().map(Ruling::Accept).chain((&crossed - &ticked).into_iter().map(Ruling::Reject)).collect();
            let outcome = if ticked == proposed { Outcome::Accepted } else { Outcome::Changed };
            decide(app, ctx, outcome, &rulings);
        }
    }
}

fn no(app: &mut App, ctx: &Context) {
    let Some(question) = Question::of(&app.state, ctx) else { return };
    match question.kind {
        Kind::OneOf => decide(app, ctx, Outcome::NoneOfThese, &[Ruling::NoneOfThese]),
        Kind::Fits(label) => decide(app, ctx, Outcome::Rejected, &[Ruling::Reject(label)]),
        Kind::AnyOf => {
            let Some(label) = question.answers.get(question.marked).and_then(|a| a.label) else { return };
            let mut ticked = question.ticked;
            ticked.remove(&label);
            let next = (question.marked + 1).min(question.answers.len() - 1);
            let touched = &mut app.state.review.touched;
            touched.crossed.insert(label);
            touched.ticked = Some(ticked);
            touched.marked = Some(next);
        }
    }
}

fn press(app: &mut App, ctx: &Context, number: usize) {
    let Some(question) = Question::of(&app.state, ctx) else { return };
    let Some(answer) = question.answers.get(number) else { return };
    app.state.review.touched.marked = Some(number);
    let label = answer.label;
    choose(app, ctx, label);
}

fn choose(app: &mut App, ctx: &Context, label: Option<LabelId>) {
    let Some(question) = Question::of(&app.state, ctx) else { return };
    let Some(label) = label else {
        decide(app, ctx, Outcome::NoneOfThese, &[Ruling::NoneOfThese]);
        return;
    };
    match question.kind {
        Kind::OneOf => {
            let likeliest = question.likeliest == Some(label);
            decide(app, ctx, if likeliest { Outcome::Accepted } else { Outcome::Changed }, &[Ruling::Accept(label)]);
        }
        Kind::Fits(_) => {}
        Kind::AnyOf => {
            let mut ticked = question.ticked;
            if !ticked.remove(&label) {
                ticked.insert(label);
            }
            let touched = &mut app.state.review.touched;
            touched.crossed.remove(&label);
            touched.ticked = Some(ticked);
            touched.find = None;
        }
    }
}

/// Sends what differs from what the person had decided before, and goes on.
fn decide(app: &mut App, ctx: &Context, outcome: Outcome, rulings: &[Ruling]) {
    let go_on = app.state.settings.auto_advance;
    let Some(session) = &mut app.state.review.session else { return };
    let Some(photo) = session.current() else { return };
    let set = session.set;
    let book = &app.state.tags.book;
    let mut steps = 0;
    for ruling in rulings {
        let known = match ruling {
            Ruling::Accept(label) => book.about(photo, *label).filter(|t| t.decision == Decision::Accepted),
            Ruling::Reject(label) => book.about(photo, *label).filter(|t| t.decision == Decision::Rejected),
            _ => book.settled(photo, set).filter(|t| t.decision == Decision::None),
        };
        if known.is_none_or(|t| t.provenance.source != Source::Person || t.stale) {
            app.engine.send(EditRequest::Edit(Edit::Decide { photos: Arc::new([photo]), set, rulings: vec![*ruling] }));
            steps += 1;
        }
    }
    // Without going on by itself the same answer a second time confirms it.
    let confirmed = session.outcome() == Some(outcome) && steps == 0;
    session.decide(outcome, steps, ctx.time(), go_on || confirmed);
    app.state.loupe.centre = egui::Vec2::ZERO;
}

fn skip(app: &mut App, ctx: &Context) {
    let Some(session) = &mut app.state.review.session else { return };
    let (set, photo) = (session.set, session.current());
    if session.skip(ctx.time())
        && let Some(photo) = photo
    {
        app.engine.send(EditRequest::SkipInReview(set, photo));
    }
    app.state.loupe.centre = egui::Vec2::ZERO;
}

fn take_back(app: &mut App, ctx: &Context, way: impl FnOnce(&mut Session) -> Option<usize>, request: &EditRequest) {
    let Some(session) = &mut app.state.review.session else { return };
    match way(session) {
        Some(steps) => (0..steps).for_each(|_| {
            app.engine.send(request.clone());
        }),
        None => app.state.toasts.done(ctx.time(), "Nothing more to undo or redo in this review"),
    }
    app.state.loupe.centre = egui::Vec2::ZERO;
}

fn leave(app: &mut App) {
    let state = &mut app.state;
    if let Some(session) = &state.review.session
        && session.current().is_none()
        && session.figures().skipped == 0
    {
        app.engine.send(EditRequest::EndReview(session.set));
    }
    let compared = state.review.session.as_ref().is_some_and(|s| matches!(s.order, ReviewOrder::Disagreement(..)));
    state.review = Review::default();
    state.view = if compared { View::Compare } else { View::Grid };
    state.grid.reveal = state.current_index();
}
