//! Searches that are kept: saved, counted while photos change, asked again with all that belongs to them, changed and undone.

use super::window::Window;
use egui::{Key, Modifiers};

impl Window {
    fn save_search(&mut self, name: &str) {
        self.keys(Modifiers::COMMAND, Key::S);
        self.until("the dialog is there", |w| w.sees("Not now"));
        self.select_all_and_write("Name", name);
        self.key(Key::Enter);
        self.until("it is saved", |w| !w.sees("Not now"));
    }
}

#[test]
fn a_search_is_saved_counted_and_asked_again_with_its_order_and_cut_off() {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND, Key::S);
    assert!(!window.sees("Not now"), "there is nothing to save");
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.command("Sort by file size");
    window.command("Reverse the order");
    let shown = ["red-2.jpg", "red-1.jpg", "red-0.jpg"];
    window.until("the smallest comes first", |w| w.cells() == shown);
    window.save_search("Reds");
    window.until("it is told", |w| w.sees_part("Search Reds saved"));
    window.until("it is listed and counted", |w| w.sees("Search Reds, 3 photos"));
    window.harness.check_accessibility();
    window.click("Clear");
    window.until("all are shown", |w| w.cells().len() == 12);
    window.command("Sort by name");
    window.click("Search Reds, 3 photos");
    window.until("it is asked again", |w| w.cells().len() == 3);
    assert_eq!(window.field_of("Search"), "name:red");
    assert_eq!(window.cells(), shown, "in its own order");
    assert!(window.sees("Sort by size, smallest first"));
    window.click("Search Reds, 3 photos");
    window.until("a second click shows everything", |w| w.cells().len() == 12);
}

#[test]
fn counts_follow_the_photos_and_what_is_decided_about_them() {
    let mut window = Window::open();
    window.search("is:pick");
    window.until("none is picked", |w| w.cells().is_empty());
    window.save_search("Picks");
    window.until("none is counted", |w| w.sees("Search Picks, 0 photos"));
    window.click("Clear");
    window.until("all are shown", |w| w.cells().len() == 12);
    window.click("green-0.jpg");
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::P);
    window.until("they are counted", |w| w.sees("Search Picks, 2 photos"));
    fs_err::remove_file(window.photos().join("green-0.jpg")).unwrap();
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the mark is taken back", |w| w.sees("Search Picks, 0 photos"));
}

#[test]
fn chips_are_kept_as_filters() {
    let mut window = Window::open();
    window.click("dresses, 3 photos");
    window.until("the folder is shown", |w| w.cells().len() == 3);
    window.save_search("Dresses");
    window.until("it is counted", |w| w.sees("Search Dresses, 3 photos"));
    window.click("Clear");
    window.until("all are shown", |w| w.cells().len() == 12);
    window.click("Search Dresses, 3 photos");
    window.until("it is asked again", |w| w.cells().len() == 3);
    assert_eq!(window.field_of("Search"), "folder:\"photos/dresses\"");
}

#[test]
fn a_saved_search_is_renamed_changed_deleted_and_all_of_it_undone() {
    let mut window = Window::open();
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.save_search("First");
    window.until("it is listed", |w| w.sees("Search First, 3 photos"));
    window.click("Menu of search First");
    window.click("Rename…");
    window.select_all_and_write("Name", "Second");
    window.click("Rename");
    window.until("it has another name", |w| w.sees("Search Second, 3 photos") && !w.sees("Not now"));
    window.select_all_and_write("Search", "name:*-1*");
    window.until("others are found", |w| w.cells().len() == 4);
    window.click("Menu of search Second");
    window.click("Change to what is shown now");
    window.until("it finds others", |w| w.sees("Search Second, 4 photos"));
    window.click("Menu of search Second");
    window.click("Delete");
    window.until("it is gone", |w| !w.sees_part("Search Second, "));
    for wanted in ["Search Second, 4 photos", "Search Second, 3 photos", "Search First, 3 photos"] {
        window.keys(Modifiers::COMMAND, Key::Z);
        window.until(wanted, |w| w.sees(wanted));
    }
}

