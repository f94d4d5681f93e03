//! Names of copies, and where they may not go.

use super::names::Taken;
use super::plan::{Plan, plan};
use super::*;
use base::{Flag, LabelSet, Mark, MarkBook, Marked, Photo, PhotoId, Root, RootId, Source, Stars, TagBook};
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Shoot {
    photos: Vec<Photo>,
    roots: Vec<Root>,
    sets: Vec<LabelSet>,
    book: TagBook,
    target: tempfile::TempDir,
}

impl Shoot {
    fn of(paths: &[&str]) -> Self {
        let photos = (1..).zip(paths).map(|(id, path)| Photo::sample(id, path)).collect();
        let target = tempfile::tempdir().unwrap();
        let roots = vec![Root { id: RootId(1), path: target.path().canonicalize().unwrap().join("photos") }];
        Self { photos, roots, sets: Vec::new(), book: TagBook::default(), target }
    }

    fn to(&self) -> PathBuf {
        self.target.path().canonicalize().unwrap().join("out")
    }

    fn request(&self, name: &str, layout: Layout) -> CopyRequest {
        let photos = self.photos.iter().map(|photo| photo.id).collect();
        CopyRequest { photos, to: self.to(), layout, name: name.to_owned(), ..CopyRequest::default() }
    }

    fn plan(&self, request: &CopyRequest) -> Result<Plan, CopyError> {
        let photo = |id: PhotoId| self.photos.iter().find(|photo| photo.id == id);
        let sku = |id: PhotoId| (id.0 < 3).then_some("AB/12");
        plan(&Sources { photo: &photo, roots: &self.roots, sets: &self.sets, book: &self.book, sku: &sku }, request, None)
    }

    /// The names below the folder.
    fn names(&self, name: &str, layout: Layout) -> Vec<String> {
        let plan = self.plan(&self.request(name, layout)).unwrap();
        plan.items.iter().map(|item| item.to.strip_prefix(self.to()).unwrap().display().to_string()).collect()
    }

    fn refused(&self, request: &CopyRequest) -> String {
        self.plan(request).unwrap_err().to_string()
    }
}

#[test]
fn a_pattern_makes_names() {
    let mut shoot = Shoot::of(&["day 1/a.JPG", "b.jpg", "c.png"]);
    shoot.photos[0].captured = Some("2026-05-03T14:05:09.190".to_owned());
    Arc::make_mut(&mut shoot.photos[1].facts).camera = Some("X/T 5: \"pro\"".into());
    let mark = |photo, mark| Marked { photo: PhotoId(photo), mark, source: Source::Person, at_ms: 0 };
    shoot.book.marks = MarkBook::new([mark(1, Mark::Stars(Stars::new(4))), mark(1, Mark::Flag(Some(Flag::Pick)))]);
    let names = |pattern| shoot.names(pattern, Layout::Flat);
    assert_eq!(names("{name}"), ["a.JPG", "b.jpg", "c.png"]);
    assert_eq!(names(" shoot_{n:03} "), ["shoot_001.JPG", "shoot_002.jpg", "shoot_003.png"]);
    assert_eq!(names("{sku}-{n}"), ["AB_12-1.JPG", "AB_12-2.jpg", "no SKU-3.png"], "no folder comes of a SKU");
    assert_eq!(names("{date} {time}")[..2], ["2026-05-03 14-05-09.JPG", "no date no time.jpg"]);
    assert_eq!(names("{rating}{flag}{color}")[..2], ["4picknone.JPG", "0unflaggednone.jpg"]);
    assert_eq!(names("{camera}")[1], "X_T 5_ _pro_.jpg");
    assert_eq!(names("{folder}")[..2], ["day 1.JPG", "no folder.jpg"]);
    assert_eq!(shoot.names("{name}", Layout::Sku), ["AB_12/a.JPG", "AB_12/b.jpg", "No SKU/c.png"]);
}

#[test]
fn a_pattern_that_makes_no_names_is_refused() {
    let shoot = Shoot::of(&["a.jpg"]);
    for (pattern, word) in [
        ("", "write how"),
        ("  ", "write how"),
        ("{nmae}", "{nmae} is no part of a name"),
        ("{n:0}", "{n:0}"),
        ("{n:99}", "{n:99}"),
        ("{name", "brace"),
        ("name}", "brace"),
        ("{a{b}}", "{a{b}"),
        ("a/{name}", "folders"),
        ("..\\{name}", "folders"),
    ] {
        let refused = shoot.refused(&shoot.request(pattern, Layout::Flat));
        assert!(refused.contains(word), "{pattern}: {refused}");
    }
    for (place, _) in PLACES {
        NamePattern::parse(place).unwrap();
    }
}

