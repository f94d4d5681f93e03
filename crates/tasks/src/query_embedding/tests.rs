//! A photo to search by is looked at once.

use super::*;
use base::{ModelInfo, Prepared, Rgb8};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Sees the colour of the first pixel, and counts what it is shown.
struct Eye {
    info: ModelInfo,
    shown: AtomicUsize,
}

impl Eye {
    fn new(key: &str) -> Self {
        let info = ModelInfo { key: ModelKey(key.into()), name: key.to_owned(), revision: None, dimension: 3, logit_scale: 1.0 };
        Self { info, shown: AtomicUsize::new(0) }
    }

    fn shown(&self) -> usize {
        self.shown.load(Ordering::Relaxed)
    }
}

impl Encoder for Eye {
    fn info(&self) -> &ModelInfo {
        &self.info
    }
    fn side(&self) -> u32 {
        1
    }
    fn prepare(&self, photo: &Rgb8) -> Prepared {
        Prepared(photo.data()[..3].iter().map(|value| f32::from(*value)).collect())
    }
    fn encode_images(&self, batch: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError> {
        self.shown.fetch_add(batch.len(), Ordering::Relaxed);
        Ok(batch.iter().map(|Prepared(pixel)| UnitVector::normalise(pixel.clone()).unwrap()).collect())
    }
    fn encode_texts(&self, _: &[&str]) -> Result<Vec<UnitVector>, EncodeError> {
        Ok(Vec::new())
    }
    fn unknown_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
    fn cut_off(&self, _: &str) -> Option<String> {
        None
    }
}

#[test]
fn a_photo_to_search_by_is_looked_at_once_until_it_is_saved_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.png");
    let save = |side: u32, colour: [u8; 3]| image::RgbImage::from_pixel(side, side, image::Rgb(colour)).save(&file).unwrap();
    let (photos, eye, other) = (PhotoCache::default(), Eye::new("one"), Eye::new("two"));
    save(3, [200, 0, 0]);
    let red = photos.embed(&file, &eye).unwrap();
    assert_eq!((photos.embed(&file, &eye).unwrap(), eye.shown()), (red.clone(), 1));
    assert_eq!((photos.embed(&file, &other).unwrap(), other.shown()), (red.clone(), 1), "another model sees for itself");
    save(40, [0, 0, 200]);
    let blue = photos.embed(&file, &eye).unwrap();
    assert!(blue != red && eye.shown() == 2);
    fs_err::remove_file(&file).unwrap();
    let gone = photos.embed(&file, &eye).unwrap_err().to_string();
    assert!(gone.starts_with("the photo to search by cannot be used: ") && gone.ends_with("a.png"), "{gone}");
}
