//! What goes out comes back: the same files from another catalogue of the same photos; and an archive that is spoiled is refused in words.

use super::layout::{AXES, CHOICES, DECISIONS, MANIFEST, MARKS, PHOTOS, SEARCHES, SETS};
use super::*;
use crate::restore::Selection;
use base::axes::{AxisDraft, Constants, Way};
use base::searches::{SavedLike, SavedQuery, sort_along};
use base::{
    CaptureFacts, Choice, ClockOffset, ContentHash, LabelDraft, LabelSetDraft, Mark, Marked, ModelInfo, ModelKey, PhotoId, PhotoSku,
    PhotoText, PictureFacts, Provenance, Ruling, Source, Stamp, UnitVector, Verdict,
};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const AT: i64 = 1_795_176_000_123;

fn model() -> ModelInfo {
    ModelInfo { key: ModelKey("0123abc".into()), name: "a/model".into(), revision: Some("r1".into()), dimension: 4, logit_scale: 1.0 }
}

fn photo(root: base::RootId, name: impl Into<PathBuf>, content: u8) -> IndexedPhoto {
    let angle = f32::from(content);
    IndexedPhoto {
        id: None,
        root,
        path: name.into(),
        stamp: Stamp::new(u64::from(content), 1_700_000_000_123_456_789),
        hash: ContentHash([content; 32]),
        width: 10,
        height: 20,
        format: "JPEG".into(),
        captured: Some("2026-05-03T14:05:09.190".into()),
        facts: CaptureFacts { camera: Some("X-10".into()), iso: Some(400), ..CaptureFacts::default() },
        fingerprint: None,
        embedding: UnitVector::normalise(vec![angle.sin(), angle.cos(), 0.3, -0.1]),
        composition: None,
        thumbnail: None,
        reader: 7,
        same_shot: false,
        picture: PictureFacts { bits: Some(8), profile: Some("=sRGB".into()), remark: None },
    }
}

/// A catalogue of six photos, two of them of one content, given in this order.
fn shop(file: &Path, order: &[usize]) -> Catalog {
    let mut catalog = Catalog::create(file).unwrap();
    catalog.set_author("anna");
    catalog.register_model(&model(), None).unwrap();
    let root = catalog.add_root(Path::new("/photos")).unwrap();
    let named = |name: &str, content| photo(root, name, content);
    let mut photos =
        vec![named("a.jpg", 1), named("b, \"c\".jpg", 2), named("=d.jpg", 3), named("base64:e.jpg", 4), named("deep/f.jpg", 1)];
    #[cfg(unix)]
    photos.push(photo(root, base::path_bytes::from_bytes(b"\xff.jpg"), 6));
    #[cfg(not(unix))]
    photos.push(named("x.jpg", 6));
    let photos = order.iter().map(|i| photos[*i].clone()).collect();
    catalog.commit(&IndexBatch { model: Some(model().key), photos, ..IndexBatch::default() }).unwrap();
    catalog
}

