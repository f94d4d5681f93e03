//! A catalogue keeps in step with its folder while it is open, and indexing waits where it is told to.

use super::window::{Window, draw};
use engine::protocol::CatalogRequest;

#[test]
fn photos_that_come_change_places_and_go_are_seen() {
    let mut window = Window::in_step();
    let photos = window.photos();
    fs_err::create_dir(photos.join("new")).unwrap();
    draw(&photos.join("new/late.jpg"), [20, 120, 60], 1);
    window.until("a photo in a new folder is there", |w| w.sees("13 photos") && !w.busy());
    fs_err::rename(photos.join("new"), photos.join("renamed")).unwrap();
    window.until("its folder goes by another name", |w| w.sees_part("renamed, 1 photo") && !w.busy());
    assert!(!window.sees_part("missing"), "it was moved");
    fs_err::remove_file(photos.join("renamed/late.jpg")).unwrap();
    window.until("it is missing", |w| w.sees_part("Missing, 1") && !w.busy());
}

#[test]
fn a_folder_that_is_moved_is_found_again() {
    let mut window = Window::in_step();
    let photos = window.photos();
    let to = photos.with_file_name("photos of the week");
    fs_err::rename(&photos, &to).unwrap();
    window.until("it is found", |w| w.sees_part("“photos” was moved") && !w.busy());
    let roots = window.other_process().roots().unwrap();
    assert_eq!(roots.iter().map(|root| root.path.clone()).collect::<Vec<_>>(), [fs_err::canonicalize(&to).unwrap()]);
    window.until("its photos are there", |w| w.sees("All photos, 12"));
    assert!(!window.sees_part("Missing"));
}

#[test]
fn an_index_waits_while_it_is_paused_and_then_goes_on() {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        for i in 0..1200_u32 {
            draw(&photos.join(format!("many-{i:03}.jpg")), [(i % 200) as u8, (i / 3) as u8, 90], i % 7);
        }
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the first photos are there", |w| !w.cells().is_empty() && w.sees_part("Indexing, "));
    window.click("Pause indexing");
    window.until("it is paused", |w| w.sees_part(" %, paused"));
    let indexed = |window: &Window| window.other_process().models().unwrap()[0].embedded;
    // What was begun is ended and saved.
    let mut before = indexed(&window);
    for _ in 0..50 {
        std::thread::sleep(std::time::Duration::from_millis(100));
        window.harness.step();
        let now = indexed(&window);
        if now == before {
            break;
        }
        before = now;
    }
    assert!(before < 1212 && window.sees_part(" %, paused"), "{before}");
    window.click("Go on indexing");
    window.until("all photos are there", |w| w.sees("All photos, 1,212") && !w.busy());
}
