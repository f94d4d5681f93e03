//! The program harms nothing: what it asks it does not change, and what it did not save it does not call done.

use crate::pictures;
use base::process::ProcessMark;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A home folder with a folder of photos.
struct Desk(tempfile::TempDir);

impl Desk {
    fn with(photos: u32) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        pictures::save_many(&desk.path("shop"), photos);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
        let home = self.0.path();
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env("HOME", home).env("XDG_DATA_HOME", home.join("data")).env("XDG_CONFIG_HOME", home.join("config"));
        command.env("HF_HOME", home.join("hf")).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn index(&self, catalog: &Path) -> Output {
        self.run(&["index", self.path("shop").to_str().unwrap(), "--catalog", catalog.to_str().unwrap()])
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_index_into_a_catalogue_that_is_deleted_meanwhile_is_no_success() {
    let desk = Desk::with(300);
    let folder = desk.path("catalogue");
    let file = folder.join("shop.selvedge");
    let mut child = desk.command(&["index", desk.path("shop").to_str().unwrap(), "--catalog", file.to_str().unwrap()]).spawn().unwrap();
    let begun = || catalog::Catalog::open_to_look(&file).is_ok_and(|catalog| catalog.counts().is_ok_and(|counts| counts.photos > 0));
    let end = Instant::now() + Duration::from_mins(5);
    while !begun() {
        assert!(child.try_wait().unwrap().is_none() && Instant::now() < end, "the first photos are saved before the run ends");
        std::thread::yield_now();
    }
    // The run may make a file in it between the last look into the folder and its removal.
    while let Err(error) = fs_err::remove_dir_all(&folder) {
        assert!(error.kind() == ErrorKind::DirectoryNotEmpty && Instant::now() < end, "{error}");
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("the catalogue is gone") && output.stdout.is_empty(), "{}", stderr(&output));
    assert!(!folder.exists());
}

#[test]
fn a_foreign_file_in_the_place_of_the_thumbnails_is_told_and_left() {
    let desk = Desk::with(3);
    let file = desk.path("shop.selvedge");
    let thumbs = desk.path("shop.selvedge.thumbs");
    fs_err::write(&thumbs, "my notes").unwrap();
    let output = desk.index(&file);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output).matches("shop.selvedge.thumbs” beside the catalogue is not Selvedge's").count(), 1, "{}", stderr(&output));
    assert_eq!(fs_err::read(thumbs).unwrap(), b"my notes");
}

#[test]
fn a_trigger_of_somebody_else_is_told_and_nothing_is_written() {
    let desk = Desk::with(3);
    let file = desk.path("shop.selvedge");
    desk.index(&file);
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch("CREATE TRIGGER evil AFTER UPDATE ON generations BEGIN DELETE FROM photos; END").unwrap();
    drop(db);
    let output = desk.index(&file);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the trigger evil on generations"), "{}", stderr(&output));
    let named = ["--catalog", file.to_str().unwrap(), "--json"];
    let check = desk.run(&[&["check"], &named[..]].concat());
    let told: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!((check.status.code(), &told["problems"][0]), (Some(2), &"the trigger evil on generations is not Selvedge's".into()));
    let info: serde_json::Value = serde_json::from_slice(&desk.run(&[&["info"], &named[..]].concat()).stdout).unwrap();
    assert_eq!(info["photos"], 3);
}

#[cfg(target_os = "linux")]
#[test]
fn what_killed_runs_left_goes_at_the_next_run_and_nothing_else() {
    let desk = Desk::with(3);
    let (file, shop) = (desk.path("shop.selvedge"), desk.path("shop"));
    let own = ProcessMark::own().text().to_owned();
    let dead = own.rsplit_once('-').map(|(rest, began)| format!("{rest}-1{began}")).unwrap();
    let left = [format!(".selvedge-{dead}-aB3xYz.part"), format!(".selvedge-{dead}-aB3xYz.part-wal")];
    let kept = [".selvedge-notes.part".to_owned(), format!(".selvedge-{own}-aB3xYz.part"), "notes.part".to_owned()];
    fs_err::create_dir_all(shop.join("deep")).unwrap();
    let elsewhere = desk.path("elsewhere");
    fs_err::create_dir_all(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, shop.join("linked")).unwrap();
    let folders = [desk.path(""), shop.clone(), shop.join("deep")];
    for folder in folders.iter().chain([&elsewhere]) {
        left.iter().chain(&kept).for_each(|name| fs_err::write(folder.join(name), "x").unwrap());
    }
    assert_eq!(desk.index(&file).status.code(), Some(0));
    for folder in &folders {
        assert!(left.iter().all(|name| !folder.join(name).exists()), "{}", folder.display());
        assert!(kept.iter().all(|name| folder.join(name).exists()), "{}", folder.display());
    }
    assert!(left.iter().all(|name| elsewhere.join(name).exists()), "through no link");
}
