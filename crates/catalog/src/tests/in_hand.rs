//! A file that was being read when the program ended is a suspect, and after a second end to blame.

use super::*;

fn suspects(s: &mut Shop) -> Vec<(String, bool)> {
    s.catalog.suspects(s.root).unwrap().into_iter().map(|s| (s.path.to_string_lossy().into_owned(), s.guilty)).collect()
}

/// Plays the end of every process that holds a file.
fn all_end(s: &Shop) {
    s.catalog.db.execute("UPDATE in_hand SET maker = 'ended' WHERE maker IS NOT NULL", []).unwrap();
}

/// Takes a file in hand and never lets it go.
fn die_over(s: &Shop, path: &str, size: u64) {
    let mut hand = Hand::open(s.catalog.path(), &base::Cancel::default()).unwrap();
    hand.take(s.root, Path::new(path), stamp(size)).unwrap();
    std::mem::forget(hand);
    all_end(s);
}

#[test]
fn a_file_is_to_blame_after_two_ends_and_a_changed_one_is_not() {
    let mut s = shop();
    die_over(&s, "a.jpg", 1);
    die_over(&s, "b.jpg", 1);
    assert_eq!(suspects(&mut s), [("a.jpg".to_owned(), false), ("b.jpg".to_owned(), false)]);
    assert_eq!(suspects(&mut s).len(), 2, "asking twice is no second end");
    die_over(&s, "b.jpg", 1);
    assert_eq!(suspects(&mut s), [("a.jpg".to_owned(), false), ("b.jpg".to_owned(), true)]);
    die_over(&s, "a.jpg", 2);
    assert_eq!(suspects(&mut s)[0], ("a.jpg".to_owned(), false), "another file by now");
    s.catalog.forget_suspects(s.root, [Path::new("b.jpg")]).unwrap();
    assert_eq!(suspects(&mut s).len(), 1);
}

#[test]
fn what_a_living_process_holds_or_a_hand_let_go_is_no_suspect() {
    let mut s = shop();
    let mut hand = Hand::open(s.catalog.path(), &base::Cancel::default()).unwrap();
    hand.take(s.root, Path::new("a.jpg"), stamp(1)).unwrap();
    assert_eq!(suspects(&mut s), [], "this process runs");
    hand.take(s.root, Path::new("b.jpg"), stamp(1)).unwrap();
    all_end(&s);
    assert_eq!(suspects(&mut s), [("b.jpg".to_owned(), false)], "the first one was let go");
    drop(hand);
    assert_eq!(suspects(&mut s), []);
}

#[test]
fn a_hand_does_not_count_as_a_change_of_photos() {
    let s = shop();
    let before = s.catalog.generations().unwrap();
    let mut hand = Hand::open(s.catalog.path(), &base::Cancel::default()).unwrap();
    hand.take(s.root, Path::new("a.jpg"), stamp(1)).unwrap();
    hand.empty().unwrap();
    assert_eq!(s.catalog.generations().unwrap(), before);
}

#[test]
fn what_ended_programs_left_is_told_and_is_no_damage() {
    let mut s = shop();
    s.catalog.begin_looks(&[s.root], "starter").unwrap();
    s.catalog.walked(s.root, 400, 3, [&[], &[]]).unwrap();
    let mut hand = Hand::open(s.catalog.path(), &base::Cancel::default()).unwrap();
    hand.take(s.root, Path::new("b.jpg"), stamp(1)).unwrap();
    assert_eq!(s.catalog.left_behind().unwrap(), [""; 0], "this process is at it");
    die_over(&s, "a.jpg", 1);
    s.catalog.db.execute("UPDATE looks SET maker = 'ended'", []).unwrap();
    assert_eq!(
        s.catalog.left_behind().unwrap(),
        [
            "an index run was cut off, 3 photos still to be read; index the folder again: /photos",
            "2 files were being read when a program ended; the next index run reads each alone"
        ]
    );
    assert_eq!(s.catalog.check().unwrap(), [""; 0]);
}
