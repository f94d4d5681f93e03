//! Where copies may go: nowhere below a folder that the catalogue holds, by whatever link it is reached.

use super::error::{CopyError, reason};
use base::Root;
use std::io;
use std::path::{Path, PathBuf};

/// The folder as the file system knows it; what of it is not there yet, as it was written. Also where there is nobody who may look.
pub(super) fn real(folder: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    for above in folder.ancestors() {
        if let Ok(real) = fs_err::canonicalize(above) {
            let rest = folder.strip_prefix(above).unwrap_or(Path::new(""));
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(folder)
}

/// The folder of the catalogue that this one lies in.
pub(crate) fn root_of<'a>(folder: &Path, roots: &'a [Root]) -> Option<&'a Root> {
    let real = real(folder).ok()?;
    let holds = |root: &&Root| real.starts_with(&root.path) || fs_err::canonicalize(&root.path).is_ok_and(|root| real.starts_with(root));
    roots.iter().find(holds)
}

/// The folder, absolute, unless copies may not go there.
pub(super) fn allowed(to: &Path, roots: &[Root]) -> Result<PathBuf, CopyError> {
    if to.as_os_str().is_empty() {
        return Err(CopyError::NoFolder);
    }
    let to = std::path::absolute(to).map_err(|error| CopyError::Folder { to: to.to_owned(), reason: reason(&error) })?;
    if let Some(root) = root_of(&to, roots) {
        return Err(CopyError::InsideRoot { to, root: root.path.clone() });
    }
    match fs_err::metadata(&to) {
        Ok(about) if !about.is_dir() => Err(CopyError::Folder { to, reason: "it is no folder".to_owned() }),
        _ => Ok(to),
    }
}

/// Makes the folder, and looks once more where it truly lies: a link may have led elsewhere.
pub(super) fn prepared(folder: &Path, roots: &[Root]) -> Result<(), String> {
    fs_err::create_dir_all(folder).map_err(|error| format!("its folder cannot be made: {}", reason(&error)))?;
    if let Some(root) = root_of(folder, roots) {
        return Err(format!("a link leads from {} into {}, where nothing is written", folder.display(), root.path.display()));
    }
    base::unfinished::sweep(folder);
    Ok(())
}

/// Bytes that are free on the disk of a folder, which need not be there yet; `None` where nobody knows.
pub(super) fn free(folder: &Path) -> Option<u64> {
    folder.ancestors().find(|above| above.is_dir()).and_then(|above| fs4::available_space(above).ok())
}
