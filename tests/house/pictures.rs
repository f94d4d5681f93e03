//! Photos for tests, drawn in code.

use image::{Rgb, RgbImage};
use std::path::Path;

/// Saves a picture of one colour with a darker bar, so that no two seeds are alike; the format is the ending's.
pub fn save(path: &Path, seed: u32) {
    let colour = |n: u32| (40 + seed.wrapping_mul(n) % 200) as u8;
    let (ground, bar) = (Rgb([colour(37), colour(59), colour(83)]), Rgb([colour(11), colour(23), colour(7)]));
    let at = 4 + seed % 40;
    let picture = RgbImage::from_fn(60, 80, |x, y| if x > at && x < at + 12 && y > 10 { bar } else { ground });
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    picture.save(path).unwrap();
}

/// Saves `count` of them as `photo-000.jpg` and on.
pub fn save_many(folder: &Path, count: u32) {
    for seed in 0..count {
        save(&folder.join(format!("photo-{seed:03}.jpg")), seed);
    }
}
