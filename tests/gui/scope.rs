//! What a gesture acts on is what is seen or named, and the button says it first.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

/// Twelve photos as four products of three, with the grid grouped by them.
fn grouped(window: &mut Window) {
    window.keys(Modifiers::COMMAND, Key::G);
    window.click("{sku}-*");
    window.until("the groups are shown", |w| w.sees("4 products of 12 photos"));
    window.click("Use this rule");
    window.until("a cell stands for a product", |w| w.cells().len() == 4);
}

/// Opens the tagging panel, everything above the threshold.
fn open_panel(window: &mut Window) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("the panel is open", |w| w.sees("Threshold"));
    window.harness.get_by_label("Threshold").focus();
    window.harness.run_steps(2);
    window.key(Key::Home);
}

fn tagged(window: &Window) -> usize {
    let untagged = window.harness.query_all_by_label_contains("Untagged, ").next().and_then(|n| n.accesskit_node().label());
    12 - untagged.and_then(|l| l.trim_start_matches("Untagged, ").parse::<usize>().ok()).unwrap_or(0)
}

/// The visible words of the one button that begins so.
fn button(window: &Window, begin: &str) -> Option<String> {
    let all = window.harness.query_all_by_role(Role::Button);
    all.filter_map(|n| n.accesskit_node().label()).find(|l| l.starts_with(begin))
}

fn tag_bar(window: &mut Window, text: &str) {
    window.keys(Modifiers::COMMAND, Key::T);
    window.until("the tag bar is open", |w| w.sees("Close the tag bar"));
    if !text.is_empty() {
        window.type_text(text);
    }
}

#[test]
fn grouped_by_product_accepting_is_for_all_photos_and_says_so() {
    let mut window = Window::with_labels();
    grouped(&mut window);
    open_panel(&mut window);
    window.until("all photos are counted", |w| w.sees_part("In all 12 photos of 4 products") && w.sees("Accept 12 photos of 4 products"));
    window.click("Accept 12 photos of 4 products");
    window.until("no sibling is left out", |w| tagged(w) == 12);
}

#[test]
fn a_selected_product_is_counted_whole() {
    let mut window = Window::with_labels();
    grouped(&mut window);
    open_panel(&mut window);
    window.click("red-0.jpg, 3 photos");
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.until("it is told", |w| w.sees("6 photos of 2 products selected") && w.sees("Accept 6 photos of 2 products"));
    window.click("Accept 6 photos of 2 products");
    window.until("they are tagged", |w| tagged(w) == 6);
}

#[test]
fn nothing_typed_nothing_done() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    tag_bar(&mut window, "");
    window.until("it says what to do", |w| w.sees_part("Type a label for this photo"));
    window.key(Key::Enter);
    window.type_text("Red");
    window.until("what is typed counts", |w| w.sees_part("Enter gives “Red” to this photo"));
    window.key(Key::Enter);
    window.until("that is the only step", |w| tagged(w) == 1);
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("one Undo takes it back", |w| tagged(w) == 0 && w.sees_part("Undone: Tag 1 photo Red"));
}

#[test]
fn what_would_be_replaced_is_told_before() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    tag_bar(&mut window, "Red");
    window.key(Key::Enter);
    window.until("it is red", |w| tagged(w) == 1);
    window.type_text("Blue");
    window.until("of one photo it is named", |w| w.sees_part("Enter gives “Blue” to this photo, replaces “Red”"));
    window.key(Key::Escape);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    tag_bar(&mut window, "Blue");
    window.until("of several it is counted", |w| w.sees_part("Enter gives “Blue” to 2 photos, replaces 1 label"));
}

#[test]
fn the_loupe_acts_on_the_photo_that_it_shows() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    window.keys(Modifiers::COMMAND, Key::A);
    window.until("all are selected", |w| w.sees("12 selected"));
    window.key(Key::E);
    window.until("one is large", |w| w.sees("red-0.jpg, large") && w.sees("12 selected in the grid"));
    tag_bar(&mut window, "Red");
    window.until("it is for that one", |w| w.sees_part("Enter gives “Red” to this photo"));
    window.key(Key::Enter);
    window.until("only that one is tagged", |w| tagged(w) == 1);
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("the panel is open", |w| w.sees("The photo has a label"));
    window.click("Label set Colour");
    window.click("Style");
    window.until("the panel counts that one", |w| w.sees("In the photo shown, 1 undecided") || w.sees("In the photo shown, 0 undecided"));
}

