//! Photos decoded once, and no larger than what is made of them needs: a thumbnail, a fingerprint and what a model sees.

use photo::{Decoded, FINGERPRINT_SIDE_PX, Limits, PhotoError, decode_at_least};
use std::path::Path;

/// A model's picture is shrunk from at least so many times its side: then it is the one that the whole file gives, but for a level or two
/// (`tests/house/decoded.rs`).
const TIMES: u32 = 3;

/// Decodes for a model that sees `model_side` pixels across; 0 for none. A camera's JPEG comes at a quarter of its sides, in a third of the
/// time; its size is told as the file has it.
pub(super) fn decode(bytes: &[u8], model_side: u32) -> Result<Decoded, PhotoError> {
    decode_at_least(bytes, &Limits::default(), FINGERPRINT_SIDE_PX.max(TIMES * model_side))
}

/// The same of a file.
pub(super) fn read(path: &Path, model_side: u32) -> Result<Decoded, PhotoError> {
    decode(&photo::read(path)?, model_side)
}
