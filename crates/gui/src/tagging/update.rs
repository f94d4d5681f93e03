//! Carries out what the tagging panel, the inspector's tags and the library's tag rows ask for.

use super::editor::{Change, Editor};
use super::state::GoTo;
use crate::app::App;
use crate::command::UiCommand;
use crate::state::{Region, State};
use crate::update::ask;
use crate::{products, review};
use base::labels::free_name;
use base::{Decision, LabelId, LabelSetDraft, LabelSetId, PhotoId, Ruling};
use engine::protocol::{Edit, EditRequest, Only, ReviewOrder, Slot, Which};
use std::sync::Arc;

/// One wish about tags.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Shows the tagging panel, or the photo.
    Open(bool),
    /// Shows another set.
    Choose(LabelSetId),
    /// Makes a set like this one, which the program brings along.
    StartFrom(LabelSetDraft),
    /// Another order of the sets.
    Order(Vec<LabelSetId>),
    /// Looks at a label: its histogram, and its photos in the grid. A second time: no longer.
    Label(Slot),
    /// A label's photos, the least certain first.
    Doubtful(Slot),
    /// All labels together.
    AllLabels,
    /// The threshold stands here.
    Threshold(usize),
    /// The rows stand by count, or in the set's order.
    ByCount(bool),
    /// The labels are edited; `true`: the keyboard goes to the field for a new one.
    Edit(bool),
    /// The draft changes.
    Change(Change),
    /// Keeps the draft.
    Save,
    /// Leaves it.
    Cancel,
    /// Gives a verdict about photos.
    Decide {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// In which set.
        set: LabelSetId,
        /// What.
        ruling: Ruling,
    },
    /// A label is ticked off for the selection, though no photo has it yet.
    Offer(LabelId),
    /// A section of the library panel opens or closes.
    Fold(LabelSetId),
    /// A section of the library panel shows all its labels, or the first.
    Whole(LabelSetId),
    /// Only photos of this kind, or all.
    Only(Option<Only>),
    /// The keyboard went where it should go.
    Arrived,
}

/// Carries out one wish.
pub fn apply(app: &mut App, wish: Wish) {
    let state = &mut app.state;
    let tagging = &mut state.tagging;
    match wish {
        Wish::Open(open) => tagging.open = open,
        Wish::Choose(set) => {
            leave_label(app);
            let state = &mut app.state;
            state.tagging.choose(&state.tags, Some(set));
        }
        Wish::StartFrom(draft) => start_from(app, draft),
        Wish::Order(order) => {
            app.engine.send(EditRequest::Edit(Edit::OrderSets(order)));
        }
        Wish::Label(slot) => {
            let shown = matches!(&state.query.only, Some(Only::Suggested(_, s)) if *s == slot);
            if shown {
                state.tagging.label = None;
                leave_label(app);
            } else {
                tagging.label = Some(slot);
                show_label(app, slot, false);
            }
        }
        Wish::Doubtful(slot) => {
            tagging.label = Some(slot);
            show_label(app, slot, true);
        }
        Wish::AllLabels => {
            tagging.label = None;
            leave_label(app);
        }
        Wish::Threshold(bin) => tagging.set_threshold(bin),
        Wish::ByCount(on) => {
            tagging.by_count = on;
            tagging.arrange();
        }
        Wish::Edit(adding) => edit(state, adding),
        Wish::Change(change) => {
            if let Some(editor) = &mut tagging.editor {
                if let Change::Move(from, to) = change {
                    tagging.go_to = Some(GoTo::Row(if to > from { to - 1 } else { to }));
                }
                editor.apply(change);
                follow_draft(app);
            }
        }
        Wish::Save => save(app),
        Wish::Cancel => cancel(app),
        Wish::Decide { photos, set, ruling } => decide(app, &photos, set, ruling),
        Wish::Offer(label) => {
            if !tagging.chosen.contains(&label) {
                tagging.chosen.push(label);
                tagging.tally.stale = true;
            }
        }
        Wish::Fold(set) => turn(&mut tagging.folded, set),
        Wish::Whole(set) => turn(&mut tagging.whole, set),
        Wish::Only(None) if state.query.shows_label() => {
            tagging.label = None;
            leave_label(app);
        }
        Wish::Only(only) => ask(app, |q| q.only = only),
        Wish::Arrived => tagging.go_to = None,
    }
}

