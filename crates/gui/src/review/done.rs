//! Before the first photo and after the last one: what is being prepared, what was decided, what may come next.

use super::format::order_words;
use super::msg::{Msg, ReviewCommand};
use super::session::Session;
use super::state::Review;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Align, Layout, Ui, vec2};
use egui_material_icons::icons;

/// The queue is being made.
pub fn waiting_ui(ui: &mut Ui, ctx: &Ctx, review: &Review) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        ui.add(egui::Spinner::new().size(theme::ICON).color(palette.weak));
        let set = review.waiting.as_ref().and_then(|(plan, _)| ctx.tags.set(plan.set));
        let of = set.map(|s| format!(" of {}", s.name)).unwrap_or_default();
        ui.label(theme::weak_text(format!("Preparing the review{of}…"), palette));
    });
}

/// Every photo was seen.
pub fn done_ui(ui: &mut Ui, ctx: &Ctx, review: &Review, session: &Session) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let figures = session.figures();
    ui.add_space(ui.available_height() / 4.0);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let (icon, title) = match (session.total, figures.skipped) {
            (0, _) => (icons::ICON_CHECK_CIRCLE, "Nothing to review"),
            (_, 0) => (icons::ICON_CHECK_CIRCLE, "All reviewed"),
            _ => (icons::ICON_CHECK_CIRCLE, "All seen"),
        };
        widgets::icon(ui, icon, theme::ICON_LARGE, palette.done);
        ui.label(theme::title_text(title, palette));
        let set = ctx.tags.set(session.set).map(|s| s.name.as_str()).unwrap_or_default();
        let line = if session.total == 0 {
            format!("Every photo has its answer in {set}, or none has a suggestion yet.")
        } else {
            format!("{set} · {} · {}", order_words(ctx, review, session.order), human::photos(session.total))
        };
        ui.label(theme::weak_text(line, palette));
        let told = [
            (figures.accepted, "accepted"),
            (figures.changed, "changed"),
            (figures.rejected, "rejected"),
            (figures.none, "none of these"),
            (figures.skipped, "skipped"),
        ];
        let told: Vec<String> = told.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", human::count(*n))).collect();
        if !told.is_empty() {
            ui.label(theme::strong_text(told.join(" · "), palette));
        }
        ui.add_space(space::M);
        buttons_ui(ui, figures.skipped, &mut out);
    });
    out
}

fn buttons_ui(ui: &mut Ui, skipped: u64, out: &mut Output<Msg>) {
    // A row in the middle: its width is that of the frame before.
    let id = ui.scope_id().with("done buttons");
    let known: f32 = ui.data(|d| d.get_temp(id)).unwrap_or(0.0);
    let left = ((ui.available_width() - known) / 2.0).max(0.0);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(left);
        let from = ui.cursor().left();
        if widgets::primary_button(ui, "Back to the photos").clicked() {
            out.msg(Msg::Leave);
        }
        if skipped > 0 {
            let words =
                if skipped == 1 { "Review the skipped one".to_owned() } else { format!("Review the {} skipped", human::count(skipped)) };
            if widgets::button(ui, None, &words).clicked() {
                out.msg(Msg::AskAgain);
            }
        }
        if widgets::button(ui, None, "Review something else…").clicked() {
            out.msg(Msg::Run(ReviewCommand::Ask));
        }
        if widgets::button(ui, None, "Export tags…").clicked() {
            out.effect(Effect::ExportTags);
        }
        let used = ui.min_rect().right() - from;
        if (used - known).abs() > f32::EPSILON {
            ui.data_mut(|d| d.insert_temp(id, used));
            ui.ctx().request_repaint();
        }
    });
}
