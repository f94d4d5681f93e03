//! Two photos laid over one another, and how much is left of their difference.
//!
//! The rules, with what was measured on a shoot of 130 photos (bursts, crops by 5 %, brightened, half the size, re-encoded, watermarked,
//! other colours of the same cut), on 1,200 photos of a shop and on 400 of people's homes:
//!
//! | rule | copies | other photos |
//! |---|---|---|
//! | left of the colours ([`NEAR`]) | at most .03 | the same thing in another colour from 1.8; other things of a shoot from .08; the likest of a shop from .011 |
//! | worst twentieth, Lab ([`WORST`]) | at most 14, of a crop with small bright spots | the likest of a shop from 7, another colour from 74 |
//! | a sixteenth of the picture, on the whole, Lab ([`SHIFT`]) | at most 3.1 | another pale colour from 5; the likest of a shop from .4 |
//! | detail ([`DETAIL`]) | at least .89 | the likest of a shop .44 to .90 |
//! | left of the colours in a burst ([`BURST`]) | at most .16, out of focus | mostly above .5; the clock speaks as well |

use base::fingerprint::{COLOUR, LIGHT};
use base::{Fingerprint, Rgb8};
use std::sync::LazyLock;

/// Share of the colours' variance that may be left between copies.
pub(super) const NEAR: f32 = 0.04;
/// Mean distance in Lab of the twentieth of the cells that differ most, at most, between copies.
pub(super) const WORST: f32 = 18.0;
/// Distance in Lab between what a sixteenth of the one picture and of the other is on the whole, at most, between copies: a white shirt
/// and a pale pink one differ little in each cell, and everywhere in the same way.
pub(super) const SHIFT: f32 = 4.0;
/// Correlation of fine detail between copies at least.
pub(super) const DETAIL: f32 = 0.85;
/// Share of the colours' variance that may be left between two shots of a burst: things move, and focus is missed.
pub(super) const BURST: f32 = 0.5;

/// Cells along each side that are compared.
const SAMPLES: usize = 20;
/// A copy shows at least this share of each side of its original.
const LEAST_SHARE: f32 = 0.78;
/// Pairs that correlate less where they are laid over one another roughly are not tried more finely.
const WORTH_TRYING: f32 = 0.6;
/// Nor are pairs that may be near copies and correlate less where the one was moved over the other by whole cells: of a copy the lightness is nearly
/// all the same there, and far from it for most of what an embedding takes for alike.
const PROMISING: f32 = 0.8;
/// A copy is at most so many times brighter.
const MOST_GAIN: f32 = 1.4;
/// Less is no brightening that is worth a second look.
const LEAST_GAIN: f32 = 0.004;
/// Added to the variance of the colours: two empty pictures differ by noise alone.
const NOISE: f32 = 4.0;
/// Cells along each side of the detail.
const FINE: usize = 64;

/// What is left of the difference of two photos.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    /// Share of the colours' variance.
    pub left: f32,
    /// Mean distance in Lab of the twentieth of the cells that differ most.
    pub worst: f32,
    /// Distance in Lab of the sixteenth of the picture that differs most on the whole.
    pub shift: f32,
    /// Where one lies in the other.
    place: Place,
}

/// The part of the one that the other shows.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The second shows a part of the first; else the other way round.
    second_in_first: bool,
    window: Window,
}

/// A part of a picture, in shares of its sides.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Window {
    const WHOLE: Self = Self { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

    fn is_within(&self) -> bool {
        const SLACK: f32 = 1e-4;
        let lies = |from: f32, length: f32| from >= -SLACK && from + length <= 1.0 + SLACK && length >= LEAST_SHARE - SLACK;
        lies(self.x, self.width) && lies(self.y, self.height)
    }

    /// Grown by a factor about its middle, and moved by shares of the whole.
    fn changed(&self, factor: f32, dx: f32, dy: f32) -> Self {
        let (width, height) = (self.width * factor, self.height * factor);
        Self { x: self.x + (self.width - width) / 2.0 + dx, y: self.y + (self.height - height) / 2.0 + dy, width, height }
    }
}

