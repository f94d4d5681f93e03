//! Regular files alone are read: a pipe would be waited for without end, and a device may have none.

use fs_err::File;
use std::io::{self, Read};
use std::path::Path;

/// Opens a regular file, also one that a link leads to.
pub fn open(path: &Path) -> io::Result<File> {
    let about = fs_err::metadata(path)?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        return Err(not_regular());
    }
    File::open(path)
}

/// All bytes of a regular file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Of the kind [`io::ErrorKind::InvalidInput`].
pub(crate) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, NOT_REGULAR)
}

/// What is said of a pipe, a socket or a device.
pub const NOT_REGULAR: &str = "it is no regular file";

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_refused_without_waiting_and_a_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, pipe] = ["file", "link", "pipe"].map(|name| folder.path().join(name));
        fs_err::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(read(&link).unwrap(), b"text");
        for (path, kind) in [
            (pipe.as_path(), io::ErrorKind::InvalidInput),
            (Path::new("/dev/zero"), io::ErrorKind::InvalidInput),
            (folder.path(), io::ErrorKind::IsADirectory),
            (&folder.path().join("none"), io::ErrorKind::NotFound),
        ] {
            assert_eq!(read(path).unwrap_err().kind(), kind, "{}", path.display());
        }
    }
}
