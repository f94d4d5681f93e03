//! The shot list of a catalogue: its products beside the labels of a set of views.

use super::error::AppError;
use super::products::Products;
use super::workspace::{Cancelled, Workspace};
use base::{LabelId, LabelSet, LabelSetId, Photo, PhotoId, TagBook};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tasks::shots::{ShotsOf, SkuList, shots};
use tasks::suggest::Slot;

pub use tasks::shots::{ListTold, ProductShots, Shots, Unclear, View, shots_csv, write_shots};

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
pub type Proposed = HashMap<PhotoId, LabelId>;

/// Makes it. Photos without any product rule are an error: there is nothing to set beside the views.
pub fn shot_list(
    request: &ShotsRequest,
    set: &LabelSet,
    (products, photos): (&Products, &[Photo]),
    book: &TagBook,
    proposed: &Proposed,
) -> Result<Shots, AppError> {
    if products.rule.is_none() && products.products.is_empty() {
        return Err(AppError::NoProducts);
    }
    let list = request.list.as_deref().map(|file| SkuList::read(file, request.column.as_deref())).transpose()?;
    let of = ShotsOf { products: &products.products, places: &products.of, photos, book, set };
    Ok(shots(of, &request.want, list.as_ref(), proposed))
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

impl Workspace {
    /// As [`shot_list`], of what is open. `None` where it was cancelled.
    pub fn shots(&self, request: &ShotsRequest, cancelled: Cancelled<'_>) -> Result<Option<Shots>, AppError> {
        let known = || self.tags.sets.iter().map(|set| set.name.clone()).collect();
        let set = self.tags.set(request.set).ok_or_else(|| AppError::NoSuchSet { name: String::new(), known: known() })?;
        let Some(proposed) = self.proposed_views(set, cancelled)? else { return Ok(None) };
        let photos = &self.opened.snapshot.photos;
        shot_list(request, set, (&self.products, photos), &self.tags.book, &proposed).map(Some)
    }

    /// The label that the model proposes for each photo that nobody decided about; nothing where no model has read the photos.
    pub fn proposed_views(&self, set: &LabelSet, cancelled: Cancelled<'_>) -> Result<Option<Proposed>, AppError> {
        if set.labels.is_empty() || self.opened.encoder.is_none() || self.opened.searchable.embedded() == 0 {
            return Ok(Some(Proposed::new()));
        }
        let Some(answers) = self.decided_answers(&Arc::new(set.draft()), cancelled)? else { return Ok(None) };
        let undecided = |photo: PhotoId| self.tags.book.settled(photo, set.id).is_none();
        let label = |slot: Slot| answers.suggestions.set.labels.get(slot.place()?)?.id;
        let rows = answers.suggestions.rows.iter().filter(|row| undecided(row.photo));
        Ok(Some(rows.filter_map(|row| Some((row.photo, label(row.slot)?))).collect()))
    }
}