/// A photo in little, with its shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Little<'a> {
    print: &'a Fingerprint,
    /// Width over height.
    shape: f32,
}

impl<'a> Little<'a> {
    pub(super) fn new(print: &'a Fingerprint, width: u32, height: u32) -> Self {
        Self { print, shape: width as f32 / height.max(1) as f32 }
    }

    fn light_in(&self, window: Window) -> Vec<f32> {
        sampled(self.print.light(), LIGHT, window, SAMPLES)
    }

    fn colours_in(&self, window: Window) -> Vec<[f32; 3]> {
        let [blue, red] = self.print.colour().map(|cells| sampled(cells, COLOUR, window, SAMPLES));
        let rgb = |((y, cb), cr): ((f32, f32), f32)| {
            let (r, b) = (y + (cr - 128.0) / 0.713, y + (cb - 128.0) / 0.564);
            [r, (y - 0.299 * r - 0.114 * b) / 0.587, b].map(|v| v.clamp(0.0, 255.0))
        };
        self.light_in(window).into_iter().zip(blue).zip(red).map(rgb).collect()
    }
}

/// What two photos may turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Near copies, which are alike in all that is large.
    Near,
    /// Two shots of a burst.
    Burst,
}

/// Lays one over the other; `None` where they are too unlike for what is asked.
pub(super) fn difference(first: &Little<'_>, second: &Little<'_>, asked: Asked) -> Option<Difference> {
    let least = if asked == Asked::Near { PROMISING } else { WORTH_TRYING };
    let forward = placed(first, second, least);
    let back = placed(second, first, least);
    let (correlation, place) = match (forward, back) {
        (Some(f), Some(b)) if f.0 < b.0 => (b.0, Place { second_in_first: false, window: b.1 }),
        (Some(f), _) => (f.0, Place { second_in_first: true, window: f.1 }),
        (None, Some(b)) => (b.0, Place { second_in_first: false, window: b.1 }),
        (None, None) => return None,
    };
    if correlation < WORTH_TRYING {
        return None;
    }
    let (outer, inner) = if place.second_in_first { (first, second) } else { (second, first) };
    let Left { share, worst, shift } = left_over(&outer.colours_in(place.window), &inner.colours_in(Window::WHOLE));
    Some(Difference { left: share, worst, shift, place })
}

/// Where all of `inner` lies in `outer`, and how well their lightness correlates there. `None` where their shapes forbid it, or it
/// correlates less than `least` once it was moved by whole cells.
fn placed(outer: &Little<'_>, inner: &Little<'_>, least: f32) -> Option<(f32, Window)> {
    let ratio = inner.shape / outer.shape;
    let (width, height) = if ratio < 1.0 { (ratio, 1.0) } else { (1.0, 1.0 / ratio) };
    let middle = Window { x: (1.0 - width) / 2.0, y: (1.0 - height) / 2.0, width, height };
    let target = Unit::of(inner.light_in(Window::WHOLE));
    let fits = |window: Window| window.is_within().then(|| (target.within(outer.print.light(), window), window));
    let starts = [1.0, 0.95, 0.9, 0.85].into_iter().filter_map(|scale| fits(middle.changed(scale, 0.0, 0.0)));
    let start = starts.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|start| start.0 >= WORTH_TRYING)?;
    climb(start, 1.0 / LIGHT as f32, least, &fits)
}

