//! The labels of several selected photos: on all of them, on some, on none.

use super::msg::{Msg, TaggingCommand};
use super::state::Tagging;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::scope::replaced_words;
use base::{Ruling, human};
use egui::{Align, Label, Layout, Ui, vec2};
use egui_material_icons::icons;
use std::sync::Arc;

/// Labels shown at most; more are found with the tag bar.
const MOST: usize = 24;

/// Draws a check a label; one on some photos only is neither on nor off, and a click gives it to all.
pub fn several_tags_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging) -> Output<Msg> {
    let mut out = Output::default();
    if ctx.tags.sets.is_empty() {
        return out;
    }
    let palette = theme::palette(ui);
    let all = ctx.target.photos.len();
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(space::S);
    for on in tagging.tally.labels.iter().take(MOST) {
        let Some((set, label)) = ctx.tags.label(on.label) else { continue };
        ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::ROW), Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::weak_text(format!("{} of {}", human::count(on.photos as u64), human::count(all as u64)), palette));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (mut checked, some) = (on.photos == all, on.photos > 0 && on.photos < all);
                let words = format!("{}: {}", set.name, label.name);
                let check = widgets::check(ui, &mut checked, some, &label.name, &words);
                ui.add(Label::new(theme::caption_text(&set.name, palette)).truncate());
                let replaces = replaced_words(ctx, &ctx.target.photos, label.id).filter(|_| on.photos < all);
                let check = match replaces {
                    Some(words) => check.on_hover_text(human::capitalised(&words)),
                    None => check,
                };
                if check.clicked() {
                    let ruling = if on.photos == all { Ruling::Withdraw(label.id) } else { Ruling::Accept(label.id) };
                    out.msg(Msg::Offer(label.id));
                    out.msg(Msg::Decide { photos: Arc::clone(&ctx.target.photos), set: set.id, ruling });
                }
            });
        });
    }
    let more = tagging.tally.labels.len().saturating_sub(MOST);
    if more > 0 {
        ui.label(theme::caption_text(format!("{} more labels", human::count(more as u64)), palette));
    }
    if widgets::link_button(ui, Some(icons::ICON_ADD), "Add tag").on_hover_text("Ctrl+T").clicked() {
        out.msg(Msg::Run(TaggingCommand::TagBar));
    }
    out
}
