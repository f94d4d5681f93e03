//! What copying would do, told quickly: no photo is read.

use super::error::CopyError;
use super::ground;
use super::plan::{CopyRequest, Sources, plan};
use super::report::CopyExample;
use std::collections::HashSet;

/// What would be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyPreview {
    /// Photos that would be copied or linked.
    pub photos: u64,
    /// Photos whose file is gone.
    pub gone: u64,
    /// Folders that they go to.
    pub folders: u64,
    /// Names that would be equal, and get a number.
    pub renamed: u64,
    /// Names that are there already: what bears them stays as it is.
    pub there: u64,
    /// Of all photos together.
    pub bytes: u64,
    /// What the disk has left, where that is too little.
    pub free: Option<u64>,
    /// The first names.
    pub examples: Vec<CopyExample>,
}

/// Works it out; `None` once it is `outdated`.
pub fn preview(sources: &Sources<'_>, request: &CopyRequest, outdated: &dyn Fn() -> bool) -> Result<Option<CopyPreview>, CopyError> {
    let plan = plan(sources, request, None)?;
    let mut there = 0;
    for item in plan.photos() {
        if outdated() {
            return Ok(None);
        }
        there += u64::from(fs_err::symlink_metadata(&item.to).is_ok());
    }
    let folders: HashSet<_> = plan.items.iter().map(|item| item.to.parent()).collect();
    let bytes = plan.bytes();
    Ok(Some(CopyPreview {
        photos: plan.photos().count() as u64,
        gone: plan.gone.len() as u64,
        folders: folders.len() as u64,
        renamed: plan.renamed,
        there,
        bytes,
        free: ground::free(&plan.to).filter(|free| !request.link && *free < bytes),
        examples: plan.examples(),
    }))
}
