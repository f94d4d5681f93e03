//! The review queue, by keys.

use super::window::Window;
use base::Source;
use catalog::Catalog;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use std::collections::HashMap;
use tasks::exchange::{ImportRequest, MatchBy, import_tags};

fn begin(window: &mut Window) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    assert!(window.sees("Begin the review"));
    window.harness.check_accessibility();
    window.key(Key::Enter);
}

/// The photo in question.
fn photo(window: &Window) -> String {
    let shown = window.harness.query_all_by_label_contains(", large").next().unwrap();
    egui_kittest::kittest::NodeT::accesskit_node(&shown).label().unwrap()
}

fn asked(window: &mut Window, number: &str) {
    window.until(number, |w| w.sees(number) && w.sees("Which colour?"));
}

#[test]
fn one_leaves_and_comes_back_to_the_same_photo() {
    let mut window = Window::with_labels();
    begin(&mut window);
    asked(&mut window, "1 of 12");
    window.harness.check_accessibility();
    window.key(Key::Enter);
    asked(&mut window, "2 of 12");
    window.key(Key::Num2);
    asked(&mut window, "3 of 12");
    let third = photo(&window);
    window.key(Key::X);
    asked(&mut window, "4 of 12");
    window.key(Key::Space);
    asked(&mut window, "5 of 12");
    let fifth = photo(&window);
    window.key(Key::Backspace);
    asked(&mut window, "4 of 12");
    assert!(window.sees("Skipped before"));
    window.key(Key::ArrowLeft);
    window.until("the earlier decision is told", |w| w.sees("3 of 12") && w.sees("Decided: none of these"));
    window.key(Key::ArrowRight);
    window.key(Key::ArrowRight);
    asked(&mut window, "5 of 12");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the decision is taken back", |w| w.sees("3 of 12") && w.sees("Taken back; decide anew"));
    assert_eq!(photo(&window), third);
    window.key(Key::A);
    asked(&mut window, "5 of 12");
    assert_eq!(photo(&window), fifth);
    window.key(Key::Escape);
    window.until("the three decisions are saved", |w| w.sees("Untagged, 9"));
    begin(&mut window);
    asked(&mut window, "4 of 12");
    assert_eq!(photo(&window), fifth);
}

#[test]
fn the_end_tells_figures_and_a_new_review_finds_nothing() {
    let mut window = Window::with_labels();
    begin(&mut window);
    for i in 1..=12 {
        asked(&mut window, &format!("{i} of 12"));
        window.key(Key::Enter);
    }
    window.until("it is the end", |w| w.sees("All reviewed") && w.sees("12 accepted"));
    window.harness.check_accessibility();
    window.keys(Modifiers::COMMAND, Key::Z);
    asked(&mut window, "12 of 12");
    window.key(Key::X);
    window.until("it is the end again", |w| w.sees("11 accepted · 1 none of these"));
    window.key(Key::ArrowLeft);
    window.until("the last decision is saved", |w| w.sees("Decided: none of these"));
    window.key(Key::ArrowRight);
    window.click("Back to the photos");
    window.until("all are decided", |w| w.sees("Untagged, 0"));
    begin(&mut window);
    window.until("there is nothing left", |w| w.sees("Nothing to review"));
}

#[test]
fn a_label_is_found_by_its_letters_and_clicked_with_the_mouse() {
    let mut window = Window::with_labels();
    begin(&mut window);
    asked(&mut window, "1 of 12");
    window.key(Key::L);
    window.harness.run_steps(2);
    if window.sees("Another label") {
        window.key(Key::Escape);
        assert!(window.sees("1 of 12"), "Esc closes the field and not the review");
    }
    window.click_where("an answer", |w| w.harness.query_all_by_label_contains("Green, ").next().map(|node| node.rect()));
    asked(&mut window, "2 of 12");
    window.key(Key::ArrowLeft);
    window.until("it is decided", |w| w.sees("Decided: Green"));
}

