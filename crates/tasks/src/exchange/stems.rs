//! Sidecars without the photo's ending that several photos would claim.

use super::content::files_of;
use base::{Photo, Root, formats};
use exchange::stem_place;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// How often each name is claimed. `IMG.xmp` of `IMG.jpg` and `IMG.png` says nothing about one photo, so it belongs to none. That of `IMG.nef`
/// and `IMG.jpg` is the raw photo's: Lightroom and its kin write it for raw photos alone.
#[derive(Debug, Default)]
pub(crate) struct Stems {
    by_all: HashMap<PathBuf, u32>,
    by_raw: HashMap<PathBuf, u32>,
}

impl Stems {
    pub fn of<'a>(photos: impl IntoIterator<Item = &'a Photo>, roots: &[Root]) -> Self {
        let mut stems = Self::default();
        for path in photos.into_iter().flat_map(|photo| files_of(photo, roots)) {
            let stem = stem_place(&path);
            if formats::is_raw_path(&path) {
                *stems.by_raw.entry(stem.clone()).or_default() += 1;
            }
            *stems.by_all.entry(stem).or_default() += 1;
            // "a.jpg.xmp" is the sidecar of "a.jpg", whatever "a.jpg.png" thinks.
            let mut own = path.into_os_string();
            own.push(".xmp");
            for claims in [&mut stems.by_all, &mut stems.by_raw] {
                *claims.entry(own.clone().into()).or_default() += 1;
            }
        }
        stems.by_all.retain(|_, n| *n > 1);
        stems.by_raw.retain(|_, n| *n > 1);
        stems
    }

    /// Whether the sidecar that is named like the photo without its ending is not this photo's alone.
    pub fn is_shared(&self, photo: &Path) -> bool {
        let claims = if formats::is_raw_path(photo) { &self.by_raw } else { &self.by_all };
        claims.contains_key(&stem_place(photo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::RootId;

    #[test]
    fn the_sidecar_without_an_ending_is_that_of_one_photo_or_of_the_raw_one() {
        let shared = |paths: &[&str]| -> Vec<bool> {
            let photos: Vec<Photo> = (1..).zip(paths).map(|(id, path)| Photo::sample(id, path)).collect();
            let stems = Stems::of(&photos, &[Root { id: RootId(1), path: "/shop".into() }]);
            paths.iter().map(|path| stems.is_shared(&Path::new("/shop").join(path))).collect()
        };
        assert_eq!(shared(&["a.jpg", "b.jpg", "c.nef"]), [false, false, false]);
        assert_eq!(shared(&["a.jpg", "a.png", "sub/a.jpg"]), [true, true, false]);
        assert_eq!(shared(&["a.jpg", "a.nef"]), [true, false]);
        assert_eq!(shared(&["a.dng", "a.nef", "a.jpg"]), [true, true, true]);
        assert_eq!(shared(&["a.jpg", "a.jpg.png", "b.nef", "b.nef.dng"]), [false, true, false, true]);
    }
}
