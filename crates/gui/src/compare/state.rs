//! The comparison as the window knows it: the tab, the two models, their answers, where both grids stand.

use crate::kit::layout::Turn;
use crate::shell::ctx::Ctx;
use crate::shell::models::ModelList;
use base::{LabelId, LabelSetId, PhotoId, human};
use engine::protocol::{CompareRequest, CompareSetRequest, ComparedSet, Comparison, Differ, RequestId};
use std::sync::Arc;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The answers to a query.
    #[default]
    Search,
    /// The opinions about a label set.
    LabelSet,
}

/// What moves to a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The arrow keys.
    Keys,
    /// The space key: the other grid shows the photo, too.
    Space,
    /// A click: the other grid shows the photo, too.
    Click,
}

/// How a grid was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Cells in a row.
    pub columns: usize,
    /// Whole rows in view.
    pub rows_per_page: usize,
    /// Where it was scrolled to: what the same frame asks for comes after it.
    pub turn: Turn,
}

/// One grid.
#[derive(Clone, Copy, Debug, Default)]
pub struct Side {
    /// The keyboard is here.
    pub cursor: Option<PhotoId>,
    /// Columns of the last frame.
    pub(super) columns: usize,
    /// Whole rows that fit.
    pub(super) rows_per_page: usize,
    /// This position must come into view.
    pub(super) reveal: Option<usize>,
    /// Back to the first row.
    pub(super) to_top: bool,
}

/// What the answer about a label set was asked for with: another one makes it an old answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedSet {
    pub(super) request: CompareSetRequest,
    pub(super) revision: u32,
    pub(super) embedded: [u64; 2],
}

/// The comparison as the window knows it.
#[derive(Debug, Default)]
pub struct Compare {
    /// What is compared.
    pub tab: Tab,
    /// Names of the models, left and right; `None`: not chosen, or there is none.
    pub models: [Option<String>; 2],
    /// The answers to the query.
    pub(super) answer: Option<Arc<Comparison>>,
    pub(super) asked: Option<(CompareRequest, RequestId)>,
    /// The set.
    pub(super) set: Option<LabelSetId>,
    /// What both say of it.
    pub(super) opinions: Option<Arc<ComparedSet>>,
    pub(super) asked_set: Option<(AskedSet, RequestId)>,
    /// Only these photos of it.
    pub(super) pair: Option<[Option<LabelId>; 2]>,
    /// The photos that are listed.
    pub(super) listed: Arc<[Differ]>,
    /// The two grids; the opinions use the first.
    pub(super) sides: [Side; 2],
    /// The grid that the keyboard was in last.
    pub(super) active: usize,
    /// Where the pointer is.
    pub(super) hovered: Option<(usize, PhotoId)>,
    /// The keyboard moved last: a pointer that rests on a photo marks none.
    pub(super) by_keys: bool,
    /// The engine holds what the comparison needs.
    pub(super) open: bool,
}

impl Compare {
    /// The photo that the keyboard is on.
    pub fn photo(&self) -> Option<PhotoId> {
        self.sides[self.active].cursor
    }

    /// The photo that both grids mark, and the side that it was pointed at in: under the pointer, else under the keyboard.
    pub(super) fn pointed(&self) -> Option<(usize, PhotoId)> {
        self.hovered.or_else(|| Some((self.active, self.photo()?)))
    }

    /// What both models say of the photo that is marked, for the status bar.
    pub fn told(&self, ctx: &Ctx) -> Option<String> {
        let answer = self.answer.as_ref().filter(|_| self.tab == Tab::Search && ctx.query.ranks())?;
        let photo = ctx.library.photo(self.pointed()?.1)?;
        let said = answer.sides.iter().filter_map(|side| {
            let rank = *side.ranks.get(&photo.id)?;
            let score = side.hits.get(rank - 1)?.score.map(|s| format!(" ({})", human::score(s))).unwrap_or_default();
            Some(format!("rank {}{score} with {}", human::count(rank as u64), ctx.models.list.title(&side.model)))
        });
        Some(std::iter::once(photo.name()).chain(said).collect::<Vec<_>>().join(" · "))
    }

    /// What that grid shows, in its order.
    pub(super) fn photo_at(&self, side: usize, index: usize) -> Option<PhotoId> {
        match self.tab {
            Tab::Search => self.answer.as_ref()?.sides[side].hits.get(index).map(|h| h.photo),
            Tab::LabelSet => self.listed.get(index).map(|d| d.photo),
        }
    }

    pub(super) fn position(&self, side: usize, photo: PhotoId) -> Option<usize> {
        match self.tab {
            Tab::Search => self.answer.as_ref()?.sides[side].ranks.get(&photo).map(|rank| rank - 1),
            Tab::LabelSet => self.listed.iter().position(|d| d.photo == photo),
        }
    }

    pub(super) fn count(&self, side: usize) -> usize {
        match self.tab {
            Tab::Search => self.answer.as_ref().map_or(0, |a| a.sides[side].hits.len()),
            Tab::LabelSet => self.listed.len(),
        }
    }

    /// Which sides can answer: their model has embedded photos and is here.
    pub(super) fn ready(&self, models: &ModelList) -> bool {
        self.models[0] != self.models[1] && [0, 1].iter().all(|side| self.embedded(models, *side) > 0)
    }

    pub(super) fn embedded(&self, models: &ModelList, side: usize) -> u64 {
        self.models[side].as_ref().and_then(|name| models.list.row(name)).map_or(0, |row| row.embedded)
    }

    /// The model in use at the left, at the right the one that has embedded most; what is gone is chosen anew.
    pub(super) fn choose(&mut self, models: &ModelList) {
        let here = |name: &String| models.here().any(|row| row.name == *name);
        for name in &mut self.models {
            *name = name.take().filter(here);
        }
        if self.models[0].is_none() {
            let other = self.models[1].clone();
            let mut free = models.here().filter(|row| other.as_ref() != Some(&row.name));
            let first = models.in_use().filter(|row| other.as_ref() != Some(&row.name)).or_else(|| free.next());
            self.models[0] = first.map(|row| row.name.clone());
        }
        if self.models[1].is_none() {
            let mut others: Vec<_> = models.here().filter(|row| self.models[0].as_ref() != Some(&row.name)).collect();
            others.sort_by_key(|row| std::cmp::Reverse(row.embedded));
            self.models[1] = others.first().map(|row| row.name.clone());
        }
    }

    pub(super) fn forget_answers(&mut self) {
        (self.answer, self.asked) = (None, None);
        (self.opinions, self.asked_set) = (None, None);
        self.forget_places();
    }

    pub(super) fn forget_places(&mut self) {
        self.sides = [Side { to_top: true, ..self.sides[0] }, Side { to_top: true, ..self.sides[1] }];
        for side in &mut self.sides {
            (side.cursor, side.reveal) = (None, None);
        }
        self.hovered = None;
        self.active = 0;
    }

    pub(super) fn list(&mut self) {
        let comparison = self.opinions.as_ref().and_then(|o| o.outcome.as_ref().ok());
        let all = comparison.map_or(&[][..], |c| &c.differ);
        self.listed = all.iter().filter(|d| self.pair.is_none_or(|pair| d.labels == pair)).copied().collect();
    }
}
