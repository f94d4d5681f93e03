//! Exact figures of pictures that are drawn here.

use super::super::fixtures::{encoded, four_component_jpeg, jpeg};
use super::super::{Limits, decode};
use super::*;
use base::composition::ProfileKind;
use image::{ImageFormat, Rgba, RgbaImage};

const RED: [u8; 3] = [200, 30, 30];

/// Pixels by their places.
fn drawn(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Rgb8 {
    let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
    Rgb8::new(width, height, data).unwrap()
}

/// A product of one colour in a box, before a background.
fn in_front(width: u32, height: u32, [x0, y0, x1, y1]: [u32; 4], colour: [u8; 3], background: [u8; 3]) -> Rgb8 {
    drawn(width, height, |x, y| if (x0..x1).contains(&x) && (y0..y1).contains(&y) { colour } else { background })
}

#[test]
fn fill_and_margins_are_those_that_were_drawn() {
    for (background, white, near) in [([255; 3], 1.0, 1.0), ([248; 3], 0.0, 1.0), ([40, 60, 90], 0.0, 0.0)] {
        let c = of_pixels(&in_front(200, 100, [20, 10, 180, 85], RED, background));
        assert_eq!((c.white, c.near_white, c.background, c.bordered), (white, near, Some(background), false));
        assert_eq!(c.product, Some(Bounds { x0: 0.1, y0: 0.1, x1: 0.9, y1: 0.85 }));
        assert_eq!(c.area, Some(160.0 * 75.0 / 20_000.0));
        assert!((c.product.unwrap().fill() - 0.8).abs() < 1e-6);
        let [only] = &c.palette[..] else { panic!("{:?}", c.palette) };
        assert!(only.share > 0.999 && only.lab.to_srgb() == RED, "{only:?}");
    }
}

#[test]
fn a_large_photo_is_measured_as_a_small_one() {
    let c = of_pixels(&in_front(2000, 2000, [100, 400, 1900, 1600], RED, [255; 3]));
    assert_eq!(c.product, Some(Bounds { x0: 0.05, y0: 0.2, x1: 0.95, y1: 0.8 }));
    // Three specks of dust are no product.
    let dusty = drawn(2000, 2000, |x, y| if y == 5 && x % 700 == 3 { [90; 3] } else { [255; 3] });
    assert_eq!(of_pixels(&dusty).product, None);
}

#[test]
fn before_a_busy_background_nothing_is_guessed_and_the_middle_weighs_more() {
    let busy = drawn(120, 120, |x, y| {
        if x.abs_diff(60) < 20 && y.abs_diff(60) < 20 {
            RED
        } else {
            [(x * 37 % 256) as u8, (y * 61 % 256) as u8, ((x + y) * 17 % 256) as u8]
        }
    });
    let c = of_pixels(&busy);
    assert_eq!((c.background, c.product, c.area), (None, None, None));
    let red = c.palette.iter().filter(|s| s.lab.distance(Lab::of_srgb(RED)) < 12.0).map(|s| s.share).sum::<f32>();
    assert!(red > 1600.0 / 14_400.0, "a ninth of the area weighs more than a ninth: {red}");
}

#[test]
fn where_nothing_stands_out_the_background_is_the_colour() {
    for colour in [RED, [255; 3]] {
        let c = of_pixels(&drawn(30, 40, |_, _| colour));
        assert_eq!((c.product, c.palette.len(), c.palette[0].lab.to_srgb()), (None, 1, colour));
    }
    for (width, height) in [(1, 1), (1, 300), (300, 1), (2, 2), (3, 5)] {
        let c = of_pixels(&drawn(width, height, |_, _| [255; 3]));
        assert_eq!((c.white, c.bordered, c.product, c.palette.len()), (1.0, false, None, 1), "{width} x {height}");
    }
}

#[test]
fn a_drawn_border_is_told_and_a_product_that_touches_a_side_is_none() {
    let with_line = |from: u32, thick: u32| {
        drawn(300, 300, move |x, y| {
            let in_from = x.min(y).min(299 - x).min(299 - y);
            if (from..from + thick).contains(&in_from) {
                [20; 3]
            } else if x.abs_diff(150) < 60 && y.abs_diff(150) < 80 {
                RED
            } else {
                [255; 3]
            }
        })
    };
    for (from, thick) in [(0, 1), (0, 8), (4, 1), (9, 5)] {
        let c = of_pixels(&with_line(from, thick));
        assert!(c.bordered, "{from} {thick}");
        assert_eq!(c.product, None, "fill is not told within a border");
    }
    assert!(!of_pixels(&in_front(300, 300, [0, 60, 240, 300], RED, [255; 3])).bordered);
    for margin in [3, 10, 20, 30] {
        let even = [margin, margin, 300 - margin, 300 - margin];
        assert!(!of_pixels(&in_front(300, 300, even, RED, [255; 3])).bordered, "a box with even margins of {margin} is a product");
    }
    // Darker toward the edge, as lenses make it.
    let vignette = drawn(300, 300, |x, y| [255 - 40 + (x.min(y).min(299 - x).min(299 - y)).min(40) as u8; 3]);
    assert!(!of_pixels(&vignette).bordered);
}

#[test]
fn two_colours_have_their_shares() {
    let c = of_pixels(&drawn(200, 200, |x, y| match (x, y) {
        (50..150, 50..125) => RED,
        (50..150, 125..150) => [20, 40, 160],
        _ => [255; 3],
    }));
    let colours: Vec<_> = c.palette.iter().map(|s| s.lab.to_srgb()).collect();
    assert_eq!(colours, [RED, [20, 40, 160]]);
    // Of a thousand pixels in a grid.
    assert!((c.palette[0].share - 0.75).abs() < 0.02 && (c.palette[1].share - 0.25).abs() < 0.02, "{:?}", c.palette);
}

#[test]
fn through_a_file_it_stays_within_a_level_of_a_jpeg() {
    let bytes = jpeg(&in_front(400, 400, [20, 40, 380, 360], RED, [255; 3]));
    let c = composition(&decode(&bytes, &Limits::default()).unwrap());
    assert!(c.white > 0.99 && (c.product.unwrap().fill() - 0.9).abs() < 0.02, "{c:?}");
    assert_eq!((c.transparent, c.profile), (0.0, ProfileKind::None));
}

#[test]
fn transparency_and_inks_are_told() {
    let mut cut_out = RgbaImage::from_pixel(20, 10, Rgba([200, 30, 30, 255]));
    (0..5).for_each(|x| (0..10).for_each(|y| cut_out.put_pixel(x, y, Rgba([9, 9, 9, 0]))));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let c = composition(&decode(&encoded(cut_out.clone(), format), &Limits::default()).unwrap());
        assert!((c.transparent - 0.25).abs() < 1e-6, "{format:?} {}", c.transparent);
    }
    let opaque = RgbaImage::from_pixel(20, 10, Rgba([200, 30, 30, 255]));
    assert!(composition(&decode(&encoded(opaque, ImageFormat::Png), &Limits::default()).unwrap()).transparent.abs() < 1e-9);
    let inks = decode(&four_component_jpeg([100, 128, 128, 255], 0), &Limits::default()).unwrap();
    assert_eq!(composition(&inks).profile, ProfileKind::Cmyk);
}
