//! The rows of the shot list: products first, then SKUs without a photo; all, or those that lack something.

use engine::protocol::{ProductShots, Shots};
use std::sync::Arc;

/// A row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row<'a> {
    /// A product with photos.
    Product(&'a ProductShots),
    /// A SKU of the list of which there is no photo.
    NoPhoto(&'a str),
}

impl<'a> Row<'a> {
    pub fn sku(self) -> &'a str {
        match self {
            Self::Product(product) => &product.sku,
            Self::NoPhoto(sku) => sku,
        }
    }
}

/// Which rows are shown.
#[derive(Default)]
pub struct Rows {
    of: Option<Arc<Shots>>,
    only_incomplete: bool,
    /// Places: of products, then on from their number of SKUs without a photo.
    places: Vec<u32>,
}

impl Rows {
    /// Follows an answer and the filter.
    pub fn follow(&mut self, shots: &Arc<Shots>, only_incomplete: bool) {
        if self.only_incomplete == only_incomplete && self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, shots)) {
            return;
        }
        let all = 0..shots.products.len() + shots.without_photo.len();
        let shown = |place: &usize| !only_incomplete || shots.products.get(*place).is_none_or(|product| !product.is_complete());
        self.places = all.filter(shown).filter_map(|place| u32::try_from(place).ok()).collect();
        (self.of, self.only_incomplete) = (Some(Arc::clone(shots)), only_incomplete);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The row at this place.
    pub fn get<'a>(&self, shots: &'a Shots, at: usize) -> Option<Row<'a>> {
        let place = *self.places.get(at)? as usize;
        let products = shots.products.len();
        let without = || shots.without_photo.get(place - products).map(|sku| Row::NoPhoto(sku));
        shots.products.get(place).map(Row::Product).or_else(without)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_nothing_is_left_out_where_only_holes_are_shown() {
        let product = |sku: &str, have: [u32; 2]| ProductShots {
            sku: sku.into(),
            product: 0,
            photos: 2,
            have: have.into(),
            proposed: [0, 0].into(),
            listed: true,
        };
        let products = vec![product("a", [1, 1]), product("b", [0, 1])];
        let shots = Arc::new(Shots { products, without_photo: vec!["c".into()], ..Shots::default() });
        let mut rows = Rows::default();
        let skus = |rows: &Rows| (0..rows.len()).map(|at| rows.get(&shots, at).unwrap().sku().to_owned()).collect::<Vec<_>>();
        rows.follow(&shots, false);
        assert_eq!(skus(&rows), ["a", "b", "c"]);
        rows.follow(&shots, true);
        assert_eq!(skus(&rows), ["b", "c"]);
        assert_eq!(rows.get(&shots, 2), None);
    }
}
