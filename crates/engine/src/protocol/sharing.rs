//! Sharing the catalogue through a hub, which is a PostgreSQL database.

use super::RequestId;
use std::fmt;
use workspace::share::{Report, SetsFrom, Status};

/// What is to be done with a hub.
#[derive(Clone, PartialEq, Eq)]
pub struct SharingRequest {
    /// As `postgres://USER@HOST/DATABASE`, or `service=NAME`. It may hold a password, which is kept nowhere.
    pub address: String,
    /// What.
    pub job: SharingJob,
}

/// What is to be done with a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingJob {
    /// Tells the addresses that the catalogue was shared through; no hub is asked.
    Addresses,
    /// Tells how the two stand, and changes neither.
    Look,
    /// Makes a hub in the database, or the search indexes that one lacks.
    Make,
    /// Takes in what others brought.
    Pull(SetsFrom),
    /// The same, and brings what was decided here.
    Push(SetsFrom),
}

impl fmt::Debug for SharingRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharingRequest").field("job", &self.job).finish_non_exhaustive()
    }
}

/// The answer to a [`QueryRequest::Share`](super::QueryRequest::Share).
#[derive(Clone, Debug)]
pub struct SharingView {
    /// That it answers.
    pub request: RequestId,
    /// What was asked.
    pub job: SharingJob,
    /// Addresses of hubs that the catalogue was shared through, without passwords, in the order in which they were first used.
    pub addresses: Vec<String>,
    /// How the two stand; `None` where no hub was asked.
    pub status: Option<Status>,
    /// What was taken in and brought.
    pub report: Option<Report>,
    /// Why it was not done.
    pub refused: Option<SharingRefusal>,
}

/// Why something was not done with a hub, and what may be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharingRefusal {
    /// In words.
    pub text: String,
    /// What a person can do about it here.
    pub remedy: Option<SharingRemedy>,
}

/// What a person can do so that a hub can be shared through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingRemedy {
    /// There is none yet in that database: make it.
    Make,
    /// Label sets mean something else there: say whose words count.
    ChooseWords,
}
