//! Which process made a step: a number drawn at random once a process and stored with each step it makes.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// The maker of steps. All connections of a process share one, so that what its threads do is told from what another
/// program does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session(pub(crate) i64);

impl Session {
    /// A session that no other process has, nor had. A process needs one of its own only to stand for two processes, as
    /// a test does: see [`super::Catalog::with_session`].
    pub fn random() -> Self {
        // The standard library seeds its hashers from the system's random numbers: 64 bits collide with none of a
        // thousand remembered steps.
        Self(RandomState::new().hash_one(std::process::id()).cast_signed())
    }

    /// This process's.
    pub(crate) fn of_this_process() -> Self {
        static SESSION: LazyLock<Session> = LazyLock::new(Session::random);
        *SESSION
    }
}
