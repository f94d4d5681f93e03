//! Which photo here is which photo there: by what the file holds, and of equal ones by where it lies.

use super::told::Place;
use base::PhotoId;
use std::collections::{HashMap, HashSet};

/// A photo here that another one there stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paired {
    /// Here.
    pub photo: PhotoId,
    /// It holds what it held there.
    pub same_content: bool,
}

/// For photos there, those here; each is paired once. First those of the same content at the same place, then of the same content at the same place below
/// another root, then of the same content anywhere, and last whatever lies at the same place: it was changed since.
pub fn pair(ours: &[Place], theirs: &[Place]) -> HashMap<PhotoId, Paired> {
    let mut pairing = Pairing { ours, theirs, taken: HashSet::new(), pairs: HashMap::new() };
    pairing.by(true, |place| (&*place.root, &*place.path, place.hash));
    pairing.by(true, |place| (&*place.path, place.hash));
    pairing.by(true, |place| place.hash);
    pairing.by(false, |place| (&*place.root, &*place.path));
    pairing.pairs
}

struct Pairing<'a> {
    ours: &'a [Place],
    theirs: &'a [Place],
    taken: HashSet<PhotoId>,
    pairs: HashMap<PhotoId, Paired>,
}

impl<'a> Pairing<'a> {
    fn by<K: Eq + std::hash::Hash>(&mut self, same_content: bool, key: impl Fn(&'a Place) -> K) {
        let mut free: HashMap<K, Vec<PhotoId>> = HashMap::new();
        // The first of equal ones last, so that it is taken first.
        for place in self.ours.iter().rev().filter(|place| !self.taken.contains(&place.photo)) {
            free.entry(key(place)).or_default().push(place.photo);
        }
        for place in self.theirs {
            if self.pairs.contains_key(&place.photo) {
                continue;
            }
            if let Some(photo) = free.get_mut(&key(place)).and_then(Vec::pop) {
                self.taken.insert(photo);
                self.pairs.insert(place.photo, Paired { photo, same_content });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::ContentHash;
    use std::path::Path;

    fn place(photo: i64, root: &str, path: &str, content: u8) -> Place {
        Place { photo: PhotoId(photo), root: Path::new(root).into(), path: path.into(), hash: ContentHash([content; 32]) }
    }

    #[test]
    fn content_tells_photos_and_of_equal_ones_the_place() {
        let theirs = [
            place(1, "/a", "x.jpg", 1),
            place(2, "/a", "copy of x.jpg", 1),
            place(3, "/a", "moved.jpg", 3),
            place(4, "/a", "changed.jpg", 4),
            place(5, "/a", "gone.jpg", 5),
            place(6, "/a", "away.jpg", 6),
        ];
        let ours = [
            place(10, "/a", "copy of x.jpg", 1),
            place(11, "/a", "x.jpg", 1),
            place(12, "/a", "elsewhere/moved.jpg", 3),
            place(13, "/a", "changed.jpg", 40),
            place(14, "/b", "away.jpg", 6),
            place(15, "/a", "away too.jpg", 6),
        ];
        let pairs = pair(&ours, &theirs);
        let found = |photo| pairs.get(&PhotoId(photo)).map(|paired| (paired.photo.0, paired.same_content));
        assert_eq!(
            [1, 2, 3, 4, 5, 6].map(found),
            [Some((11, true)), Some((10, true)), Some((12, true)), Some((13, false)), None, Some((14, true))]
        );
    }

    #[test]
    fn no_photo_is_two() {
        let theirs: Vec<Place> = (0..3).map(|n| place(n, "/a", &format!("{n}.jpg"), 1)).collect();
        let ours = [place(7, "/a", "other.jpg", 1), place(8, "/a", "2.jpg", 9)];
        let pairs = pair(&ours, &theirs);
        assert_eq!(pairs.len(), 2);
        assert_eq!(pairs[&PhotoId(0)], Paired { photo: PhotoId(7), same_content: true });
        assert_eq!(pairs[&PhotoId(2)], Paired { photo: PhotoId(8), same_content: false });
    }
}
