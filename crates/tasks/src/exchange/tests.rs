//! Tags go out and come back; what a person decided stays; sidecars lose nothing.

use super::*;
use crate::products::{SkuFrom, SkuRule, set_rule};
use base::{
    Cancel, CaptureFacts, Choice, ContentHash, LabelDraft, LabelSetDraft, PhotoId, PictureFacts, Progress, Provenance, RootId, Ruling,
    Source, Stamp, Verdict,
};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use exchange::{Keywords, keywords};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const NOW: i64 = 1_767_323_045_000;

/// A catalogue with its photos in a folder that vanishes with it.
pub(super) struct Shop {
    folder: tempfile::TempDir,
    pub(super) catalog: Catalog,
    root: RootId,
    skus: Skus,
}

impl Shop {
    /// The files are there, but they are no pictures.
    pub(super) fn with(photos: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
        let photos_at = folder.path().join("photos");
        let root = catalog.add_root(&photos_at).unwrap();
        let mut shop = Self { folder, catalog, root, skus: HashMap::new() };
        for (i, name) in photos.iter().enumerate() {
            let path = shop.path(name);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, "no picture").unwrap();
            shop.index(name, i as u8);
        }
        shop
    }

    fn index(&mut self, name: &str, content: u8) -> PhotoId {
        let photo = IndexedPhoto {
            id: None,
            root: self.root,
            path: name.into(),
            stamp: Stamp::new(10, 0),
            hash: ContentHash([content; 32]),
            width: 8,
            height: 8,
            format: "JPEG".to_owned(),
            captured: None,
            facts: CaptureFacts::default(),
            fingerprint: None,
            composition: None,
            embedding: None,
            thumbnail: None,
            reader: 1,
            picture: PictureFacts::default(),
            same_shot: false,
        };
        self.catalog.commit(&IndexBatch { photos: vec![photo], ..IndexBatch::default() }).unwrap().photos[0]
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("photos").join(name)
    }

    pub(super) fn id(&self, name: &str) -> PhotoId {
        self.catalog.photos().unwrap().iter().find(|p| p.path == Path::new(name)).unwrap().id
    }

    pub(super) fn add_set(&mut self, name: &str, choice: Choice, labels: &[&str]) {
        let labels = labels.iter().map(|l| LabelDraft { name: (*l).to_owned(), ..LabelDraft::default() }).collect();
        let draft = LabelSetDraft { choice, labels, ..LabelSetDraft::named(name) };
        self.catalog.step(|step| step.save_set(&draft)).unwrap();
    }

    fn decide(&mut self, photo: &str, set: &str, ruling: impl Fn(base::LabelId) -> Ruling, label: &str, source: Source) {
        let sets = self.catalog.label_sets().unwrap();
        let set = base::labels::set_named(&sets, set).unwrap();
        let ruling = set.label_named(label).map_or(Ruling::NoneOfThese, |l| ruling(l.id));
        let provenance = Provenance { score: Some(0.7), model: Some("starter@12".into()), ..Provenance::of(source, NOW + 7) };
        let verdict = Verdict { photo: self.id(photo), set: set.id, ruling, provenance };
        self.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
    }

    pub(super) fn accept(&mut self, photo: &str, set: &str, label: &str) {
        self.decide(photo, set, Ruling::Accept, label, Source::Person);
    }

    fn request(&self, text: &str, match_by: MatchBy) -> ImportRequest {
        let file = self.folder.path().join("in.csv");
        fs_err::write(&file, text).unwrap();
        ImportRequest { file, match_by, ..ImportRequest::default() }
    }

    fn import(&mut self, request: &ImportRequest) -> ImportReport {
        import_tags(&mut self.catalog, request, &self.skus, NOW).unwrap()
    }

    pub(super) fn export(&mut self, format: ExportFormat, all: bool) -> (String, ExportReport) {
        let request = ExportRequest { format, all, relative: true, excel: false, among: None, to: None };
        let mut out = Vec::new();
        let report = export(&mut self.catalog, &request, &mut out, &Progress::default(), &Cancel::default()).unwrap();
        (String::from_utf8(out).unwrap(), report)
    }

    /// "name set=label", "name set!label" where rejected, sorted.
    fn tags(&mut self) -> Vec<String> {
        let (csv, _) = self.export(ExportFormat::LongCsv, true);
        let word = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let sign = if cells[3] == "rejected" { '!' } else { '=' };
            format!("{} {}{sign}{}", cells[0], cells[1], cells[2])
        };
        csv.lines().skip(1).map(word).collect()
    }

    pub(super) fn sidecar(&self, name: &str) -> Keywords {
        keywords(&fs_err::read(self.path(name)).unwrap()).unwrap()
    }
}

