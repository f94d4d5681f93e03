//! What a decoder gives, before our own conversions: sides, samples, and what the file says beside them.

use image::ColorType;

/// Rows of samples, without padding.
pub(super) struct Samples {
    pub width: u32,
    pub height: u32,
    pub layout: Layout,
    pub data: Vec<u8>,
    /// Pixels through which what lies below is seen, where the decoder has laid them on white already.
    pub clear: u64,
}

/// What a pixel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// As the library names it, in the machine's byte order.
    Light(ColorType),
    /// Cyan, magenta, yellow and black of 8 bits; 255 is full ink.
    Inks,
}

impl Layout {
    pub fn bytes_per_pixel(self) -> u64 {
        match self {
            Self::Light(color) => u64::from(color.bytes_per_pixel()),
            Self::Inks => 4,
        }
    }
}
