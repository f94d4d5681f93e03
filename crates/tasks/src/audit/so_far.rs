//! What persons have checked of a set so far, in whichever audit and whenever.

use base::{Choice, Decision, Kept, LabelId, LabelSet, PhotoId, TagBook};
use catalog::Correction;
use std::collections::HashSet;

/// What persons have made of a set's labels, by photo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SoFar {
    /// Labels that they replaced.
    pub corrections: Vec<Correction>,
    /// Labels that they kept, and that stand.
    pub kept: Vec<Kept>,
}

impl SoFar {
    /// `kept` is as the catalogue has it: what was changed since is left out.
    pub fn new(set: &LabelSet, book: &TagBook, corrections: Vec<Correction>, kept: Vec<Kept>) -> Self {
        let corrected: HashSet<_> = corrections.iter().map(|correction| key(set, correction)).collect();
        let is_known = |kept: &Kept| kept.label.is_none_or(|id| set.label(id).is_some_and(|label| label.since <= kept.revision));
        let stands = |kept: &Kept| match set.choice {
            Choice::Single => book.settled(kept.photo, set.id).is_some_and(|tag| tag.label == kept.label),
            Choice::Multi => true,
        };
        let is_corrected = |kept: &Kept| corrected.contains(&(kept.photo, kept.label.filter(|_| set.choice == Choice::Multi)));
        let kept = kept.into_iter().filter(is_known).filter(stands).filter(|kept| !is_corrected(kept)).collect();
        Self { corrections, kept }
    }

    /// Corrections as labels that an audit does not ask about.
    pub fn settled(set: &LabelSet, corrections: &[Correction]) -> Vec<Kept> {
        let label = |correction: &Correction| match set.choice {
            Choice::Single => correction.now,
            Choice::Multi => correction.now.or(correction.was),
        };
        let settled = |correction: &Correction| Kept {
            photo: correction.by.photo,
            set: set.id,
            label: label(correction),
            revision: set.revision,
            kept_at_ms: correction.by.provenance.decided_at_ms,
        };
        corrections.iter().map(settled).collect()
    }
}

/// What an audit asks about as one: a photo, and of several labels which.
pub(super) fn key(set: &LabelSet, correction: &Correction) -> (PhotoId, Option<LabelId>) {
    let label = correction.now.or(correction.was).filter(|_| set.choice == Choice::Multi);
    (correction.by.photo, label)
}

/// Whether the photo has the label.
pub(super) fn has(book: &TagBook, kept: &Kept) -> bool {
    book.of(kept.photo).iter().any(|tag| tag.set == kept.set && tag.label == kept.label && tag.decision != Decision::Rejected)
}
