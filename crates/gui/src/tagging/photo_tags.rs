//! A photo's tags in the inspector, with where they come from, and what the model would add.

use super::msg::{Msg, TaggingCommand};
use super::state::Tagging;
use super::target::toggled;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::tags::model_name;
use base::{Choice, Decision, LabelSet, LabelSetId, Photo, PhotoId, Ruling, Source, Tag, human};
use egui::accesskit::Role;
use egui::{Align2, Popup, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::LabelScore;
use std::sync::Arc;

/// Suggestions of one set that are shown at most.
const OF_ONE_SET: usize = 4;
/// From this score on a suggestion is coloured as one that may be accepted.
const LIKELY: f32 = 0.5;
/// Labels that a set's menu shows.
const IN_MENU: usize = 30;

/// Draws both sections.
pub fn photo_tags_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, photo: &Photo) -> Output<Msg> {
    let mut out = Output::default();
    if ctx.tags.sets.is_empty() {
        return out;
    }
    widgets::section_ui(ui, "Tags");
    tags_ui(ui, ctx, tagging, photo, &mut out);
    let suggested = suggestions(ctx, tagging, photo.id);
    if !suggested.is_empty() {
        widgets::section_ui(ui, "Suggestions");
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (set, score) in suggested {
                suggestion_ui(ui, ctx, tagging, photo.id, set, score, &mut out);
            }
        });
    }
    out
}

fn tags_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, photo: &Photo, out: &mut Output<Msg>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        for set in ctx.tags.sets.iter() {
            for tag in ctx.tags.book.of(photo.id).iter().filter(|t| t.set == set.id) {
                let response = tag_ui(ui, set, tag);
                Popup::menu(&response).show(|ui| set_menu_ui(ui, ctx, tagging, photo.id, set, out));
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
    let shown = human::elide_middle(&words, 26);
    let galley = ui.painter().layout_no_wrap(shown, theme::body(), if accepted { palette.strong } else { palette.weak });
    let size = vec2(galley.size().x + theme::ICON_SMALL + space::S + space::S, theme::CHIP);
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

/// "By a person · score 0.83 · starter · 2026-11-24 17:05".
fn provenance_words(tag: &Tag) -> String {
    let from = &tag.provenance;
    let who = match from.source {
        Source::Person => "By a person",
        Source::Rule => "By a rule",
        Source::Import => "Imported",
    };
    let mut words = vec![who.to_owned()];
    words.extend(from.score.map(|s| format!("score {}", human::score(s))));
    words.extend(from.model.as_ref().map(|m| model_name(m).to_owned()));
    words.push(human::moment(from.decided_at_ms));
    words.join(" · ")
}

fn scores(tagging: &Tagging, photo: PhotoId, set: LabelSetId) -> &[LabelScore] {
    let labels = tagging.photo.as_ref().filter(|(p, _)| *p == photo).map(|(_, l)| l);
    labels.and_then(|l| l.sets.iter().find(|(s, _)| *s == set)).map_or(&[], |(_, scores)| scores)
}

/// What the model would say where nobody has decided: of a single-choice set its likeliest label, of another one each likely label.
fn suggestions<'a>(ctx: &'a Ctx, tagging: &Tagging, photo: PhotoId) -> Vec<(&'a LabelSet, LabelScore)> {
    let mut found = Vec::new();
    for set in ctx.tags.sets.iter() {
        let single = set.choice == Choice::Single;
        if single && ctx.tags.book.settled(photo, set.id).is_some() {
            continue;
        }
        let open = |s: &&LabelScore| s.label.is_none_or(|l| ctx.tags.book.about(photo, l).is_none());
        let mut likely = scores(tagging, photo, set.id).iter().filter(open);
        if single {
            found.extend(likely.next().map(|s| (set, *s)));
        } else {
            found.extend(likely.filter(|s| s.score >= LIKELY && s.label.is_some()).take(OF_ONE_SET).map(|s| (set, *s)));
        }
    }
    found
}

fn suggestion_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, photo: PhotoId, set: &LabelSet, score: LabelScore, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let label = score.label.and_then(|l| set.label(l)).map_or("none of these", |l| l.name.as_str());
    let words = format!("{}: {label}", set.name);
    let whole = vec2(ui.available_width(), theme::CONTROL);
    let (rect, _) = ui.allocate_exact_size(whole, Sense::hover());
    let buttons = theme::CHIP * 2.0 + space::XS;
    let row = Rect::from_min_max(rect.min, pos2(rect.right() - buttons - space::XS, rect.bottom()));
    let id = ui.scope_id().with(("suggestion", set.id, score.label));
    let response = ui.interact(row, id, Sense::click());
    let name = format!("Suggestion {words}, score {}", human::score(score.score));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(row, theme::RADIUS, palette.card_hover);
    }
    let right = row.right() - space::XS;
    painter.text(pos2(right, row.center().y), Align2::RIGHT_CENTER, human::score(score.score), theme::body(), palette.weak);
    let wide = width::FIGURE_BAR.min(row.width() / 4.0);
    let bar = Rect::from_center_size(pos2(right - width::SCORE - wide / 2.0, row.center().y), vec2(wide, theme::FIGURE_BAR));
    let colour = if score.score >= LIKELY { palette.doubtful } else { palette.faint };
    widgets::paint_bar_in(painter, bar, score.score, colour, palette);
    let text = Rect::from_min_max(pos2(row.left() + space::XS, row.top()), pos2(bar.left() - space::S, row.bottom()));
    widgets::paint_elided(painter, text, &words, &theme::body(), if response.hovered() { palette.strong } else { palette.text });
    widgets::focus_ring(ui, &response);
    Popup::menu(&response).show(|ui| set_menu_ui(ui, ctx, tagging, photo, set, out));
    response.on_hover_text(format!("{words}. Click for other labels."));
    let mut at = rect.right() - buttons;
    let accept = score.label.map_or(Ruling::NoneOfThese, Ruling::Accept);
    let verdicts = [
        (Some(accept), icons::ICON_CHECK, "Accept", palette.done),
        (score.label.map(Ruling::Reject), icons::ICON_CLOSE, "Reject", palette.problem),
    ];
    for (ruling, icon, verb, colour) in verdicts {
        let square = Rect::from_min_size(pos2(at, rect.center().y - theme::CHIP / 2.0), vec2(theme::CHIP, theme::CHIP));
        at += theme::CHIP + space::XS;
        if let Some(ruling) = ruling
            && square_ui(ui, square, id.with(verb), icon, &format!("{verb} {label}"), colour).clicked()
        {
            out.msg(Msg::Decide { photos: Arc::from([photo]), set: set.id, ruling });
        }
    }
}

