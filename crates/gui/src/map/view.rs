//! The map in the centre of the window: its row, the points, and what stands in their place while there are none.

use super::camera::{Camera, Frame};
use super::charted::Charted;
use super::commands::selected_words;
use super::msg::{ColourBy, MapCommand, Msg};
use super::paint::{Drawn, Look};
use super::scene::Scene;
use super::state::MapPage;
use super::{canvas, hover, legend, plates};
use crate::kit::middle::middle_ui;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::{forms, layout, widgets};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use base::human;
use egui::accesskit::Role;
use egui::{Align, Label, Layout, Painter, Panel, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};
use egui_material_icons::icons;
use engine::protocol::{LEAST_ON_MAP, MapState};
use std::sync::Arc;

/// Draws it.
pub fn map_ui(ui: &mut Ui, ctx: &Ctx, page: &MapPage, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
    Panel::top("map row").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| row_ui(ui, ctx, page, &mut out));
    match page.charted.as_ref().filter(|charted| charted.map().photos.len() >= LEAST_ON_MAP) {
        Some(charted) => points_ui(ui, ctx, page, charted, pictures, &mut out),
        None => instead_ui(ui, ctx, page),
    }
    out
}

fn row_ui(ui: &mut Ui, ctx: &Ctx, page: &MapPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let narrow = ui.available_width() < width::NARROW_ROW;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::icon_button(ui, icons::ICON_GRID_VIEW, "Back to the grid").clicked() {
            out.run(Common::Grid);
        }
        if widgets::icon_button(ui, icons::ICON_FIT_SCREEN, "Fit the map").clicked() {
            out.msg(Msg::Run(MapCommand::Fit));
        }
        if let Some(words) = selected_words(ctx) {
            let shown = if narrow { format!("Show {}", human::count(ctx.selection.count() as u64)) } else { words.clone() };
            if widgets::primary_button(ui, &shown).on_hover_text(words).clicked() {
                out.msg(Msg::Run(MapCommand::ShowInGrid));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if !narrow {
                ui.label(theme::weak_text("Colour by", palette));
            }
            colour_ui(ui, ctx, page, out);
            if let Some(charted) = page.charted.as_ref().filter(|_| !narrow) {
                ui.add(Label::new(theme::weak_text(count_words(ctx, page, charted), palette)).truncate());
            }
        });
    });
}

/// "12,480 photos", "34 of 12,480 photos".
fn count_words(ctx: &Ctx, page: &MapPage, charted: &Arc<Charted>) -> String {
    let (all, found) = (charted.map().photos.len() as u64, page.colours(ctx, charted).groups.found_count);
    if found == all { human::photos(all) } else { format!("{} of {}", human::count(found), human::photos(all)) }
}

/// The menu of what there is to colour by.
fn colour_ui(ui: &mut Ui, ctx: &Ctx, page: &MapPage, out: &mut Output<Msg>) {
    let mut choices = vec![(ColourBy::Folder, "Folder".to_owned())];
    choices.extend(ctx.tags.sets.iter().map(|set| (ColourBy::Tags(set.id), set.name.clone())));
    if ctx.products.rule.is_some() {
        choices.push((ColourBy::Product, "Product".to_owned()));
    }
    if ctx.query.ranks() {
        choices.push((ColourBy::Score, "Score".to_owned()));
    }
    choices.extend(
        [(ColourBy::Flag, "Flag"), (ColourBy::Stars, "Stars"), (ColourBy::Colour, "Colour label")]
            .map(|(by, words)| (by, words.to_owned())),
    );
    let names: Vec<String> = choices.iter().map(|(_, words)| words.clone()).collect();
    let by = page.colour_by(ctx);
    let at = choices.iter().position(|(choice, _)| *choice == by).unwrap_or_default();
    if let Some((by, _)) = forms::menu_ui(ui, "Colour by", &names, at).and_then(|place| choices.get(place)) {
        out.msg(Msg::Colour(*by));
    }
}

fn points_ui(ui: &mut Ui, ctx: &Ctx, page: &MapPage, charted: &Arc<Charted>, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let area = ui.available_rect_before_wrap();
    let surface = layout::surface_ui(ui, focus::photos(), area, "Map", charted.map().photos.len());
    let scene = Scene { ctx, charted, colours: &page.colours(ctx, charted), palette: theme::palette(ui) };
    let camera = canvas::turned(ui, page, charted, &surface, out);
    let drawn = drawn(ui, page, &scene, camera, area);
    let painter = ui.painter().with_clip_rect(area);
    painter.add(Arc::clone(&drawn.mesh));
    hover::paint_photos(&painter, &scene, &drawn, pictures);
    let frame = camera.frame(area, charted.bounds);
    if drawn.side.is_none() {
        plates::paint(&painter, frame, &scene, page.lit);
    }
    cursor_ui(ui, &painter, &scene, frame, &drawn);
    canvas::select(ui, &scene, &drawn, &surface, out);
    surface.context_menu(|ui| match ctx.selection.cursor() {
        Some(photo) => photo_menu_ui(ui, ctx, photo, out),
        None => ui.close(),
    });
    legend::legend_ui(ui, &scene.colours.groups, page.lit, area, out);
    state_ui(ui, ctx, page, area, out);
    let free = !surface.dragged() && !ctx.covered && !egui::Popup::is_any_open(ui.ctx());
    if let Some(under) = surface.hover_pos().filter(|_| free).and_then(|pointer| drawn.at(pointer)) {
        hover::paint_card(&painter, &scene, under, &drawn, pictures);
    }
    page.made.borrow_mut().drawn = Some(drawn);
}

