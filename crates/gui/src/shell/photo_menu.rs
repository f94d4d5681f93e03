//! A photo's menu, wherever the photo is seen.

use super::command::{READ_ONLY, ctrl, shortcut_text};
use super::common::Common;
use super::ctx::Ctx;
use super::effect::Effect;
use super::mark_ui::marks_ui;
use super::output::Output;
use super::query::Change;
use super::scope;
use super::suggested::{is_open, suggestions};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::menu_item;
use base::{PhotoId, Ruling};
use egui::{Color32, Key, Ui};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{DesktopRequest, Like};
use std::sync::Arc;

/// Label sets that suggest a label at most, and labels that can be taken off.
const MOST: usize = 4;

/// One line about tags: an icon, its words, what it does if anything.
type TagLine = (MaterialIcon, String, Option<Effect>);

/// Draws the menu.
pub fn photo_menu_ui<M>(ui: &mut Ui, ctx: &Ctx, photo: PhotoId, out: &mut Output<M>) {
    // In a review the keys decide, and know the way back.
    let tags = if ctx.view.is_sitting() || ctx.tags.sets.is_empty() { Vec::new() } else { tag_lines(ctx, photo) };
    ui.set_width(menu_width(ui, &tags));
    if ctx.view.has_tag_bar() {
        ui.horizontal(|ui| {
            ui.add_space(space::S);
            let before = out.len();
            marks_ui(ui, ctx, &scope::around(ctx, photo).photos, out);
            if out.len() > before {
                ui.close();
            }
        });
        ui.separator();
    }
    let path = ctx.library.path(photo);
    let index = ctx.shown.hits.iter().position(|h| h.photo == photo);
    item(ui, ctx, Common::Loupe, index.map(Effect::Enlarge), out);
    item(ui, ctx, Common::SearchByThis, Some(Effect::Query(vec![Change::Like(Some(Like::Photo(photo)))])), out);
    if ctx.view.shows_query() && menu_item(ui, Some(icons::ICON_LINEAR_SCALE), "Walk from this photo…", None).clicked() {
        out.effect(Effect::Walk(Some(photo)));
        ui.close();
    }
    if !tags.is_empty() {
        ui.separator();
    }
    for (icon, words, effect) in tags {
        let keys = matches!(effect, Some(Effect::TagBar)).then(|| shortcut_text(ui.ctx(), ctrl(Key::T)));
        let can_be_chosen = effect.is_some() && !ctx.is_read_only();
        let line = ui.add_enabled_ui(can_be_chosen, |ui| menu_item(ui, Some(icon), &words, keys)).inner;
        let line = if ctx.is_read_only() { line.on_disabled_hover_text(READ_ONLY) } else { line };
        if let Some(effect) = effect.filter(|_| line.clicked()) {
            out.effect(effect);
            ui.close();
        }
    }
    ui.separator();
    item(ui, ctx, Common::OpenInViewer, path.clone().map(|p| Effect::send(DesktopRequest::OpenInViewer(p))), out);
    item(ui, ctx, Common::OpenWith, path.clone().map(|p| Effect::send(DesktopRequest::OpenWith(p))), out);
    item(ui, ctx, Common::ShowInFolder, path.clone().map(|p| Effect::send(DesktopRequest::ShowInFolder(p))), out);
    item(ui, ctx, Common::CopyPath, path.map(|p| Effect::Copy { text: p.display().to_string(), what: "Path" }), out);
}

fn item<M>(ui: &mut Ui, ctx: &Ctx, command: Common, effect: Option<Effect>, out: &mut Output<M>) {
    let info = &command.entry().info;
    if menu_item(ui, Some(info.icon), info.words, info.shortcut(ctx, ui.ctx())).clicked() {
        if let Some(effect) = effect {
            out.effect(effect);
        }
        ui.close();
    }
}

/// Wide enough for the longest line: a label is never shortened, and the shortcuts stand in one column.
fn menu_width(ui: &Ui, tags: &[TagLine]) -> f32 {
    let wide = |words: &str| ui.painter().layout_no_wrap(words.to_owned(), theme::body(), Color32::PLACEHOLDER).size().x;
    let longest = tags.iter().map(|(_, words, _)| wide(words)).fold(0.0, f32::max);
    (longest + theme::ICON + 4.0 * space::S).max(width::MENU)
}

/// The tag bar, what the model suggests, and the labels that are there: each says for which photos.
fn tag_lines(ctx: &Ctx, photo: PhotoId) -> Vec<TagLine> {
    let target = scope::around(ctx, photo);
    let (photos, to) = (&target.photos, target.words());
    let decide = |set, ruling| Some(Effect::Decide { photos: Arc::clone(photos), set, ruling });
    let mut lines = Vec::new();
    // The tag bar is for what is selected: a photo that is only seen beside it has no line for it.
    if Arc::ptr_eq(photos, &ctx.target.photos) && ctx.view.has_tag_bar() {
        lines.push((icons::ICON_NEW_LABEL, format!("Tag {to}…"), Some(Effect::TagBar)));
    }
    // Suggestions come a moment after the menu: each set has its line from the beginning, so that none moves under the pointer.
    let said = ctx.said.as_ref().filter(|(of, _)| *of == photo).map(|(_, said)| said);
    let suggested = said.map(|said| suggestions(ctx, said, photo)).unwrap_or_default();
    for set in ctx.tags.sets.iter().filter(|set| is_open(ctx, set, photo)).take(MOST) {
        let label = suggested.iter().filter(|(of, _)| of.id == set.id).find_map(|(_, score)| set.label(score.label?));
        lines.push(match label {
            Some(label) => {
                let replaces = scope::replaced_words(ctx, photos, label.id).map(|words| format!(", {words}")).unwrap_or_default();
                let words = format!("Accept “{}” for {to}{replaces}", label.name);
                (icons::ICON_CHECK, words, decide(set.id, Ruling::Accept(label.id)))
            }
            None => (icons::ICON_CHECK, format!("{}: no suggestion{}", set.name, if said.is_none() { " yet" } else { "" }), None),
        });
    }
    for (set, label) in ctx.tags.book.accepted(photo).filter_map(|t| ctx.tags.label(t.label?)).take(MOST) {
        let words = format!("Remove “{}” from {to}", label.name);
        lines.push((icons::ICON_LABEL_OFF, words, decide(set.id, Ruling::Withdraw(label.id))));
    }
    lines
}
