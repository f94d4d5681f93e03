//! Menus and the palette: short enough for a small window, and found by the words that people use.

use super::window::Window;
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;

/// The names of the palette's lines after this was typed.
fn found(window: &mut Window, text: &str) -> Vec<String> {
    window.keys(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label("Command").type_text(text);
    window.harness.run_steps(3);
    let lines = window.harness.query_all_by_role(Role::MenuItem);
    let names = lines.filter_map(|n| n.accesskit_node().label()).collect();
    window.key(Key::Escape);
    names
}

#[test]
fn no_menu_leaves_a_small_window_and_the_theme_is_marked() {
    let size = vec2(1000.0, 640.0);
    let mut window = Window::sized(size, |photos| Some(CatalogRequest::Open(photos.to_owned()).into()));
    window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
    let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
    for (menu, last) in [("Catalogue photos", "Quit"), ("Tags", "Export label sets…"), ("View", "All messages")] {
        window.click(menu);
        window.harness.run_steps(3);
        let line = window.harness.get_by_label(last).rect();
        assert!(screen.contains_rect(line) && line.height() > 20.0, "{menu}: {line:?}");
        if menu == "View" {
            window.click("Theme: light");
            window.click(menu);
            let marked = |name: &str| window.harness.get_by_label(name).accesskit_node().toggled();
            assert_eq!((marked("Theme: light"), marked("Theme: dark")), (Some(Toggled::True), Some(Toggled::False)));
        }
        window.key(Key::Escape);
    }
}

#[test]
fn the_palette_knows_the_words_that_people_use() {
    let mut window = Window::with_labels();
    for (text, command) in [
        ("dark mode", "Theme: dark"),
        ("find similar", "Search by a photo file…"),
        ("shopify", "Export tags…"),
        ("delete tag", "Edit labels"),
        ("lightroom", "Import keywords of the photos…"),
        ("shortcuts", "Keys and ways to search"),
    ] {
        let lines = found(&mut window, text);
        assert!(lines.iter().any(|line| line.starts_with(command)), "{text}: {lines:?}");
    }
    let lines = found(&mut window, "zoom every");
    assert_eq!(lines, ["Zoom to every pixel, In the large view, a survey or a review"], "what cannot be run says why");
}

#[test]
fn the_palette_goes_to_folders_and_labels() {
    let mut window = Window::with_labels();
    assert_eq!(found(&mut window, "dresses")[0], "dresses, Folder");
    assert_eq!(found(&mut window, "striped")[0], "striped, Label of Style");
    window.command("dresses");
    window.until("the folder's photos are shown", |w| w.sees("3 of 12 photos"));
}
