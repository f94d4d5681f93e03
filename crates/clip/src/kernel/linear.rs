//! A layer `y = x · Wᵀ + b` whose weights were packed at loading, in the arithmetic that was asked for.

use super::finish::Finish;
use super::product::Panels;
use super::product8::{Packed8, Panels8};
use super::{Rows, RowsMut};
use base::Arithmetic;
use base::tile::{Line, PANEL, ZEROS};

/// Weights and bias.
pub struct Linear {
    weights: Weights,
    bias: Vec<Line>,
}

enum Weights {
    F32(Panels),
    Int8(Panels8),
}

/// Rows on their way into a product; scratch.
#[derive(Default)]
pub struct Packed {
    floats: Vec<f32>,
    bytes: Packed8,
}

impl Linear {
    /// `weight` is `[outputs, inputs]` as PyTorch stores it, `bias` `[outputs]` or empty for none.
    pub fn new(weight: &[f32], inputs: usize, bias: &[f32], arithmetic: Arithmetic) -> Self {
        let rows = Rows::dense(weight, inputs);
        let mut lines = vec![ZEROS; rows.count().div_ceil(PANEL)];
        for (line, values) in lines.iter_mut().zip(bias.chunks(PANEL)) {
            line.0[..values.len()].copy_from_slice(values);
        }
        let weights = match arithmetic {
            Arithmetic::F32 => Weights::F32(Panels::transposed(rows)),
            Arithmetic::Int8 => Weights::Int8(Panels8::transposed(rows)),
        };
        Self { weights, bias: lines }
    }

    /// Length of an output row.
    pub fn outputs(&self) -> usize {
        match &self.weights {
            Weights::F32(panels) => panels.columns(),
            Weights::Int8(panels) => panels.columns(),
        }
    }

    /// Applies the layer to each row of `input` and lets `finish` say what becomes of the result.
    pub fn apply(&self, input: Rows<'_>, output: RowsMut<'_>, finish: Finish, packed: &mut Packed) {
        match &self.weights {
            Weights::F32(panels) => panels.apply(input, &self.bias, output, finish, &mut packed.floats),
            Weights::Int8(panels) => panels.apply(input, &self.bias, output, finish, &mut packed.bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::activation::Activation;
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "small integers are exact")]
    fn a_layer_adds_its_bias_and_then_finishes() {
        let weight = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let layer = Linear::new(&weight, 2, &[10.0, 20.0, 30.0], Arithmetic::F32);
        let input = [1.0, -1.0];
        let mut packed = Packed::default();
        let mut output = [100.0, 100.0, 100.0];
        layer.apply(Rows::dense(&input, 2), RowsMut::new(&mut output, 3), Finish::Add, &mut packed);
        assert_eq!(output, [109.0, 119.0, 129.0]);
        layer.apply(Rows::dense(&input, 2), RowsMut::new(&mut output, 3), Finish::Set, &mut packed);
        assert_eq!(output, [9.0, 19.0, 29.0]);
        layer.apply(Rows::dense(&input, 2), RowsMut::new(&mut output, 3), Finish::Activate(Activation::Gelu), &mut packed);
        assert!((output[0] - 9.0).abs() < 1e-5);
        assert_eq!(layer.outputs(), 3);
    }

    #[test]
    fn a_layer_in_bytes_of_any_shape_is_near_the_one_in_floats() {
        let numbers = |n: usize, seed: usize| -> Vec<f32> { (0..n).map(|i| ((i * 7919 + seed) % 1009) as f32 / 1009.0 - 0.5).collect() };
        let mut packed = Packed::default();
        for (rows, inner, columns) in [(1, 1, 1), (12, 16, 32), (13, 7, 33), (50, 67, 50), (5, 300, 100), (700, 1000, 3)] {
            let (input, weight, bias) = (numbers(rows * inner, 1), numbers(columns * inner, 2), numbers(columns, 3));
            let mut run = |arithmetic| {
                let mut output = vec![0.5; rows * columns];
                let layer = Linear::new(&weight, inner, &bias, arithmetic);
                layer.apply(Rows::dense(&input, inner), RowsMut::new(&mut output, columns), Finish::Add, &mut packed);
                output
            };
            let (want, got) = (run(Arithmetic::F32), run(Arithmetic::Int8));
            let limit = 0.004 * (inner as f32).sqrt() + 0.002;
            for (g, w) in got.iter().zip(&want) {
                assert!((g - w).abs() < limit, "{rows} x {inner} x {columns}: {g} is not near {w}");
            }
        }
    }

    #[test]
    #[allow(clippy::float_cmp, reason = "nothing is rounded")]
    fn rows_and_weights_of_zeros_in_bytes_give_the_bias() {
        let mut packed = Packed::default();
        for (input, weight) in [([0.0; 8], [1.0; 8]), ([1.0; 8], [0.0; 8])] {
            let mut output = [0.0];
            let layer = Linear::new(&weight, 8, &[3.0], Arithmetic::Int8);
            layer.apply(Rows::dense(&input, 8), RowsMut::new(&mut output, 1), Finish::Set, &mut packed);
            assert_eq!(output, [3.0]);
        }
    }
}
