//! The shot list: which views of which products are there, and which are still to be taken.
//!
//! A view counts as had by accepted tags alone. What a model proposes stands beside it and fills no hole.

mod list;
mod matching;
mod references;
mod table;
#[cfg(test)]
mod tests;

pub use list::{ListTold, Listed, SkuList, Unclear};
pub use matching::{Likely, Reference, SkuMatch, match_photos};
pub use references::{References, references_of_folder, references_of_table};
pub use table::{shots_csv, write_shots};

use crate::products::Product;
use base::{LabelId, LabelSet, PhotoId, Photos, TagBook, natural};
use std::collections::HashMap;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct ShotsOf<'a> {
    /// All products.
    pub products: &'a [Product],
    /// Each photo's place among them.
    pub places: &'a HashMap<PhotoId, usize>,
    /// All photos.
    pub photos: &'a Photos,
    /// What was decided.
    pub book: &'a TagBook,
    /// The set whose labels are views.
    pub set: &'a LabelSet,
}

/// A view that every product should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The label.
    pub label: LabelId,
    /// Its name.
    pub name: String,
}

/// What a product has, view by view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductShots {
    /// Its SKU.
    pub sku: String,
    /// Its place among the products.
    pub product: usize,
    /// How many photos it has.
    pub photos: u32,
    /// Of each wanted view, photos that have its label accepted.
    pub have: Box<[u32]>,
    /// Of each wanted view, photos without a decision for which the model proposes it.
    pub proposed: Box<[u32]>,
    /// The SKU list names it; true where there is no list.
    pub listed: bool,
}

impl ProductShots {
    /// The views that it lacks, by their places.
    pub fn missing(&self) -> impl Iterator<Item = usize> {
        self.have.iter().enumerate().filter(|(_, n)| **n == 0).map(|(place, _)| place)
    }

    /// It lacks none.
    pub fn is_complete(&self) -> bool {
        self.missing().next().is_none()
    }
}

/// Which views of which products are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shots {
    /// The views that every product should have, in the set's order.
    pub views: Vec<View>,
    /// Every product with a photo, by SKU in natural order.
    pub products: Vec<ProductShots>,
    /// SKUs of the list of which there is no photo, in its order.
    pub without_photo: Vec<String>,
    /// Photos that belong to no product, in the catalogue's order.
    pub without_product: Vec<PhotoId>,
    /// What became of the rows of the list; `None`: there was none.
    pub list: Option<ListTold>,
    /// Products that lack no view.
    pub complete: usize,
    /// Products that a list was given for and does not name.
    pub unlisted: usize,
    /// Some photo has a view of this set: else nobody has begun to tag them.
    pub tagged: bool,
}

/// Sets products beside views. `want`: only these labels of the set; none: all of them. `proposed`: what a model proposes for photos that
/// nobody decided about.
pub fn shots(of: ShotsOf<'_>, want: &[LabelId], list: Option<&SkuList>, proposed: impl Fn(PhotoId) -> Option<LabelId>) -> Shots {
    let wanted = of.set.labels.iter().filter(|label| want.is_empty() || want.contains(&label.id));
    let views: Vec<View> = wanted.map(|label| View { label: label.id, name: label.name.clone() }).collect();
    let place_of: HashMap<LabelId, usize> = views.iter().enumerate().map(|(place, view)| (view.label, place)).collect();
    let listed = list.map(|list| list.among(of.products));
    let mut tagged = false;
    let mut products: Vec<ProductShots> = Vec::with_capacity(of.products.len());
    for (product, Product { sku, photos }) in of.products.iter().enumerate() {
        let [mut have, mut maybe] = [vec![0; views.len()], vec![0; views.len()]];
        for photo in photos {
            let accepted = of.book.accepted(*photo).filter(|tag| tag.set == of.set.id);
            for place in accepted.filter_map(|tag| tag.label).inspect(|_| tagged = true).filter_map(|label| place_of.get(&label)) {
                have[*place] += 1;
            }
            if let Some(place) = proposed(*photo).and_then(|label| place_of.get(&label)) {
                maybe[*place] += 1;
            }
        }
        products.push(ProductShots {
            sku: sku.clone(),
            product,
            photos: u32::try_from(photos.len()).unwrap_or(u32::MAX),
            have: have.into(),
            proposed: maybe.into(),
            listed: listed.as_ref().is_none_or(|listed| listed.products[product]),
        });
    }
    products.sort_by_cached_key(|product| natural::key(&product.sku));
    let without = of.photos.iter().filter(|photo| !photo.missing && !of.places.contains_key(&photo.id));
    let (without_photo, told) = listed.map_or((Vec::new(), None), |listed| (listed.without_photo, Some(listed.told)));
    Shots {
        views,
        complete: products.iter().filter(|product| product.is_complete()).count(),
        unlisted: products.iter().filter(|product| !product.listed).count(),
        products,
        without_photo,
        without_product: without.map(|photo| photo.id).collect(),
        list: told,
        tagged,
    }
}
