//! Reads the photos and writes the sheet.

use super::font::Font;
use super::page::Grid;
use super::pdf::{Entry, Picture, Sheet};
use super::request::{SheetError, SheetReport, SheetRequest};
use crate::copies::root_of;
use crate::exchange::path_of;
use base::{Cancel, FileProblem, MarkBook, Photo, PhotoId, Progress};
use catalog::Catalog;
use exchange::write_atomically;
use photo::Limits;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;

/// Writes the sheet, whole or not at all. A photo that cannot be read has a place that says so.
pub fn write_sheet(catalog: &Catalog, request: &SheetRequest, progress: &Progress, cancel: &Cancel) -> Result<SheetReport, SheetError> {
    if !SheetRequest::COLUMNS.contains(&request.columns) {
        return Err(SheetError::Columns);
    }
    let roots = catalog.roots()?;
    let to = std::path::absolute(&request.to).unwrap_or_else(|_| request.to.clone());
    if let Some(root) = root_of(&to, &roots) {
        return Err(SheetError::InsideRoot { to, root: root.path.clone() });
    }
    let known: HashMap<PhotoId, Photo> = catalog.photos()?.into_iter().map(|photo| (photo.id, photo)).collect();
    let photos: Vec<&Photo> = request.photos.iter().filter_map(|id| known.get(id)).collect();
    if photos.is_empty() {
        return Err(SheetError::Empty);
    }
    let marks = MarkBook::new(catalog.marks_of(&request.photos)?);
    let grid = Grid::of(request);
    let pages = photos.len().div_ceil(grid.per_page());
    let mut sheet = Sheet::new(Font::new().ok_or(SheetError::Font)?, grid, &request.title, pages);
    let mut report = SheetReport { file: to.clone(), pages: pages as u64, ..SheetReport::default() };
    progress.set_total(photos.len() as u64);
    for page in photos.chunks(grid.per_page()) {
        if cancel.is_cancelled() {
            return Err(SheetError::Cancelled);
        }
        let entry = |photo: &&Photo| {
            let entry = Entry {
                name: request.names.then(|| photo.name()),
                marks: request.marks.then(|| marks.of(photo.id)),
                picture: picture(&path_of(photo, &roots), grid.pixels()),
            };
            progress.advance(1);
            entry
        };
        let entries: Vec<Entry> = page.par_iter().map(entry).collect();
        for (photo, entry) in page.iter().zip(&entries) {
            match &entry.picture {
                Ok(_) => report.photos += 1,
                Err(reason) => report.failed.push(FileProblem { path: path_of(photo, &roots), reason: reason.clone() }),
            }
        }
        sheet.page(&entries);
    }
    write_atomically(&to, &sheet.finish())?;
    Ok(report)
}

/// The photo as it is printed, no side longer than so many pixels.
fn picture(file: &Path, pixels: u32) -> Result<Picture, String> {
    let bytes = photo::read(file).map_err(|error| error.to_string())?;
    let decoded = photo::decode_at_least(&bytes, &Limits::default(), pixels).map_err(|error| error.to_string())?;
    let small = photo::fit(&decoded.pixels, pixels);
    let (width, height) = (small.width(), small.height());
    Ok(Picture { jpeg: photo::thumbnail(&small, pixels), width, height })
}
