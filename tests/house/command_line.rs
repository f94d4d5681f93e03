//! The program as its users run it from a shell, each time with a home of its own.

use crate::{pictures, second_model};
use catalog::Catalog;
use rusqlite::Connection;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;
use workspace::places::Places;

/// A home folder, a folder of photos and a catalogue that is not there yet.
pub struct Desk {
    home: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// With so many photos in the folder `shop`, indexed.
    pub fn with_photos(photos: u32) -> Self {
        let desk = Self::new();
        pictures::save_many(&desk.path("shop"), photos);
        assert_eq!(desk.index(&desk.path("shop")).0, 0);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().canonicalize().unwrap().join(name)
    }

    /// The path of a photo in the shop.
    pub fn photo(&self, number: usize) -> String {
        self.path(&format!("shop/photo-{number:03}.jpg")).to_str().unwrap().to_owned()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
        let home = self.home.path();
        command.args(arguments).stdin(Stdio::null()).env("HOME", home).env("XDG_DATA_HOME", home.join("data"));
        command.env("XDG_CONFIG_HOME", home.join("config")).env("XDG_CACHE_HOME", home.join("cache")).env("HF_HOME", home.join("hf"));
        command.env_remove("SELVEDGE_ARITHMETIC").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        command
    }

    /// As [`Desk::run`], where no file can be written beyond so many bytes, as if the disk were full then.
    #[cfg(unix)]
    pub fn run_with_room(&self, bytes: u64, arguments: &[&str]) -> Output {
        let program = self.command(arguments);
        let mut shell = Command::new("sh");
        // The unit is half a kilobyte; whoever ignores the signal is told by an error, as of a full disk.
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", bytes / 512);
        shell.args(["-c", &script, "sh"]).arg(program.get_program()).args(program.get_args()).stdin(Stdio::null());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.output().unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs with `--json` and the desk's catalogue; the exit code and the answer.
    pub fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let catalog = self.path("shop.selvedge");
        let all = [arguments, &["--json", "--catalog", catalog.to_str().unwrap()]].concat();
        let output = self.run(&all);
        let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        (output.status.code().unwrap(), answer)
    }

    pub fn index(&self, folder: &Path) -> (i32, Value) {
        self.json(&["index", folder.to_str().unwrap()])
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn indexing_is_incremental_and_follows_moves() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 6);
    let (code, first) = desk.index(&shop);
    assert_eq!((code, &first["added"], &first["unchanged"]), (0, &6.into(), &0.into()), "{first}");

    let (_, again) = desk.index(&shop);
    assert_eq!((&again["added"], &again["unchanged"]), (&0.into(), &6.into()), "{again}");

    fs_err::create_dir_all(shop.join("deep")).unwrap();
    fs_err::rename(shop.join("photo-000.jpg"), shop.join("deep/renamed.jpg")).unwrap();
    fs_err::remove_file(shop.join("photo-001.jpg")).unwrap();
    pictures::save(&shop.join("photo-002.jpg"), 77);
    pictures::save(&shop.join("new.png"), 78);
    let (code, changed) = desk.index(&shop);
    let counts = ["added", "updated", "moved", "unchanged", "missing"].map(|k| changed[k].as_u64().unwrap());
    assert_eq!((code, counts), (0, [1, 1, 1, 3, 1]), "{changed}");

    pictures::save(&shop.join("photo-001.jpg"), 1);
    let (_, back) = desk.index(&shop);
    assert_eq!(back["missing"], 0, "the photo that came back is missing no more: {back}");
    assert_eq!(desk.json(&["info"]).1["photos"], 7);
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn a_bad_file_is_named_once_and_tried_again_only_when_it_changed() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 2);
    fs_err::write(shop.join("bad.jpg"), "not a picture").unwrap();
    let (code, first) = desk.index(&shop);
    assert_eq!(code, 2);
    assert!(first["failed"][0]["path"].as_str().unwrap().ends_with("bad.jpg"), "{first}");
    assert!(!first["failed"][0]["reason"].as_str().unwrap().is_empty());
    let (code, again) = desk.index(&shop);
    assert_eq!((code, &again["known_problems"], again["failed"].as_array().unwrap().len()), (0, &1.into(), 0), "{again}");
    pictures::save(&shop.join("bad.jpg"), 9);
    let (code, mended) = desk.index(&shop);
    assert_eq!((code, &mended["added"], &mended["known_problems"]), (0, &1.into(), &0.into()), "{mended}");
}

