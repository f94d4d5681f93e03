//! The rules that are looked at.

use engine::protocol::{RequestId, StandardCounts};
use std::sync::Arc;

/// The state of the feature.
#[derive(Debug, Default)]
pub struct Standards {
    /// The dialog, while it is open.
    pub(super) form: Option<StandardForm>,
}

/// The dialog.
#[derive(Debug, Default)]
pub struct StandardForm {
    /// The request that counts.
    pub counting: RequestId,
    /// What it came to; `None`: it is being counted.
    pub counts: Option<Result<Option<Arc<StandardCounts>>, String>>,
    /// The request that chooses other rules.
    pub choosing: Option<RequestId>,
    /// Why those could not be taken.
    pub wrong: Option<String>,
    /// A file of the person's own is being named.
    pub own: bool,
    /// Where it lies.
    pub file: String,
}
