//! What can go wrong with a catalogue, in words for the person whose catalogue it is.

use crate::refusal::StepRefusal;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// A catalogue could not be opened, read or written. Says what is wrong, what to do next, and last which file, where it is about the
/// file and not about what the person wrote.
#[derive(Debug, thiserror::Error)]
#[error("{fault}{}", fault.place(path))]
pub struct CatalogError {
    /// What is wrong. (Not the error's source: its text is in this one's already.)
    pub fault: Fault,
    /// The catalogue, or the file that was to be written.
    pub path: PathBuf,
}

/// What is wrong with a catalogue, without the file's name.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing lies there.
    #[error("there is no catalogue here; index a folder to make one")]
    NotFound,
    /// The folder that a backup should go to does not exist.
    #[error("there is no such folder; make it first, or choose another place")]
    NoFolder,
    /// Asked to create, but a file is there.
    #[error("there is already a file here; choose another name")]
    AlreadyExists,
    /// A folder stands where a file should.
    #[error("this is a folder, not a catalogue file")]
    IsFolder,
    /// Some other file: its bytes are not those of a catalogue. It was not touched.
    #[error("this file is no Selvedge catalogue, and it was left as it is; choose another file")]
    NotACatalogue,
    /// Written by a later version of the program. It was not touched.
    #[error(
        "this catalogue was written by a newer Selvedge (its version is {found}, this program knows {known}); update Selvedge to open it"
    )]
    Newer {
        /// The file's version.
        found: i64,
        /// The last version that this program knows.
        known: i64,
    },
    /// SQLite would overwrite it as a log. It was not touched.
    #[error("a file that is not the catalogue's stands where its log belongs, and it was left as it is; move it away: {}", .0.display())]
    ForeignLog(PathBuf),
    /// The file of thumbnails is none, or a link. It was not touched.
    #[error("a file that is not Selvedge's stands where thumbnails are kept, and it was left as it is; move it away: {}", .0.display())]
    ForeignThumbnails(PathBuf),
    /// A trigger or view in it is not ours.
    #[error(
        "this catalogue holds {0}, which Selvedge did not make and which would run with its changes, so nothing is written; go back to a backup, or take it out with a tool for SQLite"
    )]
    ForeignSchema(String),
    /// The file was deleted or replaced while it was open.
    #[error(
        "the catalogue is gone: its file was deleted, moved or replaced while it was open, and what was done meanwhile is lost with it; index the folder again, or go back to a backup"
    )]
    Gone,
    /// The file's structure is broken.
    #[error("this catalogue is damaged ({detail}); restore a backup, or make a new one by indexing the folders again")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// It is open, and can be read alone.
    #[error(
        "this catalogue can be read but not changed, because it or its folder cannot be written to; allow it, or make a copy elsewhere with a backup"
    )]
    OpenForReading,
    /// The file or its folder forbids writing.
    #[error("the file or its folder cannot be written to; allow it, or choose another place")]
    ReadOnly,
    /// The system will not open the file.
    #[error("the file cannot be opened; see that you may read and write it and its folder")]
    NoAccess,
    /// No room is left.
    #[error("the disk is full, and the last step was not saved; free some space and go on")]
    DiskFull,
    /// Another program held the file for longer than we wait.
    #[error("another program is writing to the catalogue; try again in a moment")]
    Busy,
    /// Bringing an older catalogue up to date failed; it stays as it was.
    #[error("the catalogue could not be brought to this program's version ({detail}); it is unchanged")]
    Migration {
        /// What the library said.
        detail: String,
    },
    /// Two root folders cannot lie in one place.
    #[error("the catalogue already holds the folder {}", .0.display())]
    RootTaken(PathBuf),
    /// A root that was removed meanwhile, perhaps by a second window.
    #[error("the folder is no longer in the catalogue; add it again")]
    NoSuchRoot,
    /// A model that [`super::Catalog::register_model`] was never given.
    #[error("the catalogue does not know the model {0}; index with it first")]
    NoSuchModel(String),
    /// Vectors of two arithmetics that nobody compared.
    #[error(
        "that vectors of {name} in {arithmetic} may stand beside those in f32 was not shown, so none are added; measure it with \
         selvedge models check-arithmetic {name}, or index with --arithmetic f32"
    )]
    NotOneClass {
        /// The model's name.
        name: String,
        /// Of the vectors that were to be added.
        arithmetic: &'static str,
    },
    /// A vector that does not belong to the model it was given for.
    #[error("the model's vectors have {wanted} components, but one of {found} was given")]
    VectorLength {
        /// The model's dimension.
        wanted: usize,
        /// The vector's.
        found: usize,
    },
    /// Another saved search has that name.
    #[error("there is a saved search called '{0}' already; choose another name")]
    SearchTaken(String),
    /// The saved search was deleted.
    #[error("this saved search is no longer in the catalogue")]
    NoSuchSearch,
    /// Another axis has that name.
    #[error("there is an axis called '{0}' already; choose another name")]
    AxisTaken(String),
    /// A name that a filter could not say.
    #[error("'{0}' is no name for an axis; write some words, without <, > and =")]
    AxisName(String),
    /// The axis was deleted.
    #[error("this axis is no longer in the catalogue")]
    NoSuchAxis,
    /// A label set that was taken out meanwhile, or never was.
    #[error("this label set is no longer in the catalogue")]
    NoSuchSet,
    /// A label that was taken out meanwhile, or is of another set.
    #[error("this label is no longer in its set")]
    NoSuchLabel,
    /// Two sets of one name.
    #[error("there is already a label set called '{0}'; choose another name")]
    SetTaken(String),
    /// A label set that cannot be saved as it was written.
    #[error("{0}")]
    LabelSet(#[from] base::labels::LabelSetProblem),
    /// A step that was asked for by its number, and cannot be undone or done again now.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// A step that had paused for so long that another program took its process for ended.
    #[error("another program took the step back, because this one had not gone on with it for a minute; do it again")]
    TakenBack,
    /// A backup onto the catalogue itself or onto one of the files beside it.
    #[error("a backup cannot replace the catalogue it is made of; choose another name")]
    BackupOntoItself,
    /// A backup would replace a file that is something else.
    #[error("there is a file here that is no catalogue, and it was left as it is; choose another name for the backup")]
    BackupOntoOther,
    /// A backup would replace a catalogue that is open.
    #[error("this catalogue is open, or was not closed properly; choose another name for the backup")]
    BackupOntoOpen,
    /// The file system failed.
    #[error("the catalogue's files could not be read or written ({})", base::human::reason(.0))]
    Io(io::Error),
    /// Anything else that the store says.
    #[error("the catalogue could not be read or written ({0})")]
    Store(rusqlite::Error),
}

