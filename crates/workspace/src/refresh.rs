//! What an index run committed is taken into the catalogue in memory: only the photos that it touched are read.

use super::error::AppError;
use super::places::Places;
use super::snapshot::{Opened, known, snapshot};
use base::{Encoder, PhotoId};
use catalog::{Catalog, Committed};
use std::sync::Arc;
use tasks::search::ReadAgain;

/// Where more photos than one in so many were touched, reading all in their order is taken to be no slower than looking for each.
const READ_IN_ORDER: usize = 16;

/// So few are looked for however few there are.
const FEW: usize = 1000;

/// Batches that this process has committed to one catalogue, as far as they may not be shown yet.
#[derive(Clone, Debug, Default)]
pub struct Batches(Vec<Committed>);

impl Batches {
    /// Another one was committed.
    pub fn push(&mut self, committed: Committed) {
        self.0.push(committed);
    }

    /// The photos that were touched after the generation `from` and until `to`, each once, ascending. `None` where somebody else changed
    /// something, too. Batches up to `from` are forgotten.
    fn touched(&mut self, from: i64, to: i64) -> Option<Vec<PhotoId>> {
        self.0.retain(|batch| batch.generation > from);
        if !self.0.iter().map(|batch| batch.generation).eq(from + 1..=to) {
            return None;
        }
        let mut touched: Vec<PhotoId> = self.0.iter().flat_map(|batch| batch.touched.iter().copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        Some(touched)
    }
}

/// The catalogue as it is now; `None` where all of it has to be read for that.
pub fn refreshed(
    opened: &Opened,
    catalog: &Catalog,
    encoder: Arc<dyn Encoder>,
    batches: &mut Batches,
    places: Option<&Places>,
) -> Result<Option<Opened>, AppError> {
    let is_of_model = opened.encoder.as_ref().is_some_and(|known| known.info().key == encoder.info().key);
    if !is_of_model {
        return Ok(None);
    }
    catalog.in_one_state(|| {
        let (generation, clocks) = (catalog.generations()?.photos, catalog.clocks()?);
        let touched = batches.touched(opened.generation, generation).filter(|_| clocks == opened.snapshot.clocks);
        let few = FEW.max(opened.snapshot.photos.len() / READ_IN_ORDER);
        let Some(touched) = touched.filter(|touched| touched.len() <= few) else { return Ok(None) };
        let photos = catalog.photos_of(&touched)?;
        let embeddings = known(catalog.embeddings_of(&encoder.info().key, &touched))?;
        let again = ReadAgain {
            changed: &touched,
            photos,
            embedded: &embeddings.photos,
            dimension: embeddings.dimension,
            values: embeddings.values,
        };
        let Some(searchable) = opened.searchable.renewed(&catalog.roots()?, again) else { return Ok(None) };
        let model = (encoder.info().name.clone(), searchable.embedded() as u64);
        let snapshot = Arc::new(snapshot(catalog, &searchable, clocks, model, places)?);
        Ok(Some(Opened { generation, snapshot, searchable, encoder: Some(encoder) }))
    })
}

#[cfg(test)]
mod tests;
