//! Accepting in bulk, and reviewing: what the two buttons say is all that they do.

use crate::shell::effect::ReviewPlan;
use crate::shell::scope::photos_words;
use base::human;
use engine::protocol::{Counted, Edit, LabelPromise, SetPromise, Which, threshold};
use std::sync::Arc;

/// What is accepted.
#[derive(Clone, Debug)]
pub enum Accepting {
    /// Suggestions from a threshold on.
    Above {
        /// Those of a label, or of all.
        which: Which,
        /// The threshold.
        least_bin: usize,
    },
    /// What keeps a promised precision; `None`: nothing does.
    Promised(Option<Arc<SetPromise>>),
}

/// What the figures in the panel come to.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// What was counted.
    pub(super) counted: Arc<Counted>,
    /// What is accepted of it.
    pub(super) accepting: Accepting,
    /// Suggestions that are accepted.
    pub above: u64,
    /// The review of the rest; or of what decides whether the precision can be promised.
    pub review: ReviewPlan,
    /// Products that those above are of, where the grid shows products.
    pub(super) products: Option<u64>,
    /// A photo has one label of the set, so that tags are photos.
    pub(super) single: bool,
    /// A label is looked at, but what is accepted is of all.
    pub(super) beyond_label: bool,
}

impl Bulk {
    /// "Accept 204 tags", "Accept 204 tags in all labels", "Accept 111 photos of 74 products".
    pub fn accept_words(&self) -> String {
        match self.products {
            None if self.beyond_label => format!("Accept {} in all labels", human::counted(self.above, "tag", "tags")),
            Some(_) if self.single => format!("Accept {}", photos_words(self.above, self.products)),
            Some(n) => format!("Accept {} of {}", human::counted(self.above, "tag", "tags"), human::counted(n, "product", "products")),
            None => format!("Accept {}", human::counted(self.above, "tag", "tags")),
        }
    }

    /// Nothing may be accepted whatever the figures are, until a review has settled it.
    pub fn has_nothing_to_accept(&self) -> bool {
        matches!(self.accepting, Accepting::Promised(None))
    }

    /// How many photos the review asks about.
    pub fn below(&self) -> u64 {
        self.review.most.unwrap_or_default() as u64
    }

    /// "Review 82".
    pub fn review_words(&self) -> String {
        format!("Review {}", human::count(self.below()))
    }

    /// The gesture; `None` where nothing can be accepted.
    pub fn accept(self) -> Option<Edit> {
        let counted = self.counted;
        match self.accepting {
            _ if self.above == 0 => None,
            Accepting::Above { which, least_bin } => Some(Edit::AcceptAbove { counted, which, least_bin }),
            Accepting::Promised(promise) => promise.map(|promise| Edit::AcceptPromised { counted, promise }),
        }
    }
}

/// From which score on a label is accepted, and why: "accepted from 0.91, its own threshold by 120 decisions".
pub fn label_words(label: &LabelPromise) -> String {
    let decisions = human::counted(label.decisions as u64, "decision", "decisions");
    match label.least_bin {
        Some(least_bin) => {
            let from = human::threshold(threshold(least_bin) as f32);
            if label.is_own { format!("accepted from {from}, its own threshold by {decisions}") } else { format!("accepted from {from}") }
        }
        None => format!("left out: {decisions} contradict the model"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::Slot;

    #[test]
    fn a_label_tells_from_where_on_it_is_accepted() {
        let label = |least_bin, is_own| LabelPromise { slot: Slot::label(0), least_bin, is_own, decisions: 120 };
        let words = [label(Some(182), true), label(Some(120), false), label(None, false)].map(|label| label_words(&label));
        assert_eq!(
            words,
            [
                "accepted from 0.91, its own threshold by 120 decisions",
                "accepted from 0.60",
                "left out: 120 decisions contradict the model"
            ]
        );
    }
}
