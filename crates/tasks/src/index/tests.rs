//! Index runs: an encoder is fed as it asks to be, what older decoders read is read again once, damage is remarked.

use super::*;
use base::{ModelInfo, ModelKey, Rgb8};
use catalog::Catalog;

/// Asks to be fed by one thread, three photos at a time, and notes what it gets.
struct Card {
    info: ModelInfo,
    calls: AtomicUsize,
    batches: Mutex<Vec<usize>>,
    /// Each call waits for a word: whether it may answer or has to fail.
    told: Option<Receiver<bool>>,
}

impl Encoder for Card {
    fn info(&self) -> &ModelInfo {
        &self.info
    }
    fn side(&self) -> u32 {
        1
    }
    fn prepare(&self, _: &Rgb8) -> Prepared {
        Prepared(Vec::new())
    }
    fn encode_images(&self, batch: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError> {
        assert_eq!(self.calls.fetch_add(1, Relaxed), 0, "two calls at the same time");
        assert_eq!(rayon::current_num_threads(), std::thread::available_parallelism().unwrap().get());
        self.batches.lock().push(batch.len());
        if self.told.as_ref().is_some_and(|told| !told.recv_timeout(Duration::from_secs(100)).unwrap()) {
            self.calls.fetch_sub(1, Relaxed);
            return Err(EncodeError::Failed { model: "card".into(), problem: "told to".into() });
        }
        self.calls.fetch_sub(1, Relaxed);
        Ok(batch.iter().map(|_| UnitVector::normalise(vec![1.0, 0.0]).unwrap()).collect())
    }
    fn encode_texts(&self, _: &[&str]) -> Result<Vec<UnitVector>, EncodeError> {
        Ok(Vec::new())
    }
    fn feeding(&self) -> Feeding {
        Feeding { batch: 3, calls: 1 }
    }
    fn unknown_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
    fn cut_off(&self, _: &str) -> Option<String> {
        None
    }
}

#[test]
fn an_encoder_is_fed_as_it_asks_to_be() {
    let (_home, mut catalog, roots) = pictures(10);
    let card = card();
    let report = index(&mut catalog, &card, &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!(report.added, 10);
    let batches = card.batches.into_inner();
    assert_eq!(batches.iter().sum::<usize>(), 10);
    assert!(batches.iter().all(|batch| *batch <= 3), "{batches:?}");
}

fn card() -> Card {
    let info = ModelInfo { key: ModelKey("card".into()), name: "card".into(), revision: None, dimension: 2, logit_scale: 1.0 };
    Card { info, calls: AtomicUsize::new(0), batches: Mutex::default(), told: None }
}

/// A folder of so many small pictures, and a catalogue for it.
fn pictures(count: u8) -> (tempfile::TempDir, Catalog, [Root; 1]) {
    let home = tempfile::tempdir().unwrap();
    for i in 0..count {
        image::RgbImage::from_pixel(8, 8, image::Rgb([i, 0, 0])).save(home.path().join(format!("{i}.png"))).unwrap();
    }
    let mut catalog = Catalog::create(&home.path().join("c.selvedge")).unwrap();
    let roots = [Root { id: catalog.add_root(home.path()).unwrap(), path: home.path().to_owned() }];
    (home, catalog, roots)
}

#[test]
fn photos_are_there_before_the_model_has_seen_any_and_are_embedded_by_this_run() {
    let (_home, mut catalog, roots) = pictures(10);
    let reader = Catalog::open(catalog.path()).unwrap();
    let (tell, told) = bounded(9);
    let card = Card { told: Some(told), ..card() };
    let (progress, mut seen) = (Progress::default(), None);
    let mut committed = |_| {
        let photos = reader.photos().unwrap();
        if photos.len() < 10 || seen.is_some() {
            return;
        }
        let thumbnails = photos.iter().filter(|photo| reader.thumbnail(&photo.hash).is_some()).count();
        let left = reader.looks().unwrap()[0].remaining;
        seen = Some((thumbnails, reader.embeddings(&card.info.key).unwrap().photos.len(), left));
        for _ in 0..9 {
            tell.try_send(true).ok();
        }
    };
    let report = index(&mut catalog, &card, &roots, &progress, &Cancel::default(), &mut committed).unwrap();
    assert_eq!(seen, Some((10, 0, Some(10))), "all can be seen, and none of them is done");
    assert_eq!((report.added, report.updated, report.embedded), (10, 0, 0));
    assert_eq!(catalog.embeddings(&card.info.key).unwrap().photos.len(), 10);
    let told = progress.read();
    assert_eq!((told.done, told.read, told.total), (10, 10, 10));
    assert_eq!(catalog.looks().unwrap(), []);
}

#[test]
fn what_a_run_tells_of_its_batches_is_all_that_it_changes() {
    let (home, mut catalog, roots) = pictures(10);
    let run = |catalog: &mut Catalog, told: &mut Vec<Committed>| {
        index(catalog, &card(), &roots, &Progress::default(), &Cancel::default(), &mut |committed| told.push(committed)).unwrap()
    };
    run(&mut catalog, &mut Vec::new());
    // One is new, one is other content, one moved, one gone and one no picture any more.
    let file = |name: &str| home.path().join(name);
    image::RgbImage::from_pixel(8, 8, image::Rgb([90, 0, 0])).save(file("new.png")).unwrap();
    image::RgbImage::from_pixel(9, 8, image::Rgb([91, 0, 0])).save(file("1.png")).unwrap();
    fs_err::rename(file("2.png"), file("two.png")).unwrap();
    fs_err::remove_file(file("3.png")).unwrap();
    fs_err::write(file("4.png"), "no picture").unwrap();
    let (before, generation) = (catalog.photos().unwrap(), catalog.generations().unwrap().photos);
    let mut told = Vec::new();
    let report = run(&mut catalog, &mut told);
    assert_eq!((report.added, report.updated, report.moved, report.failed.len()), (1, 1, 1, 1));
    let generations: Vec<i64> = told.iter().map(|committed| committed.generation).collect();
    assert_eq!(generations, (generation + 1..=catalog.generations().unwrap().photos).collect::<Vec<_>>(), "nothing else counts up");
    let mut touched: Vec<PhotoId> = told.into_iter().flat_map(|committed| committed.touched).collect();
    touched.sort_unstable();
    touched.dedup();
    let after = catalog.photos().unwrap();
    let other = after.iter().filter(|photo| !before.contains(photo)).map(|photo| photo.id);
    assert_eq!(touched, other.collect::<Vec<_>>());
    assert!(touched.len() >= 4, "{touched:?}");
}

#[test]
fn what_a_run_has_not_embedded_the_next_one_embeds() {
    let (home, mut catalog, roots) = pictures(10);
    let reader = Catalog::open(catalog.path()).unwrap();
    let (tell, told) = bounded(9);
    let failing = Card { told: Some(told), ..card() };
    let mut committed = |_| {
        let all = reader.photos().unwrap().len() == 10;
        for n in (0..9).filter(|_| all) {
            tell.try_send(n == 0).ok();
        }
    };
    let error = index(&mut catalog, &failing, &roots, &Progress::default(), &Cancel::default(), &mut committed).unwrap_err();
    assert!(matches!(error, IndexError::Model(_)), "{error}");
    let key = &failing.info.key;
    assert_eq!(catalog.photos().unwrap().len(), 10);
    assert!(catalog.embeddings(key).unwrap().photos.len() < 10, "the second batch failed");
    // Moved meanwhile: they keep their numbers, whether the model has seen them or not.
    fs_err::create_dir(home.path().join("sub")).unwrap();
    for i in 0..10 {
        fs_err::rename(home.path().join(format!("{i}.png")), home.path().join(format!("sub/{i}.png"))).unwrap();
    }
    let report = index(&mut catalog, &card(), &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!((report.added, report.moved, report.missing), (0, 10, 0));
    assert_eq!(catalog.embeddings(key).unwrap().photos.len(), 10);
    let last = index(&mut catalog, &card(), &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!((last.unchanged, last.updated), (10, 0));
}

#[test]
fn the_lead_is_bounded_by_what_it_takes() {
    assert_eq!([0, 4 * 3 * 224 * 224, 64 << 20].map(|bytes| lead(bytes, 16)), [MOST_LEAD, 445, 32], "two batches in any case");
}

#[test]
fn what_older_decoders_read_or_refused_is_read_again_once() {
    let home = tempfile::tempdir().unwrap();
    for i in 0..3_u8 {
        image::RgbImage::from_pixel(8, 8, image::Rgb([i, 0, 0])).save(home.path().join(format!("{i}.png"))).unwrap();
    }
    fs_err::write(home.path().join("bad.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let mut catalog = Catalog::create(&home.path().join("c.selvedge")).unwrap();
    let roots = [Root { id: catalog.add_root(home.path()).unwrap(), path: home.path().to_owned() }];
    let card = card();
    let run = |catalog: &mut Catalog| index(catalog, &card, &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    let first = run(&mut catalog);
    assert_eq!((first.added, first.failed.len()), (3, 1));
    let again = run(&mut catalog);
    assert_eq!((again.unchanged, again.updated, again.known_problems), (3, 0, 1));
    // As a catalogue of an older program has them.
    let key = &card.info.key;
    let known = catalog.known_files(roots[0].id, key).unwrap();
    let old = |k: &catalog::KnownFile| IndexedPhoto {
        id: Some(k.id),
        root: roots[0].id,
        path: k.path.clone(),
        stamp: k.stamp,
        hash: k.hash,
        width: 99,
        height: 99,
        format: "PNG".to_owned(),
        captured: None,
        facts: base::CaptureFacts::default(),
        fingerprint: None,
        composition: None,
        embedding: UnitVector::normalise(vec![0.0, 1.0]),
        thumbnail: Some(vec![0]),
        reader: READER - 1,
        picture: PictureFacts::default(),
        same_shot: false,
    };
    let problems = catalog.known_problems(roots[0].id).unwrap();
    let refused = |p: &catalog::KnownProblem| Unreadable {
        root: roots[0].id,
        path: p.path.clone(),
        stamp: p.stamp,
        reason: "of old".to_owned(),
        reader: READER - 1,
    };
    let batch = IndexBatch {
        model: Some(key.clone()),
        photos: known.iter().map(old).collect(),
        problems: problems.iter().map(refused).collect(),
        ..IndexBatch::default()
    };
    catalog.commit(&batch).unwrap();
    let read = run(&mut catalog);
    assert_eq!((read.unchanged, read.updated, read.embedded, read.failed.len()), (0, 3, 0, 1));
    assert_eq!(catalog.embeddings(key).unwrap().values, [1.0, 0.0].repeat(3));
    assert!(catalog.photos().unwrap().iter().all(|photo| photo.width == 8));
    assert!(catalog.thumbnail(&known[0].hash).is_some_and(|jpeg| jpeg.len() > 1), "made anew");
    let last = run(&mut catalog);
    assert_eq!((last.unchanged, last.updated, last.known_problems), (3, 0, 1));
}

#[test]
fn how_photos_are_made_up_is_measured_once_for_an_older_catalogue_and_no_model_is_asked() {
    let (home, mut catalog, roots) = pictures(4);
    let card = card();
    let run = |catalog: &mut Catalog| index(catalog, &card, &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!(run(&mut catalog).added, 4);
    let measured = catalog.compositions().unwrap();
    assert_eq!(measured.len(), 4);
    let known = catalog.known_files(roots[0].id, &card.info.key).unwrap();
    let old = |k: &catalog::KnownFile| ReadFacts {
        photo: k.id,
        root: roots[0].id,
        captured: None,
        facts: base::CaptureFacts::default(),
        composition: Some((COMPOSITION - 1, base::composition::Composition::default())),
    };
    catalog.commit(&IndexBatch { facts: known.iter().map(old).collect(), ..IndexBatch::default() }).unwrap();
    fs_err::remove_file(home.path().join(&known[0].path)).unwrap();
    let asked = card.batches.lock().len();
    let read = run(&mut catalog);
    assert_eq!((read.unchanged, read.updated, read.missing, card.batches.lock().len()), (3, 0, 1, asked));
    let again = catalog.compositions().unwrap();
    let of = |n: usize| (again.get(&known[n].id), measured.get(&known[n].id));
    assert!((1..4).all(|n| of(n).0 == of(n).1), "as at first");
    assert_eq!(of(0).0, Some(&base::composition::Composition::default()), "a photo whose file is gone keeps what was known of it");
    assert_eq!(catalog.known_files(roots[0].id, &card.info.key).unwrap().iter().filter(|k| k.composition == COMPOSITION).count(), 3);
}

#[test]
fn photos_that_were_indexed_where_nothing_is_looked_for_now_stay() {
    let home = tempfile::tempdir().unwrap();
    let photo = |path: &str, shade| {
        let path = home.path().join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 0, 0])).save(path).unwrap();
    };
    photo("a.png", 1);
    photo("old/b.png", 2);
    photo("old/gone.png", 3);
    let mut catalog = Catalog::create(&home.path().join("c.selvedge")).unwrap();
    let roots = [Root { id: catalog.add_root(home.path()).unwrap(), path: home.path().to_owned() }];
    let run = |catalog: &mut Catalog| index(catalog, &card(), &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!(run(&mut catalog).added, 3);
    fs_err::write(home.path().join("old/.nomedia"), "").unwrap();
    fs_err::remove_file(home.path().join("old/gone.png")).unwrap();
    photo("@Recycle/c.png", 4);
    let report = run(&mut catalog);
    assert_eq!((report.added, report.unchanged, report.left_out, report.kept, report.missing), (0, 1, 2, 1, 1));
    let missing: Vec<_> = catalog.photos().unwrap().into_iter().filter(|p| p.missing).map(|p| p.path).collect();
    assert_eq!(missing, [PathBuf::from("old/gone.png")]);
    // Nothing else is there, and it is no folder that went away.
    fs_err::remove_file(home.path().join("a.png")).unwrap();
    let report = run(&mut catalog);
    assert_eq!((report.away.len(), report.kept, report.missing), (0, 1, 2));
}

#[test]
fn what_was_in_hand_is_let_go_and_damage_is_remarked() {
    let home = tempfile::tempdir().unwrap();
    let mut jpeg = std::io::Cursor::new(vec![]);
    let drawn = image::RgbImage::from_fn(160, 120, |x, y| image::Rgb([x as u8, y as u8, (x * y / 90) as u8]));
    drawn.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let late = jpeg.len() * 9 / 10;
    fs_err::write(home.path().join("damaged.jpg"), [&jpeg[..late], &[0xff, 0xd3], &jpeg[late..]].concat()).unwrap();
    let mut catalog = Catalog::create(&home.path().join("c.selvedge")).unwrap();
    let roots = [Root { id: catalog.add_root(home.path()).unwrap(), path: home.path().to_owned() }];
    let report = index(&mut catalog, &card(), &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    assert_eq!((report.added, report.failed.len()), (1, 0));
    assert_eq!(report.remarked.iter().map(|p| p.reason.as_str()).collect::<Vec<_>>(), ["part of the picture is damaged"]);
    assert_eq!(catalog.suspects(roots[0].id).unwrap(), []);
}

/// Pictures of one size, in bytes too, and of one time.
#[cfg(unix)]
fn save_alike(path: &Path, shade: u8) {
    // A new file under the old name, as editors save.
    let new = path.with_extension("new.bmp");
    image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 0, 0])).save(&new).unwrap();
    let file = fs_err::OpenOptions::new().write(true).open(&new).unwrap();
    file.file().set_modified(std::time::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
    fs_err::rename(new, path).unwrap();
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_size_and_time_is_seen_and_photos_that_swap_names_keep_themselves() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    let names = ["a.bmp", "b.bmp", "c.bmp", "d.bmp", "e.bmp"];
    names.iter().zip(0..).for_each(|(name, shade)| save_alike(&path(name), shade));
    let mut catalog = Catalog::create(&home.path().join("c.selvedge")).unwrap();
    let roots = [Root { id: catalog.add_root(home.path()).unwrap(), path: home.path().to_owned() }];
    let card = card();
    let run = |catalog: &mut Catalog| index(catalog, &card, &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    let list = |catalog: &Catalog| {
        let photos = catalog.photos().unwrap().into_iter();
        photos.map(|photo| (photo.id.0, photo.name(), photo.missing)).collect::<Vec<_>>()
    };
    assert_eq!(run(&mut catalog).added, 5);
    let before = list(&catalog);
    let number = |name: &str| before.iter().find(|(_, n, _)| n == name).unwrap().0;
    let [a, b, c, d, e] = names.map(number);

    save_alike(&path("a.bmp"), 9);
    let changed = run(&mut catalog);
    assert_eq!((changed.updated, changed.unchanged, changed.moved), (1, 4, 0), "a was edited by a program that keeps its time");
    // Touched in a way that changes nothing in it.
    fs_err::hard_link(path("a.bmp"), path("a.link")).unwrap();
    let touched = run(&mut catalog);
    assert_eq!((touched.updated, touched.unchanged), (0, 5));

    let swap = |one: &str, other: &str| {
        fs_err::rename(path(one), path("passing")).unwrap();
        fs_err::rename(path(other), path(one)).unwrap();
        fs_err::rename(path("passing"), path(other)).unwrap();
    };
    swap("b.bmp", "c.bmp");
    let swapped = run(&mut catalog);
    assert_eq!((swapped.moved, swapped.updated, swapped.added, swapped.unchanged), (2, 0, 0, 3));
    let name_of = |catalog: &Catalog, id: i64| list(catalog).into_iter().find(|(n, ..)| *n == id).map(|(_, name, missing)| (name, missing));
    assert_eq!([b, c].map(|id| name_of(&catalog, id).unwrap()), [("c.bmp".to_owned(), false), ("b.bmp".to_owned(), false)]);

    // d goes over e, and something new is at d: e's picture is gone, d's is where e was.
    fs_err::rename(path("d.bmp"), path("e.bmp")).unwrap();
    save_alike(&path("d.bmp"), 77);
    let passed = run(&mut catalog);
    assert_eq!((passed.moved, passed.added, passed.updated, passed.missing), (1, 1, 0, 1));
    assert_eq!(name_of(&catalog, d), Some(("e.bmp".to_owned(), false)));
    assert_eq!(name_of(&catalog, e), Some(("e.bmp".to_owned(), true)));
    assert_eq!(name_of(&catalog, a), Some(("a.bmp".to_owned(), false)));
    let last = run(&mut catalog);
    assert_eq!((last.unchanged, last.updated, last.moved), (5, 0, 0));
}

/// A raw file as Fujifilm's cameras write one.
fn raf(path: &Path, shade: u8) {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(160, 120, image::Rgb([shade, 0, 0])).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let places = [92_u32.to_be_bytes(), (jpeg.len() as u32).to_be_bytes()].concat();
    fs_err::write(path, [&b"FUJIFILMCCD-RAW "[..], &[0; 68], &places, &jpeg].concat()).unwrap();
}

#[test]
fn a_frame_keeps_its_marks_whichever_of_its_two_files_comes_or_goes() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let jpeg = |name: &str| image::RgbImage::from_pixel(90, 60, image::Rgb([9, 99, 9])).save(at(name)).unwrap();
    let mut catalog = Catalog::create(&at("c.selvedge")).unwrap();
    let roots = [Root { id: catalog.add_root(home.path()).unwrap(), path: home.path().to_owned() }];
    let card = card();
    let run = |catalog: &mut Catalog| {
        index(catalog, &card, &roots, &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
        let photos = catalog.photos().unwrap();
        let shown = |photo: &base::Photo| {
            (photo.id.0, photo.path.display().to_string(), photo.companion.clone().map(|raw| raw.display().to_string()))
        };
        photos.iter().filter(|photo| !photo.missing).map(shown).collect::<Vec<_>>()
    };
    let one = |id: i64, path: &str, raw: Option<&str>| (id, path.to_owned(), raw.map(str::to_owned));
    raf(&at("a.raf"), 50);
    assert_eq!(run(&mut catalog), [one(1, "a.raf", None)]);
    let four = base::Mark::Stars(base::Stars::new(4));
    let (person, photo) = (base::Source::Person, PhotoId(1));
    catalog.step(|step| step.mark(photo, four, person, person, 0)).unwrap();
    jpeg("A.jpg");
    assert_eq!(run(&mut catalog), [one(1, "A.jpg", Some("a.raf"))], "the picture shows the frame from now on");
    assert_eq!(run(&mut catalog), [one(1, "A.jpg", Some("a.raf"))]);
    fs_err::remove_file(at("A.jpg")).unwrap();
    assert_eq!(run(&mut catalog), [one(1, "a.raf", None)], "and the raw file when the picture is gone");
    jpeg("a.jpg");
    assert_eq!(run(&mut catalog), [one(1, "a.jpg", Some("a.raf"))]);
    fs_err::rename(at("a.jpg"), at("b.jpg")).unwrap();
    fs_err::rename(at("a.raf"), at("b.raf")).unwrap();
    assert_eq!(run(&mut catalog), [one(1, "b.jpg", Some("b.raf"))], "both renamed");
    fs_err::rename(at("b.jpg"), at("c.jpg")).unwrap();
    assert_eq!(run(&mut catalog), [one(1, "c.jpg", None), one(2, "b.raf", None)], "two frames now; the marks went with the picture");
    fs_err::rename(at("c.jpg"), at("b.jpg")).unwrap();
    assert_eq!(run(&mut catalog).len(), 2, "each may have marks of its own by now");
    assert_eq!(catalog.marks().unwrap().iter().map(|marked| (marked.photo, marked.mark)).collect::<Vec<_>>(), [(photo, four)]);
}
