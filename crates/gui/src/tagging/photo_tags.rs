//! A photo's tags in the inspector, with where they come from, and what the model would add.

use super::msg::{Msg, TaggingCommand};
use super::state::Tagging;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::scope::{self, Target, replaced_words, toggled};
use crate::shell::suggested::{LIKELY, scores};
use base::tags::model_name;
use base::{Decision, LabelId, LabelSet, Photo, PhotoId, Ruling, Source, Tag, human};
use egui::accesskit::Role;
use egui::{Align2, Color32, Galley, Popup, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::{LabelScore, PhotoLabels};
use std::sync::Arc;

/// Labels that a set's menu shows.
const IN_MENU: usize = 30;

/// Draws both sections.
pub fn photo_tags_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, photo: &Photo) -> Output<Msg> {
    let mut out = Output::default();
    if ctx.tags.sets.is_empty() {
        return out;
    }
    let about = About { ctx, tagging, photo: photo.id, target: scope::of_photo(ctx, photo.id) };
    let of = if about.target.photos.len() > 1 { format!(" · for {}", about.target.words()) } else { String::new() };
    widgets::section_ui(ui, &format!("Tags{of}"));
    tags_ui(ui, &about, &mut out);
    let kept = tagging.kept.rows.iter().filter(|_| tagging.kept.photo == Some(photo.id));
    let suggested: Vec<(&LabelSet, LabelScore)> = kept.filter_map(|(set, score)| Some((ctx.tags.set(*set)?, *score))).collect();
    if !suggested.is_empty() {
        widgets::section_ui(ui, &format!("Suggestions{of}"));
        let rows: Vec<Row<'_>> = suggested.into_iter().map(|(set, score)| Row::new(ui, set, score)).collect();
        let bars = rows.iter().all(|row| row.natural() + width::FIGURE_BAR_MIN + space::S <= text_room(ui));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for row in rows {
                suggestion_ui(ui, &about, row, bars, &mut out);
            }
        });
    }
    out
}

/// The photo that the sections are about, and what a decision there is for.
struct About<'a> {
    ctx: &'a Ctx,
    tagging: &'a Tagging,
    photo: PhotoId,
    target: Target,
}

fn tags_ui(ui: &mut Ui, about: &About<'_>, out: &mut Output<Msg>) {
    let tags = &about.ctx.tags;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        for set in tags.sets.iter() {
            for tag in tags.book.of(about.photo).iter().filter(|t| t.set == set.id) {
                let response = tag_ui(ui, set, tag);
                if response.hovered() || response.has_focus() {
                    about.point_at(set, tag.label, out);
                }
                Popup::menu(&response).show(|ui| set_menu_ui(ui, about, set, out));
            }
        }
        if widgets::link_button(ui, Some(icons::ICON_ADD), "Add tag").on_hover_text("Ctrl+T").clicked() {
            out.msg(Msg::Run(TaggingCommand::TagBar));
        }
    });
}

/// What a decision says, without its set.
fn tag_words(set: &LabelSet, tag: &Tag) -> String {
    let name = tag.label.and_then(|l| set.label(l)).map_or("", |l| l.name.as_str());
    match tag.decision {
        Decision::Accepted => name.to_owned(),
        Decision::Rejected => format!("not {name}"),
        Decision::None => format!("{}: none of these", set.name),
    }
}

