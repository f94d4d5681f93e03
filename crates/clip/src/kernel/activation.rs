//! Activations of CLIP's two-layer perceptrons, over an `exp` that the compiler turns into vector code.

use base::simd::exp;

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