fn outcomes(report: &ImportReport) -> Vec<String> {
    report.examples.iter().map(|e| format!("{} {}: {}", e.line, e.key, e.outcome)).collect()
}

#[test]
fn export_and_import_are_one_anothers_inverse() {
    let mut shop = Shop::with(&["a.jpg", "sub/b.jpg", "sub/-c.jpg"]);
    shop.add_set("Colour", Choice::Multi, &["Red", "=Blue", "أحمر 🟥"]);
    shop.add_set("Type", Choice::Single, &["Dress", "Bag"]);
    shop.accept("a.jpg", "Colour", "Red");
    shop.accept("a.jpg", "Colour", "=Blue");
    shop.decide("sub/b.jpg", "Type", Ruling::Reject, "Bag", Source::Person);
    shop.decide("sub/b.jpg", "Type", Ruling::Accept, "Dress", Source::Rule);
    shop.decide("sub/-c.jpg", "Type", Ruling::Accept, "", Source::Import);
    shop.accept("sub/-c.jpg", "Colour", "أحمر 🟥");
    let (csv, report) = shop.export(ExportFormat::LongCsv, true);
    assert_eq!(report.written, 6);
    assert!(csv.contains("sub/b.jpg,Type,Dress,accepted,rule,0.7,starter@12,2026-01-02T03:04:05.007Z,\n"), "{csv}");

    let mut other = Shop::with(&["a.jpg", "sub/b.jpg", "sub/-c.jpg"]);
    let request = other.request(&csv, MatchBy::Path);
    let report = other.import(&ImportRequest { dry_run: true, ..request.clone() });
    assert_eq!((report.rows, report.matched, report.imported, other.tags().len()), (6, 6, 6, 0));
    assert!(other.catalog.label_sets().unwrap().is_empty(), "a dry run leaves nothing");
    let report = other.import(&request);
    assert_eq!((report.rows, report.matched, report.imported, report.conflicts), (6, 6, 6, 0));
    assert_eq!(report.photos.len(), 3);
    let (again, _) = other.export(ExportFormat::LongCsv, true);
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&again), sorted(&csv), "the order within a photo follows the vocabulary, which is another one");
    assert_eq!(other.catalog.history().unwrap().undo.unwrap().words, "Import 6 tags");
    assert_eq!(other.import(&request).imported, 0, "nothing is decided twice");
    other.catalog.undo(None).unwrap();
    assert!(other.tags().is_empty() && other.catalog.label_sets().unwrap().is_empty());

    let (accepted, report) = shop.export(ExportFormat::Json, false);
    assert_eq!((report.written, serde_json::from_str::<Vec<serde_json::Value>>(&accepted).unwrap().len()), (4, 4));
    let (wide, report) = shop.export(ExportFormat::Csv, false);
    assert_eq!(wide, "path,sku,Colour,Type\na.jpg,,Red | =Blue,\nsub/-c.jpg,,أحمر 🟥,\nsub/b.jpg,,,Dress\n");
    assert_eq!(report.written, 3);
}

