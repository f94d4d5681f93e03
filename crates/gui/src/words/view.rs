//! What was found about a set's words, one finding below the other; or why there is nothing.

use super::finding::finding_ui;
use super::msg::Msg;
use super::state::{Page, WordsPage};
use crate::kit::column::column_ui;
use crate::kit::forms;
use crate::kit::middle::middle_ui;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Align, CentralPanel, Label, Layout, Panel, Sense, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{LintView, Linted};

/// Draws the view.
pub fn words_ui(ui: &mut Ui, ctx: &Ctx, page: &WordsPage) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("words bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, ctx, page, &mut out));
    match (page.page(), page.found.as_deref()) {
        (Page::Found, Some(LintView { outcome: Ok(linted), .. })) => {
            CentralPanel::no_frame().show(ui, |ui| findings_ui(ui, page, linted, &mut out));
        }
        (Page::Fine, Some(LintView { outcome: Ok(linted), .. })) => fine_ui(ui, linted, &mut out),
        (Page::Problem, Some(LintView { outcome: Err(reason), .. })) => {
            let text = human::capitalised(reason);
            middle_ui(ui, (icons::ICON_ERROR, palette.problem), "The words could not be looked at", &text, |ui| back_ui(ui, &mut out));
        }
        _ => waiting_ui(ui, ctx, page, &mut out),
    }
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, page: &WordsPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if widgets::quiet_button(ui, "Leave").on_hover_text("Esc").clicked() {
            out.msg(Msg::Leave);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::strong_text("Words of", palette));
            let names: Vec<String> = ctx.tags.sets.iter().map(|set| set.name.clone()).collect();
            let at = page.set.and_then(|id| ctx.tags.sets.iter().position(|set| set.id == id)).unwrap_or(0);
            if let Some(set) = forms::menu_ui(ui, "Label set", &names, at).and_then(|place| ctx.tags.sets.get(place)) {
                out.msg(Msg::Look(set.id));
            }
            if page.waiting.is_some() {
                ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
            } else if let (Page::Found, Some(Ok(linted))) = (page.page(), page.found.as_ref().map(|view| view.outcome.as_ref())) {
                let words = human::counted(linted.findings.len() as u64, "thing to look at", "things to look at");
                ui.add(Label::new(theme::weak_text(words, palette)).truncate());
            }
        });
    });
}

fn findings_ui(ui: &mut Ui, page: &WordsPage, linted: &Linted, out: &mut Output<Msg>) {
    let Some(view) = &page.found else { return };
    column_ui(ui, "findings", |ui| {
        ui.add_space(space::M);
        ui.add(Label::new(theme::weak_text(measured_words(linted), theme::palette(ui))).wrap());
        widgets::named_region(ui, "Findings", Role::List, |ui| {
            for (place, finding) in linted.findings.iter().enumerate() {
                finding_ui(ui, view, linted, (place, finding), out);
            }
        });
        ui.add_space(space::XL);
    });
}

/// On what the effects are measured, and that decisions have no say in it.
fn measured_words(linted: &Linted) -> String {
    let photos = human::photos(linted.photos as u64);
    let decided = if linted.decided > 0 {
        let (n, right) = (human::counted(linted.decided as u64, "decided one", "decided ones"), human::count(linted.right as u64));
        format!(" Of the {n} {right} are suggested rightly.")
    } else {
        String::new()
    };
    format!("Measured on {photos}, by the words alone: what decisions taught has no say in it.{decided} Every change can be undone.")
}

fn fine_ui(ui: &mut Ui, linted: &Linted, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let photos = human::photos(linted.photos as u64);
    let text = format!("On {photos} no two labels are taken for each other, every label has photos, and other wordings say the same.");
    middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), "Nothing to mend in these words", &text, |ui| back_ui(ui, out));
}

fn back_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    widgets::centred_row(ui, "words buttons", |ui| {
        if widgets::primary_button(ui, "Back to the photos").clicked() {
            out.msg(Msg::Leave);
        }
    });
}

fn waiting_ui(ui: &mut Ui, ctx: &Ctx, page: &WordsPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let reading = ctx.measuring.filter(|reading| page.waiting == Some(reading.request));
    let (done, total) = reading.map_or((0, 0), |reading| (reading.done, reading.total));
    let set = page.set.and_then(|set| ctx.tags.set(set)).map_or("", |set| set.name.as_str());
    let text = "Every photo is asked about in other words, too.";
    middle_ui(ui, (icons::ICON_SPELLCHECK, palette.faint), &format!("Looking at the words of {set}…"), text, |ui| {
        let (rect, bar) = ui.allocate_exact_size(vec2(width::REVIEW_PROGRESS, theme::PROGRESS_BAR), Sense::hover());
        let share = widgets::share(done, total);
        widgets::paint_bar(ui.painter(), rect, share, palette);
        widgets::name_progress(&bar, "Looking at the words", share);
        ui.add_space(space::S);
        if widgets::button(ui, None, "Cancel").on_hover_text("Esc").clicked() {
            out.msg(Msg::Cancel);
        }
    });
}
