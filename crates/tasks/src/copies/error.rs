//! Why nothing is copied, and what the system says of one file.

use super::pattern::PatternError;
use base::human;
use catalog::CatalogError;
use std::io;
use std::path::PathBuf;

/// Why no photo is copied at all. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The store.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The names cannot be made.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The catalogue would find its photos twice, or what is written among the originals could be taken for one.
    #[error("{} lies in {}, which the catalogue holds: copies go to another folder", to.display(), root.display())]
    InsideRoot {
        /// Where the copies were to go.
        to: PathBuf,
        /// The folder of the catalogue.
        root: PathBuf,
    },
    /// No folder was named.
    #[error("choose the folder that the copies go to")]
    NoFolder,
    /// Something that is no folder is there, or the folder cannot be made.
    #[error("the folder {} cannot be written to ({reason})", to.display())]
    Folder {
        /// Where the copies were to go.
        to: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A hard link is the photo itself.
    #[error("a hard link is the original itself, and XMP is never put into originals: copy instead, or leave the XMP out")]
    LinkWithXmp,
    /// Labels are asked for, and there are several sets of them, or none.
    #[error("{}", which_set(known))]
    WhichSet {
        /// The sets of the catalogue.
        known: Vec<String>,
    },
    /// No set of that name.
    #[error("there is no label set '{name}'; {}", which_set(known))]
    NoSuchSet {
        /// As the person wrote it.
        name: String,
        /// The sets of the catalogue.
        known: Vec<String>,
    },
    /// The disk is too small.
    #[error("the copies take {}, and {} has only {} left", human::bytes(*needed), to.display(), human::bytes(*free))]
    NoRoom {
        /// Where the copies were to go.
        to: PathBuf,
        /// Bytes.
        needed: u64,
        /// Bytes.
        free: u64,
    },
}

fn which_set(known: &[String]) -> String {
    match known {
        [] => "names and folders by label need a label set, and the catalogue has none".to_owned(),
        known => format!("say which label set is meant: {}", known.join(", ")),
    }
}

/// As [`human::file_reason`], with what to do where a link cannot be made.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::CrossesDevices => "hard links lead to no other disk; copy instead".to_owned(),
        _ => human::file_reason(error),
    }
}
