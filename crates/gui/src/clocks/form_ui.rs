//! Draws the dialog about clocks.

use super::form::{ClockForm, Line, Pair};
use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Align, Id, Key, Label, Layout, ScrollArea, Ui, vec2};

/// Cameras that are in view at once.
const ROWS: f32 = 5.0;
/// Letters of a camera's or a file's name on a button and in a line.
const NAME_LETTERS: usize = 24;

/// Draws it.
pub fn form_ui(ui: &mut Ui, form: &mut ClockForm) -> Output<Msg> {
    let mut out = Output::default();
    forms::note_ui(
        ui,
        "Say what is to be added to what a camera told: +1:02:03 (hours, minutes, seconds), -45s, +1h, +2d. Every date of its photos is shown, \
         sorted and found by the corrected one; the files stay as they are.",
    );
    let is_free = form.saving.is_none();
    let entered = ui.add_enabled_ui(is_free, |ui| lines_ui(ui, form)).inner || forms::entered(ui);
    pair_ui(ui, form);
    forms::room_ui(ui, 2.0 * theme::LINE, |ui| {
        if let Some(problem) = form.problem() {
            forms::problem_ui(ui, &problem);
        }
    });
    let enabled = is_free && form.is_good();
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, &form.verb())).inner.clicked();
        if enabled && (go || entered) {
            form.saving = Some(out.ask(form.edit()));
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::Leave(vec![Effect::CloseOverlay]));
        }
    });
    out
}

/// True where Enter was pressed in a field.
fn lines_ui(ui: &mut Ui, form: &mut ClockForm) -> bool {
    if form.lines.is_empty() {
        forms::note_ui(ui, "No photo here tells its camera.");
        return false;
    }
    let is_new = std::mem::take(&mut form.is_new);
    let mut entered = false;
    let list = |ui: &mut Ui| {
        for (place, line) in form.lines.iter_mut().enumerate() {
            let field = line_ui(ui, place, line);
            if is_new && place == 0 {
                field.request_focus();
            }
            if field.changed() {
                form.wrong = None;
            }
            entered |= field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        }
    };
    let tall = 2.0 * theme::LINE * ROWS;
    ScrollArea::vertical().id_salt("clocks").max_height(tall).show(ui, |ui| widgets::named_region(ui, "Cameras", Role::List, list));
    entered
}

fn line_ui(ui: &mut Ui, place: usize, line: &mut Line) -> egui::Response {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        let room = ui.available_width() - width::OFFSET_FIELD - space::M;
        ui.allocate_ui_with_layout(vec2(room, 2.0 * theme::LINE), Layout::top_down(Align::Min), |ui| {
            ui.set_min_width(room);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(theme::strong_text(&*line.camera.name, palette)).truncate());
            ui.add(Label::new(theme::caption_text(line.words(), palette)).truncate());
        });
        let name = format!("Clock of {}", line.camera.name);
        widgets::field(ui, Id::unique(("clock", place)), &mut line.text, "0", &name, width::OFFSET_FIELD)
    })
    .inner
}

/// What two selected photos tell.
fn pair_ui(ui: &mut Ui, form: &mut ClockForm) {
    let pair = match &form.pair {
        Some(Ok(pair)) => pair.clone(),
        Some(Err(reason)) => return forms::note_ui(ui, &human::capitalised(&reason.to_string())),
        None => return forms::note_ui(ui, "Two photos of two cameras that show the same instant, selected before, tell it by themselves."),
    };
    let Pair { names: [first, second], ways } = &pair;
    let short = |name: &str| human::elide_middle(name, NAME_LETTERS);
    forms::note_ui(ui, &format!("{} and {} show the same instant:", short(first), short(second)));
    ui.horizontal_wrapped(|ui| {
        for (camera, offset) in ways {
            if widgets::button(ui, None, &format!("Correct {} by {offset}", short(camera))).clicked() {
                form.fill(camera, *offset);
            }
        }
    });
}
