//! What an import would do, as its dialog tells it: counts, the first rows, and the buttons below.

use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Color32, RichText, ScrollArea, Sense, Ui, vec2};
use egui_material_icons::MaterialIcon;
use engine::protocol::ImportExample;

/// A count: how many, of one and of several, its icon and its colour.
pub type Count = (u64, [&'static str; 2], MaterialIcon, Color32);

/// What the button that matters can do now.
pub struct Go<'a> {
    /// On the button.
    pub words: &'a str,
    /// Something is under way.
    pub busy: bool,
    /// The import is.
    pub imports: bool,
    /// Why it cannot be pressed.
    pub why_not: Option<&'a str>,
}

/// Room for what an import is told to do.
pub fn report_room_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let tall = theme::IMPORT_REPORT;
    forms::room_ui(ui, tall, |ui| {
        ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, true]).show(ui, add)
    });
}

/// Draws the counts, the first always and of the others those that are not zero.
pub fn counts_ui(ui: &mut Ui, counts: &[Count]) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    for (_, (n, [one, many], icon, colour)) in counts.iter().enumerate().filter(|(place, count)| *place == 0 || count.0 > 0) {
        ui.horizontal(|ui| {
            widgets::icon(ui, *icon, theme::ICON_SMALL, *colour);
            ui.label(RichText::new(human::counted(*n, one, many)).color(palette.text));
        });
    }
}

/// Draws the first rows, with what becomes of each.
pub fn examples_ui(ui: &mut Ui, examples: &[ImportExample]) {
    if !examples.is_empty() {
        widgets::section_ui(ui, "The first rows");
        ui.spacing_mut().item_spacing.y = 0.0;
        for example in examples {
            example_ui(ui, example);
        }
    }
}

fn example_ui(ui: &mut Ui, example: &ImportExample) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::hover());
    let line = if example.line > 0 { format!("line {}", human::count(example.line)) } else { String::new() };
    let words = format!("{line} {}: {}", example.key, example.outcome);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, words.trim()));
    let font = theme::caption();
    let (left, rest) = rect.split_left_right_at_x(rect.left() + theme::width::FORM_LABEL);
    let (middle, right) = rest.split_left_right_at_fraction(theme::width::EXAMPLE_KEY);
    widgets::paint_elided(ui.painter(), left.with_max_x(left.right() - space::S), &line, &font, palette.faint);
    widgets::paint_elided(ui.painter(), middle.with_max_x(middle.right() - space::S), &example.key, &font, palette.text);
    widgets::paint_elided(ui.painter(), right, &example.outcome, &font, palette.weak);
    response.on_hover_text(words.trim());
}

/// Draws the buttons; true where the one that matters was pressed.
pub fn buttons_ui<M>(ui: &mut Ui, go: &Go<'_>, out: &mut Output<M>) -> bool {
    let enabled = !go.busy && go.why_not.is_none();
    let entered = forms::entered(ui);
    let mut pressed = false;
    forms::buttons_ui(ui, |ui| {
        pressed = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, go.words)).inner.clicked();
        if widgets::quiet_button(ui, if go.imports { "Hide" } else { "Not now" }).clicked() {
            out.effect(Effect::Leave(vec![Effect::CloseOverlay]));
        }
        forms::why_not_ui(ui, go.why_not);
    });
    enabled && (pressed || entered)
}
