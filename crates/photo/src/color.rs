//! Colours by the profile of their file, as sRGB: what screens, thumbnails and models expect.

use base::guard;
use moxcms::{ColorProfile, DataColorSpace, Layout, ParsingOptions, ProfileText, RenderingIntent, Transform8BitExecutor, TransformOptions};
use std::sync::Arc;

/// A longer profile is damage, or an attack on memory. Those of printing presses take one or two megabytes.
pub(super) const MOST_PROFILE_BYTES: usize = 4 << 20;
/// A longer name is damage, or somebody's novel.
const LONGEST_NAME: usize = 80;
/// Pixels that are converted at once, so that no second picture is held.
const AT_ONCE: usize = 1 << 14;

/// A profile that was understood.
pub(super) struct Profile {
    /// As it calls itself: "Adobe RGB (1998)".
    pub name: Option<String>,
    /// Whether its numbers are those of sRGB.
    pub is_srgb: bool,
    icc: ColorProfile,
    /// Of RGB alone, and where it changes anything.
    to_srgb: Option<Arc<Transform8BitExecutor>>,
}

impl Profile {
    /// `None` where the bytes make no sense: then colours are taken to be sRGB.
    pub fn read(icc: &[u8]) -> Option<Self> {
        let options = ParsingOptions { max_profile_size: MOST_PROFILE_BYTES, ..ParsingOptions::default() };
        // A profile costs its own conversion, not the picture.
        let profile = guard::quietly(|| ColorProfile::new_from_slice_with_options(icc, options).ok()).ok().flatten()?;
        let name = profile.description.as_ref().and_then(name);
        let mut read = Self { name, icc: profile, is_srgb: false, to_srgb: None };
        if read.icc.color_space == DataColorSpace::Rgb {
            let transform = read.transform(Layout::Rgb);
            read.is_srgb = transform.as_deref().is_some_and(|transform| !changes_colours(transform));
            read.to_srgb = transform.filter(|_| !read.is_srgb);
        }
        Some(read)
    }

    /// RGB samples in this profile become sRGB. Profiles of other colours than the picture's are left alone.
    pub fn to_srgb(&self, rgb: &mut [u8]) {
        match self.icc.color_space {
            DataColorSpace::Rgb => {
                if let Some(transform) = &self.to_srgb {
                    convert(&**transform, rgb);
                }
            }
            DataColorSpace::Gray => self.grey_to_srgb(rgb),
            _ => {}
        }
    }

    /// Inks in this profile as sRGB, `None` where it is none of inks.
    pub fn inks_to_srgb(&self, inks: &[u8]) -> Option<Vec<u8>> {
        // Four channels are four channels: the library's name for them speaks of transparency.
        let transform = (self.icc.color_space == DataColorSpace::Cmyk).then(|| self.transform(Layout::Rgba))??;
        let mut rgb = vec![0; inks.len() / 4 * 3];
        guard::quietly(|| transform.transform(inks, &mut rgb).ok()).ok()??;
        Some(rgb)
    }

    fn grey_to_srgb(&self, rgb: &mut [u8]) {
        let levels: [u8; 256] = std::array::from_fn(|level| level as u8);
        let mut table = [0; 768];
        let done = self.transform(Layout::Gray).and_then(|transform| transform.transform(&levels, &mut table).ok());
        let is_grey = rgb.as_chunks::<3>().0.iter().all(|[r, g, b]| r == g && g == b);
        if done.is_some() && is_grey {
            for pixel in rgb.as_chunks_mut::<3>().0 {
                let level = usize::from(pixel[0]);
                pixel.copy_from_slice(&table[3 * level..3 * level + 3]);
            }
        }
    }

    fn transform(&self, layout: Layout) -> Option<Arc<Transform8BitExecutor>> {
        let options = TransformOptions { rendering_intent: RenderingIntent::RelativeColorimetric, ..TransformOptions::default() };
        let make = || self.icc.create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgb, options).ok();
        guard::quietly(make).ok().flatten()
    }
}

/// The inks' plain formula, for files without a profile that is understood.
pub(super) fn inks_by_formula(inks: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| ((255 - u32::from(ink)) * (255 - u32::from(black)) / 255) as u8;
    inks.as_chunks::<4>().0.iter().flat_map(|[c, m, y, k]| [light(*c, *k), light(*m, *k), light(*y, *k)]).collect()
}

