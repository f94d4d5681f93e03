//! The EXIF turn: a camera stores rows as its sensor read them, and says how to hold the picture.

use image::metadata::Orientation;

/// Tiles of this side keep both the rows that are read and the rows that are written in the processor's cache.
const TILE: usize = 32;

/// RGB8 samples `[height, width, 3]` turned upright: the sides and samples as displayed.
///
/// Turns that swap the sides take a second buffer of the same size; the others work in place.
pub(super) fn turn(width: u32, height: u32, mut data: Vec<u8>, orientation: Orientation) -> (u32, u32, Vec<u8>) {
    match orientation {
        Orientation::NoTransforms => {}
        Orientation::Rotate180 => pixels(&mut data).reverse(),
        Orientation::FlipHorizontal => pixels(&mut data).chunks_exact_mut(width as usize).for_each(<[_]>::reverse),
        Orientation::FlipVertical => flip_rows(&mut data, 3 * width as usize),
        Orientation::Rotate90 => return (height, width, transposed(width, height, &data, true, false)),
        Orientation::Rotate270 => return (height, width, transposed(width, height, &data, false, true)),
        Orientation::Rotate90FlipH => return (height, width, transposed(width, height, &data, false, false)),
        Orientation::Rotate270FlipH => return (height, width, transposed(width, height, &data, true, true)),
    }
    (width, height, data)
}

/// Whether the turn needs a second buffer.
pub(super) fn swaps_sides(orientation: Orientation) -> bool {
    matches!(orientation, Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH)
}

fn pixels(data: &mut [u8]) -> &mut [[u8; 3]] {
    data.as_chunks_mut().0
}

fn flip_rows(data: &mut [u8], stride: usize) {
    let rows = data.len() / stride;
    let (upper, lower) = data.split_at_mut(rows / 2 * stride);
    for (a, b) in upper.chunks_exact_mut(stride).zip(lower.rchunks_exact_mut(stride)) {
        a.swap_with_slice(b);
    }
}

/// Row y, column x of the result is row x, column y of the source, each counted from its far end where asked.
fn transposed(width: u32, height: u32, data: &[u8], from_bottom: bool, from_right: bool) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    let source: &[[u8; 3]] = data.as_chunks().0;
    let mut out = vec![0; data.len()];
    let target = pixels(&mut out);
    for top in (0..width).step_by(TILE) {
        for left in (0..height).step_by(TILE) {
            for y in top..(top + TILE).min(width) {
                let column = if from_right { width - 1 - y } else { y };
                let end = (left + TILE).min(height);
                for (x, pixel) in (left..end).zip(&mut target[y * height + left..y * height + end]) {
                    let row = if from_bottom { height - 1 - x } else { x };
                    *pixel = source[row * width + column];
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, RgbImage};

    #[test]
    fn every_turn_is_the_librarys_turn() {
        for (width, height) in [(1, 1), (7, 3), (3, 8), (67, 41), (64, 32)] {
            let data: Vec<u8> = (0..width * height * 3).map(|i: u32| (i * 31 % 251) as u8).collect();
            for code in 1..=8 {
                let orientation = Orientation::from_exif(code).unwrap();
                let mut expected = DynamicImage::from(RgbImage::from_raw(width, height, data.clone()).unwrap());
                expected.apply_orientation(orientation);
                let (w, h, turned) = turn(width, height, data.clone(), orientation);
                assert_eq!((w, h), (expected.width(), expected.height()), "{code}");
                assert!(turned == expected.into_rgb8().into_raw(), "orientation {code} of {width} x {height}");
                assert_eq!(swaps_sides(orientation), code >= 5);
            }
        }
    }
}
