//! What the writers of tables and JSON are given, and the wide table.

use super::content::{Content, Skus, path_of};
use super::error::ExchangeError;
use super::report::ExportReport;
use base::{Decision, Photo};
use exchange::{Dialect, TagRow, WideRow, write_wide_csv};
use std::io::{self, Write};
use std::path::PathBuf;

/// What a writer of files is given.
pub(super) struct TableExport<'a> {
    pub content: &'a Content,
    pub skus: &'a Skus,
    /// Every decision, not the accepted ones alone; in the wide table also photos without a tag.
    pub all: bool,
    /// Paths relative to their root.
    pub relative: bool,
    /// How tables are written, where the format leaves that open.
    pub dialect: Dialect,
}

impl TableExport<'_> {
    fn path(&self, photo: &Photo) -> PathBuf {
        if self.relative { photo.path.clone() } else { path_of(photo, &self.content.roots) }
    }

    fn raw(&self, photo: &Photo) -> Option<PathBuf> {
        let root = || self.content.roots.iter().find(|root| root.id == photo.root);
        if self.relative { photo.companion.clone() } else { photo.absolute_companion(&root()?.path) }
    }

    /// A row a decision, each counted in `written`.
    pub(super) fn decisions<'a>(&'a self, written: &'a mut u64) -> impl Iterator<Item = TagRow> + 'a {
        let rows = self.content.photos.iter().flat_map(|photo| {
            let wanted = self.content.decisions(photo.id).into_iter().filter(|t| self.all || t.decision == Decision::Accepted);
            wanted.filter_map(|tag| self.content.row(self.path(photo), self.raw(photo), tag)).collect::<Vec<_>>()
        });
        rows.inspect(|_| *written += 1)
    }
}

/// One row a photo.
pub(super) fn write_wide(export: &TableExport<'_>, out: &mut dyn Write) -> Result<ExportReport, ExchangeError> {
    let TableExport { content, skus, .. } = *export;
    let mut written = 0;
    let sets: Vec<String> = content.sets.iter().map(|s| s.name.clone()).collect();
    let tagged = |p: &&Photo| export.all || content.book.accepted(p.id).next().is_some();
    let rows = content.photos.iter().filter(tagged).map(|photo| {
        let mut labels = vec![Vec::new(); content.sets.len()];
        for (set, label) in content.accepted(photo.id) {
            if let Some(i) = content.sets.iter().position(|s| s.id == set.id) {
                labels[i].push(label.name.clone());
            }
        }
        WideRow { path: export.path(photo), sku: skus.get(&photo.id).cloned().unwrap_or_default(), labels }
    });
    write_wide_csv(out, export.dialect, &sets, rows.inspect(|_| written += 1))?;
    Ok(ExportReport { written, ..ExportReport::default() })
}

/// Reports how many rows the writer took.
pub(super) fn counted(write: impl FnOnce(&mut u64) -> io::Result<()>) -> Result<ExportReport, ExchangeError> {
    let mut written = 0;
    write(&mut written)?;
    Ok(ExportReport { written, ..ExportReport::default() })
}
