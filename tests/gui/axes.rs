//! A walk above the grid: written, slid along, kept as an axis to sort and to filter by, and ended.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

impl Window {
    /// The bar is open, and the walk leads from red to blue dresses.
    fn walking() -> Self {
        let mut window = Self::open();
        window.command("Walk from here to there");
        window.until("it says what it is good for", |w| w.sees_part("like this, but more formal"));
        window.harness.check_accessibility();
        window.write("Walk from", "red dress");
        window.key(Key::Enter);
        window.write("Walk to", "blue dress");
        window.key(Key::Enter);
        window.until("the way is there", |w| w.sees_part("Step 10: blue"));
        window.until("the grid is at its start", |w| w.begins_with("red"));
        window
    }

    fn begins_with(&self, colour: &str) -> bool {
        self.cells().first().is_some_and(|cell| cell.starts_with(colour))
    }

    /// The colours as they follow one another in the grid.
    fn colours(&self) -> Vec<String> {
        let mut colours: Vec<String> = self.cells().iter().map(|cell| cell.split('-').next().unwrap().to_owned()).collect();
        colours.dedup();
        colours
    }

    /// The name of the ribbon's photo of that step.
    fn step(&self, step: usize) -> String {
        let begin = format!("Step {step}: ");
        self.names().into_iter().find(|name| name.starts_with(&begin)).unwrap_or_default()
    }

    fn save_axis(&mut self, name: &str) {
        self.click("Save as an axis…");
        self.until("the dialog is there", |w| w.sees("Not now"));
        self.select_all_and_write("Name", name);
        self.key(Key::Enter);
        self.until("it is told", |w| w.sees_part(&format!("Axis {name} saved")));
    }
}

#[test]
fn a_step_of_the_way_re_ranks_the_grid() {
    let mut window = Window::walking();
    assert!(window.sees_part("0 % of the way from red dress to blue dress"));
    let last = window.step(10);
    window.click(&last);
    window.until("the grid is at its end", |w| w.begins_with("blue"));
    assert!(window.sees_part("100 % of the way"));
    window.harness.check_accessibility();
    window.click("Walk the other way");
    window.until("what was the end is the start", |w| w.sees_part("0 % of the way from blue dress to red dress"));
    assert!(window.begins_with("blue"), "and the grid stays where it was");
    window.harness.get_by_role_and_label(Role::Slider, "Place on the way").focus();
    window.harness.run_steps(2);
    window.key(Key::ArrowRight);
    window.until("the slider moves by its keys", |w| w.sees_part("1 % of the way"));
}

#[test]
fn a_walk_is_kept_and_photos_are_sorted_and_filtered_by_it() {
    let mut window = Window::walking();
    window.save_axis("Blue");
    window.until("it says that it is kept", |w| w.sees("Blue"));
    window.click("Blue");
    window.click("Sort all photos along it");
    // The walk began with the reds too, in an order of its own, which stays until the answer is there.
    window.until("the photos are in that order", |w| w.sees("Sort by along blue") && w.colours() == ["red", "green", "yellow", "blue"]);
    assert!(!window.sees("Walk from"));
    window.command("Reverse the order");
    window.until("it is turned round", |w| w.colours() == ["blue", "yellow", "green", "red"]);
    window.search("axis:b");
    window.until("it is offered", |w| w.sees_part("the half toward blue dress"));
    window.select_all_and_write("Search", "axis:blue>=0.5");
    window.until("half of them are shown", |w| w.cells().len() == 6);
    assert!(window.cells().iter().all(|cell| !cell.starts_with("red")), "{:?}", window.cells());
    // In the field it would take back what was written.
    window.key(Key::Tab);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is told that there is no such axis", |w| w.sees_part("there is no axis 'blue'"));
}

#[test]
fn words_and_escape_end_the_walk() {
    let mut window = Window::walking();
    window.search("green");
    window.until("the words are asked", |w| w.begins_with("green"));
    assert!(window.sees("Walk from"), "the bar stays, to go on from");
    let last = window.step(10);
    window.click(&last);
    window.until("the walk goes on", |w| w.begins_with("blue") && w.field_of("Search").is_empty());
    window.key(Key::Escape);
    window.until("it is ended", |w| !w.sees("Walk from") && w.begins_with("blue-0"));
    assert_eq!(window.cells().len(), 12);
}

#[test]
fn a_photo_is_walked_from_and_ends_that_mean_nothing_are_told() {
    let mut window = Window::open();
    window.click("green-0.jpg");
    window.command("Walk from this photo");
    window.until("it is the start", |w| w.field_of("Walk from").contains("green-0.jpg"));
    window.write("Walk to", "qwertzuiop");
    window.key(Key::Enter);
    window.until("it is told", |w| w.sees_part("was never taught these words"));
    window.select_all_and_write("Walk to", "yellow dress");
    window.key(Key::Enter);
    window.until("the way is there", |w| w.step(1) == "Step 1: green-0.jpg" && w.step(10).contains("yellow"));
}