#[test]
fn another_search_among_a_labels_photos_is_what_is_counted_and_accepted() {
    let mut window = Window::with_labels();
    open_panel(&mut window);
    window.until("there are counts", |w| w.sees("Accept 12 tags"));
    let row = button(&window, "Red, ").unwrap();
    window.click(&row);
    window.until("its photos are shown", |w| w.sees_part("suggested as Red") && w.sees("All labels"));
    window.search("name:blue*");
    window.until("three are counted, and the label stays", |w| w.sees("In the last result: 3 photos, 3 undecided") && w.sees("All labels"));
    window.click("All labels");
    window.until("the question is left", |w| w.sees("3 of 12 photos") && w.sees("Accept 3 tags"));
    window.click("Accept 3 tags");
    window.until("only those were accepted", |w| tagged(w) == 3);
}

#[test]
fn a_closed_panel_accepts_nothing() {
    let mut window = Window::with_labels();
    open_panel(&mut window);
    window.until("there are counts", |w| w.sees("Accept 12 tags"));
    window.keys(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label("Command").type_text("Accept the suggestions");
    window.until("the palette says it, too", |w| w.harness.query_all_by_label_contains("Accept 12 tags").count() == 2);
    window.key(Key::Escape);
    window.key(Key::F8);
    window.harness.run_steps(3);
    window.keys(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label("Command").type_text("Accept the suggestions");
    window.harness.run_steps(3);
    assert!(!window.sees_part("Accept 12 tags"));
}

#[test]
fn the_menu_of_a_photo_tags_what_is_selected() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    tag_bar(&mut window, "Red");
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.until("it is tagged", |w| tagged(w) == 1);
    window.harness.get_by_label("red-0.jpg, selected, tagged").click_secondary();
    window.until("its label can be taken off", |w| w.sees("Remove “Red” from this photo") && w.sees("Tag this photo…"));
    let at = |w: &Window| w.harness.get_by_label("Remove “Red” from this photo").rect().min.y;
    let before = at(&window);
    window.until("a label is suggested", |w| w.sees_part("Accept “"));
    assert!((at(&window) - before).abs() < 0.1, "what comes late moves no line");
    window.click("Remove “Red” from this photo");
    window.until("it is off", |w| tagged(w) == 0);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.harness.get_by_label("red-0.jpg, selected").click_secondary();
    window.until("it is for both", |w| w.sees("Tag 2 photos…"));
    let accept = |w: &Window| {
        let all = w.harness.query_all_by_label_contains(" for 2 photos");
        all.filter_map(|n| n.accesskit_node().label()).find(|l| l.starts_with("Accept “"))
    };
    if let Some(words) = accept(&window) {
        window.click(&words);
        window.until("both have it", |w| tagged(w) == 2);
    } else {
        window.click("Tag 2 photos…");
        window.until("the bar is open", |w| w.sees_part("Type a label for 2 photos"));
    }
}

#[test]
fn a_grouped_suggestion_says_that_it_is_for_the_product() {
    let mut window = Window::with_labels();
    grouped(&mut window);
    window.click("red-0.jpg, 3 photos");
    window.until("it is told", |w| w.sees("Suggestions · for 3 photos of this product"));
    let accept = |w: &Window| button(w, "Accept ").filter(|l| l.contains("for 3 photos of this product"));
    window.until("the button says it, too", |w| accept(w).is_some());
    let words = accept(&window).unwrap();
    window.click(&words);
    window.until("all three have it", |w| tagged(w) == 3);
}

#[test]
fn a_review_dialog_counts_the_photos_of_the_products_shown() {
    let mut window = Window::with_labels();
    grouped(&mut window);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.click("Those in the grid (12 photos of 4 products)");
    window.key(Key::Enter);
    window.until("all are asked about", |w| w.sees("1 of 12"));
}

#[test]
fn select_all_is_for_the_grid_in_view() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    window.key(Key::E);
    window.until("one is large", |w| w.sees("red-0.jpg, large"));
    window.keys(Modifiers::COMMAND, Key::A);
    window.key(Key::G);
    window.until("the grid is back, and one is selected", |w| w.sees("1 selected") && w.cells().len() == 12);
}

#[test]
fn the_undo_of_an_import_goes_when_another_step_follows() {
    let mut window = Window::with_labels();
    let row = window.photos().with_file_name("row.csv");
    fs_err::write(&row, "path,set,label\nred-0.jpg,Style,plain\nred-0.jpg,Colour,Red\n").unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&row);
    window.click("Import 2 labels");
    window.until("it can be taken back", |w| tagged(w) == 1 && w.sees_part("Imported 2 labels") && w.sees("Undo"));
    window.click("green-0.jpg");
    tag_bar(&mut window, "Green");
    window.key(Key::Enter);
    window.key(Key::Escape);
    let undos = |w: &Window| w.harness.query_all_by_label("Undo").count();
    window.until("only the last step can be", |w| tagged(w) == 2 && undos(w) == 1);
    window.click("Undo");
    window.until("the import stands", |w| tagged(w) == 1 && w.sees("Tagged Style: plain, 1 photo"));
}
