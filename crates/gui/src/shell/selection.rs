//! Which photos are selected: a cursor (the inspector shows it), an anchor (Shift reaches from it) and a set.

use base::PhotoId;
use engine::protocol::Hit;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// How a photo is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This one and no other.
    Only,
    /// This one too, or no longer (Ctrl).
    Toggle,
    /// All from the anchor to this one (Shift).
    Extend,
    /// The cursor moves there, the selection stays (Ctrl and an arrow).
    Visit,
}

/// The selection. It holds ids, so that it outlives a new order of the grid.
#[derive(Debug, Default)]
pub struct Selection {
    set: HashSet<PhotoId>,
    cursor: Option<PhotoId>,
    anchor: Option<PhotoId>,
    /// Position of the cursor when it was last looked up; a guess that is checked.
    index: Option<usize>,
    /// What was selected when the rubber band was begun.
    band: HashSet<PhotoId>,
    /// Counts the changes, so that what is made from the set is made once a change.
    version: u64,
}

impl Selection {
    /// The photo that the inspector shows.
    pub fn cursor(&self) -> Option<PhotoId> {
        self.cursor
    }

    /// Grows with every change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many are selected.
    pub fn count(&self) -> usize {
        self.set.len()
    }

    /// Whether this one is.
    pub fn contains(&self, photo: PhotoId) -> bool {
        self.set.contains(&photo)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = PhotoId> + '_ {
        self.set.iter().copied()
    }

    /// Where the cursor stands in the grid.
    pub fn index(&self, hits: &[Hit]) -> Option<usize> {
        let cursor = self.cursor?;
        let known = self.index.filter(|&i| hits.get(i).is_some_and(|h| h.photo == cursor));
        known.or_else(|| position(hits, cursor))
    }

    /// Where the cursor stood when it was last looked up.
    pub fn last_index(&self) -> Option<usize> {
        self.index.filter(|_| self.cursor.is_some())
    }

    /// Picks the photo at a position of the grid.
    pub fn pick(&mut self, hits: &[Hit], index: usize, reach: Reach) {
        let Some(photo) = hits.get(index).map(|h| h.photo) else { return };
        self.version += 1;
        match reach {
            Reach::Only => {
                self.set.clear();
                self.set.insert(photo);
                self.anchor = Some(photo);
            }
            Reach::Toggle => {
                if !self.set.remove(&photo) {
                    self.set.insert(photo);
                }
                self.anchor = Some(photo);
            }
            Reach::Extend => {
                let anchor = self.anchor.and_then(|a| position(hits, a)).unwrap_or(index);
                self.set = hits[anchor.min(index)..=anchor.max(index)].iter().map(|h| h.photo).collect();
                self.anchor = hits.get(anchor).map(|h| h.photo);
            }
            Reach::Visit => {}
        }
        self.cursor = Some(photo);
        self.index = Some(index);
    }

    /// Shows a photo that the grid may not hold.
    pub fn visit(&mut self, hits: &[Hit], photo: PhotoId) {
        self.version += 1;
        self.set = HashSet::from([photo]);
        self.cursor = Some(photo);
        self.anchor = Some(photo);
        self.index = position(hits, photo);
    }

    /// Selects everything in the grid.
    pub fn all(&mut self, hits: &[Hit]) {
        self.version += 1;
        self.set = hits.iter().map(|h| h.photo).collect();
        if self.index(hits).is_none() {
            self.cursor = hits.first().map(|h| h.photo);
            self.index = self.cursor.map(|_| 0);
        }
    }

    /// Selects these and no other; the cursor stays.
    pub fn these(&mut self, photos: &[PhotoId]) {
        self.version += 1;
        self.set = photos.iter().copied().collect();
        self.anchor = self.cursor;
    }

    /// Selects nothing.
    pub fn clear(&mut self) {
        *self = Self { version: self.version + 1, ..Self::default() };
    }

    /// A rubber band begins.
    pub fn begin_band(&mut self) {
        self.band = self.set.clone();
    }

    /// The rubber band holds these cells now.
    pub fn band(&mut self, hits: &[Hit], cells: &[Range<usize>], keep: bool) {
        self.version += 1;
        self.set = if keep { self.band.clone() } else { HashSet::new() };
        let inside = cells.iter().filter_map(|r| hits.get(r.start..r.end.min(hits.len()))).flatten();
        self.set.extend(inside.map(|h| h.photo));
        let first = cells.first().map(|r| r.start).filter(|&i| i < hits.len());
        if let Some(first) = first {
            self.cursor = Some(hits[first].photo);
            self.anchor = self.cursor;
            self.index = Some(first);
        }
    }

