//! Photos whose names tell no product, beside photos of products: which product each is likely of.
//!
//! The score is how alike a photo and the likest photo of the product are: their cosine, of 0 to 1, and up to [`NEXT_TO`] more where the same
//! camera took both within [`SAME_SET_S`], since a shoot goes from product to product. It is no probability, and is told as what it is.

use crate::search::Searchable;
use crate::timeline::taken_s;
use base::{Photo, PhotoId, SkuBook};
use std::sync::Arc;
use vectors::Columns;

/// What nearness in time adds to a cosine at most.
pub const NEXT_TO: f32 = 0.05;
/// Photos of one camera that are farther apart are no neighbours, seconds.
pub const SAME_SET_S: i64 = 90;

/// The photos by which a product is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its SKU.
    pub sku: Arc<str>,
    /// One or more; those without a vector say nothing.
    pub photos: Vec<PhotoId>,
}

/// A product that a photo may be of.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    /// Its SKU.
    pub sku: Arc<str>,
    /// How alike the photo is, 0 to 1.
    pub score: f32,
    /// The product's photo that it is most like.
    pub reference: PhotoId,
}

/// The product that a photo is most likely of.
#[derive(Clone, Debug, PartialEq)]
pub struct SkuMatch {
    /// Which photo.
    pub photo: PhotoId,
    /// The likeliest one that nobody rejected.
    pub first: Likely,
    /// The next one.
    pub runner_up: Option<Likely>,
}

impl SkuMatch {
    /// How far the runner-up lies below.
    pub fn margin(&self) -> f32 {
        self.first.score - self.runner_up.as_ref().map_or(0.0, |other| other.score)
    }
}

