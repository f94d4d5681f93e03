//! Two bodies on one shoot whose clocks disagree: one is set off in a dialog, and the photos come into their order.

use super::window::Window;
use crate::culling::shot;
use base::ClockOffset;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;

const TOLD: [&str; 4] = ["one-2.jpg", "one-1.jpg", "two-2.jpg", "two-1.jpg"];
const RIGHT: [&str; 4] = ["two-2.jpg", "one-2.jpg", "two-1.jpg", "one-1.jpg"];

/// Photos of two cameras in turn, the newest first; the clock of the second one is an hour behind.
fn shoot() -> Window {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        for (n, (name, model, moment)) in
            [("one-1", "X-10", "14:03:22"), ("two-1", "X-100", "13:04:00"), ("one-2", "X-10", "14:05:00"), ("two-2", "X-100", "13:06:00")]
                .into_iter()
                .enumerate()
        {
            shot(&photos.join(format!("{name}.jpg")), [60 * n as u8, 90, 200], model, &format!("2026:05:10 {moment}"));
        }
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the shoot is indexed", |w| w.sees("16 photos") && !w.busy());
    window.write("Search", "date:2026-05-10");
    window.until("the shoot is in view", |w| w.cells().len() == 4);
    window.command("Sort by date");
    window.until("it is in the order that the cameras told", |w| names(w) == TOLD);
    window
}

/// The photos in view, in their order, whatever else is told of them.
fn names(window: &Window) -> Vec<String> {
    window.cells().iter().map(|cell| cell.split(',').next().unwrap_or_default().to_owned()).collect()
}

fn open(window: &mut Window) {
    window.command("Set a camera's clock…");
    window.until("the cameras are listed", |w| w.sees("Otherbrand X-10") && w.sees("Otherbrand X-100"));
}

#[test]
fn a_clock_is_set_off_by_keyboard_and_photos_come_into_their_order_until_it_is_undone() {
    let mut window = shoot();
    open(&mut window);
    window.harness.check_accessibility();
    let focused = |w: &Window| w.harness.get_by_role_and_label(Role::TextInput, "Clock of Otherbrand X-10").is_focused();
    window.until("the first field has the keyboard", focused);
    window.key(Key::Tab);
    window.type_text("+1h");
    window.until("the dates are shown as they will be", |w| w.sees("2 photos · 2026-05-10 14:04:00 – 2026-05-10 14:06:00"));
    window.key(Key::Enter);
    window.until("it is told", |w| w.sees_part("Clock of Otherbrand X-100 corrected by +1:00:00") && !w.sees("Not now"));
    window.until("the photos are in their order", |w| names(w) == RIGHT);
    window.click("two-1.jpg");
    window.until("both times are told", |w| w.sees("2026-05-10 14:04:00.120") && w.sees("camera's clock: 13:04:00.120, +1:00:00"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is taken back", |w| w.sees_part("Undone: Correct the clock of Otherbrand X-100 by +1:00:00"));
    window.until("the cameras' order is back", |w| names(w) == TOLD && !w.sees_part("camera's clock"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until("it is done again", |w| names(w) == RIGHT);
    window.select_all_and_write("Search", "date:2026-05-10T13");
    window.until("no photo is of that hour", |w| w.cells().is_empty());
}

#[test]
fn two_selected_photos_of_one_instant_tell_by_how_much_a_clock_is_off() {
    let mut window = shoot();
    open(&mut window);
    assert!(window.sees_part("selected before"), "it is told that two photos would tell it");
    window.key(Key::Escape);
    window.until("the dialog is gone", |w| !w.sees("Not now"));
    window.click("one-1.jpg");
    window.harness.get_by_label("two-1.jpg").click_modifiers(Modifiers::COMMAND);
    window.until("two are selected", |w| w.sees_part("2 selected") || w.sees_part("2 photos selected"));
    open(&mut window);
    assert!(window.sees("one-1.jpg and two-1.jpg show the same instant:") && window.sees("Correct Otherbrand X-10 by -0:59:22"));
    window.click("Correct Otherbrand X-100 by +0:59:22");
    window.until("it is written beside the camera", |w| w.field_of("Clock of Otherbrand X-100") == "+0:59:22");
    window.click("Correct 1 clock");
    window.until("it is told", |w| w.sees_part("Clock of Otherbrand X-100 corrected by +0:59:22"));
}

#[test]
fn what_is_no_offset_is_told_and_nothing_typed_is_lost_without_a_question() {
    let mut window = shoot();
    open(&mut window);
    window.select_all_and_write("Clock of Otherbrand X-100", "soon");
    window.until("it is told", |w| w.sees_part("'soon' is no time to set a clock by"));
    assert!(window.harness.get_by_label("Correct 1 clock").accesskit_node().is_disabled());
    window.click("Not now");
    window.until("it is asked about", |w| w.sees("Leave without saving?"));
    window.click("Discard");
    window.until("the dialog is gone", |w| !w.sees("Not now"));
    assert!(window.other_process().clocks().unwrap().is_empty());
}

#[test]
fn what_another_program_says_of_a_clock_is_seen() {
    let mut window = shoot();
    let mut other = window.other_process();
    let hour = ClockOffset::from_seconds(3600).unwrap();
    other.step(|step| step.set_clock("Otherbrand X-100", hour)).unwrap();
    window.until("the photos are in their order", |w| names(w) == RIGHT);
    open(&mut window);
    window.until("the clock is told", |w| w.field_of("Clock of Otherbrand X-100") == "+1:00:00");
}
