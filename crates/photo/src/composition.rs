//! How a photo is made up: the whiteness of its border, where the product stands before a plain background, a drawn border, its palette.
//!
//! A background is plain where four fifths of the border are about one colour. Then whatever differs from that colour is the product,
//! shadows included; else nothing is guessed. What a plain background's own noise makes is let pass: the tolerance is measured at the border.

use super::Decoded;
use super::border::{PLAIN_WITHIN, apart, at_share, border, median_colour, plain};
use super::palette::{self, Point};
use base::Rgb8;
use base::colour::Lab;
use base::composition::{Bounds, Composition};

/// Counted up whenever a figure is measured otherwise than before: photos are then measured again, once.
pub const COMPOSITION: u32 = 2;

/// Channels of a pure white, and of what a JPEG makes of one.
const WHITE: u8 = 254;
/// Channels of what a person takes for white.
const NEAR_WHITE: u8 = 245;
/// A pixel is the product's from so many levels away from the background on, in some channel: the least where the background is even, the
/// most where it is noisy or uneven.
const PRODUCT: (u8, u8) = (8, 28);
/// A row or column has a part of the product in it where one pixel in so many of its length is the product's: dust is none.
const DUST: usize = 400;
/// Pixels of the border that are looked at, at the most: a share is then told to a quarter of a percent.
const BORDER_POINTS: usize = 1 << 15;
/// Pixels among which the product is looked for, at the most.
const PRODUCT_POINTS: usize = 1 << 19;
/// Pixels that the palette is made of, at the most: a share is then told to a percent or two, and more would cost more than all the rest.
const PALETTE_POINTS: usize = 1024;
/// How fast a photo's middle gains weight over its edges where the background is busy: standard deviation in half sides.
const MIDDLE: f32 = 0.5;
/// A drawn border ends within this share of the shorter side.
const BORDER_DEPTH: f32 = 0.08;
/// A frame at the edge takes this share of the shorter side at most.
const FRAME: f32 = 0.04;
/// Rings of pixels are compared by so many of each.
const RING_POINTS: usize = 240;
/// This share of a ring is of its median colour, within `PLAIN_WITHIN`, where a line is drawn along it.
const RING_EVEN: f32 = 0.97;
/// Two rings at most three apart are a drawn edge where a channel differs by so much.
const EDGE: u8 = 28;

/// Measures a photo that was decoded.
pub fn composition(decoded: &Decoded) -> Composition {
    let measured = of_pixels(&decoded.pixels);
    Composition { transparent: decoded.transparent, profile: decoded.profile_kind, ..measured }
}

/// What the pixels tell.
fn of_pixels(pixels: &Rgb8) -> Composition {
    let ring = thinned(border(pixels));
    let share = |is: &dyn Fn(&[u8; 3]) -> bool| ring.iter().filter(|rgb| is(rgb)).count() as f32 / ring.len().max(1) as f32;
    let background = plain(&ring).map(|colour| Ground { colour, tolerance: tolerance(&ring, colour) });
    let bordered = is_bordered(pixels);
    let found = background.filter(|_| !bordered).and_then(|ground| product(pixels, ground));
    Composition {
        white: share(&|rgb| rgb.iter().all(|v| *v >= WHITE)),
        near_white: share(&|rgb| rgb.iter().all(|v| *v >= NEAR_WHITE)),
        background: background.map(|ground| ground.colour),
        product: found.map(|(bounds, _)| bounds),
        area: found.map(|(_, area)| area),
        bordered,
        palette: palette::of_points(&points(pixels, background)),
        ..Composition::default()
    }
}

/// A plain background.
#[derive(Clone, Copy)]
struct Ground {
    colour: [u8; 3],
    /// What is farther from that is the product's.
    tolerance: u8,
}

impl Ground {
    fn is_product(self, rgb: [u8; 3]) -> bool {
        apart(rgb, self.colour) > self.tolerance
    }
}

/// Twice as far as nineteen of twenty pixels of the background lie from its colour, within bounds.
fn tolerance(ring: &[[u8; 3]], background: [u8; 3]) -> u8 {
    let off = ring.iter().map(|rgb| apart(*rgb, background)).filter(|off| *off <= PLAIN_WITHIN).collect();
    (2 * at_share(off, 19, 20)).clamp(PRODUCT.0, PRODUCT.1)
}

/// Evenly, so many that more would tell nothing more.
fn thinned(ring: Vec<[u8; 3]>) -> Vec<[u8; 3]> {
    match ring.len().div_ceil(BORDER_POINTS) {
        0 | 1 => ring,
        // Odd, so that what repeats along a side is not met at one place alone.
        step => ring.into_iter().step_by(step | 1).collect(),
    }
}

/// The bounding box of what differs from the background, and its share of the pixels; `None` where nothing does. Of a large photo every
/// second or third pixel of every second or third row is looked at, and about the sides that are found every one of their rows and columns.
fn product(pixels: &Rgb8, background: Ground) -> Option<(Bounds, f32)> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let data = pixels.data().as_chunks::<3>().0;
    let step = ((width * height) as f64 / PRODUCT_POINTS as f64).sqrt().ceil().max(1.0) as usize;
    let mut columns = vec![0_u32; width.div_ceil(step)];
    let (mut rows, mut area) = (Vec::with_capacity(height.div_ceil(step)), 0_u64);
    for row in data.chunks_exact(width).step_by(step) {
        let mut count = 0;
        for (column, rgb) in columns.iter_mut().zip(row.iter().step_by(step)) {
            let is_product = u32::from(background.is_product(*rgb));
            *column += is_product;
            count += is_product;
        }
        rows.push(count);
        area += u64::from(count);
    }
    let column = |x: usize| (0..height).step_by(step).filter(|y| background.is_product(data[y * width + x])).count() as u32;
    let row = |y: usize| (0..width).step_by(step).filter(|x| background.is_product(data[y * width + x])).count() as u32;
    let share = area as f32 / (columns.len() * rows.len()) as f32;
    let (x0, x1) = ends(&columns, (step, width), rows.len(), &column)?;
    let (y0, y1) = ends(&rows, (step, height), columns.len(), &row)?;
    Some((Bounds { x0, y0, x1, y1 }, share))
}