fn tag_ui(ui: &mut Ui, set: &LabelSet, tag: &Tag) -> Response {
    let palette = theme::palette(ui);
    let words = tag_words(set, tag);
    let accepted = tag.decision == Decision::Accepted;
    let (colour, icon) = match (accepted, tag.stale) {
        (_, true) => (palette.doubtful, icons::ICON_WARNING),
        (true, false) => (palette.done, icons::ICON_CHECK),
        (false, false) => (palette.weak, icons::ICON_BLOCK),
    };
    // As wide as its words; longer ones than the panel is wide take a second line.
    let most = ui.max_rect().width() - theme::ICON_SMALL - space::S - space::S;
    let galley = ui.painter().layout(words.clone(), theme::body(), if accepted { palette.strong } else { palette.weak }, most);
    let tall = theme::CHIP.max(galley.size().y + space::XS);
    let size = vec2(galley.size().x + theme::ICON_SMALL + space::S + space::S, tall);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Tag {}: {words}", set.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    painter.rect_filled(rect, theme::THUMB_RADIUS, if response.hovered() { palette.control_hover } else { palette.control });
    painter.galley(pos2(rect.left() + space::XS, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    widgets::paint_icon(
        painter,
        pos2(rect.right() - space::XS - theme::ICON_SMALL / 2.0, rect.center().y),
        icon,
        theme::ICON_SMALL,
        colour,
    );
    widgets::focus_ring(ui, &response);
    response.on_hover_ui(|ui| {
        ui.label(theme::strong_text(format!("{}: {}", set.name, words.trim_start_matches(&format!("{}: ", set.name))), palette));
        ui.label(theme::weak_text(provenance_words(tag), palette));
        if tag.stale {
            ui.label(theme::weak_text("The photo has changed since", palette));
        }
    })
}

/// "By Ann · score 0.83 · starter · 2026-11-24 17:05".
fn provenance_words(tag: &Tag) -> String {
    let from = &tag.provenance;
    let who = match (from.source, &from.author) {
        (Source::Person, Some(author)) => format!("By {author}"),
        (Source::Person, None) => "By a person".to_owned(),
        (Source::Rule, _) => "By a rule".to_owned(),
        (Source::Import, Some(author)) => format!("Imported, by {author}"),
        (Source::Import, None) => "Imported".to_owned(),
    };
    let mut words = vec![who];
    words.extend(from.settles.then(|| "settles a dispute".to_owned()));
    words.extend(from.score.map(|s| format!("score {}", human::score(s))));
    words.extend(from.model.as_ref().map(|m| model_name(m).to_owned()));
    words.push(human::moment(from.decided_at_ms));
    words.join(" · ")
}

/// What the model says of this very photo.
fn said(tagging: &Tagging, photo: PhotoId) -> Option<&PhotoLabels> {
    tagging.photo.as_ref().filter(|(p, _)| *p == photo).map(|(_, labels)| &**labels)
}

/// One suggestion, laid out: the label first and whole, then its set.
struct Row<'a> {
    set: &'a LabelSet,
    score: LabelScore,
    name: &'a str,
    label: Arc<Galley>,
    caption: f32,
}

impl<'a> Row<'a> {
    fn new(ui: &Ui, set: &'a LabelSet, score: LabelScore) -> Self {
        let name = score.label.and_then(|l| set.label(l)).map_or("none of these", |l| l.name.as_str());
        // Told apart by its letters alone, so it is never shortened: a longer one takes a second line.
        let label = ui.painter().layout(name.to_owned(), theme::body(), Color32::PLACEHOLDER, text_room(ui));
        let caption = ui.painter().layout_no_wrap(set.name.clone(), theme::caption(), Color32::PLACEHOLDER).size().x;
        Self { set, score, name, label, caption }
    }

    /// Width of its words side by side.
    fn natural(&self) -> f32 {
        self.label.size().x + space::S + self.caption
    }
}

/// The two squares at the right of a suggestion.
const BUTTONS: f32 = theme::CHIP * 2.0 + space::XS;

/// What the score and the buttons leave for the words of a suggestion and its bar.
fn text_room(ui: &Ui) -> f32 {
    ui.available_width() - BUTTONS - width::SCORE - 3.0 * space::XS
}

fn suggestion_ui(ui: &mut Ui, about: &About<'_>, suggestion: Row<'_>, with_bar: bool, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Row { set, score, name: label, label: galley, .. } = suggestion;
    let room = text_room(ui);
    let tall = theme::CONTROL.max(galley.size().y + space::S);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), tall), Sense::hover());
    let row = rect.with_max_x(rect.right() - BUTTONS - space::XS);
    let id = ui.scope_id().with(("suggestion", set.id, score.label));
    let response = ui.interact(row, id, Sense::click());
    let words = format!("{}: {label}", set.name);
    let decided = about.decided(set, score.label);
    let state = match decided {
        None => "Suggestion",
        Some(Decision::Rejected) => "Rejected suggestion",
        Some(Decision::Accepted | Decision::None) => "Accepted suggestion",
    };
    let told = about.tagging.score_words(set.id, score.score);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{state} {words}, score {told}")));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(row, theme::RADIUS, palette.card_hover);
    }
    let centre = row.center().y;
    painter.text(pos2(row.right() - space::XS, centre), Align2::RIGHT_CENTER, told, theme::body(), palette.weak);
    let left = row.left() + space::XS;
    let mut right = left + room;
    if with_bar {
        let bar = Rect::from_center_size(pos2(right - width::FIGURE_BAR_MIN / 2.0, centre), vec2(width::FIGURE_BAR_MIN, theme::FIGURE_BAR));
        let colour = if score.score >= LIKELY { palette.doubtful } else { palette.faint };
        widgets::paint_bar_in(painter, bar, score.score, colour, palette);
        right = bar.left() - space::S;
    }
    let colour = match decided {
        Some(_) => palette.weak,
        None if response.hovered() => palette.strong,
        None => palette.text,
    };
    let at = pos2(left, centre - galley.size().y / 2.0);
    let caption = Rect::from_min_max(pos2(left + galley.size().x + space::S, row.top()), pos2(right, row.bottom()));
    painter.galley_with_override_text_color(at, galley, colour);
    if caption.width() > space::XL {
        widgets::paint_elided(painter, caption, &set.name, &theme::caption(), palette.weak);
    }
    widgets::focus_ring(ui, &response);
    if ui.rect_contains_pointer(rect) || response.has_focus() {
        about.point_at(set, score.label, out);
    }
    Popup::menu(&response).show(|ui| set_menu_ui(ui, about, set, out));
    response.on_hover_text(format!("{words}. Click for other labels."));
    let mut at = rect.right() - BUTTONS;
    if let Some(decision) = decided {
        let (icon, colour) =
            if decision == Decision::Rejected { (icons::ICON_CLOSE, palette.problem) } else { (icons::ICON_CHECK, palette.done) };
        widgets::paint_icon(ui.painter(), pos2(at + BUTTONS / 2.0, rect.center().y), icon, theme::ICON_SMALL, colour);
        return;
    }
    let accept = score.label.map_or(Ruling::NoneOfThese, Ruling::Accept);
    let verdicts = [
        (Some(accept), icons::ICON_CHECK, "Accept", palette.done),
        (score.label.map(Ruling::Reject), icons::ICON_CLOSE, "Reject", palette.problem),
    ];
    for (ruling, icon, verb, colour) in verdicts {
        let square = Rect::from_min_size(pos2(at, rect.center().y - theme::CHIP / 2.0), vec2(theme::CHIP, theme::CHIP));
        at += theme::CHIP + space::XS;
        let Some(ruling) = ruling else { continue };
        let name = about.verb_words(verb, label, ruling);
        if square_ui(ui, square, id.with(verb), icon, &name, colour).clicked() {
            out.msg(about.decide(set, ruling));
        }
    }
}