/// The likeliest product of each of these photos that has a vector, the surest (by the margin) first. `None` where it was cancelled.
pub fn match_photos(
    photos: &Searchable,
    references: &[Reference],
    asked: &[PhotoId],
    said: &SkuBook,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<SkuMatch>> {
    let of_reference =
        references.iter().enumerate().flat_map(|(place, reference)| reference.photos.iter().map(move |photo| (*photo, place)));
    let of: Vec<(PhotoId, usize)> = of_reference.filter(|(photo, _)| photos.is_embedded(*photo)).collect();
    let (columns, known) = photos.rows_of(&of.iter().map(|(photo, _)| *photo).collect::<Vec<_>>());
    let (asked, rows) = photos.rows_of(asked);
    if columns.is_empty() || asked.is_empty() {
        return Some(Vec::new());
    }
    let shown = |photo: &PhotoId| photos.photo(*photo);
    let moments: Vec<Option<Moment>> = columns.iter().map(|photo| shown(photo).and_then(Moment::of)).collect();
    let vectors = Columns::new(known.dimension(), (0..known.rows()).map(|row| known.row(row)).collect::<Vec<_>>().into_iter());
    let best = rows.products(&vectors, cancelled, |row, cosines| {
        let photo = asked[row];
        let moment = shown(&photo).and_then(Moment::of);
        let mut best = TwoBest::default();
        for (column, cosine) in cosines.iter().enumerate() {
            let near = moment.as_ref().zip(moments[column].as_ref()).map_or(0.0, |(a, b)| a.nearness(b));
            let place = of[column].1;
            if said.of(photo).is_empty() || !said.is_rejected(photo, &references[place].sku) {
                best.take(place, NEXT_TO.mul_add(near, *cosine).clamp(0.0, 1.0), columns[column]);
            }
        }
        let likely =
            |(place, score, reference): (usize, f32, PhotoId)| Likely { sku: Arc::clone(&references[place].sku), score, reference };
        best.first.map(|first| SkuMatch { photo, first: likely(first), runner_up: best.second.map(likely) })
    })?;
    let mut found: Vec<SkuMatch> = best.into_iter().flatten().collect();
    found.sort_by(|a, b| b.margin().total_cmp(&a.margin()).then(a.photo.cmp(&b.photo)));
    Some(found)
}

/// The two products that a photo is most like, each with its score and the photo that gave it.
#[derive(Default)]
struct TwoBest {
    first: Option<(usize, f32, PhotoId)>,
    second: Option<(usize, f32, PhotoId)>,
}

impl TwoBest {
    fn take(&mut self, place: usize, score: f32, photo: PhotoId) {
        let beats = |other: Option<(usize, f32, PhotoId)>| other.is_none_or(|other| score > other.1);
        let is_of = |other: Option<(usize, f32, PhotoId)>| other.is_some_and(|other| other.0 == place);
        let new = Some((place, score, photo));
        if is_of(self.first) {
            if beats(self.first) {
                self.first = new;
            }
        } else if beats(self.first) {
            self.second = std::mem::replace(&mut self.first, new);
        } else if beats(self.second) {
            self.second = new;
        }
    }
}

/// When and with what a photo was taken.
struct Moment {
    camera: Option<Arc<str>>,
    seconds: i64,
}

impl Moment {
    /// `None` for a photo without a date.
    fn of(photo: &Photo) -> Option<Self> {
        photo.captured.as_ref()?;
        Some(Self { camera: photo.facts.camera.clone(), seconds: taken_s(photo)? })
    }

    /// 1 at the same moment, 0 from [`SAME_SET_S`] on and for another camera.
    fn nearness(&self, other: &Self) -> f32 {
        let apart = (self.seconds - other.seconds).abs();
        if self.camera != other.camera || apart >= SAME_SET_S { 0.0 } else { 1.0 - apart as f32 / SAME_SET_S as f32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Decision, PhotoSku, Photos, Provenance, Root, RootId, Source};
    use vectors::Matrix;

    /// Photos on a circle, at these angles (degrees).
    fn around(angles: &[f32]) -> Searchable {
        let photos: Vec<Photo> = (1..).zip(angles).map(|(id, _)| Photo::sample(id, &format!("{id}.jpg"))).collect();
        searchable(photos, angles)
    }

    fn searchable(photos: Vec<Photo>, angles: &[f32]) -> Searchable {
        let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
        let values = angles.iter().flat_map(|angle| [angle.to_radians().cos(), angle.to_radians().sin()]).collect();
        let roots = [Root { id: RootId(1), path: "/shop".into() }];
        Searchable::new(Photos::from(photos).into(), &roots, &ids, Matrix::new(2, values).unwrap())
    }

    fn reference(sku: &str, photos: &[i64]) -> Reference {
        Reference { sku: sku.into(), photos: photos.iter().copied().map(PhotoId).collect() }
    }

    fn never() -> bool {
        false
    }

    #[test]
    fn the_likest_product_comes_first_whichever_of_its_photos_it_is() {
        let photos = around(&[0.0, 80.0, 40.0, 75.0, 20.0]);
        let references = [reference("A", &[1, 3]), reference("B", &[2]), reference("nobody", &[77])];
        let found = match_photos(&photos, &references, &[PhotoId(4), PhotoId(5), PhotoId(99)], &SkuBook::default(), &never).unwrap();
        let told: Vec<(i64, &str, i64)> = found.iter().map(|m| (m.photo.0, &*m.first.sku, m.first.reference.0)).collect();
        assert_eq!(told, [(5, "A", 1), (4, "B", 2)], "the surest first");
        assert_eq!(found[1].runner_up.as_ref().map(|other| (&*other.sku, other.reference)), Some(("A", PhotoId(3))));
        assert!((found[1].first.score - 5.0_f32.to_radians().cos()).abs() < 1e-5 && found[1].margin() > 0.1);
    }

    #[test]
    fn what_was_rejected_is_not_proposed_again() {
        let photos = around(&[0.0, 80.0, 75.0]);
        let provenance = Provenance::of(Source::Person, 0);
        let no = SkuBook::new([PhotoSku { photo: PhotoId(3), sku: "B".into(), decision: Decision::Rejected, provenance }]);
        let found = match_photos(&photos, &[reference("A", &[1]), reference("B", &[2])], &[PhotoId(3)], &no, &never).unwrap();
        assert_eq!((&*found[0].first.sku, &found[0].runner_up), ("A", &None));
    }

    #[test]
    fn of_two_that_are_as_alike_the_one_that_was_taken_next_to_it_is_likelier() {
        let at = |id: i64, camera: &str, time: &str| {
            let mut photo = Photo::sample(id, &format!("{id}.jpg"));
            photo.captured = Some(format!("2026-05-04T09:{time}.000"));
            Arc::make_mut(&mut photo.facts).camera = Some(camera.into());
            photo
        };
        let photos = vec![at(1, "X", "00:00"), at(2, "X", "05:00"), at(3, "Y", "05:10"), at(4, "X", "05:12")];
        let photos = searchable(photos, &[60.0, -60.0, -60.0, 0.0]);
        let references = [reference("early", &[1]), reference("next", &[2]), reference("other camera", &[3])];
        let found = match_photos(&photos, &references, &[PhotoId(4)], &SkuBook::default(), &never).unwrap();
        assert_eq!(&*found[0].first.sku, "next");
        assert!(found[0].margin() > 0.03 && found[0].margin() < NEXT_TO);
        assert_eq!(match_photos(&photos, &references, &[PhotoId(4)], &SkuBook::default(), &|| true), None);
    }
}
