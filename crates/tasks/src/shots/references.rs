//! Which photos products are known by, where a table or a folder says so.

use super::matching::Reference;
use crate::exchange::{ExchangeError, Finder, Found, MatchBy, Skus, read_file, wrong_format};
use base::fold::trimmed;
use base::{Photo, PhotoId, Photos, Root};
use exchange::{FormatError, KeyKind, read_columns};
use std::collections::BTreeMap;
use std::path::Path;

/// What a table of references came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// By SKU.
    pub of: Vec<Reference>,
    /// Rows that name no photo of the catalogue, or several, or no SKU: their lines and why.
    pub left_out: Vec<(u64, &'static str)>,
}

/// Reads a table with a column `sku` and one that names photos, by path or by name.
pub fn references_of_table(file: &Path, photos: &Photos, roots: &[Root]) -> Result<References, ExchangeError> {
    let table = read_columns(&read_file(file)?, None, &["sku"]).map_err(wrong_format(file))?;
    let by = match table.key {
        KeyKind::Path => MatchBy::Path,
        KeyKind::Name => MatchBy::Name,
        KeyKind::Sku => {
            let lacks =
                FormatError::NoColumn { wanted: "'path' or 'name', which names the reference photo".to_owned(), found: "sku".to_owned() };
            return Err(wrong_format(file)(lacks));
        }
    };
    let finder = Finder::new(by, photos.iter(), roots, &Skus::new());
    let mut of: BTreeMap<String, Vec<PhotoId>> = BTreeMap::new();
    let mut left_out = Vec::new();
    for row in &table.rows {
        let sku = trimmed(&row.cells[0]);
        match finder.find(&row.key) {
            _ if sku.is_empty() => left_out.push((row.line, "the row has no SKU")),
            Found::Photos(found) => of.entry(sku.to_owned()).or_default().extend(found),
            Found::Several(_) => left_out.push((row.line, "several photos have this name")),
            Found::Nothing => left_out.push((row.line, "no photo of the catalogue is meant; index its folder first")),
        }
    }
    Ok(References { of: listed(of), left_out })
}

/// The photos below a folder, each of the product that `sku` says, else of one called like its file.
pub fn references_of_folder(folder: &Path, photos: &Photos, roots: &[Root], sku: impl Fn(&Photo) -> Option<String>) -> References {
    let mut of: BTreeMap<String, Vec<PhotoId>> = BTreeMap::new();
    for photo in photos.iter().filter(|photo| !photo.missing) {
        let root = roots.iter().find(|root| root.id == photo.root);
        if root.is_some_and(|root| photo.absolute(&root.path).starts_with(folder)) {
            let stem = || photo.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            if let Some(sku) = sku(photo).or_else(stem) {
                of.entry(sku).or_default().push(photo.id);
            }
        }
    }
    References { of: listed(of), left_out: Vec::new() }
}

fn listed(of: BTreeMap<String, Vec<PhotoId>>) -> Vec<Reference> {
    of.into_iter().map(|(sku, photos)| Reference { sku: sku.into(), photos }).collect()
}
