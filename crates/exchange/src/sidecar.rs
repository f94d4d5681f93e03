//! Which file is a photo's sidecar.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A sidecar larger than this is left alone, bytes. Programs that keep masks in them reach a few megabytes.
pub const MAX_SIDECAR: u64 = 64 << 20;

/// The sidecar that a photo's keywords are written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Beside the photo.
    pub path: PathBuf,
    /// A file of that name is there already.
    pub exists: bool,
    /// It is named like the photo without its ending.
    pub stem: bool,
}

/// The sidecar of a photo: `IMG.jpg.xmp` if it is there, else `IMG.xmp` if that is there, else `IMG.jpg.xmp`, to be made.
///
/// Of two, `IMG.jpg.xmp` is taken: it names this one photo, while `IMG.xmp` may be that of a raw file beside it.
/// With `stem_is_shared`, `IMG.xmp` is not looked at: several photos of the catalogue would claim it.
pub fn place(photo: &Path, stem_is_shared: bool) -> Place {
    let full = with_ending(photo.as_os_str());
    let stem = with_ending(photo.with_extension("").as_os_str());
    // A link is there too, wherever it leads: it has the name.
    let bears = |path: &&PathBuf| path.symlink_metadata().is_ok_and(|about| about.is_file() || about.is_symlink());
    let there = |names: &[PathBuf; 2]| names.iter().find(bears).cloned();
    match (there(&full), there(&stem).filter(|_| !stem_is_shared)) {
        (Some(path), _) => Place { path, exists: true, stem: false },
        (None, Some(path)) => Place { path, exists: true, stem: true },
        (None, None) => {
            let [path, _] = full;
            Place { path, exists: false, stem: false }
        }
    }
}

/// A sidecar that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The file.
    pub path: PathBuf,
    /// It is named like the photo without its ending.
    pub stem: bool,
}

/// The sidecars of a photo, of either name, that are files; `stem_is_shared` as for [`place`].
pub fn sidecars_of(photo: &Path, stem_is_shared: bool) -> Vec<Beside> {
    let (full, stem) = (with_ending(photo.as_os_str()), with_ending(photo.with_extension("").as_os_str()));
    let there = |names: [PathBuf; 2], stem| names.into_iter().find(|path| path.is_file()).map(|path| Beside { path, stem });
    let stem = if stem_is_shared || photo.extension().is_none() { None } else { there(stem, true) };
    there(full, false).into_iter().chain(stem).collect()
}

/// `IMG.xmp` for `IMG.jpg`, for finding photos that would share it.
pub fn stem_place(photo: &Path) -> PathBuf {
    let [lower, _] = with_ending(photo.with_extension("").as_os_str());
    lower
}

/// Both spellings that programs use.
fn with_ending(name: &OsStr) -> [PathBuf; 2] {
    [".xmp", ".XMP"].map(|ending| {
        let mut name = name.to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}
