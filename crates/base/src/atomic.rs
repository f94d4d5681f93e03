//! Files that appear whole or not at all: written beside their place, flushed, then renamed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces or makes a file so that at any instant the old or the new one is there, whole.
///
/// A link is followed, and what it leads to is replaced; permissions stay. A pipe or a device is written to directly. A
/// folder and a file that is closed to writing are refused: a rename would go over the latter.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (target, permissions) = match look(path)? {
        Target::Special => return fs_err::write(path, bytes),
        Target::File(target, permissions) => (target, Some(permissions)),
        Target::New(target) => (target, None),
    };
    let mut file = unfinished(parent(&target))?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    // Without this a power cut after the rename could leave an empty file under the old name.
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|failed| failed.error)?;
    Ok(())
}

/// As [`write()`], and makes the folders above the file where they are not there yet.
pub fn write_with_folders(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs_err::create_dir_all(parent(path))?;
    write(path, bytes)
}

/// An empty file in `folder` that vanishes unless it is persisted under a lasting name.
pub fn unfinished(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".selvedge-").suffix(".part");
    // As any file that the user makes; temporary files are otherwise closed to everybody else, and this one will stay.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

enum Target {
    /// A regular file, by its true path.
    File(PathBuf, std::fs::Permissions),
    /// Nothing is there.
    New(PathBuf),
    /// A pipe or a device.
    Special,
}

fn look(path: &Path) -> io::Result<Target> {
    let metadata = match fs_err::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link that leads to nothing yet: the file is made where it leads.
            let target = fs_err::read_link(path).map_or_else(|_| path.to_owned(), |to| parent(path).join(to));
            return Ok(Target::New(target));
        }
        Err(error) => return Err(error),
    };
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Ok(Target::Special);
    }
    if metadata.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(Target::File(fs_err::canonicalize(path)?, metadata.permissions()))
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(result: io::Result<()>) -> Option<io::ErrorKind> {
        result.err().map(|error| error.kind())
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs_err::read(&path).unwrap(), b"two");
        assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        assert_eq!(kind(write(folder.path(), b"")), Some(io::ErrorKind::IsADirectory));
        let deep = folder.path().join("none/deeper/a.csv");
        assert_eq!(kind(write(&deep, b"")), Some(io::ErrorKind::NotFound));
        write_with_folders(&deep, b"three").unwrap();
        assert_eq!(fs_err::read(&deep).unwrap(), b"three");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.xmp"), folder.path().join("link.xmp"));
        fs_err::write(&real, "one").unwrap();
        fs_err::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.xmp", &link).unwrap();
        write(&link, b"two").unwrap();
        assert!(fs_err::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs_err::read(&real).unwrap(), b"two");
        assert_eq!(fs_err::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);

        let dangling = folder.path().join("new.xmp");
        symlink("made.xmp", &dangling).unwrap();
        write(&dangling, b"three").unwrap();
        assert_eq!(fs_err::read(folder.path().join("made.xmp")).unwrap(), b"three");
        write(Path::new("/dev/null"), b"four").unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_closed_to_writing_is_not_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xmp");
        fs_err::write(&path, "one").unwrap();
        fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(kind(write(&path, b"two")), Some(io::ErrorKind::PermissionDenied));
        assert_eq!(fs_err::read(&path).unwrap(), b"one");
    }
}
