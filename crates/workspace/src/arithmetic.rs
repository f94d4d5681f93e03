//! Measures on a person's own photos whether a model may be used in int8.

use super::builtin;
use super::error::AppError;
use base::{Arithmetic, ArithmeticChoice, Cancel, Compatibility, Device, Encoder, Photo, Progress, human};
use catalog::Catalog;
use hub::Shelf;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::compatibility::{CompatibilityReport, compare_arithmetics};
use tasks::index::IndexError;

/// Sees `most` of the photos with the model in f32 and in int8, on the processor, and remembers what enough of them showed: whoever opens
/// the model from then on gets it in int8, or no longer. `None` where it was cancelled.
pub fn check_arithmetic(
    shelf: &Shelf,
    name: &str,
    photos: &[PathBuf],
    most: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Option<CompatibilityReport>, AppError> {
    let source = shelf.resolve(name)?;
    let open = || shelf.open(&source, Device::Cpu, ArithmeticChoice::F32);
    let sides = [open()?, open()?.in_arithmetic(Arithmetic::Int8)];
    let sets: Vec<_> = builtin::label_sets().iter().map(|set| Arc::new(set.draft.clone())).collect();
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let report = compare_arithmetics([&sides[0], &sides[1]], photos, most, &sets, progress, cancel)?;
    match &report {
        Some(report) => shelf.record_compatibility(&sides[0].info().key, &report.found)?,
        None if !cancel.is_cancelled() => return Err(AppError::NothingToMeasure),
        None => {}
    }
    Ok(report)
}

/// What came of it, in a sentence.
pub fn told(model: &str, found: &Compatibility) -> String {
    if found.is_shown() {
        format!("{model} sees the same in int8; it is used from its next opening on, beside the embeddings that are there")
    } else if found.is_measured() {
        format!("{model} does not see the same in int8 ({}): f32 stays in use", hub::in_words(found))
    } else {
        let least = human::count(Compatibility::LEAST_PHOTOS);
        format!("Fewer than {least} photos show nothing, so {model} stays in f32 ({})", hub::in_words(found))
    }
}

/// The photos in folders.
pub fn photos_in(folders: &[PathBuf], cancel: &Cancel) -> Result<Vec<PathBuf>, AppError> {
    let mut photos = Vec::new();
    for folder in folders {
        let found = photo::walk(folder, cancel, &mut |_| {}).map_err(IndexError::from)?;
        photos.extend(found.files.into_iter().map(|file| folder.join(file.path)));
    }
    Ok(photos)
}

/// The photos of a catalogue that are there.
pub fn photos_of(catalog: &Catalog) -> Result<Vec<PathBuf>, AppError> {
    let roots = catalog.roots()?;
    let root = |photo: &Photo| roots.iter().find(|root| root.id == photo.root).map(|root| root.path.as_path());
    let place = |photo: Photo| Some(photo.absolute(root(&photo)?));
    Ok(catalog.photos()?.into_iter().filter(|photo| !photo.missing).filter_map(place).filter(|path: &PathBuf| Path::exists(path)).collect())
}
