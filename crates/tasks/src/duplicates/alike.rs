//! Which photos belong together, before a person said anything.

use super::bursts::rows_of_shots;
use super::candidates::candidates;
use super::pixels::{Asked, BURST, DETAIL, Difference, Little, NEAR, SHIFT, WORST, detail, detail_alike, difference};
use crate::decoded::decode;
use crate::search::Searchable;
use base::{ContentHash, Fingerprint, Photo, PhotoId, Progress, Rgb8, natural, path_bytes};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Pairs that are compared between two looks at whether that is still wanted.
const PART: usize = 512;

/// Where pixels come from.
pub struct Sources<'a> {
    /// A photo's thumbnail as it is stored, where there is one.
    pub thumbnail: &'a dyn Fn(&Photo) -> Option<Vec<u8>>,
    /// A photo's file.
    pub file: &'a (dyn Fn(&Photo) -> Option<Vec<u8>> + Sync),
}

/// What was found out about the photos of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// Photos of the same bytes, two or more.
    pub(super) exact: Vec<Vec<PhotoId>>,
    /// Shots in a row that look alike, two or more, in the order of taking.
    pub(super) bursts: Vec<Vec<PhotoId>>,
    /// Pairs of near copies.
    pub(super) near: HashSet<(PhotoId, PhotoId)>,
    /// Of photos that stand in any of these.
    pub(super) prints: Prints,
    /// Fingerprints that were not there before, to be kept.
    pub made: Vec<(PhotoId, Fingerprint)>,
}

/// Fingerprints by photo.
pub type Prints = HashMap<PhotoId, Fingerprint>;

