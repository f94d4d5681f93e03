//! The right panel: the photo under the cursor, its facts, what can be done with it, and photos like it.

use super::msg::Msg;
use super::state::Browse;
use super::texts::texts_ui;
use crate::kit::pictures::Pictures;
use crate::kit::preview::Picture;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::command_ui::common_icon;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::ctx::Summary;
use crate::shell::effect::Effect;
use crate::shell::format;
use crate::shell::mark_ui::marks_ui;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use crate::shell::query::Change;
use crate::shell::scope;
use crate::shell::view::Region;
use base::{Photo, formats, human};
use egui::accesskit::Role;
use egui::{Align, Color32, Label, Layout, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use egui_material_icons::icons;
use engine::protocol::{FolderRef, FoundBy};
use std::path::{Path, PathBuf};

/// Thumbnails in a row of the strip.
const STRIP_COLUMNS: usize = 4;
/// Most similar photos shown.
const STRIP_MOST: usize = 12;

/// What other features add to the inspector.
#[derive(Clone, Copy, Debug)]
pub enum InspectorSlot<'a> {
    /// Below the sum of several selected photos.
    Several,
    /// Below the facts of the photo.
    Photo(&'a Photo),
}

/// Draws what other features add.
type InspectorSlots<'a> = &'a mut dyn FnMut(&mut Ui, InspectorSlot<'_>);

/// Draws the panel's content.
pub fn inspector_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, pictures: &mut Pictures, slots: InspectorSlots<'_>) -> Output<Msg> {
    let mut out = Output::default();
    ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
        // The scroll bar has a margin of its own, so that nothing moves when it appears.
        ui.set_max_width(ui.available_width() - space::S);
        ui.spacing_mut().item_spacing.y = space::S;
        match ctx.current() {
            Some(photo) => {
                if scope::several(ctx) {
                    several_ui(ui, ctx, slots, &mut out);
                }
                photo_ui(ui, ctx, browse, photo, pictures, slots, &mut out);
            }
            None => nothing_ui(ui, ctx, &mut out),
        }
    });
    out
}

fn nothing_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        widgets::icon(ui, icons::ICON_IMAGE, theme::ICON_LARGE, palette.faint);
        ui.label(theme::weak_text("Select a photo to see it here", palette));
        if ctx.library.present > 0 && ctx.query.is_empty() {
            ui.add_space(space::XL);
            ui.label(theme::caption_text("Try a search", palette));
            for example in &ctx.library.examples {
                if widgets::button(ui, Some(icons::ICON_SEARCH), example).clicked() {
                    out.query(Change::Text(example.clone()));
                }
            }
        }
    });
}

fn several_ui(ui: &mut Ui, ctx: &Ctx, slots: InspectorSlots<'_>, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Summary { bytes, missing, .. } = &ctx.summary;
    egui::Frame::new().fill(palette.selected).corner_radius(theme::RADIUS).inner_margin(space::S).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::strong_text(
                format!("{} selected", scope::photos_words(ctx.target.photos.len() as u64, ctx.target.products)),
                palette,
            ));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(theme::weak_text(human::bytes(*bytes), palette)));
        });
        if *missing > 0 {
            ui.label(theme::caption_text(format!("{} of them missing", human::count(*missing)), palette));
        }
        let words = format!("Copy {}", human::counted(ctx.target.photos.len() as u64, "path", "paths"));
        if widgets::button(ui, Some(icons::ICON_CONTENT_COPY), &words).clicked() {
            let mut paths: Vec<String> =
                ctx.target.photos.iter().filter_map(|id| ctx.library.path(*id)).map(|p| p.display().to_string()).collect();
            paths.sort();
            out.effect(Effect::Copy { text: paths.join("\n"), what: "Paths" });
        }
        marks_ui(ui, ctx, &ctx.target.photos, out);
        slots(ui, InspectorSlot::Several);
    });
}

