//! What stands in the place of figures: the work in progress, why there are none.

use super::msg::{EvaluationCommand, Msg};
use super::shown::Shown;
use super::state::{Asked, EvaluationPage};
use crate::kit::middle::middle_ui;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::{Sense, Ui, vec2};
use egui_material_icons::icons;

/// The suggestions are being compared.
pub fn waiting_ui(ui: &mut Ui, ctx: &Ctx, page: &EvaluationPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some((request, asked)) = &page.waiting else { return };
    let reading = ctx.measuring.filter(|reading| reading.request == *request);
    let (done, total) = reading.map_or((0, 0), |reading| (reading.done, reading.total));
    let (title, text) = match asked {
        Asked::Suggestions(asked) => {
            let set = ctx.tags.set(asked.set).map_or("", |set| set.name.as_str());
            (format!("Evaluating {set}…"), format!("Every suggestion is compared with {}.", asked.truth.words()))
        }
        Asked::Search(_) if total > 0 => {
            ("Searching…".to_owned(), format!("{} of {}", human::count(done), human::counted(total, "query", "queries")))
        }
        Asked::Search(_) => ("Searching…".to_owned(), "Each query is searched as if typed.".to_owned()),
    };
    middle_ui(ui, (icons::ICON_ANALYTICS, palette.faint), &title, &text, |ui| {
        let (rect, bar) = ui.allocate_exact_size(vec2(width::REVIEW_PROGRESS, theme::PROGRESS_BAR), Sense::hover());
        let share = widgets::share(done, total);
        widgets::paint_bar(ui.painter(), rect, share, palette);
        widgets::name_progress(&bar, "Evaluating", share);
        ui.add_space(space::S);
        if widgets::button(ui, None, "Cancel").on_hover_text("Esc").clicked() {
            out.msg(Msg::Cancel);
        }
    });
}

/// It did not come about.
pub fn problem_ui(ui: &mut Ui, page: &EvaluationPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let reason = human::capitalised(page.problem.as_deref().unwrap_or_default());
    middle_ui(ui, (icons::ICON_ERROR, palette.problem), "This could not be evaluated", &reason, |ui| buttons_ui(ui, out));
}

/// No photo could be compared.
pub fn empty_ui(ui: &mut Ui, shown: &Shown, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let told = shown.report.evaluation.left_out.told();
    let why = if told.is_empty() { "nothing in it is about these photos".to_owned() } else { told.join("; ") };
    let text = format!("Nothing of {} could be used: {}.", shown.report.truth.words(), human::elide_middle(&why, 400));
    middle_ui(ui, (icons::ICON_ANALYTICS, palette.faint), "No photo to compare", &text, |ui| buttons_ui(ui, out));
}

/// Nothing was asked yet.
pub fn nothing_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let text = "Choose a label set and what its suggestions are compared with: what was decided, or a table with the right labels.";
    middle_ui(ui, (icons::ICON_ANALYTICS, palette.faint), "How often are suggestions right?", text, |ui| buttons_ui(ui, out));
}

fn buttons_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    widgets::centred_row(ui, "evaluation buttons", |ui| {
        if widgets::primary_button(ui, "Evaluate…").clicked() {
            out.msg(Msg::Run(EvaluationCommand::Evaluate));
        }
        if widgets::button(ui, None, "Back to the photos").clicked() {
            out.msg(Msg::Leave);
        }
    });
}
