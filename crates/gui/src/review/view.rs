//! The review as it is drawn: how far one is above, the photo at the left, the question at the right.

use super::answers::answers_ui;
use super::done::{done_ui, waiting_ui};
use super::format::order_words;
use super::msg::Msg;
use super::session::Session;
use super::state::Review;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::picture::{picture_ui, prefetch};
use base::human;
use egui::{Align, CentralPanel, Label, Layout, Panel, Sense, Ui, vec2};
use std::time::Duration;

/// Draws the review.
pub fn review_ui(ui: &mut Ui, ctx: &Ctx, review: &Review, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("review bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| {
        bar_ui(ui, ctx, review, &mut out);
    });
    let Some(session) = &review.session else {
        waiting_ui(ui, ctx, review);
        return out;
    };
    let Some(photo) = session.current().and_then(|p| ctx.library.photo(p)) else {
        out.extend(done_ui(ui, ctx, review, session));
        return out;
    };
    let wide = (ui.available_width() * width::QUESTION_SHARE).clamp(width::QUESTION.0, width::QUESTION.1).floor();
    let margin = egui::Margin { left: 0, right: space::L as i8, top: space::L as i8, bottom: space::S as i8 };
    let frame = egui::Frame::new().fill(palette.window).inner_margin(margin);
    Panel::right("question").exact_size(wide).resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt(("question", photo.id)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            out.extend(answers_ui(ui, ctx, review, photo, pictures));
        });
    });
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap().shrink(space::L);
        picture_ui(ui, room, ctx, photo, pictures, &mut out);
        // So that going on, or back, shows the photo in the very next frame.
        for near in [session.next_photo(), session.photo_before()].into_iter().flatten() {
            if let Some(near) = ctx.library.photo(near) {
                prefetch(room, ui.pixels_per_point(), &ctx.zoom, near, pictures);
            }
        }
    });
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, review: &Review, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::quiet_button(ui, "Leave").on_hover_text("Esc · your place is kept").clicked() {
                out.msg(Msg::Leave);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let set = review.session.as_ref().and_then(|s| ctx.tags.set(s.set));
                let name = set.map(|s| format!(" · {}", s.name)).unwrap_or_default();
                let order = review.session.as_ref().map(|s| format!(" · {}", order_words(ctx, review, s.order))).unwrap_or_default();
                let roomy = ui.available_width() > width::NARROW_ROW;
                let title = format!("Review{}{}", human::elide_middle(&name, 32), human::elide_middle(&order, if roomy { 64 } else { 36 }));
                ui.add(Label::new(theme::strong_text(title, palette)));
                if let Some(session) = &review.session {
                    progress_ui(ui, session, roomy);
                }
            });
        });
    });
}

fn progress_ui(ui: &mut Ui, session: &Session, roomy: bool) {
    let palette = theme::palette(ui);
    let done = session.current().is_none();
    let (number, total) = (human::count(session.number()), human::count(session.total));
    let words = if done { format!("{total} of {total}") } else { format!("{number} of {total}") };
    ui.label(theme::weak_text(&words, palette));
    let long = if roomy { width::REVIEW_PROGRESS } else { width::PROGRESS };
    let (rect, bar) = ui.allocate_exact_size(vec2(long, theme::PROGRESS_BAR), Sense::hover());
    let share = session.share();
    widgets::paint_bar(ui.painter(), rect, share, palette);
    widgets::name_progress(&bar, &format!("Reviewing, {:.0} %", (share * 100.0).floor()), share);
    if let Some(seconds) = session.seconds_left().filter(|_| !done && roomy) {
        let left = Duration::from_secs_f64(seconds.clamp(0.0, 1e9));
        ui.label(theme::weak_text(format!("about {}", human::time_left(left)), palette));
    }
}
