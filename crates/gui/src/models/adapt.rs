//! The dialog that adapts a model to the open catalogue: what it would learn from, how far it is, what came of it.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Grid, Id, Label, RichText, Ui};
use engine::protocol::{
    AdaptOutcome, AdaptReport, CancelRequest, Interval, KindFigures, LEAST_PRODUCTS, LessonsToAdapt, ModelRequest, RequestId,
    mean_agreement, words_told,
};

/// Where adapting stands.
#[derive(Clone, Debug, Default)]
pub struct AdaptDialog {
    /// It is shown; what is under way goes on without it.
    pub open: bool,
    /// Its result was not looked at.
    pub unseen: bool,
    pub name: String,
    pub looking: Option<RequestId>,
    pub plan: Option<Result<LessonsToAdapt, String>>,
    pub running: Option<RequestId>,
    pub outcome: Option<Result<AdaptOutcome, String>>,
}

/// Draws the dialog.
pub fn adapt_ui(ui: &mut Ui, ctx: &Ctx, dialog: &mut AdaptDialog) -> Output<Msg> {
    let mut out = Output::default();
    match (&dialog.outcome, dialog.running) {
        (_, Some(request)) => running_ui(ui, ctx, request, &mut out),
        (Some(Err(why)), None) => {
            forms::problem_ui(ui, why);
            close_ui(ui, &mut out);
        }
        (Some(Ok(outcome)), None) => outcome_ui(ui, ctx, &dialog.name, outcome, &mut out),
        (None, None) => plan_ui(ui, dialog, &mut out),
    }
    out
}

fn plan_ui(ui: &mut Ui, dialog: &mut AdaptDialog, out: &mut Output<Msg>) {
    forms::note_ui(
        ui,
        "Learns from what is decided and written about these photos how this shop looks and speaks: a model of its own over the one in use, \
         which stays as it is. Photos are not read again. It takes minutes, and is kept only if it answers better about products that it was \
         not shown.",
    );
    let lacks = forms::room_ui(ui, theme::LINE * 5.0, |ui| match &dialog.plan {
        None => {
            forms::note_ui(ui, "Looking what there is to learn from…");
            true
        }
        Some(Err(why)) => {
            forms::problem_ui(ui, why);
            true
        }
        Some(Ok(lessons)) => lessons_ui(ui, lessons),
    });
    forms::line_ui(ui, "Name", |ui| {
        let room = ui.available_width();
        widgets::field(ui, Id::unique("adapted model"), &mut dialog.name, "What the model is called", "Name", room)
    });
    let enabled = !lacks && !dialog.name.trim().is_empty();
    let entered = forms::entered(ui);
    forms::buttons_ui(ui, |ui| {
        if enabled && (ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, "Adapt")).inner.clicked() || entered) {
            out.msg(Msg::StartAdapting);
        } else if !enabled {
            ui.add_enabled_ui(false, |ui| widgets::primary_button(ui, "Adapt"));
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
}

/// True where it is too little.
fn lessons_ui(ui: &mut Ui, lessons: &LessonsToAdapt) -> bool {
    let palette = theme::palette(ui);
    let count = |n: usize| human::count(n as u64);
    let products = human::counted(lessons.products as u64, "product", "products");
    ui.label(RichText::new(format!("{} of {products}", human::photos(lessons.photos as u64))).color(palette.text));
    let sets = lessons.decisions.iter().map(|(set, photos)| format!("{set}: {} decided", count(*photos)));
    let texts = (lessons.texts > 0).then(|| format!("texts: {}", human::photos(lessons.texts as u64)));
    let all: Vec<String> = sets.chain(texts).collect();
    ui.add(Label::new(theme::weak_text(all.join(" · "), palette)).wrap());
    let lacks = lessons.products < LEAST_PRODUCTS;
    if lacks {
        let words = format!(
            "That is too little: at least {LEAST_PRODUCTS} products are needed. Decide about more photos, or import labels or titles as a CSV."
        );
        forms::problem_ui(ui, &words);
    }
    lacks
}

fn running_ui(ui: &mut Ui, ctx: &Ctx, request: RequestId, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let reading = ctx.job.as_ref().filter(|job| job.request == request);
    let share = reading.map_or(0.0, |job| widgets::share(job.done, job.total));
    let words = match reading {
        None => "It begins as soon as what runs before it has ended.".to_owned(),
        Some(job) if job.total == 0 => "Reading what is decided and written…".to_owned(),
        Some(job) => format!("Adapting, {}", human::percent(job.done, job.total)),
    };
    forms::note_ui(ui, "You can go on working meanwhile.");
    ui.horizontal(|ui| {
        let (rect, bar) = ui.allocate_exact_size(egui::vec2(theme::width::DOWNLOAD, theme::PROGRESS_BAR), egui::Sense::hover());
        widgets::paint_bar(ui.painter(), rect, share, palette);
        widgets::name_progress(&bar, &words, share);
        ui.label(theme::weak_text(words, palette));
    });
    forms::buttons_ui(ui, |ui| {
        if widgets::button(ui, None, "Cancel").clicked() {
            out.send(CancelRequest::Job(request));
        }
        if widgets::quiet_button(ui, "Hide").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
}

fn outcome_ui(ui: &mut Ui, ctx: &Ctx, name: &str, outcome: &AdaptOutcome, out: &mut Output<Msg>) {
    match outcome {
        AdaptOutcome::Kept(kept) => {
            report_ui(ui, &kept.report);
            let words = format!("Kept as “{name}”; {} can be searched with it at once.", human::photos(kept.photos));
            forms::note_ui(ui, &words);
        }
        AdaptOutcome::NoBetter(report) => {
            report_ui(ui, report);
            forms::note_ui(
                ui,
                "It answers no better than the model that it was made over, so nothing is kept. More decisions may change that.",
            );
        }
        AdaptOutcome::TooLittle(lessons) => _ = lessons_ui(ui, lessons),
        AdaptOutcome::Cancelled => forms::note_ui(ui, "Cancelled; nothing is kept."),
    }
    if !matches!(outcome, AdaptOutcome::Kept(_)) || ctx.models.list.in_use == name {
        return close_ui(ui, out);
    }
    forms::buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Use it").clicked() || forms::entered(ui) {
            out.send(ModelRequest::Use { name: name.to_owned(), now: false });
            out.effect(Effect::CloseOverlay);
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
}

fn close_ui(ui: &mut Ui, out: &mut Output<Msg>) {
    forms::buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Close").clicked() || forms::entered(ui) {
            out.effect(Effect::CloseOverlay);
        }
    });
}

