//! What the window knows about marks beside those of the photos.

use super::read_dialog::ReadForm;

/// The dialog, while it is open.
#[derive(Debug, Default)]
pub struct Marking {
    pub(super) dialog: Option<ReadForm>,
}