#[test]
fn a_folder_that_is_gone_or_suddenly_empty_keeps_its_photos() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 3);
    desk.index(&shop);
    fs_err::rename(&shop, desk.path("elsewhere")).unwrap();
    fs_err::create_dir_all(&shop).unwrap();
    let (code, empty) = desk.index(&shop);
    assert_eq!((code, &empty["missing"]), (2, &0.into()), "{empty}");
    assert!(empty["failed"][0]["reason"].as_str().unwrap().contains("suddenly empty"), "{empty}");
    let info = desk.json(&["info"]).1;
    assert_eq!((&info["photos"], &info["missing"]), (&3.into(), &0.into()));
}

#[test]
fn search_ranks_filters_and_says_what_it_cannot_do() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 5);
    pictures::save(&shop.join("bags/tote.png"), 50);
    desk.index(&shop);
    let like = shop.join("photo-003.jpg");
    let (code, found) = desk.json(&["search", "--like", like.to_str().unwrap(), "--top", "3"]);
    assert_eq!(code, 0);
    assert_eq!(found["results"][0]["path"], like.to_str().unwrap());
    assert_eq!(found["results"].as_array().unwrap().len(), 3);
    assert!(found["results"][0]["score"].as_f64().unwrap() > 0.999);

    let (code, filtered) = desk.json(&["search", "type:png folder:bags"]);
    assert_eq!((code, filtered["results"].as_array().unwrap().len()), (0, 1), "{filtered}");
    let (code, none) = desk.json(&["search", "shirt", "--min-score", "2"]);
    assert_eq!((code, none["results"].as_array().unwrap().len()), (1, 0));

    for (query, wanted) in [("colur:red dress", "folder:"), ("", "nothing to search for"), ("name:", "needs a value")] {
        let output = desk.run(&["search", query, "--catalog", desk.path("shop.selvedge").to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{query}");
        assert!(stderr(&output).contains(wanted), "{query}: {}", stderr(&output));
    }
}

#[test]
fn photos_that_an_earlier_version_of_the_model_read_are_told_apart_and_read_again() {
    let desk = Desk::new();
    let photos = desk.path("photos");
    pictures::save_many(&photos, 6);
    desk.index(&photos);
    let file = desk.path("shop.selvedge");
    let db = Connection::open(&file).unwrap();
    db.execute("UPDATE models SET key = 'of an earlier version'", []).unwrap();
    drop(db);
    let search = |desk: &Desk| desk.run(&["search", "red", "--catalog", file.to_str().unwrap()]);
    let said = search(&desk);
    assert_eq!(said.status.code(), Some(2));
    assert!(stderr(&said).contains("Starter model has changed since the photos of this catalogue were read"), "{}", stderr(&said));
    assert!(stderr(&said).contains("selvedge index FOLDER"), "{}", stderr(&said));
    desk.index(&photos);
    assert_eq!(search(&desk).status.code(), Some(0));
    let info = String::from_utf8(desk.run(&["info", "--catalog", file.to_str().unwrap()]).stdout).unwrap();
    let models: Vec<&str> = info.lines().filter(|line| line.starts_with("model   starter (")).collect();
    assert!(models.len() == 2 && models[0].contains("(of an ea)"), "{info}");
}

#[test]
fn label_sets_come_in_go_out_and_are_brought_up_to_date() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 2);
    desk.index(&shop);
    assert_eq!(desk.json(&["labels", "list"]).0, 1, "nothing is there yet");
    let csv = desk.path("sets.csv");
    fs_err::write(&csv, "set,label,choice\nType,Shirt,\nType,Bag,\nStyle,Casual,multi\n").unwrap();
    let (code, report) = desk.json(&["labels", "import", csv.to_str().unwrap()]);
    assert_eq!((code, &report["new_sets"], &report["new_labels"]), (0, &2.into(), &3.into()), "{report}");
    fs_err::write(&csv, "set,label\ntype,bag\ntype,Shoes\n").unwrap();
    let (_, report) = desk.json(&["labels", "import", csv.to_str().unwrap()]);
    assert_eq!((&report["new_sets"], &report["new_labels"]), (&0.into(), &1.into()), "{report}");
    let (code, list) = desk.json(&["labels", "list"]);
    assert_eq!((code, &list[0]["set"], &list[0]["choice"], &list[1]["choice"]), (0, &"Type".into(), &"single".into(), &"multi".into()));
    assert_eq!(list[0]["labels"], serde_json::json!(["Shirt", "bag", "Shoes"]), "{list}");
    assert_eq!(desk.json(&["labels", "export"]).1, list);
    let out = desk.path("out.json");
    assert_eq!(desk.json(&["labels", "export", "--out", out.to_str().unwrap()]).0, 0);
    assert_eq!(serde_json::from_slice::<Value>(&fs_err::read(out).unwrap()).unwrap(), list);
    let (code, undone) = desk.json(&["undo"]);
    assert_eq!((code, &undone["step"]), (0, &"Import the label set Type".into()), "{undone}");
    assert_eq!(desk.json(&["labels", "list"]).1[0]["labels"], serde_json::json!(["Shirt", "Bag"]));
    assert_eq!(desk.json(&["labels", "import", desk.path("none.csv").to_str().unwrap()]).0, 2);
}

