//! Bytes of one file, and their hash.

use super::PhotoError;
use base::ContentHash;
use std::io::Read;
use std::path::Path;

/// The largest file that is read, in bytes: a 300-megapixel scan without compression still fits.
pub const MAX_FILE_BYTES: u64 = 1_000_000_000;

/// BLAKE3 of a file's bytes.
pub fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash(*blake3::hash(bytes).as_bytes())
}

/// A file's bytes, at most [`MAX_FILE_BYTES`] of them.
///
/// Only regular files are opened: opening a pipe would wait for a writer that may never come.
pub fn read(path: &Path) -> Result<Vec<u8>, PhotoError> {
    read_at_most(path, MAX_FILE_BYTES)
}

/// At most so many bytes of a file's beginning.
pub fn read_head(path: &Path, bytes: u64) -> Result<Vec<u8>, PhotoError> {
    if !fs_err::metadata(path).map_err(PhotoError::Unreadable)?.is_file() {
        return Err(PhotoError::NotAFile);
    }
    let mut head = Vec::new();
    fs_err::File::open(path).and_then(|file| file.take(bytes).read_to_end(&mut head)).map_err(PhotoError::Unreadable)?;
    Ok(head)
}

fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>, PhotoError> {
    let metadata = fs_err::metadata(path).map_err(PhotoError::Unreadable)?;
    if !metadata.is_file() {
        return Err(PhotoError::NotAFile);
    }
    if metadata.len() > limit {
        return Err(PhotoError::FileTooLarge { size: metadata.len(), limit });
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // A file may grow while it is read, and `/proc` files say 0 bytes: the limit holds for what really comes.
    fs_err::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(PhotoError::Unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(PhotoError::FileTooLarge { size: bytes.len() as u64, limit });
    }
    if bytes.is_empty() { Err(PhotoError::Empty) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let (empty, large) = (folder.path().join("empty.jpg"), folder.path().join("large.jpg"));
        fs_err::write(&empty, b"").unwrap();
        fs_err::write(&large, vec![7; 2001]).unwrap();
        assert_eq!(read(&large).unwrap().len(), 2001);
        assert_eq!(read(&empty).unwrap_err().to_string(), "the file is empty");
        assert_eq!(read_at_most(&large, 2000).unwrap_err().to_string(), "the file is 2.0 KB, over the limit of 2.0 KB");
        assert_eq!(read(&folder.path().join("none.jpg")).unwrap_err().to_string(), "the file is gone");
        assert!(matches!(read(folder.path()), Err(PhotoError::NotAFile)));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.jpg");
        super::super::fixtures::make_pipe(&pipe);
        assert!(matches!(read(&pipe), Err(PhotoError::NotAFile)));
    }

    #[test]
    fn the_hash_is_blake3() {
        assert_eq!(hash(b"").0[..8], [0xaf, 0x13, 0x49, 0xb9, 0xf5, 0xf9, 0xa1, 0xa6]);
        assert_ne!(hash(b"a"), hash(b"b"));
    }
}
