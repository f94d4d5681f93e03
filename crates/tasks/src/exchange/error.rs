//! Why files and tags could not meet, and reading a file with such errors.

use base::human;
use catalog::CatalogError;
use exchange::{FormatError, WriteError};
use std::path::{Path, PathBuf};

/// Why files and tags could not meet. No tag changed; sidecars that were written before the job ended stay written.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The store.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The file is not what it should be.
    #[error("{error}: {}", path.display())]
    Format {
        /// What is wrong with it, and where.
        error: FormatError,
        /// Which file.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("the file cannot be read ({reason}): {}", path.display())]
    Unreadable {
        /// What the system says.
        reason: String,
        /// Which file.
        path: PathBuf,
    },
    /// It is far too large.
    #[error("this file is too large for label sets: {}", .0.display())]
    TooLarge(PathBuf),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What was to hear the result went away, or is full.
    #[error("the result could not be written ({})", human::reason(.0))]
    Output(#[from] std::io::Error),
    /// No export profile of that name.
    #[error("there is no export profile '{name}' in this catalogue; {}", if known.is_empty() { "it has none yet".to_owned() } else { format!("known are: {}", known.join(", ")) })]
    NoSuchProfile {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked.
        known: Vec<String>,
    },
    /// A profile names what the catalogue does not have any more.
    #[error("the profile '{name}' cannot be exported: {problem}; put it right and keep it again: selvedge profiles save FILE.json")]
    Profile {
        /// Its name.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The person ended it.
    #[error("the job was ended")]
    Cancelled,
}

/// The bytes of a file that a person chose.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, ExchangeError> {
    base::regular::read(path).map_err(|error| ExchangeError::Unreadable { reason: human::file_reason(&error), path: path.to_owned() })
}

pub(crate) fn wrong_format(path: &Path) -> impl Fn(FormatError) -> ExchangeError {
    move |error| ExchangeError::Format { error, path: path.to_owned() }
}
