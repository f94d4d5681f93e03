//! Maps of drawn clouds: groups stay together, better than by the two main directions; few photos, equal ones, an end, and what comes later.

use super::*;
use crate::clouds::Clouds;
use crate::search::Searchable;
use base::{PhotoId, Progress};
use catalog::KeptMap;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

fn whole(photos: &Searchable) -> KeptMap {
    lay_out(photos, &Progress::default(), &|| false).unwrap()
}

/// Of each photo's `k` nearest on the map, the share that are among its `k` nearest by vector.
fn preserved(photos: &Searchable, map: &KeptMap, k: usize) -> f64 {
    let near = |score: &dyn Fn(usize, usize) -> f32, of: usize| -> HashSet<usize> {
        let mut others: Vec<usize> = (0..map.places.len()).filter(|other| *other != of).collect();
        others.sort_by(|a, b| score(of, *b).total_cmp(&score(of, *a)));
        others.into_iter().take(k).collect()
    };
    let vectors: Vec<_> = map.places.iter().map(|place| photos.vector(place.photo).unwrap()).collect();
    let alike = |a: usize, b: usize| vectors[a].dot(&vectors[b]);
    let beside = |a: usize, b: usize| -apart(map.places[a].at, map.places[b].at);
    let kept: usize = (0..map.places.len()).map(|of| near(&alike, of).intersection(&near(&beside, of)).count()).sum();
    kept as f64 / (k * map.places.len()) as f64
}

/// The share of photos whose nearest on the map is of their own cloud.
fn together(clouds: &Clouds, map: &KeptMap) -> f64 {
    let of = |place: usize| clouds.truth(map.places[place].photo);
    let nearest = |place: usize| {
        let others = (0..map.places.len()).filter(|other| *other != place);
        others.min_by(|a, b| apart(map.places[place].at, map.places[*a].at).total_cmp(&apart(map.places[place].at, map.places[*b].at)))
    };
    (0..map.places.len()).filter(|place| nearest(*place).is_some_and(|other| of(other) == of(*place))).count() as f64
        / map.places.len() as f64
}

fn apart(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[test]
fn clouds_stay_together_better_than_by_the_two_main_directions() {
    let clouds = Clouds::new(600, 12, 1.0);
    let flat = rough(&clouds.photos, &|| false).unwrap();
    let map = whole(&clouds.photos);
    assert_eq!((flat.places.len(), map.places.len(), map.sampled), (600, 600, 600));
    let (flat_share, share) = (together(&clouds, &flat), together(&clouds, &map));
    assert!(share > 0.95 && share > flat_share + 0.2, "{share} of the map, {flat_share} of the rough one");
    let (flat_kept, kept) = (preserved(&clouds.photos, &flat, 10), preserved(&clouds.photos, &map, 10));
    assert!(kept > 2.0 * flat_kept, "{kept} of the map, {flat_kept} of the rough one");
}

#[test]
fn the_same_photos_lie_the_same_every_time_and_whatever_the_threads() {
    let clouds = Clouds::new(200, 5, 1.0);
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(whole(&clouds.photos), alone.install(|| whole(&clouds.photos)));
}

#[test]
fn few_photos_are_laid_out_all_the_same() {
    for count in [0, 1, 2, 3, 10] {
        let clouds = Clouds::new(count, 2, 1.0);
        let places = [rough(&clouds.photos, &|| false).unwrap(), whole(&clouds.photos)].map(|map| map.places);
        assert!(places.iter().all(|places| places.len() == count && places.iter().all(|place| place.at.iter().all(|at| at.is_finite()))));
    }
}

#[test]
fn an_end_is_an_end_and_progress_comes_to_the_whole() {
    let clouds = Clouds::new(120, 4, 1.0);
    let progress = Progress::default();
    lay_out(&clouds.photos, &progress, &|| false).unwrap();
    assert_eq!(progress.read().done, progress.read().total);
    let asked = AtomicUsize::new(0);
    let half = Progress::default();
    assert_eq!(lay_out(&clouds.photos, &half, &|| asked.fetch_add(1, Relaxed) > 100), None);
    assert!(half.read().done < half.read().total);
}

#[test]
fn photos_that_come_later_stand_with_their_cloud_and_move_nobody() {
    let all = Clouds::new(400, 8, 1.0);
    let mut kept = whole(&all.photos);
    // As if the map had been made before the last 100 came.
    kept.places.retain(|place| place.photo.0 <= 300);
    kept.sampled = kept.places.len();
    let Some(Extended::Map(map)) = extend(&all.photos, &kept, &Progress::default(), &|| false) else { panic!("it says enough") };
    assert_eq!((map.places.len(), map.sampled, &map.places[..300]), (400, 300, &kept.places[..]));
    assert!(together(&all, &map) > 0.95, "{}", together(&all, &map));
    assert!(is_whole(&all.photos, &map) && !is_whole(&all.photos, &kept));
    assert_eq!(extend(&all.photos, &map, &Progress::default(), &|| true), Some(Extended::Map(map)), "there is nothing to do");
}

#[test]
fn a_map_of_other_photos_or_other_making_is_laid_out_again() {
    let (all, few) = (Clouds::new(100, 4, 1.0), Clouds::new(40, 4, 1.0));
    let map = whole(&few.photos);
    let extended = |map: &KeptMap| extend(&all.photos, map, &Progress::default(), &|| false).unwrap();
    assert_eq!(extended(&map), Extended::Outdated, "too few of the photos were laid out");
    assert_eq!(extended(&KeptMap { method: METHOD + 1, ..whole(&all.photos) }), Extended::Outdated);
    let mut other = whole(&all.photos);
    other.places.iter_mut().for_each(|place| place.seen += 1);
    assert_eq!(extended(&other), Extended::Outdated, "all vectors are other ones");
}

#[test]
fn equal_photos_that_were_not_laid_out_stand_on_one_another() {
    let near: Vec<cloud::Near> = (0..5).map(|place| cloud::Near { place, apart: 0.0 }).collect();
    let at = |place: u32| [place as f32, 1.0];
    let stands = || settle::settle(&near, at).map(f32::to_bits);
    assert_eq!(stands(), stands());
    let weights = affinity::weights(&near, 3.0);
    assert!(weights.iter().all(|weight| (weight - 0.2).abs() < 1e-6), "of equal ones each counts the same: {weights:?}");
    let by_photo: HashMap<PhotoId, [f32; 2]> = whole(&Clouds::new(30, 1, 1.0).photos).places.iter().map(|p| (p.photo, p.at)).collect();
    assert_eq!(by_photo.len(), 30);
}
