//! The dialogs of the exchange with files.

use super::export::{ExportForm, ExportedList};
use super::import::ImportForm;
use super::texts::TextForm;

/// A dialog about files.
#[derive(Clone, Debug)]
pub enum ExchangeDialog {
    /// Labels to take in.
    Import(ImportForm),
    /// Texts to take in.
    Texts(TextForm),
    /// Tags to write.
    Export(ExportForm),
    /// What an export left to look at.
    Exported(ExportedList),
}

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub struct Exchange {
    pub(super) dialog: Option<ExchangeDialog>,
}
