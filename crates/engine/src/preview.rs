//! The preview thread: one photo at the size it is seen at. The newest request wins; a large photo must not hold up a search.

use crate::mail::PreviewMail;
use crate::protocol::{Event, LargePicture, PictureRequest};
use crate::shared::Shared;
use base::Photo;
use std::sync::Arc;
use workspace::snapshot::Opened;

pub fn run(shared: &Arc<Shared>) {
    while let Some(PreviewMail(asked)) = shared.previews.take() {
        let (Some((request, asked)), Some(opened)) = (asked, shared.opened.get()) else { continue };
        let picture = picture(&opened, asked).map(Arc::new);
        shared.post(Event::Preview { request, photo: asked.photo, picture });
    }
}

fn picture(opened: &Opened, asked: PictureRequest) -> Result<LargePicture, String> {
    let photo = opened.snapshot.photo(asked.photo);
    let found = photo.and_then(|photo| Some((photo, opened.snapshot.absolute(photo)?)));
    let (photo, file) = found.ok_or("this photo is no longer in the catalogue")?;
    let bytes = photo::read(&file).map_err(|e| e.to_string())?;
    let least = short_side(photo, asked.max_side);
    let decoded = photo::decode_at_least(&bytes, &photo::Limits::default(), least).map_err(|e| e.to_string())?;
    // A photo may be as large as what is made of it.
    drop(bytes);
    let (width, height, tones) = (decoded.width, decoded.height, photo::tones(&decoded.pixels));
    Ok(LargePicture { pixels: photo::seen(decoded.pixels, asked.max_side, asked.overlay), width, height, tones })
}

/// Pixels of the photo's shorter side where the longer one has at most so many.
fn short_side(photo: &Photo, max_side: u32) -> u32 {
    let (short, long) = (photo.width.min(photo.height), photo.width.max(photo.height));
    if max_side >= long {
        return u32::MAX;
    }
    (u64::from(max_side) * u64::from(short)).div_ceil(u64::from(long)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_decoded_no_larger_than_it_is_seen() {
        let photo = Photo { width: 4000, height: 6000, ..Photo::sample(1, "a.jpg") };
        assert_eq!([1500, 1501, 5999].map(|side| short_side(&photo, side)), [1000, 1001, 4000]);
        assert_eq!([6000, u32::MAX].map(|side| short_side(&photo, side)), [u32::MAX; 2], "every pixel");
    }
}
