//! A partly downloaded file: kept between attempts, and given its final name only after its checksum was verified.

use super::settings::{DownloadError, is_hex};
use base::Cancel;
use fs_err as fs;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::TryLockError;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

/// Size of the read buffer, bytes.
pub const BUFFER: usize = 1 << 16;

/// The hub's name for a file's content: a large file goes by its SHA-256, a small one by the SHA-1 that git gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// SHA-256 of the content.
    Sha256(String),
    /// SHA-1 of "blob", the length and the content.
    Git(String),
}

impl Checksum {
    /// Parses an `ETag`; `None` if it is neither kind of checksum.
    pub fn parse(etag: &str) -> Option<Self> {
        let text = etag.trim_start_matches("W/").trim_matches('"').to_ascii_lowercase();
        if is_hex(&text, 64) {
            Some(Self::Sha256(text))
        } else if is_hex(&text, 40) {
            Some(Self::Git(text))
        } else {
            None
        }
    }

    /// Hexadecimal digits; also the file's name in the cache.
    pub fn text(&self) -> &str {
        match self {
            Self::Sha256(text) | Self::Git(text) => text,
        }
    }
}

enum Hasher {
    Sha256(Sha256),
    Git(Sha1),
}

impl Hasher {
    fn new(checksum: &Checksum, bytes: u64) -> Self {
        match checksum {
            Checksum::Sha256(_) => Self::Sha256(Sha256::new()),
            Checksum::Git(_) => Self::Git(Sha1::new_with_prefix(format!("blob {bytes}\0"))),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Git(hasher) => hasher.update(bytes),
        }
    }

    fn finish(self) -> String {
        let digest = match self {
            Self::Sha256(hasher) => hasher.finalize().to_vec(),
            Self::Git(hasher) => hasher.finalize().to_vec(),
        };
        hex(&digest)
    }
}

/// Two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The path of a partly downloaded file, the same as that of Hugging Face's own tools.
pub fn partial(blob: &Path) -> PathBuf {
    blob.with_extension("incomplete")
}

/// A partly downloaded blob, open for appending. Errors name the file.
pub struct Part {
    file: fs::File,
    blob: PathBuf,
    checksum: Checksum,
    bytes: u64,
    hasher: Hasher,
    done: u64,
}

impl Part {
    /// Opens what an earlier attempt left, or an empty file.
    pub fn open(blob: &Path, checksum: &Checksum, bytes: u64) -> Result<Self, DownloadError> {
        let path = partial(blob);
        // A link may lead to any file, and what is not a part of this one would be cut off.
        if fs::symlink_metadata(&path).is_ok_and(|about| !about.is_file()) {
            return Err(DownloadError::write(std::io::Error::other(format!("it is no regular file; move it away: {}", path.display()))));
        }
        let file = fs::OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(DownloadError::write)?;
        // Two writers would interleave. The lock goes with the process, so that a killed one leaves none behind; a file system
        // without locks must do without.
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(DownloadError::Busy(path));
        }
        Ok(Self { file, blob: blob.to_owned(), checksum: checksum.clone(), bytes, hasher: Hasher::new(checksum, bytes), done: 0 })
    }

    /// Bytes that are on disk and hashed.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Hashes what an earlier attempt left.
    pub fn hash_existing(&mut self, cancel: &Cancel) -> Result<(), DownloadError> {
        if self.file.metadata().map_err(DownloadError::write)?.len() > self.bytes {
            return self.restart();
        }
        let mut piece = vec![0; BUFFER];
        loop {
            if cancel.is_cancelled() {
                return Err(DownloadError::Cancelled);
            }
            let read = self.file.read(&mut piece).map_err(DownloadError::write)?;
            if read == 0 {
                return Ok(());
            }
            self.hasher.update(&piece[..read]);
            self.done += read as u64;
        }
    }

    /// Discards everything and starts from the first byte.
    pub fn restart(&mut self) -> Result<(), DownloadError> {
        self.file.set_len(0).map_err(DownloadError::write)?;
        (self.done, self.hasher) = (0, Hasher::new(&self.checksum, self.bytes));
        Ok(())
    }

    /// Appends bytes and hashes them.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), DownloadError> {
        self.file.write_all(bytes).map_err(DownloadError::write)?;
        self.hasher.update(bytes);
        self.done += bytes.len() as u64;
        Ok(())
    }

    /// Renames the file to its final name if the checksum is right, or else deletes it. Returns whether it was right.
    pub fn finish(self) -> Result<bool, DownloadError> {
        let path = partial(&self.blob);
        if self.hasher.finish() != self.checksum.text() {
            fs::remove_file(&path).map_err(DownloadError::write)?;
            return Ok(false);
        }
        self.file.sync_all().map_err(DownloadError::write)?;
        match fs::rename(&path, &self.blob) {
            // Another process finished it while this one waited to open it.
            Err(_) if self.blob.exists() => Ok(true),
            renamed => renamed.map(|()| true).map_err(DownloadError::write),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_git_and_of_the_content() {
        let of = |checksum: &Checksum, content: &[u8]| {
            let mut hasher = Hasher::new(checksum, content.len() as u64);
            hasher.update(content);
            hasher.finish()
        };
        // `printf 'hello\n' | git hash-object --stdin` and `| sha256sum`.
        let git = Checksum::parse("\"ce013625030ba8dba906f756967f9e9ca394464a\"").unwrap();
        let sha = Checksum::parse("W/\"5891B5B522D5DF086D0FF0B110FBD9D21BB4FC7163AF34D08286A2E846F6BE03\"").unwrap();
        for checksum in [git, sha] {
            assert_eq!(of(&checksum, b"hello\n"), checksum.text());
        }
        for etag in ["", "\"../../../escaped\"", "\"ce01\"", "\"zz013625030ba8dba906f756967f9e9ca394464a\""] {
            assert_eq!(Checksum::parse(etag), None, "{etag}");
        }
    }
}