/// Something of everything is said.
fn worked(catalog: &mut Catalog) {
    let id = |content: u8| catalog.photos().unwrap().iter().find(|photo| photo.hash.0[0] == content).unwrap().id;
    let (a, b, d) = (id(1), id(2), id(3));
    let label = |name: &str| LabelDraft { id: None, name: name.into(), prompts: vec!["words, for it".into()] };
    let draft = |name: &str, choice| LabelSetDraft {
        id: None,
        name: name.into(),
        choice,
        templates: vec!["a photo of {label}".into()],
        none_of_these: choice == Choice::Single,
        words_only: choice == Choice::Multi,
        labels: vec![label("Red"), label("=Blue")],
    };
    let axis =
        AxisDraft { from: "casual".into(), to: "formal".into(), way: Way::Gradient(Constants { end: Some(9), ..Constants::default() }) };
    let sku =
        PhotoSku { photo: b, sku: "AB-12".into(), decision: base::Decision::Accepted, provenance: Provenance::of(Source::Import, AT) };
    let step = catalog.step(|step| {
        let (one, many) = (step.save_set(&draft("Colour", Choice::Single))?, step.save_set(&draft("Tags", Choice::Multi))?);
        let sets = step.label_sets()?;
        let mut decide = |photo: PhotoId, set: usize, ruling: Ruling, author: &str, at: i64| {
            let provenance = Provenance {
                author: Some(author.into()),
                score: Some(0.123_456_79),
                model: Some("starter@1f38+learned".into()),
                ..Provenance::of(Source::Person, at)
            };
            step.decide(&Verdict { photo, set: [one, many][set], ruling, provenance }, Source::Person)
        };
        decide(a, 0, Ruling::Accept(sets[0].labels[0].id), "anna", AT)?;
        decide(a, 0, Ruling::Accept(sets[0].labels[1].id), "ben", AT + 5)?; // what anna said is an opinion now
        decide(b, 0, Ruling::NoneOfThese, "anna", AT + 1)?;
        decide(b, 1, Ruling::Accept(sets[1].labels[0].id), "anna", AT)?;
        decide(b, 1, Ruling::Reject(sets[1].labels[1].id), "anna", AT)?;
        step.keep(a, one, Some(sets[0].labels[1].id), AT)?;
        step.put_mark(
            a,
            "stars",
            Some(&Marked { photo: a, mark: Mark::read("stars", Some("4")).unwrap(), source: Source::Person, at_ms: AT }),
        )?;
        step.put_mark(b, "flag", Some(&Marked { photo: b, mark: Mark::read("flag", None).unwrap(), source: Source::Import, at_ms: AT }))?;
        let texts = [("Title", "=1+1"), ("Brand", "'quoted'\nin two lines")];
        step.put_texts(a, &texts.map(|(column, text)| PhotoText { column: column.into(), text: text.into() }))?;
        step.put_skus(b, std::slice::from_ref(&sku))?;
        let axis = step.save_axis(None, "Formal", &axis)?;
        let query = SavedQuery { text: "red".into(), texts: "on".into(), min_score: Some(0.2), ..SavedQuery::default() };
        step.save_search(None, "Like it", &SavedQuery { like: Some(SavedLike::Photo(d)), sort: sort_along(axis), ..query.clone() })?;
        step.save_search(None, "File", &SavedQuery { like: Some(SavedLike::File("/x.jpg".into())), sort: "name".into(), ..query })?;
        step.choose_standard(Some("{\"name\":\"ours\"}"))?;
        step.set_clock("X-10", ClockOffset::from_seconds(-3600).unwrap())?;
        step.tell_apart([(d, a)])
    });
    step.unwrap();
    catalog.set_choice("sku rule", Some("{\"pattern\":\"{sku}_*\"}")).unwrap();
    catalog.put_sidecars(&[(a, Some("{\"subject\":[\"Red\"]}".into()))]).unwrap();
    catalog.put_seen_marks(&[(b, "{}".into())]).unwrap();
    // What was decided about a file that was changed since.
    let root = catalog.roots().unwrap()[0].id;
    let changed = IndexedPhoto { embedding: None, ..photo(root, "b, \"c\".jpg", 20) };
    catalog.commit(&IndexBatch { photos: vec![changed], ..IndexBatch::default() }).unwrap();
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs_err::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs_err::read(&path).unwrap());
            }
        }
    }
    files
}

fn same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&other[name]), "{}", name.display());
    }
}

