//! The window on a catalogue that cannot be written to.

use super::window::Window;
use crate::command_line::stderr;
use crate::read_only::{desk, with_read_only};
use egui::Key;
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;

/// Where the test below finds the catalogue.
const CATALOGUE: &str = "SELVEDGE_TEST_CATALOGUE";

#[test]
fn a_catalogue_that_cannot_be_written_is_shown_and_says_so() {
    let desk = desk();
    let alone = ["--exact", "gui::read_only::in_a_process_that_cannot_write_there", "--ignored", "--nocapture"];
    let program = std::env::current_exe().unwrap();
    let Some(mut command) = with_read_only(&desk.path("medium"), program.as_os_str(), &alone) else { return };
    command.env(CATALOGUE, desk.path("medium/shop.selvedge")).env("XDG_CACHE_HOME", desk.path("cache"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}

#[test]
#[ignore = "the test above runs it where the folder cannot be written to"]
fn in_a_process_that_cannot_write_there() {
    let catalogue = std::env::var_os(CATALOGUE).expect("the test above names it");
    let size = egui::vec2(1280.0, 800.0);
    let mut window = Window::sized(size, |_| Some(CatalogRequest::Open(catalogue.into()).into()));
    window.until("it is shown", |w| w.sees("6 photos") && w.sees("photo-002.jpg") && !w.busy());
    assert!(window.sees("Read only"));
    window.search("a shirt");
    window.until("it is searched", |w| w.sees("Remove a shirt") || !w.cells().is_empty());
    window.harness.run_steps(3);
    window.click("photo-002.jpg");
    // A key that would change it does nothing, and its menu line is greyed.
    window.key(Key::P);
    window.harness.run_steps(3);
    assert!(!window.sees_part("photo-002.jpg, picked"));
    let pick = window.harness.get_by_label("Pick");
    assert!(pick.accesskit_node().is_disabled());
    assert!(window.harness.get_by_label("Add tag").accesskit_node().is_disabled());
    assert!(window.harness.get_by_label("Save this search").accesskit_node().is_disabled());
    window.key(Key::Enter);
    // Below the photo and beside it.
    let picks = |w: &Window| w.harness.get_all_by_label("Pick").map(|pick| pick.accesskit_node().is_disabled()).collect::<Vec<_>>();
    window.until("it is seen large", |w| picks(w).len() == 2);
    assert_eq!(picks(&window), [true, true]);
    window.key(Key::Escape);
    window.harness.run_steps(3);
    window.click("Catalogue shop");
    window.harness.run_steps(3);
    assert!(window.harness.get_by_label("Rescan folders").accesskit_node().is_disabled());
    assert!(!window.harness.get_by_label("Open folder…").accesskit_node().is_disabled());
}
