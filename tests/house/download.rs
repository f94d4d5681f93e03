//! Downloads from a local hub: whole, broken, resumed, refused, cancelled; and the shelf that they come to lie on.

use crate::hub_server::{COMMIT, Server, WEIGHTS};
use base::{ArithmeticChoice, Cancel, Device, EncodeError, Encoder, Progress};
use clip::{InstalledModel, ModelKind, looks_like_model};
use hub::{DownloadError, HubSettings, RemoveError, Shelf};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn quick() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick")
}

/// A hub, and a machine that has not yet downloaded from it.
struct Desk {
    home: TempDir,
    server: Server,
}

impl Desk {
    fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap(), server: Server::start(&quick()) }
    }

    fn settings(&self) -> HubSettings {
        let cache = Some(self.home.path().join("hf/hub"));
        HubSettings { cache, endpoint: self.server.endpoint(), token: None, offline: false, proxies: false }
    }

    fn shelf(&self) -> Shelf {
        Shelf::with_hub(Some(self.home.path().join("models.json")), self.settings())
    }

    fn download(&self) -> Result<InstalledModel, DownloadError> {
        self.download_as("someone/tiny", None)
    }

    fn download_as(&self, name: &str, revision: Option<&str>) -> Result<InstalledModel, DownloadError> {
        self.shelf().download(name, revision, &Progress::default(), &Cancel::default())
    }

    fn repository(&self) -> PathBuf {
        self.home.path().join("hf/hub/models--someone--tiny")
    }

    /// Sizes of what broken downloads left.
    fn partials(&self) -> Vec<u64> {
        let entries = fs_err::read_dir(self.repository().join("blobs")).into_iter().flatten().flatten();
        let partial = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "incomplete"));
        partial.map(|entry| entry.metadata().unwrap().len()).collect()
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        self.command(arguments, environment).output().unwrap()
    }

    fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
        let home = self.home.path();
        for name in ["HF_HUB_CACHE", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HUB_OFFLINE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        command.args(arguments).stdin(Stdio::null()).env("HOME", home).env("XDG_DATA_HOME", home.join("data"));
        command.env("XDG_CONFIG_HOME", home.join("config")).env("HF_HOME", home.join("hf")).env("HF_ENDPOINT", self.server.endpoint());
        command.envs(environment.iter().copied());
        command
    }
}

fn json(output: &Output) -> Value {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {error}"))
}

fn encodes(shelf: &Shelf, name: &str) {
    let clip = shelf.open(&shelf.resolve(name).unwrap(), Device::Cpu, ArithmeticChoice::F32).unwrap();
    assert_eq!(clip.encode_texts(&["a red dress"]).unwrap().len(), 1);
}

#[test]
fn a_download_is_used_like_any_other_model_and_asked_for_once() {
    let desk = Desk::new();
    let shelf = desk.shelf();
    let progress = Progress::default();
    let model = shelf.download("someone/tiny", None, &progress, &Cancel::default()).unwrap();
    let weights = desk.server.weights().len() as u64;
    assert_eq!((model.kind, model.bytes, model.problem.as_deref()), (ModelKind::Cached, weights, None));
    assert_eq!((model.licence.as_deref(), model.revision.as_deref(), model.dimension), (Some("mit"), Some(COMMIT), Some(20)));
    let read = progress.read();
    assert!(read.total > weights && read.done == read.total, "{read:?}");
    encodes(&shelf, "someone/tiny");
    encodes(&shelf, "TINY");

    let asked = desk.server.script().seen.len();
    assert_eq!(desk.download().unwrap(), model);
    assert_eq!(desk.server.script().seen.len(), asked, "what is here is not asked for again");
    let paths: Vec<String> = desk.server.script().seen.iter().map(|(_, path, _)| path.clone()).collect();
    assert!(paths.iter().all(|path| !path.contains("gitattributes")), "{paths:?}");

    assert_eq!(fs_err::read_to_string(desk.repository().join("refs/main")).unwrap(), COMMIT);
    let snapshot = desk.repository().join("snapshots").join(COMMIT);
    assert_eq!(model.dir.as_deref(), Some(&*snapshot));
    #[cfg(unix)]
    assert!(fs_err::read_link(snapshot.join(WEIGHTS)).unwrap().starts_with("../../blobs"));
    assert!(desk.partials().is_empty());
    let removed = shelf.remove("tiny").unwrap();
    assert!(removed.freed > weights && !desk.repository().exists());
    assert!(matches!(shelf.remove("tiny"), Err(RemoveError::NotHere { .. })));
}

