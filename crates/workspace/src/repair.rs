//! Mending a damaged catalogue, with its thumbnails.

use crate::AppError;
use catalog::{Catalog, Repair};
use std::path::Path;

/// As [`Catalog::repair_at`]; a thumbnail is readable where it can be decoded.
pub fn repair(catalog: &Path, save: bool) -> Result<Repair, AppError> {
    Ok(Catalog::repair_at(catalog, save, &|bytes| photo::decode_thumbnail(bytes).is_ok())?)
}
