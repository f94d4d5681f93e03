//! Requests that were ended before what they ask for began.

use crate::protocol::RequestId;

/// Most requests that are remembered: some were replaced by newer ones, or are over already, and never begin.
const MOST: usize = 16;

/// The requests, the oldest first.
#[derive(Default)]
pub struct EndedEarly(Vec<RequestId>);

impl EndedEarly {
    /// It is to end as soon as it begins.
    pub fn remember(&mut self, request: RequestId) {
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(request);
    }

    /// It begins now: whether it was ended before.
    pub fn take(&mut self, request: RequestId) -> bool {
        let before = self.0.len();
        self.0.retain(|ended| *ended != request);
        self.0.len() < before
    }
}
