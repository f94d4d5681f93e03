//! The parts that dialogs are made of: a line with its label, a choice of few, a choice of many, a tick, the buttons below.

use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use base::human;
use egui::{Align, Button, Key, Label, Layout, Popup, RichText, Sense, Ui, vec2};
use egui_material_icons::icons;

/// Said where a dialog of the desktop was asked for in vain.
pub const NO_DIALOG: &str = "This desktop has no dialog to choose in. Type or paste the path instead.";

/// Letters of one of several things to switch on or off.
const CHECK_LETTERS: usize = 40;

/// A line of a form: its label at the left, its widgets beside it.
pub fn line_ui<R>(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        label_ui(ui, label);
        add(ui)
    })
    .inner
}

/// The same for widgets that are higher than a line: the label stands beside the first of them.
pub fn tall_line_ui<R>(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_top(|ui| {
        label_ui(ui, label);
        add(ui)
    })
    .inner
}

fn label_ui(ui: &mut Ui, label: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(width::FORM_LABEL, theme::CONTROL), Sense::hover());
    widgets::paint_elided(ui.painter(), rect, label, &theme::body(), theme::palette(ui).weak);
}

/// A choice of many, as a menu. `name` names it for screen readers. Answers the place of what was chosen.
pub fn menu_ui(ui: &mut Ui, name: &str, options: &[String], at: usize) -> Option<usize> {
    let palette = theme::palette(ui);
    let words = options.get(at).cloned().unwrap_or_default();
    let arrow = RichText::new(icons::ICON_EXPAND_MORE.codepoint).font(theme::icon_font(theme::ICON_SMALL)).color(palette.weak);
    let shown = base::human::elide_middle(&words, 36);
    let button = ui.add(Button::new((RichText::new(shown), arrow)).gap(space::S).min_size(vec2(0.0, theme::CONTROL)));
    widgets::focus_ring(ui, &button);
    let button = button.accessible_name(format!("{name}: {words}"));
    let mut chosen = None;
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        egui::ScrollArea::vertical().max_height(theme::ROW * 12.0).show(ui, |ui| {
            for (place, option) in options.iter().enumerate() {
                if widgets::menu_item(ui, (place == at).then_some(icons::ICON_CHECK), option, None).clicked() {
                    chosen = Some(place);
                    ui.close();
                }
            }
        });
    });
    chosen
}

/// A choice of few, side by side. Answers what was chosen.
pub fn segments_ui<T: Copy + PartialEq>(ui: &mut Ui, options: &[(T, &str)], at: T) -> Option<T> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing.x = space::XS;
    for (value, words) in options {
        if segment_ui(ui, *value == at, words).clicked() && *value != at {
            chosen = Some(*value);
        }
    }
    chosen
}

/// One of a choice of few.
pub fn segment_ui(ui: &mut Ui, on: bool, words: &str) -> egui::Response {
    let palette = theme::palette(ui);
    let colour = match (ui.is_enabled(), on) {
        (false, _) => palette.weak,
        (true, true) => palette.strong,
        (true, false) => palette.text,
    };
    let button = Button::new(RichText::new(words).color(colour)).selected(on).min_size(vec2(0.0, theme::CONTROL));
    let response = ui.add(button.wrap_mode(egui::TextWrapMode::Extend));
    widgets::focus_ring(ui, &response);
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::RadioButton, true, on, words));
    response
}

/// A switch that is only words until it is on.
pub fn flat_toggle_ui(ui: &mut Ui, on: bool, words: &str) -> egui::Response {
    let palette = theme::palette(ui);
    let text = RichText::new(words).color(if on { palette.strong } else { palette.weak });
    let response = ui.add(Button::new(text).frame_when_inactive(on).selected(on).min_size(vec2(0.0, theme::CONTROL)));
    widgets::focus_ring(ui, &response);
    response.accessible_name(words)
}

/// Something to switch on or off. True where it was switched.
pub fn check_ui(ui: &mut Ui, on: &mut bool, words: &str) -> bool {
    ui.scope(|ui| box_ui(ui, on, words)).inner
}

/// Several things to switch on or off, side by side in as many lines as that takes; what does not fit into a height of `room` is scrolled.
/// True where one was switched.
pub fn checks_ui<'a>(ui: &mut Ui, id: &str, room: f32, things: impl Iterator<Item = (&'a mut bool, &'a str)>) -> bool {
    let show = |ui: &mut Ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        ui.spacing_mut().item_spacing = vec2(space::L, 0.0);
        things.fold(false, |changed, (on, words)| box_ui(ui, on, &human::elide_middle(words, CHECK_LETTERS)) || changed)
    };
    let area = egui::ScrollArea::vertical().id_salt(id).max_height(room).auto_shrink([false, true]);
    area.show(ui, |ui| ui.horizontal_wrapped(show).inner).inner
}

fn box_ui(ui: &mut Ui, on: &mut bool, words: &str) -> bool {
    widgets::check(ui, on, false, words, words).changed()
}

/// A line that explains.
pub fn note_ui(ui: &mut Ui, text: &str) {
    let palette = theme::palette(ui);
    ui.add(Label::new(theme::weak_text(text, palette)).wrap());
}

/// A line that says what is wrong; it can be selected and copied.
pub fn problem_ui(ui: &mut Ui, text: &str) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        widgets::icon(ui, icons::ICON_ERROR, theme::ICON, palette.problem);
        ui.add(Label::new(RichText::new(human::capitalised(text)).color(palette.text)).wrap().selectable(true));
    });
}

/// A part of a dialog that is at least so high, so that nothing moves under the pointer when a choice is made or an answer comes.
pub fn room_ui<R>(ui: &mut Ui, high: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(Align::Min);
    let part = ui.allocate_ui_with_layout(vec2(ui.available_width(), high), layout, |ui| {
        ui.set_min_height(high);
        add(ui)
    });
    part.inner
}

/// Buttons at the right, the one that matters outermost.
pub fn buttons_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.add_space(space::S);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), add);
}

/// Why the button that matters cannot be pressed, beside the buttons; last among them.
pub fn why_not_ui(ui: &mut Ui, words: Option<&str>) {
    if let Some(words) = words {
        let palette = theme::palette(ui);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(theme::weak_text(words, palette)).truncate()));
    }
}

/// Enter was pressed, and no button or open menu has a claim to it.
pub fn entered(ui: &Ui) -> bool {
    let free = ui.memory(|m| m.focused().is_none()) && !Popup::is_any_open(ui.ctx());
    free && ui.input(|i| i.key_pressed(Key::Enter))
}