#[test]
fn several_labels_are_ticked_and_taken_together() {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.click("Label set: Colour");
    window.click("Style");
    window.click("Begin the review");
    window.until("the question is there", |w| w.sees_part("1 of ") && w.sees("Style: which labels fit?"));
    let ticked = |w: &Window| w.harness.query_all_by_label_contains(", ticked").count();
    let before = ticked(&window);
    window.key(Key::Num1);
    assert_ne!(ticked(&window), before);
    window.key(Key::Num1);
    assert_eq!(ticked(&window), before);
    for key in [Key::Num1, Key::Num2].into_iter().skip(before.min(1)) {
        window.key(key);
    }
    let chosen = ticked(&window);
    assert!(chosen > 0);
    window.key(Key::Enter);
    window.until("the next photo is asked about", |w| w.sees_part("2 of "));
    window.key(Key::Backspace);
    window.until("it is decided", |w| w.sees_part("Decided: "));
}

/// How many decisions came from the person and from imports.
fn decisions(catalog: &Catalog) -> (usize, usize) {
    let tags = catalog.tags().unwrap();
    let from = |source| tags.iter().filter(|t| t.provenance.source == source).count();
    (from(Source::Person), from(Source::Import))
}

#[test]
fn several_labels_are_one_step_and_undo_leaves_what_another_process_did() {
    let mut window = Window::open();
    let sets = window.photos().with_file_name("sets.json");
    let labels = r#"{"name": "plain", "prompts": ["plain dress"]}, "striped", {"name": "red", "prompts": ["red dress"]}"#;
    fs_err::write(&sets, format!(r#"[{{"set": "Style", "choice": "multi", "labels": [{labels}]}}]"#)).unwrap();
    window.command("Import label sets…");
    window.type_path(&sets);
    window.until("the set is there", |w| w.sees("Untagged, 12"));
    begin(&mut window);
    window.until("the question is there", |w| w.sees_part("1 of ") && w.sees("Style: which labels fit?"));
    let ticked = |w: &Window| w.harness.query_all_by_label_contains(", ticked").count();
    for key in [Key::Num2, Key::Num3] {
        let before = ticked(&window);
        window.key(key);
        if ticked(&window) < before {
            window.key(key);
        }
    }
    let first = photo(&window);
    let mut other = window.other_process();
    window.key(Key::Enter);
    window.until("all labels are saved", |w| w.sees_part("2 of ") && decisions(&other).0 >= 2);
    let row = window.photos().with_file_name("row.csv");
    let elsewhere = if first.starts_with("red-0.jpg") { "red-1.jpg" } else { "red-0.jpg" };
    fs_err::write(&row, format!("path,set,label\n{elsewhere},Style,striped\n")).unwrap();
    let request =
        ImportRequest { file: row, match_by: MatchBy::Path, set: None, column: None, none_of_these: false, author: None, dry_run: false };
    import_tags(&mut other, &request, &HashMap::new(), 1).unwrap();
    assert_eq!(decisions(&other).1, 1);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the decision is taken back as a whole", |w| w.sees("Taken back; decide anew") && decisions(&other) == (0, 1));
    assert_eq!(photo(&window), first);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("there is nothing of this review left to undo", |w| w.sees_part("Nothing more to undo"));
    assert_eq!(decisions(&other), (0, 1));
}

#[test]
fn a_step_that_is_no_longer_the_last_is_refused_in_words_and_its_photo_keeps_the_answer() {
    let mut window = Window::with_labels();
    begin(&mut window);
    asked(&mut window, "1 of 12");
    window.key(Key::Enter);
    asked(&mut window, "2 of 12");
    // A step of this window that is none of the review's.
    let row = window.photos().with_file_name("row.csv");
    fs_err::write(&row, "path,set,label\nred-0.jpg,Style,plain\n").unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&row);
    window.click("Import 1 label");
    let other = window.other_process();
    window.until("both are saved", |w| decisions(&other) == (1, 1) && !w.sees("Import 1 label") && !w.sees("Hide"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is told", |w| w.sees_part("cannot be undone, because"));
    window.until("the answer stands", |w| w.sees("1 of 12") && w.sees_part("Decided: "));
    assert_eq!(decisions(&other), (1, 1));
}
