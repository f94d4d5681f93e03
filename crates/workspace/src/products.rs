//! Products: what a SKU rule makes of the photos, and which photos disagree with their product.

use super::error::AppError;
use base::{LabelSetId, PhotoId, Photos, SkuBook};
use catalog::Catalog;
use std::collections::HashMap;
use std::sync::Arc;
use tasks::exchange::{self, Skus};
use tasks::products::{self, Product, SkuMatcher, SkuRule, SkuSource};

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
    pub fn read(catalog: &Catalog, photos: &Photos) -> Result<Self, AppError> {
        Ok(Self::grouped(products::rule(catalog)?, Arc::new(SkuBook::new(catalog.photo_skus()?)), photos))
    }

    /// The same by this rule, whatever the catalogue's is. An error says what is wrong with the rule.
    pub fn by(rule: SkuRule, catalog: &Catalog, photos: &Photos) -> Result<Self, AppError> {
        SkuMatcher::new(&rule)?;
        Ok(Self::grouped(Some(rule), Arc::new(SkuBook::new(catalog.photo_skus()?)), photos))
    }

    /// By what was said of photos, else by the rule.
    pub fn grouped(rule: Option<SkuRule>, said: Arc<SkuBook>, photos: &Photos) -> Self {
        let skus = SkuSource::new(rule.as_ref(), said);
        let products: Arc<[Product]> = products::group(photos.iter(), |photo| skus.sku(photo)).into();
        let of = Arc::new(products::places(&products));
        Self { rule, products, of, odd: Vec::new() }
    }

    /// The product that the photo belongs to.
    pub fn of(&self, photo: PhotoId) -> Option<&Product> {
        self.products.get(*self.of.get(&photo)?)
    }
}

/// The SKU of each photo that has one.
pub fn skus(catalog: &Catalog) -> Result<Skus, AppError> {
    let skus = SkuSource::of(catalog)?;
    if skus.is_empty() {
        return Ok(Skus::new());
    }
    Ok(exchange::skus(&products::group(&catalog.photos()?, |photo| skus.sku(photo))))
}
