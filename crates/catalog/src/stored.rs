//! Paths as a catalogue stores them. A file is not trusted to hold what we put into it: a path that leads out of its folder is
//! not read, so that nothing can be opened or written by it; [`super::Catalog::check`] tells it.

use base::path_bytes;
use std::path::{Component, Path, PathBuf};

/// The path of a file below its root; `None` if it is absolute, or leads out of the root.
pub(crate) fn below_root(bytes: &[u8]) -> Option<PathBuf> {
    let path = plain(bytes)?;
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// The path of a root; `None` if it depends on where the program was started, or turns back.
pub(crate) fn root(bytes: &[u8]) -> Option<PathBuf> {
    let path = plain(bytes)?;
    (path.is_absolute() && !turns_back(&path)).then_some(path)
}

fn turns_back(path: &Path) -> bool {
    path.components().any(|part| part == Component::ParentDir)
}

fn plain(bytes: &[u8]) -> Option<PathBuf> {
    (!bytes.is_empty() && !bytes.contains(&0)).then(|| path_bytes::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_path_stays_below_its_root() {
        for good in ["a.jpg", "a/b.jpg", "a/b/c d.jpg", "..a/b..jpg", "...jpg", "é\u{fffd}.jpg"] {
            assert_eq!(below_root(good.as_bytes()), Some(good.into()), "{good}");
        }
        for bad in ["", "/a.jpg", "//a", "..", "../a.jpg", "a/../b.jpg", "a/..", "./a.jpg", ".", "/", "a\0b", "a/../../b"] {
            assert_eq!(below_root(bad.as_bytes()), None, "{bad:?}");
        }
        #[cfg(windows)]
        for bad in [r"C:\a.jpg", r"\a.jpg", r"a\..\..\b.jpg", "C:a.jpg", r"\\server\share\a.jpg"] {
            assert_eq!(below_root(bad.as_bytes()), None, "{bad:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_stored_root_is_absolute() {
        for good in ["/", "/photos", "/a/b c", "/a/..b"] {
            assert_eq!(root(good.as_bytes()), Some(good.into()), "{good}");
        }
        for bad in ["", "photos", "./photos", "/a/../b", "/..", "a/..", "/a\0"] {
            assert_eq!(root(bad.as_bytes()), None, "{bad:?}");
        }
    }
}
