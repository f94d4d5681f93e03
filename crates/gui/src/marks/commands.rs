//! The commands about marks, with the keys that photographers know.

use super::msg::MarksCommand::{self, AutoAdvance, Give, ReadFromFiles};
use super::state::Marking;
use crate::shell::command::{Entry, Group, always, catalogue, key};
use crate::shell::ctx::Ctx;
use base::{ColourLabel, Flag, Mark, Stars};
use egui::Key;
use egui_material_icons::icons;

pub const PICK: Mark = Mark::Flag(Some(Flag::Pick));
pub const REJECT: Mark = Mark::Flag(Some(Flag::Reject));
pub const UNFLAG: Mark = Mark::Flag(None);
pub const RED: Mark = Mark::Colour(Some(ColourLabel::Red));
pub const YELLOW: Mark = Mark::Colour(Some(ColourLabel::Yellow));
pub const GREEN: Mark = Mark::Colour(Some(ColourLabel::Green));
pub const BLUE: Mark = Mark::Colour(Some(ColourLabel::Blue));
pub const PURPLE: Mark = Mark::Colour(Some(ColourLabel::Purple));
pub const NO_COLOUR: Mark = Mark::Colour(None);

/// 0 stands for none.
pub const fn stars(count: usize) -> Mark {
    Mark::Stars(if count == 0 { None } else { Some(Stars::ALL[count - 1]) })
}

/// In a review digits are labels, and X is a decision.
fn can_mark(ctx: &Ctx, _: &Marking) -> bool {
    ctx.has_catalogue() && ctx.view.has_tag_bar() && !ctx.target.is_empty()
}

/// All of them have it, or all have none.
fn has(ctx: &Ctx, mark: Mark) -> bool {
    let mut photos = ctx.target.photos.iter();
    !ctx.target.is_empty() && ctx.view.has_tag_bar() && photos.all(|photo| ctx.tags.book.marks.of(*photo).of(mark.kind()) == mark)
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<MarksCommand, Marking>] = &[
    Entry::new(Give(PICK), (Group::Marks, "Pick", icons::ICON_CHECK_CIRCLE), can_mark, &[key(Key::P)]).also(&["flag", "keep", "select"]).marked(|ctx| has(ctx, PICK)).edits(),
    Entry::new(Give(REJECT), (Group::Marks, "Reject", icons::ICON_CANCEL), can_mark, &[key(Key::X)]).also(&["flag", "cull", "throw out"]).marked(|ctx| has(ctx, REJECT)).edits(),
    Entry::new(Give(UNFLAG), (Group::Marks, "Unflag", icons::ICON_CIRCLE), can_mark, &[key(Key::U)]).also(&["no flag"]).marked(|ctx| has(ctx, UNFLAG)).edits(),
    Entry::new(Give(stars(0)), (Group::Marks, "No stars", icons::ICON_STAR), can_mark, &[key(Key::Num0)]).also(&["unrated", "rating"]).marked(|ctx| has(ctx, stars(0))).edits(),
    Entry::new(Give(stars(1)), (Group::Marks, "1 star", icons::ICON_STAR), can_mark, &[key(Key::Num1)]).also(&["rate", "rating"]).marked(|ctx| has(ctx, stars(1))).edits(),
    Entry::new(Give(stars(2)), (Group::Marks, "2 stars", icons::ICON_STAR), can_mark, &[key(Key::Num2)]).also(&["rate", "rating"]).marked(|ctx| has(ctx, stars(2))).edits(),
    Entry::new(Give(stars(3)), (Group::Marks, "3 stars", icons::ICON_STAR), can_mark, &[key(Key::Num3)]).also(&["rate", "rating"]).marked(|ctx| has(ctx, stars(3))).edits(),
    Entry::new(Give(stars(4)), (Group::Marks, "4 stars", icons::ICON_STAR), can_mark, &[key(Key::Num4)]).also(&["rate", "rating"]).marked(|ctx| has(ctx, stars(4))).edits(),
    Entry::new(Give(stars(5)), (Group::Marks, "5 stars", icons::ICON_STAR), can_mark, &[key(Key::Num5)]).also(&["rate", "rating"]).marked(|ctx| has(ctx, stars(5))).edits(),
    Entry::new(Give(RED), (Group::Marks, "Red label", icons::ICON_LENS), can_mark, &[key(Key::Num6)]).also(&["colour label", "color label"]).marked(|ctx| has(ctx, RED)).edits(),
    Entry::new(Give(YELLOW), (Group::Marks, "Yellow label", icons::ICON_LENS), can_mark, &[key(Key::Num7)]).also(&["colour label", "color label"]).marked(|ctx| has(ctx, YELLOW)).edits(),
    Entry::new(Give(GREEN), (Group::Marks, "Green label", icons::ICON_LENS), can_mark, &[key(Key::Num8)]).also(&["colour label", "color label"]).marked(|ctx| has(ctx, GREEN)).edits(),
    Entry::new(Give(BLUE), (Group::Marks, "Blue label", icons::ICON_LENS), can_mark, &[key(Key::Num9)]).also(&["colour label", "color label"]).marked(|ctx| has(ctx, BLUE)).edits(),
    Entry::new(Give(PURPLE), (Group::Marks, "Purple label", icons::ICON_LENS), can_mark, &[]).also(&["colour label", "color label"]).marked(|ctx| has(ctx, PURPLE)).edits(),
    Entry::new(Give(NO_COLOUR), (Group::Marks, "No colour label", icons::ICON_LENS), can_mark, &[]).also(&["remove color"]).marked(|ctx| has(ctx, NO_COLOUR)).edits(),
    Entry::new(AutoAdvance, (Group::Marks, "Go on after a mark", icons::ICON_SKIP_NEXT), always, &[]).also(&["auto advance", "next photo"]).marked(|ctx| ctx.settings.advance_after_mark),
    Entry::new(ReadFromFiles, (Group::Marks, "Read marks from files…", icons::ICON_UPLOAD_FILE), catalogue, &[]).also(&["lightroom", "digikam", "darktable", "xmp", "sidecars", "import ratings"]).edits(),
];
