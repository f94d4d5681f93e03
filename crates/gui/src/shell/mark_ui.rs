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

/// Draws the row of marks for these photos, grey where the catalogue cannot be changed.
pub fn marks_ui<M>(ui: &mut Ui, ctx: &Ctx, photos: &Arc<[PhotoId]>, out: &mut Output<M>) {
    let marked = ui.add_enabled_ui(!ctx.is_read_only(), |ui| strip_ui(ui, common_marks(ctx, photos)));
    if let Some(mark) = marked.inner {
        out.effect(Effect::Mark { photos: Arc::clone(photos), mark });
    }
}
