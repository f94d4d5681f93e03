//! What stands in the place of the photo: the work in progress, why there is nothing to go through, what was decided.

use super::msg::{AuditCommand, Msg};
use super::sitting::Sitting;
use super::state::AuditPage;
use crate::kit::middle::middle_ui;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::{Sense, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{Audit, SuspectKind};

/// The labels are being looked at.
pub fn waiting_ui(ui: &mut Ui, ctx: &Ctx, page: &AuditPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let set = page.waiting.as_ref().and_then(|waiting| ctx.tags.set(waiting.asked.set));
    let reading = ctx.measuring.filter(|reading| page.waiting.as_ref().is_some_and(|waiting| waiting.request == reading.request));
    let (done, total) = reading.map_or((0, 0), |reading| (reading.done, reading.total));
    let title = format!("Checking the labels of {}…", set.map_or("", |set| set.name.as_str()));
    let text = if total > 0 {
        format!("{} of {} labels compared with those of the nearest photos", human::count(done), human::count(total))
    } else {
        "Learning what each label looks like".to_owned()
    };
    middle_ui(ui, (icons::ICON_RULE, palette.faint), &title, &text, |ui| {
        let (rect, bar) = ui.allocate_exact_size(vec2(width::REVIEW_PROGRESS, theme::PROGRESS_BAR), Sense::hover());
        let share = widgets::share(done, total);
        widgets::paint_bar(ui.painter(), rect, share, palette);
        widgets::name_progress(&bar, "Checking labels", share);
        ui.add_space(space::S);
        if widgets::button(ui, None, "Cancel").on_hover_text("Esc").clicked() {
            out.msg(Msg::Cancel);
        }
    });
}

/// Why there is nothing to go through.
pub fn problem_ui(ui: &mut Ui, page: &AuditPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let (title, text) = match &page.problem {
        Some(reason) => ("Nothing to check", human::capitalised(reason)),
        None => (
            "No check is open",
            "Choose a label set, and its labels are put in order: those that are likeliest wrong come first.".to_owned(),
        ),
    };
    middle_ui(ui, (icons::ICON_RULE, palette.faint), title, &text, |ui| {
        widgets::centred_row(ui, "check problem buttons", |ui| {
            if widgets::primary_button(ui, "Back to the photos").clicked() {
                out.msg(Msg::Leave);
            }
            if widgets::button(ui, None, "Check labels…").clicked() {
                out.msg(Msg::Run(AuditCommand::Check));
            }
        });
    });
}

/// An answer without a photo, in words.
pub fn nothing_words(set: &str, audit: &Audit, sample: bool) -> String {
    match (audit.kept, sample) {
        (_, true) => format!("No label of {set} was accepted from a suggestion, so there is nothing to draw a sample from."),
        (0, _) => format!("No photo has a label of {set} that can be checked. Tag some photos, or import labels, and check them then."),
        (kept, _) => {
            format!("You have kept all {} of {set}. They are asked about again when they change.", human::counted(kept, "label", "labels"))
        }
    }
}

/// Nothing looks wrong.
pub fn calm_ui(ui: &mut Ui, sitting: &Sitting, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let labels = sitting.audit.suspects.iter().filter(|suspect| suspect.kind == SuspectKind::Wrong).count();
    let labels = human::counted(labels as u64, "label", "labels");
    let missing = if sitting.is_several() { ", and none is likely missing" } else { "" };
    let text = format!(
        "{labels} of {} compared with what they look like and with their nearest photos: none is likely wrong{missing}.",
        sitting.draft.name
    );
    middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), "Nothing looks wrong", &text, |ui| {
        widgets::centred_row(ui, "check calm buttons", |ui| {
            if widgets::primary_button(ui, "Back to the photos").clicked() {
                out.msg(Msg::Leave);
            }
            if widgets::button(ui, None, "Look at them anyway").clicked() {
                out.msg(Msg::LookAnyway);
            }
        });
    });
}

/// What was decided, before the person goes or after the last photo.
pub fn done_ui(ui: &mut Ui, sitting: &Sitting, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let (figures, at_end) = (sitting.session.figures(), sitting.suspect().is_none());
    let title = if at_end { "All looked at" } else { "Checked so far" };
    let told = [(figures.kept, "kept"), (figures.corrected, "corrected"), (figures.skipped, "skipped")];
    let told: Vec<String> = told.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", human::count(*n as u64))).collect();
    let text = match sitting.spot_check() {
        Some(spot_check) => format!("{}.", spot_check.words()),
        None => format!(
            "{} · {} of {}",
            sitting.draft.name,
            human::count(figures.decided() as u64),
            human::count(sitting.session.total() as u64)
        ),
    };
    middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), title, &text, |ui| {
        if !told.is_empty() {
            ui.label(theme::strong_text(told.join(" · "), palette));
        }
        ui.add_space(space::S);
        widgets::centred_row(ui, "check done buttons", |ui| {
            if widgets::primary_button(ui, "Back to the photos").on_hover_text("Esc").clicked() {
                out.msg(Msg::Leave);
            }
            if figures.decided() > 0 && widgets::button(ui, None, "Export what was checked…").clicked() {
                out.msg(Msg::Run(AuditCommand::Export));
            }
            let open = !at_end || figures.skipped > 0;
            if open && widgets::button(ui, None, "Go on").clicked() {
                out.msg(Msg::GoOn);
            }
            if widgets::button(ui, None, "Check something else…").clicked() {
                out.msg(Msg::Run(AuditCommand::Check));
            }
        });
    });
}
