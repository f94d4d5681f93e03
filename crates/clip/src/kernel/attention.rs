//! Scaled dot-product attention of several heads (Vaswani et al. 2017, section 3.2).

use super::product::{Panels, product};
use super::{Rows, RowsMut, resize};
use base::simd::{dispatch, softmax_inline};
use pulp::{Simd, WithSimd};

/// Buffers that live from call to call.
#[derive(Default)]
pub struct Buffers {
    keys: Panels,
    values: Panels,
    scores: Vec<f32>,
}

/// Attention within one sequence; `output` is `[queries, width]` like `queries`.
///
/// `keys_values` is `[tokens, 2 · width]`, the keys first. Queries come already divided by the root of the head's width.
/// With `causal`, query i sees the keys 0 ..= i, which takes as many queries as keys.
pub fn attend(
    queries: Rows<'_>,
    keys_values: Rows<'_>,
    heads: usize,
    causal: bool,
    output: &mut [f32],
    buffers: &mut Buffers,
    packed: &mut Vec<f32>,
) {
    let (width, tokens) = (queries.width(), keys_values.count());
    let head = width / heads;
    resize(&mut buffers.scores, queries.count() * tokens);
    for from in (0..width).step_by(head) {
        buffers.keys.pack_transposed(keys_values.columns(from, head));
        let scores = RowsMut::new(&mut buffers.scores, tokens);
        product(queries.columns(from, head), &buffers.keys, scores, packed);
        dispatch(Softmax { scores: &mut buffers.scores, width: tokens, causal });
        buffers.values.pack(keys_values.columns(width + from, head));
        let weights = Rows::dense(&buffers.scores, tokens);
        product(weights, &buffers.values, RowsMut::new(&mut output[from..], width), packed);
    }
}

/// Softmax of each row in place, `[rows, width]`; with `causal`, row i spreads over its first i + 1 values, the rest become 0.
struct Softmax<'a> {
    scores: &'a mut [f32],
    width: usize,
    causal: bool,
}

impl WithSimd for Softmax<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (i, row) in self.scores.chunks_exact_mut(self.width).enumerate() {
            let seen = if self.causal { i + 1 } else { self.width };
            let (row, unseen) = row.split_at_mut(seen);
            unseen.fill(0.0);
            softmax_inline(row, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(q: &[f32], kv: &[f32], width: usize, heads: usize, causal: bool) -> Vec<f32> {
        let head = width / heads;
        let tokens = kv.len() / (2 * width);
        let mut out = vec![0.0; q.len()];
        for (i, query) in q.chunks(width).enumerate() {
            for h in 0..heads {
                let seen = if causal { i + 1 } else { tokens };
                let part = |row: usize, at: usize| &kv[row * 2 * width + at + h * head..][..head];
                let scores: Vec<f32> =
                    (0..seen).map(|t| query[h * head..][..head].iter().zip(part(t, 0)).map(|(a, b)| a * b).sum::<f32>().exp()).collect();
                let sum: f32 = scores.iter().sum();
                for (t, score) in scores.iter().enumerate() {
                    for (o, v) in out[i * width + h * head..][..head].iter_mut().zip(part(t, width)) {
                        *o += score / sum * v;
                    }
                }
            }
        }
        out
    }

    #[test]
    fn attention_is_that_of_plain_loops() {
        let (mut buffers, mut packed) = (Buffers::default(), Vec::new());
        for (tokens, width, heads, causal) in [(5, 12, 2, false), (5, 12, 2, true), (70, 8, 1, true), (33, 15, 3, false)] {
            let q: Vec<f32> = (0..tokens * width).map(|i| ((i * 37) % 11) as f32 / 5.0 - 1.0).collect();
            let kv: Vec<f32> = (0..2 * tokens * width).map(|i| ((i * 53) % 13) as f32 / 6.0 - 1.0).collect();
            let mut got = vec![0.0; q.len()];
            let (queries, keys_values) = (Rows::dense(&q, width), Rows::dense(&kv, 2 * width));
            attend(queries, keys_values, heads, causal, &mut got, &mut buffers, &mut packed);
            for (g, w) in got.iter().zip(naive(&q, &kv, width, heads, causal)) {
                assert!((g - w).abs() < 1e-5, "{tokens} tokens, width {width}: {g} is not {w}");
            }
        }
    }
}
