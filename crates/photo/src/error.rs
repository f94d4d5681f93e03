//! What goes wrong with a photo or a folder, in words for the person who has to do something about it.
//!
//! Every text is one line without a final period, so that a list of problems reads well.

use base::human;
use std::path::PathBuf;

/// Why one file is not a photo that can be shown. The path stands beside it in a `FileProblem`, not in the text.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// A file of zero bytes, often an upload or a copy that never began.
    #[error("the file is empty")]
    Empty,
    /// The file could not be opened or read.
    #[error("{}", unreadable(.0))]
    Unreadable(#[source] std::io::Error),
    /// A folder, a pipe, a device.
    #[error("not a file but a folder or a device")]
    NotAFile,
    /// More bytes than [`super::MAX_FILE_BYTES`].
    #[error("the file is {}, over the limit of {}", human::bytes(*size), human::bytes(*limit))]
    FileTooLarge {
        /// Of the file, bytes.
        size: u64,
        /// Bytes.
        limit: u64,
    },
    /// The bytes begin like no picture.
    #[error("not a picture that Selvedge can read (the file begins like {looks_like})")]
    NotAPicture {
        /// "text", "a PDF document", "no known format".
        looks_like: &'static str,
    },
    /// A picture of a kind that Selvedge does not read.
    #[error("{kind} is not read by Selvedge: export it as JPEG")]
    Unsupported {
        /// "a HEIC photo", "this kind of TIFF".
        kind: String,
    },
    /// A raw photo in which the camera left no picture to look at.
    #[error("{kind} has no preview inside, and the sensor's data is not read: export it as JPEG, or as DNG with a preview")]
    NoPreview {
        /// "a raw photo (Nikon NEF)".
        kind: &'static str,
    },
    /// The bytes stop before the picture does.
    #[error("the picture is damaged or cut short: the file ends early")]
    CutShort,
    /// The bytes are all there and make no sense.
    #[error("the picture is damaged or cut short: its {format} data makes no sense")]
    Damaged {
        /// "JPEG", "PNG".
        format: &'static str,
    },
    /// More pixels than [`super::Limits::pixels`].
    #[error("{} x {} pixels is over the limit of {} megapixels",
        human::count(u64::from(*width)), human::count(u64::from(*height)), human::count(limit / 1_000_000))]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Width times height.
        limit: u64,
    },
    /// More memory than [`super::Limits::memory`].
    #[error("showing it would take more than the limit of {} of memory", human::bytes(*limit))]
    TooMuchMemory {
        /// Bytes.
        limit: u64,
    },
}

/// Why a folder could not be walked at all.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// Nothing lies at the path; it may be on a drive that is not connected.
    #[error("the folder is not there; if it lies on a drive, connect the drive and try again: {}", path.display())]
    Missing {
        /// The root that was asked for.
        path: PathBuf,
    },
    /// A file or a device lies at the path.
    #[error("this is no folder; choose the folder that holds the photos: {}", path.display())]
    NotAFolder {
        /// The root that was asked for.
        path: PathBuf,
    },
    /// The platform refuses.
    #[error("the folder cannot be opened ({reason}); check who may read it: {}", path.display())]
    Unreadable {
        /// What the platform said.
        reason: String,
        /// The root that was asked for.
        path: PathBuf,
    },
    /// The [`base::Cancel`] was set.
    #[error("the search for photos was stopped: {}", path.display())]
    Cancelled {
        /// The root that was asked for.
        path: PathBuf,
    },
}

impl WalkError {
    /// Why, without the path.
    pub fn reason(&self) -> String {
        match self {
            Self::Missing { .. } => "the folder is not there; if it lies on a drive, connect the drive and try again".to_owned(),
            Self::NotAFolder { .. } => "this is no folder".to_owned(),
            Self::Unreadable { reason, .. } => format!("the folder cannot be opened ({reason})"),
            Self::Cancelled { .. } => "the search for photos was stopped".to_owned(),
        }
    }
}

/// As [`human::file_reason`], of a file that was there a moment ago.
pub(super) fn platform_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is gone".to_owned(),
        _ => one_line(&human::file_reason(error)),
    }
}

fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "the file is gone".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission to read the file".to_owned(),
        _ => format!("the file cannot be read: {}", platform_reason(error)),
    }
}

/// A library's message made fit for a list: one line, no final period, not longer than a line.
pub(super) fn one_line(message: &str) -> String {
    const LONGEST: usize = 100;
    // Decoders quote the bytes that they stumbled over.
    let words = message.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // What follows is where in the library's code it happened.
    let text = words.split(" while decoding ").next().unwrap_or_default().trim_end_matches('.');
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_for_people() {
        let too_many = PhotoError::TooManyPixels { width: 40_000, height: 40_000, limit: 300_000_000 };
        assert_eq!(too_many.to_string(), "40,000 x 40,000 pixels is over the limit of 300 megapixels");
        let gone = PhotoError::Unreadable(std::io::ErrorKind::NotFound.into());
        assert_eq!(gone.to_string(), "the file is gone");
        let device = PhotoError::Unreadable(std::io::Error::from_raw_os_error(5));
        assert!(!device.to_string().contains("os error"), "{device}");
    }

    #[test]
    fn a_library_message_becomes_one_line() {
        assert_eq!(one_line("Bad\n  marker\0found. "), "Bad marker found");
        assert_eq!(one_line(&"x".repeat(500)).chars().count(), 100);
        assert_eq!(one_line("CRC error while decoding ChunkType { type: IDAT }"), "CRC error");
    }
}
