//! A picture as Python's reference code of CLIP sees it, where that differs from what we show: transparency.

use super::PhotoError;
use base::Rgb8;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

/// The middle square of `side` pixels of a picture whose shorter side was resized to that; of what is transparent the colours that lie hidden in
/// the file. So `clip.load`'s transform (github.com/openai/CLIP, clip/clip.py) makes it with Pillow and torchvision: colours are weighed by their
/// opacity while they are resized, then opacity is thrown away. We lay transparency on white, as shops do.
///
/// For pictures of which somebody published an answer; its bytes are not guarded against.
pub fn as_python_sees_it(bytes: &[u8], side: u32) -> Result<Rgb8, PhotoError> {
    let damaged = || PhotoError::Damaged { format: "PNG" };
    let picture = image::load_from_memory(bytes).map_err(|_| damaged())?.into_rgba8();
    let (width, height) = resized(picture.dimensions(), side);
    let source = ImageRef::new(picture.width(), picture.height(), picture.as_raw(), PixelType::U8x4).map_err(|_| damaged())?;
    let mut small = Image::new(width, height, PixelType::U8x4);
    // Pillow's BICUBIC.
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&source, &mut small, &options).map_err(|_| damaged())?;
    let (left, top) = (middle(width, side), middle(height, side));
    let rows = small.buffer().chunks_exact(4 * width as usize).skip(top).take(side as usize);
    let pixels = rows.flat_map(|row| row.as_chunks::<4>().0.iter().skip(left).take(side as usize).flat_map(|[r, g, b, _]| [*r, *g, *b]));
    Rgb8::new(side, side, pixels.collect()).ok_or_else(damaged)
}

/// torchvision's `Resize`: the longer side is cut off to an integer.
fn resized((width, height): (u32, u32), side: u32) -> (u32, u32) {
    let longer = |long: u32, short: u32| (u64::from(long) * u64::from(side) / u64::from(short.max(1))) as u32;
    if width <= height { (side, longer(height, width)) } else { (longer(width, height), side) }
}

/// torchvision's `CenterCrop`: where the middle begins, a half rounded to the even number.
fn middle(length: u32, side: u32) -> usize {
    (f64::from(length - side) / 2.0).round_ties_even() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgba, RgbaImage};
    use std::io::Cursor;

    fn png(picture: &RgbaImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn hidden_colours_come_out_and_do_not_bleed() {
        // Left half opaque red, right half hidden black; 9 x 4 becomes 4 x 4 of its middle.
        let picture = RgbaImage::from_fn(18, 8, |x, _| if x < 9 { Rgba([200, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) });
        let seen = as_python_sees_it(&png(&picture), 4).unwrap();
        assert_eq!((seen.width(), seen.height()), (4, 4));
        let reds: Vec<u8> = seen.data()[..12].chunks(3).map(|pixel| pixel[0]).collect();
        // The third straddles the edge: its red is as full as its neighbours', since what is hidden has no weight. On black it would be half.
        assert!(reds[..3].iter().all(|red| (190..=210).contains(red)) && reds[3] == 0, "{reds:?}");
    }

    #[test]
    fn sides_and_middles_are_those_of_torchvision() {
        assert_eq!(resized((2162, 762), 224), (635, 224));
        assert_eq!(resized((3, 7), 2), (2, 4));
        assert_eq!((middle(635, 224), middle(225, 224), middle(227, 224), middle(224, 224)), (206, 0, 2, 0));
        assert!(as_python_sees_it(b"no picture", 4).is_err());
    }
}
