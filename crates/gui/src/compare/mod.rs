//! Two models side by side: one query and two answers, or one label set and two opinions. `view` is the frame with the choice of
//! models, `grids` the two answers, `set` the opinions, `empty` what stands in their place, `words` how it is said.

mod empty;
mod grids;
mod set;
mod view;
mod words;

pub use view::compare_ui;
pub use words::opinion;

use super::app::App;
use super::grid;
use super::layout::Turn;
use super::models::ModelsState;
use super::nav;
use super::state::{LoupeState, State, View};
use crate::actions::{Action, Actions};
use base::{LabelId, LabelSetId, PhotoId, human};
use egui::Context;
use engine::Engine;
use engine::protocol::{CompareRequest, CompareSetRequest, ComparedSet, Comparison, Differ, QueryRequest, RequestId, SearchRequest, Sort};
use std::sync::Arc;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The answers to a query.
    #[default]
    Search,
    /// The opinions about a label set.
    LabelSet,
}

/// What a person does in the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Another thing is compared.
    Show(Tab),
    /// This model, by name, on that side.
    Choose(usize, String),
    /// Left becomes right.
    Swap,
    /// The pointer is on this photo of that side, or on none.
    Point(Option<(usize, PhotoId)>),
    /// To this position of that side.
    Move(usize, usize, By),
    /// The grid of that side was drawn.
    LaidOut(usize, Drawn),
    /// This label set.
    ChooseSet(LabelSetId),
    /// Only the photos of which the models say this; `None`: all.
    Pair(Option<[Option<LabelId>; 2]>),
}

/// What moves to a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The arrow keys.
    Keys,
    /// The space key: the other grid shows the photo, too.
    Space,
    /// A click: the other grid shows the photo, too.
    Click,
}

/// How a grid was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Cells in a row.
    pub columns: usize,
    /// Whole rows in view.
    pub rows_per_page: usize,
    /// Where it was scrolled to: a wish of the same frame comes after it.
    pub turn: Turn,
}

/// One grid.
#[derive(Clone, Copy, Debug, Default)]
pub struct Side {
    /// The keyboard is here.
    pub cursor: Option<PhotoId>,
    /// Columns of the last frame.
    columns: usize,
    /// Whole rows that fit.
    rows_per_page: usize,
    /// This position must come into view.
    reveal: Option<usize>,
    /// Back to the first row.
    to_top: bool,
}

/// What the answer about a label set was asked for with: another one makes it an old answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AskedSet {
    request: CompareSetRequest,
    revision: u32,
    embedded: [u64; 2],
}

/// The comparison as the window knows it.
#[derive(Debug, Default)]
pub struct Compare {
    /// What is compared.
    pub tab: Tab,
    /// Names of the models, left and right; `None`: not chosen, or there is none.
    pub models: [Option<String>; 2],
    /// The large view lies over the comparison.
    pub beneath: bool,
    /// The answers to the query.
    answer: Option<Arc<Comparison>>,
    asked: Option<CompareRequest>,
    /// The set.
    set: Option<LabelSetId>,
    /// What both say of it.
    opinions: Option<Arc<ComparedSet>>,
    asked_set: Option<AskedSet>,
    /// Only these photos of it.
    pair: Option<[Option<LabelId>; 2]>,
    /// The photos that are listed.
    listed: Arc<[Differ]>,
    /// The two grids; the opinions use the first.
    sides: [Side; 2],
    /// The grid that the keyboard was in last.
    active: usize,
    /// Where the pointer is.
    hovered: Option<(usize, PhotoId)>,
    /// The keyboard moved last: a pointer that rests on a photo marks none.
    by_keys: bool,
    /// Number of the newest query.
    generation: RequestId,
    /// Number of the newest question about a set.
    generation_of_set: RequestId,
    /// The engine holds what the comparison needs.
    open: bool,
}

impl Compare {
    /// Another catalogue is open. Requests count on, so that no late answer is taken for a new one.
    pub fn reset(&mut self) {
        *self = Self { generation: self.generation, open: self.open, ..Self::default() };
    }

    /// The photo that the keyboard is on.
    pub fn photo(&self) -> Option<PhotoId> {
        self.sides[self.active].cursor
    }

    /// The photo that both grids mark, and the side that it was pointed at in: under the pointer, else under the keyboard.
    fn pointed(&self) -> Option<(usize, PhotoId)> {
        self.hovered.or_else(|| Some((self.active, self.photo()?)))
    }

    /// What both models say of the photo that is marked, for the status bar.
    pub fn told(&self, state: &State) -> Option<String> {
        let answer = self.answer.as_ref().filter(|_| self.tab == Tab::Search && state.query.ranks())?;
        let photo = state.library.photo(self.pointed()?.1)?;
        let said = answer.sides.iter().filter_map(|side| {
            let rank = *side.ranks.get(&photo.id)?;
            let score = side.hits.get(rank - 1)?.score.map(|s| format!(" ({s:.3})")).unwrap_or_default();
            Some(format!("rank {}{score} with {}", human::count(rank as u64), state.models.list.title(&side.model)))
        });
        Some(std::iter::once(photo.name()).chain(said).collect::<Vec<_>>().join(" · "))
    }

