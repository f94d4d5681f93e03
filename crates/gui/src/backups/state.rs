//! What is being done about backups.

use super::form::RestoreForm;
use engine::protocol::RequestId;

/// The state of the feature.
#[derive(Debug, Default)]
pub struct Backups {
    /// The dialog, while it is open.
    pub(super) form: Option<RestoreForm>,
    /// A backup is being made for this request.
    pub(super) making: Option<RequestId>,
}
