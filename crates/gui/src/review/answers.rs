//! The column beside the photo: the question, its answers, the keys, the closest photos that a person decided, the photo's product.

use super::format::{outcome_words, question_words};
use super::msg::Msg;
use super::question::{Answer, Kind, Question};
use super::session::Session;
use super::state::Review;
use crate::kit::asking::{Found, find_label_ui, hint_ui, labelled_photo_ui};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::format::opinion;
use crate::shell::output::{Item, Output};
use base::{Decision, LabelId, Photo, Source, Tag, human};
use egui::accesskit::Role;
use egui::{Align2, Color32, Label, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::PhotoLabels;
use std::collections::HashMap;

/// Thumbnails in a row of the closest photos.
const COLUMNS: usize = 4;

/// Draws the column.
pub fn answers_ui(ui: &mut Ui, ctx: &Ctx, review: &Review, photo: &Photo, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let Some(session) = &review.session else { return out };
    match Question::of(ctx, review) {
        Some(question) => {
            ui.add(Label::new(theme::title_text(question_words(&question), palette)).wrap());
            let before = question.decided(ctx).or_else(|| session.outcome().and_then(outcome_words).map(str::to_owned));
            decided_ui(ui, before.as_deref());
            opinions_ui(ui, ctx, session, &question);
            ui.add_space(space::XS);
            list_ui(ui, &question, &mut out);
            find_ui(ui, review, &question, &mut out);
            hints_ui(ui, &question, &mut out);
        }
        None => {
            ui.label(theme::weak_text("Asking the model…", palette));
        }
    }
    if let Some(labels) = review.labels_of(photo.id) {
        closest_ui(ui, ctx, session, labels, pictures);
        product_ui(ui, ctx, session, photo, labels);
    }
    out
}

/// What was decided before, in a line whose place is kept: the answers stay under the pointer.
fn decided_ui(ui: &mut Ui, before: Option<&str>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CAPTION_LINE), Sense::hover());
    if let Some(before) = before {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, before));
        widgets::paint_elided(ui.painter(), rect, before, &theme::caption(), theme::palette(ui).weak);
        response.on_hover_text(before);
    }
}

/// "Starter model: Skirt 0.62 · FashionCLIP 2.0: Dress 0.71", in a review of what two models disagree on.
fn opinions_ui(ui: &mut Ui, ctx: &Ctx, session: &Session, question: &Question<'_>) {
    let Some(opinions) = &session.opinions else { return };
    let Some(differ) = opinions.of.get(&question.photo) else { return };
    let said = [0, 1].map(|side| format!("{}: {}", ctx.models.list.title(&opinions.models[side]), opinion(question.set, differ, side)));
    ui.add(Label::new(theme::weak_text(said.join(" · "), theme::palette(ui))).wrap());
}

fn list_ui(ui: &mut Ui, question: &Question<'_>, out: &mut Output<Msg>) {
    let bar = bar_width(ui, question);
    widgets::named_region(ui, "Answers", Role::ListBox, |ui| {
        for (number, answer) in question.answers.iter().enumerate() {
            let response = answer_ui(ui, question, answer, number, bar);
            if response.clicked() {
                out.msg(match question.kind {
                    Kind::Fits(_) => Msg::Accept,
                    Kind::OneOf | Kind::AnyOf => Msg::Press(number),
                });
            }
        }
    });
}

/// What an answer has beside its name and its bar: key, tick, score, and the gaps between them.
const BESIDE: f32 = theme::KEY_CAP + theme::ICON + width::SCORE + 5.0 * space::S;

/// Width of every bar: as much as the longest name leaves; none where that is next to nothing.
fn bar_width(ui: &Ui, question: &Question<'_>) -> f32 {
    let wide = |answer: &Answer| ui.painter().layout_no_wrap(answer.name.clone(), theme::body(), Color32::PLACEHOLDER).size().x;
    let longest = question.answers.iter().map(wide).fold(0.0, f32::max);
    let most = ui.available_width() * width::ANSWER_BAR;
    let left = (ui.available_width() - BESIDE - longest).min(most);
    if left < width::FIGURE_BAR_MIN { 0.0 } else { left }
}

/// "Flats, 0.44", and what a screen reader says beside it.
fn name_of(question: &Question<'_>, answer: &Answer) -> String {
    let score = answer.score.map(|s| format!(", {}", human::score(s))).unwrap_or_default();
    let ticked = answer.label.is_some_and(|l| question.kind == Kind::AnyOf && question.ticked.contains(&l));
    let state = match answer.decision {
        _ if ticked => ", ticked",
        _ if question.kind == Kind::AnyOf && question.rejects(answer) => ", rejected",
        Some(Decision::Accepted) if question.kind == Kind::OneOf => ", decided",
        Some(Decision::Rejected) => ", rejected",
        _ => "",
    };
    format!("{}{score}{state}", answer.name)
}

