//! What becomes of a tile of a product while it is still in the first-level cache.

use super::activation::Activation;
use base::tile::{Line, PANEL, ZEROS};
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
    /// Finishes up to 32 neighbouring values of a row, as many as `output` is long; `vector` makes them with their bias, one vector at a time.
    #[inline(always)]
    pub fn apply<S: Simd>(self, simd: S, output: &mut [f32], vector: impl Fn(usize) -> S::f32s) {
        let mut line = ZEROS;
        for (i, values) in S::as_mut_simd_f32s(&mut line.0).0.iter_mut().enumerate() {
            *values = vector(i);
        }
        if let Self::Activate(activation) = self {
            activation.apply(&mut line.0);
        }
        match <&mut [f32; PANEL]>::try_from(&mut *output) {
            Ok(whole) => self.write(simd, &line, whole),
            Err(_) => self.write_some(&line, output),
        }
    }

    #[inline(always)]
    fn write<S: Simd>(self, simd: S, line: &Line, output: &mut [f32; PANEL]) {
        let vectors = S::as_simd_f32s(&line.0).0;
        for (o, v) in S::as_mut_simd_f32s(output).0.iter_mut().zip(vectors) {
            *o = if let Self::Add = self { simd.add_f32s(*o, *v) } else { *v };
        }
    }

    /// The last panel may be narrower than a line.
    fn write_some(self, line: &Line, output: &mut [f32]) {
        for (o, v) in output.iter_mut().zip(&line.0) {
            *o = if let Self::Add = self { *o + v } else { *v };
        }
    }
}
