//! A walk as it stands in the window.

use crate::shell::ctx::Ctx;
use crate::shell::name_form::NameForm;
use base::axes::{AxisDraft, SavedAxis};
use engine::protocol::{RequestId, Walked};
use std::sync::Arc;

/// Steps of the ribbon.
pub const STEPS: usize = 10;

/// The walk above the grid, and the dialog that keeps it.
#[derive(Debug, Default)]
pub struct Axes {
    /// The bar is shown.
    pub open: bool,
    /// From where to where, as written.
    pub axis: AxisDraft,
    /// Where on the way, 0 to 1.
    pub position: f32,
    /// Frames in which the keyboard still goes to the field that is to be written: it comes back from the palette to where it was.
    pub(super) opened: u8,
    /// What was asked for last.
    pub(super) asked: Option<AxisDraft>,
    /// Its number.
    pub(super) request: RequestId,
    /// What came of it.
    pub(super) walked: Option<Arc<Walked>>,
    /// Why nothing came of it.
    pub(super) wrong: Option<String>,
    /// The dialog.
    pub(super) dialog: Option<NameForm<AxisDraft>>,
}

impl Axes {
    /// Both ends are written.
    pub fn complete(&self) -> bool {
        !self.axis.from.trim().is_empty() && !self.axis.to.trim().is_empty()
    }

    /// The axis that is kept and made of the same.
    pub(super) fn saved<'a>(&self, ctx: &'a Ctx) -> Option<&'a SavedAxis> {
        let ends = |axis: &AxisDraft| (axis.from.trim().to_owned(), axis.to.trim().to_owned());
        ctx.tags.axes.iter().find(|saved| ends(&saved.axis) == ends(&self.axis) && saved.axis.way == self.axis.way)
    }
}
