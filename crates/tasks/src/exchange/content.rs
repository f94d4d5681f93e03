//! What there is to export: the photos that are there, with their labels and decisions.

use crate::products::Product;
use base::{Label, LabelId, LabelSet, Photo, PhotoId, Root, Tag, TagBook};
use catalog::{Catalog, CatalogError};
use exchange::TagRow;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// The product of each photo that has one.
pub type Skus = HashMap<PhotoId, String>;

/// Each photo's SKU.
pub fn skus(products: &[Product]) -> Skus {
    products.iter().flat_map(|product| product.photos.iter().map(|photo| (*photo, product.sku.clone()))).collect()
}

/// Where a photo lies. (The store gives no photo without its root.)
pub(crate) fn path_of(photo: &Photo, roots: &[Root]) -> PathBuf {
    roots.iter().find(|r| r.id == photo.root).map_or_else(|| photo.path.clone(), |root| photo.absolute(&root.path))
}

/// The files of a photo: its own, and the raw file beside it where one goes with it.
pub(crate) fn files_of(photo: &Photo, roots: &[Root]) -> Vec<PathBuf> {
    let root = roots.iter().find(|root| root.id == photo.root);
    let raw = root.and_then(|root| photo.absolute_companion(&root.path));
    std::iter::once(path_of(photo, roots)).chain(raw).collect()
}

/// As [`files_of`], without a raw file that is gone by now.
pub(crate) fn files_there(photo: &Photo, roots: &[Root]) -> Vec<PathBuf> {
    let mut files = files_of(photo, roots);
    if files.last().is_some_and(|raw| photo.companion.is_some() && !raw.is_file()) {
        files.truncate(1);
    }
    files
}

/// The photos whose files are there, by root and path: all, or those of `among`; and how many others have decisions.
pub(super) fn wanted(catalog: &Catalog, among: Option<&[PhotoId]>) -> Result<(Vec<PhotoId>, u64), CatalogError> {
    let among: Option<HashSet<PhotoId>> = among.map(|photos| photos.iter().copied().collect());
    let is_wanted = |photo: &PhotoId| among.as_ref().is_none_or(|among| among.contains(photo));
    let [mut there, mut gone] = [catalog.present_in_order()?, catalog.missing_and_decided()?];
    there.retain(is_wanted);
    gone.retain(is_wanted);
    Ok((there, catalog.photos_of(&gone)?.len() as u64))
}

/// What there is to export of some photos.
pub(super) struct Content {
    /// In the order in which they were asked for.
    pub photos: Vec<Photo>,
    pub roots: Vec<Root>,
    pub sets: Vec<LabelSet>,
    pub book: TagBook,
    /// Of each label: its set's place, and its own.
    places: HashMap<LabelId, (usize, usize)>,
}

impl Content {
    /// What is decided about photos is not read yet.
    pub fn of_none(catalog: &Catalog) -> Result<Self, CatalogError> {
        let sets = catalog.label_sets()?;
        let place = |(i, set): (usize, &LabelSet)| set.labels.iter().enumerate().map(move |(j, l)| (l.id, (i, j))).collect::<Vec<_>>();
        let places = sets.iter().enumerate().flat_map(place).collect();
        Ok(Self { photos: Vec::new(), roots: catalog.roots()?, sets, book: TagBook::default(), places })
    }

    /// Reads these photos in the place of those before.
    pub fn turn_to(&mut self, catalog: &Catalog, photos: &[PhotoId]) -> Result<(), CatalogError> {
        self.photos = catalog.photos_of(photos)?;
        self.book = TagBook::new(catalog.tags_of(photos)?);
        Ok(())
    }

    /// All of it at once.
    pub fn of(catalog: &Catalog, photos: &[PhotoId]) -> Result<Self, CatalogError> {
        let mut content = Self::of_none(catalog)?;
        content.turn_to(catalog, photos)?;
        Ok(content)
    }

    /// The accepted labels of a photo with their sets, in the person's order.
    pub fn accepted(&self, photo: PhotoId) -> impl Iterator<Item = (&LabelSet, &Label)> {
        let mut places: Vec<(usize, usize)> = self.book.accepted(photo).filter_map(|t| self.places.get(&t.label?).copied()).collect();
        places.sort_unstable();
        places.into_iter().map(|(i, j)| (&self.sets[i], &self.sets[i].labels[j]))
    }

    /// A photo's decisions in the person's order; "none of these" comes last in its set.
    pub fn decisions(&self, photo: PhotoId) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.book.of(photo).iter().collect();
        let place = |tag: &Tag| match tag.label {
            Some(label) => self.places.get(&label).copied(),
            None => self.sets.iter().position(|s| s.id == tag.set).map(|i| (i, usize::MAX)),
        };
        tags.sort_by_key(|tag| place(tag));
        tags
    }

    pub fn row(&self, path: PathBuf, raw: Option<PathBuf>, tag: &Tag) -> Option<TagRow> {
        let set = self.sets.iter().find(|s| s.id == tag.set)?;
        let label = tag.label.and_then(|id| set.label(id)).map(|l| l.name.clone());
        Some(TagRow {
            path,
            raw,
            set: set.name.clone(),
            label: label.unwrap_or_default(),
            decision: tag.decision,
            source: tag.provenance.source,
            score: tag.provenance.score,
            model: tag.provenance.model.as_deref().map(str::to_owned),
            decided_at_ms: Some(tag.provenance.decided_at_ms),
            author: tag.provenance.author.as_deref().map(str::to_owned),
        })
    }
}
