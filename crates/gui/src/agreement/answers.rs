//! The column beside a disputed photo: who says what, other labels, and the keys.

use super::msg::QuestionMsg;
use super::question::{Given, Question};
use super::session::Outcome;
use super::sitting::Sitting;
use crate::kit::asking::{Found, find_label_ui, hint_ui};
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::{Item, Output};
use base::{LabelId, Photo, human};
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Label, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

/// Draws the column.
pub fn answers_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, question: &Question<'_>, photo: &Photo, out: &mut Output<QuestionMsg>) {
    let palette = theme::palette(ui);
    let title = format!("Which is right for {}?", human::elide_middle(&photo.name(), 28));
    ui.add(Label::new(theme::title_text(title, palette)).wrap());
    state_ui(ui, ctx, sitting, question);
    ui.add_space(space::XS);
    for (number, given) in question.given.iter().enumerate() {
        if given_ui(ui, question, given, number, sitting.settled() == Some(given.labels)).clicked() {
            out.msg(QuestionMsg::Press(number));
        }
    }
    others_ui(ui, sitting, question, out);
    hints_ui(ui, question, out);
}

/// What stands, or how it was settled, in a line whose place is kept.
fn state_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, question: &Question<'_>) {
    let words = match sitting.session.outcome() {
        Some(Outcome::Settled(labels)) => format!("Settled: {}", question.words(labels)),
        Some(Outcome::Skipped) => "Skipped before".to_owned(),
        None => standing_words(ctx, question),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CAPTION_LINE), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    widgets::paint_elided(ui.painter(), rect, &words, &theme::caption(), theme::palette(ui).weak);
    response.on_hover_text(words);
}

/// "Until it is settled, what Ann says stands".
fn standing_words(ctx: &Ctx, question: &Question<'_>) -> String {
    let mut accepted: Vec<LabelId> =
        ctx.tags.book.accepted(question.dispute.photo).filter(|tag| tag.set == question.set.id).filter_map(|tag| tag.label).collect();
    accepted.sort_unstable();
    let by = question.given.iter().find(|given| given.labels == accepted);
    by.map_or_else(|| "It is not settled".to_owned(), |given| format!("Until it is settled, what {} says stands", given.by[0].author))
}

/// "Ann, 2026-11-24 17:05 · Cleo, 2026-11-25 09:12".
fn said_by(given: &Given<'_>) -> String {
    let said = given.by.iter().map(|opinion| format!("{}, {}", opinion.author, human::moment(opinion.decided_at_ms)));
    said.collect::<Vec<_>>().join(" · ")
}

/// An answer that somebody gives: a key, the labels, who and when.
fn given_ui(ui: &mut Ui, question: &Question<'_>, given: &Given<'_>, number: usize, chosen: bool) -> Response {
    let palette = theme::palette(ui);
    let (words, by) = (question.words(given.labels), said_by(given));
    let beside = theme::KEY_CAP + theme::ICON + 4.0 * space::S;
    let mut job =
        LayoutJob::single_section(words.clone(), TextFormat { font_id: theme::strong(), color: palette.strong, ..TextFormat::default() });
    job.wrap = TextWrapping { max_width: ui.available_width() - beside, ..TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let tall = galley.size().y + theme::CAPTION_LINE + 2.0 * space::S;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), tall), Sense::click());
    let name = format!("{words}, says {by}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (chosen, response.hovered()) {
        (true, _) => palette.selected,
        (_, true) => palette.card_hover,
        _ => palette.card,
    };
    let painter = ui.painter();
    painter.rect(rect, theme::RADIUS, fill, Stroke::new(theme::HAIRLINE, palette.border), StrokeKind::Inside);
    let inner = rect.shrink(space::S);
    let cap = Rect::from_min_size(inner.min, vec2(theme::KEY_CAP, theme::KEY_CAP));
    painter.rect(cap, theme::THUMB_RADIUS, palette.field, Stroke::new(theme::HAIRLINE, palette.border), StrokeKind::Inside);
    painter.text(cap.center(), Align2::CENTER_CENTER, (number + 1).to_string(), theme::caption(), palette.text);
    if chosen {
        let corner = pos2(inner.right() - theme::ICON / 2.0, cap.center().y);
        widgets::paint_icon(painter, corner, icons::ICON_CHECK, theme::ICON, palette.done);
    }
    let left = cap.right() + space::S;
    let below = inner.top() + galley.size().y;
    painter.galley(pos2(left, inner.top()), galley, palette.strong);
    let line = Rect::from_min_max(pos2(left, below), inner.max);
    widgets::paint_elided(painter, line, &by, &theme::caption(), palette.weak);
    widgets::focus_ring(ui, &response);
    response.on_hover_text(name)
}

