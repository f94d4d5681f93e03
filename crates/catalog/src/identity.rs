//! Whether a catalogue that is open is still the file at its path. SQLite goes on writing to one that was deleted or replaced, and
//! all of that would be lost without a word.

use std::path::Path;

/// Which file lies at a path; the same for as long as it is the same file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity(u64, u64);

impl Identity {
    /// `None` where nothing lies there.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let about = fs_err::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Some(Self(about.dev(), about.ino()))
        }
        #[cfg(not(unix))]
        {
            // An open file can be neither deleted nor replaced there.
            let _ = about;
            Some(Self(0, 0))
        }
    }
}
