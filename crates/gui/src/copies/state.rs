//! The dialogs about copies.

use super::form::CopyForm;
use super::sheet::SheetForm;
use super::told::Told;
use engine::protocol::PickPurpose;

/// A dialog about copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiesDialog {
    /// What is to be copied, and how.
    Copy(Box<CopyForm>),
    /// A contact sheet.
    Sheet(SheetForm),
    /// What was not copied, and why.
    Told(Told),
}

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub struct Copies {
    pub(super) dialog: Option<CopiesDialog>,
}

impl Copies {
    /// Its open dialog has a field for this path.
    pub fn asks_for_path(&self, purpose: PickPurpose) -> bool {
        match purpose {
            PickPurpose::CopyTo => self.form().is_some(),
            PickPurpose::ContactSheet => matches!(self.dialog, Some(CopiesDialog::Sheet(_))),
            _ => false,
        }
    }

    pub(super) fn form(&self) -> Option<&CopyForm> {
        if let Some(CopiesDialog::Copy(form)) = &self.dialog { Some(form) } else { None }
    }

    pub(super) fn sheet_mut(&mut self) -> Option<&mut SheetForm> {
        if let Some(CopiesDialog::Sheet(form)) = &mut self.dialog { Some(form) } else { None }
    }

    pub(super) fn form_mut(&mut self) -> Option<&mut CopyForm> {
        if let Some(CopiesDialog::Copy(form)) = &mut self.dialog { Some(form) } else { None }
    }
}
