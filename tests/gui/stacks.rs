//! Stacks of duplicates: found in the background, opened in place, culled with one key, told apart.

use super::window::Window;
use crate::culling;
use base::{Flag, Mark};
use egui::{Key, Modifiers};
use engine::protocol::CatalogRequest;

/// A drawn shoot among the usual photos, of which its burst is in view as one stack.
fn stacked() -> Window {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        culling::draw(photos);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("20 photos") && !w.busy());
    window.write("Search", "name:burst*");
    window.until("the burst is in view", |w| w.cells().len() == 3);
    window.click("Stack duplicates");
    window.until("one cell stands for it, the sharp frame", |w| w.cells() == ["burst-1.jpg, 3 photos"]);
    window
}

/// The names of picked and of rejected photos, as the catalogue holds them.
fn flagged(window: &Window) -> [Vec<String>; 2] {
    let catalog = window.other_process();
    let (photos, marks) = (catalog.photos().unwrap(), catalog.marks().unwrap());
    [Flag::Pick, Flag::Reject].map(|flag| {
        let has = |id| marks.iter().any(|marked| marked.photo == id && marked.mark == Mark::Flag(Some(flag)));
        let mut names: Vec<String> = photos.iter().filter(|photo| has(photo.id)).map(base::Photo::name).collect();
        names.sort();
        names
    })
}

#[test]
fn a_stack_is_opened_and_its_best_is_picked_and_the_rest_rejected_in_one_step() {
    let mut window = stacked();
    assert!(window.sees("3 of 20 photos"), "the photos are counted, not the cells");
    window.click("burst-1.jpg, 3 photos");
    window.until("the inspector tells the stack", |w| w.sees("Burst of 3 photos") && w.sees("The best: sharpest"));
    window.key(Key::S);
    window.until("its photos stand in place", |w| w.cells().len() == 3);
    assert!(
        window.cells()[0].starts_with("burst-1.jpg") && window.cells()[0].contains("1 of 3 in its stack, the best"),
        "{:?}",
        window.cells()
    );
    window.harness.check_accessibility();
    window.key(Key::S);
    window.until("it is closed again", |w| w.cells().len() == 1);
    window.key(Key::B);
    window.until("it is told", |w| w.sees_part("1 photo picked, 2 photos rejected"));
    let culled = [vec!["burst-1.jpg".to_owned()], vec!["burst-0.jpg".to_owned(), "burst-2.jpg".to_owned()]];
    assert_eq!(flagged(&window), culled);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("one step took it back", |w| flagged(w) == [Vec::<String>::new(), Vec::new()]);
}

#[test]
fn a_person_may_keep_another_frame_than_the_best() {
    let mut window = stacked();
    window.click("burst-1.jpg, 3 photos");
    window.key(Key::S);
    window.until("its photos stand in place", |w| w.cells().len() == 3);
    window.click("burst-2.jpg, 3 of 3 in its stack");
    window.key(Key::B);
    window.until("it is told", |w| w.sees_part("1 photo picked, 2 photos rejected"));
    assert_eq!(flagged(&window)[0], ["burst-2.jpg"]);
}

#[test]
fn photos_that_are_no_duplicates_leave_their_stack_until_that_is_undone() {
    let mut window = stacked();
    window.click("burst-1.jpg, 3 photos");
    window.click("Not duplicates");
    window.until("each stands for itself", |w| w.cells().len() == 3 && w.cells().iter().all(|cell| !cell.contains("stack")));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("they are one stack again", |w| w.cells().len() == 1);
    window.click("Stack duplicates");
    window.until("every photo is shown", |w| w.cells().len() == 3);
}

#[test]
fn a_closed_stack_is_seen_by_what_was_picked_of_it_and_holds_what_a_filter_leaves() {
    let mut window = stacked();
    window.click("burst-1.jpg, 3 photos");
    window.key(Key::S);
    window.until("its photos stand in place", |w| w.cells().len() == 3);
    window.click("burst-2.jpg, 3 of 3 in its stack");
    window.key(Key::P);
    window.until_marked("burst-2.jpg", "picked");
    window.key(Key::S);
    window.until("it is closed over the picked one", |w| w.cells() == ["burst-2.jpg, selected, picked, 3 photos"]);
    window.until("the inspector counts them", |w| w.sees("1 picked"));
    window.select_all_and_write("Search", "name:burst* is:unflagged");
    window.until("the others are a stack", |w| w.cells() == ["burst-1.jpg, 2 photos"]);
    window.click("burst-1.jpg, 2 photos");
    window.key(Key::B);
    window.until("it is told", |w| w.sees_part("1 photo picked, 1 photo rejected"));
    assert_eq!(flagged(&window), [vec!["burst-1.jpg".to_owned(), "burst-2.jpg".to_owned()], vec!["burst-0.jpg".to_owned()]]);
}

#[test]
fn who_stacks_stays_where_they_were() {
    let mut window = stacked();
    window.click("Stack duplicates");
    window.until("every photo is shown", |w| w.cells().len() == 3);
    window.click("burst-2.jpg");
    window.click("Stack duplicates");
    window.until("the stack is selected in its place", |w| w.cells() == ["burst-1.jpg, selected, 3 photos"]);
}
