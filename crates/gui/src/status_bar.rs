//! The status bar: what is selected and how fast the answer came at the left, where help is at the right.

use super::actions::Actions;
use super::command::UiCommand;
use super::state::{State, View};
use super::theme::{self, space};
use base::human;
use egui::{Align, Button, Layout, Ui};

/// Draws the bar.
pub fn status_bar_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    ui.spacing_mut().interact_size.y = theme::STATUS_BAR - space::XS;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        if state.view == View::Review {
            ui.label(theme::caption_text("Decisions are kept as you go", palette));
        } else if state.view == View::Compare {
            ui.label(theme::caption_text(state.compare.told(state).unwrap_or_default(), palette));
        } else if state.library.snapshot.is_none() || state.view == View::Models {
            ui.label(theme::caption_text(format!("Version {}", env!("CARGO_PKG_VERSION")), palette));
        } else {
            let selected = state.selection.count() as u64;
            let words = if selected == 0 { "Nothing selected".to_owned() } else { format!("{} selected", human::count(selected)) };
            ui.label(theme::caption_text(words, palette));
            if let Some(words) = tagging_words(state) {
                ui.label(theme::caption_text(words, palette));
            } else if state.query.ranks() && state.shown.seconds > 0.0 {
                ui.label(theme::caption_text(format!("{:.0} ms", (state.shown.seconds * 1000.0).max(1.0)), palette));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.spacing_mut().button_padding.y = 0.0;
            for (command, keys, words) in [(UiCommand::Palette, "Ctrl+K", "commands"), (UiCommand::CheatSheet, "?", "shortcuts")] {
                let text = theme::caption_text(format!("{keys} {words}"), palette);
                let height = egui::vec2(0.0, theme::STATUS_BAR - space::XS);
                if ui.add(Button::new(text).frame_when_inactive(false).min_size(height)).clicked() {
                    actions.run(command);
                }
            }
            if let Some(step) = &state.tags.undo {
                let text = theme::caption_text("Ctrl+Z undo", palette);
                let height = egui::vec2(0.0, theme::STATUS_BAR - space::XS);
                let button = ui.add(Button::new(text).frame_when_inactive(false).min_size(height));
                if button.on_hover_text(format!("Undo: {}", step.words)).clicked() {
                    actions.run(UiCommand::Undo);
                }
            }
        });
    });
    actions
}

/// "12,480 photos × 8 labels in 41 ms".
fn tagging_words(state: &State) -> Option<String> {
    let view = state.tagging.view.as_ref().filter(|_| state.tagging.open && state.settings.right_panel)?;
    let labels = view.suggestions.set.labels.len() as u64;
    let ms = (view.seconds * 1000.0).max(1.0);
    Some(format!("{} × {} labels in {ms:.0} ms", human::photos(view.stats.photos), human::count(labels)))
}
