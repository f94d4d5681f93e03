//! Which photo a row of a file means.

use super::content::Skus;
use super::report::MatchBy;
use base::{Photo, PhotoId, Root, RootId};
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// The photos of a catalogue by what files name them by.
pub(crate) struct Finder {
    by: MatchBy,
    /// Tried in this order; the first that knows the key decides: as written before any case, with the ending before without.
    levels: Vec<HashMap<String, Vec<PhotoId>>>,
    missing: HashSet<PhotoId>,
}

/// What a key means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// One photo, or the photos of one product.
    Photos(Vec<PhotoId>),
    /// Nothing.
    Nothing,
    /// Any of these.
    Several(Vec<PhotoId>),
}

impl Finder {
    pub(crate) fn new(by: MatchBy, photos: &[Photo], roots: &[Root], skus: &Skus) -> Self {
        // A root may be reached by a link, and the file may know its true place.
        let places: HashMap<RootId, Vec<PathBuf>> = roots
            .iter()
            .map(|root| {
                let true_place = fs_err::canonicalize(&root.path).ok().filter(|place| *place != root.path);
                (root.id, std::iter::once(root.path.clone()).chain(true_place).collect())
            })
            .collect();
        let keys = |photo: &Photo| -> [Vec<String>; 2] {
            match by {
                MatchBy::Path => {
                    let absolute = places.get(&photo.root).into_iter().flatten().map(|root| photo.absolute(root));
                    [absolute.chain([photo.path.clone()]).map(|path| path.to_string_lossy().into_owned()).collect(), Vec::new()]
                }
                MatchBy::Name => {
                    let stem = photo.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                    [vec![photo.name()], stem.into_iter().collect()]
                }
                MatchBy::Sku => [skus.get(&photo.id).cloned().into_iter().collect(), Vec::new()],
            }
        };
        let mut levels: Vec<HashMap<String, Vec<PhotoId>>> = vec![HashMap::new(); 4];
        for photo in photos {
            for (i, keys) in keys(photo).into_iter().enumerate() {
                for key in keys {
                    let key = tidy(by, &key);
                    put(&mut levels[2 * i + 1], key.to_lowercase(), photo.id);
                    put(&mut levels[2 * i], key, photo.id);
                }
            }
        }
        Self { by, levels, missing: photos.iter().filter(|p| p.missing).map(|p| p.id).collect() }
    }

    pub(crate) fn find(&self, key: &str) -> Found {
        let key = tidy(self.by, key);
        let folded = key.to_lowercase();
        let mut levels = self.levels.iter().zip([&key, &folded, &key, &folded]);
        let Some(photos) = levels.find_map(|(level, key)| level.get(key)) else { return Found::Nothing };
        let present: Vec<PhotoId> = photos.iter().copied().filter(|p| !self.missing.contains(p)).collect();
        match (self.by, photos.as_slice(), present.as_slice()) {
            (MatchBy::Sku, ..) | (_, [_], _) => Found::Photos(photos.clone()),
            // The others' files are gone.
            (_, _, [_]) => Found::Photos(present),
            _ => Found::Several(photos.clone()),
        }
    }

    /// What to say where nothing was found.
    pub(super) fn nothing(&self) -> &'static str {
        match self.by {
            MatchBy::Path => "no photo lies at this path",
            MatchBy::Name => "no photo has this name",
            MatchBy::Sku => "no product has this SKU",
        }
    }
}

fn put(level: &mut HashMap<String, Vec<PhotoId>>, key: String, photo: PhotoId) {
    let photos = level.entry(key).or_default();
    if photos.last() != Some(&photo) {
        photos.push(photo);
    }
}

/// One spelling of a key, whichever platform it was written on.
fn tidy(by: MatchBy, key: &str) -> String {
    let key = key.trim();
    if by == MatchBy::Sku {
        return key.to_owned();
    }
    let key = key.replace('\\', "/");
    let key = key.trim_start_matches("./");
    match by {
        MatchBy::Name => key.rsplit('/').next().unwrap_or(key).to_owned(),
        _ => key.to_owned(),
    }
}
