//! The closest photos in a review: what still is decided, and by whom.

use super::window::Window;
use egui::{Key, Modifiers};
use std::collections::HashMap;
use tasks::exchange::{ImportRequest, MatchBy, import_tags};

const YOURS: &str = "Closest photos you decided";

fn begin(window: &mut Window) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.until("the review can begin", |w| w.sees("Begin the review"));
    window.key(Key::Enter);
    window.until("the first photo is asked about", |w| w.sees("1 of 12") && w.sees("Which colour?"));
}

#[test]
fn a_decision_that_was_taken_back_is_no_longer_among_them() {
    let mut window = Window::with_labels();
    begin(&mut window);
    window.key(Key::Enter);
    window.until("the photo before is the closest", |w| w.sees("2 of 12") && w.sees(YOURS));
    // By another window, so that this one stays on its photo.
    window.other_process().undo(None).unwrap();
    window.until("it is gone", |w| w.sees("2 of 12") && !w.sees(YOURS));
}

#[test]
fn an_import_is_not_called_yours() {
    let mut window = Window::with_labels();
    let row = window.photos().with_file_name("row.csv");
    fs_err::write(&row, "path,set,label\nred-0.jpg,Colour,Red\n").unwrap();
    let request =
        ImportRequest { file: row, match_by: MatchBy::Path, set: None, column: None, none_of_these: false, author: None, dry_run: false };
    import_tags(&mut window.other_process(), &request, &HashMap::new(), 1).unwrap();
    window.until("it is imported", |w| w.sees("Tagged Colour: Red, 1 photo"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.key(Key::Enter);
    window.until("the imported one is the closest", |w| w.sees("Closest decided photos") && w.sees("red-0.jpg, Red, imported"));
    assert!(!window.sees(YOURS));
}
