//! Proportions: the photos keep their room, nothing overlaps, nothing is cut off.

use super::models::add;
use super::window::Window;
use crate::second_model;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect, Vec2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;

fn open(size: Vec2) -> Window {
    let mut window = Window::sized(size, |photos| Some(CatalogRequest::Open(photos.to_owned()).into()));
    window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
    window.click("blue-0.jpg");
    window.search("red");
    window.until("there are scores", |w| w.sees("Score at least"));
    window
}

fn rect(window: &Window, name: &str) -> Rect {
    window.harness.get_by_label(name).rect()
}

#[test]
fn at_1280_the_grid_has_60_percent_of_the_width() {
    let window = open(vec2(1280.0, 800.0));
    let share = rect(&window, "Photos").width() / 1280.0;
    assert!(share >= 0.6, "{share:.3}");
}

#[test]
fn nothing_overlaps_or_leaves_the_window_even_when_it_is_small() {
    for size in [vec2(1000.0, 640.0), vec2(720.0, 480.0)] {
        let window = open(size);
        let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
        let field = window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Search").rect();
        let tools = ["Sort by relevance", "Reverse the order", "Score at least", "Thumbnail size"].map(|name| (name, rect(&window, name)));
        let named = |name: &'static str| (name, rect(&window, name));
        let bar = [named("Catalogue photos"), named("Tags"), named("View"), ("Search", field), ("Model", model(&window))];
        for row in [&tools[..], &bar[..]] {
            for (i, (name, a)) in row.iter().enumerate() {
                assert!(screen.contains_rect(*a), "{name} at {size:?}: {a:?}");
                for (other, b) in &row[i + 1..] {
                    assert!(!a.shrink(0.5).intersects(b.shrink(0.5)), "{name} and {other} overlap at {size:?}: {a:?} {b:?}");
                }
            }
        }
    }
}

fn model(window: &Window) -> Rect {
    window.harness.get_by_label_contains("Model: ").rect()
}

/// Buttons and fields that a person can reach, by their names.
fn controls(window: &Window) -> Vec<(String, Rect)> {
    let roles = [Role::Button, Role::RadioButton, Role::TextInput];
    let all = roles.into_iter().flat_map(|role| window.harness.query_all_by_role(role));
    all.map(|n| (n.accesskit_node().label().unwrap_or_default(), n.rect())).collect()
}

#[track_caller]
pub fn nothing_overlaps(window: &Window, size: Vec2) {
    let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
    let all = controls(window);
    // Below the fold is no mistake; beside the window is one.
    let seen: Vec<_> = all.iter().filter(|(_, r)| r.top() < screen.bottom() - 30.0).collect();
    for (i, (name, a)) in seen.iter().enumerate() {
        assert!(screen.x_range().contains(a.left()) && screen.x_range().contains(a.right()), "{name} at {size:?}: {a:?}");
        for (other, b) in &seen[i + 1..] {
            assert!(!a.shrink(0.5).intersects(b.shrink(0.5)), "{name} and {other} overlap at {size:?}: {a:?} {b:?}");
        }
    }
}

#[test]
fn models_and_comparisons_have_room_in_every_window() {
    for size in [vec2(720.0, 480.0), vec2(1000.0, 640.0), vec2(1280.0, 800.0), vec2(1920.0, 1080.0)] {
        let mut window = Window::sized(size, |photos| Some(CatalogRequest::Open(photos.to_owned()).into()));
        window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
        let folder = second_model::save(&window.photos().with_file_name("turned"));
        add(&mut window, &folder);
        window.click("Embed photos");
        window.until("both have read the photos", |w| w.harness.query_all_by_label("12 photos embedded").count() == 2);
        nothing_overlaps(&window, size);
        window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
        window.search("red");
        window.until("both have answered", |w| w.sees_part("of the first 10 in both"));
        nothing_overlaps(&window, size);
        let [left, right] = ["Photos, Starter model", "Photos, turned"].map(|name| rect(&window, name));
        assert!((left.width() - right.width()).abs() < 1.0 && left.right() <= right.left() + 0.5, "{left:?} {right:?}");
    }
}
