//! Draws the dialog about backups.

use super::form::{RestoreForm, change_words, holds_words};
use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Label, RichText, ScrollArea, Ui};
use egui_material_icons::icons;
use engine::protocol::{PickPurpose, RestoreReport};

/// Backups that are in view at once: in a window of 700 points or more, and in a lower one.
const ROWS: (f32, f32) = (5.0, 3.0);
const TALL: f32 = 700.0;
/// Lines of what would change.
const LINES: f32 = 5.0;
/// Height of what may be asked for.
const CHECKS: f32 = 96.0;
const NONE_YET: &str = "No backup of this catalogue was made yet. Selvedge makes one by itself once you have decided something and paused for a \
    minute, and keeps the last of 7 days, 4 weeks and 12 months. It holds decisions, label sets, marks, texts, products and searches; photos are never in it.";

/// Draws it. `making`: a backup is being made.
pub fn form_ui(ui: &mut Ui, form: &mut RestoreForm, making: bool) -> (Output<Msg>, bool) {
    let mut out = Output::default();
    ui.add_enabled_ui(form.is_free(), |ui| fields_ui(ui, form, &mut out));
    if let Some(wrong) = &form.wrong {
        forms::problem_ui(ui, wrong);
    }
    let (mut make, lacks) = (false, form.lacks());
    forms::buttons_ui(ui, |ui| {
        if form.chosen.is_some() {
            let go = ui.add_enabled_ui(lacks.is_none(), |ui| widgets::primary_button(ui, &form.verb())).inner.clicked();
            if go && let Some(effect) = form.restore() {
                out.effect(effect);
            }
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, None, "From a file…").clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::Backup)));
        }
        make = ui.add_enabled_ui(!making, |ui| widgets::button(ui, None, "Back up now")).inner.clicked();
        forms::why_not_ui(ui, lacks.filter(|_| form.chosen.is_some()));
    });
    (out, make)
}

fn fields_ui(ui: &mut Ui, form: &mut RestoreForm, out: &mut Output<Msg>) {
    match form.backups() {
        None if form.wrong.is_none() => return forms::note_ui(ui, "Looking for backups…"),
        None => return,
        Some([]) => return forms::note_ui(ui, NONE_YET),
        Some(_) => {}
    }
    if let Some(effect) = list_ui(ui, form) {
        out.effect(effect);
    }
    if form.chosen.is_none() {
        return;
    }
    widgets::section_ui(ui, "Bring back");
    let sets = form.sets.iter_mut().map(|(_, words, on)| (on, words.as_str()));
    let parts = form.parts.iter_mut().map(|(_, words, on)| (on, words.as_str()));
    let mut changed = forms::checks_ui(ui, "what to restore", CHECKS, sets.chain(parts));
    changed |= forms::check_ui(ui, &mut form.keep_newer, "Keep what was decided since");
    if changed && let Some(effect) = form.look() {
        out.effect(effect);
    }
    widgets::section_ui(ui, "What would change");
    forms::room_ui(ui, theme::LINE * LINES + space::S, |ui| match form.outcome() {
        None => forms::note_ui(ui, "Comparing with what is here…"),
        Some(Err(wrong)) => forms::problem_ui(ui, wrong),
        Some(Ok(report)) => report_ui(ui, report, form.keep_newer),
    });
}

/// The backups by date. Answers what comes of choosing another one.
fn list_ui(ui: &mut Ui, form: &mut RestoreForm) -> Option<Effect> {
    let mut picked = None;
    let rows = if ui.ctx().content_rect().height() < TALL { ROWS.1 } else { ROWS.0 };
    ScrollArea::vertical().id_salt("backups").max_height(theme::ROW * rows).show(ui, |ui| {
        widgets::named_region(ui, "Backups", Role::RadioGroup, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for listed in form.backups().unwrap_or_default() {
                let (when, holds) = (human::moment(listed.backup.made_ms), holds_words(listed.holds.as_ref()));
                let bytes = human::bytes(listed.backup.bytes);
                let selected = form.chosen.as_ref() == Some(&listed.backup.file);
                let (words, name) = (format!("{when}    {holds}"), format!("Backup of {when}, {holds}"));
                let spec = RowSpec { words: &words, count: Some(bytes), icon: None, selected, indent: 0.0, name, room_right: space::S };
                let row = ui.add_enabled_ui(listed.holds.is_some(), |ui| widgets::row_as(ui, Role::RadioButton, &spec)).inner;
                if row.on_hover_text(listed.backup.file.display().to_string()).clicked() && !selected {
                    picked = Some(listed.backup.file.clone());
                }
            }
        });
    });
    picked.and_then(|file| form.choose(file))
}

fn report_ui(ui: &mut Ui, report: &RestoreReport, keep_newer: bool) {
    let palette = theme::palette(ui);
    ScrollArea::vertical().id_salt("changes").max_height(theme::LINE * LINES).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        for row in report.parts.iter().filter(|row| !row.is_empty() || row.left_out > 0) {
            let name = row.set.clone().unwrap_or_else(|| row.part.title().to_owned());
            ui.add(Label::new(RichText::new(format!("{name}: {}", change_words(row))).color(palette.text)).wrap());
        }
        if report.changes() == 0 {
            forms::note_ui(ui, "Nothing: all of this is as it was then.");
        }
        let newer = report.newer();
        if newer > 0 {
            let fate = match (keep_newer, newer) {
                (true, 1) => "and stays",
                (true, _) => "and stay",
                (false, 1) => "and gives way",
                (false, _) => "and give way",
            };
            let words = format!("{} decided here since, {fate}", human::counted(newer, "thing was", "things were"));
            ui.horizontal(|ui| {
                widgets::icon(ui, icons::ICON_WARNING, theme::ICON_SMALL, if keep_newer { palette.weak } else { palette.doubtful });
                ui.label(RichText::new(words).color(palette.text));
            });
        }
        if report.changed_content > 0 {
            let words =
                format!("{} changed since: what was decided about the earlier content is left out", human::photos(report.changed_content));
            forms::note_ui(ui, &words);
        }
        if report.elsewhere > 0 {
            forms::note_ui(ui, &format!("{} of the backup are not in this catalogue", human::photos(report.elsewhere)));
        }
    });
}
