//! The table of photos: what tells each in another catalogue, and what an index run found out about it.

use super::cells::{Cells, Read, Sheet, number_cell, path_cell, text_cell, tick_cell};
use super::error::ArchiveError;
use super::layout::PHOTOS;
use crate::restore::told::Place;
use base::{CaptureFacts, ContentHash, Photo, PhotoId, PictureFacts, RootId, Stamp};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use exchange::FormatError;
use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

const COLUMNS: [&str; 22] = [
    "photo",
    "root",
    "path",
    "hash",
    "bytes",
    "modified_ns",
    "width",
    "height",
    "format",
    "captured",
    "camera",
    "lens",
    "iso",
    "exposure_ns",
    "aperture_hundredths",
    "focal_um",
    "bits",
    "profile",
    "remark",
    "companion",
    "missing",
    "reader",
];

/// A row of the table.
pub struct ArchivedPhoto {
    /// What tells it; its number is that of the row.
    pub place: Place,
    /// As an index run would tell it; the root's id is none yet.
    pub indexed: IndexedPhoto,
    /// The raw file of the same shot.
    pub companion: Option<PathBuf>,
    /// The file was gone.
    pub missing: bool,
}

/// Photos with their roots, in the order in which an archive numbers them: one that is the same whatever ids they have.
pub fn in_order(catalog: &Catalog) -> Result<Vec<(Photo, PathBuf)>, ArchiveError> {
    let roots: HashMap<RootId, PathBuf> = catalog.roots()?.into_iter().map(|root| (root.id, root.path)).collect();
    let with_root = |photo: Photo| roots.get(&photo.root).cloned().map(|root| (photo, root));
    let mut photos: Vec<(Photo, PathBuf)> = catalog.photos()?.into_iter().filter_map(with_root).collect();
    photos.sort_by(|(a, a_root), (b, b_root)| (a_root, &a.path, a.missing, a.hash, a.id).cmp(&(b_root, &b.path, b.missing, b.hash, b.id)));
    Ok(photos)
}

/// Writes the table. Answers how many rows it has.
pub fn write(folder: &Path, photos: &[(Photo, PathBuf)], readers: &HashMap<PhotoId, u32>) -> Result<u64, ArchiveError> {
    let mut sheet = Sheet::new(folder.join(PHOTOS), &COLUMNS)?;
    for (number, (photo, root)) in (1_u64..).zip(photos) {
        let facts = &photo.facts;
        sheet.row(&[
            number.to_string(),
            path_cell(root),
            path_cell(&photo.path),
            hash_cell(&photo.hash),
            photo.size.to_string(),
            photo.mtime_ns.to_string(),
            photo.width.to_string(),
            photo.height.to_string(),
            photo.format.to_string(),
            // As the file says: the clocks that were put right have a table of their own.
            text_cell(photo.clock_told().as_ref().or(photo.captured.as_ref()).map(String::as_str)),
            text_cell(facts.camera.as_deref()),
            text_cell(facts.lens.as_deref()),
            number_cell(facts.iso),
            number_cell(facts.exposure_ns),
            number_cell(facts.aperture_hundredths),
            number_cell(facts.focal_um),
            number_cell(photo.picture.bits),
            text_cell(photo.picture.profile.as_deref()),
            text_cell(photo.picture.remark.as_deref()),
            photo.companion.as_deref().map(path_cell).unwrap_or_default(),
            tick_cell(photo.missing),
            number_cell(readers.get(&photo.id)),
        ])?;
    }
    sheet.finish()
}

/// Reads the table.
pub fn read(folder: &Path, rows: u64) -> Result<Vec<ArchivedPhoto>, ArchiveError> {
    let mut seen = BTreeSet::new();
    Read::new(folder, PHOTOS, &COLUMNS, rows)?.each(|cells| {
        let photo = row(cells)?;
        if seen.insert(photo.place.photo) { Ok(photo) } else { Err(cells.wrong(0, "another row has this number")) }
    })
}

