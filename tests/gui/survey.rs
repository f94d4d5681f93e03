//! Photos side by side: a survey of the selected ones, one held against others, and all of them zoomed together.

use super::loupe::{Place, draw_map, place_at};
use super::window::Window;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use engine::protocol::CatalogRequest;

/// Three blues of the usual photos are selected.
fn three_blues() -> Window {
    let mut window = Window::open();
    window.click("blue-0.jpg");
    window.harness.get_by_label("blue-2.jpg").click_modifiers(Modifiers::SHIFT);
    window.harness.run_steps(2);
    window
}

fn selected(window: &Window) -> Vec<String> {
    window.cells().iter().filter(|cell| cell.contains(", selected")).cloned().collect()
}

#[test]
fn selected_photos_are_surveyed_marked_and_taken_out_with_keys() {
    let mut window = three_blues();
    window.key(Key::N);
    assert_eq!(window.cells(), ["blue-0.jpg, 1 of 3", "blue-1.jpg, 2 of 3", "blue-2.jpg, 3 of 3"]);
    window.harness.check_accessibility();
    window.key(Key::Home);
    window.key(Key::ArrowRight);
    assert!(window.sees("Marks go to blue-1.jpg"));
    window.key(Key::P);
    window.until_marked("blue-1.jpg", "picked");
    assert_eq!([window.marks_of("blue-0.jpg"), window.marks_of("blue-2.jpg")], ["", ""], "the others are selected, and not meant");
    assert!(window.sees("blue-1.jpg, 2 of 3, picked"));
    window.key(Key::Home);
    window.key(Key::Backspace);
    assert_eq!(window.cells(), ["blue-1.jpg, 1 of 2, picked", "blue-2.jpg, 2 of 2"]);
    window.key(Key::Delete);
    window.key(Key::Delete);
    assert_eq!(window.cells(), ["blue-2.jpg, 1 of 1"], "the last one stays");
    window.key(Key::Escape);
    assert_eq!(selected(&window), ["blue-2.jpg, selected"], "what is left is selected");
}

#[test]
fn the_pointer_takes_a_photo_out_and_the_rest_stays_selected() {
    let mut window = three_blues();
    window.command("Survey the selected photos");
    window.harness.get_by_label("blue-1.jpg, 2 of 3").hover();
    window.harness.run_steps(2);
    window.click("Take blue-1.jpg out");
    assert_eq!(window.cells(), ["blue-0.jpg, 1 of 2", "blue-2.jpg, 2 of 2"]);
    window.key(Key::G);
    assert_eq!(selected(&window), ["blue-0.jpg, selected", "blue-2.jpg, selected"]);
}

#[test]
fn the_large_view_of_a_surveyed_photo_leads_back_to_the_survey() {
    let mut window = three_blues();
    window.key(Key::N);
    window.key(Key::Home);
    window.key(Key::E);
    assert!(window.sees("blue-0.jpg, large"));
    window.key(Key::Escape);
    assert_eq!(window.cells().len(), 3);
    window.key(Key::E);
    window.key(Key::G);
    assert_eq!(selected(&window).len(), 3, "what was surveyed is selected still");
}

#[test]
fn one_photo_is_held_while_others_are_stepped_through() {
    let mut window = Window::open();
    window.click("blue-0.jpg");
    window.key(Key::C);
    assert_eq!(window.cells(), ["blue-0.jpg, 1 of 2, held", "blue-1.jpg, 2 of 2"]);
    window.harness.check_accessibility();
    window.key(Key::ArrowRight);
    assert_eq!(window.cells(), ["blue-0.jpg, 1 of 2, held", "blue-2.jpg, 2 of 2"]);
    window.key(Key::X);
    window.until_marked("blue-2.jpg", "rejected");
    window.key(Key::ArrowUp);
    assert_eq!(window.cells()[0], "blue-2.jpg, 1 of 2, held, rejected");
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowDown);
    assert_eq!(window.cells()[1], "blue-2.jpg, 2 of 2, rejected", "both have changed places");
    window.click("blue-1.jpg, 1 of 2, held");
    window.key(Key::P);
    window.until_marked("blue-1.jpg", "picked");
    window.key(Key::Escape);
    assert_eq!(window.cells().len(), 12);
}

