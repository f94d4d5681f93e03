//! How far two people agree about a label set.

use crate::error::AppError;
use base::LabelSet;
use base::labels::set_named;
use catalog::Catalog;
use tasks::agreement::{self, Agreement, WhoProblem};

/// Compares what two people say of a set: those named, or the two who share the most photos.
pub fn agreement(catalog: &Catalog, set: &str, who: &[String]) -> Result<(LabelSet, Agreement), AppError> {
    let sets = catalog.label_sets()?;
    let set = set_named(&sets, set).ok_or_else(|| AppError::no_such_set(set, &sets))?;
    match agreement::agreement(catalog, set, who)? {
        Ok(agreement) => Ok((set.clone(), agreement)),
        Err(WhoProblem::Nobody(name, known)) => Err(AppError::NoSuchAuthor { name, set: set.name.clone(), known }),
        Err(WhoProblem::Same(a, b)) => Err(AppError::SameAuthor(a, b)),
    }
}