#[test]
fn suggestions_are_accepted_above_a_threshold_undone_and_done_again() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 8);
    desk.index(&shop);
    let csv = desk.path("sets.csv");
    fs_err::write(&csv, "set,label\nType,Shirt\nType,Bag\nType,Shoes\n").unwrap();
    desk.json(&["labels", "import", csv.to_str().unwrap()]);
    let (code, all) = desk.json(&["suggest", "--set", "type"]);
    let suggestions = all["suggestions"].as_array().unwrap();
    assert_eq!((code, suggestions.len(), &all["set"], &all["model"]), (0, 8, &"Type".into(), &"starter".into()));
    assert!(all["accepted"].is_null() && suggestions.iter().all(|s| s["runner_up"].is_string() && s["margin"].is_number()), "{all}");
    let scores: Vec<f64> = suggestions.iter().map(|s| s["score"].as_f64().unwrap()).collect();
    let middle = {
        let mut sorted = scores.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[4]
    };
    let sure = scores.iter().filter(|s| **s >= middle).count();
    let threshold = middle.to_string();
    let (_, some) = desk.json(&["suggest", "--set", "Type", "--min-score", &threshold]);
    assert_eq!(some["suggestions"].as_array().unwrap().len(), sure, "a threshold includes its value");
    let (code, accepted) = desk.json(&["suggest", "--set", "Type", "--accept-above", &threshold]);
    assert_eq!((code, &accepted["accepted"]), (0, &sure.into()));
    let tagged = |query: &str| desk.json(&["search", query]).1["results"].as_array().unwrap().len();
    assert_eq!((tagged("is:tagged"), tagged("is:untagged"), tagged("is:review")), (sure, 8 - sure, 8 - sure));
    assert_eq!(tagged("tag:shirt") + tagged("tag:bag") + tagged("tag:shoe*"), sure);
    let (_, again) = desk.json(&["suggest", "--set", "Type", "--accept-above", &threshold]);
    assert_eq!(again["accepted"], 0);
    assert_eq!(desk.json(&["undo"]).1["changed"], sure);
    assert_eq!(tagged("is:tagged"), 0);
    assert_eq!(desk.json(&["redo"]).1["changed"], sure);
    assert_eq!(desk.json(&["redo"]).0, 1, "nothing is left to do again");
    assert_eq!((tagged("is:tagged"), desk.json(&["suggest", "--set", "Type", "--min-score", "2"]).0), (sure, 1));
    for (arguments, wanted) in [(vec!["suggest", "--set", "Colour"], "known are: Type"), (vec!["search", "is:pretty"], "is:review")] {
        let catalog = desk.path("shop.selvedge");
        let output = desk.run(&[&arguments[..], &["--catalog", catalog.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(wanted), "{}", stderr(&output));
    }
}

#[test]
fn a_model_from_a_folder_reads_the_catalogue_and_is_found_again_by_search() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 3);
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick");
    let (code, indexed) = desk.json(&["index", shop.to_str().unwrap(), "--model", model.to_str().unwrap()]);
    assert_eq!((code, &indexed["added"]), (0, &3.into()), "{indexed}");
    let (code, found) = desk.json(&["search", "shirt"]);
    assert_eq!((code, &found["model"]), (0, &indexed["model"]), "{found}");
    assert_eq!(desk.index(&shop).1["unchanged"], 3, "the model that answers for the catalogue reads what is new");
    let (_, both) = desk.json(&["index", shop.to_str().unwrap(), "--model", "starter"]);
    assert_eq!(both["updated"], 3, "the starter model reads the same photos beside it: {both}");
    assert_eq!(desk.json(&["info"]).1["models"].as_array().unwrap().len(), 2);
    let (code, _) = desk.json(&["index", shop.to_str().unwrap(), "--device", "cuda"]);
    assert_eq!(code, 2);
}

