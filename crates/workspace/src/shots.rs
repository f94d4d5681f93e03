//! The shot list of a catalogue: its products beside the labels of a set of views.

use super::error::AppError;
use super::products::Products;
use super::workspace::{Cancelled, Workspace};
use base::tags::{model_mark, now_ms};
use base::{Decision, LabelId, LabelSet, LabelSetId, Photo, PhotoId, PhotoSku, Photos, Provenance, Root, Source, TagBook};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::products::Product;
use tasks::shots::{Reference, References, ShotsOf, SkuList, match_photos, references_of_folder, references_of_table, shots};
use tasks::suggest::Slot;

pub use tasks::shots::{Likely, ListTold, ProductShots, Shots, SkuMatch, Unclear, View, shots_csv, write_shots};

/// What a shot list is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShotsRequest {
    /// The set whose labels are views.
    pub set: LabelSetId,
    /// The views that every product should have; none: all labels of the set.
    pub want: Vec<LabelId>,
    /// A table of the SKUs that should have photos.
    pub list: Option<PathBuf>,
    /// Its column; `None`: the one with a usual name.
    pub column: Option<String>,
}

/// What a model proposes for photos that nobody decided about.
#[derive(Clone, Debug, Default)]
pub struct Proposed(HashMap<PhotoId, LabelId>);

/// Makes it. Photos without any product rule are an error: there is nothing to set beside the views.
pub fn shot_list(
    request: &ShotsRequest,
    set: &LabelSet,
    (products, photos): (&Products, &Photos),
    book: &TagBook,
    proposed: &Proposed,
) -> Result<Shots, AppError> {
    if products.rule.is_none() && products.products.is_empty() {
        return Err(AppError::NoProducts);
    }
    let list = request.list.as_deref().map(|file| SkuList::read(file, request.column.as_deref())).transpose()?;
    let of = ShotsOf { products: &products.products, places: &products.of, photos, book, set };
    Ok(shots(of, &request.want, list.as_ref(), |photo| proposed.0.get(&photo).copied()))
}

/// The labels of these names; an error names those that there are.
pub fn views_named(set: &LabelSet, names: &[String]) -> Result<Vec<LabelId>, AppError> {
    let unknown = |name: &String| AppError::NoSuchLabel {
        name: name.clone(),
        set: set.name.clone(),
        known: set.labels.iter().map(|label| label.name.clone()).collect(),
    };
    names.iter().map(|name| set.label_named(name).map(|label| label.id).ok_or_else(|| unknown(name))).collect()
}

/// Photos without a product, with the products that they are likely of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// Products that are known by a photo.
    pub references: usize,
    /// Photos that were asked about: those without a product.
    pub photos: usize,
    /// Of those with a vector the likeliest product, the surest first.
    pub matches: Vec<SkuMatch>,
    /// Rows of the table of references that were left out: their lines and why.
    pub left_out: Vec<(u64, &'static str)>,
    /// The model that compared them, as tags write it.
    pub model: Arc<str>,
}

impl SkuDecision<'_> {
    /// As the catalogue keeps it. A score is kept of what a model proposed.
    pub fn made(self, source: Source, model: &Arc<str>) -> PhotoSku {
        let provenance = Provenance { score: self.score, model: self.score.map(|_| Arc::clone(model)), ..Provenance::of(source, now_ms()) };
        PhotoSku { photo: self.photo, sku: self.sku.into(), decision: self.decision, provenance }
    }
}

/// That a photo is, or is not, of a product.
#[derive(Clone, Copy, Debug)]
pub struct SkuDecision<'a> {
    /// Which photo.
    pub photo: PhotoId,
    /// Which product.
    pub sku: &'a str,
    /// Accepted or rejected.
    pub decision: Decision,
    /// What was proposed; `None`: nobody proposed it.
    pub score: Option<f32>,
}

impl Workspace {
    /// The products that photos without one are likely of. `references`: a table or a folder that says which photos products are known by;
    /// `None`: all photos of products are. `None` where it was cancelled.
    pub fn match_skus(&self, references: Option<&Path>, roots: &[Root], cancelled: Cancelled<'_>) -> Result<Option<Matches>, AppError> {
        let photos = &self.opened.snapshot.photos;
        let known = match references {
            None => References { of: self.products.products.iter().map(reference).collect(), left_out: Vec::new() },
            Some(folder) if folder.is_dir() => {
                let folder = fs_err::canonicalize(folder)?;
                references_of_folder(&folder, photos, roots, |photo| self.products.of(photo.id).map(|product| product.sku.clone()))
            }
            Some(file) => references_of_table(file, photos, roots)?,
        };
        if known.of.is_empty() {
            return Err(AppError::NoReferences);
        }
        let referring: HashSet<PhotoId> = known.of.iter().flat_map(|reference| reference.photos.iter().copied()).collect();
        let is_asked = |photo: &&Photo| !photo.missing && !self.products.of.contains_key(&photo.id) && !referring.contains(&photo.id);
        let asked: Vec<PhotoId> = photos.iter().filter(is_asked).map(|photo| photo.id).collect();
        let model = model_mark(self.opened.encoder()?.info());
        let found = match_photos(&self.opened.searchable, &known.of, &asked, &self.tags.skus, cancelled);
        let (references, photos, left_out) = (known.of.len(), asked.len(), known.left_out);
        Ok(found.map(|matches| Matches { references, photos, matches, left_out, model }))
    }

    /// As [`shot_list`], of what is open. `None` where it was cancelled.
    pub fn shots(&self, request: &ShotsRequest, cancelled: Cancelled<'_>) -> Result<Option<Shots>, AppError> {
        let set = self.tags.require_set(request.set)?;
        let Some(proposed) = self.proposed_views(set, cancelled)? else { return Ok(None) };
        let photos = &self.opened.snapshot.photos;
        shot_list(request, set, (&self.products, photos), &self.tags.book, &proposed).map(Some)
    }

    /// The label that the model proposes for each photo that nobody decided about; nothing where no model has read the photos.
    pub fn proposed_views(&self, set: &LabelSet, cancelled: Cancelled<'_>) -> Result<Option<Proposed>, AppError> {
        if set.labels.is_empty() || self.opened.encoder.is_none() || self.opened.searchable.embedded() == 0 {
            return Ok(Some(Proposed::default()));
        }
        let Some(answers) = self.decided_answers(&Arc::new(set.draft()), cancelled)? else { return Ok(None) };
        let undecided = |photo: PhotoId| self.tags.book.settled(photo, set.id).is_none();
        let label = |slot: Slot| answers.suggestions.set.labels.get(slot.place()?)?.id;
        let rows = answers.suggestions.rows.iter().filter(|row| undecided(row.photo));
        Ok(Some(Proposed(rows.filter_map(|row| Some((row.photo, label(row.slot)?))).collect())))
    }
}

fn reference(product: &Product) -> Reference {
    Reference { sku: product.sku.as_str().into(), photos: product.photos.clone() }
}
