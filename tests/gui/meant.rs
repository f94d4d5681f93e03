//! What is in force is what is shown, and what a word or a key says is what it does.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

/// The name of the one button that begins so.
fn button(window: &Window, begin: &str) -> Option<String> {
    let all = window.harness.query_all_by_role(Role::Button);
    all.filter_map(|n| n.accesskit_node().label()).find(|l| l.starts_with(begin))
}

/// Opens the tagging panel, and tells the row of the label that most photos are suggested for: its name, and how many.
fn likeliest(window: &mut Window) -> (String, usize) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("there are counts", |w| w.sees_part("In all 12 photos, 12 undecided"));
    let rows = ["Red", "Green", "Blue"].map(|name| {
        let row = button(window, &format!("{name}, ")).unwrap();
        let count = row.trim_start_matches(&format!("{name}, ")).split(' ').next().unwrap().parse::<usize>().unwrap();
        (name.to_owned(), count)
    });
    rows.into_iter().max_by_key(|row| row.1).unwrap()
}

fn click_row(window: &mut Window, name: &str) {
    let row = button(window, &format!("{name}, ")).unwrap();
    window.click(&row);
}

/// Gives the photo a label with the tag bar.
fn tag(window: &mut Window, photo: &str, label: &str) {
    window.click(photo);
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text(label);
    window.key(Key::Enter);
    window.key(Key::Escape);
}

#[test]
fn words_beside_a_suggested_label_rank_its_photos() {
    let mut window = Window::with_labels();
    let (name, count) = likeliest(&mut window);
    click_row(&mut window, &name);
    window.until("its photos are shown", |w| w.sees(&format!("{count} photos suggested as {name}")) && w.cells().len() == count);
    let chip = format!("Remove suggested: {name}");
    window.search("dress");
    let ranked = format!("{count} photos suggested as {name} by relevance");
    window.until("both hold", |w| w.sees(&ranked) && w.sees(&chip) && w.sees("Score at least"));
    window.select_all_and_write("Search", "name:yellow*");
    window.until("so does a filter", |w| w.sees(&chip) && w.sees_part("In the last result: 3 photos"));
    window.click(&chip);
    window.until("the label is left, the words stay", |w| !w.sees(&chip) && w.sees("3 of 12 photos"));
}

#[test]
fn a_filter_stays_in_view_while_a_labels_photos_are_shown() {
    let mut window = Window::with_labels();
    tag(&mut window, "red-0.jpg", "striped");
    window.click("Tagged Style: striped, 1 photo");
    window.until("the filter holds", |w| w.cells().len() == 1);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("there are counts", |w| w.sees("In this result: 1 photo, 1 undecided"));
    let name = ["Red", "Green", "Blue"].into_iter().find(|name| w_sees(&window, name)).unwrap();
    click_row(&mut window, name);
    let (filter, label) = ("Remove Style: striped", format!("Remove suggested: {name}"));
    window.until("both are shown", |w| w.sees(&format!("1 photo suggested as {name}")) && w.sees(filter) && w.sees(&label));
    window.click(filter);
    window.until("the label alone holds", |w| !w.sees(filter) && w.sees(&label) && w.sees_part("In all 12 photos"));
    window.click(&label);
    window.until("nothing narrows the grid", |w| w.cells().len() == 12 && !w.sees(&label));
}

/// One photo is suggested as that label.
fn w_sees(window: &Window, name: &str) -> bool {
    window.sees(&format!("{name}, 1 photo"))
}

#[test]
fn a_labels_photos_among_a_selection_say_so() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("the selection is counted", |w| w.sees("In 2 selected photos, 2 undecided"));
    click_row(&mut window, "Red");
    window.until("it is told", |w| w.sees("Remove suggested: Red in 2 selected photos"));
    window.search("name:*");
    window.until("another question is asked of all", |w| w.sees("Remove suggested: Red") && w.sees_part("In all 12 photos"));
}

fn has_focus(window: &Window, field: &str) -> bool {
    window.harness.query_by_role_and_label(Role::TextInput, field).is_some_and(|f| f.is_focused())
}

fn tagged(window: &Window) -> bool {
    !window.sees("Untagged, 12")
}

#[test]
fn undo_in_the_empty_tag_bar_takes_the_last_tag_back() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text("Red");
    window.key(Key::Enter);
    window.until("it is tagged, and the field is empty", |w| tagged(w) && w.sees_part("Type a label for this photo"));
    window.type_text("Blu");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("with text in it the key is the field's", |w| !w.sees_part("Enter gives “Blue”"));
    assert!(tagged(&window));
    window.keys(Modifiers::COMMAND, Key::A);
    window.key(Key::Backspace);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the tag is taken back", |w| !tagged(w) && w.sees_part("Undone: Tag 1 photo Red"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until("and done again", tagged);
}

