//! Files that appear whole or not at all: written beside their place, flushed, then renamed.

use crate::regular;
use crate::unfinished::{parent, sweep, unfinished};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Files of one name that are set aside.
const MOST_ASIDE: usize = 9;

/// Replaces or makes a file so that at any instant the old or the new one is there, whole.
///
/// A link is followed, and what it leads to is replaced; permissions stay. A folder is refused, and so are a pipe or a device, which
/// could be waited for without end, and a file that is closed to writing, which a rename would go over.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// As [`write()`], of what `fill` writes; where that fails, nothing is replaced.
pub fn write_with<T, E: From<io::Error>>(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<T, E>) -> Result<T, E> {
    let (target, permissions) = match look(path)? {
        Target::File(target, permissions) => (target, Some(permissions)),
        Target::New(target) => (target, None),
    };
    let mut file = io::BufWriter::new(unfinished(parent(&target))?);
    let filled = fill(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    // Without this a power cut after the rename could leave an empty file under the old name.
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|failed| failed.error)?;
    Ok(filled)
}

/// As [`write()`], but nothing that is not ours is replaced: `path` must be free, or a regular file; a link is not followed.
pub fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs_err::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Err(io::Error::other("it is a link, and links are not written through")),
        _ => write(path, bytes),
    }
}

/// Makes a file, whole or not at all. Fails where anything bears that name, a link that leads nowhere included.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = unfinished(parent(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|failed| failed.error)?;
    Ok(())
}

/// Replaces or makes a file of the program's own, with the folders above it. What is there and is neither empty nor `ours` is
/// set aside under another name; a link is followed only to what is ours.
pub fn write_own(path: &Path, bytes: &[u8], ours: impl Fn(&[u8]) -> bool) -> io::Result<()> {
    fs_err::create_dir_all(parent(path))?;
    sweep(parent(path));
    let is_link = fs_err::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
    match fs_err::metadata(path) {
        Ok(about) if !about.is_file() => return Err(io::Error::other("something that is no file bears the name of a file of Selvedge's")),
        Ok(_) => {
            let now = fs_err::read(path)?;
            if !now.is_empty() && !ours(&now) {
                if is_link {
                    return Err(io::Error::other("a link bears the name of a file of Selvedge's and leads to something else"));
                }
                set_aside(path)?;
            }
        }
        Err(_) if is_link => return Err(io::Error::other("a link bears the name of a file of Selvedge's and leads nowhere")),
        Err(_) => {}
    }
    write(path, bytes)
}

/// Gives a file the first free name of "settings.json.unread", "settings.json.unread-2" and so on.
fn set_aside(path: &Path) -> io::Result<()> {
    let name = |n: usize| {
        let mut name = path.as_os_str().to_owned();
        name.push(if n == 1 { ".unread".to_owned() } else { format!(".unread-{n}") });
        PathBuf::from(name)
    };
    let free = (1..=MOST_ASIDE).map(name).find(|to| fs_err::symlink_metadata(to).is_err());
    let free = free.ok_or_else(|| io::Error::other("it cannot be understood, and too many copies of it were set aside already"))?;
    fs_err::rename(path, free)
}

enum Target {
    /// A regular file, by its true path.
    File(PathBuf, std::fs::Permissions),
    /// Nothing is there.
    New(PathBuf),
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
        return Err(regular::not_regular());
    }
    if metadata.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(Target::File(fs_err::canonicalize(path)?, metadata.permissions()))
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
        write_own(&deep, b"three", |_| true).unwrap();
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
        assert_eq!(kind(write(Path::new("/dev/null"), b"four")), Some(io::ErrorKind::InvalidInput));
    }

    #[test]
    fn a_file_of_ours_replaces_nothing_that_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside) = (folder.path().join("settings.json"), folder.path().join("settings.json.unread"));
        let ours = |bytes: &[u8]| bytes.starts_with(b"{");
        for (before, kept) in [(None, None), (Some(""), None), (Some("{1"), None), (Some("my notes"), Some("my notes"))] {
            fs_err::remove_file(&path).ok();
            if let Some(before) = before {
                fs_err::write(&path, before).unwrap();
            }
            write_own(&path, b"{2", ours).unwrap();
            assert_eq!(fs_err::read(&path).unwrap(), b"{2");
            assert_eq!(fs_err::read_to_string(&aside).ok().as_deref(), kept);
        }
        fs_err::write(&path, "more notes").unwrap();
        write_own(&path, b"{3", ours).unwrap();
        assert_eq!(fs_err::read(&aside).unwrap(), b"my notes", "what was set aside is not replaced either");
        assert_eq!(fs_err::read(folder.path().join("settings.json.unread-2")).unwrap(), b"more notes");
        assert!(write_own(folder.path(), b"{", ours).is_err());
        write_new(&folder.path().join("new"), b"one").unwrap();
        assert_eq!(kind(write_new(&folder.path().join("new"), b"two")), Some(io::ErrorKind::AlreadyExists));
        assert_eq!(fs_err::read(folder.path().join("new")).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn our_files_and_sidecars_are_not_written_through_links() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        symlink("target", &link).unwrap();
        for bytes in [None, Some("my notes"), Some("{ours")] {
            if let Some(bytes) = bytes {
                fs_err::write(&target, bytes).unwrap();
            }
            assert!(write_beside(&link, b"two").is_err() && write_new(&link, b"two").is_err());
            let own = write_own(&link, b"{two", |now| now.starts_with(b"{"));
            // A settings file that a person keeps elsewhere and links to.
            assert_eq!(own.is_ok(), bytes == Some("{ours"));
            let wanted = if own.is_ok() { Some("{two") } else { bytes };
            assert_eq!(fs_err::read_to_string(&target).ok().as_deref(), wanted);
            assert!(fs_err::symlink_metadata(&link).unwrap().is_symlink());
        }
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
