//! Whether a person is still to be asked about a label of a photo, given what was decided.

use base::{Choice, Decision, LabelId, LabelSetId, Tag};

/// What a person would be asked about a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The label that is suggested; `None`: none of these, or a label that was not saved yet.
    pub label: Option<LabelId>,
    /// The set's revision in which that label came or its words changed: 0 for none of these, the highest for an unsaved one.
    pub since: u32,
}

impl Question {
    /// It could not have been asked when this was decided: the photo or the label was another.
    fn is_newer_than(self, tag: &Tag) -> bool {
        tag.stale || self.since > tag.revision
    }
}

/// Whether a person is still to be asked, given everything that was decided about the photo. What was decided is never asked
/// again, unless the photo's content changed, or the model now suggests a label that did not exist (or had other words) when
/// it was decided.
pub fn is_open(tags: &[Tag], set: LabelSetId, choice: Choice, question: Question) -> bool {
    let of_set = || tags.iter().filter(|t| t.set == set);
    match (choice, question.label) {
        (Choice::Single, _) => of_set().filter(|t| t.decision != Decision::Rejected).all(|t| {
            let agrees = question.label.is_some() && t.label == question.label;
            t.stale || (!agrees && question.is_newer_than(t))
        }),
        // None of these is no question where some label fits.
        (Choice::Multi, None) if question.since == 0 => of_set().filter(|t| t.decision != Decision::Rejected).all(|t| t.stale),
        (Choice::Multi, label) => {
            of_set().filter(|t| t.decision == Decision::None || (label.is_some() && t.label == label)).all(|t| question.is_newer_than(t))
        }
    }
}

/// Whether the label was rejected for the photo as both are now.
pub fn is_rejected(tags: &[Tag], question: Question) -> bool {
    let rejected = |t: &&Tag| t.decision == Decision::Rejected && t.label == question.label;
    question.label.is_some() && tags.iter().filter(rejected).any(|t| !question.is_newer_than(t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::PhotoId;
    use base::{Provenance, Source};

    fn tag(label: Option<i64>, decision: Decision, revision: u32, stale: bool) -> Tag {
        let provenance = Provenance::of(Source::Person, 0);
        Tag { photo: PhotoId(1), set: LabelSetId(1), label: label.map(LabelId), decision, provenance, revision, stale }
    }

    #[track_caller]
    fn check(choice: Choice, tag: Tag, label: Option<i64>, since: u32, open: bool) {
        let question = Question { label: label.map(LabelId), since };
        assert_eq!(is_open(std::slice::from_ref(&tag), LabelSetId(1), choice, question), open, "{choice:?} {tag:?} {question:?}");
        assert!(is_open(&[tag], LabelSetId(2), choice, question), "another set's decision decides nothing here");
    }

    #[test]
    fn what_was_decided_is_asked_again_only_if_photo_or_label_are_others() {
        use Choice::{Multi, Single};
        use Decision::{Accepted, None as Nothing, Rejected};
        // Decided Red (1) at revision 3; the model says Green (2).
        check(Single, tag(Some(1), Accepted, 3, false), Some(2), 3, false);
        check(Single, tag(Some(1), Accepted, 3, false), Some(2), 4, true);
        check(Single, tag(Some(1), Accepted, 3, true), Some(2), 1, true);
        // The model agrees, whatever became of the words.
        check(Single, tag(Some(1), Accepted, 3, false), Some(1), 9, false);
        check(Single, tag(Some(1), Accepted, 3, true), Some(1), 1, true);
        // None of these was decided; a label that came since may fit. A label that was never saved is newer than anything.
        check(Single, tag(None, Nothing, 3, false), Some(2), 3, false);
        check(Single, tag(None, Nothing, 3, false), Some(2), 4, true);
        check(Single, tag(Some(1), Accepted, 3, false), None, u32::MAX, true);
        check(Single, tag(Some(1), Accepted, 3, false), None, 0, false);
        // A rejection leaves the question open.
        check(Single, tag(Some(1), Rejected, 3, false), Some(2), 1, true);
        // Each label is a question of its own in a multi-choice set.
        check(Multi, tag(Some(1), Accepted, 3, false), Some(2), 1, true);
        check(Multi, tag(Some(1), Accepted, 3, false), Some(1), 3, false);
        check(Multi, tag(Some(1), Rejected, 3, false), Some(1), 3, false);
        check(Multi, tag(Some(1), Rejected, 3, false), Some(1), 4, true);
        check(Multi, tag(None, Nothing, 3, false), Some(1), 3, false);
        check(Multi, tag(None, Nothing, 3, false), Some(1), 4, true);
        check(Multi, tag(Some(1), Accepted, 3, false), None, 0, false);
    }
}