impl About<'_> {
    /// Where the label is can be seen in the large photo, while that is shown there.
    fn point_at(&self, set: &LabelSet, label: Option<LabelId>, out: &mut Output<Msg>) {
        if let Some(label) = label.filter(|_| self.ctx.looks.heat) {
            out.effect(Effect::PointAt(set.id, label));
        }
    }

    /// What was decided about a suggestion meanwhile; `None` as a label: that none of the set's fits.
    fn decided(&self, set: &LabelSet, label: Option<LabelId>) -> Option<Decision> {
        let book = &self.ctx.tags.book;
        let tag = match label {
            Some(label) => book.about(self.photo, label),
            None => book.settled(self.photo, set.id).filter(|tag| tag.decision == Decision::None),
        };
        tag.map(|tag| tag.decision)
    }

    fn decide(&self, set: &LabelSet, ruling: Ruling) -> Msg {
        Msg::Decide { photos: Arc::clone(&self.target.photos), set: set.id, ruling }
    }

    /// "Accept Red"; "Accept Red for 3 photos of this product, replaces 2 labels".
    fn verb_words(&self, verb: &str, label: &str, ruling: Ruling) -> String {
        let of = if self.target.photos.len() > 1 { format!(" for {}", self.target.words()) } else { String::new() };
        let replaces = match ruling {
            Ruling::Accept(id) => replaced_words(self.ctx, &self.target.photos, id),
            _ => None,
        };
        format!("{verb} {label}{of}{}", replaces.map(|words| format!(", {words}")).unwrap_or_default())
    }
}

