//! Photos as files: walk folders, decode with limits, thumbnails, capture facts.
//!
//! | file | what it knows |
//! |---|---|
//! | `walk` | which files of a folder are photos |
//! | `read` | bytes of one file, and their hash |
//! | `decode` | bytes to upright 8-bit RGB, within limits |
//! | `sniff` | what bytes are, whatever the file's name says: a format that is read, or why it is not |
//! | `jpeg` | a JPEG's segments: EXIF, the memory it will take, whether its end is there |
//! | `rgb`, `turn` | every kind of sample to RGB on white; the EXIF turn |
//! | `capture` | when, with what and how the camera took it, as EXIF tells |
//! | `fingerprint` | a photo in little, and how sharp it is |
//! | `guard` | a decoder's panic becomes an error |
//! | `resize` | thumbnails and previews |
//! | `error` | what goes wrong, in words for the person who has to do something about it |

mod capture;
mod decode;
mod error;
mod fingerprint;
mod guard;
mod jpeg;
mod read;
mod resize;
mod rgb;
mod sniff;
mod turn;
mod walk;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod torture;

pub use capture::Capture;
pub use decode::{Decoded, Limits, capture, decode};
pub use error::{PhotoError, WalkError};
pub use fingerprint::fingerprint;
pub use read::{MAX_FILE_BYTES, hash, read, read_head};
pub use resize::{decode_thumbnail, fit, squeezed, thumbnail};
pub use walk::{FoundFile, Walk, walk};