#[test]
fn two_models_are_compared_and_either_is_asked() {
    let desk = Desk::new();
    let (shop, second) = (desk.path("shop"), second_model::save(&desk.path("second")));
    let (shop, second) = (shop.to_str().unwrap(), second.to_str().unwrap());
    pictures::save_many(Path::new(shop), 12);
    desk.index(Path::new(shop));
    let models = format!("starter,{second}");
    let catalog = desk.path("shop.selvedge");
    let stderr_of = |arguments: &[&str]| stderr(&desk.run(&[arguments, &["--catalog", catalog.to_str().unwrap()]].concat()));
    assert!(stderr_of(&["compare", "shirt", "--models", &models]).contains(&format!("selvedge index FOLDER --model {second}")));
    assert!(stderr_of(&["search", "shirt", "--model", second]).contains("no embeddings"));
    assert!(stderr_of(&["compare", "shirt", "--models", "starter"]).contains("two models"));
    let (code, embedded) = desk.json(&["index", shop, "--model", second]);
    assert_eq!((code, &embedded["updated"], &embedded["model"]), (0, &12.into(), &second.into()), "{embedded}");

    let (code, compared) = desk.json(&["compare", "shirt", "--models", &models, "--top", "5"]);
    assert_eq!((code, compared["overlap_at_10"].as_f64(), compared["overlap_at_100"].as_f64()), (0, Some(0.8), Some(1.0)), "{compared}");
    assert_eq!(compared["models"], serde_json::json!(["starter", second]));
    for name in ["starter", second] {
        let found = desk.json(&["search", "shirt", "--model", name, "--top", "5"]).1;
        assert_eq!(found["model"], name);
        let paths = |results: &Value| results.as_array().unwrap().iter().map(|r| r["path"].clone()).collect::<Vec<_>>();
        assert_eq!(paths(&compared["results"][name]), paths(&found["results"]));
        assert_eq!((&compared["results"][name][0]["rank"], &compared["results"][name][0]["other_rank"]), (&1.into(), &12.into()));
    }

    let sets = desk.path("sets.csv");
    fs_err::write(&sets, "set,label\nType,shirt\nType,bag\nType,shoes\n").unwrap();
    desk.json(&["labels", "import", sets.to_str().unwrap()]);
    let (code, compared) = desk.json(&["compare", "--set", "Type", "--models", &models]);
    let differ = compared["differ"].as_array().unwrap();
    assert_eq!((code, compared["agreed"].as_u64().unwrap() + differ.len() as u64), (0, 12), "{compared}");
    assert!(differ.windows(2).all(|w| w[0]["weight"].as_f64() >= w[1]["weight"].as_f64()));
    let (code, suggested) = desk.json(&["suggest", "--set", "Type", "--model", second]);
    assert_eq!((code, &suggested["model"]), (0, &second.into()));
    assert_eq!(suggested["suggestions"].as_array().unwrap().len(), 12);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 3);
    desk.index(&shop);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let catalog = desk.path("shop.selvedge");
    let status = desk.command(&["search", "shirt", "--catalog", catalog.to_str().unwrap()]).stdout(writer).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn the_catalogue_is_found_by_its_folder_and_remembered() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop.join("summer"), 2);
    let first: Value = serde_json::from_slice(&desk.run(&["index", shop.to_str().unwrap(), "--json"]).stdout).unwrap();
    let inside = shop.join("summer");
    let again: Value = serde_json::from_slice(&desk.run(&["index", inside.to_str().unwrap(), "--json"]).stdout).unwrap();
    assert_eq!(first["catalog"], again["catalog"]);
    assert_eq!(again["unchanged"], 2);
    let info: Value = serde_json::from_slice(&desk.run(&["info", "--json"]).stdout).unwrap();
    assert_eq!(info["catalog"], first["catalog"]);
}

