//! A photo in little, and how well it was taken: what duplicates are told by.

use super::resize::{fit, squeezed};
use base::fingerprint::{COLOUR, LIGHT};
use base::{Fingerprint, Rgb8};

/// Sharpness is measured at this size, pixels of the longer side: above it there is more noise than picture, and camera files are
/// decoded to it in a third of the time. Focus that is missed by less than a few of a camera's pixels is not told.
const SHARPNESS_SIDE_PX: u32 = 1000;
/// A photo that is decoded smaller for its fingerprint keeps so many pixels on its shorter side, so that the longer one of an
/// ordinary shape has `SHARPNESS_SIDE_PX`.
pub const FINGERPRINT_SIDE_PX: u32 = 700;
/// Added to the variance of the lightness, levels squared: the noise of an empty picture is not sharp.
const NOISE: f64 = 16.0;

/// In little, and how sharp.
pub fn fingerprint(pixels: &Rgb8) -> Option<Fingerprint> {
    let (light, colour) = (squeezed(pixels, LIGHT as u32)?, squeezed(pixels, COLOUR as u32)?);
    let light = light.data().as_chunks().0.iter().map(|rgb| ycc(*rgb)[0]);
    let colour: Vec<[u8; 3]> = colour.data().as_chunks().0.iter().map(|rgb| ycc(*rgb)).collect();
    let cells = light.chain(colour.iter().map(|c| c[1])).chain(colour.iter().map(|c| c[2])).collect();
    let large = if pixels.width().max(pixels.height()) > SHARPNESS_SIDE_PX { &fit(pixels, SHARPNESS_SIDE_PX) } else { pixels };
    Fingerprint::new(cells, sharpness(large), clipped(large))
}

/// Lightness, blue and red difference as JFIF has them.
fn ycc([r, g, b]: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = [r, g, b].map(f32::from);
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    // A float that becomes an integer stays within its range.
    [y, 128.0 + 0.564 * (b - y), 128.0 + 0.713 * (r - y)].map(|v| v.round() as u8)
}

/// Variance of the Laplacian over the variance of the lightness, so that a darker frame of one thing is as sharp as a lighter one.
/// Pech-Pacheco et al. 2000, "Diatom autofocusing in brightfield microscopy".
fn sharpness(pixels: &Rgb8) -> f32 {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let light: Vec<i32> =
        pixels.data().as_chunks().0.iter().map(|[r, g, b]| (77 * i32::from(*r) + 150 * i32::from(*g) + 29 * i32::from(*b)) >> 8).collect();
    let (mut laplacian, mut all) = (Moments::default(), Moments::default());
    for y in 1..height.saturating_sub(1) {
        let rows = [y - 1, y, y + 1].map(|y| &light[y * width..(y + 1) * width]);
        let mut row = (Moments::default(), Moments::default());
        for x in 1..width.saturating_sub(1) {
            let here = rows[1][x];
            row.0.add(4 * here - rows[0][x] - rows[2][x] - rows[1][x - 1] - rows[1][x + 1]);
            row.1.add(here);
        }
        laplacian.join(&row.0);
        all.join(&row.1);
    }
    (laplacian.variance() / (all.variance() + NOISE)) as f32
}

/// Sums of numbers and of their squares: exact, whatever the order.
#[derive(Default)]
struct Moments {
    count: i64,
    sum: i64,
    squares: i64,
}

impl Moments {
    fn add(&mut self, n: i32) {
        let n = i64::from(n);
        self.count += 1;
        self.sum += n;
        self.squares += n * n;
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    fn variance(&self) -> f64 {
        let count = self.count.max(1) as f64;
        let mean = self.sum as f64 / count;
        (self.squares as f64 / count - mean * mean).max(0.0)
    }
}

/// Share of the pixels that have lost everything: all white or all black.
fn clipped(pixels: &Rgb8) -> f32 {
    let pixels = pixels.data().as_chunks::<3>().0;
    let lost = pixels.iter().filter(|rgb| rgb.iter().all(|v| *v >= 254) || rgb.iter().all(|v| *v <= 1)).count();
    lost as f32 / pixels.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(pixels: &Rgb8) -> Fingerprint {
        fingerprint(pixels).unwrap()
    }

    /// Each pixel the mean of the nine around it, so many times.
    fn blurred(pixels: &Rgb8, times: usize) -> Rgb8 {
        let (w, h) = (pixels.width() as usize, pixels.height() as usize);
        let mut data = pixels.data().to_vec();
        for _ in 0..times {
            let at = |x: usize, y: usize, c: usize| u32::from(data[3 * (y * w + x) + c]);
            let mean = |x: usize, y: usize, c: usize| {
                let (xs, ys) = ([x.saturating_sub(1), x, (x + 1).min(w - 1)], [y.saturating_sub(1), y, (y + 1).min(h - 1)]);
                (xs.iter().flat_map(|x| ys.iter().map(|y| at(*x, *y, c))).sum::<u32>() / 9) as u8
            };
            data = (0..3 * w * h).map(|i| mean(i / 3 % w, i / 3 / w, i % 3)).collect();
        }
        Rgb8::new(w as u32, h as u32, data).unwrap()
    }

    /// A red round thing with fine stripes on light grey.
    fn scene(width: u32, height: u32) -> Rgb8 {
        let pixel = |n: u32| {
            let (x, y) = (n % width, n / width);
            let inside = x.abs_diff(width / 2).pow(2) + y.abs_diff(height / 2).pow(2) < (height / 3).pow(2);
            if !inside {
                [230; 3]
            } else if (x + y / 2) % 12 < 4 {
                [110, 20, 40]
            } else {
                [190, 40, 60]
            }
        };
        Rgb8::new(width, height, (0..width * height).flat_map(pixel).collect()).unwrap()
    }

    #[test]
    fn a_sharper_frame_is_told_whatever_its_exposure() {
        let sharp = scene(640, 480);
        let dark = Rgb8::new(640, 480, sharp.data().iter().map(|v| (f32::from(*v) * 0.7) as u8).collect()).unwrap();
        let [sharp, dark, soft, softer] = [sharp.clone(), dark, blurred(&sharp, 1), blurred(&sharp, 3)].map(|p| print(&p).sharpness);
        assert!(sharp > 1.3 * soft && soft > 1.1 * softer && dark > 1.3 * soft, "{sharp} {dark} {soft} {softer}");
    }

    #[test]
    fn a_photo_of_any_size_has_one() {
        for (width, height) in [(1, 1), (1, 300), (2, 2), (3, 1), (24, 24), (3000, 40)] {
            let grey = Rgb8::new(width, height, vec![120; 3 * (width * height) as usize]).unwrap();
            let print = print(&grey);
            assert!(print.light().iter().all(|v| *v == 120), "{width} x {height}");
            assert!(print.colour().into_iter().flatten().all(|v| *v == 128), "{width} x {height}");
            assert_eq!((print.sharpness, print.clipped), (0.0, 0.0));
        }
    }

    #[test]
    fn what_is_blown_out_is_counted() {
        let half = Rgb8::new(10, 10, [[255; 150], [90; 150]].concat()).unwrap();
        assert!((print(&half).clipped - 0.5).abs() < 1e-6);
    }
}
