//! Culling in the window: by keys and by the pointer, what is seen of it, and marks of other programs.

use super::window::{Window, draw};
use base::{ColourLabel, Flag, MarkBook};
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::NodeT;
use engine::protocol::CatalogRequest;

impl Window {
    /// The marks of a photo in words, as another process finds them.
    pub fn marks_of(&self, name: &str) -> String {
        let catalog = self.other_process();
        let photo = catalog.photos().unwrap().into_iter().find(|photo| photo.name() == name).unwrap();
        MarkBook::new(catalog.marks().unwrap()).of(photo.id).words()
    }

    pub fn until_marked(&mut self, name: &str, words: &str) {
        let name = name.to_owned();
        self.until(&format!("{name} is {words}"), |w| w.marks_of(&name) == words);
    }

    /// The cell of this photo, by the name that a screen reader hears.
    fn cell(&self, name: &str) -> String {
        self.cells().into_iter().find(|cell| cell.starts_with(name)).unwrap_or_default()
    }

    fn sidecar(&self, name: &str, attributes: &str) {
        let text = format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description \
             xmlns:xmp='http://ns.adobe.com/xap/1.0/' {attributes}/></rdf:RDF></x:xmpmeta>"
        );
        fs_err::write(self.photos().join(format!("{name}.xmp")), text).unwrap();
    }
}