fn photo_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    browse: &Browse,
    photo: &Photo,
    pictures: &mut Pictures,
    slots: InspectorSlots<'_>,
    out: &mut Output<Msg>,
) {
    let palette = theme::palette(ui);
    preview_ui(ui, ctx, photo, pictures, out);
    ui.add(Label::new(theme::title_text(photo.name(), palette)).wrap());
    buttons_ui(ui, ctx, out);
    if !scope::several(ctx) {
        marks_ui(ui, ctx, &scope::of_photo(ctx, photo.id).photos, out);
    }
    facts_ui(ui, ctx, browse, photo);
    slots(ui, InspectorSlot::Photo(photo));
    if let Some((_, texts)) = browse.texts.as_ref().filter(|(of, texts)| *of == photo.id && !texts.is_empty()) {
        texts_ui(ui, photo.id, texts, out);
    }
    similar_ui(ui, ctx, browse, photo, pictures, out);
}

fn preview_ui(ui: &mut Ui, ctx: &Ctx, photo: &Photo, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let size = vec2(ui.available_width(), ui.available_width() * 0.82);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Preview of {}", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    ui.painter().rect_filled(rect, theme::RADIUS, palette.well);
    let inner = rect.shrink(space::XS);
    pictures.preview.want(photo.id, inner.width() * ui.pixels_per_point());
    let tint = if photo.missing { palette.dimmed } else { Color32::WHITE };
    match pictures.large(photo) {
        Picture::Sharp(texture, size) | Picture::Rough(texture, size) => {
            widgets::paint_picture(ui.painter(), widgets::fit(inner, size, theme::ENLARGE), texture, tint);
        }
        Picture::Broken(reason) => widgets::broken_picture_ui(ui, inner, &reason),
        Picture::Waiting => {}
    }
    if response.double_clicked() {
        out.run(Common::Loupe);
    }
    response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
}

fn facts_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, photo: &Photo) {
    let palette = theme::palette(ui);
    let mut facts: Vec<(&str, String)> = Vec::new();
    if photo.missing {
        facts.push(("State", "Missing: the file is gone".to_owned()));
    }
    facts.push(("Folder", folder_of(browse, photo)));
    facts.push(("Size", format!("{} × {} · {}", photo.width, photo.height, human::bytes(photo.size))));
    let bits = photo.picture.bits.map(|bits| format!(" · {bits} bits")).unwrap_or_default();
    if formats::is_raw(&photo.format) {
        facts.push(("Format", photo.format.to_string()));
        facts.push(("Read from", format!("the preview in it, {} × {}{bits}", photo.width, photo.height)));
    } else {
        facts.push(("Format", format!("{}{bits}", photo.format)));
    }
    let raw = photo.companion.as_deref().and_then(Path::file_name);
    facts.extend(raw.map(|raw| ("With", format!("the raw file {}", raw.to_string_lossy()))));
    facts.extend(photo.picture.profile.as_deref().map(|profile| ("Profile", profile.to_owned())));
    facts.extend(photo.picture.remark.as_deref().map(|remark| ("Remark", remark.to_owned())));
    if let Some(taken) = &photo.captured {
        facts.push(("Taken", taken.replace('T', " ")));
    }
    facts.extend(format::clock_words(photo).map(|words| ("", words)));
    let noted = &photo.facts;
    facts.extend(noted.camera.as_deref().map(|camera| ("Camera", camera.to_owned())));
    facts.extend(noted.lens.as_deref().map(|lens| ("Lens", lens.to_owned())));
    facts.extend(Some(noted.exposure()).filter(|words| !words.is_empty()).map(|words| ("Exposure", words)));
    if let Some((score, index)) = score_of(ctx, photo) {
        facts.push((
            "Score",
            format!("{} · rank {} of {}", human::score(score), human::count(index as u64 + 1), human::count(ctx.shown.considered)),
        ));
    }
    facts.extend(found_by(ctx, photo).map(|words| ("Found by", words)));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (label, value) in facts {
            ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::LINE), Layout::left_to_right(Align::Center), |ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(width::FACT, theme::LINE), Sense::hover());
                widgets::paint_elided(ui.painter(), rect, label, &theme::body(), palette.weak);
                ui.add(Label::new(RichText::new(&value).color(palette.text)).truncate().selectable(true));
            });
        }
    });
}

