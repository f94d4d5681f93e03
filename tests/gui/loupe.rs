//! The large view: every pixel of the file, the zoom that stays while stepping, what is painted over a photo, and what is told of it.

use super::window::Window;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::{CatalogRequest, Overlay};
use image::{Rgb, RgbImage};
use std::path::Path;

/// Sides of a map.
const MAP: (u32, u32) = (1600, 1200);

/// Where in a map a point lies, pixels of its file.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub x: f32,
    pub y: f32,
    /// The map's own.
    pub blue: u8,
}

impl Place {
    /// Both are the same place, as exactly as colours tell it.
    pub fn near(self, other: Self) -> bool {
        (self.x - other.x).abs() < 8.0 && (self.y - other.y).abs() < 8.0
    }
}

/// A photo that tells by its colours which part of it is seen: red grows to the right, green to the foot, blue is its own.
pub fn draw_map(file: &Path, blue: u8) {
    let share = |at: u32, of: u32| (at * 250 / of) as u8;
    RgbImage::from_fn(MAP.0, MAP.1, |x, y| Rgb([share(x, MAP.0), share(y, MAP.1), blue])).save(file).unwrap();
}

/// The place of a map that is seen at this point of the window.
pub fn place_at(window: &Window, at: Pos2) -> Place {
    let Rgb([red, green, blue]) = *window.picture().get_pixel(at.x as u32, at.y as u32);
    let side = |level: u8, of: u32| f32::from(level) * of as f32 / 250.0;
    Place { x: side(red, MAP.0), y: side(green, MAP.1), blue }
}

