//! A heat map over its photo, as pixels and as a JPEG file: what is cold lies in the dark.

use super::HeatMap;
use crate::copies::root_of;
use base::{Rgb8, Root};
use exchange::{WriteError, write_atomically};
use photo::{Limits, PhotoError, decode_at_least};
use std::path::{Path, PathBuf};

/// How much of its light the coldest part keeps. In the window it is the same.
pub const COLDEST: f32 = 0.3;
/// No side of the picture is longer, pixels.
const MOST_PX: u32 = 1600;

/// Why there is no picture. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file is one of the originals, or lies among them.
    #[error("{} lies in {}, which the catalogue holds: write the picture elsewhere", to.display(), root.display())]
    InsideRoot {
        /// The file.
        to: PathBuf,
        /// The folder of the catalogue.
        root: PathBuf,
    },
    /// It would take the place of the photo.
    #[error("this is the photo itself: write the picture elsewhere: {}", .0.display())]
    IsPhoto(PathBuf),
    /// The photo cannot be read.
    #[error("{reason}: {}", path.display())]
    Photo {
        /// The photo.
        path: PathBuf,
        /// What is wrong with it.
        reason: PhotoError,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Writes the photo with the map over it as a JPEG, whole or not at all. Answers the absolute path.
pub fn write_picture(photo: &Path, map: &HeatMap, to: &Path, roots: &[Root]) -> Result<PathBuf, PictureError> {
    let to = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
    if let Some(root) = root_of(&to, roots) {
        return Err(PictureError::InsideRoot { to, root: root.path.clone() });
    }
    if let (Ok(photo), Ok(same)) = (fs_err::canonicalize(photo), fs_err::canonicalize(&to))
        && photo == same
    {
        return Err(PictureError::IsPhoto(to));
    }
    let decoded = photo::read(photo).and_then(|bytes| decode_at_least(&bytes, &Limits::default(), MOST_PX));
    let decoded = decoded.map_err(|reason| PictureError::Photo { path: photo.to_owned(), reason })?;
    let mut picture = photo::fit(&decoded.pixels, MOST_PX);
    veil(&mut picture, map);
    write_atomically(&to, &photo::thumbnail(&picture, MOST_PX))?;
    Ok(to)
}

/// Darkens what is cold.
fn veil(picture: &mut Rgb8, map: &HeatMap) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let place = |at: usize, of: usize| (at as f32 + 0.5) / of as f32;
    for (at, pixel) in picture.data_mut().as_chunks_mut::<3>().0.iter_mut().enumerate() {
        let heat = map.at([place(at % width, width), place(at / width, height)]);
        let light = COLDEST + (1.0 - COLDEST) * heat;
        *pixel = pixel.map(|level| (f32::from(level) * light).round() as u8);
    }
}
