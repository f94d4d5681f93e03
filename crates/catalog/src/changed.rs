//! What a step changed.

use base::{PhotoId, StepId};

/// What a step changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The step, by which it can be undone. `None` where nothing changed, and so no step was made, and in a rehearsal.
    pub step: Option<StepId>,
    /// Photos whose tags changed, ascending.
    pub photos: Vec<PhotoId>,
    /// Label sets have to be read again.
    pub vocabulary: bool,
    /// Something else than marks changed.
    pub beyond_marks: bool,
    /// Something else than tags and marks changed.
    pub beyond_decisions: bool,
    /// Changes of rows; one that changed twice counts twice, and one that went with another counts too.
    pub rows: u64,
}

impl Changed {
    /// Nothing yet.
    pub(crate) fn of(step: StepId) -> Self {
        Self { step: Some(step), ..Self::default() }
    }

    /// A row of that table changed, which is about the photo.
    pub(crate) fn add(&mut self, table: &str, photo: Option<PhotoId>) {
        self.rows += 1;
        self.vocabulary |= matches!(table, "label_sets" | "labels");
        self.beyond_marks |= table != "marks";
        self.beyond_decisions |= !matches!(table, "marks" | "tags" | "opinions");
        // Mostly one after the other.
        self.photos.extend(photo.filter(|photo| self.photos.last() != Some(photo)));
    }

    /// Each photo once, ascending.
    pub(crate) fn tidy(&mut self) {
        self.photos.sort_unstable();
        self.photos.dedup();
    }
}
