//! What is being done with a hub, and the dialog about it.

use super::form::SharingForm;
use engine::protocol::{RequestId, SharingJob};

/// The state of the feature.
#[derive(Debug, Default)]
pub struct Sharing {
    /// The dialog, while it is open.
    pub(super) form: Option<SharingForm>,
    /// What runs, also while the dialog is closed.
    pub(super) running: Option<Running>,
}

/// What a hub was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Running {
    pub(super) request: RequestId,
    pub(super) job: SharingJob,
    pub(super) address: String,
}