fn report_ui(ui: &mut Ui, report: &AdaptReport) {
    let palette = theme::palette(ui);
    let gain = format!("{:+.1} points (± {:.1})", 100.0 * report.gain.gain, 196.0 * report.gain.error);
    let told = human::counted(report.parts[2] as u64, "product", "products");
    ui.label(RichText::new(format!("Right answers: {gain}, on {told} that it was not shown")).color(palette.text));
    ui.add_space(space::XS);
    Grid::new("adapted figures").num_columns(4).spacing([space::L, space::XS]).show(ui, |ui| {
        for head in ["", "Before", "After", "First ten of a search"] {
            ui.label(theme::weak_text(head, palette));
        }
        ui.end_row();
        for kind in &report.kinds {
            kind_ui(ui, kind);
        }
        ui.label(theme::weak_text("Elsewhere", palette));
        ui.end_row();
        for kind in &report.elsewhere {
            kind_ui(ui, kind);
        }
    });
    let same = mean_agreement(&report.agreement);
    let words = format!("The label sets that come along mean the same as before for {:.0} % of those photos.", 100.0 * same);
    forms::note_ui(ui, &words);
    if let Some(words) = words_told(&report.words) {
        forms::note_ui(ui, &format!("Words that it knows beside those that it was taught: {words}."));
    }
}

fn kind_ui(ui: &mut Ui, kind: &KindFigures) {
    let palette = theme::palette(ui);
    let told = |(share, interval): (f64, Interval)| {
        let words = format!("{:.1} %", 100.0 * share);
        (words, format!("{:.1} to {:.1} % (95 %), {}", 100.0 * interval.low, 100.0 * interval.high, human::photos(kind.photos as u64)))
    };
    ui.label(RichText::new(&kind.name).color(palette.text));
    for (words, interval) in kind.accuracy().map(told) {
        ui.label(RichText::new(words).color(palette.text)).on_hover_text(interval);
    }
    let ranked = if kind.queries > 0 { format!("{:.2} → {:.2}", kind.p_at_10[0], kind.p_at_10[1]) } else { String::new() };
    ui.label(theme::weak_text(ranked, palette));
    ui.end_row();
}