/// Where the product begins and ends along a side of so many pixels, as shares of it: `counts` of its pixels in each `step`-th row or column,
/// of which `points` were looked at; `count` looks at any other.
fn ends(counts: &[u32], (step, side): (usize, usize), points: usize, count: &dyn Fn(usize) -> u32) -> Option<(f32, f32)> {
    let least = (points / DUST).max(1) as u32;
    let first = counts.iter().position(|count| *count >= least)? * step;
    let last = counts.iter().rposition(|count| *count >= least)? * step;
    let first = ((first + 1).saturating_sub(step)..first).find(|at| count(*at) >= least).unwrap_or(first);
    let last = (last + 1..(last + step).min(side)).rev().find(|at| count(*at) >= least).unwrap_or(last);
    Some((first as f32 / side as f32, (last + 1) as f32 / side as f32))
}

/// Whether a line or frame runs round the photo: from the edge inward every ring of pixels is of one colour, and that colour changes at
/// once and back again, or to white close to the edge. A product that touches no side leaves the rings of the background as they are; one
/// that does makes them uneven; one with straight sides and even margins changes their colour once, and not back.
fn is_bordered(pixels: &Rgb8) -> bool {
    let shorter = pixels.width().min(pixels.height()) as usize;
    let depth = ((shorter as f32 * BORDER_DEPTH) as usize).max(3).min(shorter / 4);
    let mut seen: Vec<[u8; 3]> = Vec::with_capacity(depth);
    for at in 0..depth {
        let ring = ring(pixels, at);
        let middle = median_colour(&ring);
        let even = ring.iter().filter(|rgb| apart(**rgb, middle) <= PLAIN_WITHIN).count() as f32;
        if even < RING_EVEN * ring.len() as f32 {
            return false;
        }
        let changes_at_once = |from: usize| seen[from.saturating_sub(3)..from].iter().any(|before| apart(*before, seen[from]) >= EDGE);
        // A line: it is there at once, and farther in it is as it was outside.
        let outer = seen.first().copied().unwrap_or(middle);
        let is_line = |at: usize| changes_at_once(at) && apart(middle, outer).saturating_add(EDGE) <= apart(seen[at], outer);
        if (1..seen.len()).any(is_line) {
            return true;
        }
        // A frame at the edge: thin, and round white. Round anything else it may as well be the background of a product with straight sides.
        let is_white = |rgb: [u8; 3]| rgb.iter().all(|v| *v >= NEAR_WHITE);
        let thin = at <= ((shorter as f32 * FRAME) as usize).max(1) + 2;
        if thin && is_white(middle) && seen.iter().rev().take(3).any(|before| apart(*before, middle) >= EDGE) {
            return true;
        }
        seen.push(middle);
    }
    false
}

/// Pixels of the ring so many pixels inside the edge.
fn ring(pixels: &Rgb8, at: usize) -> Vec<[u8; 3]> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let data = pixels.data().as_chunks::<3>().0;
    let along = |length: usize| (at..length - at).step_by(((length - 2 * at) / (RING_POINTS / 4)).max(1));
    let across = along(width).flat_map(|x| [data[at * width + x], data[(height - 1 - at) * width + x]]);
    let down = along(height).flat_map(|y| [data[y * width + at], data[y * width + width - 1 - at]]);
    across.chain(down).collect()
}

/// The pixels that the palette is made of, evenly spread, with what each weighs.
fn points(pixels: &Rgb8, background: Option<Ground>) -> Vec<Point> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let data = pixels.data().as_chunks::<3>().0;
    let taken = |step: usize| {
        let rows = (step / 2..height).step_by(step);
        rows.flat_map(move |y| (step / 2..width).step_by(step).map(move |x| (x, y)))
    };
    let spread = |many: usize| ((many as f64 / PALETTE_POINTS as f64).sqrt().ceil() as usize).clamp(1, width.min(height).max(1));
    let point = |(x, y): (usize, usize), weight: f32| Point { lab: Lab::of_srgb(data[y * width + x]), weight };
    let step = spread(width * height);
    let Some(ground) = background else {
        let off = |at: usize, side: usize| ((2 * at + 1) as f32 / side as f32 - 1.0) / MIDDLE;
        let weight = |x, y| (-0.5 * (off(x, width).powi(2) + off(y, height).powi(2))).exp();
        return taken(step).map(|(x, y)| point((x, y), weight(x, y))).collect();
    };
    // A small product has fewer points in the same spread: look again, more closely.
    let is_product = |(x, y): &(usize, usize)| ground.is_product(data[y * width + x]);
    let first = taken(step).filter(is_product).count();
    let closer = spread(first * step * step);
    let found: Vec<Point> = taken(closer.min(step)).filter(is_product).map(|at| point(at, 1.0)).collect();
    if found.is_empty() { taken(step).map(|at| point(at, 1.0)).collect() } else { found }
}

#[cfg(test)]
mod tests;
