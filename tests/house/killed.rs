//! Killed in the middle: what a bulk acceptance or an export leaves is the state before or the state after.

use base::{CaptureFacts, ContentHash, PhotoId, PictureFacts, Stamp, UnitVector};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Enough for a step of some seconds.
const PHOTOS: u64 = 12_000;
/// Kills that must come in the middle of what is done.
const KILLS: u32 = 6;
/// One that comes too late is tried again, so often in all.
const TRIES: u32 = 100;

/// A catalogue in a home of its own.
struct Shop {
    home: tempfile::TempDir,
}

impl Shop {
    fn path(&self, name: &str) -> PathBuf {
        self.home.path().canonicalize().unwrap().join(name)
    }

    fn catalog(&self) -> Catalog {
        Catalog::open(&self.path("shop.selvedge")).unwrap()
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
        command.args(arguments).arg("--catalog").arg(self.path("shop.selvedge"));
        command.env("HOME", self.home.path()).env("XDG_DATA_HOME", self.path("data")).env("XDG_CONFIG_HOME", self.path("config"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs to the end.
    fn run(&self, arguments: &[&str]) {
        assert_eq!(self.start(arguments).wait().unwrap().code(), Some(0), "{arguments:?}");
    }

    /// Kills a run as soon as `reached` is seen; whether it had not come to its end by then.
    fn kill(&self, arguments: &[&str], reached: impl Fn() -> bool) -> bool {
        let mut child = self.start(arguments);
        while child.try_wait().unwrap().is_none() && !reached() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap().code() != Some(0)
    }

    /// Bytes of the log, in which a step lies before it is saved.
    fn log(&self) -> u64 {
        fs_err::metadata(self.path("shop.selvedge-wal")).map_or(0, |data| data.len())
    }
}

/// A catalogue of photos with random vectors of the starter model, and a label set.
fn shop(root: impl Fn(&Path) -> PathBuf, photos: u64) -> Shop {
    let shop = Shop { home: tempfile::tempdir().unwrap() };
    let model = clip::open(&clip::ModelSource::Starter, base::Device::Cpu).unwrap();
    let info = base::Encoder::info(&model);
    let mut catalog = Catalog::create(&shop.path("shop.selvedge")).unwrap();
    let root = catalog.add_root(&root(shop.home.path())).unwrap();
    catalog.register_model(info, None).unwrap();
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    let photos: Vec<IndexedPhoto> = (0..photos)
        .map(|n| {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&n.to_le_bytes());
            IndexedPhoto {
                id: None,
                root,
                path: format!("{n:05}.jpg").into(),
                stamp: Stamp::new(1, 0),
                hash: ContentHash(hash),
                width: 1,
                height: 1,
                format: "JPEG".to_owned(),
                captured: None,
                facts: CaptureFacts::default(),
                fingerprint: None,
                embedding: UnitVector::normalise((0..info.dimension).map(|_| random()).collect()),
                thumbnail: None,
                reader: 1,
                composition: None,
                picture: PictureFacts::default(),
                same_shot: false,
            }
        })
        .collect();
    catalog.commit(&IndexBatch { model: Some(info.key.clone()), photos, ..IndexBatch::default() }).unwrap();
    fs_err::write(shop.path("sets.csv"), "set,label\nType,Shirts\nType,Shoes\nType,Bags\n").unwrap();
    shop.run(&["labels", "import", shop.path("sets.csv").to_str().unwrap()]);
    shop
}

const ACCEPT: [&str; 5] = ["suggest", "--set", "Type", "--accept-above", "0"];

#[test]
fn a_bulk_acceptance_is_whole_or_not_at_all() {
    let shop = shop(Path::to_owned, PHOTOS);
    // While it is open somewhere, a log is not taken away at the end of a run.
    let open = shop.catalog();
    shop.run(&ACCEPT);
    let whole = shop.log();
    drop(open);
    assert_eq!(shop.catalog().tags().unwrap().len() as u64, PHOTOS);
    shop.run(&["undo"]);
    let mut halves = 0;
    for n in 0..TRIES {
        // So much of the step is in the log: what SQLite's page cache does not hold. More than half comes at once, at the end.
        let part = whole * (u64::from(halves) + 1) / (u64::from(KILLS) + 1) / 3;
        assert_eq!(shop.log(), 0, "no log is left from the run before");
        let killed = shop.kill(&ACCEPT, || shop.log() >= part);
        let begun = shop.log() >= part;
        let mut catalog = shop.catalog();
        let tags = catalog.tags().unwrap().len() as u64;
        let history = catalog.history().unwrap();
        assert!(tags == 0 || tags == PHOTOS, "{tags} tags after a kill");
        assert_eq!(tags == PHOTOS, history.undo.is_some_and(|step| step.words.starts_with("Accept")), "the step goes with its tags");
        if tags > 0 {
            catalog.undo(None).unwrap();
        }
        halves += u32::from(killed && begun && tags == 0);
        if halves == KILLS {
            break;
        }
        assert!(n + 1 < TRIES, "only {halves} of {TRIES} kills came in the middle of the step");
    }
    assert_eq!(shop.catalog().check().unwrap(), Vec::<String>::new());
    shop.run(&ACCEPT);
    assert_eq!(shop.catalog().tags().unwrap().len() as u64, PHOTOS);
}

#[test]
fn an_exported_file_is_the_old_one_or_the_new_one() {
    // Long paths make a file that is long enough to be written for some milliseconds.
    let shop = shop(|home| home.join([&"long".repeat(30)[..]; 8].join("/")), PHOTOS);
    shop.run(&ACCEPT);
    let file = shop.path("tags.csv");
    let export = ["tags", "export", "--format", "long-csv", "--out", file.to_str().unwrap()];
    shop.run(&export);
    let new = fs_err::read(&file).unwrap();
    // The new file grows under another name beside the old one.
    let files = || fs_err::read_dir(shop.home.path()).unwrap().map(|f| f.unwrap().path());
    let known: Vec<PathBuf> = files().collect();
    let own = |f: &PathBuf| f.file_name().unwrap().to_string_lossy().starts_with("shop.selvedge");
    let growing = || -> Vec<PathBuf> { files().filter(|f| !own(f) && !known.contains(f)).collect() };
    let mut halves = 0;
    for n in 0..TRIES {
        fs_err::write(&file, "old").unwrap();
        let killed = shop.kill(&export, || !growing().is_empty());
        let now = fs_err::read(&file).unwrap();
        assert!(now == b"old" || now == new, "{} bytes after a kill", now.len());
        halves += u32::from(killed && now == b"old" && !growing().is_empty());
        // What was left goes with the next run.
        shop.run(&export);
        assert_eq!(growing(), Vec::<PathBuf>::new());
        if halves == KILLS {
            break;
        }
        assert!(n + 1 < TRIES, "only {halves} of {TRIES} kills came while the file was written");
    }
}

#[test]
fn sidecars_are_whole_and_what_is_ours_is_known_after_a_kill() {
    let photos = 600;
    let shop = shop(|home| home.join("photos"), photos);
    let folder = shop.path("photos");
    fs_err::create_dir(&folder).unwrap();
    shop.run(&ACCEPT);
    let export = ["tags", "export", "--format", "xmp"];
    shop.run(&export);
    let sidecars = || -> Vec<PathBuf> {
        let files = fs_err::read_dir(&folder).unwrap().map(|f| f.unwrap().path());
        files.filter(|f| f.extension().is_some_and(|e| e == "xmp")).collect()
    };
    let after = sidecars();
    assert_eq!(after.len() as u64, photos);
    let contents: Vec<Vec<u8>> = after.iter().map(|f| fs_err::read(f).unwrap()).collect();
    let mut cut_short = 0;
    for n in 0..TRIES {
        for file in sidecars() {
            fs_err::remove_file(file).unwrap();
        }
        let part = photos * u64::from(cut_short) / u64::from(KILLS);
        shop.kill(&export, || sidecars().len() as u64 > part);
        let written = sidecars();
        cut_short += u32::from(!written.is_empty() && (written.len() as u64) < photos);
        for file in written {
            let place = after.iter().position(|f| *f == file).unwrap();
            assert!(fs_err::read(&file).unwrap() == contents[place], "{} is not whole", file.display());
        }
        if cut_short == KILLS {
            break;
        }
        assert!(n + 1 < TRIES, "only {cut_short} of {TRIES} kills came while sidecars were written");
    }
    // Everything that was written is known for ours: without tags nothing of it stays.
    let mut catalog = shop.catalog();
    catalog.undo(None).unwrap();
    assert!(catalog.tags_of(&[PhotoId(1)]).unwrap().is_empty());
    shop.run(&export);
    let words = ["Shirts", "Shoes", "Bags"];
    for file in sidecars() {
        let text = fs_err::read_to_string(&file).unwrap();
        assert!(words.iter().all(|word| !text.contains(word)), "{}: {text}", file.display());
    }
}
