//! What the writers of tables and JSON are given, and their rows, which are read and written some photos at a time.

use super::content::{Content, path_of};
use super::error::ExchangeError;
use super::report::ExportReport;
use crate::products::SkuSource;
use base::{Decision, Photo, PhotoId};
use catalog::Catalog;
use exchange::{Dialect, TagRow, WideRow, write_wide_csv};
use std::io::{self, Write};
use std::path::PathBuf;

/// Photos that are in memory at a time. Few in tests, so that they see the seams.
const AT_A_TIME: usize = if cfg!(test) { 2 } else { 2000 };

/// What a writer of files is given.
pub(super) struct TableExport<'a> {
    pub catalog: &'a Catalog,
    /// In the order in which they are written.
    pub photos: &'a [PhotoId],
    /// `None`: no photo is known to be of a product.
    pub skus: Option<SkuSource>,
    /// Every decision, not the accepted ones alone; in the wide table also photos without a tag.
    pub all: bool,
    /// Paths relative to their root.
    pub relative: bool,
    /// How tables are written, where the format leaves that open.
    pub dialect: Dialect,
}

impl TableExport<'_> {
    /// Has `write` write the rows that `rows` makes of each photo, and counts them.
    pub(super) fn write<R>(
        &self,
        rows: impl Fn(&Self, &Content, &Photo) -> Vec<R>,
        write: impl FnOnce(&mut dyn Iterator<Item = R>) -> io::Result<()>,
    ) -> Result<ExportReport, ExchangeError> {
        let mut content = Content::of_none(self.catalog)?;
        let (mut written, mut failed) = (0, None);
        let pieces = self.photos.chunks(AT_A_TIME).map_while(|photos| match content.turn_to(self.catalog, photos) {
            Ok(()) => Some(content.photos.iter().flat_map(|photo| rows(self, &content, photo)).collect::<Vec<R>>()),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        write(&mut pieces.flatten().inspect(|_| written += 1))?;
        failed.map_or(Ok(ExportReport { written, ..ExportReport::default() }), |error| Err(error.into()))
    }

    /// A row a decision.
    pub(super) fn decisions(&self, content: &Content, photo: &Photo) -> Vec<TagRow> {
        let wanted = content.decisions(photo.id).into_iter().filter(|t| self.all || t.decision == Decision::Accepted);
        wanted.filter_map(|tag| content.row(self.path(content, photo), self.raw(content, photo), tag)).collect()
    }

    /// A row, where the photo is tagged.
    fn wide(&self, content: &Content, photo: &Photo) -> Vec<WideRow> {
        let mut labels = vec![Vec::new(); content.sets.len()];
        for (set, label) in content.accepted(photo.id) {
            if let Some(i) = content.sets.iter().position(|s| s.id == set.id) {
                labels[i].push(label.name.clone());
            }
        }
        if !self.all && labels.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        let sku = self.skus.as_ref().and_then(|skus| skus.sku(photo)).unwrap_or_default();
        vec![WideRow { path: self.path(content, photo), sku, labels }]
    }

    fn path(&self, content: &Content, photo: &Photo) -> PathBuf {
        if self.relative { photo.path.clone() } else { path_of(photo, &content.roots) }
    }

    fn raw(&self, content: &Content, photo: &Photo) -> Option<PathBuf> {
        let root = || content.roots.iter().find(|root| root.id == photo.root);
        if self.relative { photo.companion.clone() } else { photo.absolute_companion(&root()?.path) }
    }
}

/// One row a photo.
pub(super) fn write_wide(export: &TableExport<'_>, out: &mut dyn Write) -> Result<ExportReport, ExchangeError> {
    let sets: Vec<String> = export.catalog.label_sets()?.into_iter().map(|set| set.name).collect();
    export.write(TableExport::wide, |rows| write_wide_csv(out, export.dialect, &sets, rows))
}
