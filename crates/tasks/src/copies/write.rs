//! One copy: written under a passing name, then named, with the time of the original. What is there already stays.

use super::error::reason;
use base::unfinished::unfinished;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Some file systems keep times in steps of two seconds.
const SAME_TIME: Duration = Duration::from_secs(2);

/// Why a file was not copied.
pub(super) struct Failure {
    pub reason: String,
    /// No other file can be copied either.
    pub ends_all: bool,
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self { reason, ends_all: false }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let ends_all =
            matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem);
        Self { reason: reason(&error), ends_all }
    }
}

/// What stands where a copy is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum There {
    Nothing,
    /// The copy.
    Same,
    Other,
}

/// Looks at it. `made` are the bytes of the copy, where they are not those of the photo.
pub(super) fn there(from: &Path, to: &Path, made: Option<&[u8]>) -> io::Result<There> {
    let Ok(about) = fs_err::symlink_metadata(to) else { return Ok(There::Nothing) };
    if !about.is_file() {
        return Ok(There::Other);
    }
    let same = if let Some(made) = made {
        about.len() == made.len() as u64 && fs_err::read(to)? == made
    } else {
        let original = fs_err::metadata(from)?;
        about.len() == original.len() && (near(about.modified()?, original.modified()?) || equal(from, to)?)
    };
    Ok(if same { There::Same } else { There::Other })
}

fn near(a: SystemTime, b: SystemTime) -> bool {
    a.duration_since(b).or_else(|_| b.duration_since(a)).is_ok_and(|apart| apart <= SAME_TIME)
}

fn equal(a: &Path, b: &Path) -> io::Result<bool> {
    let hash = |path: &Path| -> io::Result<blake3::Hash> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(fs_err::File::open(path)?)?;
        Ok(hasher.finalize())
    };
    Ok(hash(a)? == hash(b)?)
}

/// Writes a copy, of `made` where that is given. The folder is there, and nothing bears the name.
pub(super) fn copy(from: &Path, to: &Path, made: Option<&[u8]>) -> Result<(), Failure> {
    let original = fs_err::File::open(from)?;
    let time = original.metadata()?.modified()?;
    let mut file = unfinished(to.parent().unwrap_or(Path::new(".")))?;
    match made {
        Some(made) => file.write_all(made)?,
        None => {
            io::copy(&mut original.file(), file.as_file_mut())?;
        }
    }
    file.as_file().set_modified(time)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(to).map_err(|failed| failed.error)?;
    Ok(())
}

/// Makes a hard link: to the file itself, where the photo is a link to it.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), Failure> {
    let file = fs_err::canonicalize(from)?;
    Ok(fs_err::hard_link(file, to)?)
}
