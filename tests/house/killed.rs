//! Killed in the middle: what a bulk acceptance or an export leaves is the state before or the state after.

use base::{ContentHash, PhotoId, Stamp, UnitVector};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use clip;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Enough for a step of some seconds.
const PHOTOS: u64 = 12_000;
/// Kills spread over the time that a whole run takes.
const KILLS: u32 = 6;

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

    /// Runs to the end; how long that took.
    fn run(&self, arguments: &[&str]) -> Duration {
        let start = Instant::now();
        assert_eq!(self.start(arguments).wait().unwrap().code(), Some(0), "{arguments:?}");
        start.elapsed()
    }

    /// Kills a run after this long; whether it was still going on.
    fn kill(&self, arguments: &[&str], after: Duration) -> bool {
        let mut child = self.start(arguments);
        std::thread::sleep(after);
        let running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        running
    }
}

/// A catalogue of photos with random vectors of the starter model, and a label set.
fn shop(root: impl Fn(&Path) -> PathBuf, photos: u64) -> Shop {
    let shop = Shop { home: tempfile::tempdir().unwrap() };
    let model = clip::open(&clip::ModelSource::Starter, base::Device::Cpu).unwrap();
    let info = base::Encoder::info(&model);
    let mut catalog = Catalog::create(&shop.path("shop.selvedge")).unwrap();
    let root = catalog.add_root(&root(shop.home.path())).unwrap();
    catalog.register_model(info).unwrap();
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
                stamp: Stamp { size: 1, mtime_ns: 0 },
                hash: ContentHash(hash),
                width: 1,
                height: 1,
                format: "JPEG".to_owned(),
                captured: None,
                embedding: UnitVector::normalise((0..info.dimension).map(|_| random()).collect()),
                thumbnail: None,
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
    let whole = shop.run(&ACCEPT);
    assert_eq!(shop.catalog().tags().unwrap().len() as u64, PHOTOS);
    shop.run(&["undo"]);
    let mut killed = 0;
    for n in 1..=KILLS {
        killed += u32::from(shop.kill(&ACCEPT, whole * n / (KILLS + 1)));
        let mut catalog = shop.catalog();
        let tags = catalog.tags().unwrap().len() as u64;
        let history = catalog.history().unwrap();
        assert!(tags == 0 || tags == PHOTOS, "{tags} tags after a kill");
        assert_eq!(tags == PHOTOS, history.undo.is_some_and(|step| step.words.starts_with("Accept")), "the step goes with its tags");
        if tags > 0 {
            catalog.undo(None).unwrap();
        }
    }
    assert!(killed > 2, "only {killed} of {KILLS} kills came in time");
    assert_eq!(shop.catalog().check().unwrap(), Vec::<String>::new());
    shop.run(&ACCEPT);
    assert_eq!(shop.catalog().tags().unwrap().len() as u64, PHOTOS);
}

#[test]
fn an_exported_file_is_the_old_one_or_the_new_one() {
    let shop = shop(Path::to_owned, PHOTOS);
    shop.run(&ACCEPT);
    let file = shop.path("tags.csv");
    let export = ["tags", "export", "--format", "long-csv", "--out", file.to_str().unwrap()];
    let whole = shop.run(&export);
    let new = fs_err::read(&file).unwrap();
    let mut killed = 0;
    for n in 1..=KILLS {
        fs_err::write(&file, "old").unwrap();
        killed += u32::from(shop.kill(&export, whole * n / (KILLS + 1)));
        let now = fs_err::read(&file).unwrap();
        assert!(now == b"old" || now == new, "{} bytes after a kill", now.len());
    }
    assert!(killed > 2, "only {killed} of {KILLS} kills came in time");
}

#[test]
fn sidecars_are_whole_and_what_is_ours_is_known_after_a_kill() {
    let photos = 600;
    let shop = shop(|home| home.join("photos"), photos);
    let folder = shop.path("photos");
    fs_err::create_dir(&folder).unwrap();
    shop.run(&ACCEPT);
    let export = ["tags", "export", "--format", "xmp"];
    let whole = shop.run(&export);
    let sidecars = || -> Vec<PathBuf> {
        let files = fs_err::read_dir(&folder).unwrap().map(|f| f.unwrap().path());
        files.filter(|f| f.extension().is_some_and(|e| e == "xmp")).collect()
    };
    let after = sidecars();
    assert_eq!(after.len() as u64, photos);
    let contents: Vec<Vec<u8>> = after.iter().map(|f| fs_err::read(f).unwrap()).collect();
    let mut cut_short = 0;
    for n in 1..=KILLS {
        for file in sidecars() {
            fs_err::remove_file(file).unwrap();
        }
        shop.kill(&export, whole * n / (KILLS + 1));
        let written = sidecars();
        cut_short += u32::from(!written.is_empty() && (written.len() as u64) < photos);
        for file in written {
            let place = after.iter().position(|f| *f == file).unwrap();
            assert!(fs_err::read(&file).unwrap() == contents[place], "{} is not whole", file.display());
        }
    }
    assert!(cut_short > 0, "no kill came while sidecars were written");
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
