//! Searching: as you type, by filters, by example, by score.

use super::window::{Dropped, Window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

#[test]
fn results_follow_what_is_typed_and_come_back_when_it_is_cleared() {
    let mut window = Window::open();
    window.search("name:red*");
    window.until("only the reds are left", |w| w.sees("3 of 12 photos"));
    assert_eq!(window.cells(), ["red-0.jpg", "red-1.jpg", "red-2.jpg"]);
    window.click("Clear");
    window.until("all are back", |w| w.sees("12 photos"));
}

#[test]
fn words_rank_with_scores() {
    let mut window = Window::open();
    window.search("red");
    window.until("there are scores", |w| w.sees("Score at least"));
    assert_eq!(window.cells().len(), 12);
}

#[test]
fn an_unknown_filter_is_explained_and_the_photos_stay() {
    let mut window = Window::open();
    window.search("colur:red");
    window.until("the hint is there", |w| w.sees_part("colur"));
    assert!(!window.cells().is_empty(), "the grid keeps what it had");
}

#[test]
fn nothing_found_tells_what_to_try() {
    let mut window = Window::open();
    window.search("name:nothing-is-called-so");
    window.until("it is said", |w| w.sees("No photos match"));
    assert!(window.sees("dresses"), "an example from the catalogue's own folders");
    window.click("Show all photos");
    window.until("all are back", |w| w.sees("12 photos"));
}

#[test]
fn this_photo_becomes_a_chip_and_its_likes_come_first() {
    let mut window = Window::open();
    window.click("green-1.jpg");
    window.click("Search by this photo");
    window.until("the chip is there", |w| w.sees("Remove green-1.jpg") && w.sees("Score at least"));
    window.until("the nearest is the photo itself", |w| w.cells().first().is_some_and(|c| c.starts_with("green-1.jpg")));
    window.click("Remove green-1.jpg");
    window.until("the order is by name again", |w| w.cells().first().is_some_and(|c| c.starts_with("blue-0.jpg")));
}

#[test]
fn a_dropped_photo_is_searched_by() {
    let mut window = Window::open();
    let photo = window.photos().join("red-2.jpg");
    window.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(photo)));
    window.until("the chip is there", |w| w.sees("Remove red-2.jpg"));
    window.until("the nearest is that photo", |w| w.cells().first().is_some_and(|c| c.starts_with("red-2.jpg")));
}

#[test]
fn ctrl_f_and_slash_lead_to_the_field_and_escape_out_of_it() {
    let mut window = Window::open();
    let focused = |w: &Window| w.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Search").is_focused();
    window.keys(Modifiers::COMMAND, Key::F);
    window.harness.run_steps(2);
    assert!(focused(&window));
    window.search("name:red*");
    window.until("only the reds are left", |w| w.sees("3 of 12 photos"));
    window.key(Key::Escape);
    window.until("the first Esc empties the field", |w| w.sees("12 photos"));
    assert!(focused(&window), "and stays in it");
    window.key(Key::Escape);
    window.harness.run_steps(1);
    assert!(!focused(&window), "the second leaves it");
    window.key(Key::Slash);
    window.harness.run_steps(2);
    assert!(focused(&window));
}

#[test]
fn enter_goes_from_the_field_to_the_first_photo() {
    let mut window = Window::open();
    window.search("name:red*");
    window.until("only the reds are left", |w| w.sees("3 of 12 photos"));
    window.key(Key::Enter);
    window.until("the first is selected", |w| w.sees("red-0.jpg, selected"));
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    assert!(window.sees("red-1.jpg, selected"));
    window.key(Key::Enter);
    assert!(window.sees("red-1.jpg, large"));
}

#[test]
fn the_order_can_be_by_name_and_turned_round() {
    let mut window = Window::open();
    window.click("Reverse the order");
    window.until("the last name is first", |w| w.cells().first().is_some_and(|c| c == "yellow-2.jpg"));
}
