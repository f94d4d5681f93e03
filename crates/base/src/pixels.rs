//! Decoded pixels, as every crate passes them on.

/// 8-bit RGB, row by row from the top, no padding: `data.len() == 3 * width * height`, neither side zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rgb8 {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Rgb8 {
    /// `None` where a side is zero or the data has another length than the sides ask for.
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Option<Self> {
        let wanted = 3 * u64::from(width) * u64::from(height);
        (wanted > 0 && data.len() as u64 == wanted).then_some(Self { width, height, data })
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The samples, `[height, width, 3]`.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The samples, to be painted over.
    pub fn data_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// The samples, given away.
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }
}
