//! What is restored is what the backup says, no more; and one undo takes it back.

use super::told::About;
use super::*;
use base::searches::{SavedLike, SavedQuery};
use base::{
    CaptureFacts, Choice, ClockOffset, ContentHash, LabelDraft, LabelId, LabelSetDraft, LabelSetId, Mark, Marked, PhotoId, PhotoSku,
    PhotoText, PictureFacts, Provenance, Ruling, Source, Stamp, Verdict,
};
use catalog::{IndexBatch, IndexedPhoto};
use proptest::prelude::*;
use std::path::PathBuf;

const MADE: &str = "2026-11-20T120000Z.selvedge";
/// When the backup was made, and a moment before and after.
const AT: i64 = 1_795_176_000_000;

struct Shop {
    folder: tempfile::TempDir,
    catalog: Catalog,
}

fn photo(root: base::RootId, name: &str, content: u8) -> IndexedPhoto {
    IndexedPhoto {
        id: None,
        root,
        path: name.into(),
        stamp: Stamp::new(u64::from(content), 1),
        hash: ContentHash([content; 32]),
        width: 10,
        height: 10,
        format: "JPEG".into(),
        captured: None,
        facts: CaptureFacts::default(),
        fingerprint: None,
        embedding: None,
        composition: None,
        thumbnail: None,
        reader: 1,
        same_shot: false,
        picture: PictureFacts::default(),
    }
}

fn draft(id: Option<LabelSetId>, name: &str, labels: &[(Option<LabelId>, &str)]) -> LabelSetDraft {
    let label = |(id, name): &(Option<LabelId>, &str)| LabelDraft { id: *id, name: (*name).into(), prompts: Vec::new() };
    LabelSetDraft {
        id,
        name: name.into(),
        choice: Choice::Single,
        templates: vec!["a photo of {label}".into()],
        none_of_these: true,
        words_only: false,
        labels: labels.iter().map(label).collect(),
    }
}

impl Shop {
    /// Photos 1 to `n`, and two label sets of three labels.
    fn new(n: u8) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
        catalog.set_author("anna");
        let mut shop = Self { folder, catalog };
        let names: Vec<String> = (1..=n).map(|n| format!("{n}.jpg")).collect();
        shop.add(&names.iter().zip(1..).map(|(name, content)| (name.as_str(), content)).collect::<Vec<_>>());
        let made = shop.catalog.step(|step| {
            step.save_set(&draft(None, "Colour", &[(None, "Red"), (None, "Blue"), (None, "Green")]))?;
            step.save_set(&draft(None, "Season", &[(None, "Summer"), (None, "Winter"), (None, "Both")]))
        });
        made.unwrap();
        shop
    }

    fn add(&mut self, photos: &[(&str, u8)]) {
        let root = self.catalog.add_root(std::path::Path::new("/photos")).unwrap();
        let photos = photos.iter().map(|(name, content)| photo(root, name, *content)).collect();
        self.catalog.commit(&IndexBatch { photos, ..IndexBatch::default() }).unwrap();
    }

    fn id(&self, name: &str) -> PhotoId {
        self.catalog.photos().unwrap().iter().find(|photo| photo.path.ends_with(name)).unwrap().id
    }

    /// Decides; `label` counts from 0, 3 is none of these.
    fn decide(&mut self, photo: &str, set: usize, label: usize, at: i64) {
        let (photo, sets) = (self.id(photo), self.catalog.label_sets().unwrap());
        let ruling = sets[set].labels.get(label).map_or(Ruling::NoneOfThese, |label| Ruling::Accept(label.id));
        let verdict = Verdict { photo, set: sets[set].id, ruling, provenance: Provenance::of(Source::Person, at) };
        self.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
    }

    fn backup(&self) -> PathBuf {
        let file = self.folder.path().join(MADE);
        self.catalog.backup_lean(&file).unwrap();
        file
    }

    fn told(&self) -> Told {
        Told::of(&self.catalog, false).unwrap()
    }

    fn undo(&mut self) {
        assert_eq!(self.catalog.undo(None).unwrap().unwrap().refused_rows, 0);
    }
}

fn row<'a>(report: &'a RestoreReport, part: Part, set: Option<&str>) -> &'a PartReport {
    report.parts.iter().find(|row| row.part == part && row.set.as_deref() == set).unwrap()
}

fn counts(row: &PartReport) -> [u64; 4] {
    [row.added, row.changed, row.removed, row.newer]
}

