//! The photos that a gesture acts on, in words, and what they were made from. `scope` makes them.

use super::view::View;
use base::{PhotoId, human};
use std::collections::HashMap;
use std::sync::Arc;

/// Photos that a gesture acts on.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Each once.
    pub photos: Arc<[PhotoId]>,
    /// How many products they are of, where the grid shows products.
    pub products: Option<u64>,
    /// The name of the one photo, where several are seen and none is selected.
    pub name: Option<String>,
}

/// What a target was made from; another one is made when that changes.
#[derive(Clone, Debug, Default)]
pub struct MadeFrom {
    pub(super) selection: u64,
    pub(super) view: View,
    pub(super) in_hand: Option<PhotoId>,
    pub(super) grouped: Option<Arc<HashMap<PhotoId, usize>>>,
}

impl MadeFrom {
    /// Nothing has changed.
    pub fn is(&self, other: &Self) -> bool {
        (self.selection, self.view, self.in_hand) == (other.selection, other.view, other.in_hand)
            && same(self.grouped.as_ref(), other.grouped.as_ref())
    }
}

impl Target {
    /// There is nothing to act on.
    pub fn is_empty(&self) -> bool {
        self.photos.is_empty()
    }

    /// "this photo", "5 photos", "3 photos of this product", "111 photos of 74 products".
    pub fn words(&self) -> String {
        match (self.photos.len() as u64, self.products) {
            (1, _) => self.name.clone().unwrap_or_else(|| "this photo".to_owned()),
            (n, Some(1)) => format!("{} of this product", human::photos(n)),
            (n, products) => photos_words(n, products),
        }
    }
}

/// "111 photos", "111 photos of 74 products".
pub fn photos_words(photos: u64, products: Option<u64>) -> String {
    match products {
        Some(n) => format!("{} of {}", human::photos(photos), human::counted(n, "product", "products")),
        None => human::photos(photos),
    }
}

/// The same grouping, or both none.
pub fn same(a: Option<&Arc<HashMap<PhotoId, usize>>>, b: Option<&Arc<HashMap<PhotoId, usize>>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}
