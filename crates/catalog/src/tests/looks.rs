//! What an index run has not come to the end of is known after it.

use super::*;

fn stands(catalog: &Catalog) -> Vec<Stands> {
    catalog.looks().unwrap().into_iter().map(|look| look.stands).collect()
}

/// Plays a process that has ended, or one of another machine.
fn made_by(s: &Shop, maker: &str) {
    s.catalog.db.execute("UPDATE looks SET maker = ?1", [maker]).unwrap();
}

#[test]
fn a_look_counts_down_and_ends() {
    let mut s = shop();
    assert_eq!(s.catalog.looks().unwrap(), []);
    s.catalog.begin_looks(&[s.root], "starter").unwrap();
    assert_eq!(s.catalog.looks().unwrap()[0].remaining, None, "the folder is still being walked");
    s.catalog.walked(s.root, 400, 3, [&[], &[]]).unwrap();
    s.add(&[("a.jpg", 1)]);
    let problem = Unreadable { root: s.root, path: "bad.jpg".into(), stamp: stamp(1), reason: "cut short".into(), reader: 1 };
    s.catalog.commit(&IndexBatch { problems: vec![problem], ..IndexBatch::default() }).unwrap();
    let wanted = Look { root: s.root, model: "starter".into(), found: 400, remaining: Some(1), stands: Stands::Here };
    assert_eq!(s.catalog.looks().unwrap(), [wanted]);
    let bare = vec![IndexedPhoto { embedding: None, ..photo(s.root, "b.jpg", 2) }];
    s.catalog.commit(&batch(bare)).unwrap();
    assert_eq!(s.catalog.looks().unwrap()[0].remaining, Some(1), "its embedding is still to come");
    let embedded = vec![Embedded { root: s.root, path: "b.jpg".into(), hash: hash(2), vector: vector(2, 8) }];
    s.catalog.commit(&IndexBatch { embedded, ..batch(Vec::new()) }).unwrap();
    assert_eq!(s.catalog.looks().unwrap()[0].remaining, Some(0));
    s.catalog.end_looks(&[s.root]).unwrap();
    assert_eq!(s.catalog.looks().unwrap(), []);
    s.catalog.begin_looks(&[s.root], "starter").unwrap();
    s.catalog.remove_root(s.root).unwrap();
    assert_eq!(s.catalog.looks().unwrap(), []);
}

#[test]
#[cfg(target_os = "linux")]
fn a_look_that_was_cut_off_may_go_on_but_not_for_ever_in_vain() {
    let mut s = shop();
    s.catalog.begin_looks(&[s.root], "starter").unwrap();
    let own = base::process::ProcessMark::own().text().to_owned();
    let dead = own.rsplit_once('-').map(|(rest, began)| format!("{rest}-1{began}")).unwrap();
    let init = fs_err::read_to_string("/proc/1/stat").unwrap();
    let init = format!("{}-1-{}", &own[..8], init.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap());
    for (maker, wanted) in [(dead.as_str(), Stands::CutOff), (&init, Stands::Elsewhere), ("no mark", Stands::CutOff)] {
        made_by(&s, maker);
        assert_eq!(stands(&s.catalog), [wanted], "{maker}");
    }
    for wanted in [Stands::CutOff, Stands::InVain, Stands::InVain] {
        s.catalog.begin_looks(&[s.root], "starter").unwrap();
        assert_eq!(stands(&s.catalog), [Stands::Here]);
        made_by(&s, &dead);
        assert_eq!(stands(&s.catalog), [wanted]);
    }
    assert!(s.catalog.looks().unwrap()[0].is_open() && !s.catalog.looks().unwrap()[0].may_go_on());
    s.add(&[("a.jpg", 1)]);
    assert_eq!(stands(&s.catalog), [Stands::CutOff], "it came further");
}

#[test]
fn a_look_that_was_cancelled_or_refused_says_so() {
    let mut s = shop();
    let other = s.catalog.add_root(Path::new("/other")).unwrap();
    s.catalog.begin_looks(&[s.root, other], "starter").unwrap();
    s.catalog.refuse_look(other, "the folder is suddenly empty").unwrap();
    s.catalog.cancel_looks().unwrap();
    assert_eq!(stands(&s.catalog), [Stands::Cancelled, Stands::Refused("the folder is suddenly empty".into())]);
    s.catalog.end_looks(&[s.root, other]).unwrap();
    assert_eq!(stands(&s.catalog).len(), 1, "what was refused is not done");
    s.catalog.begin_looks(&[s.root, other], "starter").unwrap();
    assert_eq!(stands(&s.catalog), [Stands::Here, Stands::Here]);
}

#[test]
fn what_the_walk_met_is_told_anew_by_each_walk() {
    let mut s = shop();
    let bad = |path: &str| (PathBuf::from(path), "permission denied".to_owned());
    let reasons = |s: &Shop| s.catalog.problems().unwrap().into_iter().map(|p| p.path).collect::<Vec<_>>();
    let problem = Unreadable { root: s.root, path: "bad.jpg".into(), stamp: stamp(1), reason: "cut short".into(), reader: 1 };
    s.catalog.commit(&IndexBatch { problems: vec![problem], ..IndexBatch::default() }).unwrap();
    s.catalog.walked(s.root, 1, 1, [&[bad("link.jpg")], &[bad("closed"), bad("locked")]]).unwrap();
    assert_eq!(reasons(&s), ["/photos/bad.jpg", "/photos/closed", "/photos/link.jpg", "/photos/locked"].map(PathBuf::from));
    assert_eq!(s.catalog.unread_folders().unwrap().len(), 2);
    assert_eq!(s.catalog.known_problems(s.root).unwrap().len(), 1, "only what was tried and is not tried again");
    s.catalog.walked(s.root, 1, 1, [&[], &[bad("closed")]]).unwrap();
    assert_eq!(reasons(&s), ["/photos/bad.jpg", "/photos/closed"].map(PathBuf::from));
    s.add(&[("bad.jpg", 1)]);
    assert_eq!(reasons(&s), [PathBuf::from("/photos/closed")]);
}