#[test]
fn equal_names_get_a_number_whatever_their_case() {
    let shoot = Shoot::of(&["a/x.jpg", "b/X.jpg", "c/x.jpg", "x-2.jpg", "x.png"]);
    let plan = shoot.plan(&shoot.request("{name}", Layout::Flat)).unwrap();
    assert_eq!(shoot.names("{name}", Layout::Flat), ["x.jpg", "X-2.jpg", "x-3.jpg", "x-2-2.jpg", "x.png"]);
    assert_eq!(plan.renamed, 3);
    assert_eq!(shoot.names("all", Layout::Flat), ["all.jpg", "all-2.jpg", "all-3.jpg", "all-4.jpg", "all.png"]);
}

#[test]
fn a_sidecar_takes_a_name_too() {
    let mut taken = Taken::default();
    let files = |stem: &str| (vec![format!("{stem}.jpg"), format!("{stem}.xmp")], ());
    assert!(!taken.take("", "a", files).1);
    assert!(taken.take("", "a", |stem| (vec![format!("{stem}.png"), format!("{stem}.XMP")], ())).1);
    assert!(!taken.take("other", "a", files).1);
}

#[test]
fn names_are_such_that_every_file_system_takes_them() {
    for (text, name) in [
        ("a", "a"),
        ("", "_"),
        ("..", "_"),
        (".hidden", "_hidden"),
        ("../../etc/passwd", "_._.._etc_passwd"),
        ("a. ", "a_"),
        ("con", "con_"),
        ("Com3.old", "Com3.old_"),
        ("Compact", "Compact"),
        ("a\nb\0c", "a_b_c"),
        ("Größe 38", "Größe 38"),
    ] {
        assert_eq!(file_name(text), name, "{text:?}");
    }
    assert!(file_name(&"ü".repeat(400)).len() <= 200);
}

#[test]
fn labels_come_from_the_set_that_is_named_or_from_the_only_one() {
    let mut shoot = Shoot::of(&["a.jpg"]);
    let request = shoot.request("{label}", Layout::Flat);
    assert!(shoot.refused(&request).contains("has none"));
    let set = |id, name| LabelSet::sample(id, name, [(1, "Red")]);
    shoot.sets = vec![set(1, "Colour")];
    assert_eq!(shoot.names("{label}", Layout::Label), ["No label/no label.jpg"]);
    shoot.sets.push(set(2, "Style"));
    assert!(shoot.refused(&request).contains("Colour, Style"));
    assert!(shoot.refused(&CopyRequest { set: Some("Size".to_owned()), ..request.clone() }).contains("no label set 'Size'"));
    assert!(shoot.plan(&CopyRequest { set: Some("style".to_owned()), ..request }).is_ok());
}

#[test]
fn nothing_goes_below_a_folder_of_the_catalogue() {
    let shoot = Shoot::of(&["a.jpg"]);
    let root = shoot.roots[0].path.clone();
    fs_err::create_dir_all(&root).unwrap();
    let base = shoot.request("{name}", Layout::Flat);
    let to = |to: &Path| CopyRequest { to: to.to_owned(), ..base.clone() };
    for inside in [root.clone(), root.join("new/deeper"), root.join("new/../other"), shoot.to().join("../photos/x")] {
        fs_err::create_dir_all(shoot.to()).unwrap();
        assert!(shoot.refused(&to(&inside)).contains("which the catalogue holds"), "{}", inside.display());
    }
    #[cfg(unix)]
    {
        let link = shoot.target.path().join("link");
        std::os::unix::fs::symlink(&root, &link).unwrap();
        assert!(shoot.refused(&to(&link.join("new"))).contains("which the catalogue holds"));
    }
    assert!(shoot.refused(&to(Path::new(""))).contains("choose the folder"));
    let file = shoot.target.path().join("file");
    fs_err::write(&file, "x").unwrap();
    assert!(shoot.refused(&to(&file)).contains("it is no folder"));
    assert!(shoot.plan(&base).is_ok());
    let both = CopyRequest { link: true, xmp: true, ..base };
    assert!(shoot.refused(&both).contains("never put into originals"));
}

#[test]
fn a_raw_file_goes_with_its_picture_under_the_same_name() {
    let mut shoot = Shoot::of(&["a.jpg", "b.jpg"]);
    shoot.photos[0].companion = Some("A.CR2".into());
    let request = shoot.request("x", Layout::Flat);
    assert_eq!(shoot.names("x", Layout::Flat), ["x.jpg", "x.CR2", "x-2.jpg"]);
    let alone = shoot.plan(&CopyRequest { without_raw: true, ..request.clone() }).unwrap();
    assert_eq!(alone.items.len(), 2);
    let with = shoot.plan(&CopyRequest { xmp: true, ..request }).unwrap();
    let beside: Vec<bool> = with.items.iter().map(|item| item.xmp.is_some()).collect();
    assert_eq!(beside, [false, true, false], "nothing is written into a raw file");
}
