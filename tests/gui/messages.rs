//! Messages: one at a time, over no control, gone when they are outdated; errors stay until somebody takes them away.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect, Vec2, vec2};
use egui_kittest::kittest::{NodeT, Queryable, by};
use engine::protocol::{CatalogRequest, Event, ExportFormat, JobOutcome, Notice, PickPurpose, RequestId, Tone};

const LONG: &str = "The folder /media/shoot-2026-11 cannot be read (the disk was taken out); put it in again, and choose Rescan folders, \
                    or say with Locate where it is now";

fn say(window: &mut Window, tone: Tone, text: &str) {
    window.on_event(Event::Notice(Notice { request: None, tone, text: text.to_owned() }));
}

fn open(size: Vec2) -> Window {
    let mut window = Window::sized(size, |photos| Some(CatalogRequest::Open(photos.to_owned()).into()));
    window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
    // Its own message would take the place of another that tells what was done.
    window.until("that is told", |w| w.sees_part("Indexed 12 photos"));
    window
}

/// What can be pressed, by its name.
fn controls(window: &Window) -> Vec<(String, Rect)> {
    let roles = [Role::Button, Role::RadioButton, Role::TextInput, Role::Slider, Role::ListItem, Role::TreeItem, Role::ListBoxOption];
    let all = roles.into_iter().flat_map(|role| window.harness.query_all_by_role(role));
    all.map(|n| (n.accesskit_node().label().unwrap_or_default(), n.rect())).collect()
}

fn rect(window: &Window, name: &str) -> Rect {
    window.harness.get_by_label(name).rect()
}

#[test]
fn a_message_lies_over_no_control_in_any_window() {
    for size in [vec2(1000.0, 640.0), vec2(1280.0, 800.0)] {
        for (tone, text) in [(Tone::Error, LONG), (Tone::Done, "Gave Red to 5 photos")] {
            let mut window = open(size);
            let before = controls(&window).len();
            say(&mut window, tone, text);
            window.until("it is told", |w| w.sees(text));
            let words =
                window.harness.get(by().predicate(move |n| n.role() == Role::Label && n.value().is_some_and(|value| value == text)));
            let place = words.rect().union(rect(&window, "Dismiss"));
            assert!(place.bottom() <= size.y + 0.5 && place.height() > 0.0, "{text} at {size:?}: {place:?}");
            let own = ["Dismiss", "Copy message"];
            for (name, rect) in controls(&window) {
                // Cells are cut off at the edge of the grid; what is left of them ends above the message.
                let hidden = name.contains(".jpg");
                assert!(
                    hidden || own.contains(&name.as_str()) || !place.shrink(0.5).intersects(rect),
                    "{text} at {size:?} lies over {name}"
                );
            }
            assert!(controls(&window).len() >= before, "nothing gave way to it");
        }
    }
}

#[test]
fn one_at_a_time_and_errors_wait_behind() {
    let mut window = open(vec2(1280.0, 800.0));
    say(&mut window, Tone::Error, "The first problem");
    say(&mut window, Tone::Error, "The second problem");
    assert!(window.sees("The second problem") && !window.sees("The first problem") && window.sees("1 more"));
    window.click("1 more");
    window.until("all are listed", |w| w.sees("The first problem") && w.sees("Copy all"));
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    assert!(window.sees("The first problem") && !window.sees("The second problem"), "by its key");
    window.key(Key::Escape);
    assert!(!window.sees("The first problem"), "by Esc");
    window.command("All messages");
    assert!(window.sees("The first problem"), "it can be read again");
}

#[test]
fn another_catalogue_takes_the_messages_of_the_last_one_away() {
    let mut window = open(vec2(1280.0, 800.0));
    say(&mut window, Tone::Error, "About the first catalogue");
    let other = window.photos().with_file_name("other");
    super::window::draw_photos(&other);
    window.keys(Modifiers::COMMAND, Key::O);
    window.type_path(&other);
    window.until("the other is open", |w| w.sees("Catalogue other"));
    window.until("the message is gone", |w| !w.sees("About the first catalogue"));
}

#[test]
fn a_desktop_without_dialogs_says_so_and_offers_the_field() {
    let mut window = Window::empty();
    window.on_event(Event::NoDialog { request: RequestId(1), purpose: PickPurpose::OpenFolder });
    window.until("it is told", |w| w.sees_part("no dialog to choose in"));
    let choose = window.harness.query_all_by_label("Choose folder…").count();
    assert_eq!(choose, 1, "the welcome's below; the dialog does not offer it again");
    let photos = window.photos();
    window.type_path(&photos);
    window.until("the folder opens", |w| w.sees("12 photos") && !w.busy());
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.on_event(Event::NoDialog { request: RequestId(2), purpose: PickPurpose::ExportTags(ExportFormat::Csv) });
    assert!(window.sees("Export tags") && window.sees_part("no dialog to choose in"), "a form says it beside its field");
}

#[test]
fn what_went_wrong_with_a_run_is_told_once_and_until_the_next_run() {
    let mut window = Window::open();
    let (first, second) = (RequestId(u64::MAX - 1), RequestId(u64::MAX));
    let text = "The disk is full";
    window.on_event(Event::JobStarted(first));
    window.on_event(Event::Notice(Notice { request: Some(first), tone: Tone::Error, text: text.to_owned() }));
    window.on_event(Event::JobEnded(JobOutcome { request: first, summary: text.to_owned(), failed: 0, away: 0, cancelled: false }));
    window.until("it is told as an error, not as something done", |w| w.sees(text) && w.sees("Copy message"));
    window.on_event(Event::JobStarted(second));
    assert!(!window.sees(text));
}

#[test]
fn a_click_that_was_begun_when_a_message_came_is_a_click() {
    let mut window = open(vec2(1280.0, 800.0));
    window.select_all_and_write("Search", "red jaket");
    window.until("a likely slip is offered", |w| w.sees("Search for “jacket”"));
    let told = || Event::Notice(Notice { request: None, tone: Tone::Error, text: LONG.to_owned() });
    window.click_while("Search for “jacket”", told());
    window.until("it is searched for", |w| w.sees("Dismiss") && !w.sees_part("does not know"));
    window.click("Dismiss");
    window.until("it is gone", |w| !w.sees("Dismiss"));
    window.click_while("dresses, 3 photos", told());
    window.until("the folder is shown", |w| w.sees("Dismiss") && w.sees("Remove dresses"));
    window.click("Dismiss");
    window.until("it is gone", |w| !w.sees("Dismiss"));
    window.click_while("Tagging", told());
    window.until("tagging is shown", |w| w.sees("Dismiss") && !w.sees("Select a photo to see it here"));
}
