//! The sample catalogue: pictures drawn by our own code, carried inside the program.

use super::error::AppError;
use super::places::Places;
use include_dir::{Dir, include_dir};
use std::path::PathBuf;

static PHOTOS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/sample-catalogue/photos");

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