/// The large view of the first of these photos, which are drawn beside the usual ones.
fn large(names: &[&str], draw: impl Fn(&Path, usize)) -> Window {
    let mut window = Window::sized(vec2(1280.0, 800.0), |photos| {
        names.iter().enumerate().for_each(|(n, name)| draw(&photos.join(name), n));
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    let all = format!("{} photos", 12 + names.len());
    window.until("the folder is indexed", |w| w.sees(&all) && !w.busy());
    window.click(names[0]);
    window.key(Key::E);
    window
}

fn maps() -> Window {
    large(&["map-0.png", "map-1.png", "map-2.png"], |file, n| draw_map(file, 60 * n as u8))
}

fn middle(window: &Window) -> Pos2 {
    window.harness.query_all_by_label_contains(", large").next().unwrap().rect().center()
}

/// A click of the pointer, which people aim and tests at names cannot.
fn click_at(window: &mut Window, pos: Pos2) {
    window.harness.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        window.harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
        window.harness.run_steps(1);
    }
    window.harness.run_steps(2);
}

#[test]
fn a_click_shows_every_pixel_of_what_is_under_the_pointer_and_stepping_keeps_it() {
    let mut window = maps();
    window.until("the photo is decoded", |w| place_at(w, middle(w)).blue == 0);
    let at = middle(&window) + vec2(120.0, -80.0);
    let aimed = place_at(&window, at);
    click_at(&mut window, at);
    let every_pixel = |w: &Window, blue: u8| {
        let [here, beside] = [at, at + vec2(100.0, 0.0)].map(|at| place_at(w, at));
        here.near(aimed) && (beside.x - here.x - 100.0).abs() < 8.0 && here.blue == blue
    };
    window.until("what was under the pointer is there still, every pixel of it", |w| every_pixel(w, 0));
    window.key(Key::ArrowRight);
    assert!(window.sees("map-1.png, large"));
    window.until("the next photo shows the same place", |w| every_pixel(w, 60));
    window.key(Key::ArrowRight);
    window.until("and the one after it", |w| every_pixel(w, 120));
    window.key(Key::ArrowLeft);
    window.until("and the one before", |w| every_pixel(w, 60));
    click_at(&mut window, at);
    window.until("a second click shows all of it", |w| {
        let [left, right] = [-200.0, 200.0].map(|x| place_at(w, middle(w) + vec2(x, 0.0)).x);
        (right - left - 400.0).abs() > 100.0
    });
}

#[test]
fn at_one_to_one_the_pixels_are_those_of_the_file() {
    let checks = |x: u32, y: u32| if (x + y).is_multiple_of(2) { Rgb([210, 40, 90]) } else { Rgb([20, 200, 130]) };
    let mut window = large(&["checks.png"], |file, _| RgbImage::from_fn(1600, 1200, checks).save(file).unwrap());
    window.click("1:1");
    let exact = |w: &Window| {
        let (picture, at) = (w.picture(), middle(w));
        let first = *picture.get_pixel(at.x as u32, at.y as u32);
        let phase = u32::from(first != checks(0, 0));
        (0..20).all(|x| (0..20).all(|y| *picture.get_pixel(at.x as u32 + x, at.y as u32 + y) == checks(x + phase, y)))
    };
    window.until("each pixel stands alone", exact);
    window.click("2:1");
    window.until("no longer", |w| !exact(w));
    window.keys(Modifiers::COMMAND, Key::Num1);
    window.until("they do again", exact);
}

#[test]
fn the_wheel_zooms_at_the_pointer() {
    let mut window = maps();
    window.until("the photo is decoded", |w| place_at(w, middle(w)).blue == 0);
    let at = middle(&window) + vec2(-150.0, 90.0);
    let aimed = place_at(&window, at);
    let wheel = |window: &mut Window, y: f32| {
        window.harness.event(Event::PointerMoved(at));
        let delta = vec2(0.0, y);
        window.harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        window.harness.run_steps(12);
    };
    wheel(&mut window, 240.0);
    window.until("it is larger, and what was under the pointer is there still", |w| {
        let [left, right] = [at - vec2(40.0, 0.0), at + vec2(40.0, 0.0)].map(|at| place_at(w, at).x);
        place_at(w, at).near(aimed) && right - left < 100.0
    });
    wheel(&mut window, -2000.0);
    let fit = window.harness.get_by_label("Fit").accesskit_node().toggled();
    assert_eq!(fit, Some(egui::accesskit::Toggled::True), "all of it is in view again");
}

#[test]
fn clipping_is_painted_over_a_photo_and_taken_off_again() {
    let split = |x: u32, y: u32| match (x < 800, y < 600) {
        (true, _) => Rgb([255, 255, 255]),
        (false, true) => Rgb([0, 0, 0]),
        (false, false) => Rgb([120, 120, 120]),
    };
    let mut window = large(&["split.png"], |file, _| RgbImage::from_fn(1600, 1200, split).save(file).unwrap());
    let seen = |w: &Window| {
        let (picture, at) = (w.picture(), middle(w));
        [vec2(-100.0, 0.0), vec2(100.0, -80.0), vec2(100.0, 80.0)].map(|off| picture.get_pixel((at + off).x as u32, (at + off).y as u32).0)
    };
    let plain = [[255; 3], [0; 3], [120; 3]];
    window.until("the photo is decoded", |w| seen(w) == plain);
    window.key(Key::J);
    window.until("what is lost is painted", |w| seen(w) == [Overlay::LIGHT, Overlay::DARK, [120; 3]]);
    window.harness.event(Event::PointerMoved(middle(&window)));
    window.keys(Modifiers::COMMAND, Key::Num1);
    window.until("at every size", |w| seen(w) == [Overlay::LIGHT, Overlay::DARK, [120; 3]]);
    window.key(Key::J);
    window.until("it is as it was", |w| seen(w) == plain);
}

#[test]
fn what_is_known_of_a_photo_lies_over_it_when_asked_for() {
    let mut window = maps();
    window.key(Key::I);
    window.until("its levels are counted", |w| w.sees_part("Histogram, 0 % clipped light"));
    assert!(window.sees_part("1600 × 1200 · PNG"));
    window.harness.check_accessibility();
    window.key(Key::I);
    assert!(!window.sees_part("Histogram"));
}

#[test]
fn a_photo_has_the_whole_window_until_escape() {
    let mut window = maps();
    let room = |w: &Window| w.harness.query_all_by_label_contains(", large").next().unwrap().rect();
    let before = room(&window);
    window.key(Key::F);
    assert!(room(&window).width() > 1270.0 && room(&window).width() > before.width(), "{:?}", room(&window));
    assert!(!window.sees("Library panel"));
    window.key(Key::ArrowRight);
    assert!(window.sees("map-1.png, large"));
    window.key(Key::Escape);
    assert_eq!(room(&window), before);
    window.key(Key::F11);
    window.key(Key::G);
    assert!(window.sees("15 photos"), "the grid never fills the screen");
}

#[test]
fn a_photo_that_is_removed_while_it_is_zoomed_says_so() {
    let mut window = maps();
    window.until("the photo is decoded", |w| place_at(w, middle(w)).blue == 0);
    window.key(Key::Z);
    window.harness.run_steps(5);
    fs_err::remove_file(window.photos().join("map-0.png")).unwrap();
    window.key(Key::F5);
    window.until("it is told", |w| w.sees_part("gone") && !w.busy());
    assert!(window.sees("map-0.png, large"), "another photo in its place would be no answer");
    window.key(Key::ArrowRight);
    window.until("the next one is as it was", |w| w.sees("map-1.png, large") && place_at(w, middle(w)).blue == 60);
}

#[test]
fn space_and_z_lead_from_the_grid_to_every_pixel_of_a_photo() {
    let mut window = Window::open();
    let on = |w: &Window, scale: &str| {
        w.sees("blue-1.jpg, large") && w.harness.get_by_label(scale).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    window.click("blue-1.jpg");
    window.key(Key::Space);
    window.until("the photo is large", |w| on(w, "Fit"));
    window.key(Key::Space);
    window.until("every pixel", |w| on(w, "1:1"));
    window.key(Key::G);
    window.key(Key::Z);
    window.until("every pixel at once", |w| on(w, "1:1"));
}
