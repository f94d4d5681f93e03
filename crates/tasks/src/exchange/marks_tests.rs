//! Marks between catalogue and files: what may be written, what comes in, and what a person has to settle.

use super::tests::Shop;
use super::*;
use base::{Cancel, ColourLabel, Flag, Mark, MarkBook, Progress, Source, Stars};
use exchange::{FileMarks, marks};
use std::path::Path;

const PICK: Mark = Mark::Flag(Some(Flag::Pick));
const REJECT: Mark = Mark::Flag(Some(Flag::Reject));

fn stars(count: u8) -> Mark {
    Mark::Stars(Stars::new(count))
}

fn colour(colour: ColourLabel) -> Mark {
    Mark::Colour(Some(colour))
}

/// Another program's sidecar.
fn sidecar(attributes: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description \
         xmlns:xmp='http://ns.adobe.com/xap/1.0/' {attributes}/></rdf:RDF></x:xmpmeta>"
    )
}

impl Shop {
    fn mark(&mut self, photo: &str, marks: &[Mark]) {
        let photo = self.id(photo);
        // Longer ago than any file of the test.
        self.catalog.step(|step| step.mark_all(&[photo], marks, Source::Person, 1000)).unwrap();
    }

    fn words(&self, photo: &str) -> String {
        MarkBook::new(self.catalog.marks().unwrap()).of(self.id(photo)).words()
    }

    fn write(&self, photo: &str, attributes: &str) {
        fs_err::write(self.path(&format!("{photo}.xmp")), sidecar(attributes)).unwrap();
    }

    /// What the sidecar says; `None` where there is none.
    fn says(&self, photo: &str) -> Option<FileMarks> {
        fs_err::read(self.path(&format!("{photo}.xmp"))).ok().map(|bytes| marks(&bytes).unwrap())
    }

    fn text(&self, photo: &str) -> String {
        fs_err::read_to_string(self.path(&format!("{photo}.xmp"))).unwrap()
    }

    fn read(&mut self, prefer: Option<Prefer>) -> MarksReport {
        import_marks(&mut self.catalog, MarksRequest { prefer, dry_run: false }, 2000, &Progress::default(), &Cancel::default()).unwrap()
    }

    fn write_all(&mut self) -> ExportReport {
        self.export(ExportFormat::Xmp, false).1
    }
}

fn counts(report: &MarksReport) -> (u64, u64, u64) {
    (report.changed, report.unchanged, report.conflicts)
}

/// A photo with that packet in it.
fn photo_with(path: &Path, attributes: &str) {
    let packet = [&b"http://ns.adobe.com/xap/1.0/\0"[..], sidecar(attributes).as_bytes()].concat();
    let length = (packet.len() as u16 + 2).to_be_bytes();
    fs_err::write(path, [&[0xff, 0xd8, 0xff, 0xe1][..], &length, &packet, &[0xff, 0xda, 0, 2]].concat()).unwrap();
}

#[test]
fn marks_go_out_and_are_taken_back() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg", "c.jpg"]);
    shop.mark("a.jpg", &[PICK, stars(4), colour(ColourLabel::Red)]);
    let report = shop.write_all();
    assert_eq!((report.written, report.unchanged, report.conflicts), (1, 0, 0));
    assert_eq!(shop.says("a.jpg"), Some(FileMarks { flag: Some(Flag::Pick), stars: Stars::new(4), label: Some("Red".into()) }));
    assert_eq!((shop.says("b.jpg"), shop.says("c.jpg")), (None, None), "a sidecar only where there is something to say");
    let text = shop.text("a.jpg");
    assert_eq!((shop.write_all().written, shop.text("a.jpg") == text), (0, true), "nothing to change, nothing rewritten");

    shop.mark("a.jpg", &[REJECT]);
    shop.write_all();
    assert_eq!(shop.says("a.jpg"), Some(FileMarks { flag: Some(Flag::Reject), stars: None, label: Some("Red".into()) }));
    shop.mark("a.jpg", &[Mark::Flag(None)]);
    shop.write_all();
    assert_eq!(shop.says("a.jpg").unwrap().stars, Stars::new(4), "the catalogue kept the stars under the rejection");
    for _ in 0..3 {
        shop.catalog.undo(None).unwrap().unwrap();
    }
    shop.write_all();
    assert_eq!(shop.says("a.jpg"), Some(FileMarks::default()), "what was ours goes with the step that made it");
    assert_eq!(counts(&shop.read(None)), (0, 0, 0), "and is not read back");
}

