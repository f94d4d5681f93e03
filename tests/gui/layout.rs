//! Proportions: the photos keep their room, nothing overlaps, nothing is cut off.

use super::window::Window;
use egui::{Rect, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use selvedge::app::protocol::Command;

fn open(size: Vec2) -> Window {
    let mut window = Window::sized(size, |photos| Some(Command::Open(photos.to_owned())));
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
        let bar = [("Catalogue photos", rect(&window, "Catalogue photos")), ("Search", field), ("Model", model(&window))];
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