    /// What that grid shows, in its order.
    fn photo_at(&self, side: usize, index: usize) -> Option<PhotoId> {
        match self.tab {
            Tab::Search => self.answer.as_ref()?.sides[side].hits.get(index).map(|h| h.photo),
            Tab::LabelSet => self.listed.get(index).map(|d| d.photo),
        }
    }

    fn position(&self, side: usize, photo: PhotoId) -> Option<usize> {
        match self.tab {
            Tab::Search => self.answer.as_ref()?.sides[side].ranks.get(&photo).map(|rank| rank - 1),
            Tab::LabelSet => self.listed.iter().position(|d| d.photo == photo),
        }
    }

    fn count(&self, side: usize) -> usize {
        match self.tab {
            Tab::Search => self.answer.as_ref().map_or(0, |a| a.sides[side].hits.len()),
            Tab::LabelSet => self.listed.len(),
        }
    }

    /// Which sides can answer: their model has embedded photos and is here.
    fn ready(&self, models: &ModelsState) -> bool {
        self.models[0] != self.models[1] && [0, 1].iter().all(|side| self.embedded(models, *side) > 0)
    }

    fn embedded(&self, models: &ModelsState, side: usize) -> u64 {
        self.models[side].as_ref().and_then(|name| models.list.row(name)).map_or(0, |row| row.embedded)
    }

    /// The model in use at the left, at the right the one that has embedded most; what is gone is chosen anew.
    fn choose(&mut self, models: &ModelsState) {
        let here = |name: &String| models.here().any(|row| row.name == *name);
        for name in &mut self.models {
            *name = name.take().filter(here);
        }
        if self.models[0].is_none() {
            let other = self.models[1].clone();
            let mut free = models.here().filter(|row| other.as_ref() != Some(&row.name));
            let first = models.in_use().filter(|row| other.as_ref() != Some(&row.name)).or_else(|| free.next());
            self.models[0] = first.map(|row| row.name.clone());
        }
        if self.models[1].is_none() {
            let mut others: Vec<_> = models.here().filter(|row| self.models[0].as_ref() != Some(&row.name)).collect();
            others.sort_by_key(|row| std::cmp::Reverse(row.embedded));
            self.models[1] = others.first().map(|row| row.name.clone());
        }
    }

    fn forget_answers(&mut self) {
        (self.answer, self.asked) = (None, None);
        (self.opinions, self.asked_set) = (None, None);
        self.forget_places();
    }

    fn forget_places(&mut self) {
        self.sides = [Side { to_top: true, ..self.sides[0] }, Side { to_top: true, ..self.sides[1] }];
        for side in &mut self.sides {
            (side.cursor, side.reveal) = (None, None);
        }
        self.hovered = None;
        self.active = 0;
    }

    fn list(&mut self) {
        let comparison = self.opinions.as_ref().and_then(|o| o.outcome.as_ref().ok());
        let all = comparison.map_or(&[][..], |c| &c.differ);
        self.listed = all.iter().filter(|d| self.pair.is_none_or(|pair| d.labels == pair)).copied().collect();
    }
}

/// Opens the comparison.
pub fn open(app: &mut App) {
    app.state.view = View::Compare;
    app.state.compare.beneath = false;
}

/// The photo that the keyboard is on, large; Esc leads back.
pub fn enlarge(app: &mut App) {
    let state = &mut app.state;
    if let Some(photo) = state.compare.photo() {
        state.selection.visit(&state.shown.hits, photo);
        state.loupe = LoupeState::default();
        state.compare.beneath = true;
        state.view = View::Loupe;
    }
}

/// Takes in the answers to a query.
pub fn hear(state: &mut State, answer: Arc<Comparison>) {
    let compare = &mut state.compare;
    if answer.request != compare.generation {
        return;
    }
    let refreshed = compare.answer.as_ref().is_some_and(|before| before.request == answer.request);
    let turned = compare.models[0].as_ref().is_some_and(|left| *left == answer.sides[1].model);
    compare.answer = Some(if turned { turn(&answer) } else { answer });
    if !refreshed {
        compare.forget_places();
    }
}

/// Takes in what both models say of a label set.
pub fn hear_set(state: &mut State, answer: Arc<ComparedSet>) {
    let compare = &mut state.compare;
    if compare.asked_set.is_none() || compare.generation_of_set != answer.request {
        return;
    }
    compare.opinions = Some(answer);
    compare.list();
}