fn answer_ui(ui: &mut Ui, question: &Question<'_>, answer: &Answer, number: usize, bar: f32) -> egui::Response {
    let palette = theme::palette(ui);
    // What Enter or a click accepts is read whole: a name that is too long takes more lines.
    let room = ui.available_width() - BESIDE - bar;
    let words = ui.painter().layout(answer.name.clone(), theme::body(), Color32::PLACEHOLDER, room);
    let tall = theme::ANSWER.max(words.size().y + 2.0 * space::S);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), tall), Sense::click());
    let marked = number == question.marked;
    let name = name_of(question, answer);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, marked, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (marked, response.hovered()) {
        (true, _) => palette.selected,
        (_, true) => palette.card_hover,
        _ => palette.card,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, fill);
    let centre = rect.center().y;
    let mut left = rect.left() + space::S;
    let cap = Rect::from_min_size(pos2(left, centre - theme::KEY_CAP / 2.0), vec2(theme::KEY_CAP, theme::KEY_CAP));
    let key = if matches!(question.kind, Kind::Fits(_)) { "↵".to_owned() } else { (number + 1).to_string() };
    painter.rect(cap, theme::THUMB_RADIUS, palette.field, Stroke::new(1.0, palette.border), StrokeKind::Inside);
    painter.text(cap.center(), Align2::CENTER_CENTER, key, theme::caption(), palette.text);
    left = cap.right() + space::S;
    if question.kind == Kind::AnyOf {
        left += tick(ui, question, answer, pos2(left, centre));
    } else if let Some(decision) = answer.decision.filter(|d| *d != Decision::Rejected || question.kind != Kind::OneOf) {
        let (icon, colour) = mark_of(decision, palette);
        widgets::paint_icon(painter, pos2(left + theme::ICON_SMALL / 2.0, centre), icon, theme::ICON_SMALL, colour);
        left += theme::ICON_SMALL + space::XS;
    }
    let right = rect.right() - space::S;
    if let Some(score) = answer.score {
        painter.text(pos2(right, centre), Align2::RIGHT_CENTER, human::score(score), theme::body(), palette.weak);
        let right = right - width::SCORE - space::S;
        let half = theme::PROGRESS_BAR / 2.0;
        let bar = Rect::from_min_max(pos2(right - bar, centre - half), pos2(right, centre + half));
        if bar.is_positive() {
            widgets::paint_bar(painter, bar, score, palette);
        }
    }
    let colour = if marked { palette.strong } else { palette.text };
    painter.galley_with_override_text_color(pos2(left, centre - words.size().y / 2.0), words, colour);
    widgets::focus_ring(ui, &response);
    response
}

fn mark_of(decision: Decision, palette: &theme::Palette) -> (egui_material_icons::MaterialIcon, Color32) {
    match decision {
        Decision::Accepted => (icons::ICON_CHECK, palette.done),
        Decision::Rejected | Decision::None => (icons::ICON_CLOSE, palette.problem),
    }
}

/// The box of a label that can be ticked; answers the room it took.
fn tick(ui: &Ui, question: &Question<'_>, answer: &Answer, at: egui::Pos2) -> f32 {
    let palette = theme::palette(ui);
    let ticked = answer.label.is_some_and(|l| question.ticked.contains(&l));
    let (icon, colour) = if ticked {
        (icons::ICON_CHECK_BOX, palette.accent)
    } else if question.rejects(answer) {
        (icons::ICON_DISABLED_BY_DEFAULT, palette.problem)
    } else {
        (icons::ICON_CHECK_BOX_OUTLINE_BLANK, palette.weak)
    };
    widgets::paint_icon(ui.painter(), pos2(at.x + theme::ICON / 2.0, at.y), icon, theme::ICON, colour);
    theme::ICON + space::XS
}

/// Another label than those listed: its name typed.
fn find_ui(ui: &mut Ui, review: &Review, question: &Question<'_>, out: &mut Output<Msg>) {
    let hidden = question.set.labels.len() > question.answers.iter().filter(|a| a.label.is_some()).count();
    if matches!(question.kind, Kind::Fits(_)) || (!hidden && review.touched.find.is_none()) {
        return;
    }
    let Some(text) = &review.touched.find else {
        let spec = widgets::RowSpec {
            words: "Another label…",
            count: Some("L".to_owned()),
            icon: Some((icons::ICON_SEARCH, theme::palette(ui).weak)),
            selected: false,
            indent: 0.0,
            name: "Another label…".to_owned(),
            room_right: 0.0,
        };
        if widgets::row_ui(ui, &spec).clicked() {
            out.msg(Msg::Find(Some(String::new())));
        }
        return;
    };
    match find_label_ui(ui, &question.set.labels, text) {
        Some(Found::Label(label)) => out.msg(Msg::Choose(Some(label))),
        Some(Found::Typed(text)) => out.msg(Msg::Find(Some(text))),
        None => {}
    }
}

