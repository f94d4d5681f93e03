//! The photos side by side as the window knows them, and how the cursor moves among them.

use crate::shell::ctx::Ctx;
use crate::shell::zoom::Zoom;
use crate::shell::{products, stacks};
use base::PhotoId;
use std::collections::HashMap;

/// Most photos of a survey: more of them would be thumbnails, which the grid shows.
pub const MOST: usize = 100;

/// The photos side by side.
#[derive(Debug, Default)]
pub struct Survey {
    /// In the order of the grid.
    pub(super) photos: Vec<PhotoId>,
    /// The place of the cursor.
    pub(super) at: usize,
    /// The one that the others are held against; without one all are seen at once.
    pub(super) held: Option<PhotoId>,
    /// The keyboard is on the held one, so that marks go to it.
    pub(super) on_held: bool,
    /// How photos are looked at while they are not zoomed together.
    pub(super) zooms: HashMap<PhotoId, Zoom>,
    /// Columns of the last frame.
    pub(super) columns: usize,
}

impl Survey {
    /// The photo that marks go to.
    pub fn photo(&self) -> Option<PhotoId> {
        self.held.filter(|_| self.on_held).or_else(|| self.other())
    }

    /// The photo under the cursor, whatever is held against it.
    pub(super) fn other(&self) -> Option<PhotoId> {
        self.photos.get(self.at).copied()
    }

    /// What is seen, in the order in which it stands.
    pub(super) fn seen(&self) -> Vec<PhotoId> {
        match self.held {
            Some(held) => [Some(held), self.other()].into_iter().flatten().collect(),
            None => self.photos.clone(),
        }
    }

    /// The photo that comes so many after the cursor, the held one left out.
    pub(super) fn near(&self, by: isize) -> Option<PhotoId> {
        let rest: Vec<PhotoId> = self.photos.iter().copied().filter(|photo| Some(*photo) != self.held).collect();
        let at = rest.iter().position(|photo| Some(*photo) == self.other())?;
        rest.get(at.checked_add_signed(by)?).copied()
    }

    /// To the photo, where it is among them.
    pub(super) fn go_to(&mut self, photo: PhotoId) {
        self.on_held = self.held == Some(photo);
        if !self.on_held {
            self.at = self.photos.iter().position(|other| *other == photo).unwrap_or(self.at);
        }
    }

    /// Towards either end, and no further.
    pub(super) fn step(&mut self, by: isize) {
        let step = by.signum();
        for _ in 0..by.unsigned_abs() {
            match self.near(step) {
                Some(next) => self.go_to(next),
                None => break,
            }
        }
        self.on_held = false;
    }

    /// The others are held against this one; the cursor is on one of them.
    pub(super) fn hold(&mut self, photo: PhotoId) {
        self.held = Some(photo);
        self.on_held = false;
        if self.other() == Some(photo) {
            let next = if self.at + 1 < self.photos.len() { self.at + 1 } else { self.at.saturating_sub(1) };
            self.at = next;
        }
    }

    /// It is no longer among them; the next one has its place. The last two stay.
    pub(super) fn take_out(&mut self, photo: PhotoId) {
        let Some(at) = self.photos.iter().position(|other| *other == photo).filter(|_| self.can_take_out()) else { return };
        self.photos.remove(at);
        self.at = (self.at - usize::from(at < self.at)).min(self.photos.len() - 1);
        if self.held == Some(photo)
            && let Some(other) = self.other()
        {
            self.hold(other);
        } else if self.held.is_some() && self.other() == self.held {
            self.at = if self.at > 0 { self.at - 1 } else { 1 };
        }
    }

    /// Something to look at is left beside the one that is taken out.
    pub(super) fn can_take_out(&self) -> bool {
        self.photos.len() > if self.held.is_some() { 2 } else { 1 }
    }

