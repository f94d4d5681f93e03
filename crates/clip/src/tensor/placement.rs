//! Where a tower's tensors live, and in which number format they are multiplied.

use candle_core::{DType, Device};

/// A device and the number format of the matrix products on it.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The device, as candle knows it.
    pub device: Device,
    /// Factors of matrix products: f16 on a graphics card, f32 on the processor.
    pub products: DType,
}
