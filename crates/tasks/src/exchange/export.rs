//! Tags go out: tables and JSON to a file or a stream, keywords beside the photos.

use super::keywords::path_of;
use super::products::write_products;
use super::sidecars::write_sidecars;
use super::{ExchangeError, ExportFormat, ExportReport, ExportRequest, Skus};
use base::{Cancel, Decision, Label, LabelId, LabelSet, Photo, PhotoId, Progress, Root, Tag, TagBook, human};
use catalog::Catalog;
use exchange::{TagRow, WideRow, write_atomically, write_tags_csv, write_tags_json, write_wide_csv};
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

/// Writes tags as asked: into the request's file, whole or not at all; beside the photos; or else to `out`.
///
/// Photos whose files are gone are left out and counted in a remark. `skus` tells each photo's product.
pub fn export(
    catalog: &mut Catalog,
    request: &ExportRequest,
    skus: &Skus,
    out: &mut dyn Write,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ExportReport, ExchangeError> {
    let (content, left_out) = Content::of(catalog)?;
    let mut report = if request.format == ExportFormat::Xmp {
        write_sidecars(catalog, &content, progress, cancel)?
    } else if let Some(path) = &request.to {
        let mut bytes = Vec::new();
        let report = write_table(&content, request, skus, &mut bytes)?;
        write_atomically(path, &bytes)?;
        report
    } else {
        write_table(&content, request, skus, out)?
    };
    if left_out > 0 {
        report.remarks.push(format!("{} left out, because the files are gone", human::photos(left_out)));
    }
    Ok(report)
}

/// What there is to export.
pub(super) struct Content {
    /// Those whose files are there, by root and path.
    pub photos: Vec<Photo>,
    pub roots: Vec<Root>,
    pub sets: Vec<LabelSet>,
    pub book: TagBook,
    /// Of each label: its set's place, and its own.
    places: HashMap<LabelId, (usize, usize)>,
}

impl Content {
    /// The catalogue's, and how many tagged photos are left out because their files are gone.
    fn of(catalog: &Catalog) -> Result<(Self, u64), ExchangeError> {
        let book = TagBook::new(catalog.tags()?);
        let (gone, mut photos): (Vec<Photo>, Vec<Photo>) = catalog.photos()?.into_iter().partition(|p| p.missing);
        photos.sort_by(|a, b| (a.root, &a.path).cmp(&(b.root, &b.path)));
        let sets = catalog.label_sets()?;
        let place = |(i, set): (usize, &LabelSet)| set.labels.iter().enumerate().map(move |(j, l)| (l.id, (i, j))).collect::<Vec<_>>();
        let places = sets.iter().enumerate().flat_map(place).collect();
        let left_out = gone.iter().filter(|p| !book.of(p.id).is_empty()).count() as u64;
        Ok((Self { photos, roots: catalog.roots()?, sets, book, places }, left_out))
    }

    /// The accepted labels of a photo with their sets, in the person's order.
    pub fn accepted(&self, photo: PhotoId) -> impl Iterator<Item = (&LabelSet, &Label)> {
        let mut places: Vec<(usize, usize)> = self.book.accepted(photo).filter_map(|t| self.places.get(&t.label?).copied()).collect();
        places.sort_unstable();
        places.into_iter().map(|(i, j)| (&self.sets[i], &self.sets[i].labels[j]))
    }

    /// A photo's decisions in the person's order; "none of these" comes last in its set.
    fn decisions(&self, photo: PhotoId) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.book.of(photo).iter().collect();
        let place = |tag: &Tag| match tag.label {
            Some(label) => self.places.get(&label).copied(),
            None => self.sets.iter().position(|s| s.id == tag.set).map(|i| (i, usize::MAX)),
        };
        tags.sort_by_key(|tag| place(tag));
        tags
    }

    fn row(&self, path: PathBuf, tag: &Tag) -> Option<TagRow> {
        let set = self.sets.iter().find(|s| s.id == tag.set)?;
        let label = tag.label.and_then(|id| set.label(id)).map(|l| l.name.clone());
        Some(TagRow {
            path,
            set: set.name.clone(),
            label: label.unwrap_or_default(),
            decision: tag.decision,
            source: tag.provenance.source,
            score: tag.provenance.score,
            model: tag.provenance.model.as_deref().map(str::to_owned),
            decided_at_ms: Some(tag.provenance.decided_at_ms),
        })
    }
}

fn write_table(content: &Content, request: &ExportRequest, skus: &Skus, out: &mut dyn Write) -> Result<ExportReport, ExchangeError> {
    let path = |photo: &Photo| if request.relative { photo.path.clone() } else { path_of(photo, &content.roots) };
    let mut written = 0;
    match request.format {
        ExportFormat::Csv => {
            let sets: Vec<String> = content.sets.iter().map(|s| s.name.clone()).collect();
            let tagged = |p: &&Photo| request.all || content.book.accepted(p.id).next().is_some();
            let rows = content.photos.iter().filter(tagged).map(|photo| {
                let mut labels = vec![Vec::new(); content.sets.len()];
                for (set, label) in content.accepted(photo.id) {
                    if let Some(i) = content.sets.iter().position(|s| s.id == set.id) {
                        labels[i].push(label.name.clone());
                    }
                }
                WideRow { path: path(photo), sku: skus.get(&photo.id).cloned().unwrap_or_default(), labels }
            });
            write_wide_csv(out, &sets, rows.inspect(|_| written += 1))?;
        }
        ExportFormat::LongCsv | ExportFormat::Json => {
            let rows = content.photos.iter().flat_map(|photo| {
                let wanted = content.decisions(photo.id).into_iter().filter(|t| request.all || t.decision == Decision::Accepted);
                wanted.filter_map(|tag| content.row(path(photo), tag)).collect::<Vec<_>>()
            });
            let rows = rows.inspect(|_| written += 1);
            if request.format == ExportFormat::Json { write_tags_json(out, rows) } else { write_tags_csv(out, rows) }?;
        }
        ExportFormat::Shopify | ExportFormat::Google => return write_products(content, request.format, skus, out),
        ExportFormat::Xmp => {}
    }
    Ok(ExportReport { written, ..ExportReport::default() })
}
