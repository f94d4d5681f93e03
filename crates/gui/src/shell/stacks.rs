//! What stacks of duplicates mean for the grid.

use super::ctx::Ctx;
use super::products;
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

/// How many photos a cell stands for; `None`: the one it shows.
pub fn closed(ctx: &Ctx, photo: PhotoId) -> Option<u64> {
    of(ctx, photo).filter(|stack| !is_open(ctx, stack)).map(|stack| stack.photos.len() as u64)
}

/// Where a photo stands in its open stack, from 1, and how many there are.
pub fn place(ctx: &Ctx, photo: PhotoId) -> Option<(u64, u64)> {
    let stack = of(ctx, photo).filter(|stack| is_open(ctx, stack))?;
    let place = stack.photos.iter().position(|member| *member == photo)?;
    Some((place as u64 + 1, stack.photos.len() as u64))
}
