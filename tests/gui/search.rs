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

#[test]
fn names_are_searched_beside_pictures_alone_or_not_at_all() {
    let mut window = Window::open();
    let greens = ["green-0.jpg", "green-1.jpg", "green-2.jpg"];
    window.select_all_and_write("Search", "green shirt");
    window.until("the greens come first", |w| {
        let mut first = w.cells().into_iter().take(3).collect::<Vec<_>>();
        first.sort();
        w.sees("Score at least") && first.iter().zip(greens).all(|(cell, green)| cell.starts_with(green))
    });
    window.click("green-1.jpg");
    window.until("it is told why", |w| w.sees_part("texts: “green”"));
    window.click("Search in: pictures and texts");
    window.click("Texts alone");
    window.until("only the greens are left", |w| w.cells().len() == 3 && w.sees("Search in: texts alone"));
    window.command("Search pictures alone");
    window.until("all are ranked by their pixels", |w| w.cells().len() == 12 && w.sees("Search in: pictures alone"));
    assert!(!window.sees_part("texts: “green”"));
    let mut window = window.reopened();
    let photos = window.photos().display().to_string();
    window.select_all_and_write("Path of a folder or catalogue", &photos);
    window.key(Key::Enter);
    window.until("the choice is kept", |w| w.sees("Search in: pictures alone"));
}

#[test]
fn untaught_words_are_told_and_searched_for_as_typed_on_demand() {
    let mut window = Window::open();
    window.select_all_and_write("Search", "red parka");
    window.until("it is told", |w| w.sees("The starter model does not know “parka”: searched as “jacket”"));
    window.click("Search as typed");
    window.until("the word is taken as it is", |w| w.sees("The starter model does not know “parka”; FashionCLIP may"));
    window.select_all_and_write("Search", "red jaket");
    window.until("a likely slip is offered", |w| w.sees("Search for “jacket”"));
    window.click("Search for “jacket”");
    window.until("it is searched for", |w| !w.sees_part("does not know") && w.cells().len() == 12);
    window.select_all_and_write("Search", "leatherette bag");
    window.until("weak words are told", |w| w.sees("The starter model does badly at “leatherette”"));
}

#[test]
fn signs_and_nonsense_find_nothing_and_say_why() {
    let mut window = Window::open();
    window.select_all_and_write("Search", "???");
    window.until("it is said", |w| w.sees("Type a word to search for") && w.sees("There is no word in “???”") && w.cells().is_empty());
    assert!(!window.sees("Search as typed"), "that would find nothing that a person could mean");
    let why = "The model was never taught “xqzt”, and no name, folder or text has it";
    window.select_all_and_write("Search", "xqzt");
    window.until("it is said", |w| w.sees("No photos match") && w.sees(why) && w.cells().is_empty());
    window.click("Search as typed");
    window.until("it is searched for all the same", |w| w.cells().len() == 12);
    window.select_all_and_write("Search", "jaket");
    window.until("what was meant is asked", |w| w.sees("Did you mean “jacket”?") && !w.sees("No photos match"));
    window.click("Search for “jacket”");
    window.until("it is searched for", |w| w.cells().len() == 12);
}

#[test]
fn a_search_that_knows_only_some_words_says_which() {
    let mut window = Window::open();
    window.select_all_and_write("Search", "red xqzt");
    window.until("it is told", |w| w.sees("Searched only for “red”: the starter model does not know “xqzt”; FashionCLIP may"));
}

#[test]
fn a_wrong_filter_is_told_once_where_there_are_no_photos() {
    let mut window = Window::open();
    window.select_all_and_write("Search", "name:nothing-is-called-so");
    window.until("nothing is found", |w| w.sees("No photos match"));
    window.select_all_and_write("Search", "colur:red");
    window.until("it is told", |w| w.sees("This search cannot be understood"));
    assert_eq!(window.harness.query_all_by_label_contains("'colur:' is not a filter").count(), 1);
}