#[test]
fn a_set_that_was_deleted_comes_back_with_who_decided_and_when() {
    let mut shop = Shop::new(3);
    shop.decide("1.jpg", 0, 0, AT - 5);
    shop.decide("2.jpg", 0, 1, AT - 4);
    shop.decide("1.jpg", 1, 0, AT - 3);
    let file = shop.backup();
    let before = shop.catalog.tags().unwrap();
    let sets = shop.catalog.label_sets().unwrap();
    shop.catalog.step(|step| step.delete_set(sets[0].id)).unwrap();
    shop.decide("3.jpg", 0, 2, AT + 9); // a season
    let only = Selection { parts: vec![Part::Labels], sets: Some(vec!["colour".into()]), keep_newer: false };
    let report = preview(&shop.catalog, &file, &only).unwrap();
    assert_eq!((report.parts.len(), report.made_ms, report.step), (1, AT, None));
    assert_eq!((report.parts[0].set_change, counts(&report.parts[0])), (SetChange::New, [2, 0, 0, 0]));
    assert_eq!(shop.catalog.label_sets().unwrap().len(), 1, "a look changes nothing");
    let done = restore(&mut shop.catalog, &file, &only).unwrap();
    assert_eq!((done.changes(), done.step.is_some()), (3, true));
    let now = shop.catalog.tags().unwrap();
    assert_eq!(now.len(), 4, "what was decided in the other set stays");
    for was in before.iter().filter(|tag| tag.set == sets[0].id) {
        let is = now.iter().find(|tag| tag.photo == was.photo && tag.provenance == was.provenance);
        assert_eq!(is.map(|is| is.decision), Some(was.decision));
        assert_eq!(is.unwrap().provenance.author.as_deref(), Some("anna"));
    }
    assert_eq!(shop.catalog.history().unwrap().undo.unwrap().words, format!("Restore 3 changes from the backup of {}", human::moment(AT)));
    shop.undo();
    assert_eq!((shop.catalog.label_sets().unwrap().len(), shop.catalog.tags().unwrap().len()), (1, 2));
}

#[test]
fn what_was_decided_since_is_counted_and_kept_where_that_is_asked_for() {
    let mut shop = Shop::new(4);
    shop.decide("1.jpg", 0, 0, AT - 5);
    shop.decide("2.jpg", 0, 0, AT - 5);
    let file = shop.backup();
    shop.decide("1.jpg", 0, 1, AT + 5); // another colour since
    shop.decide("3.jpg", 0, 1, AT + 5); // the first one since
    shop.decide("2.jpg", 0, 2, AT - 1); // as if by a clock that was behind: not newer
    shop.add(&[("new.jpg", 200)]);
    shop.decide("new.jpg", 0, 2, AT + 9); // of a photo that the backup does not know
    let all = Selection::default();
    assert_eq!(counts(row(&preview(&shop.catalog, &file, &all).unwrap(), Part::Labels, Some("Colour"))), [0, 2, 1, 2]);
    let keep = Selection { keep_newer: true, ..Selection::default() };
    let report = restore(&mut shop.catalog, &file, &keep).unwrap();
    assert_eq!((counts(row(&report, Part::Labels, Some("Colour"))), report.newer()), ([0, 1, 0, 2], 2));
    shop.undo();
    restore(&mut shop.catalog, &file, &all).unwrap();
    let told = shop.told();
    let colour = |name: &str| told.said.contains_key(&(shop.id(name), About::Tags("colour".into())));
    assert_eq!(["1.jpg", "2.jpg", "3.jpg", "new.jpg"].map(colour), [true, true, false, true]);
    let again = restore(&mut shop.catalog, &file, &all).unwrap();
    assert_eq!((again.changes(), again.step), (0, None), "nothing is left to restore, and nothing is no step");
}

#[test]
fn labels_that_came_since_stay_and_words_are_as_they_were() {
    let mut shop = Shop::new(2);
    let file = shop.backup();
    let set = shop.catalog.label_sets().unwrap().remove(0);
    let labels = [(Some(set.labels[0].id), "RED"), (Some(set.labels[1].id), "Blue"), (None, "Pink")];
    shop.catalog.step(|step| step.save_set(&draft(Some(set.id), "Colour", &labels))).unwrap();
    shop.decide("1.jpg", 0, 2, AT + 1); // Pink
    let report = restore(&mut shop.catalog, &file, &Selection::default()).unwrap();
    let colour = row(&report, Part::Labels, Some("Colour"));
    assert_eq!((colour.set_change, counts(colour)), (SetChange::Changed, [0, 0, 1, 1]));
    let names: Vec<String> = shop.catalog.label_sets().unwrap()[0].labels.iter().map(|label| label.name.clone()).collect();
    assert_eq!(names, ["Red", "Blue", "Green", "Pink"]);
}

#[test]
fn content_that_changed_keeps_what_is_said_of_the_new_one() {
    let mut shop = Shop::new(2);
    shop.decide("1.jpg", 0, 0, AT - 5);
    let stars = |photo| Marked { photo, mark: Mark::read("stars", Some("4")).unwrap(), source: Source::Person, at_ms: AT - 9 };
    let id = shop.id("1.jpg");
    shop.catalog.step(|step| step.put_mark(id, "stars", Some(&stars(id)))).unwrap();
    let file = shop.backup();
    shop.add(&[("1.jpg", 77)]);
    shop.catalog.step(|step| step.put_mark(id, "stars", None)).unwrap();
    shop.decide("1.jpg", 0, 1, AT + 5);
    let report = restore(&mut shop.catalog, &file, &Selection::default()).unwrap();
    assert_eq!(report.changed_content, 1);
    assert_eq!(counts(row(&report, Part::Labels, Some("Colour"))), [0, 0, 0, 0]);
    assert_eq!(counts(row(&report, Part::Marks, None)), [1, 0, 0, 0]);
    let decided: Vec<i64> = shop.catalog.tags_of(&[id]).unwrap().iter().map(|tag| tag.provenance.decided_at_ms).collect();
    assert_eq!(decided, [AT + 5]);
}

