//! What is written and not saved is never lost without a question.

use super::window::Window;
use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::{NodeT, Queryable};

const QUESTION: &str = "Leave without saving?";

/// A new label set of four labels, pasted and not saved.
fn pasted() -> Window {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("the panel is open", |w| w.sees("Edit labels"));
    window.command("New label set");
    window.write("Name of the label set", "Shade");
    window.paste("Add a label", "Red\nGreen\nBlue\nYellow");
    window.until("the labels are rows", |w| w.sees("Label 4"));
    window
}

/// The desktop asks the window to close; true where it stays open.
fn stays_open(window: &mut Window) -> bool {
    let viewport = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.harness.run_steps(1);
    let output = &window.harness.output().viewport_output[&ViewportId::ROOT];
    let stays = output.commands.contains(&ViewportCommand::CancelClose);
    window.harness.run_steps(2);
    stays
}

#[test]
fn a_new_set_is_counted_from_its_first_pasted_word_on() {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("the panel is open", |w| w.sees("Edit labels"));
    window.command("New label set");
    window.paste("Add a label", "Red\nGreen");
    let sum = |w: &Window| {
        let all = w
            .harness
            .query_all_by_label_contains(" photo")
            .filter_map(|n| n.accesskit_node().label().or_else(|| n.accesskit_node().value()));
        all.filter_map(|l| l.split_once(" photo")?.0.parse::<usize>().ok()).sum::<usize>()
    };
    window.until("every photo is counted, though nothing is saved", |w| w.sees("Label 2") && sum(w) >= 12);
    assert!(window.sees("Save"));
}

#[test]
fn cancel_asks_and_what_was_written_can_be_gone_on_with_saved_or_dropped() {
    let mut window = pasted();
    window.click("Cancel");
    window.until("it is asked", |w| w.sees(QUESTION) && w.sees_part("The label set “Shade” has changes"));
    window.key(Key::Escape);
    window.until("it is gone on with", |w| !w.sees(QUESTION) && w.sees("Label 4"));
    window.click("Cancel");
    window.click("Discard");
    window.until("it is dropped", |w| w.sees("Label set Colour") && !w.sees("Label 4"));
    assert!(!window.sees("Label set Shade"));
}

#[test]
fn another_set_is_chosen_after_the_draft_is_saved() {
    let mut window = pasted();
    window.command("New label set");
    window.until("it is asked", |w| w.sees(QUESTION));
    window.click_where("Save", |w| w.harness.query_all_by_label("Save").last().map(|node| node.rect()));
    window.until("a new set is begun", |w| w.sees("Edit labels") && !w.sees("Label 1"));
    window.click("Cancel");
    window.click("Label set Colour");
    window.until("the draft was saved", |w| w.sees("Shade"));
}

#[test]
fn an_unchanged_form_is_left_without_a_question() {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.click("Edit labels");
    window.write("Label 1", "x");
    window.key(Key::Backspace);
    window.click("Cancel");
    window.harness.run_steps(2);
    assert!(!window.sees(QUESTION));
    assert!(!stays_open(&mut window));
}

#[test]
fn closing_the_window_asks() {
    let mut window = pasted();
    assert!(stays_open(&mut window));
    window.until("it is asked", |w| w.sees(QUESTION));
    window.click("Keep editing");
    window.until("it is gone on with", |w| w.sees("Label 4"));
    assert!(stays_open(&mut window));
    window.click("Discard");
    assert!(!stays_open(&mut window), "there is nothing left to ask about");
}

#[test]
fn another_catalogue_asks_and_opens_after_the_answer() {
    let mut window = pasted();
    window.command("Try the sample catalogue");
    window.until("it is asked", |w| w.sees(QUESTION));
    window.click("Discard");
    window.until("the other one is there", |w| w.sees_part("Indexed 120 photos"));
    assert!(!window.sees("Label 4"));
}

#[test]
fn a_rule_that_was_written_is_asked_about_when_its_dialog_is_left() {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND, Key::G);
    window.until("the rule is asked for", |w| w.sees("Use this rule"));
    window.click("{sku}-*");
    window.until("it fits", |w| w.sees("4 products of 12 photos"));
    window.key(Key::Escape);
    window.until("it is asked", |w| w.sees(QUESTION) && w.sees_part("The SKU rule has changes"));
    window.click("Keep editing");
    window.until("the dialog is as it was", |w| w.sees("Use this rule") && w.sees("4 products of 12 photos"));
    window.click("Not now");
    window.click("Save");
    window.until("the rule is saved, and grouping goes on", |w| w.cells().len() == 4);
}

#[test]
fn a_set_that_is_refused_stays_to_be_put_right() {
    let mut window = pasted();
    window.select_all_and_write("Name of the label set", "Colour");
    window.click("Save");
    window.until("it is refused, and still there", |w| w.sees("Label 4") && w.sees_part("Colour"));
}

#[test]
fn nothing_of_the_last_catalogue_is_counted_in_the_next() {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("there are figures", |w| w.sees_part("12 photos × 3 labels"));
    let other = window.photos().with_file_name("other");
    super::window::draw_photos(&other);
    window.command("Open folder…");
    window.type_path(&other);
    window.until("the other one is there", |w| w.sees("Start from Colour"));
    window.until("it is indexed", |w| w.sees("All photos, 12") && !w.busy());
    assert!(!window.sees_part("× 3 labels"));
}