fn square_ui(ui: &Ui, rect: Rect, id: egui::Id, icon: egui_material_icons::MaterialIcon, name: &str, colour: Color32) -> Response {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let painter = ui.painter();
    painter.rect_filled(rect, theme::THUMB_RADIUS, if response.hovered() { palette.control_hover } else { palette.control });
    painter.rect_stroke(rect, theme::THUMB_RADIUS, Stroke::new(1.0, palette.border), StrokeKind::Inside);
    widgets::paint_icon(painter, rect.center(), icon, theme::ICON_SMALL, if response.hovered() { colour } else { palette.text });
    widgets::focus_ring(ui, &response);
    response.on_hover_text(name)
}

/// The labels of a set for a photo: the likeliest first, the accepted ones ticked.
fn set_menu_ui(ui: &mut Ui, about: &About<'_>, set: &LabelSet, out: &mut Output<Msg>) {
    ui.set_width(width::MENU);
    let About { ctx, tagging, photo, target } = about;
    if target.photos.len() > 1 {
        ui.label(theme::caption_text(human::capitalised(&target.words()), theme::palette(ui)));
    }
    let scores = said(tagging, *photo).map_or(&[][..], |said| scores(said, set.id));
    let scored = scores.iter().filter_map(|s| Some((s.label?, Some(s.score))));
    let rest = set.labels.iter().map(|l| l.id).filter(|id| !scores.iter().any(|s| s.label == Some(*id))).map(|id| (id, None));
    let tall = ui.ctx().content_rect().height() * 0.5;
    ScrollArea::vertical().max_height(tall).show(ui, |ui| {
        for (label, score) in scored.chain(rest).take(IN_MENU) {
            let Some(name) = set.label(label).map(|l| l.name.as_str()) else { continue };
            let ruling = toggled(ctx, &target.photos, label);
            let on = matches!(ruling, Ruling::Withdraw(_));
            let score = score.map(human::score);
            let mut item = widgets::menu_item(ui, on.then_some(icons::ICON_CHECK), name, score);
            if let Some(words) = replaced_words(ctx, &target.photos, label) {
                item = item.on_hover_text(human::capitalised(&words));
            }
            if item.clicked() {
                out.msg(about.decide(set, ruling));
                ui.close();
            }
        }
    });
    ui.separator();
    let mut verdict = |ui: &mut Ui, icon, words: &str, ruling| {
        if widgets::menu_item(ui, Some(icon), words, None).clicked() {
            out.msg(about.decide(set, ruling));
            ui.close();
        }
    };
    verdict(ui, icons::ICON_BLOCK, "None of these", Ruling::NoneOfThese);
    if target.photos.iter().any(|p| ctx.tags.book.of(*p).iter().any(|t| t.set == set.id)) {
        verdict(ui, icons::ICON_UNDO, "Decide nothing here", Ruling::WithdrawAll);
    }
}
