//! `preprocessor_config.json` and what it asks for: resize, centre crop, scale, as transformers' `CLIPImageProcessor` and
//! `SiglipImageProcessor` do it. They differ in what holds where the file says nothing.

use super::files::problem;
use base::{EncodeError, Prepared, Rgb8};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use serde_json::Value;
use std::path::Path;

/// What a class of transformers' does where the file says nothing. Both resize to 224, bicubic.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    /// Whether the short edge is resized and the middle cut out; if not, the photo is squeezed into the square.
    crop: bool,
    mean: [f64; 3],
    std: [f64; 3],
}

/// `CLIPImageProcessor`: mean and standard deviation of OpenAI's training photos.
pub const CLIP: Defaults =
    Defaults { crop: true, mean: [0.481_454_66, 0.457_827_5, 0.408_210_73], std: [0.268_629_54, 0.261_302_58, 0.275_777_11] };

/// `SiglipImageProcessor`.
pub const SIGLIP: Defaults = Defaults { crop: false, mean: [0.5; 3], std: [0.5; 3] };

/// How photos are made ready for one model.
pub struct Preprocessor {
    resize: Option<(Resize, ResizeAlg)>,
    crop: Option<Size>,
    /// Pixels on each side of the result.
    side: usize,
    /// The scaled value of each grey level of each channel.
    levels: [[f32; 256]; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    height: u32,
    width: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resize {
    /// The shorter side gets this length, the other keeps the proportion.
    ShortestEdge(u32),
    /// To just this size, whatever the proportion.
    Exactly(Size),
}

impl Preprocessor {
    /// Reads the configuration. `side` is the model's `image_size`, in which the preprocessing has to end; `defaults` are those of
    /// the model's family, for a file that does not name the class.
    pub fn parse(bytes: &[u8], path: &Path, side: usize, defaults: Defaults) -> Result<Self, EncodeError> {
        let config: Value = serde_json::from_slice(bytes).map_err(|e| problem(path, format!("not valid JSON ({e})")))?;
        // A processor_config.json of newer transformers holds the same keys one level deeper.
        let config = config.get("image_processor").unwrap_or(&config);
        read(config, side, defaults).map_err(|what| problem(path, what))
    }

    /// `[3, side, side]`, channel after channel.
    pub fn prepare(&self, photo: &Rgb8) -> Prepared {
        let side = self.side as u32;
        let resized = match self.resize {
            None => Size { height: photo.height(), width: photo.width() },
            Some((resize, _)) => resize.of(photo),
        };
        let (top, rows) = window(resized.height, self.crop.map_or(resized.height, |c| c.height));
        let (left, columns) = window(resized.width, self.crop.map_or(resized.width, |c| c.width));
        let pixels = match self.resize {
            Some((_, filter)) if (resized.width, resized.height) != (photo.width(), photo.height()) => {
                resample(photo, resized, (left.from, top.from), Size { height: rows, width: columns }, filter)
            }
            _ => cut(photo, (left.from, top.from), Size { height: rows, width: columns }),
        };
        // Outside of a photo that is smaller than the crop, transformers sees black.
        let mut out = vec![0.0; 3 * self.side * self.side];
        for (channel, (plane, levels)) in out.chunks_exact_mut(self.side * self.side).zip(&self.levels).enumerate() {
            plane.fill(levels[0]);
            let lines = plane.chunks_exact_mut(side as usize).skip(top.pad as usize);
            for (line, row) in lines.zip(pixels.chunks_exact(3 * columns as usize)) {
                for (value, pixel) in line[left.pad as usize..].iter_mut().zip(row.as_chunks::<3>().0) {
                    *value = levels[pixel[channel] as usize];
                }
            }
        }
        Prepared(out)
    }
}

/// Where a crop lies along one side: it begins `from` the photo's edge, or `pad` pixels of black come first.
struct Window {
    from: u32,
    pad: u32,
}

/// The window of a centre crop, and how many of the photo's pixels lie in it. Rounds as transformers' `center_crop` does.
fn window(length: u32, crop: u32) -> (Window, u32) {
    if crop <= length {
        (Window { from: (length - crop) / 2, pad: 0 }, crop)
    } else {
        (Window { from: 0, pad: (crop - length).div_ceil(2) }, length)
    }
}

impl Resize {
    /// transformers' `get_resize_output_image_size`: the long side is cut off to an integer, not rounded.
    fn of(self, photo: &Rgb8) -> Size {
        let (height, width) = (photo.height(), photo.width());
        match self {
            Self::Exactly(size) => size,
            Self::ShortestEdge(edge) => {
                let long = |long: u32, short: u32| {
                    let exact = (f64::from(edge) * f64::from(long) / f64::from(short)) as u64;
                    u32::try_from(exact).unwrap_or(u32::MAX)
                };
                if width <= height {
                    Size { height: long(height, width), width: edge }
                } else {
                    Size { height: edge, width: long(width, height) }
                }
            }
        }
    }
}

/// The part of `photo` resized to `whole` that begins at `(left, top)` and has the size `part`, RGB.
///
/// Only that part is computed: a photo of 1 x 5,000 pixels resized by its short side would have a million rows.
fn resample(photo: &Rgb8, whole: Size, (left, top): (u32, u32), part: Size, filter: ResizeAlg) -> Vec<u8> {
    let (x, width) = stretch(left, part.width, photo.width(), whole.width);
    let (y, height) = stretch(top, part.height, photo.height(), whole.height);
    let mut out = Image::new(part.width, part.height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(filter).use_alpha(false);
    let mut resizer = Resizer::new();
    // None of the calls can fail: Rgb8 has checked the length, and each box lies inside its picture.
    let Ok(source) = ImageRef::new(photo.width(), photo.height(), photo.data(), PixelType::U8x3) else { return out.into_vec() };
    let done = if columns_first(photo, whole) {
        resizer.resize(&source, &mut out, &options.crop(x, y, width, height))
    } else {
        // The widest filter, Lanczos, reaches three pixels of the smaller picture.
        let reach = 3.0 * (f64::from(photo.height()) / f64::from(whole.height)).max(1.0) + 1.0;
        let first = (y - reach).floor().max(0.0);
        let rows = (y + height + reach).ceil().min(f64::from(photo.height())) - first;
        let mut wide = Image::new(part.width, rows as u32, PixelType::U8x3);
        let height = height.min(rows - (y - first));
        resizer
            .resize(&source, &mut wide, &options.crop(x, first, width, rows))
            .and_then(|()| resizer.resize(&wide, &mut out, &options.crop(0.0, y - first, f64::from(part.width), height)))
    };
    debug_assert!(done.is_ok(), "{done:?}");
    out.into_vec()
}

/// Whether Pillow resizes the columns before the rows, as `fast_image_resize` always does with bytes. It matters for hard edges:
/// what overshoots black and white is cut off between the two. The rule was found by trying Pillow 13.0 on some hundred sizes.
fn columns_first(photo: &Rgb8, whole: Size) -> bool {
    let lost = |from: u32, to: u32| i64::from(from) - i64::from(to);
    let rows = lost(photo.height(), whole.height);
    rows > 0 && rows > 2 * lost(photo.width(), whole.width)
}

/// Where `count` pixels from `from` on, of a side resized to `whole`, lie on the side of `photo` pixels: start and length.
fn stretch(from: u32, count: u32, photo: u32, whole: u32) -> (f64, f64) {
    let scale = f64::from(photo) / f64::from(whole);
    let start = f64::from(from) * scale;
    (start, (f64::from(count) * scale).min(f64::from(photo) - start))
}

/// The part of `photo` that begins at `(left, top)`, RGB.
fn cut(photo: &Rgb8, (left, top): (u32, u32), part: Size) -> Vec<u8> {
    let (width, stride) = (3 * part.width as usize, 3 * photo.width() as usize);
    let rows = photo.data().chunks_exact(stride).skip(top as usize).take(part.height as usize);
    rows.flat_map(|row| &row[3 * left as usize..][..width]).copied().collect()
}

fn read(config: &Value, side: usize, defaults: Defaults) -> Result<Preprocessor, String> {
    let defaults = match config.get("image_processor_type").and_then(Value::as_str) {
        Some(class) if class.starts_with("Siglip") => SIGLIP,
        Some(class) if class.starts_with("CLIP") => CLIP,
        _ => defaults,
    };
    let resize = if flag(config, "do_resize", true)? { Some((size(config, defaults)?, filter(config)?)) } else { None };
    let crop = if flag(config, "do_center_crop", defaults.crop)? { Some(crop(config)?) } else { None };
    let result = match (crop, resize) {
        (Some(crop), _) => crop,
        (None, Some((Resize::Exactly(size), _))) => size,
        _ => return Err("the preprocessing does not end in one size: it asks for neither a crop nor a fixed size".to_owned()),
    };
    if (result.height as usize, result.width as usize) != (side, side) {
        let Size { height, width } = result;
        return Err(format!("the preprocessing ends in {width} x {height} pixels, but config.json's image_size is {side}"));
    }
    let factor = if flag(config, "do_rescale", true)? { number(config, "rescale_factor")?.unwrap_or(1.0 / 255.0) } else { 1.0 };
    let (mean, std) = if flag(config, "do_normalize", true)? {
        (triple(config, "image_mean")?.unwrap_or(defaults.mean), triple(config, "image_std")?.unwrap_or(defaults.std))
    } else {
        ([0.0; 3], [1.0; 3])
    };
    if std.contains(&0.0) {
        return Err("image_std holds a zero".to_owned());
    }
    let level = |channel: usize, level: usize| ((level as f64 * factor) as f32 - mean[channel] as f32) / std[channel] as f32;
    let levels = std::array::from_fn(|channel| std::array::from_fn(|grey| level(channel, grey)));
    Ok(Preprocessor { resize, crop, side, levels })
}

/// A key that is there and not null.
fn value<'a>(config: &'a Value, key: &str) -> Option<&'a Value> {
    config.get(key).filter(|v| !v.is_null())
}

fn flag(config: &Value, key: &str, default: bool) -> Result<bool, String> {
    value(config, key).map_or(Ok(default), |v| v.as_bool().ok_or_else(|| format!("{key} = {v} is neither true nor false")))
}

fn number(config: &Value, key: &str) -> Result<Option<f64>, String> {
    value(config, key).map(|v| v.as_f64().ok_or_else(|| format!("{key} = {v} is not a number"))).transpose()
}

/// One number for each channel, or one for all.
fn triple(config: &Value, key: &str) -> Result<Option<[f64; 3]>, String> {
    let Some(v) = value(config, key) else { return Ok(None) };
    let all: Option<Vec<f64>> = match v.as_array() {
        Some(values) => values.iter().map(Value::as_f64).collect(),
        None => v.as_f64().map(|one| vec![one; 3]),
    };
    let three: Option<[f64; 3]> = all.and_then(|values| values.try_into().ok());
    three.map(Some).ok_or_else(|| format!("{key} = {v} is not three numbers"))
}

/// At most 16,384 pixels: models see far less, and the memory is bounded.
fn pixels(v: &Value) -> Option<u32> {
    v.as_u64().filter(|n| (1..=16_384).contains(n)).map(|n| n as u32)
}

fn exact_size(v: &Value) -> Option<Size> {
    match v.as_array().map(Vec::as_slice) {
        Some([height, width]) => Some(Size { height: pixels(height)?, width: pixels(width)? }),
        Some(_) => None,
        None => Some(Size { height: pixels(v.get("height")?)?, width: pixels(v.get("width")?)? }),
    }
}

/// A bare number is the shortest edge where the middle is cut out, and both sides where the photo is squeezed.
fn size(config: &Value, defaults: Defaults) -> Result<Resize, String> {
    let Some(v) = value(config, "size") else {
        return Ok(if defaults.crop { Resize::ShortestEdge(224) } else { Resize::Exactly(Size { height: 224, width: 224 }) });
    };
    let edge = match v.get("shortest_edge") {
        Some(edge) if v.get("longest_edge").is_none_or(Value::is_null) => Some(edge),
        Some(_) => None,
        None => Some(v),
    };
    let number = |side: u32| {
        let square = v.is_number() && !defaults.crop;
        if square { Resize::Exactly(Size { height: side, width: side }) } else { Resize::ShortestEdge(side) }
    };
    let known = edge.and_then(pixels).map(number).or_else(|| exact_size(v).map(Resize::Exactly));
    known.ok_or_else(|| format!("size = {v} is not supported"))
}

fn crop(config: &Value) -> Result<Size, String> {
    let Some(v) = value(config, "crop_size") else { return Ok(Size { height: 224, width: 224 }) };
    let square = pixels(v).map(|side| Size { height: side, width: side });
    square.or_else(|| exact_size(v)).ok_or_else(|| format!("crop_size = {v} is not supported"))
}

/// `resample` holds Pillow's number of the filter.
fn filter(config: &Value) -> Result<ResizeAlg, String> {
    let filter = match value(config, "resample").map(|v| (v, v.as_u64())) {
        None | Some((_, Some(3))) => FilterType::CatmullRom,
        Some((_, Some(0))) => return Ok(ResizeAlg::Nearest),
        Some((_, Some(1))) => FilterType::Lanczos3,
        Some((_, Some(2))) => FilterType::Bilinear,
        Some((_, Some(4))) => FilterType::Box,
        Some((_, Some(5))) => FilterType::Hamming,
        Some((v, _)) => return Err(format!("resample = {v} is not supported")),
    };
    Ok(ResizeAlg::Convolution(filter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str, side: usize) -> Result<Preprocessor, String> {
        Preprocessor::parse(json.as_bytes(), Path::new("preprocessor_config.json"), side, CLIP).map_err(|e| e.to_string())
    }

    fn plain(width: u32, height: u32, pixel: impl Fn(u32, u32) -> u8) -> Rgb8 {
        let grey = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Rgb8::new(width, height, grey.flat_map(|(x, y)| [pixel(x, y); 3]).collect()).unwrap()
    }

    #[test]
    fn sizes_are_cut_off_as_transformers_cuts_them() {
        for (width, height, edge, want) in [(640, 427, 224, (335, 224)), (427, 640, 224, (224, 335)), (3, 7, 5, (5, 11)), (9, 9, 4, (4, 4))]
        {
            let size = Resize::ShortestEdge(edge).of(&plain(width, height, |_, _| 0));
            assert_eq!((size.width, size.height), want);
        }
    }

    #[test]
    fn each_form_of_a_size_is_understood() {
        for (json, side) in [
            ("{}", 224),
            (r#"{"size": 30, "crop_size": 30}"#, 30),
            (r#"{"size": {"shortest_edge": 30}, "crop_size": {"height": 30, "width": 30}}"#, 30),
            (r#"{"size": {"height": 30, "width": 30}, "do_center_crop": false}"#, 30),
            (r#"{"image_processor": {"size": [30, 30], "do_center_crop": false}}"#, 30),
            (r#"{"do_resize": false, "crop_size": 30}"#, 30),
            (r#"{"image_processor_type": "SiglipImageProcessor"}"#, 224),
            (r#"{"image_processor_type": "SiglipImageProcessorFast", "size": {"height": 30, "width": 30}}"#, 30),
            (r#"{"image_processor_type": "SiglipImageProcessor", "size": 30}"#, 30),
        ] {
            assert_eq!(parse(json, side).unwrap().side, side, "{json}");
        }
    }

    #[test]
    fn what_cannot_be_followed_is_refused_by_name() {
        for (json, part) in [
            ("{}", "224 x 224"),
            (r#"{"do_center_crop": false}"#, "one size"),
            (r#"{"do_resize": 1}"#, "do_resize"),
            (r#"{"size": {"longest_edge": 5}}"#, "size"),
            (r#"{"size": {"shortest_edge": 5, "longest_edge": 9}, "crop_size": 30}"#, "longest_edge"),
            (r#"{"crop_size": 0}"#, "crop_size"),
            (r#"{"crop_size": 30, "resample": 9}"#, "resample"),
            (r#"{"crop_size": 30, "image_std": [1, 1]}"#, "image_std"),
            (r#"{"crop_size": 30, "image_std": 0}"#, "zero"),
            ("[", "JSON"),
        ] {
            let message = parse(json, 30).err().unwrap();
            assert!(message.contains(part) && message.ends_with("preprocessor_config.json"), "{message}");
        }
    }

    #[test]
    fn a_photo_smaller_than_the_crop_gets_a_black_border() {
        let json = r#"{"do_resize": false, "crop_size": 5, "do_normalize": false, "rescale_factor": 1.0}"#;
        let out = parse(json, 5).unwrap().prepare(&plain(2, 7, |x, y| (10 * y + x + 1) as u8));
        // Two columns: two black ones before them (rounded up), one after. Seven rows: the middle five.
        assert_eq!(out.0[..10], [0.0, 0.0, 11.0, 12.0, 0.0, 0.0, 0.0, 21.0, 22.0, 0.0]);
        assert_eq!(out.0.len(), 75);
    }

    #[test]
    fn a_line_of_one_pixel_needs_no_memory_for_what_the_crop_drops() {
        let out = parse("{}", 224).unwrap().prepare(&plain(1, 60_000, |_, y| if y == 30_000 { 255 } else { 0 }));
        assert_eq!(out.0.len(), 3 * 224 * 224);
    }
}
