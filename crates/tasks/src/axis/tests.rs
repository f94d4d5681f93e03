//! Tests of walks among drawn points.

use super::*;
use crate::clouds::Clouds;
use base::{Photo, PhotoId, Photos};
use testing::noise;
use vectors::Matrix;

const DIMENSION: usize = 12;

/// Photos 1 to `count` along a quarter of a circle, a little beside it.
fn arc(count: usize) -> Searchable {
    let mut random = noise(5);
    let vectors = (0..count).map(|n| {
        let angle = n as f32 / count as f32 * std::f32::consts::FRAC_PI_2;
        unit(|i| [angle.cos(), angle.sin()].get(i).copied().unwrap_or_default() + 0.1 * random())
    });
    let values: Vec<f32> = vectors.flat_map(|vector| vector.as_slice().to_vec()).collect();
    let photos: Vec<Photo> = (1..=count as i64).map(|n| Photo::sample(n, &format!("{n}.jpg"))).collect();
    let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    Searchable::new(Photos::from(photos).into(), &[], &ids, Matrix::new(DIMENSION, values).unwrap())
}

fn unit(component: impl FnMut(usize) -> f32) -> UnitVector {
    UnitVector::normalise((0..DIMENSION).map(component).collect()).unwrap()
}

fn along(axis: usize) -> UnitVector {
    unit(|i| f32::from(u8::from(i == axis)))
}

/// The mean number of the ten photos nearest to each point.
fn passed(photos: &Searchable, points: &[UnitVector]) -> Vec<f64> {
    let mean = |point: &UnitVector| photos.matrix().nearest(point.as_slice(), 10, None).iter().map(|r| r.row as f64).sum::<f64>() / 10.0;
    points.iter().map(mean).collect()
}

#[test]
fn the_line_passes_the_photos_between_its_ends_in_their_order() {
    let (photos, ends) = (arc(400), [&along(0), &along(1)]);
    let points = walk(&photos, ends, 6, Way::Line).unwrap();
    let passed = passed(&photos, &points);
    assert!(points.len() == 6 && passed.is_sorted(), "{passed:?}");
    assert!(passed[0] < 60.0 && passed[5] > 340.0, "{passed:?}");
    assert!(points[0].dot(ends[0]) > 0.999 && points[5].dot(ends[1]) > 0.999);
}

#[test]
fn gradrec_leads_away_from_its_start_toward_its_end() {
    let (photos, ends) = (arc(400), [&along(0), &along(1)]);
    let constants = Constants { start: 60, near: 60, strength: 2.0, ..Constants::default() };
    let passed = passed(&photos, &walk(&photos, ends, 10, Way::Gradient(constants)).unwrap());
    assert!(passed.is_sorted_by(|a, b| b - a > -10.0) && passed[9] - passed[0] > 60.0, "{passed:?}");
    let stronger = Constants { strength: 4.0, ..constants };
    let further = super::tests::passed(&photos, &walk(&photos, ends, 10, Way::Gradient(stronger)).unwrap());
    assert!(further[4] > passed[4], "{further:?} {passed:?}");
}

#[test]
fn both_directions_order_the_photos_from_start_to_end() {
    let (photos, ends) = (arc(400), [&along(0), &along(1)]);
    for way in [Way::Line, Way::Gradient(Constants::default())] {
        let scores = photos.matrix().scores(direction(&photos, ends, way).unwrap().as_slice());
        let [first, last] = [&scores[..100], &scores[300..]].map(|some| some.iter().sum::<f32>());
        assert!(first < last, "{way:?}");
    }
}

#[test]
fn what_has_no_walk_is_told() {
    let (from, to) = (along(0), along(1));
    let few = arc(99);
    let gradrec = Way::Gradient(Constants::default());
    assert_eq!(walk(&few, [&from, &to], 10, gradrec), Err(NoWalk::TooFew { have: 99, needed: 100 }));
    assert_eq!(walk(&Searchable::default(), [&from, &to], 10, gradrec), Err(NoWalk::TooFew { have: 0, needed: 100 }));
    assert!(walk(&few, [&from, &to], 10, Way::Line).is_ok(), "the line asks for no statistics");
    for way in [Way::Line, gradrec] {
        assert_eq!(walk(&few, [&from, &from], 10, way), Err(NoWalk::Same));
        assert_eq!(direction(&few, [&from, &from], way), Err(NoWalk::Same));
    }
    let back = unit(|i| if i == 0 { -1.0 } else { 0.0 });
    assert_eq!(walk(&few, [&from, &back], 3, Way::Line), Err(NoWalk::Opposite));
}

