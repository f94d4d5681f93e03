//! What becomes of a tile of a product while it is still in the first-level cache.

use super::activation::Activation;
use base::tile::Line;
use pulp::Simd;

/// What becomes of a product, after the bias was added.
#[derive(Clone, Copy)]
pub enum Finish {
    /// It is the result.
    Set,
    /// The activation of it is the result.
    Activate(Activation),
    /// It is added to what is there: the residual connection.
    Add,
}

impl Finish {
    /// Adds the bias to 32 neighbouring values of a row and writes as many as `output` is long.
    #[inline(always)]
    pub fn apply<S: Simd>(self, simd: S, line: &mut Line, bias: &Line, output: &mut [f32]) {
        for (value, bias) in line.0.iter_mut().zip(&bias.0) {
            *value += bias;
        }
        if let Self::Activate(activation) = self {
            activation.apply(&mut line.0);
        }
        let (vectors, _) = S::as_simd_f32s(&line.0);
        let (wide, rest) = S::as_mut_simd_f32s(output);
        let values = &line.0[wide.len() * S::F32_LANES..];
        if let Self::Add = self {
            for (o, v) in wide.iter_mut().zip(vectors) {
                *o = simd.add_f32s(*o, *v);
            }
            for (o, v) in rest.iter_mut().zip(values) {
                *o += v;
            }
        } else {
            for (o, v) in wide.iter_mut().zip(vectors) {
                *o = *v;
            }
            for (o, v) in rest.iter_mut().zip(values) {
                *o = *v;
            }
        }
    }
}