#[test]
fn a_new_catalogue_of_an_archive_gives_the_same_archive() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut catalog = shop(&at("one.selvedge"), &[0, 1, 2, 3, 4, 5]);
    worked(&mut catalog);
    let written = export(&catalog, &at("one")).unwrap();
    assert_eq!((written.rows[PHOTOS], written.rows[DECISIONS], written.models.len()), (6, 4, 1));
    let matrix = fs_err::read(at("one/embeddings/1-a-model.npy")).unwrap();
    assert_eq!(matrix.len(), 128 + 4 * 4 * 4, "a row a content; of that which was changed there is none");
    assert!(fs_err::read_to_string(at("one").join(DECISIONS)).unwrap().contains(",'=Blue,accepted,person,0.12345679,"));
    let report = import_new(&at("two.selvedge"), &at("one"), &Selection::default(), false).unwrap();
    assert_eq!((report.photos, report.vectors, report.vectors_refused), (6, 5, 0));
    let second = Catalog::open(&at("two.selvedge")).unwrap();
    export(&second, &at("two")).unwrap();
    same(&at("one"), &at("two"));
    assert_eq!(second.check().unwrap(), [""; 0]);
    assert_eq!(second.readers().unwrap().values().copied().max(), Some(7), "no photo is read again for that");
    assert_eq!(second.embeddings(&model().key).unwrap().photos.len(), 5);
}

#[test]
fn an_indexed_catalogue_without_a_word_takes_all_in_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut catalog = shop(&at("one.selvedge"), &[0, 1, 2, 3, 4, 5]);
    worked(&mut catalog);
    export(&catalog, &at("one")).unwrap();
    // The same photos by other ids, the changed one as it is now, in another folder.
    let mut other = shop(&at("two.selvedge"), &[5, 3, 1, 4, 2, 0]);
    let root = other.roots().unwrap()[0].id;
    let changed = IndexedPhoto { embedding: None, ..photo(root, "b, \"c\".jpg", 20) };
    other.commit(&IndexBatch { photos: vec![changed], ..IndexBatch::default() }).unwrap();
    let seen = import(&mut other, &at("one"), &Selection::default(), true).unwrap();
    assert!(other.label_sets().unwrap().is_empty() && other.choices().unwrap().is_empty(), "a dry run changes nothing");
    let done = import(&mut other, &at("one"), &Selection::default(), false).unwrap();
    assert_eq!(seen.restored.parts, done.restored.parts);
    assert_eq!((done.photos, done.vectors), (0, 0));
    export(&other, &at("two")).unwrap();
    same(&at("one"), &at("two"));
    assert_eq!(import(&mut other, &at("one"), &Selection::default(), false).unwrap().restored.changes(), 0);
    assert_eq!(other.undo(None).unwrap().unwrap().refused_rows, 0);
    assert!(other.tags().unwrap().is_empty() && other.label_sets().unwrap().is_empty());
}

#[test]
fn nothing_is_written_over_or_among_photos() {
    let folder = tempfile::tempdir().unwrap();
    let photos = folder.path().join("photos");
    fs_err::create_dir_all(photos.join("deep")).unwrap();
    let mut catalog = Catalog::create(&folder.path().join("one.selvedge")).unwrap();
    catalog.add_root(&photos).unwrap();
    let told = |to: &Path| export(&catalog, to).unwrap_err().to_string();
    assert!(told(&photos.join("deep/out")).contains("where photos are and nothing is written"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&photos, folder.path().join("link")).unwrap();
        assert!(told(&folder.path().join("link/out")).contains("where photos are"));
    }
    let (full, empty) = (folder.path().join("full"), folder.path().join("empty"));
    fs_err::create_dir(&full).unwrap();
    fs_err::create_dir(&empty).unwrap();
    fs_err::write(full.join("notes"), "mine").unwrap();
    assert!(told(&full).starts_with("there is something here already"));
    export(&catalog, &empty).unwrap();
    assert!(told(&empty).starts_with("there is something here already"));
    let left: Vec<_> =
        fs_err::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.starts_with(".selvedge")), "{left:?}");
}

