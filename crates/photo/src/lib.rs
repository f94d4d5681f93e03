//! Photos as files: walk folders, decode with limits, thumbnails, capture facts.
//!
//! | file | what it knows |
//! |---|---|
//! | `walk`, `left_out` | which files of a folder are photos, and what is left out |
//! | `read` | bytes of one file, and their hash |
//! | `decode` | bytes to upright 8-bit RGB, within limits |
//! | `job` | what one photo may cost, and the memory that it holds while it is decoded |
//! | `sniff` | what bytes are, whatever the file's name says: a format that is read, or why it is not |
//! | `beside` | what stands beside the picture in its file: EXIF, XMP, a colour profile |
//! | `jpeg`, `png`, `webp` | those formats' segments and chunks |
//! | `jpeg_pixels`, `gif`, `tiff` | decoders; PNG, WebP and BMP are decoded by `image` |
//! | `raw` | the JPEG that a camera puts into its raw files |
//! | `samples`, `rgb`, `color`, `turn` | what decoders give; to RGB on white; by a profile to sRGB; the EXIF turn |
//! | `capture` | when, with what and how the camera took it, as EXIF tells |
//! | `fingerprint` | a photo in little, and how sharp it is |
//! | `budget` | the memory that all decoders have together |
//! | `border` | what a product stands in front of |
//! | `composition` | where the product stands in front of a plain background, drawn borders, the palette |
//! | `palette` | the few colours that many pixels come down to |
//! | `resize` | thumbnails and previews |
//! | `python` | transparency as the reference code of CLIP takes it |
//! | `tones` | how often each level is there, and what is clipped |
//! | `overlay` | a picture as it is looked at closely: clipped pixels and sharp edges painted over |
//! | `error` | what goes wrong, in words for the person who has to do something about it |

mod beside;
mod border;
mod budget;
mod capture;
mod color;
mod composition;
mod decode;
mod error;
mod fingerprint;
mod gif;
mod job;
mod jpeg;
mod jpeg_pixels;
mod left_out;
mod overlay;
mod palette;
mod png;
mod python;
mod raw;
mod read;
mod resize;
mod rgb;
mod samples;
mod sniff;
mod tiff;
mod tones;
mod turn;
mod walk;
mod webp;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod torture;

pub use border::{Background, background};
pub use capture::Capture;
pub use composition::{COMPOSITION, composition};
pub use decode::{Decoded, READER, decode, decode_at_least, read_capture};
pub use error::{PhotoError, WalkError};
pub use fingerprint::{FINGERPRINT_SIDE_PX, fingerprint};
pub use job::Limits;
pub use overlay::{Overlay, seen};
pub use python::as_python_sees_it;
pub use read::{MAX_FILE_BYTES, hash, read, read_head};
pub use resize::{decode_thumbnail, fit, squeezed, thumbnail};
pub use tones::{Tones, tones};
pub use walk::{FoundFile, Walk, stamp, walk};
