//! A packet of XMP inside a photo: how it is changed, and why it is not.

use super::XmpError;

/// Why no XMP was put into a photo. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InsideError {
    /// A format that has no place for it, or none that we know.
    #[error("XMP cannot be put into this kind of file; copy it without")]
    Format,
    /// The parts of the file cannot be told apart.
    #[error("the file is damaged, so no XMP is put into it; copy it without")]
    Damaged,
    /// A segment of a JPEG ends after 64 KiB.
    #[error("the XMP is too large for this kind of file; copy it without")]
    NoRoom,
    /// What is there already cannot be changed.
    #[error("the XMP inside it cannot be changed: {0}")]
    Xmp(#[from] XmpError),
}

/// What becomes of a packet: given the one that is there, the one that is to be; `None` where it stays.
pub type ChangePacket<'a> = &'a dyn Fn(Option<&[u8]>) -> Result<Option<Vec<u8>>, XmpError>;

/// Padding with zeros is seen in the wild.
pub(super) fn without_zeros(packet: &[u8]) -> &[u8] {
    &packet[..packet.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)]
}
