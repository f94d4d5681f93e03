//! How far two people agree about a label set, and who says what of a photo.

use crate::Workspace;
use crate::error::AppError;
use base::labels::set_named;
use base::{LabelSet, LabelSetId, Opinion, PhotoId};
use catalog::Catalog;
use tasks::agreement::WhoProblem;
pub use tasks::agreement::{Agreement, ConfusedPair, Dispute, NoKappa, answer, rulings};

/// Which two people are compared, and about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementRequest {
    /// The label set.
    pub set: LabelSetId,
    /// The two by name; none: the two who share the most photos.
    pub authors: Vec<String>,
    /// Whose the decisions are that persons made before names were kept; empty: nobody's.
    pub own: String,
}

/// Compares what two people say of a set: those named, or the two who share the most photos.
pub fn agreement(catalog: &Catalog, set: &str, who: &[String]) -> Result<(LabelSet, Agreement), AppError> {
    let sets = catalog.label_sets()?;
    let set = set_named(&sets, set).ok_or_else(|| AppError::no_such_set(set, &sets))?;
    Ok((set.clone(), compared(catalog, set, who)?))
}

fn compared(catalog: &Catalog, set: &LabelSet, who: &[String]) -> Result<Agreement, AppError> {
    match tasks::agreement::agreement(catalog, set, who)? {
        Ok(agreement) => Ok(agreement),
        Err(WhoProblem::Nobody(name, known)) => Err(AppError::NoSuchAuthor { name, set: set.name.clone(), known }),
        Err(WhoProblem::Same(a, b)) => Err(AppError::SameAuthor(a, b)),
    }
}

impl Workspace {
    /// The same for the window, as the catalogue's file is now.
    pub fn agreement(&self, asked: &AgreementRequest) -> Result<Agreement, AppError> {
        let mut catalog = Catalog::open(&self.opened.snapshot.catalog)?;
        catalog.set_author(&asked.own);
        compared(&catalog, self.tags.require_set(asked.set)?, &asked.authors)
    }

    /// What each author says of a photo, with the set that it is about, by set and author. `own`: as in an [`AgreementRequest`].
    pub fn opinions_of(&self, photo: PhotoId, own: &str) -> Result<Vec<(LabelSetId, Opinion)>, AppError> {
        Ok(self.memory.catalog.read(&self.opened.snapshot.catalog, |catalog| catalog.opinions_of(photo, own))?)
    }
}
