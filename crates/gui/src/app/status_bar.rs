//! The status bar: what is selected and how fast the answer came at the left, what was done in the middle, where help is at the right.

use super::commands::AppCommand;
use super::features::{AnyCommand, Features, Message};
use crate::kit::theme::{self, space};
use crate::shell::command::READ_ONLY;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::scope;
use crate::shell::view::View;
use base::human;
use egui::{Align, Button, Layout, Ui};

/// Draws the bar; `message` draws in what room there is between its ends.
pub fn status_bar_ui(ui: &mut Ui, ctx: &Ctx, features: &Features, message: impl FnOnce(&mut Ui)) -> Output<Message> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        if ctx.is_read_only() {
            ui.label(theme::caption_text("Read only", palette).color(palette.doubtful)).on_hover_text(READ_ONLY);
        }
        if ctx.view.is_sitting() {
            ui.label(theme::caption_text("Decisions are kept as you go", palette));
        } else if ctx.view == View::Survey {
            ui.label(theme::caption_text(features.survey.told(ctx), palette));
        } else if ctx.view == View::Compare {
            ui.label(theme::caption_text(features.compare.told(ctx).unwrap_or_default(), palette));
        } else if ctx.library.snapshot.is_none() || matches!(ctx.view, View::Models | View::Evaluation | View::Words) {
            ui.label(theme::caption_text(format!("Version {}", env!("CARGO_PKG_VERSION")), palette));
        } else {
            ui.label(theme::caption_text(scope::selected_words(ctx), palette));
            if let Some(words) = tagging_words(ctx, features) {
                ui.label(theme::caption_text(words, palette));
            } else if ctx.query.ranks() && ctx.shown.seconds > 0.0 {
                ui.label(theme::caption_text(format!("{:.0} ms", (ctx.shown.seconds * 1000.0).max(1.0)), palette));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.spacing_mut().button_padding.y = 0.0;
            for (command, keys, words) in [(AppCommand::Palette, "Ctrl+K", "commands"), (AppCommand::CheatSheet, "?", "shortcuts")] {
                let text = theme::caption_text(format!("{keys} {words}"), palette);
                let height = egui::vec2(0.0, theme::CONTROL);
                if ui.add(Button::new(text).frame_when_inactive(false).min_size(height)).clicked() {
                    out.msg(Message::Run(AnyCommand::App(command)));
                }
            }
            if let Some(step) = ctx.tags.undo.as_ref().filter(|_| !ctx.is_read_only()) {
                let text = theme::caption_text("Ctrl+Z undo", palette);
                let height = egui::vec2(0.0, theme::CONTROL);
                let button = ui.add(Button::new(text).frame_when_inactive(false).min_size(height));
                if button.on_hover_text(format!("Undo: {}", step.words)).clicked() {
                    out.effect(Effect::Undo);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), message);
        });
    });
    out
}

/// "12,480 photos × 8 labels in 41 ms".
fn tagging_words(ctx: &Ctx, features: &Features) -> Option<String> {
    let view = features.tagging.view.as_ref().filter(|_| features.tagging.open && ctx.settings.right_panel)?;
    let labels = view.suggestions.set.labels.len() as u64;
    let ms = (view.seconds * 1000.0).max(1.0);
    Some(format!("{} × {} labels in {ms:.0} ms", human::photos(view.stats.photos), human::count(labels)))
}
