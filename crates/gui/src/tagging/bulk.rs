//! Accepting in bulk, and reviewing the rest: what the two buttons say is all that they do.

use crate::shell::effect::ReviewPlan;
use crate::shell::scope::photos_words;
use base::human;
use engine::protocol::{Counted, Edit, Which};
use std::sync::Arc;

/// What the figures in the panel come to at the threshold.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// What was counted.
    pub(super) counted: Arc<Counted>,
    /// The suggestions of a label, or of all.
    pub(super) which: Which,
    /// The threshold.
    pub(super) least_bin: usize,
    /// Suggestions at or above the threshold.
    pub above: u64,
    /// The review of the rest.
    pub review: ReviewPlan,
    /// Products that those above are of, where the grid shows products.
    pub(super) products: Option<u64>,
    /// A photo has one label of the set, so that tags are photos.
    pub(super) single: bool,
}

impl Bulk {
    /// "Accept 204 tags", "Accept 111 photos of 74 products".
    pub fn accept_words(&self) -> String {
        match self.products {
            Some(_) if self.single => format!("Accept {}", photos_words(self.above, self.products)),
            Some(n) => format!("Accept {} of {}", human::counted(self.above, "tag", "tags"), human::counted(n, "product", "products")),
            None => format!("Accept {}", human::counted(self.above, "tag", "tags")),
        }
    }

    /// How many photos the review asks about.
    pub fn below(&self) -> u64 {
        self.review.most.unwrap_or_default() as u64
    }

    /// "Review 82".
    pub fn review_words(&self) -> String {
        format!("Review {}", human::count(self.below()))
    }

    /// The gesture.
    pub fn accept(self) -> Edit {
        Edit::AcceptAbove { counted: self.counted, which: self.which, least_bin: self.least_bin }
    }
}
