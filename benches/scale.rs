//! What the command line and the window take on a large catalogue, which it makes itself: seconds, memory, and how long another program
//! that writes waits meanwhile. `cargo bench --bench scale [-- PHOTOS] [--keep FOLDER] [--beside PROGRAM]` (default 100,000 photos).
//!
//! With `--keep` the catalogue stays in FOLDER and is used again; with `--beside` an older program does the same, turn by turn, on a copy.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{CaptureFacts, ContentHash, PictureFacts, Stamp, UnitVector};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use engine::protocol::{CatalogRequest, Event, QueryRequest, SearchRequest};
use engine::{Engine, EngineOptions};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use testing::noise_of;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LABELS: usize = 50;
/// Photos of a transaction while the catalogue is made.
const BATCH: u64 = 10_000;

/// What is run, and whether another program writes meanwhile.
const RUNS: [(&str, &[&str], bool); 7] = [
    ("search", &["search", "shirt"], false),
    ("suggest", &["suggest", "--set", "Fifty", "--min-score", "0", "--json"], false),
    ("accept all", &["suggest", "--set", "Fifty", "--min-score", "0.99", "--accept-above", "0"], true),
    ("export CSV", &["tags", "export", "--format", "csv", "--out", "OUT"], false),
    ("export long CSV", &["tags", "export", "--format", "long-csv", "--out", "OUT"], false),
    ("undo", &["undo"], true),
    ("search again", &["search", "shirt"], false),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let after = |name: &str| arguments.iter().position(|a| a == name).map(|at| PathBuf::from(&arguments[at + 1]));
    if let Some(catalog) = after("--open") {
        return open(&catalog);
    }
    let photos = arguments.iter().find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let passing = tempfile::tempdir().unwrap();
    let folder = after("--keep").unwrap_or_else(|| passing.path().to_owned());
    let made = folder.join(format!("made-{photos}.selvedge"));
    let programs: Vec<PathBuf> = after("--beside").into_iter().chain([env!("CARGO_BIN_EXE_selvedge").into()]).collect();
    if !made.exists() {
        make(&made, photos, programs.first().unwrap());
    }
    println!("{photos} photos, {LABELS} labels: seconds, peak memory, longest wait of another program that writes");
    let copies: Vec<PathBuf> = (0..programs.len()).map(|n| folder.join(format!("copy-{n}.selvedge"))).collect();
    for copy in &copies {
        fs_err::copy(&made, copy).unwrap();
    }
    for (name, arguments, with_writer) in RUNS {
        for (program, copy) in programs.iter().zip(&copies) {
            let out = folder.join("tags.csv");
            let arguments = arguments.iter().map(|a| if *a == "OUT" { out.as_os_str() } else { OsStr::new(a) });
            let mut command = Command::new(program);
            command.args(arguments).arg("--catalog").arg(copy);
            let (seconds, memory, wait) = watched(command, &folder, with_writer.then_some(copy));
            let wait = wait.map_or(String::new(), |wait| format!("   waited {:.0} ms", wait.as_secs_f64() * 1e3));
            println!("{name:<16} {seconds:>7.2} s {memory:>6} MB{wait}   {}", program.display());
        }
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("--open").arg(copies.last().unwrap()).env("SCALE", "1");
    let (_, memory, _) = watched(command, &folder, None);
    println!("{:<16} {:>17} MB", "window", memory);
    for copy in &copies {
        fs_err::remove_file(copy).unwrap();
    }
}

/// Until a window would show the photos, and until they can be searched.
fn open(catalog: &Path) {
    let home = tempfile::tempdir().unwrap();
    let options = EngineOptions {
        config_folder: Some(home.path().join("config")),
        data_folder: Some(home.path().join("data")),
        ..EngineOptions::default()
    };
    let start = Instant::now();
    let engine = Engine::start(options, Arc::new(|| {}));
    engine.send(CatalogRequest::Open(catalog.to_owned()));
    let mut shown = false;
    loop {
        for event in engine.events() {
            match event {
                Event::Snapshot(snapshot) if !snapshot.photos.is_empty() && !shown => {
                    shown = true;
                    println!("{:<16} {:>7.2} s until photos are shown", "window", start.elapsed().as_secs_f64());
                    engine.send(QueryRequest::Search(SearchRequest { text: "shirt".to_owned(), ..SearchRequest::default() }));
                }
                Event::Results(results) if results.hits.iter().any(|hit| hit.score.is_some()) => {
                    println!("{:<16} {:>7.2} s until a search is answered", "window", start.elapsed().as_secs_f64());
                    return;
                }
                _ => {}
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Seconds, megabytes at the most, and the longest that a writer to `written` waited.
fn watched(mut command: Command, home: &Path, written: Option<&PathBuf>) -> (f64, u64, Option<Duration>) {
    let ended = AtomicBool::new(false);
    command.env("HOME", home).env("XDG_DATA_HOME", home.join("data")).env("XDG_CONFIG_HOME", home.join("config"));
    command.stdin(Stdio::null()).stderr(Stdio::null());
    if command.get_envs().all(|(name, _)| name != "SCALE") {
        command.stdout(Stdio::null());
    }
    std::thread::scope(|scope| {
        let writer = written.map(|path| scope.spawn(|| longest_wait(path, &ended)));
        let start = Instant::now();
        let mut child = command.spawn().unwrap();
        let mut memory = 0;
        let code = loop {
            memory = peak(child.id()).unwrap_or(memory);
            if let Some(code) = child.try_wait().unwrap() {
                break code;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let seconds = start.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        assert!(matches!(code.code(), Some(0 | 1)), "{command:?} ended with {code}");
        (seconds, memory, writer.map(|writer| writer.join().unwrap()))
    })
}

/// A program that saves something small, again and again.
fn longest_wait(path: &Path, ended: &AtomicBool) -> Duration {
    let db = rusqlite::Connection::open(path).unwrap();
    db.busy_handler(Some(|_| {
        std::thread::sleep(Duration::from_millis(5));
        true
    }))
    .unwrap();
    let mut longest = Duration::ZERO;
    while !ended.load(Ordering::Relaxed) {
        let start = Instant::now();
        db.execute_batch("BEGIN IMMEDIATE; UPDATE generations SET photos = photos; COMMIT").unwrap();
        longest = longest.max(start.elapsed());
        std::thread::sleep(Duration::from_millis(7));
    }
    longest
}

/// Megabytes that a process had in memory at the most.
fn peak(process: u32) -> Option<u64> {
    let status = fs_err::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1000)
}

/// Photos with random vectors of the starter model, and a set of labels.
fn make(path: &Path, photos: u64, program: &Path) {
    let model = clip::open(&clip::ModelSource::Starter, base::Device::Cpu).unwrap();
    let info = base::Encoder::info(&model);
    let mut catalog = Catalog::create(path).unwrap();
    let root = catalog.add_root(Path::new("/somewhere/photos")).unwrap();
    catalog.register_model(info, None).unwrap();
    for first in (0..photos).step_by(BATCH as usize) {
        let batch = (first..photos.min(first + BATCH)).map(|n| photo(root, n, info.dimension)).collect();
        catalog.commit(&IndexBatch { model: Some(info.key.clone()), photos: batch, ..IndexBatch::default() }).unwrap();
    }
    drop(catalog);
    let sets = path.with_extension("csv");
    let labels: Vec<String> = (0..LABELS).map(|n| format!("Fifty,label {n}")).collect();
    fs_err::write(&sets, format!("set,label\n{}\n", labels.join("\n"))).unwrap();
    let mut import = Command::new(program);
    import.args(["labels", "import"]).arg(sets).arg("--catalog").arg(path).stdout(Stdio::null());
    assert!(import.status().unwrap().success());
}

fn photo(root: base::RootId, n: u64, dimension: usize) -> IndexedPhoto {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes()); // in no order, as real ones
    IndexedPhoto {
        id: None,
        root,
        path: format!("folder {:02}/collection-{:03}/product_{n:07}_front.jpg", n % 40, n % 700).into(),
        stamp: Stamp::new(n, 0),
        hash: ContentHash(hash),
        width: 1000,
        height: 1500,
        format: "JPEG".to_owned(),
        captured: Some("2026-05-04T10:11:12".to_owned()),
        facts: CaptureFacts::default(),
        fingerprint: None,
        embedding: UnitVector::normalise(noise_of(dimension, n)),
        thumbnail: None,
        reader: 1,
        picture: PictureFacts::default(),
        same_shot: false,
    }
}