fn square_ui(ui: &Ui, rect: Rect, id: egui::Id, icon: egui_material_icons::MaterialIcon, name: &str, colour: egui::Color32) -> Response {
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
fn set_menu_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, photo: PhotoId, set: &LabelSet, out: &mut Output<Msg>) {
    ui.set_width(width::MENU);
    let scores = scores(tagging, photo, set.id);
    let scored = scores.iter().filter_map(|s| Some((s.label?, Some(s.score))));
    let rest = set.labels.iter().map(|l| l.id).filter(|id| !scores.iter().any(|s| s.label == Some(*id))).map(|id| (id, None));
    let about = ctx.tags.book.of(photo);
    let tall = ui.ctx().content_rect().height() * 0.5;
    ScrollArea::vertical().max_height(tall).show(ui, |ui| {
        for (label, score) in scored.chain(rest).take(IN_MENU) {
            let Some(name) = set.label(label).map(|l| l.name.as_str()) else { continue };
            let on = about.iter().any(|t| t.label == Some(label) && t.decision == Decision::Accepted);
            let score = score.map(human::score);
            if widgets::menu_item(ui, on.then_some(icons::ICON_CHECK), &human::elide_middle(name, 28), score).clicked() {
                let ruling = toggled(ctx, &[photo], label);
                out.msg(Msg::Decide { photos: Arc::from([photo]), set: set.id, ruling });
                ui.close();
            }
        }
    });
    ui.separator();
    let mut verdict = |ui: &mut Ui, icon, words: &str, ruling| {
        if widgets::menu_item(ui, Some(icon), words, None).clicked() {
            out.msg(Msg::Decide { photos: Arc::from([photo]), set: set.id, ruling });
            ui.close();
        }
    };
    verdict(ui, icons::ICON_BLOCK, "None of these", Ruling::NoneOfThese);
    if about.iter().any(|t| t.set == set.id) {
        verdict(ui, icons::ICON_UNDO, "Decide nothing here", Ruling::WithdrawAll);
    }
}
