//! A queue as it was answered, with the way of a person through it.

use super::session::{Figures, Outcome, Session};
use super::suspect;
use base::{Choice, LabelId, LabelSetDraft, LabelSetId, PhotoId, Ruling};
use engine::protocol::{Audit, AuditOrder, Checked, SpotChecked, Suspect, SuspectKind};
use std::collections::HashSet;
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

    /// The label that it had when it was asked about, or that it may lack.
    pub fn asked(&self, suspect: &Suspect) -> Option<LabelId> {
        suspect::label(&self.draft, suspect.slot)
    }

    /// Several labels may fit a photo: it is asked about one after the other, yes or no.
    pub fn is_several(&self) -> bool {
        self.draft.choice == Choice::Multi
    }

    /// What becomes of the photo in question by an answer; `None` where the answer means nothing there.
    pub fn outcome(&self, answer: Answer) -> Option<Outcome> {
        self.outcome_of(self.suspect()?, answer)
    }

    /// The same of another one.
    pub fn outcome_of(&self, suspect: &Suspect, answer: Answer) -> Option<Outcome> {
        let (asked, better) = (self.asked(suspect), suspect::label(&self.draft, suspect.suggested));
        let label = match answer {
            Answer::Keep => return Some(Outcome::Kept),
            Answer::Better => better,
            Answer::Label(_) if self.is_several() => return None,
            Answer::Label(label) => label,
        };
        Some(if label == asked && !self.is_several() { Outcome::Kept } else { Outcome::Changed(label) })
    }

    /// What such a change is to the engine.
    pub fn ruling(&self, suspect: &Suspect, label: Option<LabelId>) -> Ruling {
        let taken_off = self.asked(suspect).filter(|_| self.is_several() && suspect.kind == SuspectKind::Wrong);
        taken_off.map_or_else(|| label.map_or(Ruling::NoneOfThese, Ruling::Accept), Ruling::Reject)
    }

    /// The name of a label then.
    pub fn name(&self, label: Option<LabelId>) -> &str {
        suspect::name(&self.draft, label)
    }

    /// What was decided in it. Where several labels may fit, taking one off is a correction as any other.
    pub fn figures(&self) -> Figures {
        let figures = self.session.figures();
        if self.is_several() {
            return Figures { corrected: figures.corrected + figures.without, without: 0, ..figures };
        }
        figures
    }

    /// What was decided about: photos, and where several labels may fit the label.
    pub fn decided(&self) -> HashSet<(PhotoId, Option<LabelId>)> {
        let suspects = self.session.decided().filter_map(|place| self.audit.suspects.get(place));
        suspects.map(|suspect| (suspect.photo, self.asked(suspect).filter(|_| self.is_several()))).collect()
    }

    /// How many labels are very likely wrong among those that nothing became of.
    pub fn very_likely_wrong(&self) -> u64 {
        let open = self
            .audit
            .suspects
            .iter()
            .enumerate()
            .filter(|(place, _)| !matches!(self.session.outcome(*place), Some(Outcome::Kept | Outcome::Changed(_))));
        open.filter(|(_, suspect)| suspect::is_very_likely(suspect)).count() as u64
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
        let checked =
            |suspect: &Suspect| Checked { photo: suspect.photo, kind: suspect.kind, label: self.asked(suspect), why: why(suspect) };
        suspects.map(checked).collect()
    }
}

/// What a person says of the photo in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is right as it is.
    Keep,
    /// The likelier label; of several, the label is added or taken off.
    Better,
    /// This one; `None`: none of these.
    Label(Option<LabelId>),
}
