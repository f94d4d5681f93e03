//! A standard is chosen, what fails is shown and told why; and photos are found by the colour of one of them.

use super::window::Window;
use crate::standards::drawn;
use egui::{Key, Modifiers};
use engine::protocol::CatalogRequest;

const BLUE: [u8; 3] = [30, 60, 170];

/// The usual photos, and two of a size of their own: one framed closely, one far away.
fn shop() -> Window {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        drawn(&photos.join("close.png"), (600, 600), [10, 40, 590, 560], [190, 40, 50], [255; 3]);
        drawn(&photos.join("far.png"), (1000, 1000), [300, 300, 700, 700], BLUE, [255; 3]);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the shop is indexed", |w| w.sees("14 photos") && !w.busy());
    window
}

#[test]
fn a_standard_is_chosen_counted_and_what_fails_is_shown_with_its_reason_until_it_is_undone() {
    let mut window = shop();
    window.command("Check against a standard…");
    window.until("what it is good for is told", |w| w.sees_part("A marketplace refuses photos"));
    window.harness.check_accessibility();
    window.click("Standard: No standard");
    window.click("Amazon main image");
    window.until("photos are counted by rule", |w| w.sees("Product fills the photo: at least 85 % of the side, 9 photos fail"));
    window.click("Product fills the photo: at least 85 % of the side, 9 photos fail");
    window.until("the photos that fail are shown, far.png among them", |w| {
        w.cells().len() == 9 && w.cells().iter().any(|cell| cell.starts_with("far.png"))
    });
    window.click("far.png");
    window.until("why is told, in words", |w| w.sees("Product fills the photo: 40 %; asked at least 85 % of the side"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is taken back, and no photo fails any more", |w| w.sees_part("no standard was chosen"));
}

#[test]
fn a_file_with_a_slip_is_told_where_it_was_named() {
    let mut window = shop();
    window.command("Check against a standard…");
    window.click("Standard: No standard");
    window.click("Rules of your own…");
    window.write("File of rules", "/nowhere/rules.json");
    window.click("Use");
    window.until("it is told in the dialog", |w| w.sees_part("/nowhere/rules.json") && w.sees_part("A marketplace refuses photos"));
}

#[test]
fn a_swatch_of_a_photo_finds_what_has_its_colour() {
    let mut window = shop();
    window.write("Search", "name:far*");
    window.until("it is in view", |w| w.cells().len() == 1);
    window.click("far.png");
    window.until("its colour is shown", |w| w.sees("Find photos in #1e3caa, 100 %"));
    window.select_all_and_write("Search", " ");
    window.until("all are in view again", |w| w.cells().len() > 10);
    window.click("Find photos in #1e3caa, 100 %");
    window.until("it is found, and what is not blue is not", |w| {
        w.cells().first().is_some_and(|cell| cell.starts_with("far.png")) && !w.cells().iter().any(|cell| cell.starts_with("close.png"))
    });
    window.command("Find by colour…");
    window.until("the dialog is open", |w| w.sees("Find photos"));
    window.select_all_and_write("Colour", "#be2832");
    window.key(Key::Enter);
    window.until("the red one is the nearest", |w| w.cells().first().is_some_and(|cell| cell.starts_with("close.png")));
}
