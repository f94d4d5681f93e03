//! Thumbnails: newest visible first. What scrolled away before its turn is dropped; results are bounded.

use super::Shared;
use super::slot::lock;
use crate::protocol::{ThumbnailAnswer, ThumbnailRequest};
use base::{ContentHash, Rgb8};
use catalog::Catalog;
use photo;
use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use tasks::index::THUMBNAIL_SIDE_PX;
use workspace::snapshot::Opened;

/// Answers that may wait for the window: a few screens of a small grid, 20 MB at most.
const MAX_WAITING: usize = 128;

/// The list of wanted thumbnails and the answers not yet taken.
#[derive(Default)]
pub struct Thumbnails {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    wanted: Vec<ThumbnailRequest>,
    /// Begun or answered, and not yet taken by the window: asking again changes nothing.
    busy: HashSet<ContentHash>,
    answers: VecDeque<ThumbnailAnswer>,
    closed: bool,
}

impl Thumbnails {
    pub fn want(&self, mut wanted: Vec<ThumbnailRequest>) {
        wanted.reverse(); // The most wanted is taken from the end.
        let mut state = lock(&self.state);
        if state.wanted != wanted {
            state.wanted = wanted;
            self.changed.notify_all();
        }
    }

    pub fn take(&self, max: usize) -> Vec<ThumbnailAnswer> {
        let mut state = lock(&self.state);
        let count = max.min(state.answers.len());
        let taken: Vec<_> = state.answers.drain(..count).collect();
        for (hash, _) in &taken {
            state.busy.remove(hash);
        }
        if !taken.is_empty() {
            self.changed.notify_all();
        }
        taken
    }

    pub fn close(&self) {
        lock(&self.state).closed = true;
        self.changed.notify_all();
    }

    fn next(&self) -> Option<ThumbnailRequest> {
        let mut state = lock(&self.state);
        loop {
            if state.closed {
                return None;
            }
            if state.answers.len() < MAX_WAITING {
                while let Some(request) = state.wanted.pop() {
                    if state.busy.insert(request.hash) {
                        return Some(request);
                    }
                }
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn answer(&self, answer: ThumbnailAnswer) {
        lock(&self.state).answers.push_back(answer);
    }
}

pub fn run(shared: &Arc<Shared>) {
    let mut store: Option<(PathBuf, Catalog)> = None;
    while let Some(request) = shared.thumbnails.next() {
        let picture = shared.opened.get().and_then(|opened| {
            if store.as_ref().is_none_or(|(path, _)| *path != opened.snapshot.catalog) {
                store = Catalog::open(&opened.snapshot.catalog).ok().map(|c| (opened.snapshot.catalog.clone(), c));
            }
            thumbnail(&request, &opened, store.as_ref().map(|(_, catalog)| catalog)?)
        });
        shared.thumbnails.answer((request.hash, picture));
        (shared.wake)();
    }
}

/// From the store, else made anew from the photo: thumbnails may be deleted at any time.
fn thumbnail(request: &ThumbnailRequest, opened: &Opened, store: &Catalog) -> Option<Rgb8> {
    let stored = store.thumbnail(&request.hash);
    if let Some(picture) = stored.and_then(|bytes| photo::decode_thumbnail(&bytes).ok()) {
        return Some(picture);
    }
    let file = opened.snapshot.absolute(opened.snapshot.photo(request.photo)?)?;
    let bytes = photo::read(&file).ok()?;
    let decoded = photo::decode(&bytes, &photo::Limits::default()).ok()?;
    let jpeg = photo::thumbnail(&decoded.pixels, THUMBNAIL_SIDE_PX);
    if photo::hash(&bytes) == request.hash {
        // Not stored means made again next time, no more.
        let _ = store.put_thumbnails([(request.hash, jpeg.as_slice())]);
    }
    photo::decode_thumbnail(&jpeg).ok()
}
