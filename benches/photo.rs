//! Photos a second on one thread: decode, thumbnail, preview.
//!
//! `cargo bench --bench photo` draws its own pictures; `cargo bench --bench photo -- FOLDER` takes those of a folder
//! (at most 500 of them, read beforehand, so that the disk is not measured).

#![allow(clippy::print_stdout, missing_docs)]

use base::{Cancel, Rgb8};
use photo::{Decoded, Limits, decode, decode_thumbnail, fit, read, thumbnail, walk};
use std::path::Path;
use std::time::{Duration, Instant};

/// Pixels of the longer side, as the program's grid uses them.
const THUMBNAIL_SIDE: u32 = 256;

fn main() {
    // cargo passes `--bench`.
    match std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        Some(folder) => measure(&folder, &files(Path::new(&folder))),
        None => {
            for (name, width, height, count) in [("small 168 x 224", 168, 224, 300), ("24 megapixels", 6000, 4000, 2)] {
                measure(name, &drawn(width, height, count));
            }
        }
    }
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let found = walk(folder, &Cancel::default(), &mut |_| {}).unwrap_or_else(|error| panic!("{error}"));
    found.files.iter().take(500).filter_map(|file| read(&folder.join(&file.path)).ok()).collect()
}

/// JPEGs of soft shapes with a little noise, which is what keeps a photo's file from being tiny.
fn drawn(width: u32, height: u32, count: u32) -> Vec<Vec<u8>> {
    let picture = |seed: u32| {
        let mut noise = seed.wrapping_mul(747_796_405) | 1;
        let mut data = Vec::with_capacity(3 * (width * height) as usize);
        for y in 0..height {
            for x in 0..width {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let grain = (noise >> 28) as i32;
                let wave = ((x * 7 / width.max(1) + y * 5 / height.max(1) + seed) % 6) as i32 * 30;
                data.extend([60 + wave + grain, 90 + wave / 2 + grain, 150 - wave / 2 + grain].map(|v| v.clamp(0, 255) as u8));
            }
        }
        Rgb8::new(width, height, data).map(|pixels| thumbnail(&pixels, width.max(height))).unwrap_or_default()
    };
    (0..count).map(picture).collect()
}

fn measure(name: &str, photos: &[Vec<u8>]) {
    let limits = Limits::default();
    let decoded: Vec<Decoded> = photos.iter().take(50).filter_map(|bytes| decode(bytes, &limits).ok()).collect();
    let thumbnails: Vec<Vec<u8>> = decoded.iter().map(|photo| thumbnail(&photo.pixels, THUMBNAIL_SIDE)).collect();
    let megapixels: f64 = decoded.iter().map(|photo| photo.pixels.data().len() as f64 / 3e6).sum::<f64>() / decoded.len() as f64;
    println!("{name}: {} photos, {megapixels:.2} megapixels each", photos.len());
    let decode_one = |i: usize| decode(&photos[i % photos.len()], &limits).map_or(0, |photo| photo.pixels.data().len());
    rate("decode", decode_one);
    rate("thumbnail", |i| thumbnail(&decoded[i % decoded.len()].pixels, THUMBNAIL_SIDE).len());
    rate("decode + thumbnail", |i| {
        decode(&photos[i % photos.len()], &limits).map_or(0, |photo| thumbnail(&photo.pixels, THUMBNAIL_SIDE).len())
    });
    rate("preview of 1600 pixels", |i| fit(&decoded[i % decoded.len()].pixels, 1600).data().len());
    rate("decode thumbnail", |i| decode_thumbnail(&thumbnails[i % thumbnails.len()]).map_or(0, |pixels| pixels.data().len()));
    let bytes: usize = thumbnails.iter().map(Vec::len).sum();
    println!("  {:>22}  {:>9.1} KB", "thumbnail size", bytes as f64 / thumbnails.len() as f64 / 1e3);
}

/// The best of five runs of half a second of this thread's processor time: other programs can only slow a run down.
fn rate(name: &str, work: impl Fn(usize) -> usize) {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let (began, mut done) = (processor_time(), 0);
        let mut spent = Duration::ZERO;
        while spent < Duration::from_millis(500) {
            std::hint::black_box(work(done));
            done += 1;
            spent = processor_time().saturating_sub(began);
        }
        best = best.max(done as f64 / spent.as_secs_f64());
    }
    println!("  {name:>22}  {best:>9.1} a second");
}

/// What this thread has had of a processor: on a shared machine the clock on the wall measures the others.
/// Off Linux it is the clock on the wall.
fn processor_time() -> Duration {
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = fs_err::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next().and_then(|first| first.parse().ok()));
    nanoseconds.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}
