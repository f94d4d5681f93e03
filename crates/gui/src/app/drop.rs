//! Drag and drop: a folder or catalogue opens, a photo is searched by, a model is added.

use super::features::Message;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::{Item, Output};
use crate::shell::query::Change;
use crate::shell::view::View;
use crate::{exchange, models};
use base::formats;
use egui::{Align2, Context, Id, LayerId, Order, Stroke};
use engine::protocol::Like;
use std::path::{Path, PathBuf};

/// What was dropped in this frame.
pub fn dropped(egui: &Context, ctx: &Ctx) -> Output<Message> {
    let mut out = Output::default();
    let paths: Vec<PathBuf> = egui.input(|i| i.raw.dropped_files.iter().map(|f| f.path().to_owned()).collect());
    if let Some(path) = paths.into_iter().find(|p| !p.as_os_str().is_empty()) {
        out.item(meaning(path, ctx.has_catalogue(), ctx.view));
    }
    out
}

fn meaning(path: PathBuf, catalogue_open: bool, view: View) -> Item<Message> {
    if is_of_a_model(&path) {
        return Item::Msg(models::Msg::Add(path.parent().map_or_else(|| path.clone(), Path::to_owned)).into());
    }
    if view == View::Models && path.extension().is_none_or(|e| e != "selvedge") && !is_photo(&path) {
        return Item::Msg(models::Msg::Add(path).into());
    }
    if catalogue_open && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        return Item::Msg(exchange::Msg::ImportFrom(path).into());
    }
    match (is_photo(&path), catalogue_open) {
        (true, true) => Item::Effect(Effect::Query(vec![Change::Like(Some(Like::File(path)))])),
        // Without a catalogue there is nothing to search: the photo's folder it is.
        (true, false) => Item::Effect(Effect::Open(path.parent().map_or_else(|| path.clone(), Path::to_owned))),
        (false, true) if path.extension().is_none_or(|e| e != "selvedge") => Item::Effect(Effect::Ask(Dialog::Dropped(path))),
        (false, _) => Item::Effect(Effect::Open(path)),
    }
}

/// By its name, and whether it can be read or not: whoever searches by it is told so.
fn is_photo(path: &Path) -> bool {
    formats::of_path(path).is_some()
}

/// A file that only the folder of a model has.
fn is_of_a_model(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("safetensors")) || path.file_name().is_some_and(|n| n == "config.json")
}

/// While something is held over the window: what dropping it would do.
pub fn drop_hint_ui(egui: &Context, ctx: &Ctx) {
    let held: Vec<PathBuf> = egui.input(|i| i.raw.hovered_files.iter().filter_map(|f| f.path.clone()).collect());
    if egui.input(|i| i.raw.hovered_files.is_empty()) {
        return;
    }
    let palette = theme::palette_of(egui);
    let csv = held.first().is_some_and(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")));
    let model = held.first().is_some_and(|p| is_of_a_model(p) || (ctx.view == View::Models && !is_photo(p)));
    let words = match (held.first().is_some_and(|p| is_photo(p)), ctx.library.snapshot.is_some()) {
        _ if model => "Drop the folder to add it as a model",
        (true, true) => "Drop the photo to search by it",
        (true, false) => "Drop the photo to open its folder",
        (false, true) if csv => "Drop the file to import its labels",
        (false, _) => "Drop the folder to open it",
    };
    let painter = egui.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop hint")));
    let screen = egui.content_rect();
    painter.rect_filled(screen, 0.0, palette.shade);
    widgets::paint_dashed(&painter, screen.shrink(space::L), Stroke::new(theme::RING, palette.accent));
    let card = egui::Rect::from_center_size(screen.center(), egui::vec2(theme::width::PATH, 2.0 * theme::ICON_LARGE));
    painter.rect_filled(card, theme::RADIUS, palette.float);
    painter.text(card.center(), Align2::CENTER_CENTER, words, theme::title(), palette.strong);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_means_what_a_person_expects() {
        assert!(
            matches!(meaning("/a/b.JPG".into(), true, View::Grid), Item::Effect(Effect::Query(c)) if matches!(c[..], [Change::Like(Some(Like::File(_)))]))
        );
        assert!(matches!(meaning("/a/b.jpg".into(), false, View::Grid), Item::Effect(Effect::Open(p)) if p == Path::new("/a")));
        assert!(matches!(meaning("/a".into(), false, View::Grid), Item::Effect(Effect::Open(_))));
        assert!(matches!(meaning("/a".into(), true, View::Grid), Item::Effect(Effect::Ask(Dialog::Dropped(_)))));
        assert!(matches!(meaning("/a.CSV".into(), true, View::Grid), Item::Msg(Message::Exchange(exchange::Msg::ImportFrom(_)))));
        assert!(matches!(meaning("/a".into(), true, View::Models), Item::Msg(Message::ModelsPage(models::Msg::Add(_)))));
        assert!(
            matches!(meaning("/m/model.safetensors".into(), true, View::Grid), Item::Msg(Message::ModelsPage(models::Msg::Add(p))) if p == Path::new("/m"))
        );
        assert!(matches!(meaning("/a.selvedge".into(), true, View::Grid), Item::Effect(Effect::Open(_))));
    }
}
