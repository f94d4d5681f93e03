//! Which photos a tag is given to, and whether it is given or taken away.

use crate::shell::ctx::Ctx;
use crate::shell::products;
use base::{Decision, LabelId, PhotoId, Ruling};
use std::sync::Arc;

/// The photos that a tag would be given to: the selected ones, else the one under the cursor; with grouping on, all photos of
/// their products.
pub fn target(ctx: &Ctx) -> Arc<[PhotoId]> {
    if ctx.selection.count() == 0 {
        return products::decided_with(ctx, ctx.selection.cursor());
    }
    let mut photos: Vec<PhotoId> = ctx.selection.iter().collect();
    photos.sort_unstable();
    products::decided_with(ctx, photos)
}

/// What a click on a label does to photos: all have it: it is withdrawn; else it is accepted.
pub fn toggled(ctx: &Ctx, photos: &[PhotoId], label: LabelId) -> Ruling {
    let has = |p: &PhotoId| ctx.tags.book.about(*p, label).is_some_and(|t| t.decision == Decision::Accepted);
    if !photos.is_empty() && photos.iter().all(has) { Ruling::Withdraw(label) } else { Ruling::Accept(label) }
}
