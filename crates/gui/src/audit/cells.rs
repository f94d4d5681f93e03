//! A page of suspects that are looked at together: which they are, and which of them get the better label.

use super::reasons;
use super::session::Outcome;
use super::sitting::{Answer, Sitting};
use super::suspect;
use crate::shell::ctx::Ctx;
use base::{PhotoId, Ruling};
use egui::{Context, Id};

/// Suspects on a page.
pub const PAGE: usize = 24;

/// A page of suspects. It stands as it is, whatever is decided meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    pub cells: Vec<Cell>,
    /// The cell with the cursor.
    pub at: usize,
}

/// A suspect of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its place in the queue.
    pub place: usize,
    /// It gets the better label.
    pub ticked: bool,
}

impl Cells {
    /// The next ones from the photo in question on that nothing became of; `None` where there are none.
    pub fn next(ctx: &Ctx, sitting: &Sitting) -> Option<Self> {
        let open = |place: &usize| sitting.session.outcome(*place).is_none();
        let cell = |place: usize| {
            let suspect = sitting.audit.suspects.get(place).filter(|suspect| ctx.library.photo(suspect.photo).is_some())?;
            (!reasons::are_over(ctx, sitting.set, &sitting.draft, suspect))
                .then(|| Cell { place, ticked: suspect::is_very_likely(suspect) && !suspect::is_contested(suspect) })
        };
        let cells: Vec<Cell> = (sitting.session.at()..sitting.session.total()).filter(open).filter_map(cell).take(PAGE).collect();
        (!cells.is_empty()).then_some(Self { cells, at: 0 })
    }

    /// How many are ticked.
    pub fn ticked(&self) -> usize {
        self.cells.iter().filter(|cell| cell.ticked).count()
    }

    /// Ticks a cell, or takes its tick away; the cursor goes there.
    pub fn tick(&mut self, at: usize) {
        if let Some(cell) = self.cells.get_mut(at) {
            cell.ticked ^= true;
            self.at = at;
        }
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        let to = self.at.checked_add_signed(by).filter(|to| *to < self.cells.len());
        self.at = to.unwrap_or(self.at);
    }

    /// What becomes of the ticked ones: their places, photos and rulings.
    pub fn rulings(&self, sitting: &Sitting) -> Vec<(usize, Outcome, PhotoId, Ruling)> {
        let ruling = |cell: &Cell| {
            let suspect = sitting.audit.suspects.get(cell.place)?;
            let outcome = sitting.outcome_of(suspect, Answer::Better)?;
            let Outcome::Changed(label) = outcome else { return None };
            Some((cell.place, outcome, suspect.photo, sitting.ruling(suspect, label)))
        };
        self.cells.iter().filter(|cell| cell.ticked).filter_map(ruling).collect()
    }
}

/// Cells in a row, as they were drawn last.
pub fn columns(egui: &Context) -> isize {
    egui.data(|data| data.get_temp(columns_id())).unwrap_or(1)
}

/// Where the number of cells in a row is kept.
pub fn columns_id() -> Id {
    Id::unique("check cells in a row")
}
