//! A photo's menu, wherever the photo is seen.

use super::command::{ctrl, shortcut_text};
use super::common::Common;
use super::ctx::Ctx;
use super::effect::Effect;
use super::output::Output;
use super::query::Change;
use super::scope;
use super::suggested::suggestions;
use super::view::View;
use crate::kit::theme::width;
use crate::kit::widgets::menu_item;
use base::{PhotoId, Ruling};
use egui::{Key, Ui};
use egui_material_icons::icons;
use engine::protocol::{DesktopRequest, Like};
use std::sync::Arc;

/// Suggestions that are offered at most, and labels that can be taken off.
const MOST: usize = 4;

/// Draws the menu.
pub fn photo_menu_ui<M>(ui: &mut Ui, ctx: &Ctx, photo: PhotoId, out: &mut Output<M>) {
    ui.set_width(width::MENU);
    let path = ctx.library.path(photo);
    let index = ctx.shown.hits.iter().position(|h| h.photo == photo);
    item(ui, Common::Loupe, index.map(Effect::Enlarge), out);
    item(ui, Common::SearchByThis, Some(Effect::Query(vec![Change::Like(Some(Like::Photo(photo)))])), out);
    // In a review the keys decide, and know the way back.
    if ctx.view != View::Review && !ctx.tags.sets.is_empty() {
        ui.separator();
        tag_items(ui, ctx, photo, out);
    }
    ui.separator();
    item(ui, Common::OpenInViewer, path.clone().map(|p| Effect::send(DesktopRequest::OpenInViewer(p))), out);
    item(ui, Common::ShowInFolder, path.clone().map(|p| Effect::send(DesktopRequest::ShowInFolder(p))), out);
    item(ui, Common::CopyPath, path.map(|p| Effect::Copy { text: p.display().to_string(), what: "Path" }), out);
}

fn item<M>(ui: &mut Ui, command: Common, effect: Option<Effect>, out: &mut Output<M>) {
    let info = &command.entry().info;
    if menu_item(ui, Some(info.icon), info.words, info.shortcut(ui.ctx())).clicked() {
        if let Some(effect) = effect {
            out.effect(effect);
        }
        ui.close();
    }
}

/// The tag bar, what the model suggests, and the labels that are there: each says for which photos.
fn tag_items<M>(ui: &mut Ui, ctx: &Ctx, photo: PhotoId, out: &mut Output<M>) {
    let target = scope::around(ctx, photo);
    let photos = &target.photos;
    let words = target.words();
    // The tag bar is for what is selected: a photo that is only seen beside it has no line for it.
    if Arc::ptr_eq(photos, &ctx.target.photos) && ctx.view.has_tag_bar() {
        let keys = shortcut_text(ui.ctx(), ctrl(Key::T));
        if menu_item(ui, Some(icons::ICON_NEW_LABEL), &format!("Tag {words}…"), Some(keys)).clicked() {
            out.effect(Effect::TagBar);
            ui.close();
        }
    }
    let mut decide = |ui: &mut Ui, icon, words: &str, set, ruling| {
        if menu_item(ui, Some(icon), words, None).clicked() {
            out.effect(Effect::Decide { photos: Arc::clone(photos), set, ruling });
            ui.close();
        }
    };
    let said = ctx.said.as_ref().filter(|(of, _)| *of == photo);
    for (set, score) in said.map(|(_, said)| suggestions(ctx, said, photo)).unwrap_or_default().into_iter().take(MOST) {
        let Some(label) = score.label.and_then(|id| set.label(id)) else { continue };
        let replaces = scope::replaced_words(ctx, photos, label.id).map(|words| format!(", {words}")).unwrap_or_default();
        let words = format!("Accept “{}” for {words}{replaces}", label.name);
        decide(ui, icons::ICON_CHECK, &words, set.id, Ruling::Accept(label.id));
    }
    let there = ctx.tags.book.accepted(photo).filter_map(|t| ctx.tags.label(t.label?));
    for (set, label) in there.take(MOST) {
        decide(ui, icons::ICON_LABEL_OFF, &format!("Remove “{}” from {words}", label.name), set.id, Ruling::Withdraw(label.id));
    }
}
