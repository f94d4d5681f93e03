//! The check as the window knows it: the queue as it was answered, the sitting, what is waited for.

use super::cells::Cells;
use super::export::ExportForm;
use super::session::Figures;
use super::sitting::Sitting;
use super::start::StartForm;
use crate::shell::taking_back::Turning;
use base::PhotoId;
use engine::protocol::{AuditRequest, CheckedSoFar, RequestId};
use std::sync::Arc;

/// An audit that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub request: RequestId,
    pub asked: AuditRequest,
    /// The set's revision then: the answer names labels by their places.
    pub revision: u32,
}

/// What the view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Nothing was begun.
    Nothing,
    /// The labels are being looked at.
    Waiting,
    /// It did not come about.
    Problem,
    /// Nothing looks wrong.
    Calm,
    /// A photo is asked about.
    Asking,
    /// What was decided.
    Done,
}

/// What had been checked before.
#[derive(Clone, Debug, Default)]
pub enum Before {
    /// It was not asked.
    #[default]
    Unknown,
    /// The answer to this request will tell.
    Asked(RequestId),
    /// This.
    Known(Arc<CheckedSoFar>),
}

/// The check as the window knows it.
#[derive(Debug, Default)]
pub struct AuditPage {
    pub(super) sitting: Option<Sitting>,
    pub(super) waiting: Option<Waiting>,
    /// What had been checked of the set when the check was begun, as soon as that is known.
    pub(super) before: Before,
    /// Many suspects at once, while they are shown like that.
    pub(super) cells: Option<Cells>,
    /// Why there is nothing to go through.
    pub(super) problem: Option<String>,
    /// What is typed to find another label.
    pub(super) find: Option<String>,
    pub(super) turning: Turning,
    pub(super) form: Option<StartForm>,
    pub(super) export: Option<ExportForm>,
}

impl AuditPage {
    /// What the view shows now.
    pub(super) fn page(&self) -> Page {
        match &self.sitting {
            _ if self.waiting.is_some() => Page::Waiting,
            _ if self.problem.is_some() => Page::Problem,
            None => Page::Nothing,
            Some(sitting) if sitting.calm => Page::Calm,
            Some(sitting) if sitting.leaving || sitting.suspect().is_none() => Page::Done,
            Some(_) => Page::Asking,
        }
    }

    /// The photo in question.
    pub(super) fn photo(&self) -> Option<PhotoId> {
        let asking = self.page() == Page::Asking;
        self.sitting.as_ref().filter(|_| asking)?.suspect().map(|suspect| suspect.photo)
    }

    /// What was decided of the set, in this check and before it; of a sample, in this check alone.
    pub(super) fn figures(&self) -> Figures {
        let Some(sitting) = &self.sitting else { return Figures::default() };
        let mut figures = sitting.figures();
        if let (Before::Known(before), false) = (&self.before, sitting.is_spot_check()) {
            let decided = sitting.decided();
            let others = |labels: &[_]| labels.iter().filter(|label| !decided.contains(*label)).count();
            figures.kept += others(&before.kept);
            figures.corrected += others(&before.corrected);
            figures.without += others(&before.without);
        }
        figures
    }

    /// Something was decided that can be written.
    pub(super) fn has_decisions(&self) -> bool {
        self.figures().decided() > 0
    }

    /// Its open dialog has a field for a path.
    pub fn asks_for_path(&self) -> bool {
        self.export.is_some()
    }
}
