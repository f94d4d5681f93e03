//! What stacks add to other panels: a switch above the grid, lines of the inspector.

use super::commands::{LONGEST_NAME, saying};
use super::feature::is_closed;
use super::msg::{Msg, StacksCommand};
use crate::kit::theme::{self, space};
use crate::kit::{forms, widgets};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::stacks::{of, stacked};
use base::{Flag, PhotoId, human};
use egui::{Label, RichText, Ui};
use egui_material_icons::icons;
use engine::protocol::{Criterion, Kind, Stack};

/// The tool row's switch; while photos are compared, how far that is and what ends it.
pub fn switch_ui(ui: &mut Ui, ctx: &Ctx, narrow: bool) -> Output<Msg> {
    let mut out = Output::default();
    let on = stacked(ctx);
    let clicked = if narrow {
        widgets::icon_toggle(ui, on, icons::ICON_FILTER_NONE, "Stack duplicates").clicked()
    } else {
        forms::flat_toggle_ui(ui, on, "Stack duplicates").clicked()
    };
    if clicked {
        out.msg(Msg::Run(StacksCommand::StackDuplicates));
    }
    if let Some(reading) = ctx.stacking.filter(|_| on) {
        let palette = theme::palette(ui);
        let percent = human::percent(reading.done, reading.total.max(1));
        ui.label(theme::caption_text(format!("Comparing photos, {percent}"), palette));
        if widgets::icon_button(ui, icons::ICON_CLOSE, "Stop looking for duplicates").clicked() {
            out.msg(Msg::Run(StacksCommand::StopLooking));
        }
    }
    out
}

/// The inspector's lines about the stack.
pub fn inspector_ui(ui: &mut Ui, ctx: &Ctx, photo: PhotoId) -> Output<Msg> {
    let mut out = Output::default();
    let Some(stack) = of(ctx, photo) else { return out };
    let palette = theme::palette(ui);
    widgets::section_ui(ui, "Stack");
    let line = |ui: &mut Ui, words: String, colour| ui.add(Label::new(RichText::new(words).color(colour)).wrap());
    line(ui, kinds(ctx, stack), palette.text);
    line(ui, standing(ctx, stack, photo), palette.weak);
    if let Some(words) = flags(ctx, stack) {
        line(ui, words, palette.weak);
    }
    let said = saying(ctx);
    if let Some(words) = &said
        && widgets::button(ui, None, words).on_hover_text("What you chose of an open stack is kept (B)").clicked()
    {
        out.msg(Msg::Run(StacksCommand::KeepBest));
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let words = if is_closed(ctx, photo) { "Open the stack" } else { "Close the stack" };
        if widgets::button(ui, None, words).on_hover_text("S").clicked() {
            out.msg(Msg::Run(StacksCommand::OpenStack));
        }
        if said.is_some() && widgets::button(ui, None, "Not duplicates").on_hover_text("Never stack them again").clicked() {
            out.msg(Msg::Run(StacksCommand::NotDuplicates));
        }
    });
    out
}

/// "Burst of 6 photos", "4 near copies and 2 files of the same bytes".
fn kinds(ctx: &Ctx, stack: &Stack) -> String {
    let groups = stack.groups.iter().filter_map(|place| ctx.stacks.groups.get(*place));
    let words = groups.map(|group| {
        let n = human::count(group.photos.len() as u64);
        match group.kind {
            Kind::Burst => format!("burst of {n} photos"),
            Kind::Near => format!("{n} near copies"),
            Kind::Exact => format!("{n} files of the same bytes"),
        }
    });
    human::capitalised(&words.collect::<Vec<_>>().join(", "))
}

/// "1 picked, 3 rejected", however many of them a filter shows; `None`: no photo of it has a flag.
fn flags(ctx: &Ctx, stack: &Stack) -> Option<String> {
    let with = |flag| stack.photos.iter().filter(|photo| ctx.tags.book.marks.of(**photo).flag == Some(flag)).count() as u64;
    let counted = Flag::ALL.map(|flag| (with(flag), flag.title().to_lowercase()));
    let words: Vec<String> = counted.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", human::count(n))).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// "The best: sharpest", "Less sharp. The best is `IMG_1246.jpg`".
fn standing(ctx: &Ctx, stack: &Stack, photo: PhotoId) -> String {
    let Some((kind, standing)) = ctx.stacks.standing(photo) else { return String::new() };
    let best = stack.photos.first().copied().filter(|best| *best != photo).and_then(|best| ctx.library.photo(best));
    match (best, kind) {
        (_, Kind::Exact) => "Any of them is as good".to_owned(),
        (None, _) if standing.by == Criterion::Order => "None is better: the first stands for all".to_owned(),
        (None, _) => format!("The best: {}", standing.words().to_lowercase()),
        (Some(best), _) => format!("{}. The best is {}", standing.words(), human::elide_middle(&best.name(), LONGEST_NAME)),
    }
}
