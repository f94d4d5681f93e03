//! The marks of what a gesture acts on, to see and to set by the pointer, wherever that is.

use super::ctx::Ctx;
use super::effect::Effect;
use super::output::Output;
use crate::kit::mark_strip::strip_ui;
use base::{Mark, MarkKind, Marks, PhotoId};
use egui::Ui;
use std::sync::Arc;

/// The marks that all of these photos have.
pub fn common_marks(ctx: &Ctx, photos: &[PhotoId]) -> Marks {
    let mut all = photos.iter().map(|photo| ctx.tags.book.marks.of(*photo));
    let first = all.next().unwrap_or_default();
    all.fold(first, |common, marks| {
        let differs = |kind: &MarkKind| common.of(*kind) != marks.of(*kind);
        MarkKind::ALL.into_iter().filter(differs).fold(common, |common, kind| common.with(Mark::none(kind)))
    })
}

/// Draws the row of marks for these photos.
pub fn marks_ui<M>(ui: &mut Ui, ctx: &Ctx, photos: &Arc<[PhotoId]>, out: &mut Output<M>) {
    if let Some(mark) = strip_ui(ui, common_marks(ctx, photos)) {
        out.effect(Effect::Mark { photos: Arc::clone(photos), mark });
    }
}
