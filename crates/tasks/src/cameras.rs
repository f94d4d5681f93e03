//! The cameras of a catalogue, and by how much the clock of one is off.

use base::fold::fold;
use base::{ClockOffset, Clocks, Photo, natural};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A camera with its photos that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Camera {
    /// Make and model, as photos tell them.
    pub name: Arc<str>,
    /// How many it took.
    pub photos: u64,
    /// When the first of them was taken, put right by `offset`.
    pub first: Option<String>,
    /// The last.
    pub last: Option<String>,
    /// By how much its clock is off.
    pub offset: ClockOffset,
}

/// Why a camera's clock is not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CameraError {
    /// No photo tells it.
    #[error("no photo of this catalogue tells a camera '{name}'; {}", known_words(known))]
    Unknown {
        /// As the person wrote it.
        name: String,
        /// Those that there are.
        known: Vec<Arc<str>>,
    },
    /// The name is a part of several.
    #[error("'{name}' may be any of these cameras: {}; write the whole name", known.join(", "))]
    Several {
        /// As the person wrote it.
        name: String,
        /// Those that have it in their names.
        known: Vec<Arc<str>>,
    },
    /// Nobody knows which camera took it.
    #[error("{0} does not tell its camera: choose a photo that does")]
    NoCamera(String),
    /// Nobody knows when it was taken.
    #[error("{0} does not tell when it was taken: choose a photo that does")]
    NoDate(String),
    /// One clock cannot be off from itself.
    #[error("both photos are by {0}: choose photos of two cameras (two of one make and model cannot be told apart)")]
    OneCamera(Arc<str>),
    /// The clocks are off by more than any clock is.
    #[error("{0} and {1} are more than 100 years apart: they cannot show the same instant")]
    TooFar(String, String),
}

fn known_words(known: &[Arc<str>]) -> String {
    if known.is_empty() { "none of them tells any".to_owned() } else { format!("known are: {}", known.join(", ")) }
}

/// All cameras, by name in natural order; one whose clock is off is there without photos, too.
pub fn cameras<'a>(photos: impl IntoIterator<Item = &'a Photo>, clocks: &Clocks) -> Vec<Camera> {
    let camera = |name: &Arc<str>| Camera {
        name: Arc::clone(name),
        photos: 0,
        first: None,
        last: None,
        offset: clocks.get(name).copied().unwrap_or_default(),
    };
    let mut cameras: BTreeMap<Arc<str>, Camera> = clocks.keys().map(|name| (Arc::clone(name), camera(name))).collect();
    for photo in photos.into_iter().filter(|photo| !photo.missing) {
        if let Some(name) = &photo.facts.camera {
            cameras.entry(Arc::clone(name)).or_insert_with(|| camera(name)).add(photo);
        }
    }
    let mut cameras: Vec<Camera> = cameras.into_values().collect();
    cameras.sort_by_cached_key(|camera| natural::key(&camera.name));
    cameras
}

impl Camera {
    fn add(&mut self, photo: &Photo) {
        self.photos += 1;
        let Some(taken) = &photo.captured else { return };
        // In ISO's spelling what is earlier is less.
        if self.first.as_ref().is_none_or(|first| taken < first) {
            self.first = Some(taken.clone());
        }
        if self.last.as_ref().is_none_or(|last| taken > last) {
            self.last = Some(taken.clone());
        }
    }
}

/// The camera of this name, whatever its case, else the only one that has it in its name: as words, else as a part of them.
pub fn camera_named<'a>(cameras: &'a [Camera], name: &str) -> Result<&'a Camera, CameraError> {
    let wanted = fold(name.trim());
    let ways: [&dyn Fn(&str) -> bool; 3] =
        [&|camera| camera == wanted, &|camera| format!(" {camera} ").contains(&format!(" {wanted} ")), &|camera| camera.contains(&wanted)];
    let names = |cameras: &[&Camera]| cameras.iter().map(|camera| Arc::clone(&camera.name)).collect();
    let like = |is: &dyn Fn(&str) -> bool| cameras.iter().filter(|camera| is(&fold(&camera.name))).collect::<Vec<_>>();
    match &ways.into_iter().map(like).find(|like| !like.is_empty() && !wanted.is_empty()).unwrap_or_default()[..] {
        [camera] => Ok(camera),
        [] => Err(CameraError::Unknown { name: name.to_owned(), known: names(&cameras.iter().collect::<Vec<_>>()) }),
        several => Err(CameraError::Several { name: name.to_owned(), known: names(several) }),
    }
}

/// Two photos show the same instant, and the clock of the first one's camera is as right as it is taken to be: the other one's camera, and
/// by how much its clock is off.
pub fn same_instant(right: &Photo, other: &Photo) -> Result<(Arc<str>, ClockOffset), CameraError> {
    let (of_right, of_other) = (camera_of(right)?, camera_of(other)?);
    if of_right == of_other {
        return Err(CameraError::OneCamera(of_other));
    }
    let date = |photo: &Photo| photo.captured.clone().ok_or_else(|| CameraError::NoDate(photo.name()));
    let (corrected, shown) = (date(right)?, date(other)?);
    let offset = ClockOffset::between(&corrected, &other.clock_told().unwrap_or(shown));
    Ok((of_other, offset.ok_or_else(|| CameraError::TooFar(right.name(), other.name()))?))
}

