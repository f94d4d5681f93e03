//! What shops are given: the profiles that a catalogue keeps, and what would come of one.

use super::RequestId;
use base::PhotoId;
use std::path::PathBuf;
use std::sync::Arc;
use tasks::exchange::{Profile, ProfileFormat, ProfileReport};

/// What would come of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRequest {
    /// Of which.
    pub which: FeedChoice,
    /// Only of these photos; `None`: of all, or of those that the profile's saved search finds.
    pub among: Option<Arc<[PhotoId]>>,
}

/// A profile that may not be kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedChoice {
    /// The kept one of this name; `None`: the first that is kept, if any.
    Kept(Option<String>),
    /// One to begin with, made of the catalogue's own label sets and texts.
    Example(ProfileFormat),
    /// One that a JSON file holds.
    File(PathBuf),
    /// As it is being written.
    Draft(Profile),
}

/// The answer to a [`QueryRequest::Feed`](super::QueryRequest::Feed).
#[derive(Clone, Debug)]
pub struct FeedView {
    /// That it answers.
    pub request: RequestId,
    /// The profiles that the catalogue keeps, by name.
    pub kept: Vec<Profile>,
    /// Columns of imported texts that a value may name.
    pub texts: Vec<String>,
    /// That which was asked about; `None` where there is none.
    pub profile: Option<Profile>,
    /// What would be written, and what of it would be refused; or why that cannot be told.
    pub outcome: Result<ProfileReport, String>,
}

/// A profile's file, to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedExport {
    /// As it stands, kept or not.
    pub profile: Profile,
    /// Only of these photos; `None`: of all, or of those that the profile's saved search finds.
    pub among: Option<Arc<[PhotoId]>>,
    /// The file, written whole or not at all.
    pub to: PathBuf,
}
