//! Which file is a photo's sidecar.

use base::formats;
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
/// Of two, `IMG.jpg.xmp` is taken: it names this one photo, while `IMG.xmp` may be that of a raw file beside it. Of a raw photo it is the
/// other way round, since Lightroom reads `IMG.xmp` alone. With `stem_is_shared`, `IMG.xmp` is not looked at: several photos of the
/// catalogue would claim it.
pub fn place(photo: &Path, stem_is_shared: bool) -> Place {
    let names = names(photo, stem_is_shared);
    // A link is there too, wherever it leads: it has the name.
    let bears = |path: &&PathBuf| path.symlink_metadata().is_ok_and(|about| about.is_file() || about.is_symlink());
    let there = names.iter().find_map(|(spellings, stem)| Some((spellings.iter().find(bears)?, *stem)));
    if let Some((path, stem)) = there {
        return Place { path: path.clone(), exists: true, stem };
    }
    let ([path, _], stem) = names.into_iter().next().unwrap_or_else(|| (with_ending(photo.as_os_str()), false));
    Place { path, exists: false, stem }
}

/// The names that its sidecar may have, the best first, and whether each is without the photo's ending.
fn names(photo: &Path, stem_is_shared: bool) -> Vec<([PathBuf; 2], bool)> {
    let full = (with_ending(photo.as_os_str()), false);
    let stem = (with_ending(photo.with_extension("").as_os_str()), true);
    match (stem_is_shared, formats::is_raw_path(photo)) {
        (true, _) => vec![full],
        (false, true) => vec![stem, full],
        (false, false) => vec![full, stem],
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

/// The sidecars of a photo, of either name, that are files; `stem_is_shared` and the order as for [`place`].
pub fn sidecars_of(photo: &Path, stem_is_shared: bool) -> Vec<Beside> {
    let names = names(photo, stem_is_shared || photo.extension().is_none()).into_iter();
    names.filter_map(|(spellings, stem)| Some(Beside { path: spellings.into_iter().find(|path| path.is_file())?, stem })).collect()
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
