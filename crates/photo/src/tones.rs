//! The levels of a picture: how often each is there, and how much of the picture has lost its detail.

use base::Rgb8;

/// A channel from this level on holds no detail: 255, and what a JPEG makes of it.
pub(super) const LIGHT: u8 = 254;
/// A channel up to this level holds none either.
pub(super) const DARK: u8 = 1;
/// Of a larger picture only every nth row is counted: the shares come out alike, and nobody waits for them.
const COUNTED_PIXELS: usize = 4_000_000;

/// The levels of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Tones {
    /// How many of the counted pixels have each level, `[red, green, blue][0..=255]`.
    pub levels: [[u32; 256]; 3],
    /// Share of the pixels of which a channel is clipped at its upper end, 0 to 1.
    pub light: f32,
    /// Share of the pixels that are black in every channel, 0 to 1.
    pub dark: f32,
}

/// Counts them.
pub fn tones(pixels: &Rgb8) -> Tones {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let step = (width * height).div_ceil(COUNTED_PIXELS).max(1);
    let mut levels = [[0; 256]; 3];
    let (mut light, mut dark, mut all) = (0_u32, 0_u32, 0_u32);
    for row in pixels.data().chunks_exact(3 * width).step_by(step) {
        for rgb in row.as_chunks::<3>().0 {
            for (counts, level) in levels.iter_mut().zip(rgb) {
                counts[usize::from(*level)] += 1;
            }
            light += u32::from(is_light(*rgb));
            dark += u32::from(is_dark(*rgb));
        }
        all += width as u32;
    }
    let share = |n: u32| n as f32 / all.max(1) as f32;
    Tones { levels, light: share(light), dark: share(dark) }
}

/// A channel is clipped at its upper end: its detail is lost, whatever the others hold.
pub(super) fn is_light([r, g, b]: [u8; 3]) -> bool {
    r.max(g).max(b) >= LIGHT
}

/// Every channel is clipped at its lower end: a saturated colour has channels without light, and is not black.
pub(super) fn is_dark([r, g, b]: [u8; 3]) -> bool {
    r.max(g).max(b) <= DARK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_lost_detail_are_counted() {
        let colours = [[255, 10, 10], [0, 0, 0], [254, 254, 254], [120, 0, 0], [253, 253, 253]];
        let tones = tones(&Rgb8::new(5, 1, colours.concat()).unwrap());
        assert!((tones.light - 0.4).abs() < 1e-6, "pure red has lost its red: {}", tones.light);
        assert!((tones.dark - 0.2).abs() < 1e-6, "a dark red is not black: {}", tones.dark);
        assert_eq!((tones.levels[0][255], tones.levels[1][0], tones.levels[2].iter().sum::<u32>()), (1, 2, 5));
    }

    #[test]
    fn of_a_large_picture_rows_are_left_out_and_shares_stay() {
        let row = [[255_u8; 3].as_slice(), &[90; 3]].concat();
        let wide = Rgb8::new(3000, 3000, row.repeat(4_500_000)).unwrap();
        let tones = tones(&wide);
        assert!((tones.light - 0.5).abs() < 1e-6);
        assert!(tones.levels[0].iter().sum::<u32>() < 4_100_000);
    }
}