#[test]
fn a_mark_goes_on_to_the_next_photo_in_a_survey_too() {
    let mut window = three_blues();
    window.command("Go on after a mark");
    window.key(Key::N);
    window.key(Key::Home);
    for key in [Key::P, Key::X, Key::Num4] {
        window.key(key);
    }
    for (name, words) in [("blue-0.jpg", "picked"), ("blue-1.jpg", "rejected"), ("blue-2.jpg", "4 stars")] {
        window.until_marked(name, words);
    }
}

/// Two maps side by side, held to left and right.
fn two_maps() -> Window {
    let mut window = Window::sized(vec2(1280.0, 800.0), |photos| {
        draw_map(&photos.join("map-0.png"), 0);
        draw_map(&photos.join("map-1.png"), 120);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("14 photos") && !w.busy());
    window.click("map-0.png");
    window.key(Key::C);
    window
}

/// What lies so far from the middle of each pane, once it is decoded.
fn places(window: &mut Window, off: Vec2) -> [Place; 2] {
    ["map-0.png, 1 of 2, held", "map-1.png, 2 of 2"].map(|name| {
        let middle = window.harness.get_by_label(name).rect().center();
        place_at(window, middle + off)
    })
}

fn drag(window: &mut Window, from: Pos2, by: Vec2) {
    let press = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    window.harness.event(Event::PointerMoved(from));
    window.harness.event(press(from, true));
    window.harness.run_steps(1);
    for part in 1_u8..=4 {
        window.harness.event(Event::PointerMoved(from + by * f32::from(part) / 4.0));
        window.harness.run_steps(1);
    }
    window.harness.event(press(from + by, false));
    window.harness.run_steps(3);
}

#[test]
fn compared_photos_are_zoomed_and_moved_together_until_they_are_not() {
    let mut window = two_maps();
    let left = window.harness.get_by_label("map-0.png, 1 of 2, held").rect();
    window.harness.event(Event::PointerMoved(left.center() - vec2(90.0, 60.0)));
    window.key(Key::Z);
    window.until("both show every pixel of one place", |w| {
        let rects = ["map-0.png, 1 of 2, held", "map-1.png, 2 of 2"].map(|name| w.harness.get_by_label(name).rect().center());
        let [a, b] = rects.map(|at| place_at(w, at));
        let [c, d] = rects.map(|at| place_at(w, at + vec2(150.0, 0.0)));
        a.near(b) && c.near(d) && (c.x - a.x - 150.0).abs() < 8.0 && (d.x - b.x - 150.0).abs() < 8.0
    });
    let [before, _] = places(&mut window, Vec2::ZERO);
    assert!(before.x < 800.0 && before.y < 600.0, "what was under the pointer is left of and above the middle: {before:?}");
    drag(&mut window, left.center(), vec2(-200.0, -80.0));
    let [a, b] = places(&mut window, Vec2::ZERO);
    assert!(a.near(b), "{a:?} {b:?}");
    assert!((a.x - before.x - 200.0).abs() < 8.0 && (a.y - before.y - 80.0).abs() < 8.0, "{before:?} {a:?}");
    window.key(Key::L);
    drag(&mut window, left.center(), vec2(160.0, 0.0));
    let [c, d] = places(&mut window, Vec2::ZERO);
    assert!(d.near(b), "the other stays: {b:?} {d:?}");
    assert!((a.x - c.x - 160.0).abs() < 8.0, "{a:?} {c:?}");
    window.key(Key::L);
    window.harness.run_steps(2);
    let [e, f] = places(&mut window, Vec2::ZERO);
    assert!(e.near(f), "together again: {e:?} {f:?}");
}