#[test]
fn a_name_that_is_taken_replaces_the_search_that_has_it() {
    let mut window = Window::open();
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.save_search("Mine");
    window.select_all_and_write("Search", "name:blue-1*");
    window.until("one is found", |w| w.cells().len() == 1);
    window.click("Save this search");
    window.until("the dialog is there", |w| w.sees("Not now"));
    window.select_all_and_write("Name", "mine");
    window.click("Replace “Mine”");
    window.until("there is one search", |w| w.sees("Search mine, 1 photo"));
    assert!(!window.sees_part("Search Mine"));
    assert!(window.sees_part("Saved as mine") || !window.sees("Save this search"), "it is kept already");
}

#[test]
fn saved_searches_are_there_in_the_next_window() {
    let mut window = Window::open();
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.save_search("Reds");
    window.until("it is listed", |w| w.sees("Search Reds, 3 photos"));
    let mut window = window.reopened();
    let photos = window.photos();
    window.keys(Modifiers::COMMAND, Key::O);
    window.type_path(&photos);
    window.until("it is listed again", |w| w.sees("Search Reds, 3 photos"));
}

#[test]
fn what_was_searched_for_is_offered_in_the_empty_field_until_it_is_forgotten() {
    let mut window = Window::open();
    for text in ["name:red", "name:blue"] {
        window.select_all_and_write("Search", text);
        window.until("three are found", |w| w.cells().len() == 3 && w.cells()[0].starts_with(&text[5..]));
        window.key(Key::Enter);
        window.harness.run_steps(2);
        window.click("Clear");
        window.until("all are shown", |w| w.cells().len() == 12);
    }
    window.keys(Modifiers::COMMAND, Key::F);
    window.key(Key::ArrowDown);
    window.until("they are offered, the last one first", |w| w.sees("Recent searches") && w.sees("name:blue") && w.sees("name:red"));
    window.harness.check_accessibility();
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("the one before is asked again", |w| w.cells().len() == 3 && w.cells()[0].starts_with("red"));
    window.click("Clear");
    window.until("all are shown", |w| w.cells().len() == 12);
    window.command("Forget recent searches");
    window.until("it is told", |w| w.sees("Recent searches forgotten"));
    window.keys(Modifiers::COMMAND, Key::F);
    window.key(Key::ArrowDown);
    window.harness.run_steps(3);
    assert!(!window.sees("Recent searches"));
}

#[test]
fn the_tags_of_what_is_found_are_exported_alone() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("labels.csv");
    fs_err::write(&file, "path,set,label\nred-0.jpg,Colour,Red\nred-1.jpg,Colour,Red\nblue-1.jpg,Colour,Blue\n").unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.click("Import 3 labels");
    window.until("the labels are there", |w| w.sees("Untagged, 9") && !w.sees("Hide"));
    window.select_all_and_write("Search", "name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.save_search("Reds");
    window.until("it is listed", |w| w.sees("Search Reds, 3 photos"));
    window.click("Clear");
    window.until("all are shown", |w| w.cells().len() == 12);
    window.click("Menu of search Reds");
    window.click("Export tags of these photos…");
    window.until("the search is asked first", |w| w.sees("Only the 3 photos found"));
    // What is told is of these three alone.
    assert!(window.sees("Left out: 1 untagged photo."), "of twelve");
    window.click("Only the 3 photos found");
    window.until("the others are told of", |w| w.sees_part("Left out: 9 untagged photos"));
    window.click("Only the 3 photos found");
    window.until("they are not meant", |w| w.sees("Left out: 1 untagged photo."));
    window.click("Export 2 tags of 2 photos");
    window.until("they are written", |w| w.sees_part("written to tags.csv"));
    let written = fs_err::read_to_string(window.photos().with_file_name("tags.csv")).unwrap();
    assert!(written.contains("red-0.jpg") && written.contains("red-1.jpg") && !written.contains("blue"), "{written}");
}
