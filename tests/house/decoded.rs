//! Camera files are decoded at a part of their size: what the model sees of them is what the whole file gives.
#![allow(clippy::unwrap_used)]

use base::{Cancel, Device, Encoder, Progress, UnitVector};
use catalog::Catalog;
use clip::{ModelSource, open};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use photo::{Limits, decode, decode_at_least, fit};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use workspace::Library;

/// Least cosine of an embedding to that of the whole file.
const LEAST_COSINE: f32 = 0.998;
/// Most that the pixels of a model with this side differ by in the mean, grey levels.
const MOST_LEVELS: f64 = 1.5;
const MODEL_SIDE: u32 = 224;

/// Edges, slopes, fine stripes and grain, as photos have them.
fn draw(file: &Path, n: u32) {
    let mut noise = testing::noise(u64::from(n) + 1);
    let picture = RgbImage::from_fn(2400, 1800, |x, y| {
        let inside = (x.abs_diff(1200 + 60 * n)).pow(2) + y.abs_diff(900).pow(2) < 640_u32.pow(2);
        let stripe = (x + n * y / 2) / (3 + n) % 2;
        let base = if inside { [150 + 60 * stripe, 60 + 10 * n, 90 * stripe + 20] } else { [200 + x / 60, 190 + y / 60, 230 - x / 40] };
        Rgb(base.map(|v| (v as f32 + 12.0 * noise()).clamp(0.0, 255.0) as u8))
    });
    picture.write_with_encoder(JpegEncoder::new_with_quality(fs_err::File::create(file).unwrap(), 90)).unwrap();
}

/// Indexes a folder and holds each embedding, and the pixels behind it, to the whole file's.
fn hold_to_whole_files(photos: &Path, work: &Path) {
    let model = Arc::new(open(&ModelSource::Starter, Device::Cpu).unwrap());
    let catalog = Catalog::create(&work.join("c.selvedge")).unwrap();
    let mut library = Library::new(catalog, model.clone());
    let report = library.index(&[photos.to_owned()], &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert!(report.added > 0 && report.failed.is_empty(), "{report:?}");
    let catalog = Catalog::open(&work.join("c.selvedge")).unwrap();
    let rows = catalog.photos().unwrap();
    let found = catalog.embeddings(&model.info().key).unwrap();
    let root = fs_err::canonicalize(photos).unwrap();
    for (id, stored) in found.photos.iter().zip(found.values.chunks_exact(found.dimension)) {
        let photo = rows.iter().find(|photo| photo.id == *id).unwrap();
        let bytes = photo::read(&root.join(&photo.path)).unwrap();
        let whole = decode(&bytes, &Limits::default()).unwrap();
        assert_eq!((photo.width, photo.height), (whole.width, whole.height), "the file's size is told");
        let seen = model.encode_images(&[model.prepare(&whole.pixels)]).unwrap();
        let cosine = dot(&seen[0], stored);
        assert!(cosine >= LEAST_COSINE, "{}: {cosine}", photo.path.display());
        let part = decode_at_least(&bytes, &Limits::default(), 3 * MODEL_SIDE).unwrap();
        let [whole, part] = [whole, part].map(|decoded| fit(&decoded.pixels, MODEL_SIDE));
        let levels = whole.data().iter().zip(part.data()).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / whole.data().len() as f64;
        assert!(levels <= MOST_LEVELS, "{}: {levels}", photo.path.display());
    }
}

fn dot(a: &UnitVector, b: &[f32]) -> f32 {
    a.as_slice().iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn a_camera_file_decoded_small_is_embedded_as_the_whole_one() {
    let work = tempfile::tempdir().unwrap();
    let photos = work.path().join("photos");
    fs_err::create_dir(&photos).unwrap();
    (0..4).for_each(|n| draw(&photos.join(format!("{n}.jpg")), n));
    hold_to_whole_files(&photos, work.path());
}

#[test]
#[allow(clippy::print_stderr)]
fn so_are_photos_of_a_shop() {
    let photos = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/full-size-photos");
    if !photos.is_dir() {
        eprintln!("skipped: {} is not there", photos.display());
        return;
    }
    hold_to_whole_files(&photos, tempfile::tempdir().unwrap().path());
}