/// Moves and scales the window, by less and less, for as long as that is better. `None` where whole cells do not lead to `least`.
fn climb(mut best: (f32, Window), cell: f32, least: f32, fits: &dyn Fn(Window) -> Option<(f32, Window)>) -> Option<(f32, Window)> {
    for step in [cell, cell / 2.0, cell / 4.0, cell / 8.0] {
        // Each round is better than the one before it; the limit is against rounds that gain next to nothing.
        for _ in 0..8 {
            let moves = (0..27).filter(|n| *n != 13).map(|n| [n / 9, n / 3 % 3, n % 3].map(|v| (v as f32 - 1.0) * step));
            let tried = moves.filter_map(|[scale, dx, dy]| fits(best.1.changed(1.0 + scale, dx, dy)));
            match tried.max_by(|a, b| a.0.total_cmp(&b.0)) {
                Some(better) if better.0 > best.0 + 1e-5 => best = better,
                _ => break,
            }
        }
        if best.0 < least {
            return None;
        }
    }
    Some(best)
}

/// Samples without their mean and of length 1.
struct Unit(Vec<f32>);

impl Unit {
    fn of(mut samples: Vec<f32>) -> Self {
        let mean = samples.iter().sum::<f32>() / samples.len().max(1) as f32;
        for v in &mut samples {
            *v -= mean;
        }
        let length = samples.iter().map(|v| v * v).sum::<f32>().sqrt();
        for v in &mut samples {
            *v /= length + 1e-3;
        }
        Self(samples)
    }

    /// Correlation of [`SAMPLES`] x [`SAMPLES`] with as many of a window of a photo's lightness: what [`sampled`] gives, without a place to
    /// put it in, since this is asked hundreds of times for each pair.
    fn within(&self, light: &[u8], window: Window) -> f32 {
        let (mut row, mut sums) = ([0.0_f32; LIGHT], [0.0_f32; 3]);
        let places = |from, length| std::array::from_fn::<_, SAMPLES, _>(|sample| place(from, length, sample, SAMPLES, LIGHT));
        let (across, down) = (places(window.x, window.width), places(window.y, window.height));
        for ((above, below, part), target) in down.into_iter().zip(self.0.chunks_exact(SAMPLES)) {
            let [above, below] = [above, below].map(|line| &light[line * LIGHT..(line + 1) * LIGHT]);
            for ((cell, above), below) in row.iter_mut().zip(above).zip(below) {
                // About the middle of the range, where single precision is fine for the sums.
                let above = f32::from(*above) - 128.0;
                *cell = above + (f32::from(*below) - 128.0 - above) * part;
            }
            for ((left, right, share), target) in across.iter().zip(target) {
                let value = row[*left] + (row[*right] - row[*left]) * share;
                sums[0] += value;
                sums[1] += value * value;
                sums[2] += value * target;
            }
        }
        let squares = sums[1] - sums[0] * sums[0] / (SAMPLES * SAMPLES) as f32;
        sums[2] / (squares.max(0.0).sqrt() + 1e-3)
    }

    /// Correlation with other samples.
    fn with(&self, samples: Vec<f32>) -> f32 {
        let other = Self::of(samples);
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }
}

/// Samples of a window of a square grid of `side` cells, `[count, count]`; between cells as they meet.
fn sampled(grid: &[u8], side: usize, window: Window, count: usize) -> Vec<f32> {
    let places = |from: f32, length: f32| (0..count).map(|i| place(from, length, i, count, side)).collect::<Vec<_>>();
    let (across, down) = (places(window.x, window.width), places(window.y, window.height));
    let mut out = Vec::with_capacity(count * count);
    for (above, below, part) in down {
        let [above, below] = [above, below].map(|row| move |column: usize| f32::from(grid[row * side + column]));
        out.extend(across.iter().map(|(left, right, share)| {
            let top = above(*left) + (above(*right) - above(*left)) * share;
            let bottom = below(*left) + (below(*right) - below(*left)) * share;
            top + (bottom - top) * part
        }));
    }
    out
}

