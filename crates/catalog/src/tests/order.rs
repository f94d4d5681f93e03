//! Photos by their places and some at a time, from one state of the catalogue.

use super::*;

#[test]
fn photos_are_in_the_order_in_which_paths_are_compared() {
    let mut s = shop();
    let paths =
        ["Look/2.jpg", "Look 2/1.jpg", "Look-b/1.jpg", "Look/a/1.jpg", "Look/a.jpg", "look/1.jpg", "Look/10.jpg", "1.jpg", "gone.jpg"];
    let ids = s.add(&paths.map(|path| (path, 1)));
    s.catalog.commit(&IndexBatch { missing: vec![ids[8]], ..IndexBatch::default() }).unwrap();
    let ordered = s.catalog.present_in_order().unwrap();
    let read: Vec<PathBuf> = s.catalog.photos_of(&ordered).unwrap().into_iter().map(|photo| photo.path).collect();
    let mut sorted: Vec<PathBuf> = paths[..8].iter().map(PathBuf::from).collect();
    sorted.sort();
    assert_eq!(read, sorted);
    assert_eq!(s.catalog.photos_of(&[ids[3], PhotoId(999), ids[0]]).unwrap(), {
        let all = s.catalog.photos().unwrap();
        [all[3].clone(), all[0].clone()]
    });
}

#[test]
fn what_others_write_meanwhile_is_not_seen() {
    let mut s = shop();
    let ids = s.add(&[("a.jpg", 1), ("b.jpg", 2)]);
    let mut other = s.catalog.reopen().unwrap();
    let seen = s.catalog.in_one_state(|| -> Result<usize, CatalogError> {
        let before = s.catalog.present_in_order()?;
        other.commit(&batch(vec![photo(s.root, "c.jpg", 3)]))?;
        other.commit(&IndexBatch { missing: vec![ids[0]], ..IndexBatch::default() })?;
        assert_eq!((before.len(), s.catalog.photos()?.len()), (2, 2));
        Ok(s.catalog.photos_of(&before)?.iter().filter(|photo| !photo.missing).count())
    });
    assert_eq!(seen.unwrap(), 2);
    assert_eq!(s.catalog.present_in_order().unwrap().len(), 2, "a.jpg is gone, c.jpg is there");
}