/// The points as they were drawn last, or drawn anew.
fn drawn(ui: &Ui, page: &MapPage, scene: &Scene<'_>, camera: Camera, area: Rect) -> Drawn {
    let look = Look {
        camera,
        area,
        pixels: ui.pixels_per_point(),
        dark: ui.visuals().dark_mode,
        lit: page.lit,
        selection: scene.ctx.selection.version(),
    };
    match page.made.borrow_mut().drawn.take() {
        Some(drawn) if drawn.is(&look, scene.charted, scene.colours) => drawn,
        before => Drawn::of(ui.ctx(), scene, look, before),
    }
}

/// Marks the photo under the cursor, and tells screen readers which it is.
fn cursor_ui(ui: &Ui, painter: &Painter, scene: &Scene<'_>, frame: Frame, drawn: &Drawn) {
    let Some(place) = scene.ctx.selection.cursor().and_then(|photo| scene.charted.places.get(photo)) else { return };
    let at = frame.on_screen(scene.charted.map().at[place]);
    if !frame.area.contains(at) {
        return;
    }
    if drawn.side.is_none() {
        painter.circle_stroke(at, drawn.radius + 2.0 * theme::RING, Stroke::new(theme::RING, scene.palette.accent));
    }
    let told = ui.interact(Rect::from_center_size(at, vec2(1.0, 1.0)), focus::photos().with("cursor"), Sense::hover());
    told.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, true, scene.name(place as u32)));
}

/// How far the map is, over its top.
fn state_ui(ui: &mut Ui, ctx: &Ctx, page: &MapPage, area: Rect, out: &mut Output<Msg>) {
    let Some(words) = state_words(ctx, page) else { return };
    let palette = theme::palette(ui);
    let room = Rect::from_min_size(area.min + vec2(space::M, space::S), vec2(area.width() - 2.0 * space::M, theme::CONTROL));
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)));
    egui::Frame::new()
        .fill(palette.float.gamma_multiply(0.92))
        .corner_radius(theme::RADIUS)
        .inner_margin(egui::Margin::symmetric(space::S as i8, 0))
        .show(ui, |ui| {
            ui.set_height(theme::CONTROL);
            if let Some(reading) = ctx.mapping {
                let share = widgets::share(reading.done, reading.total);
                let (bar, response) = ui.allocate_exact_size(vec2(width::PROGRESS, theme::PROGRESS_BAR), Sense::hover());
                widgets::paint_bar(ui.painter(), bar, share, palette);
                widgets::name_progress(&response, "Laying out the map", share);
            }
            ui.add(Label::new(theme::weak_text(words, palette)).truncate());
            if ctx.mapping.is_some() && widgets::link_button(ui, None, "Stop").clicked() {
                out.msg(Msg::Run(MapCommand::Stop));
            }
            if page.state() == Some(MapState::Ended) && ctx.mapping.is_none() && widgets::link_button(ui, None, "Go on").clicked() {
                out.msg(Msg::Run(MapCommand::Open));
            }
        });
}

/// How far the map is, unless it is whole.
fn state_words(ctx: &Ctx, page: &MapPage) -> Option<&'static str> {
    let rough = page.charted.as_ref().is_some_and(|charted| charted.map().rough);
    match page.state()? {
        _ if ctx.mapping.is_some() && rough => Some("A rough map for now; laying it out"),
        _ if ctx.mapping.is_some() => Some("Laying it out"),
        MapState::Waits if rough => Some("A rough map; it is laid out when the running job has ended"),
        MapState::Waits => Some("New photos are placed when the running job has ended"),
        MapState::Ended if rough => Some("A rough map: laying it out was stopped"),
        MapState::Ended => Some("Stopped: not all photos are on it"),
        MapState::Whole | MapState::Runs => None,
    }
}

/// Why there is no map.
fn instead_ui(ui: &mut Ui, ctx: &Ctx, page: &MapPage) {
    let colour = theme::palette(ui).faint;
    let embedded = ctx.library.snapshot.as_ref().map_or(0, |snapshot| snapshot.embedded);
    let (title, text) = match &page.charted {
        None if embedded > 0 => ("Looking up the map".to_owned(), "It takes a moment the first time.".to_owned()),
        Some(charted) if charted.map().photos.len() as u64 >= 1 => (
            format!("{} are too few for a map", human::capitalised(&human::photos(charted.map().photos.len() as u64))),
            format!("From {LEAST_ON_MAP} photos on, alike ones lie beside one another here."),
        ),
        _ if ctx.job.is_some() => {
            ("No photo has been read by the model yet".to_owned(), "The map begins as soon as the first ones are.".to_owned())
        }
        _ => (
            "No photo has been read by the model yet".to_owned(),
            "Index the folder: alike photos then lie beside one another here.".to_owned(),
        ),
    };
    middle_ui(ui, (icons::ICON_SCATTER_PLOT, colour), &title, &text, |_| {});
}