#[test]
fn a_broken_download_goes_on_from_where_it_broke() {
    let desk = Desk::new();
    let half = desk.server.weights().len() / 2;
    desk.server.script().cut = Some(half);
    let error = desk.download().unwrap_err();
    assert!(matches!(&error, DownloadError::BrokenOff { done, .. } if *done == half as u64), "{error}");
    assert!(error.to_string().contains("try again"), "{error}");
    assert_eq!(desk.partials(), [half as u64]);
    assert_eq!(desk.shelf().installed().len(), 1, "half a model is no model");
    assert!(!desk.repository().join("refs").exists());

    let progress = Progress::default();
    desk.shelf().download("someone/tiny", None, &progress, &Cancel::default()).unwrap();
    assert_eq!(desk.server.script().seen.last().unwrap().2, Some(format!("bytes={half}-")));
    assert_eq!(desk.server.sent(), desk.server.weights().len(), "not one byte came twice");
    assert_eq!(progress.read().done, progress.read().total);
    encodes(&desk.shelf(), "tiny");
}

#[test]
fn a_server_that_cannot_resume_sends_the_whole_again() {
    let desk = Desk::new();
    desk.server.script().cut = Some(1000);
    desk.download().unwrap_err();
    desk.server.script().no_ranges = true;
    desk.download().unwrap();
    encodes(&desk.shelf(), "tiny");
}

#[test]
fn a_wrong_checksum_is_named_and_the_next_try_begins_anew() {
    let desk = Desk::new();
    desk.server.script().corrupt = true;
    let error = desk.download().unwrap_err();
    assert!(matches!(&error, DownloadError::Checksum { file, .. } if file == WEIGHTS), "{error}");
    assert!(desk.partials().is_empty());
    assert_eq!(desk.shelf().installed().len(), 1);
    desk.server.script().corrupt = false;
    desk.download().unwrap();
    // A small file goes by another checksum.
    let desk = Desk::new();
    desk.server.script().cut = Some(10);
    desk.download().unwrap_err();
    let blobs = fs_err::read_dir(desk.repository().join("blobs")).unwrap().flatten();
    assert_eq!(blobs.filter(|blob| blob.file_name().len() == 40).count(), 4, "the small files are whole, and named as git names them");
}

#[test]
fn refusals_say_what_to_do() {
    let desk = Desk::new();
    for (status, part) in
        [(404, "check the spelling"), (401, "HF_TOKEN"), (403, "accept its terms"), (503, "try again later"), (429, "too many")]
    {
        desk.server.script().status = Some(status);
        let message = desk.download().unwrap_err().to_string();
        assert!(message.contains(part) && message.contains("127.0.0.1"), "{status}: {message}");
    }
    assert!(desk.partials().is_empty());
    for name in ["nonsense", "../../etc", "a/b/c", "someone/..", "some one/tiny"] {
        let error = desk.download_as(name, None).unwrap_err();
        assert!(matches!(error, DownloadError::NoSuchName { .. }), "{name}: {error}");
    }
    for revision in ["../main", "/etc", "a b", ""] {
        assert!(desk.download_as("someone/tiny", Some(revision)).is_err(), "{revision}");
    }
}

#[test]
fn the_token_opens_the_hub_and_stays_there() {
    let desk = Desk::new();
    desk.server.script().token = Some("secret".to_owned());
    let settings = HubSettings { token: Some("secret".to_owned()), ..desk.settings() };
    Shelf::with_hub(None, settings).download("someone/tiny", None, &Progress::default(), &Cancel::default()).unwrap();
    assert!(!desk.server.script().leaked);
}

