//! Colours as people see them: CIE Lab, how far two are apart, and how they are written.

use std::sync::LazyLock;

/// L* 0 (black) to 100 (white), a* green to red, b* blue to yellow; under D65, as sRGB is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lab {
    /// Lightness.
    pub l: f32,
    /// Green (negative) to red.
    pub a: f32,
    /// Blue (negative) to yellow.
    pub b: f32,
}

/// White of D65.
const WHITE: [f32; 3] = [0.950_47, 1.0, 1.088_83];

impl Lab {
    /// A colour of sRGB.
    pub fn of_srgb(rgb: [u8; 3]) -> Self {
        let [r, g, b] = rgb.map(|v| LINEAR[usize::from(v)]);
        let x = 0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b;
        let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b;
        let z = 0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b;
        let [x, y, z] = [x / WHITE[0], y / WHITE[1], z / WHITE[2]].map(root);
        Self { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
    }

    /// The nearest colour of sRGB: what lies outside is cut off at its edge.
    pub fn to_srgb(self) -> [u8; 3] {
        let y = (self.l + 16.0) / 116.0;
        let [x, y, z] = [y + self.a / 500.0, y, y - self.b / 200.0].map(cube);
        let [x, y, z] = [x * WHITE[0], y * WHITE[1], z * WHITE[2]];
        let r = 3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z;
        let g = -0.969_266 * x + 1.876_010_8 * y + 0.041_556 * z;
        let b = 0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z;
        [r, g, b].map(|v| (255.0 * bent(v.clamp(0.0, 1.0))).round() as u8)
    }

    /// Squared distance in a straight line: for putting like colours together, not for telling a person how far two are apart.
    pub fn squared(self, other: Self) -> f32 {
        (self.l - other.l).powi(2) + (self.a - other.a).powi(2) + (self.b - other.b).powi(2)
    }

    /// CIEDE2000 (Sharma, Wu and Dalal 2005, all weights 1): about 1 is just seen, 100 is from black to white. It counts lightness, and
    /// gives a hue no weight where there is hardly any colour, so that a grey is near other greys of its lightness.
    pub fn distance(self, other: Self) -> f32 {
        const SEVENTH: f32 = 6_103_515_625.0; // 25 to the seventh
        let (c1, c2) = (self.a.hypot(self.b), other.a.hypot(other.b));
        let mean = f32::midpoint(c1, c2).powi(7);
        let g = 0.5 * (1.0 - (mean / (mean + SEVENTH)).sqrt());
        let (a1, a2) = ((1.0 + g) * self.a, (1.0 + g) * other.a);
        let (c1, c2) = (a1.hypot(self.b), a2.hypot(other.b));
        let hue = |a: f32, b: f32| if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
        let (h1, h2) = (hue(a1, self.b), hue(a2, other.b));
        let colourless = c1 * c2 == 0.0;
        let turn = if colourless { 0.0 } else { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 };
        let (dl, dc) = (other.l - self.l, c2 - c1);
        let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
        let (l, c) = (f32::midpoint(self.l, other.l), f32::midpoint(c1, c2));
        let h = match (h1 - h2).abs() {
            _ if colourless => h1 + h2,
            apart if apart <= 180.0 => f32::midpoint(h1, h2),
            _ if h1 + h2 < 360.0 => (h1 + h2 + 360.0) / 2.0,
            _ => (h1 + h2 - 360.0) / 2.0,
        };
        let cos = |degrees: f32| degrees.to_radians().cos();
        let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0) - 0.20 * cos(4.0 * h - 63.0);
        let around = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
        let c7 = c.powi(7);
        let rotation = -2.0 * (c7 / (c7 + SEVENTH)).sqrt() * (2.0 * around).to_radians().sin();
        let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
        let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
        let (l, c, h) = (dl / sl, dc / sc, dh / sh);
        (l * l + c * c + h * h + rotation * c * h).max(0.0).sqrt()
    }
}

/// [`linear`] of each value, which photos ask for by the thousand.
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|v| linear(v as u8)));

fn linear(v: u8) -> f32 {
    let v = f32::from(v) / 255.0;
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

fn bent(v: f32) -> f32 {
    if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
}

fn root(v: f32) -> f32 {
    if v > 0.008_856 { v.cbrt() } else { 7.787 * v + 16.0 / 116.0 }
}

fn cube(v: f32) -> f32 {
    let cubed = v * v * v;
    if cubed > 0.008_856 { cubed } else { (v - 16.0 / 116.0) / 7.787 }
}

/// `#aabbcc`, `aabbcc` or `#abc`, in either case; `None` for anything else.
pub fn parse_hex(text: &str) -> Option<[u8; 3]> {
    let digits: Vec<u8> = text.strip_prefix('#').unwrap_or(text).chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match digits[..] {
        [r, g, b] => Some([17 * r, 17 * g, 17 * b]),
        [r1, r0, g1, g0, b1, b0] => Some([16 * r1 + r0, 16 * g1 + g0, 16 * b1 + b0]),
        _ => None,
    }
}

/// `#aabbcc`.
pub fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_is_that_of_the_standard_and_comes_back() {
        for (rgb, l, a, b) in [
            ([255, 255, 255], 100.0, 0.0, 0.0),
            ([0, 0, 0], 0.0, 0.0, 0.0),
            ([255, 0, 0], 53.24, 80.09, 67.20),
            ([0, 0, 255], 32.30, 79.19, -107.86),
            ([119, 119, 119], 50.03, 0.0, 0.0),
        ] {
            let lab = Lab::of_srgb(rgb);
            assert!((lab.l - l).abs() < 0.05 && (lab.a - a).abs() < 0.05 && (lab.b - b).abs() < 0.05, "{rgb:?} {lab:?}");
            assert_eq!(lab.to_srgb(), rgb);
        }
    }

    /// Pairs published with the formula, by Sharma, Wu and Dalal.
    #[test]
    fn distances_are_those_that_were_published() {
        for (x, y, want) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 2.5, 0.0], [50.0, 0.0, -2.5], 4.3065),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
            ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
        ] {
            let [x, y] = [x, y].map(|[l, a, b]: [f32; 3]| Lab { l, a, b });
            assert!((x.distance(y) - want).abs() < 0.001 && (y.distance(x) - want).abs() < 0.001, "{} {want}", x.distance(y));
        }
    }

    #[test]
    fn a_grey_is_near_greys_of_its_lightness_and_far_from_a_lighter_one() {
        let [grey, warm, light, red] = [[128, 128, 128], [132, 128, 126], [210, 210, 210], [200, 40, 40]].map(Lab::of_srgb);
        assert!(grey.distance(warm) < 5.0 && grey.distance(light) > 20.0 && grey.distance(red) > 20.0);
    }

    #[test]
    fn colours_are_written_as_the_web_writes_them() {
        assert_eq!(parse_hex("#AaBbCc"), Some([170, 187, 204]));
        assert_eq!(parse_hex("abc"), Some([170, 187, 204]));
        assert_eq!(hex([170, 187, 4]), "#aabb04");
        for wrong in ["", "#", "#ab", "#abcd", "#aabbcg", "red", "##abc", "#äöü"] {
            assert_eq!(parse_hex(wrong), None, "{wrong}");
        }
    }
}
