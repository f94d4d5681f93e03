//! A photo as it is seen large.

use base::{PhotoId, Rgb8};
pub use photo::{Overlay, Tones};

/// A photo to be seen large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// Which photo.
    pub photo: PhotoId,
    /// No side longer than this, pixels; `u32::MAX`: every pixel of the file.
    pub max_side: u32,
    /// What is painted over it.
    pub overlay: Overlay,
}

/// A decoded photo.
#[derive(Clone, Debug, PartialEq)]
pub struct LargePicture {
    /// Upright, no side longer than was asked for.
    pub pixels: Rgb8,
    /// Pixels across in the file, upright.
    pub width: u32,
    /// Pixels down in the file, upright.
    pub height: u32,
    /// Its levels, without what is painted over it.
    pub tones: Tones,
}
