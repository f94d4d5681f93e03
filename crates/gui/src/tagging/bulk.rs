//! Accepting in bulk, and reviewing the rest: what the two buttons say is all that they do.

use super::state::Tagging;
use crate::shell::ctx::Ctx;
use crate::shell::scope::photos_words;
use base::{Choice, LabelSetId, human};
use engine::protocol::{Counted, Edit, ReviewOrder, Slot, Which};
use std::sync::Arc;

/// What the figures in the panel come to at the threshold.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// In which set.
    pub set: LabelSetId,
    /// What was counted.
    counted: Arc<Counted>,
    /// The suggestions of a label, or of all.
    which: Which,
    /// The threshold.
    least_bin: usize,
    /// Suggestions at or above the threshold.
    pub above: u64,
    /// Suggestions below it.
    pub below: u64,
    /// Products that those above are of, where the grid shows products.
    products: Option<u64>,
    /// A photo has one label of the set, so that tags are photos.
    single: bool,
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

    /// "Review 82".
    pub fn review_words(&self) -> String {
        format!("Review {}", human::count(self.below))
    }

    /// The gesture.
    pub fn accept(self) -> Edit {
        Edit::AcceptAbove { counted: self.counted, which: self.which, least_bin: self.least_bin }
    }

    /// Which photos come first in the review.
    pub fn order(&self) -> ReviewOrder {
        match self.which {
            Which::Label(label) => ReviewOrder::Label(label),
            Which::AllLabels | Which::NoneOfThese => ReviewOrder::Uncertain,
        }
    }
}

impl Tagging {
    /// What can be accepted and reviewed now; `None` where the figures are not those of the photos in view, or of no saved set.
    pub fn bulk(&self, ctx: &Ctx) -> Option<Bulk> {
        let set = self.set.filter(|_| self.editor.is_none())?;
        let view = self.view.as_ref().filter(|view| view.error.is_none() && self.is_current(ctx))?;
        let which = match self.label {
            Some(Slot::NONE_OF_THESE) => Which::NoneOfThese,
            Some(slot) => Which::Label(self.draft.labels.get(slot.place()?)?.id?),
            None => Which::AllLabels,
        };
        let least_bin = self.threshold();
        let (above, below) = self.above_and_below();
        let products = view.products.as_ref().map(|products| products.above(self.label, least_bin));
        let single = self.draft.choice == Choice::Single;
        Some(Bulk { set, counted: Arc::clone(&view.counted), which, least_bin, above, below, products, single })
    }
}
