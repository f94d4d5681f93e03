//! How a photo looks in little: enough to tell a copy of it from a photo of something alike.

/// Cells along each side of the lightness.
pub const LIGHT: usize = 24;
/// Cells along each side of the colour.
pub const COLOUR: usize = 12;
/// Bytes of all cells.
pub const CELLS: usize = LIGHT * LIGHT + 2 * COLOUR * COLOUR;

/// A photo in little, stretched to a square; and how well it was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    /// Y, Cb and Cr of JFIF: `[24, 24]`, `[12, 12]`, `[12, 12]`, one after the other; [`CELLS`] bytes.
    cells: Box<[u8]>,
    /// Variance of the Laplacian of the lightness over the variance of the lightness: higher is sharper, for photos of one thing.
    pub sharpness: f32,
    /// Share of the pixels that are all white or all black.
    pub clipped: f32,
}

impl Fingerprint {
    /// `None` where there are not [`CELLS`] cells, or a figure is none.
    pub fn new(cells: Box<[u8]>, sharpness: f32, clipped: f32) -> Option<Self> {
        (cells.len() == CELLS && sharpness.is_finite() && clipped.is_finite()).then_some(Self { cells, sharpness, clipped })
    }

    /// All cells, as they are stored.
    pub fn cells(&self) -> &[u8] {
        &self.cells
    }

    /// Lightness, `[24, 24]`.
    pub fn light(&self) -> &[u8] {
        &self.cells[..LIGHT * LIGHT]
    }

    /// Blue and red difference, 128 for grey, `[12, 12]` each.
    pub fn colour(&self) -> [&[u8]; 2] {
        let (blue, red) = self.cells[LIGHT * LIGHT..].split_at(COLOUR * COLOUR);
        [blue, red]
    }
}
