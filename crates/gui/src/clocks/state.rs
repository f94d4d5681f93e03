//! The dialog about clocks.

use super::form::ClockForm;

/// The dialog, while it is open.
#[derive(Debug, Default)]
pub struct Clocks {
    pub(super) form: Option<ClockForm>,
}
