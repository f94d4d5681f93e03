//! What the window knows of saved searches beside the searches themselves, which come with the tags.

use crate::shell::name_form::NameForm;
use base::searches::SavedQuery;
use engine::protocol::SearchCounts;
use std::sync::Arc;

/// Counts and the open dialog.
#[derive(Debug, Default)]
pub struct Searches {
    /// How many photos each finds, as far as it was counted.
    pub(super) counts: Arc<SearchCounts>,
    pub(super) dialog: Option<NameForm<SavedQuery>>,
}
