//! The map: alike photos beside one another, found from the palette, walked by keys, gathered with a lasso and shown in the grid.

use super::window::Window;
use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;
use image::RgbImage;

/// The usual twelve photos, on the map.
fn on_map() -> Window {
    let mut window = Window::open();
    window.key(Key::M);
    window.until("the map is laid out", |w| w.sees("Colour of dresses, 3 photos") && !w.sees_part("rough"));
    window
}

fn map(window: &Window) -> Rect {
    window.harness.get_by_role_and_label(Role::ListBox, "Map").rect()
}

fn pointer(window: &mut Window, at: Pos2, pressed: Option<bool>) {
    window.harness.event(Event::PointerMoved(at));
    if let Some(pressed) = pressed {
        window.harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
    }
    window.harness.run_steps(1);
}

/// The map once its photos are there, with the pointer elsewhere.
fn at_rest(window: &mut Window) -> RgbImage {
    window.harness.event(Event::PointerMoved(pos2(2.0, 2.0)));
    let area = map(window);
    let seen = |window: &Window| {
        let (corner, size) = (area.min, area.size());
        image::imageops::crop_imm(&window.picture(), corner.x as u32, corner.y as u32, size.x as u32, size.y as u32).to_image()
    };
    let (mut last, mut same) = (RgbImage::default(), 0);
    window.until("nothing changes any more", |window| {
        let before = std::mem::replace(&mut last, seen(window));
        same = if before == last { same + 1 } else { 0 };
        same == 5
    });
    last
}

/// Draws a line along the edges of `around`, from its right top corner.
fn lasso(window: &mut Window, around: Rect) {
    let corners = [around.right_top(), around.right_bottom(), around.left_bottom(), around.left_top()];
    pointer(window, corners[0], Some(true));
    for corner in &corners[1..] {
        pointer(window, *corner, None);
    }
    pointer(window, corners[3], Some(false));
    window.harness.run_steps(2);
}

#[test]
fn a_lasso_gathers_photos_that_the_grid_then_shows_alone() {
    let mut window = on_map();
    window.harness.check_accessibility();
    assert!(window.sees("Colour of In no folder below, 9 photos") && window.sees_part("Near means alike"));
    let around = map(&window).shrink(3.0);
    lasso(&mut window, around);
    assert!(window.sees("12 selected"));
    window.click("Show 12 photos in the grid");
    window.until("the grid shows them alone", |w| w.sees_part("12 photos from the map") && w.cells().len() == 12);
    assert!(window.cells().iter().all(|cell| cell.ends_with(", selected")), "{:?}", window.cells());
}

#[test]
fn what_the_search_has_not_found_is_not_gathered() {
    let mut window = on_map();
    window.write("Search", "folder:dresses");
    window.until("the search is answered on the map", |w| w.sees("Back to the grid") && w.sees_part("3 of"));
    let around = map(&window).shrink(3.0);
    lasso(&mut window, around);
    assert!(window.sees("3 selected"), "{:#?}", window.names());
    window.key(Key::Escape);
    window.until("Esc leads back to the grid", |w| w.cells().len() == 3);
    assert!(window.cells().iter().all(|cell| cell.starts_with("yellow") && cell.contains(", selected")), "{:?}", window.cells());
}

#[test]
fn arrows_go_from_photo_to_photo_and_marks_go_to_what_is_selected() {
    let mut window = on_map();
    window.key(Key::ArrowRight);
    let first = window.cells();
    assert_eq!(first.len(), 1, "the cursor is told: {first:?}");
    let moved = [Key::ArrowRight, Key::ArrowLeft, Key::ArrowUp, Key::ArrowDown].into_iter().any(|key| {
        window.key(key);
        window.cells() != first
    });
    assert!(moved, "it goes on");
    let name = window.cells()[0].split(',').next().unwrap().to_owned();
    window.key(Key::P);
    window.until_marked(&name, "picked");
    window.command("Colour the map by flag");
    window.until("the legend counts it", |w| w.sees("Colour of Picked, 1 photo") && w.sees("Colour of No flag, 11 photos"));
    window.key(Key::Enter);
    window.until("it is seen large", |w| w.sees(&format!("{name}, large")));
    window.key(Key::Escape);
    assert!(window.sees("Colour of Picked, 1 photo"), "Esc leads back to the map");
}

#[test]
fn the_wheel_zooms_and_one_command_shows_the_whole_map_again() {
    let mut window = on_map();
    let whole = at_rest(&mut window);
    let at = map(&window).center();
    window.harness.event(Event::PointerMoved(at));
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, 400.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    window.harness.event(wheel);
    window.harness.run_steps(20);
    assert!(at_rest(&mut window) != whole);
    window.click("Fit the map");
    assert!(at_rest(&mut window) == whole);
}

#[test]
fn too_few_photos_are_told_to_be_too_few() {
    let mut window = Window::sized(vec2(1000.0, 640.0), |photos| Some(CatalogRequest::Open(photos.join("dresses")).into()));
    window.until("the folder is indexed", |w| w.sees("3 photos") && !w.busy());
    window.command("Map of the photos");
    window.until("it says so", |w| w.sees("3 photos are too few for a map"));
    window.key(Key::G);
    assert_eq!(window.cells().len(), 3);
}

#[test]
fn a_line_of_the_legend_lets_its_points_stand_out() {
    let mut window = on_map();
    window.click("Colour of dresses, 3 photos");
    let selected = |w: &Window| w.harness.get_by_label("Colour of dresses, 3 photos").accesskit_node().toggled() == Some(Toggled::True);
    assert!(selected(&window));
    window.click("Colour of dresses, 3 photos");
    assert!(!selected(&window));
}

#[test]
fn the_map_has_room_in_every_window() {
    for size in [vec2(1000.0, 640.0), vec2(1920.0, 1080.0)] {
        let mut window = Window::sized(size, |photos| Some(CatalogRequest::Open(photos.to_owned()).into()));
        window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
        window.key(Key::M);
        window.until("the map is there, and nothing lies over it", |w| w.sees("Colour of dresses, 3 photos") && !w.sees("Dismiss"));
        assert!(map(&window).width() > 200.0 && map(&window).height() > 200.0, "{:?}", map(&window));
        super::layout::nothing_overlaps(&window, size);
    }
}