/// Carries out a command about tags.
pub fn run(app: &mut App, command: UiCommand) {
    let state = &mut app.state;
    match command {
        UiCommand::Undo => {
            app.engine.send(EditRequest::Undo { step: None });
        }
        UiCommand::Redo => {
            app.engine.send(EditRequest::Redo { step: None });
        }
        UiCommand::TaggingPanel => {
            let shown = state.settings.right_panel && state.tagging.open;
            open_panel(state, !shown);
        }
        UiCommand::EditLabels => {
            open_panel(state, true);
            edit(state, false);
        }
        UiCommand::NewLabelSet => {
            open_panel(state, true);
            new_set(app);
        }
        UiCommand::DuplicateLabelSet => {
            if let Some(set) = state.tagging.set {
                app.engine.send(EditRequest::Edit(Edit::DuplicateSet(set)));
            }
        }
        UiCommand::DeleteLabelSet => {
            if let Some(set) = state.tagging.set {
                leave_label(app);
                app.state.tagging.editor = None;
                app.engine.send(EditRequest::Edit(Edit::DeleteSet(set)));
            }
        }
        UiCommand::AcceptAbove => accept_above(app),
        UiCommand::ReviewBelow => review_below(app),
        UiCommand::Untagged => ask(app, |q| q.only = Some(Only::Untagged)),
        UiCommand::NeedsReview => ask(app, |q| q.only = Some(Only::NeedsReview)),
        UiCommand::TagBar => crate::tag_bar::open(state),
        _ => {}
    }
}

fn open_panel(state: &mut State, open: bool) {
    state.tagging.open = open;
    if open {
        state.settings.right_panel = true;
        state.go_to = Some(Region::Inspector);
    }
}

fn turn(set: &mut std::collections::HashSet<LabelSetId>, id: LabelSetId) {
    if !set.remove(&id) {
        set.insert(id);
    }
}

fn show_label(app: &mut App, slot: Slot, doubtful_first: bool) {
    let state = &mut app.state;
    state.tagging.pin();
    if !state.query.shows_label() {
        state.tagging.beneath = state.query.only.take();
    }
    // The photos of a label are another question: what was selected is in the scope, which stays.
    state.selection.clear();
    let set = state.tagging.editor.as_ref().map_or_else(|| Arc::clone(&state.tagging.draft), Editor::asked);
    ask(app, |q| q.show_label(Only::Suggested(set, slot), doubtful_first));
}

fn leave_label(app: &mut App) {
    if app.state.query.shows_label() {
        let beneath = app.state.tagging.beneath.take();
        ask(app, |q| q.only = beneath);
    }
}

/// The grid shows a label's photos: it follows what is typed.
fn follow_draft(app: &mut App) {
    let Some(Only::Suggested(before, slot)) = app.state.query.only.clone() else { return };
    let Some(editor) = &app.state.tagging.editor else { return };
    let set = editor.asked();
    if *before == *set {
        return;
    }
    if slot.place().is_some_and(|place| place >= set.labels.len()) {
        leave_label(app);
    } else {
        ask(app, |q| q.only = Some(Only::Suggested(set, slot)));
    }
}

fn edit(state: &mut State, adding: bool) {
    let tagging = &mut state.tagging;
    if tagging.editor.is_none()
        && !(tagging.set.is_none() && tagging.awaits_new)
        && (tagging.set.is_some() || !tagging.draft.labels.is_empty())
    {
        tagging.editor = Some(Editor::new(&tagging.draft));
    }
    tagging.go_to = adding.then_some(GoTo::NewLabel);
}

fn new_set(app: &mut App) {
    if app.state.tagging.editor.as_ref().is_some_and(Editor::is_changed) {
        // What was written is not thrown away by a shortcut.
        return;
    }
    leave_label(app);
    let tagging = &mut app.state.tagging;
    tagging.before_new = tagging.set;
    tagging.choose(&app.state.tags, None);
    tagging.editor = Some(Editor::new(&LabelSetDraft::named("")));
    tagging.go_to = Some(GoTo::Name);
}

