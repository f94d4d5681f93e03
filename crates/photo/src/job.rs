//! A photo on its way to pixels: what it may cost, the memory that it holds meanwhile, and whether its file stopped early.

use super::capture::Capture;
use super::samples::Layout;
use super::sniff::Known;
use super::{PhotoError, budget, rgb, turn};
use image::metadata::Orientation;
use std::error::Error;

/// What one photo may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Width times height, at most.
    pub pixels: u64,
    /// Bytes held at once while one photo is decoded, without the file's own.
    pub memory: u64,
}

impl Default for Limits {
    /// 300 megapixels, and the memory that all decoders have together.
    fn default() -> Self {
        Self { pixels: 300_000_000, memory: budget::BYTES }
    }
}

/// What the file round a preview tells, which goes before what the preview tells of itself.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub capture: Capture,
    /// As EXIF numbers them, 1 to 8.
    pub orientation: Option<u8>,
    /// What is wrong with the preview as a picture of the shot.
    pub remark: Option<String>,
}

/// One photo on its way to pixels.
pub(super) struct Job<'a> {
    /// Of the picture, which may be a part of its file.
    pub bytes: &'a [u8],
    file_bytes: usize,
    pub around: Around,
    pub limits: Limits,
    pub known: Known,
    /// Pixels that its shorter side is to keep, where it can come smaller.
    pub least_side: u32,
    /// Which the picture will be set upright by.
    pub turn: Orientation,
    /// Of the memory that all decoders have together; given back when the job ends.
    share: Option<budget::Share>,
}

impl<'a> Job<'a> {
    pub fn new(bytes: &'a [u8], known: Known, limits: Limits, least_side: u32) -> Self {
        let (file_bytes, around, turn) = (bytes.len(), Around::default(), Orientation::NoTransforms);
        Self { bytes, file_bytes, around, limits, known, least_side, turn, share: None }
    }

    /// The same job with a preview in the place of its file, which is still held in memory.
    pub fn of_preview(self, preview: &'a [u8], around: Around) -> Self {
        Self { bytes: preview, around, ..self }
    }

    /// Checks what decoding will take, and waits until other decoders leave room for it. `working` are bytes that the decoder
    /// holds beside the samples that it hands out.
    pub fn reserve(&mut self, width: u32, height: u32, layout: Layout, working: u64) -> Result<(), PhotoError> {
        self.check_pixels(width, height)?;
        let pixels = u64::from(width) * u64::from(height);
        let (decoded, rgb) = (pixels * layout.bytes_per_pixel(), 3 * pixels);
        let converted = if rgb::is_in_place(layout) { decoded } else { decoded + rgb };
        let turned = if turn::swaps_sides(self.turn) { 2 * rgb } else { rgb };
        let peak = decoded.saturating_add(working).max(converted).max(turned);
        if peak > self.limits.memory {
            return Err(PhotoError::TooMuchMemory { limit: self.limits.memory });
        }
        // Not two shares in one hand: another job may hold the rest and wait as well.
        self.share = None;
        self.share = Some(budget::take(peak + self.file_bytes as u64));
        Ok(())
    }

    pub fn check_pixels(&self, width: u32, height: u32) -> Result<(), PhotoError> {
        if u64::from(width) * u64::from(height) <= self.limits.pixels {
            return Ok(());
        }
        Err(PhotoError::TooManyPixels { width, height, limit: self.limits.pixels })
    }
}

/// Whether a library stumbled over the end of the file.
pub(super) fn ends_early(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = error.source();
    }
    let text = error.to_string().to_lowercase();
    ["unexpected end", "unexpected eof", "unexpectedeof", "exhausted data", "no more bytes", "failed to fill whole buffer"]
        .iter()
        .any(|sign| text.contains(sign))
}
