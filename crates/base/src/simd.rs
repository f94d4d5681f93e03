//! What the kernels of several modules have in common: the choice of the instruction set, and softmax with an `exp` that vectorises.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]

use pulp::WithSimd;

/// Independent sums in flight: two AVX-512 vectors.
const LANES: usize = 32;

/// Runs `op` compiled for the widest vectors of this processor.
///
/// Not [`pulp::Arch`]: it leaves AVX2 out unless a feature is set, and setting that rebuilds everything that stands on `gemm`.
pub fn dispatch<Op: WithSimd>(op: Op) -> Op::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(simd) = pulp::x86::V4::try_new() {
            return pulp::Simd::vectorize(simd, op);
        }
        if let Some(simd) = pulp::x86::V3::try_new() {
            return pulp::Simd::vectorize(simd, op);
        }
        pulp::Simd::vectorize(pulp::Scalar, op)
    }
    #[cfg(not(target_arch = "x86_64"))]
    pulp::Arch::new().dispatch(op)
}

/// `e^x` within 2 units in the last place for |x| < 87; beyond, the nearest value this range has.
///
/// Cephes' `expf`: x = n ln 2 + r, a polynomial for e^r, and n added to the exponent. No branch, so loops of it vectorise.
#[inline(always)]
#[allow(clippy::excessive_precision, reason = "the constants are Cephes'")]
pub fn exp(x: f32) -> f32 {
    // Adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_375 + n * 2.121_944_4e-4;
    let p = 1.987_569_150e-4;
    let p = p * r + 1.398_199_950e-3;
    let p = p * r + 8.333_451_907e-3;
    let p = p * r + 4.166_579_589e-2;
    let p = p * r + 1.666_666_546e-1;
    let p = p * r + 5.000_000_120e-1;
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    (p * r * r + r + 1.0) * power
}

/// `exp(scale · (x - highest))` in place; their sum.
#[inline(always)]
pub fn exponentials(values: &mut [f32], highest: f32, scale: f32) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (lines, rest) = values.as_chunks_mut::<LANES>();
    for line in lines {
        for (value, sum) in line.iter_mut().zip(&mut sums) {
            *value = exp(scale * (*value - highest));
            *sum += *value;
        }
    }
    let mut total: f32 = sums.iter().sum();
    for value in rest {
        *value = exp(scale * (*value - highest));
        total += *value;
    }
    total
}

/// The highest of the values.
#[inline(always)]
pub fn highest(values: &[f32]) -> f32 {
    let mut best = [f32::NEG_INFINITY; LANES];
    let (lines, rest) = values.as_chunks::<LANES>();
    for line in lines {
        for (best, value) in best.iter_mut().zip(line) {
            *best = if *value > *best { *value } else { *best };
        }
    }
    best.iter().chain(rest).fold(f32::NEG_INFINITY, |a, b| a.max(*b))
}

/// `exp(scale · x) / Σ exp(scale · x)` in place. The highest value is taken off first, so that no scale overflows.
///
/// For use inside an operation that [`dispatch`] runs.
#[inline(always)]
pub fn softmax_inline(values: &mut [f32], scale: f32) {
    let share = 1.0 / exponentials(values, highest(values), scale);
    for value in values {
        *value *= share;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_libms_to_a_few_units_in_the_last_place() {
        let worst = (-8600..8700)
            .map(|i| {
                let x = i as f32 / 100.0;
                let want = f64::from(x).exp();
                ((f64::from(exp(x)) - want) / want).abs()
            })
            .fold(0.0, f64::max);
        assert!(worst < 3e-7, "relative error {worst}");
        assert!(exp(-1000.0) < 1e-37);
        assert!(exp(1000.0).is_finite());
    }
}
