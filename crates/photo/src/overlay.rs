//! What is painted over a picture that somebody looks at closely: where it has lost its detail, and where it is sharp.

use super::resize::shrunk_to;
use super::tones::{is_dark, is_light};
use base::Rgb8;

/// What is painted over a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Pixels of which a channel is clipped at its upper end, and those that are black.
    pub clipping: bool,
    /// Pixels on sharp edges.
    pub focus: bool,
}

impl Overlay {
    /// The colour of clipped light.
    pub const LIGHT: [u8; 3] = [235, 50, 40];
    /// The colour of clipped darkness.
    pub const DARK: [u8; 3] = [50, 110, 245];
    /// The colour of sharp edges: yellow, so that nobody takes it for either of the others.
    pub const SHARP: [u8; 3] = [255, 220, 0];

    /// Nothing is painted.
    pub fn is_none(self) -> bool {
        !(self.clipping || self.focus)
    }
}

/// From this difference between a pixel's lightness, four times, and its four neighbours' on an edge is sharp. The noise of a small sensor
/// at a high sensitivity stays below it.
const SHARP_EDGE: i32 = 56;

const LIGHT: u8 = 1;
const DARK: u8 = 2;
const SHARP: u8 = 4;

/// The picture with no side over `max_side` pixels, and over it what it has before it is shrunk: an edge that is sharp in the file is
/// marked however small it is shown, and no pixel is clipped by the shrinking.
pub fn seen(pixels: Rgb8, max_side: u32, overlay: Overlay) -> Rgb8 {
    if overlay.is_none() {
        return shrunk_to(pixels, max_side);
    }
    let mask = Mask::of(&pixels, overlay);
    mask.painted(shrunk_to(pixels, max_side))
}

/// A byte of marks a pixel.
struct Mask {
    width: usize,
    height: usize,
    marks: Vec<u8>,
}

impl Mask {
    fn of(pixels: &Rgb8, overlay: Overlay) -> Self {
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let rgb = pixels.data().as_chunks::<3>().0;
        let mut marks = vec![0; width * height];
        if overlay.clipping {
            for (mark, rgb) in marks.iter_mut().zip(rgb) {
                *mark |= (LIGHT * u8::from(is_light(*rgb))) | (DARK * u8::from(is_dark(*rgb)));
            }
        }
        if overlay.focus {
            mark_edges(&mut marks, rgb, width);
        }
        Self { width, height, marks }
    }

    /// A pixel of the smaller picture has the marks of all the pixels that it is made of.
    fn painted(&self, mut small: Rgb8) -> Rgb8 {
        let (w, h) = (small.width() as usize, small.height() as usize);
        let span = |at: usize, of: usize, all: usize| at * all / of..((at + 1) * all).div_ceil(of).min(all);
        let columns: Vec<_> = (0..w).map(|x| span(x, w, self.width)).collect();
        for (y, row) in small.data_mut().chunks_exact_mut(3 * w).enumerate() {
            let mut under = vec![0; self.width];
            for marks in span(y, h, self.height).map(|y| &self.marks[y * self.width..][..self.width]) {
                under.iter_mut().zip(marks).for_each(|(all, mark)| *all |= mark);
            }
            for (pixel, columns) in row.as_chunks_mut::<3>().0.iter_mut().zip(&columns) {
                let marks = under[columns.clone()].iter().fold(0, |all, mark| all | mark);
                *pixel = match marks {
                    0 => continue,
                    m if m & LIGHT > 0 => Overlay::LIGHT,
                    m if m & DARK > 0 => Overlay::DARK,
                    _ => Overlay::SHARP,
                };
            }
        }
        small
    }
}

fn mark_edges(marks: &mut [u8], rgb: &[[u8; 3]], width: usize) {
    let light = |row: &[[u8; 3]]| -> Vec<i32> {
        row.iter().map(|[r, g, b]| (77 * i32::from(*r) + 150 * i32::from(*g) + 29 * i32::from(*b)) >> 8).collect()
    };
    let mut rows = rgb.chunks_exact(width).map(light);
    let (Some(mut above), Some(mut here)) = (rows.next(), rows.next()) else { return };
    for (y, below) in rows.enumerate() {
        let marks = &mut marks[(y + 1) * width..(y + 2) * width];
        for x in 1..width.saturating_sub(1) {
            let edge = 4 * here[x] - above[x] - below[x] - here[x - 1] - here[x + 1];
            marks[x] |= SHARP * u8::from(edge.abs() >= SHARP_EDGE);
        }
        (above, here) = (here, below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A white field at the left, a black one at the right, grey between them with one thin dark line.
    fn fields() -> Rgb8 {
        let pixel = |n: u32| match n % 90 {
            0..30 => [255; 3],
            60.. => [0; 3],
            45 => [60; 3],
            _ => [128; 3],
        };
        Rgb8::new(90, 40, (0..90 * 40).flat_map(pixel).collect()).unwrap()
    }

    fn at(pixels: &Rgb8, x: u32, y: u32) -> [u8; 3] {
        let from = 3 * (y * pixels.width() + x) as usize;
        pixels.data()[from..from + 3].try_into().unwrap()
    }

    #[test]
    fn lost_detail_is_painted_at_every_size() {
        let overlay = Overlay { clipping: true, focus: false };
        for (side, scale) in [(u32::MAX, 1), (30, 3)] {
            let seen = seen(fields(), side, overlay);
            assert_eq!(seen.width(), 90 / scale);
            let colours = [10, 40, 70].map(|x| at(&seen, x / scale, 20 / scale));
            assert_eq!((colours[0], colours[2]), (Overlay::LIGHT, Overlay::DARK), "{scale}");
            assert!(colours[1].iter().all(|value| value.abs_diff(128) <= 1), "grey has lost nothing: {:?}", colours[1]);
        }
    }

    #[test]
    fn a_sharp_line_is_painted_and_a_soft_one_is_not() {
        let overlay = Overlay { clipping: false, focus: true };
        assert_eq!(at(&seen(fields(), u32::MAX, overlay), 45, 20), Overlay::SHARP);
        assert_eq!(at(&seen(fields(), 45, overlay), 22, 10), Overlay::SHARP, "the line is half a pixel wide");
        let ramp = |n: u32| [(n % 90) as u8 * 2; 3];
        let soft = Rgb8::new(90, 40, (0..90 * 40).flat_map(ramp).collect()).unwrap();
        assert_eq!(seen(soft.clone(), u32::MAX, overlay), soft);
    }

    #[test]
    fn nothing_is_painted_unless_asked_for() {
        assert_eq!(seen(fields(), u32::MAX, Overlay::default()), fields());
        for (width, height) in [(1, 1), (1, 9), (9, 1), (2, 2)] {
            let grey = Rgb8::new(width, height, vec![100; 3 * (width * height) as usize]).unwrap();
            assert_eq!(seen(grey.clone(), u32::MAX, Overlay { clipping: true, focus: true }), grey);
        }
    }
}