fn folder_of(browse: &Browse, photo: &Photo) -> String {
    let root = browse.tree.find(&FolderRef { root: photo.root, path: PathBuf::new() });
    let mut folder = root.map(|row| row.name.clone()).unwrap_or_default();
    if let Some(below) = photo.path.parent().filter(|p| !p.as_os_str().is_empty()) {
        folder.push('/');
        folder.push_str(&below.to_string_lossy());
    }
    folder
}

fn score_of(ctx: &Ctx, photo: &Photo) -> Option<(f32, usize)> {
    let index = ctx.current_index()?;
    let hit = ctx.shown.hits.get(index).filter(|h| h.photo == photo.id)?;
    Some((hit.score?, index))
}

/// "texts: “puma”", "picture and texts: “red”, “shirt”": what a search in words found it by.
fn found_by(ctx: &Ctx, photo: &Photo) -> Option<String> {
    let hit = ctx.shown.hits.get(ctx.current_index()?).filter(|hit| hit.photo == photo.id && ctx.query.ranks())?;
    let words: Vec<String> = ctx.shown.words_of(hit).iter().map(|word| format!("“{word}”")).collect();
    Some(match hit.by {
        FoundBy::Picture if ctx.shown.words.is_empty() => return None,
        FoundBy::Picture => "picture".to_owned(),
        FoundBy::Words => format!("texts: {}", words.join(", ")),
        FoundBy::Both => format!("picture and texts: {}", words.join(", ")),
    })
}

/// What can be done with the photo: one row of icons, so that its tags and the photos like it are in view.
fn buttons_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CONTROL), Sense::hover());
    // The icons themselves, and not the squares around them, stand in line with the words.
    let row = row.translate(vec2((theme::ICON - theme::CONTROL) / 2.0, 0.0));
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(row).layout(Layout::left_to_right(Align::Center)));
    ui.spacing_mut().item_spacing.x = space::XS;
    for command in [Common::SearchByThis, Common::OpenInViewer, Common::ShowInFolder, Common::CopyPath] {
        let response = common_icon(ui, ctx, command, out);
        if command == Common::SearchByThis && ctx.go_to == Some(Region::Inspector) {
            response.request_focus();
        }
    }
}

fn similar_ui(ui: &mut Ui, ctx: &Ctx, browse: &Browse, photo: &Photo, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let Some((_, similar)) = browse.similar.as_ref().filter(|(of, hits)| *of == photo.id && !hits.is_empty()) else { return };
    widgets::section_ui(ui, "Similar photos");
    let side = ((ui.available_width() - space::S * (STRIP_COLUMNS as f32 - 1.0)) / STRIP_COLUMNS as f32).floor();
    widgets::named_region(ui, "Similar photos", Role::ListBox, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let known: Vec<_> = similar.iter().filter_map(|h| Some((ctx.library.photo(h.photo)?, h.score))).take(STRIP_MOST).collect();
        for row in known.chunks(STRIP_COLUMNS) {
            ui.horizontal(|ui| {
                for (other, score) in row {
                    similar_cell_ui(ui, ctx, other, *score, side, pictures, out);
                }
            });
        }
    });
}

fn similar_cell_ui(ui: &mut Ui, ctx: &Ctx, photo: &Photo, score: Option<f32>, side: f32, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    let name = format!("Similar: {}", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.painter().rect_filled(rect, theme::THUMB_RADIUS, palette.well);
    if let Thumb::Ready(texture, size) = pictures.textures.get(photo) {
        widgets::paint_picture(ui.painter(), widgets::fit(rect, size, theme::ENLARGE), texture, Color32::WHITE);
    }
    if response.hovered() {
        ui.painter().rect_stroke(rect, theme::THUMB_RADIUS, egui::Stroke::new(theme::RING, palette.accent), egui::StrokeKind::Inside);
    }
    widgets::focus_ring(ui, &response);
    if response.clicked() {
        out.effect(Effect::Visit(photo.id));
    }
    response.context_menu(|ui| photo_menu_ui(ui, ctx, photo.id, out));
    let score = score.map(|s| format!(" · {}", human::score(s))).unwrap_or_default();
    response.on_hover_text(format!("{}{score}", photo.name()));
}