#[test]
fn a_renamed_repository_is_followed() {
    let desk = Desk::new();
    desk.server.script().moved_to = Some("someone/new-name".to_owned());
    desk.download().unwrap();
    encodes(&desk.shelf(), "tiny");
}

#[test]
fn cancelling_does_not_wait_for_a_silent_server() {
    let desk = Desk::new();
    desk.server.script().stall = true;
    let (cancel, progress) = (Cancel::default(), Progress::default());
    let half = desk.server.weights().len() as u64 / 2;
    let error = std::thread::scope(|scope| {
        let running = scope.spawn(|| desk.shelf().download("someone/tiny", None, &progress, &cancel));
        while progress.read().done < half {
            std::thread::sleep(Duration::from_millis(5));
        }
        let asked = Instant::now();
        cancel.cancel();
        let error = running.join().unwrap().unwrap_err();
        // A tenth of this is usual; without the cut connection it would be the longest silence, 20 seconds.
        assert!(asked.elapsed() < Duration::from_secs(10));
        error
    });
    assert!(matches!(error, DownloadError::Cancelled), "{error}");
    assert_eq!(desk.partials(), [half], "what came stays");
    desk.server.script().stall = false;
    desk.download().unwrap();
    assert_eq!(desk.server.sent(), desk.server.weights().len());
}

#[test]
fn a_disk_without_room_is_noticed_before_anything_comes() {
    let desk = Desk::new();
    desk.server.script().announced = Some(1 << 60);
    let error = desk.download().unwrap_err();
    assert!(matches!(error, DownloadError::NoSpace { needs, .. } if needs >= 1 << 60), "{error}");
    assert!(error.to_string().contains("HF_HOME"), "{error}");
    assert!(desk.server.script().seen.iter().all(|(_, path, _)| !path.starts_with("/store/")));
}

#[test]
fn pickles_are_refused_with_what_to_do() {
    let desk = Desk::new();
    desk.server.script().files.iter_mut().find(|(name, _)| name == WEIGHTS).unwrap().0 = "pytorch_model.bin".to_owned();
    let message = desk.download().unwrap_err().to_string();
    assert!(message.contains("save_pretrained") && message.contains("models add"), "{message}");
    let message = desk.download_as("clip-vit-base-patch32", Some("main")).unwrap_err().to_string();
    assert!(message.contains("--revision refs/pr/15"), "{message}");
}

#[test]
fn what_is_no_checkpoint_of_ours_is_named() {
    let desk = Desk::new();
    desk.server.script().files.retain(|(name, _)| name != "tokenizer.json");
    let error = desk.download().unwrap_err();
    assert!(matches!(&error, DownloadError::Incomplete { file, .. } if file == "tokenizer.json"), "{error}");
    let desk = Desk::new();
    desk.server.script().files.iter_mut().find(|(name, _)| name == "config.json").unwrap().1 = br#"{"model_type": "bert"}"#.to_vec();
    let message = desk.download().unwrap_err().to_string();
    assert!(message.contains("'bert'") && message.contains("config.json"), "{message}");
}

#[test]
fn a_server_that_lies_about_places_writes_nowhere() {
    let desk = Desk::new();
    desk.server.script().commit = Some("../../../escaped".to_owned());
    assert!(matches!(desk.download(), Err(DownloadError::Server { .. })));
    assert!(!desk.home.path().join("hf").exists());
}

#[test]
fn offline_is_heeded_and_what_is_here_still_works() {
    let desk = Desk::new();
    let offline = Shelf::with_hub(None, HubSettings { offline: true, ..desk.settings() });
    let get = || offline.download("someone/tiny", None, &Progress::default(), &Cancel::default());
    let message = get().unwrap_err().to_string();
    assert!(message.contains("HF_HUB_OFFLINE") && message.contains("models add DIR"), "{message}");
    assert!(desk.server.script().seen.is_empty());
    desk.download().unwrap();
    assert_eq!(get().unwrap().name, "someone/tiny");
}

