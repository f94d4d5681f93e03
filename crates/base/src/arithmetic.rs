//! The numbers that a model multiplies in.

/// What the large products of an image tower are made of, on the processor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arithmetic {
    /// As the checkpoint was trained.
    #[default]
    F32,
    /// Weights and activations as bytes, each row with a scale of its own.
    Int8,
}