#[test]
fn marks_of_other_programs_come_in_once_and_are_left_alone_before() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg", "c.jpg"]);
    shop.write("a.jpg", "xmp:Rating='3' xmp:Label='Green'");
    photo_with(&shop.path("b.jpg"), "xmp:Rating='5'");
    let (a, b) = (shop.text("a.jpg"), fs_err::read(shop.path("b.jpg")).unwrap());
    assert_eq!(shop.write_all().written, 0, "nobody has read them");
    let dry = MarksRequest { prefer: None, dry_run: true };
    let report = import_marks(&mut shop.catalog, dry, 2000, &Progress::default(), &Cancel::default()).unwrap();
    assert_eq!((counts(&report), report.step, shop.words("a.jpg")), ((2, 0, 0), None, String::new()));

    let report = shop.read(None);
    assert_eq!((counts(&report), shop.words("a.jpg"), shop.words("b.jpg")), ((2, 0, 0), "3 stars, green label".into(), "5 stars".into()));
    assert_eq!(shop.catalog.history().unwrap().undo.unwrap().words, "Read the marks of 2 photos from files");
    assert!(shop.catalog.marks().unwrap().iter().all(|marked| marked.source == Source::Import));
    let report = shop.read(None);
    assert_eq!((counts(&report), report.step), ((0, 2, 0), None));
    assert_eq!((shop.write_all().written, shop.text("a.jpg") == a, shop.says("b.jpg")), (0, true, None), "the files say it already");

    shop.write("a.jpg", "xmp:Rating='4' xmp:Label='Green'");
    assert_eq!((counts(&shop.read(None)), shop.words("a.jpg")), ((1, 1, 0), "4 stars, green label".into()), "an import follows its file");
    shop.catalog.undo(None).unwrap().unwrap();
    shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!(shop.write_all().written, 0, "what was read and taken back is still the other program's");
    assert_eq!((counts(&shop.read(None)), shop.words("b.jpg")), ((2, 0, 0), "5 stars".into()), "and can be read again");
    assert_eq!(fs_err::read(shop.path("b.jpg")).unwrap(), b, "a photo is never written");
}

#[test]
fn a_persons_mark_and_a_changed_file_are_a_difference_that_is_settled() {
    let wanted = [
        (None, "4 stars", 2, 1),
        (Some(Prefer::File), "2 stars", 2, 0),
        (Some(Prefer::Newer), "2 stars", 2, 0),
        (Some(Prefer::Catalog), "4 stars", 4, 0),
    ];
    for (prefer, words, file, conflicts) in wanted {
        let mut shop = Shop::with(&["a.jpg"]);
        shop.mark("a.jpg", &[stars(4)]);
        shop.write_all();
        shop.write("a.jpg", "xmp:Rating='2'");
        let report = shop.write_all();
        assert_eq!((report.written, report.conflicts, report.remarks.len()), (0, 1, 1), "{report:?}");
        let report = shop.read(prefer);
        assert_eq!((report.conflicts, shop.words("a.jpg").as_str()), (conflicts, words), "{prefer:?}");
        let told: Vec<_> = report.differences.iter().map(|d| (d.catalog.as_str(), d.file.as_str())).collect();
        assert_eq!(told, if conflicts == 1 { vec![("4 stars", "2 stars")] } else { vec![] });
        shop.write_all();
        assert_eq!(shop.says("a.jpg").unwrap().stars, Stars::new(file), "{prefer:?}");
        assert_eq!(shop.write_all().conflicts, conflicts, "{prefer:?}");
    }
    // The file was changed before the person said something else.
    let mut shop = Shop::with(&["a.jpg"]);
    shop.write("a.jpg", "xmp:Rating='2'");
    let photo = shop.id("a.jpg");
    shop.catalog.step(|step| step.mark_all(&[photo], &[stars(4)], Source::Person, i64::MAX)).unwrap();
    assert_eq!((counts(&shop.read(Some(Prefer::Newer))), shop.words("a.jpg")), ((0, 1, 0), "4 stars".into()));
    shop.write_all();
    assert_eq!(shop.says("a.jpg").unwrap().stars, Stars::new(4));
}