impl Fault {
    /// ": /shop.selvedge"; nothing where the file is not at fault and is no help.
    fn place(&self, path: &Path) -> String {
        match self {
            Self::RootTaken(_)
            | Self::NoSuchRoot
            | Self::NoSuchModel(_)
            | Self::NoSuchSet
            | Self::NoSuchLabel
            | Self::NoSuchSearch
            | Self::SearchTaken(_)
            | Self::AxisTaken(_)
            | Self::AxisName(_)
            | Self::NoSuchAxis
            | Self::SetTaken(_)
            | Self::LabelSet(_)
            | Self::Step(_) => String::new(),
            _ => format!(": {}", path.display()),
        }
    }

    /// The error, once the file is known.
    pub(crate) fn at(self, path: &Path) -> CatalogError {
        CatalogError { fault: self, path: path.to_owned() }
    }

    /// Damage found by our own reading.
    pub fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match &error {
            // A value of another type or range than our tables hold was not written by us.
            E::InvalidColumnType(..) | E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) | E::Utf8Error(..) => {
                Self::damaged(error.to_string())
            }
            // Our statements fit our tables; where one does not, the tables are no longer ours. The statement is not shown.
            E::SqlInputError { msg, .. } => Self::damaged(msg.as_str()),
            E::SqliteFailure(code, Some(text)) if code.code == ErrorCode::Unknown => Self::damaged(text.as_str()),
            _ => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseCorrupt) => Self::damaged("its structure is broken"),
                Some(ErrorCode::NotADatabase) => Self::damaged("its first bytes are broken"),
                Some(ErrorCode::DiskFull) => Self::DiskFull,
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
                Some(ErrorCode::ReadOnly) => Self::ReadOnly,
                Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::NoAccess,
                _ => Self::Store(error),
            },
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied => Self::NoAccess,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::AlreadyExists => Self::AlreadyExists,
            _ => Self::Io(error),
        }
    }
}