#[test]
fn a_frame_is_exported_with_its_raw_file_and_imported_by_it() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg"]);
    let companions = vec![(shop.root, "a.jpg".into(), Some("a.nef".into()))];
    shop.catalog.commit(&IndexBatch { companions, ..IndexBatch::default() }).unwrap();
    assert_eq!(shop.catalog.counts().unwrap().pairs, 1);
    shop.add_set("Type", Choice::Single, &["Dress"]);
    for (photo, raw) in [("a.jpg", Some("a.nef")), ("b.jpg", None)] {
        shop.accept(photo, "Type", "Dress");
        let (json, _) = shop.export(ExportFormat::Json, false);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        let row = rows.iter().find(|row| row["path"] == photo).unwrap();
        assert_eq!(row.get("raw").and_then(|raw| raw.as_str()), raw, "{row}");
    }
    shop.catalog.undo(None).unwrap();
    shop.catalog.undo(None).unwrap();
    let request =
        ImportRequest { set: Some("Type".into()), column: Some("type".into()), ..shop.request("name,type\na.NEF,Dress\n", MatchBy::Name) };
    assert_eq!(shop.import(&request).imported, 1);
    assert_eq!(shop.tags(), ["a.jpg Type=Dress"]);
}

#[test]
fn rows_find_their_photos_by_path_name_and_sku() {
    let mut shop = Shop::with(&["a.jpg", "x/b.JPG", "y/b.jpg", "x/c.png"]);
    shop.skus = HashMap::from([(shop.id("a.jpg"), "S1".to_owned()), (shop.id("x/c.png"), "S1".to_owned())]);
    let absolute = shop.path("x/c.png").display().to_string();
    let text = format!("path,set,label\n.\\x\\B.jpg,T,One\n{absolute},T,Two\nnowhere.jpg,T,Three\na.jpg,T,One\n");
    let report = shop.import(&shop.request(&text, MatchBy::Path));
    assert_eq!((report.rows, report.matched, report.unmatched, report.ambiguous, report.imported), (4, 3, 1, 0, 3));
    assert_eq!(report.new_labels, ["T: One", "T: Two"], "a label that no photo gets is not made");
    assert_eq!(outcomes(&report)[2], "4 nowhere.jpg: no photo lies at this path");
    assert_eq!(shop.tags(), ["a.jpg T=One", "x/b.JPG T=One", "x/c.png T=Two"]);

    let text = "file,kind\nb.jpg,Dress\nB,Bag\nC.PNG,Hat | Cap\nz,Shoe\na,\n";
    let request = ImportRequest { column: Some("kind".to_owned()), ..shop.request(text, MatchBy::Name) };
    let report = shop.import(&request);
    assert_eq!((report.rows, report.matched, report.unmatched, report.ambiguous, report.imported), (5, 2, 1, 1, 3));
    let want = [
        "2 b.jpg: kind: Dress for y/b.jpg",
        "3 B: could be 2 photos: x/b.JPG, y/b.jpg",
        "4 C.PNG: kind: Hat, Cap for x/c.png",
        "5 z: no photo has this name",
        "6 : left out: the row has no label",
    ];
    assert_eq!(outcomes(&report), want);
    assert_eq!(shop.catalog.label_sets().unwrap()[1].choice, Choice::Multi, "the file gives a photo two labels");

    let request = ImportRequest {
        column: Some("kind".to_owned()),
        set: Some("Range".to_owned()),
        ..shop.request("sku,kind\ns1,Summer\nS2,Winter\n", MatchBy::Sku)
    };
    let report = shop.import(&request);
    assert_eq!((report.matched, report.unmatched, report.imported), (1, 1, 2));
    assert_eq!(outcomes(&report)[0], "2 s1: Range: Summer for 2 photos: a.jpg, x/c.png");
}

