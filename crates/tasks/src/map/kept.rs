//! Maps of the photos of a catalogue: a rough one, a whole one, and one that is kept with the photos that came since.

use super::affinity::Pull;
use super::cloud::{Cancelled, Cloud, Near, Present, nearest};
use super::descent::{STEPS, descend};
use super::settle::{ASKED, settle};
use super::{METHOD, SAMPLE};
use crate::review::mixed;
use crate::search::Searchable;
use base::{PhotoId, Progress};
use catalog::{KeptMap, MapPlace};
use std::collections::{HashMap, HashSet};

/// About so many neighbours of a point count.
const PERPLEXITY: f32 = 30.0;
/// Where fewer than this share of the photos took part when a kept map was laid out, another one is.
const LEAST_SHARE: f64 = 0.5;
/// Photos that are placed between two tellings of how far it is.
const BATCH: usize = 1024;

/// By the two main directions, at once. `None` where it was cancelled.
pub fn rough(searchable: &Searchable, cancelled: Cancelled<'_>) -> Option<KeptMap> {
    let cloud = Present::of(searchable).in_dimensions(searchable, 2, cancelled)?;
    let places = (0..cloud.present.photos.len()).map(|place| cloud.placed(place, flat(cloud.point(place)))).collect();
    Some(KeptMap { method: METHOD, sampled: 0, places })
}

/// Lays the photos out. `None` where it was cancelled.
pub fn lay_out(searchable: &Searchable, progress: &Progress, cancelled: Cancelled<'_>) -> Option<KeptMap> {
    let cloud = Present::of(searchable).among_neighbours(searchable, cancelled)?;
    let sample = sample(&cloud.present.photos);
    let sampled: HashSet<usize> = sample.iter().copied().collect();
    let others: Vec<usize> = (0..cloud.present.photos.len()).filter(|place| !sampled.contains(place)).collect();
    progress.set_total((STEPS + others.len().div_ceil(BATCH)) as u64);
    let perplexity = PERPLEXITY.min(sample.len().saturating_sub(1) as f32 / 3.0).max(1.0);
    let near = nearest(&cloud.points(&sample), &cloud.columns(&sample), (3.0 * perplexity) as usize, true, cancelled)?;
    let first: Vec<[f32; 2]> = sample.iter().map(|place| flat(cloud.point(*place))).collect();
    let at = descend(&first, &Pull::of(&near, perplexity), progress, cancelled)?;
    let mut places: Vec<MapPlace> = sample.iter().zip(&at).map(|(place, at)| cloud.placed(*place, *at)).collect();
    places.extend(settled(&cloud, &others, (&sample, &at), progress, cancelled)?);
    Some(KeptMap { method: METHOD, sampled: sample.len(), places })
}

/// What of a kept map still holds.
struct Standing {
    /// The places of photos that are there, by their vectors, each with the photo's place among those.
    places: Vec<(MapPlace, usize)>,
    /// So many of them, the first ones, were laid out.
    laid_out: usize,
    present: Present,
}

impl Standing {
    /// `None` where the map says too little of the photos as they are now, and they want to be laid out.
    fn of(searchable: &Searchable, kept: &KeptMap) -> Option<Self> {
        let present = Present::of(searchable);
        let place_of: HashMap<(PhotoId, u64), usize> = present.photos.iter().copied().zip(present.seen.iter().copied()).zip(0..).collect();
        let here = |place: &MapPlace| Some((*place, *place_of.get(&(place.photo, place.seen))?));
        let laid_out = kept.places.iter().take(kept.sampled).filter_map(here).count();
        let enough = (present.photos.len().min(SAMPLE) as f64 * LEAST_SHARE).ceil() as usize;
        let holds = kept.method == METHOD && laid_out >= enough.max(1);
        holds.then(|| Self { places: kept.places.iter().filter_map(here).collect(), laid_out, present })
    }

    fn is_whole(&self) -> bool {
        self.places.len() == self.present.photos.len()
    }
}

/// Every photo is on the kept map.
pub fn is_whole(searchable: &Searchable, kept: &KeptMap) -> bool {
    Standing::of(searchable, kept).is_some_and(|standing| standing.is_whole())
}

/// What becomes of a kept map.
#[derive(Debug, PartialEq)]
pub enum Extended {
    /// Without the photos that are gone, and with those that came since.
    Map(KeptMap),
    /// It says too little of the photos as they are now: they want to be laid out.
    Outdated,
}

/// The map that was kept, for the photos as they are now. `None` where it was cancelled.
pub fn extend(searchable: &Searchable, kept: &KeptMap, progress: &Progress, cancelled: Cancelled<'_>) -> Option<Extended> {
    let Some(standing) = Standing::of(searchable, kept) else { return Some(Extended::Outdated) };
    let whole = standing.is_whole();
    let Standing { places: here, laid_out, present } = standing;
    let mut places: Vec<MapPlace> = here.iter().map(|(place, _)| *place).collect();
    if !whole {
        let mut known = vec![false; present.photos.len()];
        for (_, place) in &here {
            known[*place] = true;
        }
        let new: Vec<usize> = (0..known.len()).filter(|place| !known[*place]).collect();
        progress.set_total(new.len().div_ceil(BATCH) as u64);
        let cloud = present.among_neighbours(searchable, cancelled)?;
        let anchors: Vec<usize> = here[..laid_out].iter().map(|(_, place)| *place).collect();
        let at: Vec<[f32; 2]> = here[..laid_out].iter().map(|(place, _)| place.at).collect();
        places.extend(settled(&cloud, &new, (&anchors, &at), progress, cancelled)?);
    }
    Some(Extended::Map(KeptMap { method: METHOD, sampled: laid_out, places }))
}

/// Places photos among those that are laid out.
fn settled(
    cloud: &Cloud,
    photos: &[usize],
    (anchors, at): (&[usize], &[[f32; 2]]),
    progress: &Progress,
    cancelled: Cancelled<'_>,
) -> Option<Vec<MapPlace>> {
    let columns = cloud.columns(anchors);
    let mut places = Vec::with_capacity(photos.len());
    for batch in photos.chunks(BATCH) {
        let near = nearest(&cloud.points(batch), &columns, ASKED, false, cancelled)?;
        let place = |(place, near): (&usize, &Vec<Near>)| cloud.placed(*place, settle(near, |anchor| at[anchor as usize]));
        places.extend(batch.iter().zip(&near).map(place));
        progress.advance(1);
    }
    Some(places)
}

/// Which are laid out: scattered over all, the same ones whenever they are the same photos, and mostly the same when some came.
fn sample(photos: &[PhotoId]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..photos.len()).collect();
    if all.len() > SAMPLE {
        all.select_nth_unstable_by_key(SAMPLE - 1, |place| mixed(0, photos[*place]));
        all.truncate(SAMPLE);
        all.sort_unstable();
    }
    all
}

fn flat(point: &[f32]) -> [f32; 2] {
    [0, 1].map(|axis| point.get(axis).copied().unwrap_or_default())
}

impl Cloud {
    fn placed(&self, place: usize, at: [f32; 2]) -> MapPlace {
        MapPlace {
            photo: self.present.photos[place],
            seen: self.present.seen[place],
            at: at.map(|at| if at.is_finite() { at } else { 0.0 }),
        }
    }
}
