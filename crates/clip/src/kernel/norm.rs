//! Layer normalisation.

use base::simd::dispatch;
use pulp::{Simd, WithSimd};

/// Running sums kept side by side, so that the compiler may use one vector for them.
const LANES: usize = 32;

/// Ba et al. 2016, over rows of `weight.len()` values.
pub struct LayerNorm {
    /// `[width]`.
    pub weight: Vec<f32>,
    /// `[width]`.
    pub bias: Vec<f32>,
    /// `layer_norm_eps` of config.json.
    pub epsilon: f32,
}

impl LayerNorm {
    /// `output[i] = norm(input[i])` row by row; both are `[rows, width]`.
    pub fn apply(&self, input: &[f32], output: &mut [f32]) {
        assert_eq!(input.len(), output.len());
        dispatch(Apply { norm: self, input, output });
    }
}

struct Apply<'a> {
    norm: &'a LayerNorm,
    input: &'a [f32],
    output: &'a mut [f32],
}

impl WithSimd for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let LayerNorm { weight, bias, epsilon } = self.norm;
        let width = weight.len();
        for (input, output) in self.input.chunks_exact(width).zip(self.output.chunks_exact_mut(width)) {
            let mean = sum(input, |v| v) / width as f32;
            let variance = sum(input, |v| (v - mean) * (v - mean)) / width as f32;
            let scale = 1.0 / (variance + epsilon).sqrt();
            for (((o, i), w), b) in output.iter_mut().zip(input).zip(weight).zip(bias) {
                *o = (i - mean) * scale * w + b;
            }
        }
    }
}

#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            sums[i] += of(chunk[i]);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|v| of(*v)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::LayerNorm;

    #[test]
    fn rows_get_mean_zero_and_variance_one_before_weight_and_bias() {
        for width in [1, 5, 32, 75] {
            let norm = LayerNorm { weight: vec![2.0; width], bias: vec![1.0; width], epsilon: 1e-5 };
            let input: Vec<f32> = (0..2 * width).map(|i| (i * i % 17) as f32).collect();
            let mut output = vec![0.0; input.len()];
            norm.apply(&input, &mut output);
            for (row, out) in input.chunks(width).zip(output.chunks(width)) {
                let mean = row.iter().sum::<f32>() / width as f32;
                let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / width as f32;
                for (v, o) in row.iter().zip(out) {
                    let want = (v - mean) / (variance + 1e-5).sqrt() * 2.0 + 1.0;
                    assert!((want - o).abs() < 1e-4, "width {width}: {o} is not {want}");
                }
            }
        }
    }
}
