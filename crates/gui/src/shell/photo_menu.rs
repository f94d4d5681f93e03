//! A photo's menu, wherever the photo is seen.

use super::common::Common;
use super::ctx::Ctx;
use super::effect::Effect;
use super::output::Output;
use super::query::Change;
use crate::kit::theme::width;
use crate::kit::widgets::menu_item;
use base::PhotoId;
use egui::Ui;
use engine::protocol::{DesktopRequest, Like};

/// Draws the menu.
pub fn photo_menu_ui<M>(ui: &mut Ui, ctx: &Ctx, photo: PhotoId, out: &mut Output<M>) {
    ui.set_width(width::MENU);
    let path = ctx.library.path(photo);
    let mut item = |ui: &mut Ui, command: Common, effect: Option<Effect>| {
        let info = &command.entry().info;
        if menu_item(ui, Some(info.icon), info.words, info.shortcut(ui.ctx())).clicked() {
            if let Some(effect) = effect {
                out.effect(effect);
            }
            ui.close();
        }
    };
    let index = ctx.shown.hits.iter().position(|h| h.photo == photo);
    item(ui, Common::Loupe, index.map(Effect::Enlarge));
    item(ui, Common::SearchByThis, Some(Effect::Query(vec![Change::Like(Some(Like::Photo(photo)))])));
    ui.separator();
    item(ui, Common::OpenInViewer, path.clone().map(|p| Effect::send(DesktopRequest::OpenInViewer(p))));
    item(ui, Common::ShowInFolder, path.clone().map(|p| Effect::send(DesktopRequest::ShowInFolder(p))));
    item(ui, Common::CopyPath, path.map(|p| Effect::Copy { text: p.display().to_string(), what: "Path" }));
}
