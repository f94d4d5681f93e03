//! The sample catalogue: pictures drawn by our own code, carried inside the program.

use super::error::AppError;
use super::places::Places;
use base::{Encoder, Prepared, UnitVector};
use include_dir::{Dir, include_dir};
use photo::{Limits, decode};
use std::path::PathBuf;
use tasks::adapt::Elsewhere;

static PHOTOS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/sample-catalogue/photos");

/// What is on each of them: path, article type, colour and more.
const LABELS: &str = include_str!("../../../assets/sample-catalogue/labels.csv");
/// The columns that are asked about, with their places.
const ASKED: [(&str, usize); 2] = [("Drawn: type", 1), ("Drawn: colour", 2)];
/// Photos of one forward.
const BATCH: usize = 16;

/// Queries that the sample catalogue answers well, to show what search does.
pub const QUERIES: [&str; 3] = ["red dress", "black handbag", "running shoes"];

/// Copies the drawn photos to the user's data folder, those that are not there yet; answers the folder.
pub fn copy(places: &Places) -> Result<PathBuf, AppError> {
    let folder = places.sample_photos();
    copy_dir(&PHOTOS, &folder)?;
    Ok(folder)
}

fn copy_dir(dir: &Dir<'_>, to: &std::path::Path) -> Result<(), AppError> {
    for file in dir.files() {
        let target = to.join(file.path());
        // Whatever bears its name stays, a link included: the person may have put another photo there.
        if fs_err::symlink_metadata(&target).is_ok() {
            continue;
        }
        if let Some(parent) = target.parent() {
            fs_err::create_dir_all(parent)?;
        }
        match base::atomic::write_new(&target, file.contents()) {
            // Another window was quicker.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            written => written?,
        }
    }
    dir.dirs().try_for_each(|sub| copy_dir(sub, to))
}

/// The drawn photos as a model sees them, with what is on them: a domain that nobody's shop is.
pub fn drawn(encoder: &dyn Encoder) -> Result<Elsewhere, AppError> {
    let rows: Vec<Vec<&str>> = LABELS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let picture = |row: &Vec<&str>| Some(decode(PHOTOS.get_file(row.first()?)?.contents(), &Limits::default()).ok()?.pixels);
    let (rows, prepared): (Vec<Vec<&str>>, Vec<Prepared>) =
        rows.into_iter().filter_map(|row| Some((encoder.prepare(&picture(&row)?), row))).map(|(prepared, row)| (row, prepared)).unzip();
    let mut photos: Vec<UnitVector> = Vec::with_capacity(prepared.len());
    for batch in prepared.chunks(BATCH) {
        photos.extend(encoder.encode_images(batch)?);
    }
    let mut questions = Vec::new();
    for (name, column) in ASKED {
        let of = |row: &Vec<&str>| row.get(column).copied().unwrap_or_default().to_owned();
        let mut words: Vec<String> = rows.iter().map(of).collect();
        words.sort_unstable();
        words.dedup();
        let texts = encoder.encode_texts(&words.iter().map(String::as_str).collect::<Vec<_>>())?;
        let right = rows.iter().map(|row| words.binary_search(&of(row)).ok()).collect();
        questions.push((name.to_owned(), texts, right));
    }
    Ok(Elsewhere { photos, questions })
}
