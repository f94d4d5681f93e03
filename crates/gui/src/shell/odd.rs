//! Photos that disagree with their product.

use base::{LabelSetId, PhotoId};
use engine::protocol::Products;
use std::collections::HashMap;

/// Photos that disagree with their product: made once a change and read often.
#[derive(Debug, Default)]
pub struct Odd {
    /// By photo: the sets in which it differs from its product.
    by_photo: HashMap<PhotoId, Vec<LabelSetId>>,
}

impl Odd {
    /// Takes the products over.
    pub fn rebuild(&mut self, products: &Products) {
        self.by_photo.clear();
        for (photo, set) in &products.odd {
            self.by_photo.entry(*photo).or_default().push(*set);
        }
    }

    /// The photo's label differs from its siblings'.
    pub fn contains(&self, photo: PhotoId) -> bool {
        self.by_photo.contains_key(&photo)
    }

    /// In which sets.
    pub fn sets(&self, photo: PhotoId) -> &[LabelSetId] {
        self.by_photo.get(&photo).map_or(&[], Vec::as_slice)
    }

    /// How many photos.
    pub fn count(&self) -> u64 {
        self.by_photo.len() as u64
    }
}
