//! What can be answered to a dispute: what people say, each once, and the other labels of the set.

use super::sitting::Sitting;
use crate::shell::ctx::Ctx;
use base::{Choice, LabelId, LabelSet, Opinion};
use engine::protocol::Dispute;

/// Answers and labels that have a key of their own.
pub const KEYS: usize = 9;

/// What people say of the photo in question.
pub struct Question<'a> {
    pub set: &'a LabelSet,
    pub dispute: &'a Dispute,
    /// Each answer once, in the order in which people are told.
    pub given: Vec<Given<'a>>,
    /// Where one label fits those that nobody says, where several may all: those that somebody says first. In the set's order.
    pub labels: Vec<LabelId>,
}

/// An answer, and who gives it.
pub struct Given<'a> {
    pub labels: &'a [LabelId],
    pub by: Vec<&'a Opinion>,
}

impl<'a> Question<'a> {
    /// About the dispute in question; `None` at the end, and where the set is gone.
    pub fn of(ctx: &'a Ctx, sitting: &'a Sitting) -> Option<Self> {
        Some(Self::about(ctx.tags.set(sitting.set)?, sitting.dispute()?))
    }

    fn about(set: &'a LabelSet, dispute: &'a Dispute) -> Self {
        let mut given: Vec<Given<'a>> = Vec::new();
        for opinion in &dispute.opinions {
            match given.iter_mut().find(|answer| answer.labels == opinion.labels) {
                Some(answer) => answer.by.push(opinion),
                None => given.push(Given { labels: &opinion.labels, by: vec![opinion] }),
            }
        }
        let is_said = |label: &LabelId| given.iter().any(|answer| answer.labels.contains(label));
        let (said, mut labels): (Vec<LabelId>, Vec<LabelId>) = set.labels.iter().map(|label| label.id).partition(is_said);
        if set.choice == Choice::Multi {
            labels.splice(0..0, said);
        }
        Self { set, dispute, given, labels }
    }

    /// Several labels may fit.
    pub fn is_several(&self) -> bool {
        self.set.choice == Choice::Multi
    }

    /// The labels that have a key, behind the answers that are given.
    pub fn keyed(&self) -> &[LabelId] {
        &self.labels[..self.labels.len().min(KEYS.saturating_sub(self.given.len()))]
    }

    /// The labels that the two who are compared both say.
    pub fn in_common(&self) -> Vec<LabelId> {
        let [first, second, ..] = &self.dispute.opinions[..] else { return Vec::new() };
        first.labels.iter().filter(|label| second.labels.contains(label)).copied().collect()
    }

    /// "Red, Blue", "None of these".
    pub fn words(&self, labels: &[LabelId]) -> String {
        words(self.set, labels)
    }
}

/// "Red, Blue", with labels as they are written; "None of these".
pub fn words(set: &LabelSet, labels: &[LabelId]) -> String {
    if labels.is_empty() { "None of these".to_owned() } else { engine::protocol::answer(set, labels) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::PhotoId;
    use std::path::PathBuf;

    fn opinion(author: &str, labels: &[i64]) -> Opinion {
        let labels = labels.iter().copied().map(LabelId).collect();
        Opinion { photo: PhotoId(1), author: author.into(), labels, decided_at_ms: 0 }
    }

    fn dispute(opinions: Vec<Opinion>) -> Dispute {
        Dispute { photo: PhotoId(1), path: PathBuf::from("/a.jpg"), opinions }
    }

    #[test]
    fn an_answer_that_two_give_is_offered_once() {
        let set = LabelSet::sample(1, "Colour", (1..).zip(["Red", "Green", "Blue"]));
        let dispute = dispute(vec![opinion("Ann", &[3]), opinion("Ben", &[1]), opinion("Cleo", &[3])]);
        let question = Question::about(&set, &dispute);
        let told: Vec<(String, usize)> = question.given.iter().map(|given| (question.words(given.labels), given.by.len())).collect();
        assert_eq!(told, [("Blue".to_owned(), 2), ("Red".to_owned(), 1)]);
        assert_eq!((question.keyed(), question.words(&[])), (&[LabelId(2)][..], "None of these".to_owned()));
    }

    #[test]
    fn where_several_labels_fit_those_that_somebody_says_come_first() {
        let set = LabelSet { choice: Choice::Multi, ..LabelSet::sample(1, "Style", (1..).zip(["plain", "dotted", "striped"])) };
        let dispute = dispute(vec![opinion("Ann", &[2, 3]), opinion("Ben", &[3])]);
        let question = Question::about(&set, &dispute);
        assert_eq!((&question.labels[..], question.in_common()), (&[2, 3, 1].map(LabelId)[..], vec![LabelId(3)]));
    }
}