fn camera_of(photo: &Photo) -> Result<Arc<str>, CameraError> {
    photo.facts.camera.clone().ok_or_else(|| CameraError::NoCamera(photo.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::CaptureFacts;

    fn photo(id: i64, camera: Option<&str>, captured: Option<&str>) -> Photo {
        let facts = CaptureFacts { camera: camera.map(Into::into), ..CaptureFacts::default() };
        Photo { facts: facts.into(), captured: captured.map(str::to_owned), ..Photo::sample(id, &format!("{id}.jpg")) }
    }

    fn hour() -> ClockOffset {
        ClockOffset::from_seconds(3600).unwrap()
    }

    fn some() -> Vec<Camera> {
        let photos = [
            photo(1, Some("Other X-100"), Some("2026-05-10T10:00:00")),
            photo(2, Some("X-10"), Some("2026-05-10T09:00:00.190")),
            photo(3, Some("X-10"), Some("2026-05-10T09:00:00")),
            photo(4, Some("X-10"), None),
            photo(5, None, Some("2026-05-10T08:00:00")),
            Photo { missing: true, ..photo(6, Some("Away"), None) },
        ];
        cameras(&photos, &[("X-10".into(), hour()), ("Sold".into(), hour())].into())
    }

    #[test]
    fn cameras_are_listed_with_their_photos_and_dates() {
        let told = |camera: &Camera| (camera.name.to_string(), camera.photos, camera.offset.seconds());
        assert_eq!(
            some().iter().map(told).collect::<Vec<_>>(),
            [("Other X-100".into(), 1, 0), ("Sold".into(), 0, 3600), ("X-10".into(), 3, 3600)]
        );
        let x_10 = &some()[2];
        assert_eq!((x_10.first.as_deref(), x_10.last.as_deref()), (Some("2026-05-10T09:00:00"), Some("2026-05-10T09:00:00.190")));
    }

    #[test]
    fn a_camera_is_known_by_its_name_or_by_what_no_other_has_in_its_name() {
        let cameras = some();
        let named = |name: &str| camera_named(&cameras, name).map(|camera| camera.name.to_string());
        assert_eq!(named("x-10 "), Ok("X-10".into()), "its own name before a part of another's");
        assert_eq!(named("x-100"), Ok("Other X-100".into()), "a word of it");
        assert_eq!(named("100"), Ok("Other X-100".into()));
        assert_eq!(named("x-"), Err(CameraError::Several { name: "x-".into(), known: vec!["Other X-100".into(), "X-10".into()] }));
        let unknown = named("Y").unwrap_err().to_string();
        assert_eq!(unknown, "no photo of this catalogue tells a camera 'Y'; known are: Other X-100, Sold, X-10");
        assert!(named("").is_err());
        assert!(camera_named(&[], "Y").unwrap_err().to_string().contains("none of them tells any"));
    }

    #[test]
    fn two_photos_of_one_instant_tell_by_how_much_a_clock_is_off() {
        let right = photo(1, Some("X-10"), Some("2026-05-10T10:00:00.4"));
        let other = photo(2, Some("X-100"), Some("2026-05-10T09:58:59"));
        let seconds =
            |right: &Photo, other: &Photo| same_instant(right, other).map(|(camera, offset)| (camera.to_string(), offset.seconds()));
        assert_eq!(seconds(&right, &other), Ok(("X-100".into(), 61)));
        assert_eq!(seconds(&other, &right), Ok(("X-10".into(), -61)));
        // What is set takes the place of what was set before.
        let before = Photo { captured: Some("2026-05-10T10:58:59".into()), clock: hour(), ..other.clone() };
        assert_eq!(seconds(&right, &before), Ok(("X-100".into(), 61)));
        assert_eq!(seconds(&before, &right), Ok(("X-10".into(), 3539)), "a clock that was put right is right");
    }

    #[test]
    fn photos_that_tell_nothing_are_refused() {
        let right = photo(1, Some("X-10"), Some("2026-05-10T10:00:00"));
        let why = |other: Photo| same_instant(&right, &other).unwrap_err();
        assert_eq!(why(photo(2, None, Some("2026-05-10T10:00:00"))), CameraError::NoCamera("2.jpg".into()));
        assert_eq!(why(photo(2, Some("X-100"), None)), CameraError::NoDate("2.jpg".into()));
        assert_eq!(why(photo(2, Some("X-10"), None)), CameraError::OneCamera("X-10".into()));
        assert_eq!(why(photo(2, Some("X-100"), Some("1850-05-10T10:00:00"))), CameraError::TooFar("1.jpg".into(), "2.jpg".into()));
    }
}