#[test]
fn a_person_is_not_overruled_and_a_file_does_not_overrule_itself() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg", "c.jpg"]);
    shop.add_set("Type", Choice::Single, &["Dress", "Bag"]);
    shop.accept("a.jpg", "Type", "Dress");
    shop.decide("b.jpg", "Type", Ruling::Accept, "Dress", Source::Import);
    let text = "path,set,label,source\na.jpg,Type,Bag,person\nb.jpg,type,bag,rule\nc.jpg,Type,Bag,\nc.jpg,Type,Dress,\na.jpg,Type,Dress,\n";
    let report = shop.import(&shop.request(text, MatchBy::Path));
    assert_eq!((report.imported, report.conflicts, report.new_labels.len()), (1, 4, 0));
    let kept: Vec<String> = outcomes(&report).into_iter().filter(|o| !o.contains(" for ")).collect();
    let want = [
        "2 a.jpg: kept: a person decided Dress",
        "3 b.jpg: kept: there is Dress",
        "5 c.jpg: left out: line 4 says Bag",
        "6 a.jpg: left out: line 2 says Bag",
    ];
    assert_eq!(kept, want);
    assert_eq!(shop.tags(), ["a.jpg Type=Dress", "b.jpg Type=Dress", "c.jpg Type=Bag"]);
}

#[test]
fn a_broken_file_changes_nothing() {
    let mut shop = Shop::with(&["a.jpg"]);
    let request = shop.request("path,set,label\na.jpg,T,One\n\"half a line\n", MatchBy::Path);
    let told = import_tags(&mut shop.catalog, &request, &Skus::new(), NOW).unwrap_err().to_string();
    assert!(told.starts_with("line 3: a quote begins") && told.ends_with("in.csv"), "{told}");
    assert!(shop.catalog.label_sets().unwrap().is_empty() && shop.tags().is_empty());
    let request = ImportRequest { file: shop.path("none.csv"), ..ImportRequest::default() };
    let told = import_tags(&mut shop.catalog, &request, &Skus::new(), NOW).unwrap_err().to_string();
    assert!(told.starts_with("the file cannot be read (it is not there): "), "{told}");
}

#[test]
fn a_table_is_written_whole_or_not_at_all() {
    let mut shop = Shop::with(&["a.jpg"]);
    shop.add_set("Type", Choice::Single, &["Dress"]);
    shop.accept("a.jpg", "Type", "Dress");
    let mut to = |name: &str, relative: bool| {
        let to = Some(shop.folder.path().join(name));
        let request = ExportRequest { format: ExportFormat::Csv, all: false, relative, excel: false, among: None, to };
        export(&mut shop.catalog, &request, &mut std::io::sink(), &Progress::default(), &Cancel::default())
    };
    assert_eq!(to("out.csv", false).unwrap().written, 1);
    assert!(matches!(to("none/out.csv", false), Err(ExchangeError::Write(_))));
    let text = fs_err::read_to_string(shop.folder.path().join("out.csv")).unwrap();
    assert_eq!(text, format!("path,sku,Type\n{},,Dress\n", shop.path("a.jpg").display()));
    shop.catalog.commit(&IndexBatch { missing: vec![shop.id("a.jpg")], ..IndexBatch::default() }).unwrap();
    let (text, report) = shop.export(ExportFormat::LongCsv, true);
    assert_eq!((text.lines().count(), report.remarks), (1, vec!["1 photo left out, because the files are gone".to_owned()]));
}

#[test]
fn products_speak_with_one_voice() {
    let mut shop = Shop::with(&["a_1.jpg", "a_2.jpg", "a_3.jpg", "b_1.jpg", "c.jpg"]);
    shop.add_set("Style", Choice::Multi, &["Boho", "@Home"]);
    shop.add_set("Type", Choice::Single, &["Bag", "Dress"]);
    for (photo, label) in [("a_1.jpg", "Dress"), ("a_2.jpg", "Bag"), ("a_3.jpg", "Dress"), ("c.jpg", "Bag")] {
        shop.accept(photo, "Type", label);
    }
    shop.accept("a_2.jpg", "Style", "Boho");
    shop.accept("a_1.jpg", "Style", "@Home");
    shop.accept("b_1.jpg", "Style", "@Home");
    let (text, report) = shop.export(ExportFormat::Google, false);
    assert_eq!(text, "id\tproduct_type\na_1\tDress\na_2\tBag\na_3\tDress\nc\tBag\n");
    assert!(report.remarks[0].starts_with("no SKU rule is set"));
    set_rule(&mut shop.catalog, Some(&SkuRule { from: SkuFrom::FileName, pattern: "{sku}_*".to_owned() })).unwrap();
    let (text, report) = shop.export(ExportFormat::Shopify, false);
    assert_eq!(text, "URL handle,Type,Tags\na,Dress,\"Boho, @Home\"\nb,,@Home\n");
    let want = [
        "1 photo without a SKU left out: c.jpg",
        "photos of 1 product disagree about a set with one choice; the one with the highest scores was taken: a (Type)",
        "Type is empty for 1 product: the shop may blank what it has there",
        "1 cell would be taken for a formula, so do not open the file in a spreadsheet: b, Tags: @Home",
    ];
    assert_eq!(report.remarks[..4], want);
    assert_eq!(report.written, 2);
}

