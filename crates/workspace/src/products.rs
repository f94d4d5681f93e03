//! Products: what a SKU rule makes of the photos, and which photos disagree with their product.

use super::error::AppError;
use base::{LabelSetId, Photo, PhotoId};
use catalog::Catalog;
use std::collections::HashMap;
use std::sync::Arc;
use tasks::exchange::{self, Skus};
use tasks::products::{self, Product, SkuMatcher, SkuRule};

/// What a rule makes of the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// `None`: there are no products.
    pub rule: Option<SkuRule>,
    /// By SKU.
    pub products: Arc<[Product]>,
    /// Each photo's place in `products`.
    pub of: Arc<HashMap<PhotoId, usize>>,
    /// Photos whose accepted label differs from that of most of their product's photos: photo, set.
    pub odd: Vec<(PhotoId, LabelSetId)>,
}

impl Products {
    /// What the catalogue's rule makes of these photos; which are odd is not asked.
    pub fn read(catalog: &Catalog, photos: &[Photo]) -> Result<Self, AppError> {
        let rule = products::rule(catalog)?;
        let matcher = rule.as_ref().and_then(|rule| SkuMatcher::new(rule).ok());
        Ok(Self::grouped(rule, matcher.as_ref(), photos))
    }

    /// The same by this rule, whatever the catalogue's is. An error says what is wrong with the rule.
    pub fn by(rule: SkuRule, photos: &[Photo]) -> Result<Self, AppError> {
        let matcher = SkuMatcher::new(&rule)?;
        Ok(Self::grouped(Some(rule), Some(&matcher), photos))
    }

    fn grouped(rule: Option<SkuRule>, matcher: Option<&SkuMatcher>, photos: &[Photo]) -> Self {
        let products: Arc<[Product]> = matcher.map(|matcher| products::group(photos, matcher)).unwrap_or_default().into();
        let of = Arc::new(products::places(&products));
        Self { rule, products, of, odd: Vec::new() }
    }

    /// The product that the photo belongs to.
    pub fn of(&self, photo: PhotoId) -> Option<&Product> {
        self.products.get(*self.of.get(&photo)?)
    }
}

/// The SKU of each photo that has one, by the catalogue's rule.
pub fn skus(catalog: &Catalog) -> Result<Skus, AppError> {
    let Some(matcher) = products::rule(catalog)?.and_then(|rule| SkuMatcher::new(&rule).ok()) else { return Ok(Skus::new()) };
    Ok(exchange::skus(&products::group(&catalog.photos()?, &matcher)))
}
