//! What becomes of a tile of a product while it is still in the first-level cache.

use super::activation::Activation;
use base::tile::PANEL;

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
    /// Finishes up to 32 neighbouring values of a row: `value` says what the product with its bias is at each place of `output`.
    #[inline(always)]
    pub fn apply(self, output: &mut [f32], value: impl Fn(usize) -> f32) {
        // All panels but the last have a length that the compiler knows, and become whole vectors.
        if let Ok(whole) = <&mut [f32; PANEL]>::try_from(&mut *output) {
            self.fill(whole, value);
        } else {
            self.fill(output, value);
        }
    }

    #[inline(always)]
    fn fill(self, output: &mut [f32], value: impl Fn(usize) -> f32) {
        match self {
            Self::Set => {
                for (i, o) in output.iter_mut().enumerate() {
                    *o = value(i);
                }
            }
            Self::Activate(activation) => activation.fill(output, value),
            Self::Add => {
                for (i, o) in output.iter_mut().enumerate() {
                    *o += value(i);
                }
            }
        }
    }
}