const FOREIGN: &str = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:subject><rdf:Bag><rdf:li>kept by hand</rdf:li>\
</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>";

#[test]
fn sidecars_follow_the_tags_and_keep_the_rest() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg", "c.jpg", "c.png", "d.jpg", "e.jpg"]);
    shop.add_set("Type", Choice::Single, &["Dress", "Bag"]);
    for photo in ["a.jpg", "b.jpg", "c.jpg", "c.png", "d.jpg"] {
        shop.accept(photo, "Type", "Dress");
    }
    shop.decide("e.jpg", "Type", Ruling::Reject, "Dress", Source::Person);
    fs_err::write(shop.path("a.jpg.xmp"), FOREIGN).unwrap();
    fs_err::write(shop.path("b.xmp"), FOREIGN).unwrap();
    fs_err::write(shop.path("c.xmp"), FOREIGN).unwrap();
    fs_err::write(shop.path("d.jpg.xmp"), "<broken").unwrap();
    let (_, report) = shop.export(ExportFormat::Xmp, false);
    assert_eq!((report.written, report.unchanged, report.failed.len()), (4, 0, 1));
    assert_eq!(report.failed[0].path, shop.path("d.jpg.xmp"));
    assert_eq!(fs_err::read_to_string(shop.path("d.jpg.xmp")).unwrap(), "<broken");
    assert_eq!(shop.sidecar("a.jpg.xmp").subject, ["kept by hand", "Dress"]);
    assert_eq!(shop.sidecar("b.xmp").tags_list, ["Type/Dress"]);
    assert!(!shop.path("b.jpg.xmp").exists() && !shop.path("e.jpg.xmp").exists());
    // c.xmp may be of either photo, so it is of none.
    assert_eq!(fs_err::read_to_string(shop.path("c.xmp")).unwrap(), FOREIGN);
    assert_eq!(shop.sidecar("c.png.xmp").hierarchical, ["Type|Dress"]);
    assert_eq!(shop.export(ExportFormat::Xmp, false).1.unchanged, 4);

    // Another program rewrites a sidecar, a photo and its sidecar are renamed, and the tags change.
    let rewritten = fs_err::read_to_string(shop.path("a.jpg.xmp")).unwrap().replace("kept by hand", "kept, and more");
    fs_err::write(shop.path("a.jpg.xmp"), rewritten).unwrap();
    shop.accept("a.jpg", "Type", "Bag");
    shop.decide("b.jpg", "Type", Ruling::Withdraw, "Dress", Source::Person);
    let (_, report) = shop.export(ExportFormat::Xmp, false);
    assert_eq!((report.written, report.unchanged, report.failed.len()), (2, 2, 1));
    assert_eq!(shop.sidecar("a.jpg.xmp").subject, ["kept, and more", "Bag"]);
    assert_eq!(fs_err::read_to_string(shop.path("b.xmp")).unwrap(), FOREIGN, "taken back");
    let (_, report) = shop.export(ExportFormat::Xmp, false);
    assert_eq!((report.written, report.unchanged), (0, 3), "b is no longer ours to look at");
}

