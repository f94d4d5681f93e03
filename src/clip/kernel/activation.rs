//! Activations of CLIP's two-layer perceptrons, over an `exp` that the compiler turns into vector code.

/// `hidden_act` of config.json.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `x · sigmoid(1.702 x)`: OpenAI's checkpoints.
    QuickGelu,
    /// `x · Φ(x)` (Hendrycks and Gimpel 2016): LAION's checkpoints.
    Gelu,
    /// The tanh approximation of the same paper.
    GeluTanh,
}

impl Activation {
    /// The activation that transformers knows by this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "quick_gelu" => Some(Self::QuickGelu),
            "gelu" | "gelu_python" => Some(Self::Gelu),
            "gelu_new" | "gelu_pytorch_tanh" | "gelu_fast" | "gelu_accurate" => Some(Self::GeluTanh),
            _ => None,
        }
    }

    /// Applies the activation to each value.
    #[inline(always)]
    pub fn apply<const N: usize>(self, values: &mut [f32; N]) {
        match self {
            Self::QuickGelu => {
                for x in values {
                    *x *= sigmoid(1.702 * *x);
                }
            }
            Self::Gelu => {
                for x in values {
                    *x *= normal_cdf(*x);
                }
            }
            Self::GeluTanh => {
                // (1 + tanh u) / 2 is sigmoid(2u).
                const TWICE_SQRT_2_OVER_PI: f32 = 1.595_769;
                for x in values {
                    *x *= sigmoid(TWICE_SQRT_2_OVER_PI * (*x + 0.044_715 * *x * *x * *x));
                }
            }
        }
    }
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

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `Φ(x)` within 1e-7: Abramowitz and Stegun 1964, formula 7.1.26.
#[inline(always)]
fn normal_cdf(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let p = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let tail = 0.5 * p * exp(-z * z);
    if x < 0.0 { tail } else { 1.0 - tail }
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

    #[test]
    fn activations_are_those_of_their_formulas() {
        // In float64, at the points below.
        let cases = [
            (Activation::QuickGelu, [-0.064_341_4, -0.149_611_6, 0.0, 0.845_795_8, 2.981_928_7]),
            (Activation::Gelu, [-0.045_500_3, -0.154_268_8, 0.0, 0.841_344_7, 2.995_950_3]),
            (Activation::GeluTanh, [-0.045_402_3, -0.154_286, 0.0, 0.841_192, 2.996_362_6]),
        ];
        for (activation, want) in cases {
            let mut got = [-2.0, -0.5, 0.0, 1.0, 3.0];
            activation.apply(&mut got);
            for (g, w) in got.iter().zip(want) {
                assert!((g - w).abs() < 1e-6, "{activation:?}: {got:?} is not {want:?}");
            }
        }
    }
}
