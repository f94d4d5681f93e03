//! What the engine tells about tags, taken into the state.

use super::state::Asked;
use super::words::done_words;
use crate::command::UiCommand;
use crate::state::{State, View};
use engine::Engine;
use engine::protocol::{Edited, Notice, QueryRequest, SearchResults, Tone};

/// A gesture was saved, or taken back.
pub fn edited(state: &mut State, now: f64, edited: Edited) {
    if state.tagging.awaits_new
        && edited.undoable
        && let Some(set) = edited.set
    {
        state.tagging.awaits_new = false;
        state.tagging.awaited = Some(set);
        let tags = std::sync::Arc::clone(&state.tags);
        state.tagging.follow_tags(&tags);
    }
    // In a review every key is a gesture; what it did is seen there.
    if edited.done.is_empty() || (state.view == View::Review && edited.refused.is_empty()) {
        return;
    }
    let tone = if edited.refused.is_empty() { Tone::Done } else { Tone::Warning };
    let offer = edited.undoable.then_some((UiCommand::Undo, "Undo"));
    state.toasts.offer(now, Notice { request: None, tone, text: done_words(&edited) }, offer);
    state.tagging.last = edited.undoable.then_some(edited);
}

/// Photos for the grid are about to be shown: of a label's photos only those that the panel counts, so that its figure
/// and the grid's are one.
pub fn results(state: &mut State, results: &mut SearchResults) {
    if results.request != state.query.generation() || results.error.is_some() {
        return;
    }
    if state.query.shows_label() {
        if let Some(hits) = state.tagging.only_counted(&results.hits) {
            results.considered = hits.len() as u64;
            results.hits = hits;
        }
    } else {
        state.tagging.set_base(&results.hits);
    }
}

/// Asks the engine for what the panel and the inspector lack.
pub fn settle(engine: &Engine, state: &mut State) {
    let all = state.library.snapshot.as_ref().map_or(0, |s| s.photos.len());
    let visible = state.tagging.open && state.settings.right_panel && all > 0;
    match state.tagging.request(&state.query, &state.selection, all, visible) {
        Some(Asked::Nothing) => {
            engine.send(QueryRequest::StopSuggesting);
        }
        Some(Asked::Figures(request)) => state.tagging.generation = engine.send(QueryRequest::Suggest(request)),
        None => {}
    }
    // A review asks for its own photo, and the newest question wins.
    let cursor = state.selection.cursor().filter(|_| state.view != View::Review);
    if let Some(photo) = state.tagging.photo_request(cursor, &state.tags) {
        engine.send(QueryRequest::PhotoLabels(photo));
    }
    state.tagging.tally(&state.selection, &state.tags);
    state.tag_target = state.tag_bar.is_some().then(|| super::target(state));
}

/// Another catalogue: nothing of the last one is left but how the panel is laid out.
pub fn other_catalogue(state: &mut State) {
    state.tagging = state.tagging.emptied();
    let tags = std::sync::Arc::clone(&state.tags);
    state.tagging.follow_tags(&tags);
}
