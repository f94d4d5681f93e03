//! A GIF's first picture, on white. The canvas grows to a picture that is larger than the file says, as in other programs.

use super::PhotoError;
use super::job::{Job, ends_early};
use super::samples::{Layout, Samples};
use gif::{ColorOutput, DecodeOptions, DecodingError, MemoryLimit};
use image::ColorType;
use std::num::NonZeroU64;

pub(super) fn read(job: &mut Job<'_>) -> Result<Samples, PhotoError> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.set_memory_limit(NonZeroU64::new(job.limits.memory).map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes));
    options.allow_unknown_blocks(true);
    let mut decoder = options.read_info(job.bytes).map_err(|e| told(&e))?;
    let screen = (decoder.width(), decoder.height());
    let frame = decoder.next_frame_info().map_err(|e| told(&e))?.ok_or(PhotoError::CutShort)?;
    let (left, top, across, down) = (usize::from(frame.left), usize::from(frame.top), usize::from(frame.width), usize::from(frame.height));
    let (width, height) = (usize::from(screen.0).max(left + across), usize::from(screen.1).max(top + down));
    let layout = Layout::Light(ColorType::Rgb8);
    job.reserve(width as u32, height as u32, layout, 4 * (across * down) as u64)?;
    let mut pixels = vec![0; decoder.buffer_size()];
    decoder.read_into_buffer(&mut pixels).map_err(|e| told(&e))?;
    let (mut data, mut drawn) = (vec![255; 3 * width * height], 0);
    for (row, place) in pixels.chunks_exact(4 * across).zip(data.chunks_exact_mut(3 * width).skip(top)) {
        let place = place.as_chunks_mut::<3>().0.iter_mut().skip(left);
        for ([r, g, b, alpha], pixel) in row.as_chunks::<4>().0.iter().zip(place) {
            if *alpha > 0 {
                *pixel = [*r, *g, *b];
                drawn += 1;
            }
        }
    }
    Ok(Samples { width: width as u32, height: height as u32, layout, data, clear: (width * height) as u64 - drawn })
}

fn told(error: &DecodingError) -> PhotoError {
    if ends_early(error) { PhotoError::CutShort } else { PhotoError::Damaged { format: "GIF" } }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, decode};
    use gif::{Encoder, Frame};

    /// A GIF whose screen has these sides, and one picture of 6 x 4 at (1, 2) in red but for a transparent corner.
    fn drawn(width: u16, height: u16) -> Vec<u8> {
        let mut indices = vec![1; 24];
        indices[0] = 0;
        let mut frame = Frame::from_indexed_pixels(6, 4, indices, Some(0));
        (frame.left, frame.top) = (1, 2);
        let mut bytes = vec![];
        let mut encoder = Encoder::new(&mut bytes, width, height, &[0, 0, 255, 255, 0, 0]).unwrap();
        encoder.write_frame(&frame).unwrap();
        drop(encoder);
        bytes
    }

    #[test]
    fn the_canvas_holds_screen_and_picture_and_is_white() {
        for (screen, want) in [((20, 10), (20, 10)), ((3, 3), (7, 6)), ((0, 0), (7, 6))] {
            let pixels = decode(&drawn(screen.0, screen.1), &Limits::default()).unwrap().pixels;
            assert_eq!((pixels.width(), pixels.height()), want, "{screen:?}");
            let at = |x: u32, y: u32| &pixels.data()[3 * (y * pixels.width() + x) as usize..][..3];
            assert_eq!((at(0, 0), at(1, 2), at(2, 2), at(6, 5)), (&[255; 3][..], &[255; 3][..], &[255, 0, 0][..], &[255, 0, 0][..]));
        }
    }
}
