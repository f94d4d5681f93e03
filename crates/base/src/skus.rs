//! Which product a photo is of, where something else than its name says so.

use super::{Decision, PhotoId, Provenance};
use std::collections::HashMap;
use std::sync::Arc;

/// What was decided about a photo and a product.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoSku {
    /// Which photo.
    pub photo: PhotoId,
    /// The product's SKU.
    pub sku: Arc<str>,
    /// Accepted: it is of this product; rejected: it is not.
    pub decision: Decision,
    /// By whom, on what grounds, when.
    pub provenance: Provenance,
}

/// All of a catalogue, by photo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SkuBook(HashMap<PhotoId, Vec<PhotoSku>>);

impl SkuBook {
    /// In any order.
    pub fn new(decided: impl IntoIterator<Item = PhotoSku>) -> Self {
        let mut book: HashMap<PhotoId, Vec<PhotoSku>> = HashMap::new();
        for sku in decided {
            book.entry(sku.photo).or_default().push(sku);
        }
        Self(book)
    }

    /// Nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was decided about a photo.
    pub fn of(&self, photo: PhotoId) -> &[PhotoSku] {
        self.0.get(&photo).map_or(&[], Vec::as_slice)
    }

    /// The product that the photo is of.
    pub fn accepted(&self, photo: PhotoId) -> Option<&Arc<str>> {
        self.of(photo).iter().find(|sku| sku.decision == Decision::Accepted).map(|sku| &sku.sku)
    }

    /// The photo is not of this product.
    pub fn is_rejected(&self, photo: PhotoId, sku: &str) -> bool {
        self.of(photo).iter().any(|known| known.decision == Decision::Rejected && *known.sku == *sku)
    }
}
