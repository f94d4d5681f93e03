//! From cosines to probabilities.

#![allow(clippy::inline_always, reason = "what is not inlined is compiled for the oldest processor")]

use base::simd::{dispatch, exp, exponentials, highest, softmax_inline};
use pulp::{Simd, WithSimd};

/// `exp(scale · x) / Σ exp(scale · x)` in place: probabilities that sum to 1. The highest value is taken off first, so that no
/// scale overflows. Zero-shot labels: cosines, and the checkpoint's own scale (Radford et al. 2021, section 3.1.2).
pub fn softmax(cosines: &mut [f32], scale: f32) {
    dispatch(Softmax { values: cosines, scale });
}

/// Each value's odds against the mean of the others and of a neutral one, as probabilities, in place:
///
/// `p_k = e_k / (e_k + (Σ_{j≠k} e_j + e_n) / (count + 1))` with `e = exp(scale · cosine)`.
///
/// Each is between 0 and 1 on its own: two labels that fit equally well both come near 1. The highest cosine is taken off
/// first, so that no scale overflows.
pub fn odds(cosines: &mut [f32], neutral: f32, scale: f32) {
    dispatch(Odds { values: cosines, neutral, scale });
}

struct Softmax<'a> {
    values: &'a mut [f32],
    scale: f32,
}

impl WithSimd for Softmax<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { values, scale } = self;
        softmax_inline(values, scale);
    }
}

struct Odds<'a> {
    values: &'a mut [f32],
    neutral: f32,
    scale: f32,
}

impl WithSimd for Odds<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { values, neutral, scale } = self;
        let highest = highest(values).max(neutral);
        let total = exponentials(values, highest, scale) + exp(scale * (neutral - highest));
        let share = 1.0 / (values.len() as f32 + 1.0);
        for value in values {
            // Rounding may leave less than nothing of the others.
            let others = (total - *value).max(0.0) * share;
            *value /= (*value + others).max(f32::MIN_POSITIVE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_formula_and_sum_to_one() {
        for count in [1, 2, 31, 32, 33, 100] {
            let cosines: Vec<f32> = (0..count).map(|i| ((i * 37 % 19) as f32 - 9.0) / 10.0).collect();
            for scale in [0.0, 10.0, 100.0] {
                let mut got = cosines.clone();
                softmax(&mut got, scale);
                let raw: Vec<f64> = cosines.iter().map(|c| (f64::from(scale) * f64::from(*c)).exp()).collect();
                let total: f64 = raw.iter().sum();
                assert!(got.iter().zip(&raw).all(|(g, r)| (f64::from(*g) - r / total).abs() < 1e-5), "{count} at {scale}");
                assert!((got.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            }
        }
        softmax(&mut [], 100.0);
    }

    #[test]
    fn extreme_scales_stay_finite() {
        let mut values = [1.0, -1.0, 0.999];
        softmax(&mut values, 1e6);
        assert!(values.iter().all(|v| v.is_finite()) && values[0] > 0.999, "{values:?}");
        let mut values = [1.0, 0.9, -1.0];
        odds(&mut values, 0.0, 1e6);
        assert!(values[0] > 0.999 && values[1] < 0.001 && values[2] < 0.001, "{values:?}");
    }

    #[test]
    fn odds_are_those_of_the_formula() {
        for count in [1, 2, 33, 50] {
            let cosines: Vec<f32> = (0..count).map(|i| ((i * 37 % 19) as f32 - 9.0) / 40.0).collect();
            let mut got = cosines.clone();
            odds(&mut got, 0.05, 20.0);
            let raw: Vec<f64> = cosines.iter().map(|c| (20.0 * f64::from(*c)).exp()).collect();
            let total: f64 = raw.iter().sum::<f64>() + (20.0_f64 * 0.05).exp();
            for (g, e) in got.iter().zip(&raw) {
                let wanted = e / (e + (total - e) / (f64::from(count) + 1.0));
                assert!((f64::from(*g) - wanted).abs() < 1e-4, "{count}: {g} is not {wanted}");
            }
        }
        let mut twins = [0.3, 0.3, 0.0];
        odds(&mut twins, 0.1, 50.0);
        assert!(twins[0] > 0.7 && (twins[0] - twins[1]).abs() < 1e-6, "two labels may fit: {twins:?}");
    }
}
