//! Dialogs and forms: they say beforehand what they will do, ask before something is lost, and stay where they are.

use super::window::Window;
use egui::{Key, Modifiers};
use engine::protocol::{Event, ExportFormat, PickPurpose, RequestId};

fn shift(window: &mut Window, key: Key) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, key);
}

/// One photo is red, one is decided as none of the colours, the other ten are untagged.
fn decided() -> Window {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("decisions-in.csv");
    fs_err::write(&file, "path,set,label,decision\nred-0.jpg,Colour,Red,accepted\ngreen-0.jpg,Colour,,none\n").unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.click("Import 2 labels");
    window.until("what is decided as none of these is not untagged", |w| w.sees("Untagged, 10"));
    window
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_the_person_says_so() {
    let mut window = decided();
    let file = window.photos().with_file_name("tags.csv");
    let mine = |file: &std::path::Path| fs_err::read_to_string(file).unwrap() == "mine";
    fs_err::write(&file, "mine").unwrap();
    shift(&mut window, Key::E);
    let button = "Export 1 tag of 1 photo";
    window.click(button);
    window.until("it is asked", |w| w.sees("tags.csv is there already"));
    window.harness.check_accessibility();
    window.key(Key::Enter);
    assert!(mine(&file) && window.sees("tags.csv is there already"), "Enter is no answer");
    window.click("Replace tags.csv");
    window.until("it is written", |w| w.sees("1 row written to tags.csv"));
    assert!(!mine(&file));

    // The desktop's dialog has asked already.
    fs_err::write(&file, "mine").unwrap();
    shift(&mut window, Key::E);
    let picked = Event::Picked { request: RequestId(1), purpose: PickPurpose::ExportTags(ExportFormat::Csv), path: file.clone() };
    window.on_event(picked);
    window.click(button);
    window.until("it is written without a question", |_| !mine(&file));

    // Another path than the one that was confirmed is asked about.
    let other = file.with_file_name("tags.csv2");
    fs_err::write(&other, "mine").unwrap();
    shift(&mut window, Key::E);
    window.on_event(Event::Picked { request: RequestId(1), purpose: PickPurpose::ExportTags(ExportFormat::Csv), path: file });
    window.write("Path", "2");
    window.click(button);
    window.until("it is asked", |w| w.sees("tags.csv2 is there already"));
    window.write("Path", "3");
    assert!(!window.sees("tags.csv2 is there already"), "another path, another question");
    assert!(mine(&other));
}

#[test]
fn label_sets_replace_a_file_only_if_the_person_says_so() {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("mine.csv");
    fs_err::write(&file, "mine").unwrap();
    for answer in ["Keep", "Replace mine.csv"] {
        assert_eq!(fs_err::read_to_string(&file).unwrap(), "mine");
        window.command("Export label sets…");
        window.type_path(&file);
        window.click(answer);
    }
    window.until("it is written", |w| w.sees_part("Wrote 2 label sets"));
    assert!(fs_err::read_to_string(&file).unwrap().contains("Colour"));
}

#[test]
fn an_export_says_beforehand_what_it_takes_and_what_it_leaves_out() {
    let mut window = decided();
    shift(&mut window, Key::E);
    window.until("it is said", |w| w.sees("Export 1 tag of 1 photo"));
    let left_out = "Left out: 1 photo decided as none of these (there is no label to write) and 10 untagged photos.";
    assert!(window.sees(left_out));
    window.click("CSV, one row a decision");
    window.click("Every decision, not the accepted tags alone");
    window.until("both are in it", |w| w.sees("Export 2 decisions about 2 photos"));
    assert!(window.sees("Left out: 10 photos about which nothing was decided."));
    window.click("Export 2 decisions about 2 photos");
    window.until("it is written", |w| w.sees("2 rows written to decisions.csv"));
    let written = fs_err::read_to_string(window.photos().with_file_name("decisions.csv")).unwrap();
    assert!(written.lines().any(|line| line.contains("green-0.jpg,Colour,,none,")), "{written}");
    window.search("is:none");
    window.until("they can be found", |w| w.cells().len() == 1);
}

#[test]
fn an_export_of_nothing_says_that_there_is_nothing() {
    let mut window = Window::with_labels();
    shift(&mut window, Key::E);
    window.until("it is said", |w| w.sees("No photo has a tag yet, so there is nothing to write."));
    window.key(Key::Enter);
    assert!(!window.photos().with_file_name("tags.csv").exists() && window.sees("Export tags"));
}
