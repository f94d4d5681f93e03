//! Where in a large photo something is: painted over it, told with how far it may be believed, for the search and for the label pointed at.

use super::window::{Window, draw};
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use image::{Rgb, RgbImage};
use std::path::Path;

/// A red dress at the left, a blue one at the right.
fn draw_two(file: &Path) {
    let mut photo = RgbImage::from_pixel(270, 135, Rgb([250, 250, 250]));
    for (colour, left) in [([200, 30, 30], 10), ([40, 60, 200], 170)] {
        let one = file.with_extension("part.png");
        draw(&one, colour, 0);
        image::imageops::overlay(&mut photo, &image::open(&one).unwrap().into_rgb8(), left, 8);
        fs_err::remove_file(one).unwrap();
    }
    photo.save(file).unwrap();
}

fn large_of_two() -> Window {
    let mut window = Window::with_labels();
    draw_two(&window.photos().join("two.png"));
    window.key(Key::F5);
    window.until("the photo is read", |w| w.sees("13 photos") && !w.busy());
    window.click("two.png");
    window.key(Key::E);
    window.until("it is large", |w| w.sees("two.png, large"));
    window
}

fn middle(window: &Window) -> Pos2 {
    window.harness.query_all_by_label_contains(", large").next().unwrap().rect().center()
}

/// How light the white beside the middle of each dress is: both are as far from the photo's middle.
fn light(window: &Window, off: f32) -> [u8; 2] {
    let (picture, at) = (window.picture(), middle(window));
    [-off, off].map(|x| {
        let Pos2 { x, y } = at + vec2(x, -140.0);
        picture.get_pixel(x as u32, y as u32).0[1]
    })
}

/// Points at the suggestion of a set, wherever it is by now; the label that it is of.
fn point_at(window: &Window, set: &str) -> Option<String> {
    let part = format!("Suggestion {set}: ");
    let row = window.harness.query_all_by_label_contains(&part).next()?;
    window.harness.event(Event::PointerMoved(row.rect().left_center() + vec2(4.0, 0.0)));
    Some(row.accesskit_node().label()?.trim_start_matches(&part).split(',').next()?.to_owned())
}

#[test]
fn the_map_is_of_the_search_and_follows_the_photo() {
    let mut window = large_of_two();
    window.write("Search", "red dress");
    window.key(Key::Enter);
    window.until("it is answered", |w| w.sees_part("score"));
    if !window.sees("two.png, large") {
        window.click("two.png");
        window.key(Key::E);
    }
    let plain = light(&window, 200.0);
    window.key(Key::W);
    window.until("it is told", |w| w.sees_part("Where “red dress” is. Points right in"));
    let [red, blue] = light(&window, 200.0);
    assert!(red > blue.saturating_add(30) && blue < plain[1], "{red} {blue} {plain:?}");
    window.harness.check_accessibility();
    window.keys(Modifiers::COMMAND, Key::Num2);
    window.harness.run_steps(5);
    assert!(window.sees_part("Where “red dress” is. Points right in"));
    window.key(Key::W);
    assert!(!window.sees_part("Points right in"));
}

#[test]
fn a_label_that_is_pointed_at_is_looked_for() {
    let mut window = large_of_two();
    window.key(Key::W);
    window.until("the likeliest suggestion is looked for", |w| w.sees_part("is. Points right in"));
    window.write("Search", "dress");
    window.until("what is searched for is", |w| w.sees_part("Where “dress” is. Points right in"));
    window
        .until("the label is", |w| point_at(w, "Colour").is_some_and(|label| w.sees_part(&format!("Where “{label}” is. Points right in"))));
    let away = middle(&window);
    window.harness.event(Event::PointerMoved(away));
    window.until("and the search again", |w| w.sees_part("Where “dress” is. Points right in"));
}
