//! By which an answer is known to belong to its question.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The number of a request, in the order of sending. What comes of the request carries it; 0, the default, is no request's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

impl RequestId {
    /// A number that no request of this process had before, for who must know it before the request is sent.
    pub fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Relaxed))
    }
}
