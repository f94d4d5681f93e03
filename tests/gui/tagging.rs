//! Label sets, the tagging panel, the tag bar, a photo's tags: with the real engine.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

/// A window on twelve photos with a single-choice set of colours, made by a person who types.
fn with_colours() -> Window {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.click("New label set");
    window.write("Name of the label set", "Colour");
    window.paste("Add a label", "Red\nGreen\nBlue\nYellow");
    window.until("the labels are rows", |w| w.sees("Label 4"));
    window.click("Some photos are none of these");
    window.click("Save");
    window.until("the set is there", |w| w.sees("Label set Colour") && w.sees("Ctrl+Z undo"));
    window
}

/// Gives the first red photo its label, by the tag bar.
fn tag_red(window: &mut Window) {
    window.click("red-0.jpg");
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text("red");
    window.key(Key::Enter);
    window.key(Key::Escape);
}

fn counts(window: &Window) -> Vec<String> {
    let names = ["Red", "Green", "Blue", "Yellow"];
    let all = window.harness.query_all_by_role(Role::Button);
    let labels: Vec<String> = all.filter_map(|n| n.accesskit_node().label()).collect();
    labels.into_iter().filter(|l| names.iter().any(|n| l.starts_with(&format!("{n}, ")))).collect()
}

fn sum(window: &Window) -> usize {
    counts(window).iter().filter_map(|c| c.split(' ').nth(1)?.parse::<usize>().ok()).sum()
}

#[test]
fn a_set_is_made_and_its_photos_are_counted() {
    let mut window = with_colours();
    window.until("every photo is suggested as something", |w| counts(w).len() == 4 && sum(w) == 12);
    window.harness.check_accessibility();
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the set is gone again", |w| w.sees("Start from Colour"));
}

#[test]
fn counts_follow_the_typing_and_cancel_takes_it_back() {
    let mut window = with_colours();
    window.until("there are counts", |w| sum(w) == 12);
    let before = counts(&window);
    window.click("Edit labels");
    let photos = |row: &usize| before[row - 1].split(' ').nth(1).and_then(|n| n.parse::<u32>().ok());
    let most = (1..=4).max_by_key(photos).unwrap();
    window.select_all_and_write(&format!("Label {most}"), "wrist watch");
    window.until("the counts have changed", |w| w.sees("0 photos"));
    window.click("Cancel");
    window.click("Discard");
    window.until("the counts are as before", |w| counts(w) == before);
}

#[test]
fn what_is_wrong_keeps_save_from_being_pressed() {
    let mut window = with_colours();
    window.click("Edit labels");
    window.paste("Add a label", "Violet\nGold");
    window.write("Label 6", "en");
    window.write("Label 5", "");
    window.select_all_and_write("Label 6", "violet");
    window.until("it is told", |w| w.sees_part("is there twice"));
    assert!(window.harness.get_by_label("Save").accesskit_node().is_disabled());
    window.click("Remove violet");
    window.until("it is right again", |w| !w.harness.get_by_label("Save").accesskit_node().is_disabled());
}

#[test]
fn a_label_shows_its_photos_the_threshold_accepts_them_and_undo_takes_it_back() {
    let mut window = with_colours();
    window.until("there are counts", |w| sum(w) == 12);
    let (name, photos) = counts(&window)
        .iter()
        .filter_map(|c| c.split_once(", ").map(|(n, p)| (n.to_owned(), p.to_owned())))
        .max_by_key(|(_, p)| p.split(' ').next().and_then(|n| n.parse::<usize>().ok()))
        .unwrap();
    window.click(&format!("{name}, {photos}"));
    window.until("its photos are in the grid", |w| w.sees(&format!("{photos} suggested as {name}")));
    let n = window.cells().len();
    assert_eq!(photos.split(' ').next().unwrap(), n.to_string(), "the panel and the grid agree");
    assert_eq!(sum(&window), 12, "what is counted stays as it was");
    window.harness.get_by_label("Threshold").focus();
    window.harness.run_steps(2);
    window.key(Key::Home);
    let accept = if n == 1 { "Accept 1 tag".to_owned() } else { format!("Accept {n} tags") };
    window.until("everything lies above", |w| w.sees(&accept) && w.sees("Review 0"));
    window.key(Key::End);
    window.until("nothing lies above", |w| w.sees("Accept 0 tags") && w.sees(&format!("Review {n}")));
    window.key(Key::Home);
    window.click(&accept);
    window.until("they are tagged", |w| w.cells().iter().filter(|c| c.ends_with(", tagged")).count() == n);
    window.until("the library counts them", |w| w.sees(&format!("Tagged Colour: {name}, {photos}")));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("no tags are left", |w| !w.sees_part("Tagged Colour: ") && !w.cells().iter().any(|c| c.ends_with(", tagged")));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until("they are back", |w| w.cells().iter().filter(|c| c.ends_with(", tagged")).count() == n);
}