/// The keys, which are buttons too.
fn hints_ui(ui: &mut Ui, question: &Question<'_>, out: &mut Output<Msg>) {
    let accept = match question.kind {
        Kind::AnyOf if question.ticked.is_empty() => "none of these",
        Kind::OneOf | Kind::AnyOf => "accept",
        Kind::Fits(_) => "fits",
    };
    let no = match question.kind {
        Kind::OneOf => "none of these",
        Kind::AnyOf => "reject",
        Kind::Fits(_) => "does not fit",
    };
    let hints = [
        ("Enter", accept, Item::Msg(Msg::Accept)),
        ("X", no, Item::Msg(Msg::No)),
        ("Space", "skip", Item::Msg(Msg::Skip)),
        ("←", "back", Item::Msg(Msg::Back)),
        ("Z", "zoom", Item::Effect(Effect::Run(Common::Zoom))),
    ];
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        for (key, words, item) in hints {
            if hint_ui(ui, key, words).clicked() {
                out.item(item);
            }
        }
    });
}

fn closest_ui(ui: &mut Ui, ctx: &Ctx, session: &Session, labels: &PhotoLabels, pictures: &mut Pictures) {
    let palette = theme::palette(ui);
    let side = ((ui.available_width() - space::S * (COLUMNS as f32 - 1.0)) / COLUMNS as f32).floor();
    let pitch = side + theme::LINE;
    // As many rows as there is room for, so that the line below them is seen without scrolling.
    let room = ui.clip_rect().bottom() - ui.cursor().top() - 2.0 * theme::LINE - space::XL;
    let rows = ((room / pitch) as usize).clamp(1, 2);
    let known: Vec<Close<'_>> = closest(ctx, session, labels).take(COLUMNS * rows).collect();
    if known.is_empty() {
        return;
    }
    // Who decided is said: an import was not the person.
    let own = known.iter().all(|close| close.tag.provenance.source == Source::Person);
    let title = if own { "Closest photos you decided" } else { "Closest decided photos" };
    ui.add_space(space::S);
    ui.label(theme::caption_text(title, palette));
    widgets::named_region(ui, title, Role::List, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        for row in known.chunks(COLUMNS) {
            ui.horizontal(|ui| {
                for close in row {
                    closest_cell_ui(ui, ctx, close, side, pictures);
                }
            });
        }
    });
}

/// A photo near the one in question, and what was decided about it.
struct Close<'a> {
    photo: &'a Photo,
    tag: &'a Tag,
}

/// The closest photos of which it still stands what was decided.
fn closest<'a>(ctx: &'a Ctx, session: &Session, labels: &'a PhotoLabels) -> impl Iterator<Item = Close<'a>> {
    let set = session.set;
    labels.closest.iter().filter(move |(_, of, _)| *of == set).filter_map(move |(photo, _, label)| {
        let mut tags = ctx.tags.book.of(*photo).iter();
        let tag = tags.find(|t| t.set == set && t.label == *label && t.decision != Decision::Rejected)?;
        Some(Close { photo: ctx.library.photo(*photo)?, tag })
    })
}

fn closest_cell_ui(ui: &mut Ui, ctx: &Ctx, close: &Close<'_>, side: f32, pictures: &mut Pictures) {
    let Close { photo, tag } = close;
    let label = tag.label.map_or("None of these", |l| ctx.tags.label(l).map_or("", |(_, l)| l.name.as_str()));
    let who = match tag.provenance.source {
        Source::Person => "",
        Source::Import => ", imported",
        Source::Rule => ", by a rule",
    };
    labelled_photo_ui(ui, photo, label, who, side, pictures);
}

/// "17016.jpg · SKU 30211 · 3 more photos of this product say Sandals".
fn product_ui(ui: &mut Ui, ctx: &Ctx, session: &Session, photo: &Photo, labels: &PhotoLabels) {
    let palette = theme::palette(ui);
    let mut parts = vec![photo.name()];
    if let Some(sku) = &labels.sku {
        parts.push(format!("SKU {sku}"));
    }
    let more = labels.siblings.len() as u64;
    if more > 0 {
        let mut said: HashMap<LabelId, u64> = HashMap::new();
        for label in labels.siblings.iter().flat_map(|p| ctx.tags.book.accepted(*p)).filter(|t| t.set == session.set) {
            if let Some(label) = label.label {
                *said.entry(label).or_default() += 1;
            }
        }
        let most = said.into_iter().max_by_key(|(label, n)| (*n, std::cmp::Reverse(*label)));
        let most = most.and_then(|(label, n)| Some((n, ctx.tags.label(label)?.1.name.clone())));
        parts.push(match most {
            Some((1, label)) => format!("1 more photo of this product says {label}"),
            Some((n, label)) => format!("{} more photos of this product say {label}", human::count(n)),
            None if more == 1 => "1 more photo of this product, undecided".to_owned(),
            None => format!("{} more photos of this product, undecided", human::count(more)),
        });
    }
    ui.add_space(space::S);
    ui.add(Label::new(theme::weak_text(parts.join(" · "), palette)).wrap());
}