/// Compares photos that are there. `prints` are the fingerprints that are kept. `None` once `cancelled` says so.
pub fn alike(
    searchable: &Searchable,
    mut prints: Prints,
    sources: &Sources<'_>,
    progress: &Progress,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Alike> {
    let mut by_hash: BTreeMap<ContentHash, Vec<&Photo>> = BTreeMap::new();
    for photo in searchable.photos().iter().filter(|photo| !photo.missing) {
        by_hash.entry(photo.hash).or_default().push(photo);
    }
    let first = |photo: &&Photo| (photo.path.components().count(), natural::key(&photo.name()), path_bytes::to_bytes(&photo.path));
    for same in by_hash.values_mut() {
        same.sort_by_cached_key(first);
    }
    // One of each content stands for its copies.
    let mut photos: Vec<&Photo> = by_hash.values().filter_map(|same| same.first().copied()).collect();
    photos.sort_unstable_by_key(|photo| photo.id);
    let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    let least = 2 * ids.len() as u64;
    progress.set_total(least);
    let rows = rows_of_shots(&photos);
    let pairs = candidates(searchable, &ids, progress, cancelled)?;
    let asked: HashSet<usize> = rows.iter().flatten().copied().chain(pairs.iter().flat_map(|(a, b)| [*a, *b])).collect();
    let wanting: Vec<&Photo> = photos
        .iter()
        .enumerate()
        .filter(|(place, photo)| asked.contains(place) && !prints.contains_key(&photo.id))
        .map(|(_, p)| *p)
        .collect();
    progress.set_total(least + wanting.len() as u64);
    let made = fill(&wanting, sources, progress, cancelled)?;
    prints.extend(made.iter().cloned());
    let littles: Vec<Option<Little<'_>>> =
        photos.par_iter().map(|photo| prints.get(&photo.id).map(|print| Little::new(print, photo.width, photo.height))).collect();
    let compared = |a: usize, b: usize, asked| difference(littles[a].as_ref()?, littles[b].as_ref()?, asked);
    let bursts = bursts(&rows, &|a, b| compared(a, b, Asked::Burst).is_some_and(|found| found.left <= BURST));
    let mut close: Vec<(usize, usize, Difference)> = Vec::new();
    for part in pairs.chunks(PART) {
        if cancelled() {
            return None;
        }
        let found = part.par_iter().filter_map(|(a, b)| Some((*a, *b, compared(*a, *b, Asked::Near)?)));
        close.par_extend(found.filter(|(_, _, found)| found.left <= NEAR && found.worst <= WORST && found.shift <= SHIFT));
        progress.advance((part.len() * ids.len() / pairs.len()) as u64);
    }
    let near = in_detail(&photos, &close, sources, cancelled)?;
    drop(littles);
    let id = |place: usize| photos[place].id;
    let exact: Vec<Vec<PhotoId>> =
        by_hash.into_values().filter(|same| same.len() > 1).map(|same| same.iter().map(|photo| photo.id).collect()).collect();
    let mut alike = Alike {
        exact,
        bursts: bursts.into_iter().map(|burst| burst.into_iter().map(id).collect()).collect(),
        near: near.into_iter().map(|(a, b)| (id(a), id(b))).collect(),
        prints,
        made,
    };
    let used: HashSet<PhotoId> = alike.bursts.iter().flatten().copied().chain(alike.near.iter().flat_map(|(a, b)| [*a, *b])).collect();
    alike.prints.retain(|photo, _| used.contains(photo));
    Some(alike)
}

/// Makes the fingerprints that are not there: those of photos that an older version of the program has indexed.
fn fill(
    wanting: &[&Photo],
    sources: &Sources<'_>,
    progress: &Progress,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<(PhotoId, Fingerprint)>> {
    let mut made = Vec::new();
    for part in wanting.chunks(PART) {
        if cancelled() {
            return None;
        }
        let print = |photo: &&Photo| Some((photo.id, photo::fingerprint(&decoded(&(sources.file)(photo)?)?)?));
        made.par_extend(part.par_iter().filter_map(print));
        progress.advance(part.len() as u64);
    }
    Some(made)
}

fn decoded(bytes: &[u8]) -> Option<Rgb8> {
    Some(decode(bytes, 0).ok()?.pixels)
}

/// Rows of shots cut where two that follow one another do not look alike.
fn bursts(rows: &[Vec<usize>], alike: &(dyn Fn(usize, usize) -> bool + Sync)) -> Vec<Vec<usize>> {
    let cut = |row: &Vec<usize>| -> Vec<Vec<usize>> {
        row.chunk_by(|a, b| alike(*a, *b)).filter(|burst| burst.len() > 1).map(<[usize]>::to_vec).collect()
    };
    rows.par_iter().flat_map_iter(cut).collect()
}

/// The pairs whose fine detail agrees.
fn in_detail(
    photos: &[&Photo],
    close: &[(usize, usize, Difference)],
    sources: &Sources<'_>,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<(usize, usize)>> {
    let mut details: HashMap<usize, Vec<u8>> = HashMap::new();
    let mut near = Vec::new();
    for part in close.chunks(PART) {
        if cancelled() {
            return None;
        }
        let asked: HashSet<usize> = part.iter().flat_map(|(a, b, _)| [*a, *b]).filter(|place| !details.contains_key(place)).collect();
        // The file of thumbnails is read by one thread; they are decoded by all.
        let stored: Vec<(usize, Option<Vec<u8>>)> = asked.into_iter().map(|place| (place, (sources.thumbnail)(photos[place]))).collect();
        let made = stored.into_par_iter().filter_map(|(place, stored)| {
            let small = stored.and_then(|bytes| photo::decode_thumbnail(&bytes).ok());
            Some((place, detail(&small.or_else(|| decoded(&(sources.file)(photos[place])?))?)?))
        });
        details.par_extend(made);
        let agrees = |(a, b, found): &(usize, usize, Difference)| {
            let (first, second) = (details.get(a)?, details.get(b)?);
            (detail_alike(first, second, found) >= DETAIL).then_some((*a, *b))
        };
        near.par_extend(part.par_iter().filter_map(agrees));
    }
    Some(near)
}
