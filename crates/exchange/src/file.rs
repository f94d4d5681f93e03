//! Writing files whole or not at all.

use super::{WriteError, WriteFault};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces or makes a file so that at any instant the old or the new one is there, whole.
///
/// A link is followed, and what it leads to is replaced; permissions stay. A pipe or a device is written to directly.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write(path, bytes).map_err(|fault| fault.at(path))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteFault> {
    let (target, permissions) = match look(path)? {
        Target::Special => return Ok(fs_err::write(path, bytes)?),
        Target::File(target, permissions) => (target, Some(permissions)),
        Target::New(target) => (target, None),
    };
    let mut file = passing_file(&target)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    // Without this a power cut after the rename could leave an empty file under the old name.
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|failed| failed.error)?;
    Ok(())
}

enum Target {
    /// A regular file, by its true path.
    File(PathBuf, std::fs::Permissions),
    /// Nothing is there.
    New(PathBuf),
    /// A pipe or a device.
    Special,
}

fn look(path: &Path) -> Result<Target, WriteFault> {
    let metadata = match fs_err::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link that leads to nothing yet: the file is made where it leads.
            let target = fs_err::read_link(path).map_or_else(|_| path.to_owned(), |to| parent(path).join(to));
            return Ok(Target::New(target));
        }
        Err(error) => return Err(error.into()),
    };
    if metadata.is_dir() {
        return Err(WriteFault::IsFolder);
    }
    if !metadata.is_file() {
        return Ok(Target::Special);
    }
    // A rename would go over a file that its owner closed to writing.
    if metadata.permissions().readonly() {
        return Err(WriteFault::ReadOnly);
    }
    Ok(Target::File(fs_err::canonicalize(path)?, metadata.permissions()))
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file beside the target, so that a rename is enough; it vanishes unless it is kept.
fn passing_file(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".selvedge-").suffix(".part");
    // As any file that the user makes; temporary files are otherwise closed to everybody else, and this one will stay.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(parent(target))
}