/// Between which cells of a side a sample lies, and how far from the first to the second.
fn place(from: f32, length: f32, sample: usize, count: usize, side: usize) -> (usize, usize, f32) {
    let cell = ((from + length * (sample as f32 + 0.5) / count as f32) * side as f32 - 0.5).clamp(0.0, (side - 1) as f32);
    let before = cell as usize;
    (before, (before + 1).min(side - 1), cell.fract())
}

/// What is left when the darker one is brightened as well as may be.
#[derive(Clone, Copy)]
struct Left {
    share: f32,
    worst: f32,
    shift: f32,
}

fn left_over(a: &[[f32; 3]], b: &[[f32; 3]]) -> Left {
    let gain = gain(a, b).clamp(1.0 / MOST_GAIN, MOST_GAIN);
    let in_lab = |colours: &[[f32; 3]], factor: f32| -> Vec<[f32; 3]> {
        colours.iter().map(|rgb| lab(rgb.map(|v| (v * factor).min(255.0)))).collect()
    };
    let (lab_a, lab_b) = (in_lab(a, 1.0), in_lab(b, 1.0));
    let plain = left(&lab_a, &lab_b);
    if (gain - 1.0).abs() < LEAST_GAIN {
        return plain;
    }
    // The brighter one has lost what is beyond white: the darker one is brought to it, not the other way round.
    let brightened = if gain > 1.0 { left(&in_lab(a, gain), &lab_b) } else { left(&lab_a, &in_lab(b, 1.0 / gain)) };
    if brightened.share < plain.share { brightened } else { plain }
}

fn left(a: &[[f32; 3]], b: &[[f32; 3]]) -> Left {
    let mut squares: Vec<f32> = a.iter().zip(b).map(|(a, b)| square(*a, *b)).collect();
    let count = squares.len().max(1) as f32;
    let share = squares.iter().sum::<f32>() / count / (f32::midpoint(variance(a), variance(b)) + NOISE);
    squares.sort_by(|a, b| b.total_cmp(a));
    let most = (squares.len() / 20).max(1);
    let worst = squares.iter().take(most).map(|d| d.sqrt()).sum::<f32>() / most as f32;
    Left { share, worst, shift: shift(a, b) }
}

/// How far apart the means of a sixteenth of the picture are at most.
fn shift(a: &[[f32; 3]], b: &[[f32; 3]]) -> f32 {
    const ACROSS: usize = 4;
    const SIDE: usize = SAMPLES / ACROSS;
    let mut sums = [[0.0_f32; 3]; ACROSS * ACROSS];
    for (i, (a, b)) in a.iter().zip(b).enumerate() {
        let part = i / SAMPLES / SIDE * ACROSS + i % SAMPLES / SIDE;
        (0..3).for_each(|c| sums[part][c] += a[c] - b[c]);
    }
    sums.iter().map(|sum| square(*sum, [0.0; 3]).sqrt()).fold(0.0, f32::max) / (SIDE * SIDE) as f32
}

/// By how much `a` has to be multiplied to be `b`, where neither is lost in white.
fn gain(a: &[[f32; 3]], b: &[[f32; 3]]) -> f32 {
    let both = a.iter().zip(b).filter(|(a, b)| a.iter().chain(b.iter()).all(|v| *v < 245.0));
    let (of_both, of_first) = both.fold((0.0, 0.0), |(ab, aa), (a, b)| {
        let dot = |x: &[f32; 3], y: &[f32; 3]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
        (ab + dot(a, b), aa + dot(a, a))
    });
    if of_first > 0.0 { of_both / of_first } else { 1.0 }
}

