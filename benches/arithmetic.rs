//! int8 beside f32: speed in turn, and how far the two agree about photos.
//!
//! ```text
//! cargo bench --bench arithmetic -- FOLDER [PHOTOS] [MODEL]     so many photos of that folder (2,000); a checkpoint's folder in place of the starter
//! ```
//! The last line is what `assets/starter-model/arithmetic.json` holds of the starter; `selvedge models check-arithmetic` measures the same of any model.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use base::{Arithmetic, Cancel, Compatibility, Device, Encoder, Progress};
use clip::{ModelSource, open};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::compatibility::compare_arithmetics;
use workspace::builtin;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let Some(folder) = arguments.first().map(Path::new) else { return println!("name a folder of photos") };
    let most = arguments.get(1).map_or(Compatibility::LEAST_PHOTOS as usize, |most| most.parse().unwrap());
    let source = arguments.get(2).map_or(ModelSource::Starter, |folder| ModelSource::of_folder(Path::new(folder)));
    let [floats, bytes] = [Arithmetic::F32, Arithmetic::Int8].map(|a| open(&source, Device::Cpu).unwrap().in_arithmetic(a));
    let found = photo::walk(folder, &Cancel::default(), &mut |_| {}).unwrap();
    let photos: Vec<PathBuf> = found.files.iter().map(|file| folder.join(&file.path)).collect();
    let sets: Vec<_> = builtin::label_sets().iter().map(|set| Arc::new(set.draft.clone())).collect();
    let report = compare_arithmetics([&floats, &bytes], &photos, most, &sets, &Progress::default(), &Cancel::default()).unwrap().unwrap();
    let Compatibility { photos, least_cosine, overlap_at_10, .. } = report.found;
    println!("{photos} photos: cosine {least_cosine:.5} at least, {:.5} on average", report.mean_cosine);
    println!("of the ten nearest photos {overlap_at_10:.4} are the same");
    for (set, share) in &report.sets {
        println!("{set}: {share:.4} of the likeliest labels are the same");
    }
    let [floats_took, bytes_took] = report.seconds;
    println!("f32 {floats_took:.1} s, int8 {bytes_took:.1} s: {:.2} times as fast", floats_took / bytes_took);
    println!("{}", serde_json::json!({ "model": floats.info().key.0, "compatibility": report.found }));
}
