//! Photos copied out of the window, under names made by a pattern.

use super::window::Window;
use egui::{Key, Modifiers};

impl Window {
    /// The names in the folder that copies go to, unless they go elsewhere.
    fn copies(&self) -> Vec<String> {
        let folder = self.photos().with_file_name("copies");
        let mut names: Vec<String> =
            fs_err::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn open_copies(&mut self) {
        // The files are there a moment before their answer closes the dialog that asked for them.
        self.until("no dialog is left", |w| !w.sees("Copy photos to a folder"));
        self.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
        self.until("the dialog is there", |w| w.sees("Copy photos to a folder"));
    }
}

#[test]
fn the_selection_is_copied_by_a_name_pattern_with_a_preview() {
    let mut window = Window::open();
    window.click("green-0.jpg");
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.open_copies();
    window.until("the names are shown", |w| w.sees("green-0.jpg: green-0.jpg") && w.sees("Copy 2 photos"));
    window.harness.check_accessibility();
    window.select_all_and_write("Names", "spring-{n:02}-{name}");
    window.until("they follow the pattern", |w| w.sees("green-0.jpg: spring-01-green-0.jpg"));
    window.select_all_and_write("Names", "spring-{nn}");
    window.until("what is wrong is told", |w| w.sees_part("{nn} is no part of a name"));
    window.select_all_and_write("Names", "spring");
    window.until("equal names are told", |w| w.sees("1 equal name gets a number") && w.sees("green-1.jpg: spring-2.jpg"));
    window.click("Copy 2 photos");
    window.until("they are there", |w| w.copies() == ["spring-2.jpg", "spring.jpg"]);
    window.until("it is told", |w| w.sees("Copied 2 photos to copies") && w.sees("Show in folder"));
    assert!(!window.sees("Not now"), "the dialog is closed");
}

#[test]
fn without_a_selection_all_that_is_found_is_copied_in_its_order() {
    let mut window = Window::open();
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.command("Reverse the order");
    window.until("the last comes first", |w| w.cells()[0].starts_with("red-2.jpg"));
    window.open_copies();
    window.select_all_and_write("Names", "{n}");
    window.until("the names are shown", |w| w.sees("red-2.jpg: 1.jpg") && w.sees("Copy 3 photos"));
    window.key(Key::Tab);
    window.click("Copy 3 photos");
    window.until("they are there", |w| w.copies() == ["1.jpg", "2.jpg", "3.jpg"]);
    window.open_copies();
    window.select_all_and_write("Names", "{n}");
    window.until("they are there already", |w| w.sees("3 names are there already, and stay as they are"));
    assert!(window.sees("All of these names are there already"));
}

#[test]
fn a_folder_of_the_catalogue_is_refused_in_the_dialog() {
    let mut window = Window::open();
    window.open_copies();
    let inside = window.photos().join("dresses/new").display().to_string();
    window.select_all_and_write("Path", &inside);
    window.until("it is told", |w| w.sees_part("which the catalogue holds"));
    assert!(!window.photos().join("dresses/new").exists());
}

#[test]
fn a_contact_sheet_is_printed_from_what_is_found() {
    let mut window = Window::open();
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.command("Contact sheet…");
    window.until("the dialog is there", |w| w.sees("Print 3 photos"));
    window.harness.check_accessibility();
    window.click("3");
    window.click("US Letter");
    window.click("Print 3 photos");
    window.until("it is printed", |w| w.sees("3 photos on 1 page in contact-sheet.pdf"));
    let file = window.photos().with_file_name("contact-sheet.pdf");
    assert!(fs_err::read(file).unwrap().starts_with(b"%PDF-"));
    window.command("Contact sheet…");
    window.click("Print 3 photos");
    window.until("the file is not replaced unasked", |w| w.sees("Replace contact-sheet.pdf"));
}