fn square(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

fn variance(all: &[[f32; 3]]) -> f32 {
    let count = all.len().max(1) as f32;
    let mean = [0, 1, 2].map(|c| all.iter().map(|v| v[c]).sum::<f32>() / count);
    all.iter().map(|v| square(*v, mean)).sum::<f32>() / count
}

/// Light of sRGB samples, of each step from 0 to 255 and one more to draw lines to: powers are slow, and asked for some thousand times a pair.
static LINEAR: LazyLock<[f32; 257]> = LazyLock::new(|| {
    std::array::from_fn(|step| {
        let v = step as f32 / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
});

/// CIE 1976 L*a*b* of sRGB samples of 0 to 255, white of D65.
fn lab(rgb: [f32; 3]) -> [f32; 3] {
    let linear = |v: f32| {
        let below = v as usize;
        LINEAR[below] + (LINEAR[below + 1] - LINEAR[below]) * v.fract()
    };
    let [r, g, b] = rgb.map(linear);
    let root = |t: f32| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let x = root((0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47);
    let y = root(0.212_673 * r + 0.715_152 * g + 0.072_175 * b);
    let z = root((0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The lightness of a photo, finer, as bytes: `[64, 64]`.
pub(super) fn detail(pixels: &Rgb8) -> Option<Vec<u8>> {
    let small = photo::squeezed(pixels, FINE as u32)?;
    let light = |[r, g, b]: &[u8; 3]| ((77 * u32::from(*r) + 150 * u32::from(*g) + 29 * u32::from(*b)) >> 8) as u8;
    Some(small.data().as_chunks().0.iter().map(light).collect())
}

/// How well the fine detail of two photos correlates, where the one lies in the other.
pub(super) fn detail_alike(first: &[u8], second: &[u8], difference: &Difference) -> f32 {
    let (outer, inner) = if difference.place.second_in_first { (first, second) } else { (second, first) };
    let seen = |grid: &[u8], window: Window| without_mean(&sampled(grid, FINE, window, FINE));
    let target = Unit::of(seen(inner, Window::WHOLE));
    let fits = |window: Window| window.is_within().then(|| (target.with(seen(outer, window)), window));
    let start = fits(difference.place.window).unwrap_or((0.0, Window::WHOLE));
    // A copy that is not cropped need not be searched for.
    if start.0 >= DETAIL { start.0 } else { climb(start, 1.0 / FINE as f32, f32::MIN, &fits).unwrap_or(start).0 }
}

/// Each cell without the mean of the 5 x 5 cells around it.
fn without_mean(grid: &[f32]) -> Vec<f32> {
    const REACH: usize = 2;
    // Sums of all that lies above and to the left.
    let side = FINE + 1;
    let mut sums = vec![0.0_f64; side * side];
    for y in 0..FINE {
        let mut row = 0.0;
        for x in 0..FINE {
            row += f64::from(grid[y * FINE + x]);
            sums[(y + 1) * side + x + 1] = sums[y * side + x + 1] + row;
        }
    }
    let around = |at: usize| (at.saturating_sub(REACH), (at + REACH + 1).min(FINE));
    let mean = |x: usize, y: usize| {
        let ((left, right), (top, bottom)) = (around(x), around(y));
        let sum = sums[bottom * side + right] - sums[top * side + right] - sums[bottom * side + left] + sums[top * side + left];
        (sum / ((right - left) * (bottom - top)) as f64) as f32
    };
    (0..FINE * FINE).map(|i| grid[i] - mean(i % FINE, i / FINE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_way_to_a_correlation_leads_to_the_same_one() {
        let grid = |seed: u64| -> Vec<u8> {
            let mut random = testing::noise(seed);
            (0..LIGHT * LIGHT).map(|_| (128.0 + 127.0 * random()) as u8).collect()
        };
        for seed in 1..20 {
            let (outer, inner) = (grid(seed), grid(seed + 100));
            let target = Unit::of(sampled(&inner, LIGHT, Window::WHOLE, SAMPLES));
            let window = Window::WHOLE.changed(0.8 + 0.01 * seed as f32, 0.004 * seed as f32, -0.003 * seed as f32);
            let plain = target.with(sampled(&outer, LIGHT, window, SAMPLES));
            assert!((target.within(&outer, window) - plain).abs() < 1e-4, "{seed}");
        }
    }
}
