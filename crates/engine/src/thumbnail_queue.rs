//! Thumbnails that are wanted and those that wait for the window: newest visible first. What scrolled away before its turn is
//! dropped; answers are bounded.

use crate::protocol::{ThumbnailAnswer, ThumbnailRequest};
use base::ContentHash;
use parking_lot::{Condvar, Mutex};
use std::collections::{HashSet, VecDeque};

/// Answers that may wait for the window: a few screens of a small grid, 20 MB at most.
const MAX_WAITING: usize = 128;

/// The list of wanted thumbnails and the answers not yet taken.
#[derive(Default)]
pub struct ThumbnailQueue {
    state: Mutex<Thumbnails>,
    changed: Condvar,
}

#[derive(Default)]
struct Thumbnails {
    wanted: Vec<ThumbnailRequest>,
    /// Begun or answered, and not yet taken by the window: asking again changes nothing.
    busy: HashSet<ContentHash>,
    answers: VecDeque<ThumbnailAnswer>,
    closed: bool,
}

impl ThumbnailQueue {
    pub fn want(&self, mut wanted: Vec<ThumbnailRequest>) {
        wanted.reverse(); // The most wanted is taken from the end.
        let mut state = self.state.lock();
        if state.wanted != wanted {
            state.wanted = wanted;
            self.changed.notify_all();
        }
    }

    pub fn take(&self, max: usize) -> Vec<ThumbnailAnswer> {
        let mut state = self.state.lock();
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
        self.state.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits for the most wanted one; `None` once closed.
    pub fn next(&self) -> Option<ThumbnailRequest> {
        let mut state = self.state.lock();
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
            self.changed.wait(&mut state);
        }
    }

    pub fn answer(&self, answer: ThumbnailAnswer) {
        self.state.lock().answers.push_back(answer);
    }
}