    /// Photos that are gone from the catalogue are gone from here.
    pub(super) fn retain(&mut self, is_there: impl Fn(PhotoId) -> bool) {
        if self.photos.iter().all(|photo| is_there(*photo)) {
            return;
        }
        let cursor = self.other();
        self.photos.retain(|photo| is_there(*photo));
        self.held = self.held.filter(|held| is_there(*held) && self.photos.len() > 1);
        let at = cursor.and_then(|cursor| self.photos.iter().position(|photo| *photo == cursor));
        self.at = at.unwrap_or_else(|| self.at.min(self.photos.len().saturating_sub(1)));
        if let Some(held) = self.held {
            self.hold(held);
        }
    }
}

/// What is selected, in the order of the grid; a cell that stands for several photos brings all of them.
pub(super) fn chosen(ctx: &Ctx) -> Vec<PhotoId> {
    let selected = ctx.shown.hits.iter().map(|hit| hit.photo).filter(|photo| ctx.selection.contains(*photo));
    selected.flat_map(|photo| members(ctx, photo)).collect()
}

/// How many [`chosen`] would be, at most two: that is all that a menu line asks for.
pub(super) fn has_several(ctx: &Ctx) -> bool {
    ctx.selection.count() > 1 || ctx.selection.cursor().is_some_and(|photo| members(ctx, photo).len() > 1)
}

fn members(ctx: &Ctx, photo: PhotoId) -> Vec<PhotoId> {
    if let Some(below) = stacks::closed(ctx, photo) {
        return below.to_vec();
    }
    match products::stack(ctx, photo).and(products::of(ctx, photo)) {
        Some(product) => product.photos.clone(),
        None => vec![photo],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(n: i64, at: usize, held: Option<i64>) -> Survey {
        Survey { photos: (1..=n).map(PhotoId).collect(), at, held: held.map(PhotoId), ..Survey::default() }
    }

    fn seen(survey: &Survey) -> Vec<i64> {
        survey.seen().iter().map(|photo| photo.0).collect()
    }

    #[test]
    fn the_other_steps_and_passes_over_the_held_one() {
        let mut survey = survey(4, 0, Some(2));
        let mut stepped = |by| {
            survey.step(by);
            seen(&survey)
        };
        assert_eq!([stepped(1), stepped(1), stepped(1), stepped(-9)], [[2, 3], [2, 4], [2, 4], [2, 1]]);
    }

    #[test]
    fn holding_the_other_brings_the_next_one_up() {
        let mut three = survey(3, 1, Some(1));
        three.hold(PhotoId(2));
        assert_eq!(seen(&three), [2, 3]);
        three.hold(PhotoId(3));
        assert_eq!(seen(&three), [3, 2], "behind the last there is none");
    }

    #[test]
    fn what_is_taken_out_gives_its_place_to_the_next() {
        let mut all = survey(4, 1, None);
        all.take_out(PhotoId(2));
        assert_eq!((seen(&all), all.photo()), (vec![1, 3, 4], Some(PhotoId(3))));
        all.take_out(PhotoId(1));
        assert_eq!((seen(&all), all.photo()), (vec![3, 4], Some(PhotoId(3))));
        all.at = 1;
        all.take_out(PhotoId(4));
        all.take_out(PhotoId(3));
        assert_eq!((seen(&all), all.photo()), (vec![3], Some(PhotoId(3))), "one stays");
        let mut pair = survey(3, 2, Some(1));
        pair.take_out(PhotoId(3));
        assert_eq!(seen(&pair), [1, 2]);
        pair.take_out(PhotoId(2));
        assert_eq!(seen(&pair), [1, 2], "two stay");
        let mut pair = survey(3, 1, Some(1));
        pair.take_out(PhotoId(1));
        assert_eq!(seen(&pair), [2, 3], "the other takes the place of the held one");
    }

    #[test]
    fn what_leaves_the_catalogue_leaves_the_survey() {
        let mut pair = survey(4, 3, Some(1));
        pair.retain(|photo| photo.0 != 1 && photo.0 != 4);
        assert_eq!((pair.held, seen(&pair), pair.photo()), (None, vec![2, 3], Some(PhotoId(3))));
        pair.retain(|_| false);
        assert_eq!((seen(&pair), pair.photo()), (Vec::new(), None));
    }
}