fn row(cells: &Cells<'_>) -> Result<ArchivedPhoto, FormatError> {
    let root = cells.path(1)?.filter(|root| root.is_absolute()).ok_or_else(|| cells.wrong(1, "a root is an absolute path"))?;
    let below = |column| match cells.path(column)? {
        Some(path) if is_below(&path) => Ok(Some(path)),
        None => Ok(None),
        Some(_) => Err(cells.wrong(column, "it leads out of its root")),
    };
    let path = below(2)?.ok_or_else(|| cells.wrong(2, "the cell is empty"))?;
    let hash = hash(cells, 3)?;
    let side =
        |column| cells.need_number(column).and_then(|n: u32| if n > 0 { Ok(n) } else { Err(cells.wrong(column, "a picture has pixels")) });
    let text = |column| cells.some_text(column).map(Into::into);
    let indexed = IndexedPhoto {
        id: None,
        root: RootId(0),
        path: path.clone(),
        stamp: Stamp::new(cells.need_number(4)?, cells.need_number(5)?),
        hash,
        width: side(6)?,
        height: side(7)?,
        format: cells.need(8)?.to_owned(),
        captured: cells.some_text(9).map(str::to_owned),
        facts: CaptureFacts {
            camera: text(10),
            lens: text(11),
            iso: cells.number(12)?,
            exposure_ns: cells.number(13)?,
            aperture_hundredths: cells.number(14)?,
            focal_um: cells.number(15)?,
        },
        fingerprint: None,
        embedding: None,
        composition: None,
        thumbnail: None,
        reader: cells.number(21)?.unwrap_or_default(),
        same_shot: false,
        picture: PictureFacts { bits: cells.number(16)?, profile: text(17), remark: text(18) },
    };
    let place = Place { photo: PhotoId(cells.need_number(0)?), root, path, hash };
    Ok(ArchivedPhoto { place, indexed, companion: below(19)?, missing: cells.tick(20)? })
}

/// Relative, and without a way up.
fn is_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Takes photos into a catalogue that has none, with their roots.
pub fn add(catalog: &mut Catalog, photos: &[ArchivedPhoto]) -> Result<(), ArchiveError> {
    let mut roots: HashMap<&Path, RootId> = HashMap::new();
    for photo in photos {
        if !roots.contains_key(&*photo.place.root) {
            roots.insert(&photo.place.root, catalog.add_root(&photo.place.root)?);
        }
    }
    // The missing ones first: a place that is free again may be another photo's.
    let (gone, there): (Vec<_>, Vec<_>) = photos.iter().partition(|photo| photo.missing);
    for (photos, missing) in [(gone, true), (there, false)] {
        for some in photos.chunks(if missing { 1 } else { 2000 }) {
            let root = |photo: &ArchivedPhoto| roots.get(&*photo.place.root).copied().unwrap_or(RootId(0));
            let indexed = some.iter().map(|photo| IndexedPhoto { root: root(photo), ..photo.indexed.clone() }).collect();
            let raw = |photo: &&&ArchivedPhoto| photo.companion.is_some();
            let companions =
                some.iter().filter(raw).map(|photo| (root(photo), photo.place.path.clone(), photo.companion.clone())).collect();
            let ids = catalog.commit(&IndexBatch { photos: indexed, companions, ..IndexBatch::default() })?.photos;
            if missing {
                catalog.commit(&IndexBatch { missing: ids, ..IndexBatch::default() })?;
            }
        }
    }
    Ok(())
}

/// As 64 hexadecimal digits.
pub fn hash_cell(hash: &ContentHash) -> String {
    hash.0.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

/// A hash of 64 hexadecimal digits.
pub fn hash(cells: &Cells<'_>, column: usize) -> Result<ContentHash, FormatError> {
    let text = cells.need(column)?;
    let mut bytes = [0; 32];
    let digits = text.as_bytes();
    let is_hash = digits.len() == 64
        && bytes.iter_mut().zip(digits.chunks(2)).all(|(byte, pair)| {
            let parsed = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
            parsed.is_some_and(|value| {
                *byte = value;
                true
            })
        });
    if is_hash { Ok(ContentHash(bytes)) } else { Err(cells.wrong(column, format!("'{text}' is no hash of 64 hexadecimal digits"))) }
}
