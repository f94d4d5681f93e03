//! An evaluation as it is drawn: what was measured above, its figures, and below one of its parts.

use super::confused::confused_ui;
use super::figures::figures_ui;
use super::labels::labels_ui;
use super::msg::{EvaluationCommand, Msg, Tab};
use super::pages::{empty_ui, nothing_ui, problem_ui, waiting_ui};
use super::parts::parts_ui;
use super::scores::scores_ui;
use super::searched::searched_ui;
use super::shown::Shown;
use super::state::{EvaluationPage, Page};
use crate::kit::forms;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::{Align, CentralPanel, Label, Layout, Panel, Ui, vec2};

const TABS: [(Tab, &str); 5] = [
    (Tab::Labels, "Labels"),
    (Tab::Confused, "Confused"),
    (Tab::Scores, "Scores"),
    (Tab::Parts, "Parts of the catalogue"),
    (Tab::Searches, "Searches"),
];

/// The parts of what is known: nothing is taken for another label where several may fit.
fn tabs(page: &EvaluationPage, roomy: bool) -> Vec<(Tab, &'static str)> {
    let several = page.shown.as_ref().is_some_and(Shown::is_several);
    let there = |tab: Tab| match tab {
        Tab::Confused => !several,
        Tab::Searches => page.searched.is_some(),
        Tab::Labels | Tab::Scores | Tab::Parts => true,
    };
    let tabs = TABS.into_iter().filter(|(tab, _)| there(*tab));
    tabs.map(|(tab, words)| (tab, if tab == Tab::Parts && !roomy { "Parts" } else { words })).collect()
}

/// Draws the view.
pub fn evaluation_ui(ui: &mut Ui, ctx: &Ctx, page: &EvaluationPage) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("evaluation bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, page, &mut out));
    match (page.page(), &page.shown) {
        (Page::Waiting, _) => waiting_ui(ui, ctx, page, &mut out),
        (Page::Problem, _) => problem_ui(ui, page, &mut out),
        (Page::Empty, Some(shown)) => empty_ui(ui, shown, &mut out),
        (Page::Figures, Some(shown)) => shown_ui(ui, ctx, page, shown, &mut out),
        (Page::Searched, _) => {
            if let Some(view) = &page.searched {
                searched_ui(ui, view, &mut out);
            }
        }
        (Page::Nothing | Page::Empty | Page::Figures, _) => nothing_ui(ui, &mut out),
    }
    out
}

fn shown_ui(ui: &mut Ui, ctx: &Ctx, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let head = theme::panel_frame(palette.window, vec2(space::L, space::S));
    Panel::top("figures").resizable(false).frame(head).show(ui, |ui| figures_ui(ui, ctx, shown, out));
    let frame = theme::panel_frame(palette.window, vec2(space::L, space::S));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| match page.tab {
        Tab::Labels => labels_ui(ui, page, shown, out),
        Tab::Confused => confused_ui(ui, page, shown, out),
        Tab::Scores => scores_ui(ui, shown),
        Tab::Parts => parts_ui(ui, page, shown, out),
        // The view shows them by themselves.
        Tab::Searches => {}
    });
}

fn bar_ui(ui: &mut Ui, page: &EvaluationPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let figures = page.page() == Page::Figures;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if page.waiting.is_none() && widgets::quiet_button(ui, "Leave").on_hover_text("Esc").clicked() {
            out.msg(Msg::Leave);
        }
        let searched = page.page() == Page::Searched;
        if (figures || searched) && widgets::button(ui, None, "Evaluate…").clicked() {
            out.msg(Msg::Run(EvaluationCommand::Evaluate));
        }
        if figures && widgets::button(ui, None, "Export…").clicked() {
            out.msg(Msg::Run(EvaluationCommand::Export));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let set = page.shown.as_ref().filter(|_| figures).map(|shown| shown.report.set.name.as_str());
            let letters = if ui.available_width() > width::ROOMY_ROW { 24 } else { 12 };
            let title = set.map_or_else(|| "Evaluation".to_owned(), |set| human::elide_middle(set, letters));
            ui.add(Label::new(theme::strong_text(title, palette)).truncate());
            if page.shown.is_some() && (figures || searched) {
                ui.add_space(space::XS);
                let roomy = page.searched.is_none() || ui.available_width() > width::ROOMY_ROW;
                ui.scope(|ui| {
                    if let Some(tab) = forms::segments_ui(ui, &tabs(page, roomy), page.tab) {
                        out.msg(Msg::Show(tab));
                    }
                });
            }
        });
    });
}
