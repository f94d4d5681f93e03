//! The library panel: folders, problems, missing photos, roots.

use super::window::Window;
use egui::Key;
use egui_kittest::kittest::Queryable;
use engine::protocol::CatalogRequest;

#[test]
fn a_folder_narrows_the_grid_and_a_second_click_widens_it() {
    let mut window = Window::open();
    window.click("dresses, 3 photos");
    window.until("only the dresses are left", |w| w.sees("3 of 12 photos"));
    assert!(window.sees("Remove dresses"), "the folder is a chip of the search");
    window.click("dresses, 3 photos");
    window.until("all are back", |w| w.sees("12 photos"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_with_a_reason() {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        fs_err::write(photos.join("broken.jpg"), b"\xff\xd8\xff\xe0 no photo").unwrap();
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("Problems, 1") && !w.busy());
    window.click("Problems, 1");
    assert!(window.sees("1 file could not be read"));
    assert!(window.sees("broken.jpg"));
    assert!(window.sees("Show in folder") && window.sees("Copy") && window.sees("Copy list"));
    window.harness.check_accessibility();
    window.click("All photos, 12");
    window.until("the grid is back", |w| w.sees("12 photos"));
}

#[test]
fn missing_photos_are_shown_and_can_be_forgotten() {
    let mut window = Window::open();
    fs_err::remove_file(window.photos().join("red-1.jpg")).unwrap();
    window.key(Key::F5);
    window.until("it is missed", |w| w.sees("Missing, 1") && w.sees("red-1.jpg, missing"));
    window.click("Missing, 1");
    assert!(window.sees("1 photo is missing"));
    window.click("Forget missing photos…");
    window.click("Forget");
    window.until("it is forgotten", |w| w.sees("All photos, 11") && !w.sees("Missing, 1"));
}

#[test]
fn a_root_leaves_the_catalogue_only_after_a_question() {
    let mut window = Window::open();
    window.click("Menu of photos");
    window.click("Remove from catalogue…");
    window.click("Keep");
    assert!(window.sees("photos, 12 photos"));
    window.click("Menu of photos");
    window.click("Remove from catalogue…");
    window.click("Remove from catalogue");
    window.until("it is gone", |w| !w.sees_part("photos, 12 photos"));
    assert!(window.photos().join("red-0.jpg").is_file(), "the files are untouched");
}

#[test]
fn f9_hides_both_panels_and_f6_goes_round() {
    let mut window = Window::open();
    window.click("red-0.jpg");
    window.key(Key::F6);
    window.harness.run_steps(2);
    let focused = |w: &Window, name: &str| w.harness.get_by_label(name).is_focused();
    assert!(focused(&window, "Search by this photo"), "from the photos to the inspector");
    window.key(Key::F6);
    window.harness.run_steps(2);
    assert!(window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Search").is_focused());
    window.key(Key::F6);
    window.harness.run_steps(2);
    assert!(focused(&window, "All photos, 12"));
    window.key(Key::F6);
    window.harness.run_steps(2);
    assert!(focused(&window, "Photos"));
    window.key(Key::F9);
    window.until("both panels are gone", |w| !w.sees("All photos, 12") && !w.sees("Preview of red-0.jpg"));
    window.key(Key::F9);
    window.until("both are back", |w| w.sees("All photos, 12") && w.sees("Preview of red-0.jpg"));
}
