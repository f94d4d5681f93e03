//! What a strip or tile holds once it is unpacked: rows of bytes, and how samples lie in them.

use std::borrow::Cow;

/// A chunk's rows, unpacked.
pub(super) struct Rows<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub stride: usize,
    /// Samples side by side in a row.
    pub samples: usize,
    pub bits: u8,
    /// The lowest byte of a sample comes first.
    pub little: bool,
}

impl Rows<'_> {
    pub fn row(&self, y: usize) -> &[u8] {
        &self.bytes[y * self.stride..][..self.stride]
    }
}