    /// Other photos are in the grid: what is no longer there is no longer selected. A photo that now lies in a closed stack gives way to
    /// the one that it is seen by: of each stack, `together` has the photos that were found.
    pub fn retain(&mut self, hits: &[Hit], together: &HashMap<PhotoId, Arc<[PhotoId]>>) {
        if self.set.is_empty() && self.cursor.is_none() {
            return;
        }
        let (count, cursor) = (self.set.len(), self.cursor);
        let mut kept: HashSet<PhotoId> = hits.iter().map(|h| h.photo).filter(|p| self.set.contains(p)).collect();
        let seen: HashSet<PhotoId> = hits.iter().map(|h| h.photo).filter(|p| together.contains_key(p)).collect();
        let seen_by = |photo: PhotoId| match together.get(&photo) {
            Some(stack) if !seen.contains(&photo) => stack.iter().copied().find(|other| seen.contains(other)),
            _ => Some(photo),
        };
        kept.extend(self.set.iter().filter(|photo| together.contains_key(photo)).filter_map(|photo| seen_by(*photo)));
        self.set = kept;
        self.cursor = self.cursor.and_then(seen_by);
        self.index = self.cursor.and_then(|c| position(hits, c));
        if self.index.is_none() {
            self.cursor = None;
        }
        // The same photos in another order are no change: what is made from them stays.
        self.version += u64::from((count, cursor) != (self.set.len(), self.cursor));
        if self.anchor.is_some_and(|a| !self.set.contains(&a)) {
            self.anchor = self.cursor;
        }
    }
}

fn position(hits: &[Hit], photo: PhotoId) -> Option<usize> {
    hits.iter().position(|h| h.photo == photo)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(ids: impl IntoIterator<Item = i64>) -> Vec<Hit> {
        ids.into_iter().map(|id| Hit::of(PhotoId(id), None)).collect()
    }

    fn selected(s: &Selection) -> Vec<i64> {
        let mut ids: Vec<i64> = s.iter().map(|p| p.0).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn shift_reaches_from_the_anchor_both_ways() {
        let grid = hits(0..10);
        let mut s = Selection::default();
        s.pick(&grid, 4, Reach::Only);
        s.pick(&grid, 6, Reach::Extend);
        assert_eq!(selected(&s), [4, 5, 6]);
        s.pick(&grid, 2, Reach::Extend);
        assert_eq!(selected(&s), [2, 3, 4]);
        assert_eq!(s.index(&grid), Some(2));
    }

    #[test]
    fn ctrl_adds_and_takes_away() {
        let grid = hits(0..5);
        let mut s = Selection::default();
        s.pick(&grid, 0, Reach::Only);
        s.pick(&grid, 3, Reach::Toggle);
        s.pick(&grid, 0, Reach::Toggle);
        assert_eq!(selected(&s), [3]);
    }

    #[test]
    fn a_new_order_keeps_the_selection_and_drops_what_is_gone() {
        let mut s = Selection::default();
        s.pick(&hits(0..5), 1, Reach::Only);
        s.pick(&hits(0..5), 3, Reach::Extend);
        let turned = hits([4, 3, 2, 9]);
        s.retain(&turned, &HashMap::new());
        assert_eq!(selected(&s), [2, 3]);
        assert_eq!(s.index(&turned), Some(1));
        s.retain(&hits([9]), &HashMap::new());
        assert_eq!((s.count(), s.cursor()), (0, None));
    }

    #[test]
    fn a_photo_that_a_stack_closes_over_leaves_its_place_to_the_one_that_is_seen() {
        let mut s = Selection::default();
        s.pick(&hits(0..6), 2, Reach::Only);
        s.pick(&hits(0..6), 5, Reach::Toggle);
        let stack: Arc<[PhotoId]> = [1, 2, 5].map(PhotoId).into();
        let together = stack.iter().map(|photo| (*photo, Arc::clone(&stack))).collect();
        s.retain(&hits([0, 1, 3, 4]), &together);
        assert_eq!((selected(&s), s.cursor()), (vec![1], Some(PhotoId(1))));
        s.retain(&hits([0, 1, 2, 5, 3, 4]), &together);
        assert_eq!(selected(&s), [1], "opened, the others are not selected with it");
    }

    #[test]
    fn a_rubber_band_replaces_or_adds() {
        let grid = hits(0..12);
        let mut s = Selection::default();
        s.pick(&grid, 11, Reach::Only);
        s.begin_band();
        s.band(&grid, &[0..2, 4..6], true);
        assert_eq!(selected(&s), [0, 1, 4, 5, 11]);
        s.band(&grid, std::slice::from_ref(&(0..1)), false);
        assert_eq!(selected(&s), [0]);
    }
}