/// Most profiles say "sRGB" in one spelling or another: then nothing is to be done.
fn changes_colours(transform: &Transform8BitExecutor) -> bool {
    const LEVELS: [u8; 7] = [0, 40, 90, 140, 190, 240, 255];
    let all: Vec<u8> = (0..343).flat_map(|n| [LEVELS[n % 7], LEVELS[n / 7 % 7], LEVELS[n / 49]]).collect();
    let mut out = vec![0; all.len()];
    match transform.transform(&all, &mut out) {
        Ok(()) => all.iter().zip(&out).any(|(a, b)| a.abs_diff(*b) > 1),
        Err(_) => false,
    }
}

fn convert(transform: &Transform8BitExecutor, rgb: &mut [u8]) {
    let mut before = Vec::with_capacity(3 * AT_ONCE);
    for part in rgb.chunks_mut(3 * AT_ONCE) {
        before.clear();
        before.extend_from_slice(part);
        if guard::quietly(|| transform.transform(&before, part).is_ok()) != Ok(true) {
            return;
        }
    }
}

fn name(text: &ProfileText) -> Option<String> {
    let text = match text {
        ProfileText::PlainString(text) => text,
        ProfileText::Localizable(all) => &all.iter().find(|text| text.language == "en").or(all.first())?.value,
        ProfileText::Description(text) if text.ascii_string.is_empty() => &text.unicode_string,
        ProfileText::Description(text) => &text.ascii_string,
    };
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| words.chars().take(LONGEST_NAME).collect())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{difference, in_profile, scene};
    use super::*;
    use base::Rgb8;

    fn back(profile: &ColorProfile, pixels: &Rgb8) -> Rgb8 {
        let stored = in_profile(profile, pixels);
        let mut data = stored.data().to_vec();
        Profile::read(&profile.encode().unwrap()).unwrap().to_srgb(&mut data);
        Rgb8::new(stored.width(), stored.height(), data).unwrap()
    }

    #[test]
    fn wide_colours_come_back_to_srgb() {
        let drawn = scene(60, 40);
        for (name, profile) in [
            ("Adobe RGB", ColorProfile::new_adobe_rgb()),
            ("Display P3", ColorProfile::new_display_p3()),
            ("ProPhoto", ColorProfile::new_pro_photo_rgb()),
        ] {
            assert!(difference(&in_profile(&profile, &drawn), &drawn) > 2.0, "{name} stores other numbers");
            let off = difference(&back(&profile, &drawn), &drawn);
            assert!(off < 1.0, "{name}: {off}");
        }
    }

    #[test]
    fn srgb_is_passed_on_untouched() {
        let drawn = scene(60, 40);
        let icc = ColorProfile::new_srgb().encode().unwrap();
        let mut data = drawn.data().to_vec();
        Profile::read(&icc).unwrap().to_srgb(&mut data);
        assert!(data == drawn.data());
    }

    #[test]
    fn grey_has_a_curve_of_its_own() {
        let profile = Profile::read(&ColorProfile::new_gray_with_gamma(1.0).encode().unwrap()).unwrap();
        let mut data = vec![0, 0, 0, 55, 55, 55, 255, 255, 255];
        profile.to_srgb(&mut data);
        // Linear light of 55/255 is sRGB 128.
        assert!(data.iter().zip([0, 0, 0, 128, 128, 128, 255, 255, 255]).all(|(a, b)| a.abs_diff(b) <= 1), "{data:?}");
        let mut colours = vec![10, 20, 30];
        profile.to_srgb(&mut colours);
        assert_eq!(colours, [10, 20, 30], "a profile of greys says nothing of colours");
    }

    #[test]
    fn a_damaged_profile_is_none() {
        let icc = ColorProfile::new_adobe_rgb().encode().unwrap();
        assert!(Profile::read(&icc[..40]).is_none());
        assert!(Profile::read(&[]).is_none());
        for at in 0..icc.len().min(600) {
            let mut damaged = icc.clone();
            damaged[at] ^= 0xff;
            let mut data = vec![10, 20, 30];
            if let Some(profile) = Profile::read(&damaged) {
                profile.to_srgb(&mut data);
            }
        }
    }

    #[test]
    fn inks_without_a_profile_follow_the_formula() {
        assert_eq!(
            inks_by_formula(&[0, 0, 0, 0, 0, 255, 255, 0, 0, 127, 255, 0, 9, 9, 9, 255]),
            [255, 255, 255, 255, 0, 0, 255, 128, 0, 0, 0, 0]
        );
    }
}