/// What nobody says: other labels, or those that may fit as well, and none of them.
fn others_ui(ui: &mut Ui, sitting: &Sitting, question: &Question<'_>, out: &mut Output<QuestionMsg>) {
    let palette = theme::palette(ui);
    widgets::section_ui(ui, if question.is_several() { "Or tick what fits" } else { "Or another answer" });
    if let Some(text) = &sitting.find {
        match find_label_ui(ui, &question.set.labels, text) {
            Some(Found::Label(label)) => out.msg(QuestionMsg::Found(label)),
            Some(Found::Typed(text)) => out.msg(QuestionMsg::Find(Some(text))),
            None => {}
        }
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let ticked = if question.is_several() { sitting.ticks(question) } else { Vec::new() };
    let settled = sitting.settled();
    // What was found by its name and ticked is seen, too.
    let found = ticked.iter().filter(|label| !question.keyed().contains(label));
    for (place, label) in question.keyed().iter().chain(found).enumerate() {
        let name = question.words(&[*label]);
        let key = (place < question.keyed().len()).then(|| (question.given.len() + place + 1).to_string());
        if question.is_several() {
            let on = ticked.contains(label);
            let icon = if on { (icons::ICON_CHECK_BOX, palette.accent) } else { (icons::ICON_CHECK_BOX_OUTLINE_BLANK, palette.weak) };
            if other_ui(ui, &name, key, Some(icon), false, format!("{name}{}", if on { ", ticked" } else { "" })) {
                out.msg(QuestionMsg::Tick(*label));
            }
        } else if other_ui(ui, &name, key, None, settled == Some(&[*label]), name.clone()) {
            out.msg(QuestionMsg::Answer(vec![*label]));
        }
    }
    let none_given = question.given.iter().any(|given| given.labels.is_empty());
    let none_icon = question.is_several().then_some((icons::ICON_BLOCK, palette.weak));
    if !none_given && other_ui(ui, "None of these", Some("X".to_owned()), none_icon, settled == Some(&[]), "None of these".to_owned()) {
        out.msg(QuestionMsg::Answer(Vec::new()));
    }
    if question.labels.len() > question.keyed().len()
        && other_ui(ui, "Another label…", Some("L".to_owned()), None, false, "Another label…".to_owned())
    {
        out.msg(QuestionMsg::Find(Some(String::new())));
    }
}

fn other_ui(
    ui: &mut Ui,
    words: &str,
    key: Option<String>,
    icon: Option<(egui_material_icons::MaterialIcon, egui::Color32)>,
    selected: bool,
    name: String,
) -> bool {
    let spec = widgets::RowSpec { words, count: key, icon, selected, indent: 0.0, name, room_right: 0.0 };
    widgets::row_as(ui, Role::Button, &spec).clicked()
}

/// The keys, which are buttons too.
fn hints_ui(ui: &mut Ui, question: &Question<'_>, out: &mut Output<QuestionMsg>) {
    let hints = [
        ("Enter", "take what is ticked", Item::Msg(QuestionMsg::TakeTicked)),
        ("Space", "skip", Item::Msg(QuestionMsg::Skip)),
        ("←", "back", Item::Msg(QuestionMsg::Back)),
        ("Z", "zoom", Item::Effect(Effect::Run(Common::Zoom))),
    ];
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        for (key, words, item) in hints.into_iter().skip(usize::from(!question.is_several())) {
            if hint_ui(ui, key, words).clicked() {
                out.item(item);
            }
        }
    });
}
