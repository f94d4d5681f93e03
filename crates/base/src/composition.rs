//! How a photo is made up: its border, where the product stands in front of a plain background, its colours.

use super::colour::Lab;

/// Colours of a palette at most.
pub const MOST_COLOURS: usize = 5;

/// What was measured of a photo when it was decoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Composition {
    /// Share of the border's pixels of which each channel is 254 or more: pure white, and what a JPEG makes of it.
    pub white: f32,
    /// The same from 245 on, a white that a person takes for one.
    pub near_white: f32,
    /// The background, where it is one colour. What stands in front of another one is not told.
    pub background: Option<[u8; 3]>,
    /// Where the product stands; `None` where the background is not plain, a border is drawn round the photo, or nothing stands out.
    pub product: Option<Bounds>,
    /// Share of the photo's pixels that differ from a plain background; known where the bounds are.
    pub area: Option<f32>,
    /// A line or frame is drawn round the photo.
    pub bordered: bool,
    /// Share of the pixels through which what lies below is seen.
    pub transparent: f32,
    /// What the file says of its colours.
    pub profile: ProfileKind,
    /// The product's colours, the largest share first: of what differs from a plain background. Before another one, of the whole photo, its
    /// middle counting more; where nothing stands out, of the background. At most [`MOST_COLOURS`].
    pub palette: Vec<Swatch>,
}

/// The smallest upright box round the product, as shares of the sides: 0 is left and top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl Bounds {
    /// How much of the photo's side the product takes along the side of which it takes more.
    pub fn fill(self) -> f32 {
        (self.x1 - self.x0).max(self.y1 - self.y0)
    }
}

/// A colour of a photo and its share, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// The colour.
    pub lab: Lab,
    /// How much of what was looked at has it.
    pub share: f32,
}

/// What a file says of its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfileKind {
    /// No profile, or none that is understood: programs take it for sRGB.
    #[default]
    None,
    /// A profile that makes no difference to sRGB.
    Srgb,
    /// Another one, of RGB or of grey.
    Other,
    /// Inks instead of light, with a profile or without.
    Cmyk,
}

impl ProfileKind {
    /// All.
    pub const ALL: [Self; 4] = [Self::None, Self::Srgb, Self::Other, Self::Cmyk];

    /// As files and catalogues write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Srgb => "srgb",
            Self::Other => "other",
            Self::Cmyk => "cmyk",
        }
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "no profile",
            Self::Srgb => "sRGB",
            Self::Other => "another profile",
            Self::Cmyk => "CMYK",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Colours farther apart than this (CIEDE2000) are two colours to whoever looks for one.
const FAR: f32 = 20.0;
/// A photo is found by a colour from this nearness on: a tenth of the product has it.
pub const LEAST_NEARNESS: f32 = 0.1;

impl Composition {
    /// How much of the product has a colour, and how nearly: 1 where all of it has just that, 0 where none comes near. Each colour of the
    /// palette counts by its share, and less the farther it is off, down to nothing at 20 (CIEDE2000).
    pub fn nearness(&self, colour: Lab) -> f32 {
        let near = |swatch: &Swatch| swatch.share * (1.0 - swatch.lab.distance(colour) / FAR).max(0.0);
        self.palette.iter().map(near).sum::<f32>().min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(colours: &[([u8; 3], f32)]) -> Composition {
        let palette = colours.iter().map(|(rgb, share)| Swatch { lab: Lab::of_srgb(*rgb), share: *share }).collect();
        Composition { palette, ..Composition::default() }
    }

    #[test]
    fn nearness_is_the_share_of_the_colour_and_falls_off_with_distance() {
        let [red, blue] = [[200, 30, 30], [30, 40, 180]];
        let ask = |photo: &Composition, rgb| photo.nearness(Lab::of_srgb(rgb));
        let half = of(&[(red, 0.5), (blue, 0.5)]);
        assert!((ask(&half, red) - 0.5).abs() < 1e-6);
        assert!(ask(&of(&[(red, 1.0)]), red) > ask(&of(&[([190, 40, 40], 1.0)]), red));
        assert!(ask(&of(&[(red, 1.0)]), blue).abs() < 1e-9 && ask(&of(&[]), red).abs() < 1e-9);
    }

    #[test]
    fn a_grey_finds_greys_of_its_lightness_alone() {
        let grey = Lab::of_srgb([128, 128, 128]);
        let nearness = |rgb| of(&[(rgb, 1.0)]).nearness(grey);
        assert!(nearness([120, 122, 121]) > 0.7);
        for other in [[20, 20, 20], [240, 240, 240], [128, 60, 60], [90, 128, 90]] {
            assert!(nearness(other) < LEAST_NEARNESS, "{other:?} {}", nearness(other));
        }
    }
}