#[test]
fn photos_that_are_all_alike_lead_nowhere() {
    let photos: Vec<Photo> = (1..=120).map(|n| Photo::sample(n, &format!("{n}.jpg"))).collect();
    let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    let same = Searchable::new(Photos::from(photos).into(), &[], &ids, Matrix::new(DIMENSION, along(3).as_slice().repeat(120)).unwrap());
    assert_eq!(walk(&same, [&along(0), &along(1)], 4, Way::Gradient(Constants::default())), Err(NoWalk::Alike));
}

#[test]
fn places_are_shares_of_the_photos_before_and_copies_stand_at_one() {
    let photos: Vec<Photo> = (1..=5).map(|n| Photo { missing: n == 5, ..Photo::sample(n, &format!("{n}.jpg")) }).collect();
    let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    let values: Vec<f32> = [0.9, 0.1, 0.5, 0.5, 0.7].iter().flat_map(|x: &f32| unit_pair(*x)).collect();
    let photos = Searchable::new(Photos::from(photos).into(), &[], &ids, Matrix::new(2, values).unwrap());
    let places = placed(&photos, &UnitVector::normalise(vec![1.0, 0.0]).unwrap());
    let of = |n| places.of(PhotoId(n));
    assert_eq!([1, 2, 3, 4].map(of), [Some(1.0), Some(0.0), Some(1.0 / 3.0), Some(1.0 / 3.0)]);
    assert_eq!((of(5), of(6)), (None, None), "it is gone, or never was");
    assert_eq!(placed(&Searchable::default(), &along(0)), Places::default());
}

fn unit_pair(x: f32) -> [f32; 2] {
    [x, (1.0 - x * x).sqrt()]
}

/// The photos of the clouds' first two labels.
fn classes(photos: i64) -> [Vec<PhotoId>; 2] {
    [1, 2].map(|first| (first..=photos).step_by(2).map(PhotoId).collect())
}

#[test]
fn two_clouds_are_told_apart_and_no_cloud_is_not() {
    let clouds = Clouds::new(60, 2, 1.0);
    let [from, to] = classes(60);
    let told = held_out(&clouds.photos, [&from, &to], &|_| None).unwrap();
    assert_eq!((told.photos, told.products), ([30, 30], 60));
    assert!(told.accuracy() > 0.85, "{told:?}");
    let (near, far) = (mean_of(&clouds.photos, &from).unwrap(), mean_of(&clouds.photos, &to).unwrap());
    let itself = clouds.photos.vector(PhotoId(1)).unwrap();
    assert!(itself.dot(&near) > itself.dot(&far) && mean_of(&clouds.photos, &[PhotoId(99)]).is_none());
    // Halves of one cloud: what is held out tells nothing of them.
    let (one, other) = from.split_at(15);
    let told = held_out(&clouds.photos, [one, other], &|_| None).unwrap();
    assert!(told.accuracy() < 0.7, "{told:?}");
}

#[test]
fn a_product_does_not_vouch_for_its_own_photos() {
    let clouds = Clouds::new(60, 2, 1.0);
    let [from, to] = classes(60);
    let pairs = |photo: PhotoId| Some((photo.0 as usize - 1) / 4);
    assert_eq!(held_out(&clouds.photos, [&from, &to], &pairs).unwrap().products, 15);
    assert_eq!(held_out(&clouds.photos, [&from, &to], &|_| Some(0)), None, "nothing is left to judge by");
    assert_eq!(held_out(&clouds.photos, [&from[..1], &to], &|_| None), None);
    assert_eq!(held_out(&clouds.photos, [&from, &from], &|_| None), None, "what is of both is of neither");
}
