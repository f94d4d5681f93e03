//! Groups of photos that belong together and that nobody has told apart.

use super::alike::Alike;
use super::best::{Standing, ranked};
use crate::search::Searchable;
use base::{Photo, PhotoId, natural};
use std::collections::{HashMap, HashSet};

/// Pairs that a person called no duplicates, the lower id first.
pub type Distinct = HashSet<(PhotoId, PhotoId)>;

/// Why photos stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same bytes.
    Exact,
    /// Shots of one camera in a row.
    Burst,
    /// The same picture, edited or saved again.
    Near,
}

impl Kind {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Burst => "burst",
            Self::Near => "near",
        }
    }
}

/// Photos of which one is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Why they stand together.
    pub kind: Kind,
    /// Two or more: the best, then the others in the order of taking.
    pub photos: Vec<Member>,
}

/// A photo of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which photo.
    pub photo: PhotoId,
    /// Why it is the best, or not.
    pub standing: Standing,
}

/// The groups by kind, then by the name of their best. A pair stands in one group at most.
pub fn groups(alike: &Alike, distinct: &Distinct, searchable: &Searchable) -> Vec<Group> {
    let apart = |a: PhotoId, b: PhotoId| distinct.contains(&(a.min(b), a.max(b)));
    let exact = alike.exact.iter().flat_map(|same| parted(same, &apart));
    let bursts: Vec<Vec<PhotoId>> = alike.bursts.iter().flat_map(|burst| parted(burst, &apart)).collect();
    let near = near(alike, &bursts, &apart, searchable);
    let kinds = [(Kind::Exact, exact.collect()), (Kind::Burst, bursts), (Kind::Near, near)];
    let all = kinds.into_iter().flat_map(|(kind, groups): (Kind, Vec<Vec<PhotoId>>)| groups.into_iter().map(move |group| (kind, group)));
    let mut groups: Vec<Group> = all.filter_map(|(kind, photos)| group(kind, &photos, alike, searchable)).collect();
    let name =
        |group: &Group| group.photos.first().and_then(|best| searchable.photo(best.photo)).map(|photo| natural::path_key(&photo.path));
    groups.sort_by_cached_key(|group| (group.kind, name(group)));
    groups
}

/// Each photo with the first others that it was not told apart from.
fn parted(photos: &[PhotoId], apart: &dyn Fn(PhotoId, PhotoId) -> bool) -> Vec<Vec<PhotoId>> {
    let mut parts: Vec<Vec<PhotoId>> = Vec::new();
    for photo in photos {
        match parts.iter_mut().find(|part| !part.iter().any(|other| apart(*other, *photo))) {
            Some(part) => part.push(*photo),
            None => parts.push(vec![*photo]),
        }
    }
    parts.retain(|part| part.len() > 1);
    parts
}

/// Each photo that nobody has taken yet, the one with most pixels first, takes those that are its own copies: copies of copies do not make
/// chains. Of a burst one frame at most stands in such a group, since its frames are told already.
fn near(alike: &Alike, bursts: &[Vec<PhotoId>], apart: &dyn Fn(PhotoId, PhotoId) -> bool, searchable: &Searchable) -> Vec<Vec<PhotoId>> {
    let burst_of: HashMap<PhotoId, usize> = bursts.iter().enumerate().flat_map(|(n, burst)| burst.iter().map(move |p| (*p, n))).collect();
    let mut copies: HashMap<PhotoId, Vec<PhotoId>> = HashMap::new();
    for (a, b) in &alike.near {
        copies.entry(*a).or_default().push(*b);
        copies.entry(*b).or_default().push(*a);
    }
    let pixels = |id: &PhotoId| searchable.photo(*id).map_or(0, |photo| u64::from(photo.width) * u64::from(photo.height));
    let mut heads: Vec<PhotoId> = copies.keys().copied().collect();
    heads.sort_unstable_by_key(|id| (std::cmp::Reverse(pixels(id)), *id));
    let mut taken: HashSet<PhotoId> = HashSet::new();
    let mut groups = Vec::new();
    for head in heads {
        if taken.contains(&head) {
            continue;
        }
        let mut group = vec![head];
        let mut own = copies.get(&head).cloned().unwrap_or_default();
        own.sort_unstable();
        for copy in own {
            let same_burst = |other: &PhotoId| burst_of.get(other).is_some_and(|n| burst_of.get(&copy) == Some(n));
            if !taken.contains(&copy) && !group.iter().any(|other| apart(*other, copy) || same_burst(other)) {
                group.push(copy);
            }
        }
        if group.len() > 1 {
            taken.extend(group.iter().copied());
            groups.push(group);
        }
    }
    groups
}

/// `None` where fewer than two of the photos are still there.
fn group(kind: Kind, photos: &[PhotoId], alike: &Alike, searchable: &Searchable) -> Option<Group> {
    let photos: Vec<&Photo> = photos.iter().filter_map(|id| searchable.photo(*id)).filter(|photo| !photo.missing).collect();
    let print = |photo: &Photo| alike.prints.get(&photo.id);
    (photos.len() > 1).then(|| {
        let members = ranked(kind, &photos, &print).into_iter().map(|(photo, standing)| Member { photo: photo.id, standing });
        Group { kind, photos: members.collect() }
    })
}
