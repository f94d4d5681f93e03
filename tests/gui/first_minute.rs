//! The first minute: an empty window, a folder, photos that appear while they are indexed.

use super::window::{Window, draw};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use engine::protocol::CatalogRequest;

#[test]
fn an_empty_window_teaches_how_to_begin() {
    let window = Window::empty();
    for name in ["Open a folder of photos", "Choose folder…", "Try the sample catalogue", "Path of a folder or catalogue"] {
        assert!(window.sees(name), "{name}");
    }
    window.harness.check_accessibility();
}

#[test]
fn a_typed_path_opens_the_folder_and_indexes_it() {
    let mut window = Window::empty();
    type_path(&mut window);
    window.until("all photos are there", |w| w.sees("12 photos") && w.sees("red-0.jpg") && !w.busy());
    assert!(window.sees("Catalogue photos"));
    window.harness.check_accessibility();
}

fn type_path(window: &mut Window) {
    let path = window.photos().display().to_string();
    window.harness.get_by_label("Path of a folder or catalogue").focus();
    window.harness.run_steps(1);
    window.harness.get_by_label("Path of a folder or catalogue").type_text(&path);
    window.harness.run_steps(1);
    window.key(Key::Enter);
}

#[test]
fn a_folder_that_is_not_there_is_told_in_words() {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| Some(CatalogRequest::Open(photos.join("nowhere")).into()));
    window.until("it is told beside the field", |w| w.sees_part("nowhere"));
    assert!(window.sees("Open a folder of photos"), "the way to begin stays");
    assert!(!window.sees("Copy message"), "once, and not at the foot of the window as well");
    type_path(&mut window);
    window.until("another folder does", |w| w.sees("12 photos") && !w.sees_part("nowhere"));
}

#[test]
fn the_grid_fills_while_indexing_and_cancel_keeps_what_is_there() {
    let mut window = Window::empty();
    for i in 0..600u32 {
        let colour = [(i % 200) as u8, (i / 3) as u8, 90];
        draw(&window.photos().join(format!("many-{i:03}.jpg")), colour, i % 7);
    }
    type_path(&mut window);
    window.until("the first photos are there", |w| !w.cells().is_empty() && w.sees_part("Indexing, "));
    window.click("Cancel");
    window.until("the job ends", |w| !w.busy());
    window.until("what is left is offered once", |w| w.sees_part(" of 612 are not indexed yet") && w.sees("Go on"));
    assert!(!window.cells().is_empty() && !window.sees("Embed the rest"));
}

#[test]
fn settings_are_remembered() {
    let mut window = Window::empty();
    window.keys(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label("Command").type_text("light");
    window.harness.run_steps(2);
    window.key(Key::Enter);
    let file = window.photos().with_file_name("config").join("settings.json");
    window.until("the settings are written", |_| fs_err::read_to_string(&file).is_ok_and(|t| t.contains("Light")));
    let window = window.reopened();
    assert_eq!(window.harness.ctx.theme(), egui::Theme::Light);
}