#[test]
fn a_photo_and_its_sidecar_may_be_renamed_together() {
    let mut shop = Shop::with(&["a.jpg"]);
    shop.add_set("Type", Choice::Single, &["Dress", "Bag"]);
    shop.accept("a.jpg", "Type", "Dress");
    shop.export(ExportFormat::Xmp, false);
    fs_err::rename(shop.path("a.jpg"), shop.path("z.jpg")).unwrap();
    fs_err::rename(shop.path("a.jpg.xmp"), shop.path("z.jpg.xmp")).unwrap();
    let placed = catalog::Placement { id: shop.id("a.jpg"), root: shop.root, path: "z.jpg".into(), stamp: Stamp::new(10, 0) };
    shop.catalog.commit(&IndexBatch { placed: vec![placed], ..IndexBatch::default() }).unwrap();
    shop.accept("z.jpg", "Type", "Bag");
    shop.export(ExportFormat::Xmp, false);
    assert_eq!(shop.sidecar("z.jpg.xmp").subject, ["Bag"]);
}

#[test]
fn keywords_become_tags_but_not_our_own() {
    let mut shop = Shop::with(&["a.jpg", "b.jpg", "c.jpg"]);
    shop.add_set("Type", Choice::Single, &["Dress"]);
    shop.accept("b.jpg", "Type", "Dress");
    fs_err::write(shop.path("b.xmp"), FOREIGN).unwrap();
    fs_err::write(shop.path("c.jpg.xmp"), "<broken").unwrap();
    shop.export(ExportFormat::Xmp, false);
    let places = Keywords {
        hierarchical: vec!["Place|Italy".to_owned(), "Mood|Calm".to_owned()],
        subject: vec!["Italy".to_owned(), "Calm".to_owned(), "italy".to_owned()],
        ..Keywords::default()
    };
    let sidecar = exchange::plan(None, &places, &Keywords::default()).unwrap().bytes.unwrap();
    fs_err::write(shop.path("a.jpg.xmp"), sidecar).unwrap();
    let import = |shop: &mut Shop, set: &str, dry_run| {
        import_keywords(&mut shop.catalog, set, dry_run, NOW, &Progress::default(), &Cancel::default()).unwrap()
    };
    let report = import(&mut shop, "Keywords", true);
    assert_eq!((report.rows, report.matched, report.unmatched, report.imported), (3, 2, 1, 3));
    assert_eq!(report.new_labels, ["Keywords: Italy", "Keywords: Calm", "Keywords: kept by hand"]);
    assert_eq!(shop.tags(), ["b.jpg Type=Dress"]);
    let report = import(&mut shop, "place", false);
    assert_eq!(report.new_labels, ["place: Italy", "place: kept by hand"], "where the hierarchy names the set, it decides");
    assert_eq!(shop.tags(), ["a.jpg place=Italy", "b.jpg Type=Dress", "b.jpg place=kept by hand"]);
    let cancel = Cancel::default();
    cancel.cancel();
    let ended = import_keywords(&mut shop.catalog, "x", false, NOW, &Progress::default(), &cancel);
    assert!(matches!(ended, Err(ExchangeError::Cancelled)));
}

