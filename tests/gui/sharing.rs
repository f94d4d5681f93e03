//! Sharing through a hub: a PostgreSQL server that the test starts, where one is installed.

use super::window::Window;
use egui::{Key, Modifiers};
use testing::postgres::{Server, plain};

/// A window on the twelve photos, whose person has a name.
fn person(name: &str, labels: bool) -> Window {
    let mut window = if labels { Window::with_labels() } else { Window::open() };
    window.until("the photos are there", |w| w.cells().len() == 12 && !w.busy());
    window.command("Your name…");
    window.select_all_and_write("Your name", name);
    window.click("Save");
    window.until("the dialog is closed", |w| !w.sees("Not now"));
    window
}

/// The dialog, with an answer about the hub at this address.
fn look(window: &mut Window, url: &str) {
    window.command("Share with others…");
    window.until("it is known that there is none yet", |w| w.sees("Close"));
    window.select_all_and_write("Address of the hub", url);
    window.click("Look");
    window.until("the hub answered", |w| w.sees("Close"));
}

/// Presses a button and waits for what comes of it.
fn press(window: &mut Window, button: &str, what: &str) {
    window.click(button);
    window.until(what, |w| w.sees("Close") && w.sees_part(what));
}

fn new_hub() -> Option<(&'static Server, String)> {
    let server = plain()?;
    Some((server, server.url("owner", &server.database())))
}

#[test]
fn what_one_decides_is_made_a_hub_of_and_taken_in_by_another_as_one_step() {
    let Some((_, url)) = new_hub() else { return };
    let mut anna = person("Anna", true);
    anna.click("red-0.jpg");
    anna.keys(Modifiers::COMMAND, Key::T);
    anna.until("the tag bar is open", |w| w.sees("Close the tag bar"));
    anna.type_text("Red");
    anna.key(Key::Enter);
    anna.until("it is decided", |w| w.sees("Untagged, 11"));
    anna.key(Key::Escape);
    look(&mut anna, &url);
    assert!(anna.sees_part("There is no hub at") && !anna.sees_part("selvedge share"), "{:?}", anna.names());
    anna.harness.check_accessibility();
    press(&mut anna, "Make a hub there", "0 photos, 0 steps");
    press(&mut anna, "Share now", "made known there");
    assert!(anna.sees_part("12 photos, 1 step, 12 vectors") && anna.sees("Nothing to bring or to take in"), "{:?}", anna.names());
    anna.harness.check_accessibility();

    let mut ben = person("Ben", false);
    look(&mut ben, &url);
    assert!(ben.sees_part("0 changes to bring, 1 step to take in") && ben.sees_part("Anna (as owner): 1 step, last "), "{:?}", ben.names());
    press(&mut ben, "Only take in", "1 change taken in, 2 label sets taken in");
    ben.click("Close");
    ben.until("the decision is here", |w| w.sees("Untagged, 11"));
    ben.keys(Modifiers::COMMAND, Key::Z);
    ben.until("all of it is taken back", |w| !w.sees("Untagged, 11"));

    // The hub is known by now, and asked as soon as the dialog opens.
    anna.click("Close");
    anna.command("Share with others…");
    anna.until("the hub answered", |w| w.sees("Nothing to bring or to take in"));
}

#[test]
fn where_words_mean_something_else_the_person_says_whose_count() {
    let Some((_, url)) = new_hub() else { return };
    let mut anna = person("Anna", true);
    look(&mut anna, &url);
    press(&mut anna, "Make a hub there", "0 photos, 0 steps");
    press(&mut anna, "Share now", "made known there");

    let mut ben = person("Ben", false);
    let sets = ben.photos().with_file_name("own.json");
    fs_err::write(&sets, r#"[{"set": "Colour", "choice": "multi", "labels": ["Red", "Pink"]}]"#).unwrap();
    ben.command("Import label sets…");
    ben.type_path(&sets);
    ben.until("the set is there", |w| w.sees("Untagged, 12"));
    look(&mut ben, &url);
    press(&mut ben, "Share now", "means something else at the hub than here");
    assert!(!ben.sees_part("--sets"), "{:?}", ben.names());
    ben.harness.check_accessibility();
    press(&mut ben, "Use the hub's words", "taken in");
    let colours = ben.other_process().label_sets().unwrap().into_iter().find(|set| set.name == "Colour").unwrap();
    let names: Vec<&str> = colours.labels.iter().map(|label| label.name.as_str()).collect();
    assert_eq!(colours.choice, base::Choice::Single);
    assert!(["Red", "Green", "Blue", "Pink"].iter().all(|name| names.contains(name)), "{names:?}");
}

#[test]
fn a_hub_that_cannot_be_reached_or_is_none_is_told_and_what_was_typed_stays() {
    let mut window = person("Anna", true);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://anna:secret@127.0.0.1:{free}/shop");
    look(&mut window, &url);
    assert!(window.sees_part("cannot be reached") && !window.sees_part("Make a hub there"), "{:?}", window.names());
    // The address of another is not what the answer is about.
    window.select_all_and_write("Address of the hub", "nonsense");
    window.click("Look");
    window.until("it is told", |w| w.sees("Close") && w.sees_part("is no address of a PostgreSQL database"));
    window.click("Share now");
    window.until("nothing was asked", |w| w.sees("Close"));
    window.click("Close");
    window.until("the dialog is closed", |w| !w.sees("Share now"));
}
