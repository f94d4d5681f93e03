//! Backups of the open catalogue: which there are, what restoring from one would change.

use super::RequestId;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use workspace::backups::{Listed, RestoreReport, Selection};

/// When a catalogue is backed up by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupPace {
    /// Nothing was decided, and no job ran, for so long.
    pub quiet: Duration,
    /// Since the last backup.
    pub apart: Duration,
}

impl BackupPace {
    /// Of the program.
    pub const USUAL: Self = Self { quiet: Duration::from_mins(1), apart: workspace::backups::APART };
}

/// What is to be restored, from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreRequest {
    /// A backup, or any other catalogue file.
    pub file: PathBuf,
    /// What of it.
    pub selection: Selection,
}

/// The answer to a [`QueryRequest::Backups`](super::QueryRequest::Backups).
#[derive(Clone, Debug)]
pub struct BackupsView {
    /// That it answers.
    pub request: RequestId,
    /// Newest first, with what each holds; or why they cannot be told. A file that was asked for comes first.
    pub backups: Result<Arc<[Listed]>, String>,
}

/// The answer to a [`QueryRequest::LookAtRestore`](super::QueryRequest::LookAtRestore).
#[derive(Clone, Debug)]
pub struct RestoreView {
    /// That it answers.
    pub request: RequestId,
    /// What would change, or why nothing can be restored.
    pub outcome: Result<Arc<RestoreReport>, String>,
}
