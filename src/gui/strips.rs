//! Strips above the grid that say what is wrong and what to do: a filter nobody knows, words the model was never taught, a folder that is away.

use super::actions::{Action, Actions};
use super::command::UiCommand;
use super::menus;
use super::state::State;
use super::theme::{self, space};
use super::tree::name_of;
use super::widgets;
use egui::accesskit::Role;
use egui::{Align, Color32, Label, Layout, RichText, Ui, UiBuilder};
use egui_material_icons::{MaterialIcon, icons};

/// Draws the strips that apply now.
pub fn strips_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    if let Some(error) = &state.shown.error {
        strip_ui(ui, (icons::ICON_ERROR, palette.problem), error, |_| {});
    }
    if !state.shown.unknown_words.is_empty() && state.query.ranks() {
        strip_ui(ui, (icons::ICON_INFO, palette.doubtful), &unknown_words(&state.shown.unknown_words), |_| {});
    }
    for view in state.library.snapshot.iter().flat_map(|s| &s.roots).filter(|r| !r.reachable) {
        let text =
            format!("“{}” cannot be reached at {}. Its photos stay in the catalogue.", name_of(&view.root.path), view.root.path.display());
        strip_ui(ui, (icons::ICON_FOLDER_OFF, palette.doubtful), &text, |ui| {
            if widgets::button(ui, None, "Locate folder…").clicked() {
                actions.push(Action::Ask(menus::locate(view.root.id)));
            }
            if widgets::button(ui, None, "Try again").clicked() {
                actions.run(UiCommand::Rescan);
            }
        });
    }
    actions
}

fn strip_ui(ui: &mut Ui, (icon, colour): (MaterialIcon, Color32), text: &str, buttons: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let builder = UiBuilder::new().accessibility_role(Role::Alert).accessibility_label(text);
    ui.scope_builder(builder, |ui| {
        theme::panel_frame(palette.card, egui::vec2(space::L, space::XS)).show(ui, |ui| {
            ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
                buttons(ui);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    widgets::icon(ui, icon, theme::ICON, colour);
                    ui.add(Label::new(RichText::new(text).color(palette.text)).wrap().selectable(true));
                });
            });
        });
    });
}

/// "The starter model does not know “corduroy”; FashionCLIP may".
fn unknown_words(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("“{w}”")).collect();
    let list = match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    };
    format!("The starter model does not know {list}; FashionCLIP may")
}

#[cfg(test)]
mod tests {
    use super::unknown_words;

    #[test]
    fn unknown_words_are_listed_as_a_person_would() {
        let say = |words: &[&str]| unknown_words(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(say(&["corduroy"]), "The starter model does not know “corduroy”; FashionCLIP may");
        assert_eq!(say(&["a", "b", "c"]), "The starter model does not know “a”, “b” or “c”; FashionCLIP may");
    }
}