fn start_from(app: &mut App, mut draft: LabelSetDraft) {
    leave_label(app);
    draft.name = free_name(&app.state.tags.sets, draft.name);
    app.state.tagging.awaits_new = true;
    app.engine.send(EditRequest::Edit(Edit::SaveSet(draft)));
}

fn save(app: &mut App) {
    let tagging = &mut app.state.tagging;
    let Some(editor) = tagging.editor.take() else { return };
    let draft = editor.saved();
    if !draft.problems().is_empty() {
        tagging.editor = Some(editor);
        return;
    }
    tagging.awaits_new = draft.id.is_none();
    if editor.is_changed() {
        // Until the saved set comes back the panel shows what was saved, so that no older figures flash up.
        tagging.draft = Arc::new(draft.clone());
        app.engine.send(EditRequest::Edit(Edit::SaveSet(draft)));
    }
}

fn cancel(app: &mut App) {
    let state = &mut app.state;
    let new = state.tagging.editor.take().is_some_and(|e| e.draft().id.is_none());
    if new {
        let before = state.tagging.before_new.take().or_else(|| state.tags.sets.first().map(|s| s.id));
        state.tagging.choose(&state.tags, before);
    }
    if state.query.shows_label() {
        // The grid goes back to the words as they are saved.
        let set = Arc::clone(&state.tagging.draft);
        if let Some(Only::Suggested(_, slot)) = state.query.only.clone() {
            if slot.place().is_some_and(|place| place >= set.labels.len()) || new {
                leave_label(app);
            } else {
                ask(app, |q| q.only = Some(Only::Suggested(set, slot)));
            }
        }
    }
}

fn decide(app: &mut App, photos: &[PhotoId], set: LabelSetId, ruling: Ruling) {
    if let Ruling::Accept(label) = ruling {
        app.state.tagging.remember(label);
    }
    let photos = products::decided_with(&app.state, photos.iter().copied());
    app.engine.send(EditRequest::Edit(Edit::Decide { photos, set, rulings: vec![ruling] }));
}

fn accept_above(app: &mut App) {
    let tagging = &app.state.tagging;
    let Some(set) = tagging.set.filter(|_| tagging.editor.is_none()) else { return };
    let (above, _) = tagging.above_and_below();
    if above == 0 {
        return;
    }
    let (scope, least_bin) = (tagging.scope(), tagging.threshold());
    let which = match tagging.label {
        Some(Slot::NONE_OF_THESE) => Which::NoneOfThese,
        Some(slot) => match slot.place().and_then(|place| tagging.draft.labels.get(place)).and_then(|l| l.id) {
            Some(label) => Which::Label(label),
            None => return,
        },
        None => Which::AllLabels,
    };
    app.engine.send(EditRequest::Edit(Edit::AcceptAbove { set, which, least_bin, scope }));
}

fn review_below(app: &mut App) {
    let tagging = &app.state.tagging;
    let Some(set) = tagging.set.filter(|_| tagging.editor.is_none()) else { return };
    let (_, below) = tagging.above_and_below();
    let label = tagging.label.and_then(Slot::place).and_then(|place| tagging.draft.labels.get(place)).and_then(|l| l.id);
    let order = label.map_or(ReviewOrder::Uncertain, ReviewOrder::Label);
    let begin = review::Begin { set, order, scope: tagging.scope(), most: Some(below as usize) };
    review::begin(app, begin);
}

/// The photos that a tag would be given to: the selected ones, else the one under the cursor; with grouping on, all photos of
/// their products.
pub fn target(state: &State) -> Arc<[PhotoId]> {
    if state.selection.count() == 0 {
        return products::decided_with(state, state.selection.cursor());
    }
    let mut photos: Vec<PhotoId> = state.selection.iter().collect();
    photos.sort_unstable();
    products::decided_with(state, photos)
}

/// What a click on a label does to photos: all have it: it is withdrawn; else it is accepted.
pub fn toggled(state: &State, photos: &[PhotoId], label: LabelId) -> Ruling {
    let has = |p: &PhotoId| state.tags.book.about(*p, label).is_some_and(|t| t.decision == Decision::Accepted);
    if !photos.is_empty() && photos.iter().all(has) { Ruling::Withdraw(label) } else { Ruling::Accept(label) }
}