/// Every file and link below a folder, with its bytes or where it leads.
#[cfg(unix)]
fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for path in fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if let Ok(target) = fs_err::read_link(&path) {
                found.push((path, target.into_os_string().into_encoded_bytes()));
            } else if path.is_dir() {
                waiting.push(path);
            } else {
                found.push((path.clone(), fs_err::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A shop of one good photo, whose catalogue also has a photo at `evil`; both are tagged where the catalogue lets them be.
#[cfg(unix)]
fn with_stored_path(evil: &str) -> Shop {
    let mut shop = Shop::with(&["a.jpg"]);
    shop.index(evil, 7);
    shop.add_set("Type", Choice::Single, &["Dress"]);
    shop.accept("a.jpg", "Type", "Dress");
    let set = shop.catalog.label_sets().unwrap().remove(0);
    let ruling = Ruling::Accept(set.labels[0].id);
    let provenance = Provenance::of(Source::Person, NOW);
    let verdict = Verdict { photo: PhotoId(2), set: set.id, ruling, provenance };
    shop.catalog.step(|step| step.decide(&verdict, Source::Person)).unwrap();
    shop
}

#[cfg(unix)]
#[test]
fn no_stored_path_leads_out_of_its_root() {
    let absolute = tempfile::tempdir().unwrap();
    let elsewhere = absolute.path().join("evil.jpg").display().to_string();
    for evil in ["../out/evil.jpg", "../evil.jpg", "sub/../../out/evil.jpg", "./../out/evil.jpg", &elsewhere] {
        let mut shop = with_stored_path(evil);
        for folder in ["out", "photos/sub"] {
            fs_err::create_dir_all(shop.folder.path().join(folder)).unwrap();
        }
        let (_, report) = shop.export(ExportFormat::Xmp, false);
        let failed: Vec<_> = report.failed.iter().map(|problem| problem.path.to_str().unwrap()).collect();
        assert_eq!((report.written, failed), (1, vec![evil]), "what is left out is named");
        let written: Vec<PathBuf> = everything_in(shop.folder.path())
            .into_iter()
            .map(|(path, _)| path)
            .filter(|p| p.extension().is_some_and(|e| e == "xmp"))
            .collect();
        assert_eq!(written, [shop.path("a.jpg.xmp")], "{evil}");
        assert_eq!(everything_in(absolute.path()), [], "{evil}");
        let (csv, _) = shop.export(ExportFormat::Csv, false);
        assert!(!csv.contains("evil"), "{csv}");
        let told = shop.catalog.check().unwrap();
        assert_eq!(told, [format!("an entry of photos leads out of its folder and is left out: {evil}")]);
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_sidecar_out_of_its_root() {
    use std::os::unix::fs::symlink;
    type Swap = fn(&Shop);
    let swaps: [(&str, Swap); 7] = [
        ("a dangling link", |s| symlink("../../out/new.xmp", s.path("sub/a.jpg.xmp")).unwrap()),
        ("a dangling link without the photo's ending", |s| symlink("../../out/new.xmp", s.path("sub/a.xmp")).unwrap()),
        ("a link to a sidecar", |s| symlink("../../out/there.xmp", s.path("sub/a.jpg.xmp")).unwrap()),
        ("a link within the root", |s| symlink("other.xmp", s.path("sub/a.jpg.xmp")).unwrap()),
        ("a folder that became a link", |s| {
            fs_err::rename(s.path("sub"), s.folder.path().join("moved")).unwrap();
            symlink("../out", s.path("sub")).unwrap();
        }),
        ("a root that became a link", |s| {
            fs_err::rename(s.path(""), s.folder.path().join("moved")).unwrap();
            symlink("out", s.folder.path().join("photos")).unwrap();
        }),
        ("a root that became a link to itself", |s| {
            fs_err::rename(s.path(""), s.folder.path().join("moved")).unwrap();
            symlink("moved", s.folder.path().join("photos")).unwrap();
        }),
    ];
    for (what, swap) in swaps {
        let mut shop = Shop::with(&["sub/a.jpg"]);
        shop.add_set("Type", Choice::Single, &["Dress"]);
        shop.accept("sub/a.jpg", "Type", "Dress");
        fs_err::create_dir_all(shop.folder.path().join("out/sub")).unwrap();
        fs_err::write(shop.folder.path().join("out/there.xmp"), FOREIGN).unwrap();
        swap(&shop);
        let is_ours = |(path, _): &(PathBuf, Vec<u8>)| !path.to_string_lossy().contains("shop.selvedge");
        let files = || everything_in(shop.folder.path()).into_iter().filter(is_ours).collect::<Vec<_>>();
        let before = files();
        let request = ExportRequest { format: ExportFormat::Xmp, all: false, relative: true, excel: false, among: None, to: None };
        let mut out = Vec::new();
        let report = export(&mut shop.catalog, &request, &mut out, &Progress::default(), &Cancel::default()).unwrap();
        assert_eq!((report.written, report.failed.len()), (0, 1), "{what}: {report:?}");
        assert!(report.failed[0].reason.contains("link"), "{what}: {report:?}");
        assert!(files() == before, "{what}");
    }
}
