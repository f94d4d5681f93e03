//! What is wrong with a set's words, as a person sees it, with the real engine on the sample catalogue.

use super::window::Window;
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;

/// The sample catalogue with a set of two labels that are the same, one that is another, and a word that nobody taught the model.
fn odd(size: egui::Vec2) -> Window {
    let mut window = Window::sized(size, |_| Some(CatalogRequest::OpenSample.into()));
    window.until("the sample is indexed", |w| w.sees_part("Indexed 120 photos") && !w.busy());
    let file = window.photos().with_file_name("odd.csv");
    fs_err::write(&file, "set,label\nOdd,T-shirt\nOdd,Tee shirt\nOdd,Handbag\nOdd,qwxzv handbag\n").unwrap();
    window.command("Import label sets…");
    window.type_path(&file);
    window.until("the set is there", |w| w.sees_part("Imported Odd"));
    window
}

fn templates(window: &Window) -> Vec<String> {
    let sets = window.other_process().label_sets().unwrap();
    sets.iter().find(|set| set.name == "Odd").unwrap().templates.clone()
}

fn labels(window: &Window, part: &str) -> Vec<String> {
    let all = window.harness.query_all_by_label_contains(part);
    all.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn labels_that_are_taken_for_each_other_are_told_and_other_words_can_be_applied() {
    let mut window = odd(egui::vec2(1280.0, 800.0));
    window.command("Check words");
    window.until("two labels collide", |w| w.sees("Taken for each other: T-shirt, Tee shirt"));
    window.harness.check_accessibility();
    assert!(window.sees_part("The model can hardly tell T-shirt from Tee shirt"));
    assert!(window.sees_part("of the answer on their photos, now ") && window.sees_part(" of 120 photos get another label"));
    assert!(window.sees("Never taught: qwxzv handbag"), "{:?}", labels(&window, "Never"));
    assert_eq!(templates(&window), ["a photo of {label}"]);
    let apply = labels(&window, "Apply a product photo of {label} for T-shirt, Tee shirt");
    assert_eq!(apply.len(), 1);
    window.click(&apply[0]);
    window.until("the set has these words", |w| templates(w) == ["a product photo of {label}"]);
    // What was applied is looked at again: it is no longer something to try, and what was is.
    window.until("the words are looked at again", |w| w.sees_part("Apply a photo of {label} for ") && !w.sees(&apply[0]));
    window.keys(egui::Modifiers::COMMAND, egui::Key::Z);
    window.until("the set has its own words again", |w| templates(w) == ["a photo of {label}"]);
    // The words that the model knows of a label take the place of all.
    window.until("it is looked at again", |w| w.sees(&apply[0]) && w.sees("Apply handbag for qwxzv handbag"));
    window.click("Apply handbag for qwxzv handbag");
    window.until("the model knows all words", |w| !w.sees_part("Never taught: ") && w.sees_part("Taken for each other: "));
    window.key(egui::Key::Escape);
    window.until("the grid is back", |w| w.sees("Photos"));
}

#[test]
fn another_set_can_be_chosen() {
    let mut window = odd(egui::vec2(1000.0, 640.0));
    let file = window.photos().with_file_name("fine.csv");
    fs_err::write(&file, "set,label\nFine,Handbag\nFine,Jeans\n").unwrap();
    window.command("Import label sets…");
    window.type_path(&file);
    window.until("the set is there", |w| w.sees_part("Imported Fine"));
    window.command("Check words");
    window.until("there is something to look at", |w| w.sees_part("Taken for each other"));
    let set = labels(&window, "Label set: ")[0].clone();
    window.click(&set);
    window.click("Fine");
    window.until("the other set is looked at", |w| w.sees("Label set: Fine") && !w.sees_part("Taken for each other"));
    window.until("that is over", |w| w.sees("Nothing to mend in these words") || w.sees("Findings"));
    window.harness.check_accessibility();
}

#[test]
fn none_of_these_is_advised_and_can_be_switched_on() {
    let mut window = odd(egui::vec2(1280.0, 800.0));
    window.command("Check words");
    window.until("that is over", |w| w.sees("Findings"));
    let none = |window: &Window| {
        let sets = window.other_process().label_sets().unwrap();
        sets.iter().find(|set| set.name == "Odd").unwrap().none_of_these
    };
    if none(&window) {
        // A set that comes in through the window has it; one can do without.
        assert!(!window.sees("Every photo gets a label"));
        let catalog = &mut window.other_process();
        let mut draft = catalog.label_sets().unwrap().iter().find(|set| set.name == "Odd").unwrap().draft();
        draft.none_of_these = false;
        catalog.step(|step| step.save_set(&draft)).unwrap();
    }
    window.until("it is advised", |w| w.sees("Every photo gets a label") && w.sees_part("Switch none of these on: "));
    window.harness.check_accessibility();
    window.click("Apply none of these");
    window.until("the set has it", |w| none(w) && !w.sees("Every photo gets a label"));
}
