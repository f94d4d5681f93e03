//! Where a folder of photos lies that is not where it was.

use base::{Cancel, Stamp};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders that are looked at, at most: beside the lost one there may be a whole disk.
const CANDIDATES: usize = 2000;

/// A photo by its path below the root, as it was when it was indexed.
pub type Known<'a> = (&'a Path, Stamp);

/// Looks for a root that is gone in the nearest folder above it that is there, two floors down: it, or a folder above it, was renamed or moved within
/// that folder, or its drive goes by another name now. Only a folder in which every one of `known` lies, of the same size and time, is
/// taken for it; `None` where there is none, or more than one, or nothing is known. `taken`: folders that it cannot be.
pub fn find_moved(root: &Path, known: &[Known<'_>], taken: &[PathBuf], cancel: &Cancel) -> Option<PathBuf> {
    if known.is_empty() {
        return None;
    }
    let there = root.ancestors().skip(1).find(|above| above.is_dir())?;
    let gone = root.strip_prefix(there).ok()?;
    let tail = gone.iter().skip(1).collect::<PathBuf>();
    let mut looked_at = BTreeSet::new();
    let mut found = None;
    let children = folders(there);
    let below = children.iter().flat_map(|child| [child.join(&tail), child.clone()].into_iter().chain(folders(child)));
    for folder in below.take(CANDIDATES) {
        if cancel.is_cancelled() {
            return None;
        }
        let is_taken = taken.iter().any(|taken| folder.starts_with(taken) || taken.starts_with(&folder));
        if is_taken || !looked_at.insert(folder.clone()) || !known.iter().all(|known| lies_in(&folder, known)) {
            continue;
        }
        if found.replace(folder).is_some() {
            return None;
        }
    }
    found
}

/// Links are not followed: nothing is ever written below a folder that is reached through one.
fn folders(of: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(of) else { return Vec::new() };
    let mut folders: Vec<_> = entries.flatten().filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir())).map(|e| e.path()).collect();
    folders.sort();
    folders
}

fn lies_in(folder: &Path, (path, stamp): &Known<'_>) -> bool {
    std::fs::metadata(folder.join(path)).is_ok_and(|file| photo::stamp(&file).is_still(&Stamp::new(stamp.size, stamp.mtime_ns)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fs_err as fs;

    /// Folders with two photos each, of the names' lengths.
    fn shoots(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let shoot = folder.path().join(name);
            fs::create_dir_all(shoot.join("raw")).unwrap();
            for photo in ["a.jpg", "raw/b.jpg"] {
                fs::write(shoot.join(photo), name).unwrap();
            }
        }
        folder
    }

    fn known(root: &Path) -> Vec<(PathBuf, Stamp)> {
        ["a.jpg", "raw/b.jpg"].map(|path| (path.into(), photo::stamp(&fs::metadata(root.join(path)).unwrap()))).into()
    }

    fn found(root: &Path, known: &[(PathBuf, Stamp)], taken: &[PathBuf]) -> Option<PathBuf> {
        let known: Vec<Known<'_>> = known.iter().map(|(path, stamp)| (path.as_path(), *stamp)).collect();
        find_moved(root, &known, taken, &Cancel::default())
    }

    #[test]
    fn a_renamed_folder_is_found_by_its_photos() {
        let folder = shoots(&["monday", "tuesday week", "tuesday"]);
        let (root, to) = (folder.path().join("tuesday"), folder.path().join("shoots of the week"));
        let known = known(&root);
        fs::rename(&root, &to).unwrap();
        assert_eq!(found(&root, &known, &[]), Some(to.clone()));
        assert_eq!(found(&root, &known, std::slice::from_ref(&to)), None, "another root already");
        assert_eq!(found(&root, &[], &[]), None, "a folder of which nothing is known could be any");
    }

    #[test]
    fn a_folder_on_a_drive_of_another_name_is_found() {
        let folder = shoots(&["CARD/2026/tuesday"]);
        let root = folder.path().join("CARD/2026/tuesday");
        let known = known(&root);
        fs::rename(folder.path().join("CARD"), folder.path().join("CARD1")).unwrap();
        assert_eq!(found(&root, &known, &[]), Some(folder.path().join("CARD1/2026/tuesday")));
    }

    #[test]
    fn one_changed_photo_or_two_folders_alike_say_nothing() {
        let folder = shoots(&["tuesday"]);
        let (root, to) = (folder.path().join("tuesday"), folder.path().join("wednesday"));
        let known = known(&root);
        fs::rename(&root, &to).unwrap();
        fs::create_dir_all(folder.path().join("copy/raw")).unwrap();
        for photo in ["a.jpg", "raw/b.jpg"] {
            let copy = folder.path().join("copy").join(photo);
            fs::copy(to.join(photo), &copy).unwrap();
            let time = fs::metadata(to.join(photo)).unwrap().modified().unwrap();
            std::fs::File::options().write(true).open(&copy).unwrap().set_modified(time).unwrap();
        }
        assert_eq!(found(&root, &known, &[]), None, "two are alike");
        fs::write(folder.path().join("copy/raw/b.jpg"), "edited").unwrap();
        assert_eq!(found(&root, &known, &[]), Some(to.clone()));
        fs::write(to.join("a.jpg"), "edited too").unwrap();
        assert_eq!(found(&root, &known, &[]), None);
    }
}
