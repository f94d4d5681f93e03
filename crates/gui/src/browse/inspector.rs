//! The right panel: the photo under the cursor, its facts, what can be done with it, and photos like it.

use crate::browse::menus;
use crate::browse::tree::name_of;
use crate::kit::preview::Picture;
use crate::kit::textures::{Textures, Thumb};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::products;
use crate::shell::actions::{Action, Actions};
use crate::shell::command::UiCommand;
use crate::shell::state::{Region, State};
use crate::tagging;
use base::{Photo, human};
use egui::accesskit::Role;
use egui::{Align, Color32, Label, Layout, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use egui_material_icons::icons;

/// Thumbnails in a row of the strip.
const STRIP_COLUMNS: usize = 4;
/// Most similar photos shown.
const STRIP_MOST: usize = 12;

/// Draws the panel's content.
pub fn inspector_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
        // The scroll bar has a margin of its own, so that nothing moves when it appears.
        ui.set_max_width(ui.available_width() - space::S);
        ui.spacing_mut().item_spacing.y = space::S;
        match state.current() {
            Some(photo) => {
                if state.selection.count() > 1 {
                    several_ui(ui, state, &mut actions);
                }
                photo_ui(ui, state, photo, textures, &mut actions);
            }
            None => nothing_ui(ui, state, &mut actions),
        }
    });
    actions
}

fn nothing_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        widgets::icon(ui, icons::ICON_IMAGE, theme::ICON_LARGE, palette.faint);
        ui.label(theme::weak_text("Select a photo to see it here", palette));
        if state.library.present > 0 && state.query.is_empty() {
            ui.add_space(space::XL);
            ui.label(theme::caption_text("Try a search", palette));
            for example in &state.library.examples {
                if widgets::button(ui, Some(icons::ICON_SEARCH), example).clicked() {
                    actions.push(Action::SetText(example.clone()));
                }
            }
        }
    });
}

fn several_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let crate::shell::state::Summary { bytes, missing, .. } = state.summary;
    egui::Frame::new().fill(palette.selected).corner_radius(theme::RADIUS).inner_margin(space::S).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::strong_text(format!("{} selected", human::photos(state.selection.count() as u64)), palette));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(theme::weak_text(human::bytes(bytes), palette)));
        });
        if missing > 0 {
            ui.label(theme::caption_text(format!("{} of them missing", human::count(missing)), palette));
        }
        if widgets::button(ui, Some(icons::ICON_CONTENT_COPY), "Copy paths").clicked() {
            let mut paths: Vec<String> =
                state.selection.iter().filter_map(|id| state.library.path(id)).map(|p| p.display().to_string()).collect();
            paths.sort();
            actions.push(Action::Copy { text: paths.join("\n"), what: "Paths" });
        }
        actions.extend(tagging::several_tags_ui(ui, state));
    });
}

fn photo_ui(ui: &mut Ui, state: &State, photo: &Photo, textures: &mut Textures, actions: &mut Actions) {
    let palette = theme::palette(ui);
    preview_ui(ui, state, photo, textures, actions);
    ui.add(Label::new(theme::title_text(photo.name(), palette)).truncate()).on_hover_text(photo.name());
    facts_ui(ui, state, photo);
    products::inspector_ui(ui, state, photo.id, actions);
    if state.selection.count() < 2 {
        actions.extend(tagging::photo_tags_ui(ui, state, photo));
    }
    ui.vertical_centered(|ui| buttons_ui(ui, state, actions));
    similar_ui(ui, state, photo, textures, actions);
}

fn preview_ui(ui: &mut Ui, state: &State, photo: &Photo, textures: &mut Textures, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let size = vec2(ui.available_width(), ui.available_width() * 0.82);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Preview of {}", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    ui.painter().rect_filled(rect, theme::RADIUS, palette.well);
    let inner = rect.shrink(space::XS);
    actions.push(Action::WantPreview(photo.id, (inner.width() * ui.pixels_per_point()).ceil() as u32));
    let tint = if photo.missing { palette.dimmed } else { Color32::WHITE };
    match state.preview.picture(photo, textures) {
        Picture::Sharp(texture, size) | Picture::Rough(texture, size) => {
            widgets::paint_picture(ui.painter(), widgets::fit(inner, size, theme::ENLARGE), texture, tint);
        }
        Picture::Broken(reason) => broken_ui(ui, inner, &reason),
        Picture::Waiting => {}
    }
    if response.double_clicked() {
        actions.run(UiCommand::Loupe);
    }
    response.context_menu(|ui| actions.extend(menus::photo_menu_ui(ui, state, photo.id)));
}

/// Says in the photo's place why it cannot be seen.
pub fn broken_ui(ui: &mut Ui, room: Rect, reason: &str) {
    let palette = theme::palette(ui);
    let mut child = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Center)));
    child.add_space(room.height() / 3.0);
    widgets::icon(&mut child, icons::ICON_BROKEN_IMAGE, theme::ICON_LARGE, palette.faint);
    child.add(Label::new(theme::weak_text(reason, palette)).wrap());
}

