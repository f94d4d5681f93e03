//! What stacks of duplicates mean for the grid.

use super::ctx::Ctx;
use super::products;
use crate::kit::cell::InStack;
use base::PhotoId;
use engine::protocol::Stack;

/// One cell of the grid stands for one stack. A grid of products has stacks of its own.
pub fn stacked(ctx: &Ctx) -> bool {
    ctx.query.stacked && !products::grouped(ctx)
}

/// The stack of a photo, where the grid shows stacks.
pub fn of(ctx: &Ctx, photo: PhotoId) -> Option<&Stack> {
    ctx.stacks.stack(photo).filter(|_| stacked(ctx))
}

/// Its photos stand one after another.
pub fn is_open(ctx: &Ctx, stack: &Stack) -> bool {
    stack.photos.iter().any(|photo| ctx.query.open_stacks.contains(photo))
}

/// The photos of its stack that stand in the grid with it, or below it, the best first; `None`: it stands there for itself.
pub fn found(ctx: &Ctx, photo: PhotoId) -> Option<&[PhotoId]> {
    of(ctx, photo).and(ctx.shown.found_together.get(&photo)).map(|photos| &**photos)
}

/// The photos that a cell stands for, the best first; `None`: the one it shows.
pub fn closed(ctx: &Ctx, photo: PhotoId) -> Option<&[PhotoId]> {
    found(ctx, photo).filter(|_| of(ctx, photo).is_some_and(|stack| !is_open(ctx, stack)))
}

/// Where a photo stands in its open stack.
pub fn place(ctx: &Ctx, photo: PhotoId) -> Option<InStack> {
    let stack = of(ctx, photo).filter(|stack| is_open(ctx, stack))?;
    let found = found(ctx, photo)?;
    let place = found.iter().position(|member| *member == photo)?;
    Some(InStack { place: place as u64 + 1, of: found.len() as u64, best: stack.photos.first() == Some(&photo) })
}
