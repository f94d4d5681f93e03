//! The profile that is looked at.

use super::form::FeedForm;

/// The state of the feature.
#[derive(Debug, Default)]
pub struct Feeds {
    /// The dialog, while it is open.
    pub(super) form: Option<FeedForm>,
}
