//! A queue as it was answered, with the way of a person through it.

use super::session::Session;
use super::suspect;
use base::{LabelId, LabelSetDraft, LabelSetId};
use engine::protocol::{Audit, AuditOrder, Checked, SpotChecked, Suspect};
use std::sync::Arc;

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
