//! Products and what they were made from: regrouped only when photos or rule change, not after every decision.

use crate::protocol::{Product, Products, SkuRule, Tags};
use base::{Photo, PhotoId};
use std::collections::HashMap;
use std::sync::Arc;
use tasks::products::{self, SkuMatcher};

#[derive(Default)]
pub struct Grouping(Option<Grouped>);

struct Grouped {
    photos: Arc<[Photo]>,
    rule: Option<SkuRule>,
    products: Arc<[Product]>,
    of: Arc<HashMap<PhotoId, usize>>,
}

impl Grouping {
    /// The products of these photos, with those that disagree with their product.
    pub fn products(&mut self, photos: &Arc<[Photo]>, rule: Option<&SkuRule>, tags: &Tags) -> Products {
        let known = self.0.take().filter(|known| Arc::ptr_eq(&known.photos, photos) && known.rule.as_ref() == rule);
        let grouped = self.0.insert(known.unwrap_or_else(|| group(photos, rule)));
        Products {
            rule: grouped.rule.clone(),
            products: Arc::clone(&grouped.products),
            of: Arc::clone(&grouped.of),
            odd: products::odd(&grouped.products, &tags.sets, &tags.book),
        }
    }
}

fn group(photos: &Arc<[Photo]>, rule: Option<&SkuRule>) -> Grouped {
    let matcher = rule.and_then(|rule| SkuMatcher::new(rule).ok());
    let products: Arc<[Product]> = matcher.map(|matcher| products::group(photos, &matcher)).unwrap_or_default().into();
    let of = Arc::new(products::places(&products));
    Grouped { photos: Arc::clone(photos), rule: rule.cloned(), products, of }
}