#[test]
fn what_a_person_took_off_stays_off() {
    let mut shop = Shop::with(&["a.jpg"]);
    photo_with(&shop.path("a.jpg"), "xmp:Rating='5' xmp:Label='Red'");
    shop.read(None);
    shop.mark("a.jpg", &[Mark::Stars(None)]);
    assert_eq!((counts(&shop.read(None)), shop.words("a.jpg")), ((0, 1, 0), "red label".into()));
    shop.write_all();
    assert!(
        shop.text("a.jpg").contains("<xmp:Rating>0<"),
        "the photo says 5, so the sidecar says that there are none: {}",
        shop.text("a.jpg")
    );
    assert_eq!((shop.write_all().written, counts(&shop.read(None))), (0, (0, 1, 0)));
}

#[test]
fn a_label_of_another_program_is_no_colour_and_no_loss() {
    let mut shop = Shop::with(&["a.jpg"]);
    shop.write("a.jpg", "xmp:Rating='3' xmp:Label='Winner'");
    assert_eq!((counts(&shop.read(None)), shop.words("a.jpg")), ((1, 0, 0), "3 stars".into()));
    shop.mark("a.jpg", &[colour(ColourLabel::Blue), stars(1)]);
    assert_eq!(shop.write_all().conflicts, 1);
    assert_eq!(
        shop.says("a.jpg"),
        Some(FileMarks { flag: None, stars: Stars::new(1), label: Some("Winner".into()) }),
        "the stars were read"
    );
    let report = shop.read(None);
    assert_eq!((report.conflicts, report.differences[0].file.as_str()), (1, "winner"));
    shop.read(Some(Prefer::Catalog));
    shop.write_all();
    assert_eq!(shop.says("a.jpg").unwrap().label.as_deref(), Some("Blue"));
}

#[test]
fn marks_and_keywords_share_a_sidecar() {
    let mut shop = Shop::with(&["a.jpg"]);
    shop.add_set("Type", base::Choice::Single, &["Dress"]);
    shop.accept("a.jpg", "Type", "Dress");
    shop.mark("a.jpg", &[PICK]);
    assert_eq!(shop.write_all().written, 1);
    assert_eq!((shop.sidecar("a.jpg.xmp").subject, shop.says("a.jpg").unwrap().flag), (vec!["Dress".to_owned()], Some(Flag::Pick)));
    shop.mark("a.jpg", &[Mark::Flag(None)]);
    shop.write_all();
    assert_eq!((shop.sidecar("a.jpg.xmp").subject, shop.says("a.jpg").unwrap().flag), (vec!["Dress".to_owned()], None));
}

#[test]
fn a_sidecar_that_cannot_be_read_is_told_and_the_others_are_read() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg"]);
    fs_err::write(shop.path("a.jpg.xmp"), "<x:xmpmeta").unwrap();
    shop.write("b.jpg", "xmp:Rating='3'");
    let report = shop.read(None);
    assert_eq!((counts(&report), report.failed.len()), ((1, 0, 0), 1));
    assert!(report.failed[0].reason.starts_with("a.jpg.xmp: it is no whole XML"), "{report:?}");
}

#[test]
fn a_frame_writes_the_sidecars_of_both_files_and_reads_the_one_that_lightroom_changed() {
    let mut shop = Shop::with(&["a.jpg"]);
    fs_err::write(shop.path("a.nef"), "no picture").unwrap();
    let root = shop.catalog.roots().unwrap()[0].id;
    let companions = vec![(root, "a.jpg".into(), Some("a.nef".into()))];
    shop.catalog.commit(&catalog::IndexBatch { companions, ..catalog::IndexBatch::default() }).unwrap();
    shop.mark("a.jpg", &[stars(4)]);
    assert_eq!(shop.write_all().written, 2);
    let says = |shop: &Shop| ["a.jpg", "a"].map(|photo| shop.says(photo).and_then(|marks| marks.stars).map(Stars::count));
    assert_eq!(says(&shop), [Some(4), Some(4)]);
    assert_eq!((shop.write_all().written, counts(&shop.read(None))), (0, (0, 1, 0)));
    // By another program, which knows the raw file alone.
    shop.write("a", "xmp:Rating='5'");
    assert_eq!((shop.write_all().conflicts, counts(&shop.read(None))), (1, (0, 0, 1)), "a difference");
    assert_eq!(counts(&shop.read(Some(Prefer::File))), (1, 0, 0));
    assert_eq!((shop.write_all().written, says(&shop)), (1, [Some(5), Some(5)]));
}
