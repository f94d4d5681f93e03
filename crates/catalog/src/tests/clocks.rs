//! A camera's clock is set off in steps; photos are read with the dates put right, and what is stored of them stays.

use super::*;
use base::{ClockOffset, Clocks};

impl Shop {
    fn set_clock(&mut self, camera: &str, seconds: i64) -> (bool, Changed) {
        let offset = ClockOffset::from_seconds(seconds).unwrap();
        self.catalog.step(|step| step.set_clock(camera, offset)).unwrap()
    }

    /// Dates by the photos' ids.
    fn dates(&self) -> Vec<Option<String>> {
        self.catalog.photos().unwrap().into_iter().map(|photo| photo.captured).collect()
    }

    fn offsets(&self) -> Vec<(String, i64)> {
        self.catalog.clocks().unwrap().into_iter().map(|(camera, offset)| (camera.to_string(), offset.seconds())).collect()
    }
}

/// By an X-10, by another camera, by an X-10 that told no date, and by an unknown one.
fn two_bodies() -> Shop {
    let mut shop = shop();
    let by = |name: &str, content, camera: Option<&str>, captured: Option<&str>| {
        let facts = CaptureFacts { camera: camera.map(Into::into), ..CaptureFacts::default() };
        IndexedPhoto { facts, captured: captured.map(str::to_owned), ..photo(shop.root, name, content) }
    };
    let photos = vec![
        by("a.jpg", 1, Some("X-10"), Some("2024-02-28T23:30:00.190")),
        by("b.jpg", 2, Some("Testcam"), Some("2024-02-28T23:30:00")),
        by("c.jpg", 3, Some("X-10"), None),
        by("d.jpg", 4, None, Some("2024-02-28T23:30:00")),
    ];
    shop.catalog.commit(&batch(photos)).unwrap();
    shop
}

#[test]
fn the_photos_of_a_camera_are_read_with_their_dates_put_right() {
    let mut shop = two_bodies();
    let before = shop.dates();
    let (new, changed) = shop.set_clock("X-10", 3600);
    assert!(new && changed.step.is_some() && changed.beyond_marks && !changed.vocabulary && changed.photos.is_empty());
    let photos = shop.catalog.photos().unwrap();
    assert_eq!(photos[0].captured.as_deref(), Some("2024-02-29T00:30:00.190"));
    assert_eq!(photos[0].clock_told().as_deref(), Some("2024-02-28T23:30:00.190"), "what the file says is known");
    assert_eq!((shop.dates()[1..].to_vec(), photos[1].clock_told()), (before[1..].to_vec(), None), "no other photo changes");
    let stored: String = Connection::open(shop.file("shop.selvedge"))
        .unwrap()
        .query_row("SELECT captured FROM photos WHERE path = CAST('a.jpg' AS BLOB)", [], |row| row.get(0))
        .unwrap();
    assert_eq!(stored, "2024-02-28T23:30:00.190", "the date of the file stays");
}

#[test]
fn setting_a_clock_is_one_step_that_is_undone_and_done_again() {
    let mut shop = two_bodies();
    let before = shop.dates();
    shop.set_clock("X-10", 3600);
    assert_eq!(shop.set_clock("X-10", 3600).1.step, None, "nothing new is no step");
    assert!(shop.set_clock("X-10", -45).0);
    assert_eq!(shop.dates()[0].as_deref(), Some("2024-02-28T23:29:15.190"), "the file's date is shifted, not the one shown before");
    assert!(shop.set_clock("X-10", 0).0);
    assert!(!shop.set_clock("Testcam", 0).0);
    assert_eq!((shop.dates(), shop.offsets()), (before.clone(), vec![]));
    for wanted in [vec![("X-10".to_owned(), -45)], vec![("X-10".to_owned(), 3600)], vec![]] {
        assert!(shop.catalog.undo(None).unwrap().unwrap().refused.is_empty());
        assert_eq!(shop.offsets(), wanted);
    }
    assert_eq!(shop.dates(), before);
    shop.catalog.redo(None).unwrap();
    assert_eq!(shop.dates()[0].as_deref(), Some("2024-02-29T00:30:00.190"));
}

#[test]
fn an_index_run_leaves_clocks_alone_and_writes_what_the_file_says() {
    let mut shop = two_bodies();
    shop.set_clock("X-10", 60);
    let again = IndexedPhoto { id: Some(PhotoId(1)), ..photo(shop.root, "a.jpg", 9) };
    shop.catalog.commit(&batch(vec![again])).unwrap();
    assert_eq!(shop.dates()[0].as_deref(), Some("2026-05-03T14:06:09"));
}

#[test]
fn an_offset_that_no_clock_can_have_is_passed_over() {
    let shop = two_bodies();
    let other = Connection::open(shop.file("shop.selvedge")).unwrap();
    other.execute_batch("INSERT INTO clocks (camera, offset_s) VALUES ('X-10', 9223372036854775807)").unwrap();
    assert_eq!((shop.catalog.clocks().unwrap(), shop.dates()[0].as_deref()), (Clocks::new(), Some("2024-02-28T23:30:00.190")));
}
