//! Where sidecars may be written: truly below the root of their photo, and through no link. Looked at right before writing, since
//! a folder may have been swapped for a link that leads elsewhere since it was indexed.

use base::{Photo, Root, human, unfinished};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The roots, and the folders in which something was written.
pub(super) struct Ground<'a> {
    roots: &'a [Root],
    swept: HashSet<PathBuf>,
}

impl<'a> Ground<'a> {
    pub fn new(roots: &'a [Root]) -> Self {
        Self { roots, swept: HashSet::new() }
    }

    /// Whether a sidecar of the photo may be written, or why not.
    pub fn allows(&self, photo: &Photo, sidecar: &Path) -> Result<(), String> {
        let root = self.roots.iter().find(|root| root.id == photo.root).ok_or("its folder is no longer in the catalogue")?;
        let real_root =
            fs_err::canonicalize(&root.path).map_err(|e| format!("its folder cannot be reached ({})", human::file_reason(&e)))?;
        if real_root != root.path {
            return Err(format!("nothing is written below {}, which is reached through a link", root.path.display()));
        }
        let folder = sidecar.parent().unwrap_or(&root.path);
        let real = fs_err::canonicalize(folder).map_err(|e| format!("its folder cannot be reached ({})", human::file_reason(&e)))?;
        if !real.starts_with(&real_root) {
            return Err(format!("a link leads from here out of {}, and nothing is written there", root.path.display()));
        }
        match fs_err::symlink_metadata(sidecar) {
            Ok(about) if about.is_symlink() => Err("it is a link, and links are not written through".to_owned()),
            _ => Ok(()),
        }
    }

    /// Once in each folder, what a killed export left there is removed.
    pub fn sweep(&mut self, sidecar: &Path) {
        if let Some(folder) = sidecar.parent()
            && !self.swept.contains(folder)
        {
            unfinished::sweep(folder);
            self.swept.insert(folder.to_owned());
        }
    }
}