#[test]
fn a_spoiled_archive_is_refused_by_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut catalog = shop(&folder.path().join("one.selvedge"), &[0, 1, 2, 3, 4, 5]);
    worked(&mut catalog);
    let good = folder.path().join("good");
    export(&catalog, &good).unwrap();
    let matrix = "embeddings/1-a-model.npy";
    let cases: [(&str, &str, &str, &str); 16] = [
        (DECISIONS, ",accepted,", ",perhaps,", "decisions.csv"),
        (DECISIONS, ",Colour,", ",Size,", "there is no such set in label-sets.json"),
        (DECISIONS, "\n2,", "\n99,", "photos.csv has no photo of this number"),
        (DECISIONS, "2026-11-20T", "yesterday", "is no time"),
        (DECISIONS, ",person,", ",nobody,", "a decision that is none"),
        (MARKS, ",stars,4,", ",stars,9,", "there is no such mark"),
        (PHOTOS, "deep/f.jpg", "../f.jpg", "it leads out of its root"),
        (PHOTOS, ",/photos,", ",photos,", "a root is an absolute path"),
        (PHOTOS, "01010101", "0101010", "is no hash"),
        (SETS, "\"single\"", "\"several\"", "a label set that is none"),
        (SEARCHES, "\"name\": \"File\"", "\"name\": \"\"", "a search has a name"),
        (AXES, "\"gradrec\"", "\"round\"", "a way that is line or gradrec"),
        (CHOICES, "{", "[", "JSON"),
        (MANIFEST, "\"version\": 1", "\"version\": 2", "newer Selvedge"),
        (MANIFEST, "1-a-model", "../../1-a-model", "plain name"),
        (matrix, "<f4", "<f8", "32-bit floats"),
    ];
    for (file, from, to, told) in cases {
        let spoiled = folder.path().join("spoiled");
        fs_err::remove_dir_all(&spoiled).ok();
        for (name, bytes) in files(&good) {
            fs_err::create_dir_all(spoiled.join(&name).parent().unwrap()).unwrap();
            fs_err::write(spoiled.join(&name), bytes).unwrap();
        }
        let bytes = fs_err::read(spoiled.join(file)).unwrap();
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap_or_else(|| panic!("{file} has no {from}"));
        let bytes = [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat();
        fs_err::write(spoiled.join(file), bytes).unwrap();
        let mut other = Catalog::create(&folder.path().join(format!("{}.selvedge", rand(file, to)))).unwrap();
        let error = import(&mut other, &spoiled, &Selection::default(), false).unwrap_err().to_string();
        assert!(error.contains(told) && error.contains(file.rsplit('/').next().unwrap()), "{file} {to}: {error}");
        assert!(other.photos().unwrap().is_empty() && other.label_sets().unwrap().is_empty(), "{error}");
    }
}

/// A name that no other case has.
fn rand(file: &str, to: &str) -> String {
    format!("{file}{to}").chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn one_that_was_cut_off_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut catalog = shop(&folder.path().join("one.selvedge"), &[0, 1, 2, 3, 4, 5]);
    worked(&mut catalog);
    let good = folder.path().join("good");
    export(&catalog, &good).unwrap();
    let mut refused = |name: &str, bytes: &[u8]| {
        let whole = fs_err::read(good.join(name)).unwrap();
        fs_err::write(good.join(name), bytes).unwrap();
        let told = import(&mut catalog, &good, &Selection::default(), false).unwrap_err().to_string();
        fs_err::write(good.join(name), whole).unwrap();
        told
    };
    let decisions = fs_err::read_to_string(good.join(DECISIONS)).unwrap();
    let two: String = decisions.split_inclusive('\n').take(2).collect();
    assert!(refused(DECISIONS, two.as_bytes()).starts_with("the file holds 1 rows, and archive.json says 4: it was cut off"));
    let matrix = fs_err::read(good.join("embeddings/1-a-model.npy")).unwrap();
    assert!(refused("embeddings/1-a-model.npy", &matrix[..matrix.len() - 5]).contains("it was cut off or changed"));
    fs_err::remove_file(good.join(MARKS)).unwrap();
    assert!(import(&mut catalog, &good, &Selection::default(), false).unwrap_err().to_string().starts_with("the file cannot be read"));
    let told = import(&mut catalog, folder.path(), &Selection::default(), false).unwrap_err().to_string();
    assert!(told.starts_with("this folder holds no archive"), "{told}");
}
