//! Photos in other colour spaces than sRGB mean the same to the model.

use base::{Device, Encoder, Rgb8};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use moxcms::{ColorProfile, Layout, RenderingIntent, TransformOptions};

/// A thing of two colours with stripes before a soft background.
fn drawn(hue: u32) -> Vec<u8> {
    let colour = |n: u32| [20 + n * 83 % 216, 20 + n * 151 % 216, 20 + n * 47 % 216];
    let (body, stripes, ground) = (colour(hue), colour(hue + 3), 200 + hue * 7 % 50);
    let pixel = |x: u32, y: u32| {
        let inside = (x.abs_diff(112) as f32 / 70.0).powi(2) + (y.abs_diff(112) as f32 / 90.0).powi(2) < 1.0;
        match (inside, (x + hue * y / 8) % 40 < 14) {
            (true, true) => stripes,
            (true, false) => body.map(|v| v * (300 - y) / 300),
            (false, _) => [ground, ground, ground.saturating_sub(y / 12)],
        }
    };
    (0..224 * 224).flat_map(|n| pixel(n % 224, n / 224).map(|v| v.min(255) as u8)).collect()
}

/// The same colours as a file in this profile has them.
fn file(rgb: &[u8], profile: Option<&ColorProfile>) -> Vec<u8> {
    let mut stored = rgb.to_vec();
    let mut bytes = vec![];
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        let options = TransformOptions { rendering_intent: RenderingIntent::RelativeColorimetric, ..TransformOptions::default() };
        let transform = ColorProfile::new_srgb().create_transform_8bit(Layout::Rgb, profile, Layout::Rgb, options).unwrap();
        transform.transform(rgb, &mut stored).unwrap();
        encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
    }
    encoder.write_image(&stored, 224, 224, ExtendedColorType::Rgb8).unwrap();
    bytes
}

#[test]
fn a_photo_means_the_same_in_every_colour_space() {
    let model = clip::open(&clip::ModelSource::Starter, Device::Cpu).unwrap();
    let seen = |bytes: &[u8]| -> Vec<f32> {
        let pixels: Rgb8 = photo::decode(bytes, &photo::Limits::default()).unwrap().pixels;
        model.encode_images(&[model.prepare(&pixels)]).unwrap()[0].as_slice().to_vec()
    };
    for (name, profile) in [
        ("Display P3", ColorProfile::new_display_p3()),
        ("Adobe RGB", ColorProfile::new_adobe_rgb()),
        ("ProPhoto", ColorProfile::new_pro_photo_rgb()),
    ] {
        let cosines: Vec<f32> = (0..12)
            .map(|hue| {
                let rgb = drawn(hue);
                seen(&file(&rgb, None)).iter().zip(seen(&file(&rgb, Some(&profile)))).map(|(a, b)| a * b).sum()
            })
            .collect();
        let (least, mean) = (cosines.iter().copied().fold(1.0, f32::min), cosines.iter().sum::<f32>() / 12.0);
        assert!(mean >= 0.995 && least >= 0.98, "{name}: {mean} on average, {least} at least");
    }
}