#[test]
fn a_shoot_is_culled_with_a_key_a_frame() {
    let mut window = Window::sized(vec2(1280.0, 800.0), |photos| {
        for n in 0..108 {
            draw(&photos.join(format!("shoot-{n:03}.jpg")), [(n * 2) as u8, 90, 200 - n as u8], n % 4);
        }
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the shoot is indexed", |w| w.sees("120 photos") && !w.busy());
    window.command("Go on after a mark");
    window.key(Key::Home);
    let first = window.cells()[0].clone();
    assert!(first.contains("selected"), "{first}");
    let keys = [Key::P, Key::X, Key::Num4, Key::Num6, Key::P, Key::U];
    for n in 0..120 {
        window.harness.key_press(keys[n % keys.len()]);
        window.harness.run_steps(1);
    }
    window.until("all are marked", |w| w.sees("Picked, 40") && w.sees("Rejected, 20") && w.sees("4 stars or more, 20"));
    let catalog = window.other_process();
    let book = MarkBook::new(catalog.marks().unwrap());
    let count = |wanted: &dyn Fn(base::Marks) -> bool| book.iter().filter(|(_, marks)| wanted(*marks)).count();
    assert_eq!(count(&|m| m.flag == Some(Flag::Pick)), 40);
    assert_eq!(count(&|m| m.flag == Some(Flag::Reject)), 20);
    assert_eq!(count(&|m| m.colour == Some(ColourLabel::Red)), 20);
    assert_eq!(book.iter().count(), 100, "each key marked the photo that it was pressed for, and no other");
}

#[test]
fn keys_mark_what_is_selected_in_one_step_that_is_told_and_taken_back() {
    let mut window = Window::open();
    window.click("blue-0.jpg");
    window.keys(Modifiers::SHIFT, Key::End);
    let selected = window.cells().iter().filter(|cell| cell.contains("selected")).count() as u64;
    assert!(selected > 3, "{:?}", window.cells());
    window.key(Key::P);
    let told = format!("Picked {selected} photos");
    window.until("it is told", |w| w.sees(&told));
    assert!(window.cell("blue-0.jpg").contains("picked"), "{:?}", window.cells());
    window.key(Key::Num3);
    window.key(Key::Num7);
    window.until_marked("blue-0.jpg", "picked, 3 stars, yellow label");
    window.key(Key::Num7);
    window.until_marked("blue-0.jpg", "picked, 3 stars");
    window.key(Key::Num0);
    window.key(Key::X);
    window.until_marked("blue-0.jpg", "rejected");
    window.key(Key::U);
    window.until_marked("blue-0.jpg", "");
    for wanted in ["rejected", "picked", "picked, 3 stars"] {
        window.keys(Modifiers::COMMAND, Key::Z);
        window.until_marked("blue-0.jpg", wanted);
    }
}

#[test]
fn a_mark_is_seen_in_the_frame_of_its_key_in_grid_and_loupe() {
    let mut window = Window::open();
    window.click("red-1.jpg");
    window.harness.key_press(Key::Num5);
    window.harness.run_steps(2);
    assert_eq!(window.cell("red-1.jpg"), "red-1.jpg, selected, 5 stars");
    window.key(Key::E);
    window.key(Key::X);
    window.until_marked("red-1.jpg", "rejected, 5 stars");
    window.key(Key::G);
    assert!(window.cell("red-1.jpg").ends_with("rejected, 5 stars"), "{}", window.cell("red-1.jpg"));
}

#[test]
fn digits_are_text_where_text_is_typed() {
    let mut window = Window::open();
    window.click("red-1.jpg");
    window.search("name:red-1 5 p x");
    window.harness.run_steps(4);
    assert_eq!(window.other_process().marks().unwrap(), []);
}

#[test]
fn marks_are_set_and_taken_off_by_the_pointer() {
    let mut window = Window::open();
    window.click("green-0.jpg");
    window.click("4 stars");
    window.until_marked("green-0.jpg", "4 stars");
    window.click("Pick");
    window.click("Purple label");
    window.until_marked("green-0.jpg", "picked, 4 stars, purple label");
    for name in ["4 stars", "Pick", "Purple label"] {
        window.click(name);
    }
    window.until_marked("green-0.jpg", "");
}

#[test]
fn the_library_counts_marks_and_filters_by_them() {
    let mut window = Window::open();
    assert!(!window.sees_part("Unflagged"), "nothing is marked yet");
    window.click("green-0.jpg");
    window.key(Key::P);
    window.click("red-0.jpg");
    window.key(Key::Num4);
    window.key(Key::Num6);
    window.until("it is counted", |w| {
        w.sees("Picked, 1") && w.sees("Unflagged, 11") && w.sees("3 stars or more, 1") && w.sees("Red label, 1 photo")
    });
    window.click("Picked, 1");
    window.until("they are found", |w| w.cells().len() == 1);
    assert_eq!(window.field_of("Search"), "is:pick");
    window.click("Unflagged, 11");
    window.until("others are found", |w| w.cells().len() == 11);
    window.click("3 stars or more, 1");
    window.until("both filters hold", |w| w.cells().len() == 1);
    assert_eq!(window.field_of("Search"), "is:unflagged rating:>=3");
    window.click("Unflagged, 11");
    window.click("3 stars or more, 1");
    window.until("everything is back", |w| w.cells().len() == 12);
    window.command("Sort by rating");
    window.until("the most stars come first", |w| w.cells().first().is_some_and(|cell| cell.starts_with("red-0.jpg")));
}

#[test]
fn the_next_photo_takes_the_place_of_one_that_was_marked_out_of_the_answer() {
    let mut window = Window::open();
    window.search("is:unflagged");
    window.until("all are unflagged", |w| w.cells().len() == 12);
    window.click("green-0.jpg");
    window.key(Key::E);
    for left in (9..12).rev() {
        window.key(Key::P);
        window.until("it has left", |w| w.sees_part(&format!(" of {left}")));
    }
    window.key(Key::G);
    assert_eq!(window.other_process().marks().unwrap().len(), 3, "each key marked another photo");
}

#[test]
fn marks_of_other_programs_are_read_and_differences_settled() {
    let mut window = Window::open();
    window.sidecar("blue-0.jpg", "xmp:Rating='3' xmp:Label='Green'");
    window.sidecar("blue-1.jpg", "xmp:Rating='5'");
    window.command("Read marks from files");
    window.until("they are counted", |w| w.sees("2 photos have marks to read"));
    window.click("Read the marks of 2 photos");
    window.until_marked("blue-0.jpg", "3 stars, green label");
    window.until("the grid has them", |w| w.cell("blue-1.jpg").contains("5 stars"));
    window.click("blue-1.jpg, 5 stars");
    window.key(Key::Num1);
    window.until_marked("blue-1.jpg", "1 star");
    window.sidecar("blue-1.jpg", "xmp:Rating='2'");
    window.command("Read marks from files");
    window.until("the difference is told", |w| w.sees("blue-1.jpg, you: 1 star, file: 2 stars"));
    assert!(window.sees("1 photo differs from what you marked"));
    window.click("The files");
    window.until("it can be settled", |w| w.sees("Read the marks of 1 photo"));
    window.click("Read the marks of 1 photo");
    window.until_marked("blue-1.jpg", "2 stars");
    window.until("it is told, with a way back", |w| w.sees("Read the marks of 1 photo") && w.sees("Undo"));
}

#[test]
fn keys_can_be_changed_and_a_clash_is_refused() {
    let mut window = Window::open();
    window.click("red-0.jpg");
    window.key(Key::Questionmark);
    window.click("Change keys");
    window.click("Key of Pick: P");
    window.key(Key::X);
    assert!(window.sees_part("X is the key of “Reject”"));
    window.key(Key::Home);
    assert!(window.sees_part("Home moves in the window"));
    window.key(Key::K);
    window.until("it is changed", |w| w.sees("Key of Pick: K"));
    window.click("Key of Reject: X");
    window.key(Key::P);
    window.until("what is free can be taken", |w| w.sees("Key of Reject: P"));
    window.click("Close");
    window.key(Key::K);
    window.until_marked("red-0.jpg", "picked");
    window.key(Key::P);
    window.until_marked("red-0.jpg", "rejected");
    let mut window = window.reopened();
    window.key(Key::Questionmark);
    window.until("they are remembered", |w| w.sees("Keys and search"));
    window.click("Change keys");
    assert!(window.sees("Key of Pick: K") && window.sees("Key of Reject: P"));
    window.click("Reset all keys");
    window.until("they are as they were", |w| w.sees("Key of Pick: P") && w.sees("Key of Reject: X"));
}

impl Window {
    pub fn field_of(&self, name: &str) -> String {
        use egui_kittest::kittest::Queryable;
        let field = self.harness.query_by_role_and_label(egui::accesskit::Role::TextInput, name);
        field.and_then(|field| field.accesskit_node().value()).unwrap_or_default()
    }
}

#[test]
fn shift_and_the_key_of_a_mark_go_on_to_the_next_photo() {
    let mut window = Window::open();
    window.click("blue-0.jpg");
    window.keys(Modifiers::SHIFT, Key::P);
    // As a keyboard sends it on which digits stand below signs.
    let sign =
        Event::Key { key: Key::Exclamationmark, physical_key: Some(Key::Num1), pressed: true, repeat: false, modifiers: Modifiers::SHIFT };
    window.harness.event_modifiers(sign, Modifiers::SHIFT);
    window.harness.run_steps(2);
    // And as one on which they stand above.
    window.keys(Modifiers::SHIFT, Key::Num2);
    window.key(Key::X);
    window.until_marked("blue-0.jpg", "picked");
    window.until_marked("blue-1.jpg", "1 star");
    window.until_marked("blue-2.jpg", "rejected, 2 stars");
}
