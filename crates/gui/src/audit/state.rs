//! The check as the window knows it: the queue as it was answered, the sitting, what is waited for.

use super::export::ExportForm;
use super::session::Session;
use super::start::StartForm;
use super::suspect;
use base::{LabelId, LabelSetDraft, LabelSetId, PhotoId, StepId};
use engine::protocol::{Audit, AuditOrder, AuditRequest, Checked, RequestId, SpotChecked, Suspect};
use std::sync::Arc;

/// An audit that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub request: RequestId,
    pub asked: AuditRequest,
    /// The set's revision then: the answer names labels by their places.
    pub revision: u32,
}

/// A queue that a person goes through. Its order and its labels are those of the answer, whatever is decided meanwhile.
#[derive(Debug)]
pub struct Sitting {
    pub set: LabelSetId,
    pub order: AuditOrder,
    /// The set as it was when the labels were looked at.
    pub draft: LabelSetDraft,
    pub audit: Arc<Audit>,
    pub session: Session,
    /// Nothing in it looks wrong, and the person has not asked to see it all the same.
    pub calm: bool,
    /// What was decided is told before the person goes.
    pub leaving: bool,
}

impl Sitting {
    /// The suspect in question.
    pub fn suspect(&self) -> Option<&Suspect> {
        self.audit.suspects.get(self.session.at())
    }

    /// The label that it had when it was asked about.
    pub fn was(&self, suspect: &Suspect) -> Option<LabelId> {
        suspect::label(&self.draft, suspect.slot)
    }

    /// The name of a label then.
    pub fn name(&self, label: Option<LabelId>) -> &str {
        suspect::name(&self.draft, label)
    }

    /// It is a random sample.
    pub fn is_spot_check(&self) -> bool {
        matches!(self.order, AuditOrder::SpotCheck { .. })
    }

    /// What the sample comes to so far.
    pub fn spot_check(&self) -> Option<SpotChecked> {
        let figures = self.session.figures();
        let checked = SpotChecked { right: figures.kept, of: figures.decided(), all: self.audit.photos };
        (self.is_spot_check() && checked.of > 0).then_some(checked)
    }

    /// What was decided about, for a report.
    pub fn checked(&self) -> Vec<Checked> {
        let suspects = self.session.decided().filter_map(|place| self.audit.suspects.get(place));
        let why = |suspect: &Suspect| suspect::reasons(&self.draft, suspect).join("; ");
        suspects.map(|suspect| Checked { photo: suspect.photo, was: self.was(suspect), why: why(suspect) }).collect()
    }
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

/// The check as the window knows it.
#[derive(Debug, Default)]
pub struct AuditPage {
    pub(super) sitting: Option<Sitting>,
    pub(super) waiting: Option<Waiting>,
    /// Why there is nothing to go through.
    pub(super) problem: Option<String>,
    /// What is typed to find another label.
    pub(super) find: Option<String>,
    /// Steps that are being taken back or done again, each with the request that asks for it.
    pub(super) turning: Vec<(RequestId, StepId)>,
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

    /// Something was decided that can be written.
    pub fn has_decisions(&self) -> bool {
        self.sitting.as_ref().is_some_and(|sitting| sitting.session.figures().decided() > 0)
    }

    /// Its open dialog has a field for a path.
    pub fn asks_for_path(&self) -> bool {
        self.export.is_some()
    }
}
