//! What drives a point away from all others, in as many lanes as the processor has.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use base::simd::dispatch;
use pulp::{Simd, WithSimd};

/// Sums in flight: one AVX-512 vector. The same on every processor, so that the sums are.
const LANES: usize = 16;

/// Over all points: how near they are, `q = 1 / (1 + d²)`, and the way away from them, weighted with q².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Pushed {
    /// The sum of q; the point itself counts 1.
    pub near: f32,
    /// The sum of q² times the way.
    pub away: [f32; 2],
}

/// What the points at `xs` and `ys` do to one at `at`.
pub(super) fn push(at: [f32; 2], xs: &[f32], ys: &[f32]) -> Pushed {
    dispatch(Push { at, xs, ys })
}

struct Push<'a> {
    at: [f32; 2],
    xs: &'a [f32],
    ys: &'a [f32],
}

impl WithSimd for Push<'_> {
    type Output = Pushed;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Pushed {
        let Self { at: [x, y], xs, ys } = self;
        let (mut near, mut right, mut up) = ([0.0_f32; LANES], [0.0_f32; LANES], [0.0_f32; LANES]);
        let ((xs, x_rest), (ys, y_rest)) = (xs.as_chunks::<LANES>(), ys.as_chunks::<LANES>());
        for (xs, ys) in xs.iter().zip(ys) {
            for lane in 0..LANES {
                let (dx, dy) = (x - xs[lane], y - ys[lane]);
                let q = 1.0 / (1.0 + dx * dx + dy * dy);
                near[lane] += q;
                right[lane] += q * q * dx;
                up[lane] += q * q * dy;
            }
        }
        for (other_x, other_y) in x_rest.iter().zip(y_rest) {
            let (dx, dy) = (x - other_x, y - other_y);
            let q = 1.0 / (1.0 + dx * dx + dy * dy);
            near[0] += q;
            right[0] += q * q * dx;
            up[0] += q * q * dy;
        }
        Pushed { near: near.iter().sum(), away: [right.iter().sum(), up.iter().sum()] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testing::noise_of;

    #[test]
    fn the_sums_are_the_plain_ones_for_every_tail_length() {
        for count in [0, 1, 15, 16, 17, 100] {
            let (xs, ys) = (noise_of(count, 1), noise_of(count, 2));
            let found = push([0.3, -0.2], &xs, &ys);
            let mut wanted = [0.0_f64; 3];
            for (x, y) in xs.iter().zip(&ys) {
                let (dx, dy) = (0.3 - f64::from(*x), -0.2 - f64::from(*y));
                let q = 1.0 / (1.0 + dx * dx + dy * dy);
                wanted.iter_mut().zip([q, q * q * dx, q * q * dy]).for_each(|(sum, term)| *sum += term);
            }
            for (found, wanted) in [found.near, found.away[0], found.away[1]].iter().zip(wanted) {
                assert!((f64::from(*found) - wanted).abs() < 1e-4, "{count}: {found} {wanted}");
            }
        }
    }
}
