//! What a product stands in front of, by the border of its picture.

use base::Rgb8;

/// How thick the border is: this share of the shorter side, one pixel at least.
const BORDER: f32 = 0.04;

/// A border is plain where this share of its pixels
const PLAIN: f32 = 0.8;

/// differs from the border's median by at most so much in each channel, of 255.
pub(super) const PLAIN_WITHIN: u8 = 16;

/// A plain border is light where its median is at least so much in each channel.
const LIGHT: u8 = 200;

/// What a product stands in front of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Background {
    /// One light colour, as in a studio.
    PlainLight,
    /// One colour that is not light.
    Plain,
    /// Anything else: a room, a street, a person that fills the picture.
    Other,
}

impl Background {
    /// As a person reads it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PlainLight => "plain and light",
            Self::Plain => "plain, not light",
            Self::Other => "not plain",
        }
    }
}

/// Looks at the border of a picture.
pub fn background(pixels: &Rgb8) -> Background {
    match plain(&border(pixels)) {
        Some(colour) if colour.iter().all(|value| *value >= LIGHT) => Background::PlainLight,
        Some(_) => Background::Plain,
        None => Background::Other,
    }
}

/// The colour of a plain border: four fifths of it must be about that, since a product may touch one side.
pub(super) fn plain(border: &[[u8; 3]]) -> Option<[u8; 3]> {
    let colour = median_colour(border);
    let near = border.iter().filter(|pixel| apart(**pixel, colour) <= PLAIN_WITHIN).count();
    (near as f32 >= PLAIN * border.len() as f32).then_some(colour)
}

/// The largest difference of a channel.
pub(super) fn apart(one: [u8; 3], other: [u8; 3]) -> u8 {
    one[0].abs_diff(other[0]).max(one[1].abs_diff(other[1])).max(one[2].abs_diff(other[2]))
}

/// The pixels along the four sides.
pub(super) fn border(pixels: &Rgb8) -> Vec<[u8; 3]> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let thick = ((width.min(height) as f32 * BORDER) as usize).max(1);
    let is_inside = |at: usize, side: usize| at >= thick && at + thick < side;
    let rows = pixels.data().as_chunks::<3>().0.chunks_exact(width).enumerate();
    let at_edge = rows.flat_map(|(y, row)| {
        let sides: [&[[u8; 3]]; 2] =
            if is_inside(y, height) && width > 2 * thick { [&row[..thick], &row[width - thick..]] } else { [row, &[]] };
        sides
    });
    at_edge.flatten().copied().collect()
}

/// The median of each channel.
pub(super) fn median_colour(pixels: &[[u8; 3]]) -> [u8; 3] {
    [0, 1, 2].map(|channel| at_share(pixels.iter().map(|pixel| pixel[channel]).collect(), 1, 2))
}

/// The value that `part` of `of` equal parts of the values lie below; 0 where there are none. `part` is less than `of`.
pub(super) fn at_share(mut values: Vec<u8>, part: usize, of: usize) -> u8 {
    let place = values.len() * part / of;
    if values.is_empty() { 0 } else { *values.select_nth_unstable(place).1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 64 by 48 whose pixels are drawn by their place.
    fn drawn(pixel: impl Fn(usize, usize) -> [u8; 3]) -> Rgb8 {
        let data = (0..48).flat_map(|y| (0..64).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        Rgb8::new(64, 48, data).unwrap()
    }

    #[test]
    fn the_border_tells_the_background_whatever_stands_in_the_middle() {
        let product = |x: usize, y: usize| (16..48).contains(&x) && (8..40).contains(&y);
        let before = |colour: [u8; 3]| drawn(move |x, y| if product(x, y) { [200, 20, 20] } else { colour });
        assert_eq!(background(&before([250, 250, 250])), Background::PlainLight);
        assert_eq!(background(&before([40, 40, 60])), Background::Plain);
        // A shadow along one side, or a product that touches it, leaves a border plain; a street does not.
        let touching = drawn(|x, y| if (24..40).contains(&x) && y > 20 { [200, 20, 20] } else { [245, 245, 245] });
        assert_eq!(background(&touching), Background::PlainLight);
        let street = drawn(|x, y| [(x * 37 % 256) as u8, (y * 61 % 256) as u8, ((x + y) * 17 % 256) as u8]);
        assert_eq!(background(&street), Background::Other);
        let halves = drawn(|x, _| if x < 32 { [250, 250, 250] } else { [10, 10, 10] });
        assert_eq!(background(&halves), Background::Other);
        assert_eq!(background(&Rgb8::new(1, 1, vec![255; 3]).unwrap()), Background::PlainLight);
    }
}
