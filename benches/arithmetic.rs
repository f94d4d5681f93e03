//! int8 beside f32: speed in turn, and how far the two agree about photos.
//!
//! ```text
//! cargo bench --bench arithmetic -- [FOLDER] [MODEL]     photos of that folder, 2,000 at most; a checkpoint's folder in place of the starter
//! ```
//! What must hold before vectors of both may lie side by side: a cosine of at least .995 for every photo, .95 of the ten nearest photos the
//! same, and .99 of the suggested labels.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use base::{Arithmetic, Cancel, Device, Encoder, Prepared, Rgb8, UnitVector};
use clip::{Clip, ModelSource, open};
use photo::{Limits, decode, read, walk};
use std::path::Path;
use std::time::{Duration, Instant};
use vectors::Matrix;
use workspace::builtin;

const MOST_PHOTOS: usize = 2000;
const NEAREST: usize = 10;
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let source = arguments.get(1).map_or(ModelSource::Starter, |folder| ModelSource::of_folder(Path::new(folder)));
    let [floats, bytes] = [Arithmetic::F32, Arithmetic::Int8].map(|a| open(&source, Device::Cpu).unwrap().in_arithmetic(a));
    let photos = arguments.first().map_or_else(drawn, |folder| photos(Path::new(folder)));
    let photos: Vec<Prepared> = photos.iter().map(|photo| floats.prepare(photo)).collect();
    speed(&floats, &bytes, &photos[..photos.len().min(256)]);
    let (floats_see, bytes_see) = (floats.encode_images(&photos).unwrap(), bytes.encode_images(&photos).unwrap());
    let cosines: Vec<f32> = floats_see.iter().zip(&bytes_see).map(|(a, b)| dot(a.as_slice(), b.as_slice())).collect();
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    println!("{} photos: cosine {:.5} at least, {mean:.5} on average", photos.len(), cosines.iter().copied().fold(1.0, f32::min));
    println!("of the {NEAREST} nearest photos {:.4} are the same", overlap(&matrix(&floats_see), &matrix(&bytes_see)));
    for set in builtin::label_sets() {
        let labels: Vec<Vec<UnitVector>> = set
            .draft
            .labels
            .iter()
            .map(|label| label.words().iter().flat_map(|words| texts(&floats, &set.draft.prompts(words))).collect())
            .collect();
        let same = floats_see.iter().zip(&bytes_see).filter(|(a, b)| best(a, &labels) == best(b, &labels)).count();
        println!("{}: {:.4} of the suggested labels are the same", set.draft.name, same as f64 / photos.len() as f64);
    }
}

/// In turn, so that a busy machine hinders both alike.
fn speed(floats: &Clip, bytes: &Clip, photos: &[Prepared]) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..=ROUNDS {
        for (clip, times) in [floats, bytes].into_iter().zip(&mut times) {
            let start = Instant::now();
            clip.encode_images(photos).unwrap();
            times.push(start.elapsed());
        }
    }
    // The first round loads the weights.
    let [floats, bytes] = times.map(|times| median(&times[1..]));
    println!(
        "{} photos: f32 {floats:.2?}, int8 {bytes:.2?}: {:.2} times as fast",
        photos.len(),
        floats.as_secs_f64() / bytes.as_secs_f64()
    );
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

fn photos(folder: &Path) -> Vec<Rgb8> {
    let found = walk(folder, &Cancel::default(), &mut |_| {}).unwrap();
    let decoded = |path: &Path| Some(decode(&read(path).ok()?, &Limits::default()).ok()?.pixels);
    found.files.iter().filter_map(|file| decoded(&folder.join(&file.path))).take(MOST_PHOTOS).collect()
}

/// Bars of two colours, each photo with its own.
fn drawn() -> Vec<Rgb8> {
    let one = |seed: u32| {
        let colour = |which: u32, channel: u32| (seed.wrapping_mul(53) + which * 101 + channel * 67) as u8;
        let bar = |at: u32| (at % 200 / (3 + seed % 17) + at / 200 / (30 - seed % 23)) % 2;
        Rgb8::new(200, 160, (0..200 * 160).flat_map(|at| [0, 1, 2].map(|channel| colour(bar(at), channel))).collect()).unwrap()
    };
    (0..500).map(one).collect()
}

fn matrix(vectors: &[UnitVector]) -> Matrix {
    Matrix::new(vectors[0].as_slice().len(), vectors.iter().flat_map(UnitVector::as_slice).copied().collect()).unwrap()
}

/// The mean share of each photo's nearest ones that both matrices name.
fn overlap(a: &Matrix, b: &Matrix) -> f64 {
    let nearest = |matrix: &Matrix, row: usize| -> Vec<usize> {
        let found = matrix.nearest(matrix.row(row), NEAREST + 1, None);
        found.iter().map(|ranked| ranked.row).filter(|other| *other != row).take(NEAREST).collect()
    };
    let shared = |row| {
        let (a, b) = (nearest(a, row), nearest(b, row));
        a.iter().filter(|row| b.contains(row)).count() as f64 / a.len().max(1) as f64
    };
    (0..a.rows()).map(shared).sum::<f64>() / a.rows() as f64
}

/// The embeddings of a label's prompts.
fn texts(clip: &Clip, prompts: &[String]) -> Vec<UnitVector> {
    clip.encode_texts(&prompts.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
}

/// The label whose prompts are nearest on average.
fn best(photo: &UnitVector, labels: &[Vec<UnitVector>]) -> Option<usize> {
    let score = |prompts: &[UnitVector]| prompts.iter().map(|p| dot(p.as_slice(), photo.as_slice())).sum::<f32>() / prompts.len() as f32;
    (0..labels.len()).max_by(|a, b| score(&labels[*a]).total_cmp(&score(&labels[*b])))
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
