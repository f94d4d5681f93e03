//! Why a catalogue was not written to open files, or not read from them.

use crate::restore::RestoreError;
use base::human;
use catalog::CatalogError;
use exchange::FormatError;
use std::path::PathBuf;

/// Nothing was written, or nothing of the catalogue changed.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The catalogue.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// What it says cannot be brought into the catalogue.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// Something lies where the folder should.
    #[error("there is something here already, and it was left as it is; name a folder that is not there yet, or is empty: {}", .0.display())]
    Taken(PathBuf),
    /// The folder would lie among photos.
    #[error("this folder lies in {}, where photos are and nothing is written; name one elsewhere: {}", root.display(), to.display())]
    InsideRoot {
        /// Where the archive should lie.
        to: PathBuf,
        /// Of the catalogue.
        root: PathBuf,
    },
    /// The disk or the folder forbids it.
    #[error("the archive could not be written ({}): {}", human::file_reason(error), path.display())]
    Write {
        /// What the system says.
        error: std::io::Error,
        /// Which file.
        path: PathBuf,
    },
    /// A file of it cannot be read.
    #[error("the file cannot be read ({reason}): {}", path.display())]
    Unreadable {
        /// What the system says.
        reason: String,
        /// Which file.
        path: PathBuf,
    },
    /// Some other folder.
    #[error("this folder holds no archive of a catalogue (it has no archive.json): {}", .0.display())]
    NoArchive(PathBuf),
    /// Written by a later version of the program.
    #[error("this archive was written by a newer Selvedge (its version is {found}, this program knows {known}); update Selvedge to read it: {}", path.display())]
    Newer {
        /// The archive's version.
        found: u64,
        /// The last one that this program knows.
        known: u64,
        /// Of it.
        path: PathBuf,
    },
    /// A file is not what it should be.
    #[error("{error}: {}", path.display())]
    Format {
        /// What is wrong with it, and where.
        error: FormatError,
        /// Which file.
        path: PathBuf,
    },
    /// A file ends too early.
    #[error("the file holds {found} rows, and archive.json says {wanted}: it was cut off; copy the archive again: {}", path.display())]
    CutOff {
        /// Rows that it has.
        found: u64,
        /// Rows that it should have.
        wanted: u64,
        /// Which file.
        path: PathBuf,
    },
    /// A matrix is not what it should be.
    #[error("{problem}: {}", path.display())]
    Matrix {
        /// In words.
        problem: String,
        /// Which file.
        path: PathBuf,
    },
}
