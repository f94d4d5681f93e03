//! Menu lines and shortcuts: stacking, opening a stack, what becomes of its photos.

use super::feature::{kept, opened};
use super::msg::StacksCommand;
use super::state::StacksState;
use crate::shell::command::{Entry, Group, catalogue, key};
use crate::shell::ctx::Ctx;
use crate::shell::stacks::of;
use base::{PhotoId, human};
use egui::Key;
use egui_material_icons::icons;

/// Characters of a file's name in a sentence.
pub(super) const LONGEST_NAME: usize = 20;

const NO_STACK: &str = "The photo stands in no stack: stack duplicates first";

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<StacksCommand, StacksState>] = &[
    Entry::new(StacksCommand::StackDuplicates, (Group::View, "Stack duplicates", icons::ICON_FILTER_NONE), catalogue, &[]).also(&["bursts", "copies", "same photo", "near duplicates"]).marked(|ctx| ctx.query.stacked),
    Entry::new(StacksCommand::OpenStack, (Group::View, "Open or close the stack", icons::ICON_UNFOLD_MORE), |ctx, _| opened(ctx).is_some(), &[key(Key::S)]).also(&["expand", "collapse", "unstack"]).wants(NO_STACK),
    Entry::new(StacksCommand::KeepBest, (Group::Photo, "Keep the best, reject the rest", icons::ICON_HOTEL_CLASS), |ctx, _| keeps(ctx), &[key(Key::B)]).also(&["pick the best", "cull the stack"]).wants(NO_STACK).saying(|ctx, _| saying(ctx)).edits(),
    Entry::new(StacksCommand::NotDuplicates, (Group::Photo, "Not duplicates", icons::ICON_CALL_SPLIT), |ctx, _| keeps(ctx), &[]).also(&["take out of the stack", "tell apart", "distinct"]).wants(NO_STACK).edits(),
    Entry::new(StacksCommand::StopLooking, (Group::View, "Stop looking for duplicates", icons::ICON_CANCEL), |ctx, _| ctx.stacking.is_some(), &[]).wants("Nobody is looking for duplicates"),
];

fn keeps(ctx: &Ctx) -> bool {
    let (kept, rejected) = kept(ctx);
    !kept.is_empty() && !rejected.is_empty()
}

/// "Keep the best, reject 5 photos". Of an open stack another one may be kept, and then it is named.
pub(super) fn saying(ctx: &Ctx) -> Option<String> {
    let (kept, rejected) = kept(ctx);
    let rejected = (!rejected.is_empty()).then(|| human::photos(rejected.len() as u64))?;
    Some(match &kept[..] {
        [one] => format!("Keep {}, reject {rejected}", best_or_name(ctx, *one)),
        many => format!("Keep {}, reject {rejected}", human::photos(many.len() as u64)),
    })
}

fn best_or_name(ctx: &Ctx, photo: PhotoId) -> String {
    let is_best = of(ctx, photo).is_none_or(|stack| stack.photos.first() == Some(&photo));
    let name = ctx.library.photo(photo).filter(|_| !is_best).map(|photo| human::elide_middle(&photo.name(), LONGEST_NAME));
    name.unwrap_or_else(|| "the best".to_owned())
}
