//! Two models side by side, with the real engine: the second one finds last what the starter finds first.

use super::models::add;
use super::window::Window;
use crate::second_model;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

/// A window on twelve photos that both models have read, with label sets; the comparison is open.
fn comparing() -> Window {
    let mut window = Window::with_labels();
    let folder = second_model::save(&window.photos().with_file_name("turned"));
    add(&mut window, &folder);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    window.until("the second model has read nothing", |w| w.sees("Embed 12 photos with turned"));
    window.harness.check_accessibility();
    window.click("Embed 12 photos with turned");
    window.until("both have read the photos", |w| w.sees("Type a search to compare"));
    window
}

/// The cells of one grid, in order.
fn cells(window: &Window, grid: &str) -> Vec<String> {
    let list = window.harness.get_by_role_and_label(Role::ListBox, grid);
    let cells = list.query_all_by_role(Role::ListBoxOption);
    cells.filter_map(|n| n.accesskit_node().label()).collect()
}

fn name(cell: &str) -> String {
    cell.split(',').next().unwrap().to_owned()
}

const LEFT: &str = "Photos, Starter model";
const RIGHT: &str = "Photos, turned";

fn filled(window: &mut Window) {
    window.until("both grids are filled", |w| {
        let both = [LEFT, RIGHT].map(|g| w.harness.query_by_role_and_label(Role::ListBox, g).is_some());
        both == [true, true] && cells(w, LEFT).len() >= 4 && cells(w, RIGHT).len() >= 4
    });
}

#[test]
fn one_query_has_two_answers() {
    let mut window = comparing();
    window.search("red");
    filled(&mut window);
    window.harness.check_accessibility();
    let (left, right) = (cells(&window, LEFT), cells(&window, RIGHT));
    assert!(left[0].ends_with(", rank 1") && right[0].ends_with(", rank 1"), "{left:?} {right:?}");
    // Twelve photos, one answer the other backwards: the first ten of both have eight in common.
    assert!(window.sees("8 of the first 10 in both · 12 of the first 12"));
    window.harness.get_by_label(&left[0]).hover();
    window.until("both ranks are told", |w| w.sees_part("rank 1 (") && w.sees_part("with Starter model · rank 12 ("));
    window.click(&left[0]);
    window.until("a click shows the photo in the other grid, too", |w| cells(w, RIGHT).contains(&format!("{}, rank 12", name(&left[0]))));
    window.click("Swap the models");
    window.until("left is right", |w| w.sees("Left model: turned") && w.sees("Right model: Starter model"));
    let (x, y) = [LEFT, RIGHT].map(|g| window.harness.get_by_role_and_label(Role::ListBox, g).rect().left()).into();
    assert!(x > y);
    assert_eq!(cells(&window, LEFT), left);
}

#[test]
fn the_keys_move_in_each_grid_and_escape_leads_back() {
    let mut window = comparing();
    window.search("red");
    filled(&mut window);
    window.key(Key::Enter);
    let focused = |w: &Window, g: &str| w.harness.get_by_role_and_label(Role::ListBox, g).is_focused();
    assert!(focused(&window, LEFT));
    window.key(Key::ArrowRight);
    window.key(Key::F6);
    window.until("the other grid has the keyboard", |w| focused(w, RIGHT));
    window.key(Key::ArrowRight);
    let first = name(&cells(&window, RIGHT)[0]);
    window.key(Key::Enter);
    window.until("the photo is large", |w| w.sees(&format!("{first}, large")));
    window.key(Key::Escape);
    window.until("the comparison is back", |w| w.sees("Swap the models"));
    window.key(Key::Escape);
    window.until("the photos are back", |w| w.sees("12 photos by relevance"));
}

#[test]
fn a_query_that_is_wrong_or_finds_nothing_says_so() {
    let mut window = comparing();
    window.search("colur:red dress");
    window.until("it is explained", |w| w.sees_part("colur"));
    window.click("Clear");
    window.search("red name:nothing-is-called-so");
    window.until("nothing is found", |w| w.sees("No photos match"));
    window.click("Clear search");
    window.until("a search is asked for", |w| w.sees("Type a search to compare"));
    window.click("dresses");
    filled(&mut window);
}

#[test]
fn disagreements_about_a_label_set_are_reviewed_by_keys() {
    let mut window = comparing();
    window.click("Label set");
    window.until("the opinions are here", |w| w.sees_part("They agree on") && w.sees_part("Review "));
    window.harness.check_accessibility();
    assert!(window.sees("Label set: Colour") && window.sees("Photos, worst first"));
    let cells = window.cells();
    assert!(cells[0].contains(" · Starter model") && cells[0].contains(" · turned"), "{cells:?}");
    window.click_where("a pair", |w| w.harness.query_all_by_label_contains("Starter model says").next().map(|node| node.rect()));
    assert!(window.cells().len() <= cells.len());
    window.click_where("the review", |w| {
        let all = w.harness.query_all_by_label_contains(" disagreement");
        let review = all.into_iter().find(|n| n.accesskit_node().label().is_some_and(|l| l.starts_with("Review ")));
        review.map(|node| node.rect())
    });
    window.until("the first one is asked", |w| w.sees("Which colour?") && w.sees_part("1 of "));
    assert!(window.sees_part("where Starter model and turned disagree"));
    window.until("both opinions are told", |w| w.sees_part("Starter model: ") && w.sees_part(" · turned: "));
    window.key(Key::Enter);
    // The answers must be this photo's before a key chooses among them.
    window.until("the next one is asked", |w| w.sees_part("2 of ") && w.sees("Which colour?") && w.sees_part("Starter model: "));
    window.key(Key::Num2);
    window.until("and the next", |w| w.sees_part("3 of "));
    window.key(Key::Escape);
    window.until("the comparison is back", |w| w.sees_part("They agree on"));
}

#[test]
fn without_a_second_model_it_says_what_to_do() {
    let mut window = Window::open();
    window.command("Compare two models…");
    window.until("it is said", |w| w.sees("A second model is needed to compare"));
    window.harness.check_accessibility();
    window.click("All models…");
    window.until("the models are listed", |w| w.sees("On this computer"));
}

#[test]
fn a_label_is_given_to_the_photo_that_is_named() {
    let mut window = comparing();
    window.search("red");
    filled(&mut window);
    let second = cells(&window, LEFT)[1].clone();
    window.click(&second);
    window.keys(Modifiers::COMMAND, Key::T);
    window.until("the tag bar is open", |w| w.sees("Close the tag bar"));
    window.type_text("Green");
    window.until("it names the photo", |w| w.sees_part(&format!("Enter gives “Green” to {}", name(&second))));
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.until("that one is tagged", |w| cells(w, LEFT).iter().filter(|c| c.contains(", tagged")).count() == 1);
    assert!(cells(&window, LEFT)[1].contains(", tagged"), "{:?}", cells(&window, LEFT));
}