#[test]
fn the_tag_bar_adds_before_it_removes_and_says_what_it_removes() {
    let mut window = Window::with_labels();
    tag(&mut window, "red-0.jpg", "Red");
    window.until("one is red", tagged);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text("Red");
    window.until("one of two has it: it is added", |w| w.sees_part("Enter gives “Red” to 2 photos") && w.sees("Colour: Red"));
    window.key(Key::Enter);
    window.type_text("Red");
    window.until("both have it: it says so", |w| w.sees_part("Enter removes “Red” from 2 photos") && w.sees("Remove Colour: Red, on all"));
}

#[test]
fn what_lay_over_the_window_gives_the_keyboard_back() {
    let mut window = Window::open();
    window.search("red");
    for open in [(Modifiers::COMMAND, Key::K), (Modifiers::NONE, Key::F1)] {
        window.keys(open.0, open.1);
        window.until("it is open", |w| !has_focus(w, "Search"));
        window.key(Key::Escape);
        window.until("the search field has the keyboard again", |w| has_focus(w, "Search"));
    }
    window.type_text(" dress");
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Search");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("red dress"));
}

#[test]
fn a_cut_off_goes_with_the_words_that_it_was_set_for() {
    let mut window = Window::open();
    window.search("red");
    window.until("there are scores", |w| w.sees("Score at least"));
    window.harness.get_by_label("Score at least").focus();
    window.harness.run_steps(2);
    window.key(Key::End);
    window.until("it is cut off", |w| w.sees_part(" of 12 photos at ") && w.sees_part("Remove score ≥ "));
    window.select_all_and_write("Search", "blue");
    window.until("other words have none", |w| w.sees("12 photos by relevance") && !w.sees_part("Remove score"));
}

#[test]
fn an_empty_result_names_its_own_reason_and_its_way_out() {
    let mut window = Window::with_labels();
    for (text, words, button) in [
        ("red folder:shoes", "No folder of this catalogue is called “shoes”", "Search without folder:shoes"),
        ("tag:sandals", "There is no label “sandals”", "Search without tag:sandals"),
        ("tag:Blue", "No photo is tagged “blue”", "Search without tag:Blue"),
        ("name:IMG_7*", "No photo is called “img_7*”", "Search without name:IMG_7*"),
        ("red score:>0.99", "No photo has a score that passes score:>0.99", "Search without score:>0.99"),
        ("name:red* name:blue*", "Some photos pass each of the filters, none passes all of them", "Search without the filters"),
    ] {
        window.select_all_and_write("Search", text);
        window.until(text, |w| w.sees("No photos match") && w.sees(words) && !w.sees("Show any score"));
        window.click(button);
        window.until("there are photos again", |w| w.cells().len() == 12);
    }
}

#[test]
fn a_review_from_the_keyboard_is_the_one_that_the_panel_offers() {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("the panel is open", |w| w.sees("Threshold"));
    window.click("Label set Colour");
    window.click("Style");
    window.until("another set is open", |w| w.sees("Label set Style") && w.sees_part("In all 12 photos, "));
    window.harness.get_by_label("Threshold").focus();
    window.harness.run_steps(2);
    window.key(Key::End);
    let count = |w: &Window| button(w, "Review ").and_then(|words| words.trim_start_matches("Review ").parse::<usize>().ok());
    window.until("there is something to review", |w| count(w).is_some_and(|n| n > 0));
    let n = count(&window).unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    let photos = if n == 1 { "photo" } else { "photos" };
    window.until("the dialog says the same", |w| w.sees(&format!("Review {n} {photos} of Style")));
    window.key(Key::Enter);
    window.until("and asks as many", |w| w.sees(&format!("1 of {n}")));
}

#[test]
fn the_columns_of_the_panel_say_what_they_count() {
    let mut window = Window::with_labels();
    likeliest(&mut window);
    assert!(window.sees_part("Suggested: photos that the model suggests the label for"));
    assert!(window.sees_part("All labels: 12 undecided"), "the same photos are undecided above and below");
}

#[test]
fn a_placeholder_is_painted_weaker_than_what_is_typed() {
    let mut window = Window::open();
    let strongest = |w: &Window| {
        let rect = w.harness.get_by_role_and_label(Role::TextInput, "Search").rect().shrink(4.0);
        let picture = w.picture();
        let of = |x: u32, y: u32| i32::from(picture.get_pixel(x, y).0[1]);
        let ground = of(rect.right() as u32 - 1, rect.top() as u32);
        let pixels = (rect.left() as u32..rect.right() as u32).flat_map(|x| (rect.top() as u32..rect.bottom() as u32).map(move |y| (x, y)));
        pixels.map(|(x, y)| (of(x, y) - ground).abs()).max().unwrap()
    };
    let hint = strongest(&window);
    window.search("Search photos");
    window.until("the words are there", |w| w.sees("12 photos by relevance"));
    let typed = strongest(&window);
    assert!(hint > 0 && hint * 100 < typed * 62, "{hint} of {typed}");
}