#[test]
fn everything_else_comes_back_by_its_name() {
    let mut shop = Shop::new(3);
    let (a, b) = (shop.id("1.jpg"), shop.id("2.jpg"));
    let like = SavedQuery {
        text: "red".into(),
        like: Some(SavedLike::Photo(a)),
        texts: "on".into(),
        sort: "name".into(),
        ..SavedQuery::default()
    };
    let texts = [PhotoText { column: "Title".into(), text: "=Dress".into() }];
    let sku =
        PhotoSku { photo: b, sku: "AB12".into(), decision: base::Decision::Accepted, provenance: Provenance::of(Source::Person, AT - 1) };
    let made = shop.catalog.step(|step| {
        step.save_search(None, "Red ones", &like)?;
        step.put_texts(a, &texts)?;
        step.put_skus(b, std::slice::from_ref(&sku))?;
        step.set_clock("X-10", ClockOffset::from_seconds(3600).unwrap())?;
        step.choose_standard(Some("{}"))?;
        step.tell_apart([(a, b)])
    });
    made.unwrap();
    let (file, was) = (shop.backup(), shop.told());
    while shop.catalog.history().unwrap().undo.is_some_and(|step| step.words != "kept") {
        shop.undo();
    }
    assert_eq!((shop.told().said.len(), shop.told().sets.len(), shop.told().searches.len()), (0, 0, 0));
    let report = restore(&mut shop.catalog, &file, &Selection::default()).unwrap();
    let rows = Part::ALL.map(|part| report.parts.iter().filter(|row| row.part == part).map(|row| row.added).sum::<u64>());
    assert_eq!(rows, [0, 0, 1, 1, 1, 3]);
    assert_eq!(shop.told(), was);
}

#[test]
fn what_is_no_backup_is_refused_in_words() {
    let mut shop = Shop::new(1);
    let (file, own) = (shop.backup(), shop.catalog.path().to_owned());
    let refused =
        |shop: &mut Shop, file: &Path, selection: &Selection| restore(&mut shop.catalog, file, selection).unwrap_err().to_string();
    assert!(refused(&mut shop, &own, &Selection::default()).starts_with("this is the catalogue itself"));
    let sets = Selection { sets: Some(vec!["Colour".into(), "Size".into()]), ..Selection::default() };
    assert_eq!(refused(&mut shop, &file, &sets), "the backup holds no label set 'Size'; it holds Colour and Season");
    let (absent, notes) = (shop.folder.path().join("absent"), shop.folder.path().join("notes.selvedge"));
    fs_err::write(&notes, "my notes").unwrap();
    assert!(refused(&mut shop, &absent, &Selection::default()).starts_with("there is no catalogue here"));
    assert!(refused(&mut shop, &notes, &Selection::default()).contains("no Selvedge catalogue"));
    let half = shop.folder.path().join("half.selvedge");
    let bytes = fs_err::read(&file).unwrap();
    fs_err::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let before = shop.told();
    let told = refused(&mut shop, &half, &Selection::default());
    assert!(told.contains("damaged"), "{told}");
    assert_eq!(shop.told(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    /// Whatever happened before and after a backup: restoring all gives what it says, and undoing gives what was.
    #[test]
    fn all_that_is_restored_is_what_the_backup_says(
        before in proptest::collection::vec((1..5_u8, 0..2_usize, 0..4_usize), 0..12),
        after in proptest::collection::vec((1..5_u8, 0..2_usize, 0..4_usize), 0..12),
    ) {
        let mut shop = Shop::new(4);
        for (n, (photo, set, label)) in before.iter().enumerate() {
            shop.decide(&format!("{photo}.jpg"), *set, *label, AT - 100 + n as i64);
        }
        let (file, then) = (shop.backup(), shop.told());
        for (n, (photo, set, label)) in after.iter().enumerate() {
            shop.catalog.set_author(if n % 2 == 0 { "ben" } else { "anna" });
            shop.decide(&format!("{photo}.jpg"), *set, *label, AT + 1 + n as i64);
        }
        let since = shop.told();
        let seen = preview(&shop.catalog, &file, &Selection::default()).unwrap();
        let done = restore(&mut shop.catalog, &file, &Selection::default()).unwrap();
        prop_assert_eq!(&seen.parts, &done.parts, "what is told beforehand is what is done");
        prop_assert_eq!(shop.told(), then);
        if done.step.is_some() {
            shop.undo();
        }
        prop_assert_eq!(shop.told(), since);
    }
}