/// After a frame: asks what has to be asked, and lets the engine go when the view is left.
pub fn after(engine: &Engine, state: &mut State) {
    let compare = &mut state.compare;
    if state.view != View::Compare {
        let beneath = compare.beneath && state.view == View::Loupe;
        if compare.open && !beneath {
            engine.send(QueryRequest::StopComparing);
            compare.open = false;
            // What was let go is asked for anew, and until then what is known is shown.
            (compare.asked, compare.asked_set) = (None, None);
        }
        return;
    }
    compare.choose(&state.models);
    if compare.set.is_none_or(|set| state.tags.set(set).is_none()) {
        compare.set = state.tags.sets.first().map(|s| s.id);
        (compare.pair, compare.opinions) = (None, None);
    }
    if !compare.ready(&state.models) {
        return;
    }
    let [Some(left), Some(right)] = compare.models.clone() else { return };
    let models = [left, right];
    match compare.tab {
        Tab::Search if state.query.ranks() => {
            let search = SearchRequest { sort: Sort::Relevance, reversed: false, by_product: false, ..state.query.as_asked() };
            let request = CompareRequest { models, search };
            if compare.asked.as_ref() != Some(&request) {
                compare.open = true;
                compare.asked = Some(request.clone());
                compare.generation = engine.send(QueryRequest::Compare(request));
            }
        }
        Tab::Search => (compare.answer, compare.asked) = (None, None),
        Tab::LabelSet => {
            let Some(set) = compare.set.and_then(|id| state.tags.set(id)) else { return };
            let embedded = [compare.embedded(&state.models, 0), compare.embedded(&state.models, 1)];
            let request = CompareSetRequest { models, set: set.id };
            let wanted = AskedSet { request, revision: set.revision, embedded };
            if compare.asked_set.as_ref() != Some(&wanted) {
                compare.open = true;
                compare.generation_of_set = engine.send(QueryRequest::CompareSet(wanted.request.clone()));
                compare.asked_set = Some(wanted);
            }
        }
    }
}

/// The keys that move in the grids.
pub fn keys(ctx: &Context, state: &State) -> Actions {
    let mut actions = Actions::default();
    let focused = ctx.memory(egui::Memory::focused);
    let elsewhere = focused.is_some_and(|id| !grid::is_photos(id));
    if state.view != View::Compare || elsewhere || state.overlay.is_some() || egui::Popup::is_any_open(ctx) {
        return actions;
    }
    let compare = &state.compare;
    let side = match (compare.tab, focused) {
        (Tab::LabelSet, _) => 0,
        (Tab::Search, Some(id)) => usize::from(id == grid::other_focus_id()),
        (Tab::Search, None) => compare.active,
    };
    let Some(last) = compare.count(side).checked_sub(1) else { return actions };
    let columns = compare.sides[side].columns.max(1);
    let page = (compare.sides[side].rows_per_page * columns).max(1);
    let at = compare.sides[side].cursor.and_then(|p| compare.position(side, p));
    if let Some(target) = nav::target(ctx, at, columns, page, last) {
        actions.push(Action::Compare(Wish::Move(side, target, By::Keys)));
    } else if at.is_some() && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Space)) {
        actions.push(Action::Compare(Wish::Move(side, at.unwrap_or(0), By::Space)));
    }
    actions
}

/// Carries out what the person does.
pub fn carry_out(app: &mut App, wish: Wish) {
    let compare = &mut app.state.compare;
    match wish {
        Wish::Show(tab) => {
            compare.tab = tab;
            compare.forget_places();
        }
        Wish::Choose(side, name) => {
            if compare.models[1 - side].as_ref() == Some(&name) {
                swap(compare);
            } else {
                compare.models[side] = Some(name);
                compare.forget_answers();
                compare.list();
            }
        }
        Wish::Swap => swap(compare),
        Wish::Point(hovered) => (compare.hovered, compare.by_keys) = (hovered, false),
        Wish::Move(side, index, by) => {
            let photo = compare.photo_at(side, index);
            compare.sides[side].cursor = photo;
            compare.sides[side].reveal = Some(index);
            compare.active = side;
            compare.hovered = None;
            compare.by_keys = by != By::Click;
            if by != By::Keys
                && let Some(photo) = photo
            {
                compare.sides[1 - side].reveal = compare.position(1 - side, photo);
            }
        }
        Wish::LaidOut(side, drawn) => {
            let side = &mut compare.sides[side];
            (side.columns, side.rows_per_page) = (drawn.columns, drawn.rows_per_page);
            side.to_top &= !drawn.turn.to_top;
            side.reveal = side.reveal.filter(|_| side.reveal != drawn.turn.reveal);
        }
        Wish::ChooseSet(set) => {
            compare.set = Some(set);
            (compare.opinions, compare.asked_set, compare.pair) = (None, None, None);
            compare.list();
            compare.forget_places();
        }
        Wish::Pair(pair) => {
            compare.pair = pair;
            compare.list();
            compare.forget_places();
        }
    }
}

fn swap(compare: &mut Compare) {
    compare.models.swap(0, 1);
    // The answers are the same ones; only their sides change, so nothing has to be waited for.
    compare.answer = compare.answer.as_ref().map(turn);
    if let Some(asked) = &mut compare.asked {
        asked.models.swap(0, 1);
    }
    compare.sides.swap(0, 1);
    compare.active = 1 - compare.active;
    compare.hovered = None;
    (compare.opinions, compare.asked_set, compare.pair) = (None, None, None);
    compare.list();
}

fn turn(answer: &Arc<Comparison>) -> Arc<Comparison> {
    let mut turned = Comparison::clone(answer);
    turned.sides.swap(0, 1);
    Arc::new(turned)
}