#[test]
fn another_revision_than_main_is_found_again() {
    let desk = Desk::new();
    let model = desk.download_as("someone/tiny", Some("refs/pr/15")).unwrap();
    assert_eq!(fs_err::read_to_string(desk.repository().join("refs/refs/pr/15")).unwrap(), COMMIT);
    assert!(desk.server.script().seen[0].1.ends_with("/revision/refs%2Fpr%2F15"));
    let asked = desk.server.script().seen.len();
    assert_eq!(desk.download_as("someone/tiny", Some("refs/pr/15")).unwrap(), model);
    assert_eq!(desk.download_as("someone/tiny", Some(COMMIT)).unwrap(), model);
    assert_eq!(desk.server.script().seen.len(), asked);
    encodes(&desk.shelf(), "tiny");
}

#[test]
fn nobody_there_is_told_with_the_way_around_the_network() {
    let desk = Desk::new();
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let shelf = Shelf::with_hub(None, HubSettings { endpoint: format!("http://127.0.0.1:{port}"), ..desk.settings() });
    let message = shelf.download("fashion-clip", None, &Progress::default(), &Cancel::default()).unwrap_err().to_string();
    assert!(message.contains("no connection") && message.contains("selvedge models add DIR"), "{message}");
}

#[test]
fn a_folder_is_proven_remembered_and_forgotten() {
    let desk = Desk::new();
    let shelf = desk.shelf();
    let dir = desk.home.path().canonicalize().unwrap().join("own-clip");
    fs_err::create_dir(&dir).unwrap();
    assert!(!looks_like_model(&dir));
    for name in ["config.json", "preprocessor_config.json", "tokenizer.json", WEIGHTS] {
        fs_err::copy(quick().join(name), dir.join(name)).unwrap();
    }
    assert!(looks_like_model(&dir));
    let whole = fs_err::read(dir.join(WEIGHTS)).unwrap();
    fs_err::write(dir.join(WEIGHTS), &whole[..whole.len() - 10]).unwrap();
    let message = shelf.add(&dir).unwrap_err().to_string();
    assert!(message.contains("the first tensor that is not whole is") && message.contains(WEIGHTS), "{message}");
    assert_eq!(shelf.installed().len(), 1);
    fs_err::write(dir.join(WEIGHTS), &whole).unwrap();
    let config = fs_err::read_to_string(dir.join("config.json")).unwrap();
    fs_err::write(dir.join("config.json"), config.replace("\"projection_dim\": 20", "\"projection_dim\": 21")).unwrap();
    let message = shelf.add(&dir).unwrap_err().to_string();
    assert!(message.contains("visual_projection.weight") && message.contains("asks for [21, 27]"), "{message}");
    fs_err::write(dir.join("config.json"), &config).unwrap();

    let added = shelf.add(&dir).unwrap();
    assert_eq!((added.kind, added.problem.as_deref(), added.memory > 0), (ModelKind::Folder, None, true));
    assert_eq!(added.name, dir.to_str().unwrap());
    shelf.add(&dir).unwrap();
    assert_eq!(desk.shelf().installed().len(), 2, "remembered, and once");
    encodes(&desk.shelf(), "Own-Clip");

    fs_err::remove_file(dir.join("tokenizer.json")).unwrap();
    let broken = desk.shelf().installed().pop().unwrap();
    assert!(broken.problem.unwrap().ends_with("tokenizer.json"));
    assert_eq!(shelf.remove("own-clip").unwrap().freed, 0);
    assert!(dir.join(WEIGHTS).exists(), "its files stay");
    assert!(matches!(shelf.resolve("own-clip"), Err(EncodeError::UnknownModel { .. })));
    assert!(matches!(shelf.resolve("fashion-clip"), Err(EncodeError::NotInstalled { .. })));
    assert!(matches!(shelf.remove("starter"), Err(RemoveError::Starter)));
}

