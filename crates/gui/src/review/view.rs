//! The review as it is drawn: how far one is above, the photo at the left, the question at the right.

use super::answers::answers_ui;
use super::done::{done_ui, waiting_ui};
use super::{Outcome, Question, Session, Wish};
use crate::browse::loupe;
use crate::kit::preview::MOST_PX;
use crate::kit::textures::Textures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::actions::{Action, Actions};
use crate::shell::state::State;
use base::human;
use egui::{Align, CentralPanel, Context, Label, Layout, Panel, Sense, Ui, vec2};
use engine::protocol::ReviewOrder;
use std::time::Duration;

/// Answers that have a number key.
pub const MOST_ANSWERS: usize = 9;
/// Fewer would be no choice.
const LEAST_ANSWERS: usize = 4;

/// How many answers the window has room for, beside what else stands in their column.
pub fn answers_that_fit(ctx: &Context) -> usize {
    let screen = ctx.content_rect().height();
    let others = theme::TOP_BAR + theme::TOOL_ROW + theme::STATUS_BAR + theme::REVIEW_REST;
    let rows = (screen - others) / (theme::ANSWER + space::XS);
    (rows.max(0.0) as usize).clamp(LEAST_ANSWERS, MOST_ANSWERS)
}

/// Draws the review.
pub fn review_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("review bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| {
        bar_ui(ui, state, &mut actions);
    });
    let Some(session) = &state.review.session else {
        waiting_ui(ui, state);
        return actions;
    };
    let Some(photo) = session.current().and_then(|p| state.library.photo(p)) else {
        actions.extend(done_ui(ui, state, session));
        return actions;
    };
    let wide = (ui.available_width() * width::QUESTION_SHARE).clamp(width::QUESTION.0, width::QUESTION.1).floor();
    let margin = egui::Margin { left: 0, right: space::L as i8, top: space::L as i8, bottom: space::S as i8 };
    let frame = egui::Frame::new().fill(palette.window).inner_margin(margin);
    Panel::right("question").exact_size(wide).resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt(("question", photo.id)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            actions.extend(answers_ui(ui, state, photo, textures));
        });
    });
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap().shrink(space::L);
        loupe::picture_ui(ui, room, state, photo, textures, &mut actions);
        // So that going on, or back, shows the photo in the very next frame.
        for near in [session.next_photo(), session.photo_before()].into_iter().flatten() {
            if let Some(near) = state.library.photo(near) {
                textures.prefetch(near);
            }
        }
        if let Some(next) = session.next_photo() {
            let side = room.width().max(room.height()) * ui.pixels_per_point();
            actions.push(Action::WantAhead(next, (side.ceil() as u32).clamp(1, MOST_PX)));
        }
    });
    actions
}

/// "uncertain first": the order in the words of the heading.
pub fn order_words(state: &State, order: ReviewOrder) -> String {
    match order {
        ReviewOrder::Uncertain => "uncertain first".to_owned(),
        ReviewOrder::Label(label) => {
            state.tags.label(label).map_or_else(|| "by label".to_owned(), |(_, l)| format!("suggested as {}", l.name))
        }
        ReviewOrder::Random(_) => "random sample".to_owned(),
        ReviewOrder::Disagreement(..) => match state.review.session.as_ref().and_then(|s| s.opinions.as_ref()) {
            Some(opinions) => {
                let [left, right] = [0, 1].map(|side| state.models.list.title(&opinions.models[side]));
                format!("where {left} and {right} disagree")
            }
            None => "where two models disagree".to_owned(),
        },
    }
}

fn bar_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::quiet_button(ui, "Leave").on_hover_text("Esc · your place is kept").clicked() {
                actions.push(Action::Review(Wish::Leave));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let set = state.review.session.as_ref().and_then(|s| state.tags.set(s.set));
                let name = set.map(|s| format!(" · {}", s.name)).unwrap_or_default();
                let order = state.review.session.as_ref().map(|s| format!(" · {}", order_words(state, s.order))).unwrap_or_default();
                let roomy = ui.available_width() > width::NARROW_ROW;
                let title = format!("Review{}{}", human::elide_middle(&name, 32), human::elide_middle(&order, if roomy { 64 } else { 36 }));
                ui.add(Label::new(theme::strong_text(title, palette)));
                if let Some(session) = &state.review.session {
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

/// What became of a photo, beside the question.
pub fn outcome_words(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Skipped => Some("Skipped before"),
        Outcome::Open => Some("Taken back; decide anew"),
        _ => None,
    }
}

/// The name of the set inside a question: "Which shoe type?", but "Which SKU family?".
pub fn question_words(question: &Question<'_>) -> String {
    let name = &question.set.name;
    let mut chars = name.chars();
    let (first, second) = (chars.next(), chars.next());
    let shouted = second.is_some_and(char::is_uppercase);
    let inside = match first {
        Some(first) if !shouted => first.to_lowercase().chain(name.chars().skip(1)).collect(),
        _ => name.clone(),
    };
    match question.kind {
        super::Kind::OneOf => format!("Which {inside}?"),
        super::Kind::AnyOf => format!("{name}: which labels fit?"),
        super::Kind::Fits(label) => {
            let label = question.set.label(label).map_or("", |l| l.name.as_str());
            format!("Does “{label}” fit?")
        }
    }
}
