//! The strip above the grid that tells when photos were taken: shown on demand, and a drag over it narrows the search.

use super::window::{Window, draw};
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use engine::protocol::CatalogRequest;
use std::path::Path;

/// Puts the moment into a JPEG, as a camera does.
fn taken(file: &Path, moment: &str) {
    let text = format!("{moment}\0");
    // Little-endian: one directory with one entry that leads to another, with one entry: DateTimeOriginal.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x03\x90\x02\0".to_vec();
    exif.extend((text.len() as u32).to_le_bytes());
    exif.extend([0x2c, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(text.bytes());
    let mut bytes = fs_err::read(file).unwrap();
    let segment = [&[0xff, 0xe1][..], &(exif.len() as u16 + 2).to_be_bytes(), &exif].concat();
    bytes.splice(2..2, segment);
    fs_err::write(file, bytes).unwrap();
}

/// Ten photos of one morning, a minute apart, and twelve without a date.
fn shoot() -> Window {
    let mut window = Window::sized(vec2(1280.0, 800.0), |photos| {
        for n in 0..10 {
            let file = photos.join(format!("shoot-{n}.jpg"));
            draw(&file, [(n * 20) as u8, 90, 200], n % 4);
            taken(&file, &format!("2026:05:10 09:{:02}:00", n * 6));
        }
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the shoot is indexed", |w| w.sees("22 photos") && !w.busy());
    window
}

fn strip(window: &Window) -> egui::Rect {
    window.harness.get_by_label_contains("Timeline, ").rect()
}

#[test]
fn a_drag_over_the_timeline_narrows_the_search_to_that_time() {
    let mut window = shoot();
    assert!(!window.sees_part("Timeline, "), "it is switched on when it is wanted");
    window.command("Timeline");
    window.until("it is shown", |w| w.sees("Timeline, 10 May 2026, 09:00:00 – 09:54:15"));
    window.harness.check_accessibility();
    let rect = strip(&window);
    let at = |share: f32| Pos2::new(rect.left() + rect.width() * share, rect.top() + 10.0);
    window.harness.drag_at(at(0.3));
    window.harness.run_steps(2);
    window.harness.hover_at(at(0.6));
    window.harness.run_steps(2);
    window.harness.drop_at(at(0.6));
    window.until("the photos of that time are found", |w| w.cells().len() == 3);
    let written = window.field_of("Search");
    assert!(written.starts_with("date:2026-05-10T09:1") && written.contains(".."), "{written}");
    assert!(window.cells()[0].starts_with("shoot-3.jpg"), "{:?}", window.cells());
    window.click("Show all times");
    window.until("all are shown", |w| w.cells().len() == 22);
    assert_eq!(window.field_of("Search"), "");
}

#[test]
fn the_timeline_is_used_by_keys_and_stays_switched_on() {
    let mut window = shoot();
    window.command("Timeline");
    window.until("it is shown", |w| w.sees_part("Timeline, 10 May 2026"));
    window.harness.get_by_label_contains("Timeline, ").focus();
    window.harness.run_steps(2);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::Enter);
    window.until("the first photo is found", |w| w.cells().len() == 1 && w.cells()[0].starts_with("shoot-0.jpg"));
    let mut window = window.reopened();
    let photos = window.photos();
    window.keys(Modifiers::COMMAND, Key::O);
    window.type_path(&photos);
    window.until("it is shown again", |w| w.sees_part("Timeline, 10 May 2026"));
}

#[test]
fn photos_without_dates_have_no_timeline() {
    let mut window = Window::open();
    window.command("Timeline");
    window.until("it is told", |w| w.sees("No photo here has a date"));
}