#[test]
#[cfg(unix)]
fn a_link_in_the_cache_is_not_followed_out_of_it() {
    let desk = Desk::new();
    desk.download().unwrap();
    let elsewhere = desk.home.path().join("elsewhere");
    fs_err::rename(desk.repository(), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, desk.repository()).unwrap();
    encodes(&desk.shelf(), "tiny");
    assert!(matches!(desk.shelf().remove("tiny"), Err(RemoveError::Link(_))));
    assert!(elsewhere.join("refs/main").exists());
}

#[test]
fn a_repository_copied_from_another_cache_can_be_added() {
    let desk = Desk::new();
    desk.download().unwrap();
    let stick = desk.home.path().join("stick");
    fs_err::rename(desk.repository(), &stick).unwrap();
    let added = desk.shelf().add(&stick).unwrap();
    assert!(added.name.ends_with(COMMIT) && added.kind == ModelKind::Folder, "{added:?}");
}

#[test]
fn the_command_line_lists_downloads_and_removes() {
    let desk = Desk::new();
    let listed = json(&desk.run(&["models", "list", "--json"], &[]));
    let row = |list: &Value, name: &str| list.as_array().unwrap().iter().find(|m| m["name"] == name).cloned().unwrap_or_default();
    assert_eq!(row(&listed, "starter")["installed"], true);
    let fashion = row(&listed, "patrickjohncyh/fashion-clip");
    assert_eq!((&fashion["installed"], &fashion["kind"], &fashion["licence"]), (&false.into(), &"known".into(), &"mit".into()));

    let got = json(&desk.run(&["models", "download", "fashion-clip", "--json"], &[]));
    assert_eq!((&got["name"], &got["revision"]), (&"patrickjohncyh/fashion-clip".into(), &COMMIT.into()), "{got}");
    assert_eq!(got["bytes"], desk.server.weights().len());
    assert!(Path::new(got["path"].as_str().unwrap()).join(WEIGHTS).exists());
    let listed = json(&desk.run(&["models", "list", "--json"], &[]));
    assert_eq!(row(&listed, "patrickjohncyh/fashion-clip")["kind"], "cached");

    let shop = desk.home.path().join("shop");
    crate::pictures::save_many(&shop, 2);
    let catalog = desk.home.path().join("shop.selvedge");
    let at = ["--catalog", catalog.to_str().unwrap(), "--json"];
    json(&desk.run(&[&["index", shop.to_str().unwrap(), "--model", "fashion-clip"][..], &at].concat(), &[]));
    let forgotten = json(&desk.run(&[&["models", "remove", "fashion-clip", "--embeddings"][..], &at].concat(), &[]));
    assert_eq!(forgotten, serde_json::json!({ "name": "patrickjohncyh/fashion-clip", "embeddings": 2 }));
    assert_eq!(desk.run(&[&["models", "remove", "fashion-clip", "--embeddings"][..], &at].concat(), &[]).status.code(), Some(2));

    let added = json(&desk.run(&["models", "add", quick().to_str().unwrap(), "--json"], &[]));
    assert_eq!((&added["kind"], &added["installed"]), (&"folder".into(), &true.into()));
    let removed = json(&desk.run(&["models", "remove", "quick", "--json"], &[]));
    assert_eq!(removed["freed_bytes"], 0);
    let removed = json(&desk.run(&["models", "remove", "fashion-clip", "--json"], &[]));
    assert!(removed["freed_bytes"].as_u64().unwrap() > 0, "{removed}");
    assert_eq!(desk.run(&["models", "remove", "fashion-clip"], &[]).status.code(), Some(2));
    let offline = desk.run(&["models", "download", "fashion-clip"], &[("HF_HUB_OFFLINE", "1")]);
    assert_eq!(offline.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&offline.stderr).contains("HF_HUB_OFFLINE forbids"));
}

#[test]
#[cfg(unix)]
fn interrupting_the_command_keeps_what_came() {
    let desk = Desk::new();
    desk.server.script().stall = true;
    let child = desk.command(&["models", "download", "someone/tiny"], &[]).stderr(Stdio::piped()).spawn().unwrap();
    let half = desk.server.weights().len() as u64 / 2;
    while desk.partials() != [half] {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(desk.partials(), [half]);
}