#[test]
fn errors_say_what_and_what_next() {
    let desk = Desk::new();
    for (arguments, wanted) in [
        (vec!["index", "/no/such/folder"], "/no/such/folder"),
        (vec!["info"], "index a folder first"),
        (vec!["search", "red", "--catalog", "/no/such.selvedge"], "/no/such.selvedge"),
        (vec![], "subcommand"),
    ] {
        let output = desk.run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(wanted), "{arguments:?}: {}", stderr(&output));
    }
    assert!(!desk.path("data").exists(), "a mistyped folder leaves a catalogue behind");
}

#[test]
fn without_a_display_the_demo_tells_in_words() {
    let desk = Desk::new();
    let output = desk.run(&["demo"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(said.contains("Indexed 120 photos"), "{said}");
    assert_eq!(said.matches("selvedge search").count(), 3, "{said}");
    let dresses = said.split("selvedge search red dress").nth(1).unwrap().lines().skip(1).take(5);
    assert!(dresses.clone().count() == 5 && dresses.clone().all(|l| l.contains("red") && l.contains("dress")), "{said}");
}

/// Photos that are saved so far in a catalogue that may not be there yet.
fn photos_in(catalog: &Path) -> u64 {
    Catalog::open(catalog).and_then(|catalog| catalog.counts()).map_or(0, |counts| counts.photos)
}

#[test]
#[cfg(unix)]
fn killed_at_any_moment_it_loses_at_most_the_open_batches() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 300);
    let catalog = desk.path("shop.selvedge");
    for round in 1..=4_u64 {
        let mut child = desk.command(&["index", shop.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // A batch later than where the last one was killed, and long before the end.
        while child.try_wait().unwrap().is_none() && photos_in(&catalog) < 32 * round {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        assert_ne!(child.wait().unwrap().code(), Some(0), "round {round}: it ended before it was killed");
        let there = photos_in(&catalog);
        assert!(there >= 32 * round && there < 300, "round {round}: killed with {there} of 300 photos saved");
    }
    let (code, finished) = desk.index(&shop);
    let there = ["added", "updated", "unchanged"].map(|k| finished[k].as_u64().unwrap()).iter().sum::<u64>();
    assert_eq!((code, there), (0, 300), "{finished}");
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
#[cfg(unix)]
fn names_that_are_not_utf_8_survive() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save(&shop.join("a.jpg"), 1);
    let odd = shop.join(std::ffi::OsStr::from_bytes(b"odd-\xff.jpg"));
    fs_err::rename(shop.join("a.jpg"), &odd).unwrap();
    let (code, _) = desk.index(&shop);
    assert_eq!(code, 0);
    let (_, found) = desk.json(&["search", "shirt"]);
    assert!(found["results"][0]["path_bytes"].is_string(), "{found}");
    let (_, again) = desk.index(&shop);
    assert_eq!(again["unchanged"], 1);
}

#[test]
fn a_step_is_undone_by_its_number_while_it_is_the_last() {
    let desk = Desk::new();
    let csv = |name: &str, text: &str| {
        let file = desk.path(name);
        fs_err::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let shop = desk.path("shop");
    pictures::save_many(&shop, 2);
    desk.index(&shop);
    let sets = csv("sets.csv", "set,label\nType,Shirt\nType,Bag\n");
    let (first, second) = (desk.json(&["labels", "import", &sets]).1["step"].clone(), {
        let tags = csv("tags.csv", "path,set,label\nphoto-000.jpg,Type,Bag\n");
        desk.json(&["tags", "import", &tags, "--match", "name"]).1
    });
    let (_, third) = desk.json(&["suggest", "--set", "Type", "--accept-above", "0"]);
    let number = |step: &Value| step.as_i64().unwrap().to_string();
    assert_eq!((number(&first), number(&second["step"]), number(&third["step"])), ("1".into(), "2".into(), "3".into()), "{second} {third}");
    let (code, again) = desk.json(&["suggest", "--set", "Type", "--accept-above", "0"]);
    assert_eq!((code, &again["accepted"], &again["step"]), (0, &0.into(), &Value::Null), "what changes nothing is no step");

    let catalog = desk.path("shop.selvedge");
    let refused = desk.run(&["undo", "--step", "2", "--catalog", catalog.to_str().unwrap()]);
    let said = stderr(&refused);
    assert_eq!((refused.status.code(), said.contains("step 3 (Accept 1 tag in Type) came after it")), (Some(2), true), "{said}");
    let (code, undone) = desk.json(&["undo", "--step", "3"]);
    assert_eq!(
        (code, &undone["id"], &undone["step"], &undone["changed"]),
        (0, &3.into(), &"Accept 1 tag in Type".into(), &1.into()),
        "{undone}"
    );
    assert_eq!(desk.json(&["undo", "--step", "3"]).0, 2, "it is undone already");
    assert_eq!(desk.json(&["undo"]).1["id"], 2);
    assert_eq!(desk.json(&["redo", "--step", "3"]).0, 2, "step 2 comes before it");
    assert_eq!((desk.json(&["redo", "--step", "2"]).1["id"].clone(), desk.json(&["redo"]).1["id"].clone()), (2.into(), 3.into()));
    let (code, nothing) = desk.json(&["redo"]);
    assert_eq!((code, &nothing["id"], &nothing["step"]), (1, &Value::Null, &Value::Null), "{nothing}");
    assert_eq!(desk.json(&["undo", "--step", "77"]).0, 2);
}

/// A catalogue as a program of version 1 or 2 made it, which holds one folder.
fn older_catalogue(file: &Path, version: usize, holds: &Path) {
    let migrations = [include_str!("../../migrations/01-photos/up.sql"), include_str!("../../migrations/02-tags/up.sql")];
    let db = Connection::open(file).unwrap();
    db.pragma_update(None, "application_id", i32::from_be_bytes(*b"SLVG")).unwrap();
    migrations[..version].iter().for_each(|up| db.execute_batch(up).unwrap());
    db.pragma_update(None, "user_version", version as i64).unwrap();
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    db.execute("INSERT INTO roots (path) VALUES (?1)", [holds.to_str().unwrap().as_bytes()]).unwrap();
}

#[test]
fn a_folder_indexed_beside_an_old_catalogue_leaves_that_catalogue_alone() {
    let desk = Desk::new();
    let (old, held, other) = (desk.path("old"), desk.path("held"), desk.path("other"));
    pictures::save_many(&held, 2);
    pictures::save_many(&other, 2);
    fs_err::create_dir_all(&old).unwrap();
    let files = [old.join("one.selvedge"), old.join("two.selvedge")];
    older_catalogue(&files[0], 1, &desk.path("elsewhere"));
    older_catalogue(&files[1], 2, &held);
    let bytes = || -> Vec<(PathBuf, blake3::Hash)> {
        let mut files: Vec<_> = fs_err::read_dir(&old).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|f| (f.clone(), blake3::hash(&fs_err::read(f).unwrap()))).collect()
    };
    let before = bytes();
    let places = Places::new(Some(desk.path("config/selvedge")), Some(desk.path("data/selvedge"))).unwrap();
    for file in &files {
        places.remember(file);
    }

    assert_eq!(places.catalog_for(&held.join("deep")), files[1], "the folder is found in the catalogue that holds it");
    assert!(places.catalog_for(&other).starts_with(desk.path("data")));
    assert_eq!(bytes(), before);

    let output = desk.run(&["index", other.to_str().unwrap(), "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &answer["added"]), (Some(0), &2.into()), "{answer}");
    assert_eq!(bytes(), before);
    // The one that is chosen is opened, and so brought up to date.
    let output = desk.run(&["index", held.to_str().unwrap(), "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["added"], Path::new(answer["catalog"].as_str().unwrap())), (&2.into(), files[1].as_path()), "{answer}");
    assert_eq!(bytes()[0], before[0]);
}
