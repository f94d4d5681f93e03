//! How long 100,000 photos take into groups: `cargo bench --bench duplicates`. Vectors and fingerprints are made up: ten photos of each
//! product whose vectors are near, of which two are copies.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measurement is there to be read

use base::fingerprint::CELLS;
use base::{CaptureFacts, ContentHash, Fingerprint, Photo, PhotoId, Photos, Progress, Rgb8};
use std::collections::HashMap;
use std::time::Instant;
use tasks::duplicates::{Distinct, Sources, alike, groups};
use tasks::search::Searchable;
use testing::noise;
use vectors::Matrix;

const PHOTOS: u64 = 100_000;
const OF_PRODUCT: u64 = 10;

fn photo(n: u64) -> Photo {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&n.to_le_bytes());
    let (minute, second) = (n / 20 % 60, n % 20 * 3);
    Photo {
        hash: ContentHash(hash),
        width: 1800,
        height: 2400,
        captured: Some(format!("2026-05-{:02}T{:02}:{minute:02}:{second:02}.000", 1 + n / 20 / 60 / 24 % 28, n / 20 / 60 % 24)),
        facts: CaptureFacts { camera: Some("X-10".into()), ..CaptureFacts::default() }.into(),
        ..Photo::sample(n as i64 + 1, &format!("{n:06}.jpg"))
    }
}

/// Smooth, as photos are in little; those of one product look rather alike, every fifth like the one before it.
fn fingerprint(n: u64) -> Fingerprint {
    let (mut own, mut shared) = (noise(n - u64::from(n % 5 == 4) + 7), noise(n / OF_PRODUCT + 1));
    let waves: Vec<[f32; 3]> = (0..6).map(|i| [shared(), shared(), if i < 3 { 60.0 * shared() } else { 25.0 * own() }]).collect();
    let cell = |i: usize| {
        let (x, y) = ((i % 24) as f32 / 24.0, (i / 24) as f32 / 24.0);
        let value = waves.iter().fold(128.0, |sum, [a, b, strength]| sum + strength * (9.0 * (a * x + b * y)).sin());
        value.clamp(0.0, 255.0) as u8
    };
    Fingerprint::new((0..CELLS).map(cell).collect(), 0.1, 0.0).unwrap()
}

fn main() {
    for dimension in [256, 512] {
        let vectors = (0..PHOTOS).flat_map(|n| {
            let (mut own, mut shared) = (noise(n + 1_000_003), noise(n / OF_PRODUCT + 77));
            let vector: Vec<f32> = (0..dimension).map(|_| shared() + 0.25 * own()).collect();
            let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
            vector.into_iter().map(move |v| v / length).collect::<Vec<_>>()
        });
        let photos: Vec<Photo> = (0..PHOTOS).map(photo).collect();
        let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
        let searchable = Searchable::new(Photos::from(photos).into(), &[], &ids, Matrix::new(dimension, vectors.collect()).unwrap());
        let prints: HashMap<PhotoId, Fingerprint> = ids.iter().map(|id| (*id, fingerprint(id.0 as u64 - 1))).collect();
        // One for all: whatever passes the other rules is a copy.
        let grain = (0..3 * 192 * 256_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let thumbnail = photo::thumbnail(&Rgb8::new(192, 256, grain).unwrap(), 256);
        let sources = Sources { thumbnail: &|_| Some(thumbnail.clone()), file: &|_| None };
        let start = Instant::now();
        let found = alike(&searchable, prints, &sources, &Progress::default(), &|| false).unwrap();
        let compared = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let groups = groups(&found, &Distinct::new(), &searchable);
        let (count, grouped) = (groups.len(), start.elapsed().as_secs_f64());
        println!("{PHOTOS} photos, vectors of {dimension}: compared in {compared:.1} s, {count} groups in {grouped:.2} s");
    }
}