fn facts_ui(ui: &mut Ui, state: &State, photo: &Photo) {
    let palette = theme::palette(ui);
    let mut facts: Vec<(&str, String)> = Vec::new();
    if photo.missing {
        facts.push(("State", "Missing: the file is gone".to_owned()));
    }
    facts.push(("Folder", folder_of(state, photo)));
    facts.push(("Size", format!("{} × {} · {}", photo.width, photo.height, human::bytes(photo.stamp.size))));
    facts.push(("Format", photo.format.clone()));
    if let Some(taken) = &photo.captured {
        facts.push(("Taken", taken.chars().take(16).collect::<String>().replace('T', " ")));
    }
    if let Some((score, index)) = score_of(state, photo) {
        facts.push(("Score", format!("{score:.3} · rank {} of {}", human::count(index as u64 + 1), human::count(state.shown.considered))));
    }
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

fn folder_of(state: &State, photo: &Photo) -> String {
    let root = state.library.snapshot.iter().flat_map(|s| &s.roots).find(|r| r.root.id == photo.root);
    let mut folder = root.map(|r| name_of(&r.root.path)).unwrap_or_default();
    if let Some(below) = photo.path.parent().filter(|p| !p.as_os_str().is_empty()) {
        folder.push('/');
        folder.push_str(&below.to_string_lossy());
    }
    folder
}

fn score_of(state: &State, photo: &Photo) -> Option<(f32, usize)> {
    let index = state.current_index()?;
    let hit = state.shown.hits.get(index).filter(|h| h.photo == photo.id)?;
    Some((hit.score?, index))
}

fn buttons_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.add_space(space::XS);
    let wide = ui.available_width();
    let first = widgets::command_button(ui, state, UiCommand::SearchByThis, wide, actions);
    if state.go_to == Some(Region::Inspector) {
        first.request_focus();
    }
    let (row, _) = ui.allocate_exact_size(vec2(wide, theme::CONTROL), Sense::hover());
    let (left, right) = row.split_left_right_at_fraction(0.5);
    let halves = [left.with_max_x(left.right() - space::XS / 2.0), right.with_min_x(right.left() + space::XS / 2.0)];
    for (rect, command) in halves.into_iter().zip([UiCommand::OpenInViewer, UiCommand::ShowInFolder]) {
        let mut half = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Center)));
        half.spacing_mut().button_padding.x = space::XS;
        let _ = widgets::command_button(&mut half, state, command, rect.width(), actions);
    }
    let _ = widgets::command_button(ui, state, UiCommand::CopyPath, wide, actions);
}

fn similar_ui(ui: &mut Ui, state: &State, photo: &Photo, textures: &mut Textures, actions: &mut Actions) {
    let Some((_, similar)) = state.similar.as_ref().filter(|(of, hits)| *of == photo.id && !hits.is_empty()) else { return };
    widgets::section_ui(ui, "Similar photos");
    let side = ((ui.available_width() - space::S * (STRIP_COLUMNS as f32 - 1.0)) / STRIP_COLUMNS as f32).floor();
    widgets::named_region(ui, "Similar photos", Role::ListBox, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let known: Vec<_> = similar.iter().filter_map(|h| Some((state.library.photo(h.photo)?, h.score))).take(STRIP_MOST).collect();
        for row in known.chunks(STRIP_COLUMNS) {
            ui.horizontal(|ui| {
                for (other, score) in row {
                    similar_cell_ui(ui, state, other, *score, side, textures, actions);
                }
            });
        }
    });
}

fn similar_cell_ui(
    ui: &mut Ui,
    state: &State,
    photo: &Photo,
    score: Option<f32>,
    side: f32,
    textures: &mut Textures,
    actions: &mut Actions,
) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    let name = format!("Similar: {}", photo.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.painter().rect_filled(rect, theme::THUMB_RADIUS, palette.well);
    if let Thumb::Ready(texture, size) = textures.get(photo) {
        widgets::paint_picture(ui.painter(), widgets::fit(rect, size, theme::ENLARGE), texture, Color32::WHITE);
    }
    if response.hovered() {
        ui.painter().rect_stroke(rect, theme::THUMB_RADIUS, egui::Stroke::new(theme::RING, palette.accent), egui::StrokeKind::Inside);
    }
    widgets::focus_ring(ui, &response);
    if response.clicked() {
        actions.push(Action::Goto(photo.id));
    }
    response.context_menu(|ui| actions.extend(menus::photo_menu_ui(ui, state, photo.id)));
    let score = score.map(|s| format!(" · {s:.2}")).unwrap_or_default();
    response.on_hover_text(format!("{}{score}", photo.name()));
}