#[test]
fn the_tag_bar_finds_gives_takes_and_makes() {
    let mut window = with_colours();
    window.click("red-0.jpg");
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.until("two are selected", |w| w.sees("2 selected"));
    window.keys(Modifiers::COMMAND, Key::T);
    window.until("the bar is open", |w| w.sees("Tag"));
    window.type_text("re");
    window.until("red is the best match", |w| w.sees("Colour: Red"));
    window.key(Key::Enter);
    let tagged = |w: &Window| w.cells().iter().filter(|c| c.ends_with(", tagged")).count();
    window.until("both are tagged", |w| tagged(w) == 2);
    window.type_text("re");
    window.until("it says that both have it", |w| w.sees("Remove Colour: Red, on all"));
    window.key(Key::Enter);
    window.until("a second time takes it away", |w| tagged(w) == 0);
    window.type_text("Scarlet");
    window.keys(Modifiers::SHIFT, Key::Enter);
    window.until("the new label is theirs", |w| tagged(w) == 2 && w.sees("Tagged Colour: Scarlet, 2 photos"));
    window.key(Key::Escape);
    window.until("the bar is closed", |w| !w.sees("Close the tag bar"));
    assert!(window.sees("red-0.jpg, selected, tagged"), "the selection is as it was");
}

#[test]
fn tab_goes_from_match_to_match() {
    let mut window = with_colours();
    window.click("red-0.jpg");
    window.keys(Modifiers::COMMAND, Key::T);
    window.until("the bar is open", |w| w.sees("Tag"));
    window.type_text("e");
    window.until("there are matches", |w| w.sees("Colour: Yellow"));
    window.key(Key::Tab);
    window.until("the second is marked", |w| w.sees_part("Enter gives “Green” to this photo"));
    window.key(Key::Enter);
    window.until("it is given", |w| w.sees("Tagged Colour: Green, 1 photo"));
}

#[test]
fn several_photos_have_a_label_all_some_or_none() {
    let mut window = with_colours();
    tag_red(&mut window);
    window.until("one is tagged", |w| w.sees("red-0.jpg, selected, tagged"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.harness.get_by_label("red-0.jpg, selected, tagged").click();
    window.harness.run_steps(2);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.until("one of two has it", |w| w.sees("1 of 2"));
    window.click("Colour: Red");
    window.until("both have it", |w| w.sees("2 of 2"));
    window.click("Colour: Red");
    window.until("none has it", |w| w.sees("0 of 2"));
}

#[test]
fn ctrl_z_belongs_to_the_field_that_is_written_in() {
    let mut window = with_colours();
    window.search("name:red*");
    window.until("only the reds are left", |w| w.sees("3 of 12 photos"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.harness.run_steps(3);
    assert!(window.sees("Label set Colour"), "the set that was made is still there");
}

#[test]
fn library_rows_narrow_the_grid_and_a_chip_says_so() {
    let mut window = with_colours();
    tag_red(&mut window);
    window.click("Untagged, 11");
    window.until("eleven are left", |w| w.sees("11 of 12 photos") && w.sees("Remove untagged"));
    window.click("Tagged Colour: Red, 1 photo");
    window.until("one is left", |w| w.sees("1 of 12 photos"));
    window.click("Remove Colour: Red");
    window.until("all are back", |w| w.sees("12 photos"));
}

#[test]
fn the_undo_of_a_message_is_for_its_own_step_and_goes_with_it() {
    let mut window = Window::with_labels();
    tag_red(&mut window);
    window.until("the message offers Undo", |w| w.sees("Tagged Colour: Red, 1 photo") && w.sees("Undo"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is taken back", |w| w.sees("Untagged, 12") && w.sees_part("Undone: "));
    assert!(!window.sees("Undo"), "the message's step is gone, and the one before is none of its business");
}

#[test]
fn the_undo_of_a_message_takes_its_step_back() {
    let mut window = Window::with_labels();
    tag_red(&mut window);
    window.until("the message offers Undo", |w| w.sees("Tagged Colour: Red, 1 photo") && w.sees("Undo"));
    window.click("Undo");
    window.until("it is taken back", |w| w.sees("Untagged, 12") && w.sees_part("Undone: "));
}

#[test]
fn the_first_label_of_all_needs_no_set_made_beforehand() {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND, Key::A);
    window.keys(Modifiers::COMMAND, Key::T);
    window.until("the bar is open", |w| w.sees("Tag"));
    window.type_text("website");
    window.until("it says what it would do", |w| w.sees_part("Shift+Enter makes “website” in Keywords and gives it to 12 photos"));
    window.keys(Modifiers::SHIFT, Key::Enter);
    window.until("it is made and given", |w| w.sees_part("given to 12 photos"));
    let sets = window.other_process().label_sets().unwrap();
    assert_eq!((sets.len(), sets[0].name.as_str(), sets[0].choice), (1, "Keywords", base::Choice::Multi));
    window.click("Undo");
    window.until("it is undone whole", |w| w.other_process().label_sets().unwrap().is_empty());
}
