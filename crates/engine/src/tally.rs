//! What the decisions about the photos that are there come to. A step is counted by the photos that it changed, not by all photos again.

use base::{LabelId, MarkTotals, PhotoId, Photos, TagBook};
use std::collections::HashMap;
use std::sync::Arc;
use tasks::exchange::TagCounts;

/// Sums over photos that are not missing.
#[derive(Default)]
pub struct Tally {
    photos: Arc<Photos>,
    /// Photos that have each label accepted.
    pub accepted: HashMap<LabelId, u64>,
    /// Without the products.
    pub counts: TagCounts,
    pub marks: MarkTotals,
}

impl Tally {
    pub fn of(photos: &Arc<Photos>, book: &TagBook) -> Self {
        let mut tally = Self { photos: Arc::clone(photos), ..Self::default() };
        for photo in photos.iter().filter(|photo| !photo.missing) {
            tally.add(book, photo.id);
        }
        tally
    }

    /// Whether these are the photos that it is of.
    pub fn is_of(&self, photos: &Arc<Photos>) -> bool {
        Arc::ptr_eq(&self.photos, photos)
    }

    /// Before and after what the book says of these photos, each named once, is replaced.
    pub fn around<T>(&mut self, book: &mut TagBook, photos: &[PhotoId], replace: impl FnOnce(&mut TagBook) -> T) -> T {
        let there: Vec<PhotoId> = photos.iter().copied().filter(|photo| self.is_there(*photo)).collect();
        for photo in &there {
            self.take(book, *photo);
        }
        let replaced = replace(book);
        for photo in &there {
            self.add(book, *photo);
        }
        replaced
    }

    fn is_there(&self, photo: PhotoId) -> bool {
        self.photos.find(photo).is_some_and(|photo| !photo.missing)
    }

    fn add(&mut self, book: &TagBook, photo: PhotoId) {
        for label in book.accepted(photo).filter_map(|tag| tag.label) {
            *self.accepted.entry(label).or_default() += 1;
        }
        self.counts.add(book, photo);
        self.marks.add(book.marks.of(photo));
    }

    fn take(&mut self, book: &TagBook, photo: PhotoId) {
        for label in book.accepted(photo).filter_map(|tag| tag.label) {
            self.accepted.entry(label).and_modify(|photos| *photos -= 1);
        }
        self.accepted.retain(|_, photos| *photos > 0);
        self.counts.take(book, photo);
        self.marks.take(book.marks.of(photo));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{ColourLabel, Decision, Flag, LabelSetId, Marks, Photo, Provenance, Source, Stars, Tag};

    /// What somebody decides about a photo in the round `n`.
    fn decided(photo: PhotoId, n: u64) -> (Vec<Tag>, Marks) {
        let provenance = Provenance::of(Source::Person, 0);
        let tag = |label: u64| Tag {
            photo,
            set: LabelSetId(1),
            label: (label > 0).then_some(LabelId(label as i64)),
            decision: [Decision::None, Decision::Accepted, Decision::Rejected][label as usize % 3],
            provenance: provenance.clone(),
            revision: 1,
            stale: false,
        };
        let tags = (0..n % 3).map(|i| tag((n + i) % 7)).filter(|tag| (tag.decision == Decision::None) == tag.label.is_none()).collect();
        let flag = [None, Some(Flag::Pick), Some(Flag::Reject)][n as usize % 3];
        (tags, Marks { flag, stars: Stars::new((n % 7) as u8), colour: ColourLabel::ALL.get(n as usize % 8).copied() })
    }

    #[test]
    fn what_is_counted_step_by_step_is_what_is_counted_at_once() {
        let photos: Arc<Photos> = Arc::new((1..=40).map(|id| Photo { missing: id % 5 == 0, ..Photo::sample(id, "a.jpg") }).collect());
        let mut book = TagBook::default();
        let mut tally = Tally::of(&photos, &book);
        for n in 0..200_u64 {
            // Some are missing, and one was never there.
            let changed: Vec<PhotoId> = (0..n % 4).map(|i| PhotoId(((n * 13 + i * 7) % 42) as i64)).collect();
            tally.around(&mut book, &changed, |book| {
                for (photo, i) in changed.iter().zip(0..) {
                    let (tags, marks) = decided(*photo, n + i);
                    book.replace(&[*photo], tags);
                    book.marks.put(*photo, marks);
                }
            });
            let anew = Tally::of(&photos, &book);
            assert_eq!((&tally.accepted, tally.counts, tally.marks), (&anew.accepted, anew.counts, anew.marks), "round {n}");
        }
        assert!(tally.counts.tagged > 0 && tally.counts.none_of_these > 0 && tally.counts.photos == 32 && tally.marks.picked > 0);
        assert!(tally.is_of(&photos) && !tally.is_of(&Arc::new(Photos::clone(&photos))));
    }
}
