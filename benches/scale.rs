//! How time and memory grow with a catalogue, which it makes itself: `cargo bench --bench scale [-- PHOTOS…] [--keep FOLDER]` (without
//! sizes 1,000, 10,000 and 100,000; a million takes some five minutes). Prints a table for people to keep: seconds, megabytes at the most, how
//! long another program that writes waited at the longest, and the exponents of time between neighbouring sizes (1: twice the photos take
//! twice the time).
//!
//! With `--keep` the catalogues stay in FOLDER and are used again. Photos are drawn and indexed up to 10,000; above, minutes would pass.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, missing_docs)]

use base::{CaptureFacts, ContentHash, PictureFacts, Ruling, Stamp, UnitVector, human};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use engine::protocol::{CatalogRequest, Edit, EditRequest, Event, QueryRequest, SearchRequest, Snapshot, Tags};
use engine::{Engine, EngineOptions};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use testing::noise_of;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [u64; 3] = [1000, 10_000, 100_000];
const LABELS: usize = 50;
/// Photos of a transaction while the catalogue is made.
const BATCH: u64 = 10_000;
const MOST_DRAWN: u64 = 10_000;
/// One after the other, each seen before the next.
const DECISIONS: usize = 100;
/// Indexed into the catalogue that a window has open.
const MORE: u64 = 1000;

/// What the command line is asked, and whether another program writes meanwhile.
const RUNS: [(&str, &[&str], bool); 9] = [
    ("search", &["search", "shirt"], false),
    ("suggest 50 labels", &["suggest", "--set", "Fifty", "--min-score", "0", "--json"], false),
    ("accept all", &["suggest", "--set", "Fifty", "--min-score", "0.99", "--accept-above", "0"], true),
    ("export CSV", &["tags", "export", "--format", "csv", "--out", "OUT"], false),
    ("export long CSV", &["tags", "export", "--format", "long-csv", "--out", "OUT"], false),
    ("export JSON", &["tags", "export", "--format", "json", "--out", "OUT"], false),
    ("check", &["check"], false),
    ("undo", &["undo"], true),
    ("search again", &["search", "shirt"], false),
];

/// What we mean to reach at the most.
struct Aim {
    what: &'static str,
    photos: u64,
    seconds: Option<f64>,
    megabytes: Option<u64>,
    waited_ms: Option<u64>,
}

impl Aim {
    const fn of(what: &'static str, photos: u64) -> Self {
        Self { what, photos, seconds: None, megabytes: None, waited_ms: None }
    }
}

const AIMS: [Aim; 10] = [
    Aim { seconds: Some(1.0), megabytes: Some(1400), ..Aim::of("search again", 1_000_000) },
    Aim { megabytes: Some(1500), ..Aim::of("suggest 50 labels", 1_000_000) },
    Aim { seconds: Some(1.5), waited_ms: Some(200), ..Aim::of("accept all", 100_000) },
    Aim { waited_ms: Some(200), ..Aim::of("accept all", 1_000_000) },
    Aim { waited_ms: Some(200), ..Aim::of("undo", 100_000) },
    Aim { waited_ms: Some(200), ..Aim::of("undo", 1_000_000) },
    Aim { megabytes: Some(200), ..Aim::of("export CSV", 1_000_000) },
    Aim { seconds: Some(1.5), megabytes: Some(1400), ..Aim::of("window: until photos are shown", 1_000_000) },
    // What it takes once all is read that a search looks at.
    Aim { megabytes: Some(1400), ..Aim::of("window: until a search is answered", 1_000_000) },
    Aim { seconds: Some(0.01), ..Aim::of("window: a decision, until it is counted", 100_000) },
];

/// What something took.
struct Taken {
    what: String,
    seconds: f64,
    megabytes: u64,
    waited: Option<Duration>,
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench").peekable();
    let (mut sizes, mut keep) = (Vec::new(), None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--open" => return open(Path::new(&arguments.next().unwrap())),
            "--keep" => keep = arguments.next().map(PathBuf::from),
            photos => sizes.push(photos.parse().unwrap()),
        }
    }
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let passing = tempfile::tempdir().unwrap();
    let folder = keep.unwrap_or_else(|| passing.path().to_owned());
    fs_err::create_dir_all(&folder).unwrap();
    let columns: Vec<Vec<Taken>> = sizes.iter().map(|photos| column(&folder, *photos)).collect();
    table(&sizes, &columns);
}

/// All that is measured with so many photos.
fn column(folder: &Path, photos: u64) -> Vec<Taken> {
    let made = folder.join(format!("made-{photos}.selvedge"));
    if !made.exists() {
        make(&made, photos);
    }
    let (copy, out) = (folder.join("copy.selvedge"), folder.join("out"));
    fs_err::copy(&made, &copy).unwrap();
    let mut taken = Vec::new();
    if photos <= MOST_DRAWN {
        taken.extend(index(folder, photos));
    }
    for (what, arguments, with_writer) in RUNS {
        let arguments = arguments.iter().map(|a| if *a == "OUT" { out.as_os_str() } else { OsStr::new(a) });
        let mut command = selvedge();
        command.args(arguments).arg("--catalog").arg(&copy);
        taken.extend(watched(what, command, folder, with_writer.then_some(&copy)));
    }
    let mut window = Command::new(std::env::current_exe().unwrap());
    window.arg("--open").arg(&copy);
    taken.extend(watched("window", window, folder, None));
    for file in [copy, out] {
        fs_err::remove_file(file).unwrap();
    }
    taken
}

/// Into a catalogue of its own, with the model and thumbnails.
fn index(folder: &Path, photos: u64) -> Vec<Taken> {
    let (drawn, catalog) = (folder.join("drawn"), folder.join("drawn.selvedge"));
    draw(&drawn, photos);
    let mut command = selvedge();
    command.arg("index").arg(&drawn).arg("--catalog").arg(&catalog);
    let taken = watched("index of 168 x 224", command, folder, None);
    fs_err::remove_dir_all(drawn).unwrap();
    for entry in fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with("drawn.selvedge")) {
            fs_err::remove_file(entry).unwrap();
        }
    }
    taken
}

fn draw(folder: &Path, photos: u64) {
    fs_err::create_dir_all(folder).unwrap();
    for n in 0..photos as u32 {
        let pixel = |x: u32, y: u32| image::Rgb([(x * 3 + n) as u8, (y * 2 + n / 256) as u8, (x * y / 64 + n) as u8]);
        image::RgbImage::from_fn(168, 224, pixel).save(folder.join(format!("{n:05}.jpg"))).unwrap();
    }
}

fn selvedge() -> Command {
    Command::new(env!("CARGO_BIN_EXE_selvedge"))
}

/// One row for all that has been measured, one column a size.
fn table(sizes: &[u64], columns: &[Vec<Taken>]) {
    println!("| photos | {} | exponent |", sizes.iter().map(|n| human::count(*n)).collect::<Vec<_>>().join(" | "));
    println!("|---|{}---|", "---|".repeat(sizes.len()));
    // The smallest size has every row.
    for Taken { what, .. } in &columns[0] {
        let row: Vec<Option<&Taken>> = columns.iter().map(|column| column.iter().find(|taken| taken.what == *what)).collect();
        let cells: Vec<String> = row.iter().map(|taken| taken.map_or_else(String::new, cell)).collect();
        let pairs = row.windows(2).zip(sizes.windows(2)).filter_map(|(taken, photos)| Some((taken[0]?, taken[1]?, photos)));
        let growth = pairs.map(|(a, b, n)| format!("{:.2}", (b.seconds / a.seconds).ln() / (n[1] as f64 / n[0] as f64).ln()));
        println!("| {what} | {} | {} |", cells.join(" | "), growth.collect::<Vec<_>>().join(", "));
    }
    aims(sizes, columns);
}

/// What was meant to be reached, with what was found, for the sizes that were measured.
fn aims(sizes: &[u64], columns: &[Vec<Taken>]) {
    println!("\n| with photos | | aim | found | |\n|---|---|---|---|---|");
    for Aim { what, photos, seconds, megabytes, waited_ms } in AIMS {
        let column = sizes.iter().position(|size| *size == photos).map(|place| &columns[place]);
        let Some(found) = column.and_then(|column| column.iter().find(|taken| taken.what == what)) else { continue };
        let aim =
            [seconds.map(|s| format!("{s} s")), megabytes.map(|mb| format!("{mb} MB")), waited_ms.map(|ms| format!("waited {ms} ms"))];
        let waited = |most| found.waited.is_none_or(|waited| waited > Duration::from_millis(most));
        let missed = seconds.is_some_and(|most| found.seconds > most)
            || megabytes.is_some_and(|most| found.megabytes > most)
            || waited_ms.is_some_and(waited);
        let aim = aim.into_iter().flatten().collect::<Vec<_>>().join(", ");
        println!("| {} | {what} | {aim} | {} | {} |", human::count(photos), cell(found), if missed { "missed" } else { "reached" });
    }
}

fn cell(taken: &Taken) -> String {
    let time = if taken.seconds < 0.1 { format!("{:.1} ms", taken.seconds * 1e3) } else { format!("{:.2} s", taken.seconds) };
    let waited = taken.waited.map_or_else(String::new, |waited| format!(", waited {:.0} ms", waited.as_secs_f64() * 1e3));
    format!("{time}, {} MB{waited}", taken.megabytes)
}

/// Prints, with the memory that was needed until then, the seconds until a window would show the photos, until they can be searched, and what a decision takes.
fn open(catalog: &Path) {
    let home = tempfile::tempdir().unwrap();
    let options = EngineOptions {
        config_folder: Some(home.path().join("config")),
        data_folder: Some(home.path().join("data")),
        ..EngineOptions::default()
    };
    let start = Instant::now();
    let mut window = Window {
        engine: Engine::start(options, Arc::new(|| {})),
        snapshot: None,
        tags: Arc::default(),
        ranked: false,
        shown: 0,
        indexed: false,
    };
    window.engine.send(CatalogRequest::Open(catalog.to_owned()));
    window.until(|window| window.snapshot.as_ref().is_some_and(|snapshot| !snapshot.photos.is_empty()));
    say("until photos are shown", start.elapsed().as_secs_f64());
    window.engine.send(QueryRequest::Search(SearchRequest { text: "shirt".to_owned(), ..SearchRequest::default() }));
    window.until(|window| window.ranked);
    say("until a search is answered", start.elapsed().as_secs_f64());
    window.decide();
    window.index(&home.path().join("more"));
}

/// What a part took, and what this process had in memory at the most until now.
fn say(part: &str, seconds: f64) {
    println!("{part}\t{seconds}\t{}", peak(std::process::id()).unwrap());
}

/// What a window hears of the engine.
struct Window {
    engine: Engine,
    snapshot: Option<Arc<Snapshot>>,
    tags: Arc<Tags>,
    ranked: bool,
    /// How often other photos were shown.
    shown: usize,
    /// A job came to its end.
    indexed: bool,
}

impl Window {
    fn until(&mut self, so: impl Fn(&Self) -> bool) {
        while !so(self) {
            std::thread::sleep(Duration::from_micros(500));
            for event in self.engine.events() {
                match event {
                    Event::Snapshot(snapshot) => (self.snapshot, self.shown) = (Some(snapshot), self.shown + 1),
                    Event::JobEnded(_) => self.indexed = true,
                    Event::Tags(tags) => self.tags = tags,
                    Event::Results(results) => self.ranked |= results.hits.iter().any(|hit| hit.score.is_some()),
                    _ => {}
                }
            }
        }
    }

    /// Decisions about one photo each, with the answer to a search before the eyes.
    fn decide(&mut self) {
        self.rest();
        let set = self.tags.sets[0].clone();
        let photos = self.snapshot.as_ref().unwrap().photos.clone();
        let (before, mut waited) = (cpu(), Duration::ZERO);
        for n in 0..DECISIONS {
            let (photo, ruling) = (photos[n * 7919 % photos.len()].id, Ruling::Accept(set.labels[n % LABELS].id));
            let (counted, start) = (self.tags.clone(), Instant::now());
            self.engine.send(EditRequest::Edit(Edit::Decide { photos: [photo].into(), set: set.id, rulings: vec![ruling] }));
            self.until(|window| !Arc::ptr_eq(&window.tags, &counted));
            waited += start.elapsed();
            self.rest();
        }
        say("a decision, until it is counted", waited.as_secs_f64() / DECISIONS as f64);
        say("a decision, CPU of all threads", since(&before, DECISIONS));
    }

    /// A folder of more photos, with the answer to a search before the eyes.
    fn index(&mut self, folder: &Path) {
        draw(folder, MORE);
        let (before, all, shown, start) = (cpu(), whole_cpu(), self.shown, Instant::now());
        self.engine.send(CatalogRequest::AddFolder(folder.to_owned()));
        self.until(|window| window.indexed);
        say("1,000 more photos are indexed", start.elapsed().as_secs_f64());
        self.rest();
        eprintln!("shown {} times", self.shown - shown);
        since(&before, 1);
        say("1,000 more photos, CPU of all threads", whole_cpu() - all);
    }

    /// Who decides looks at the next photo, and the threads come to rest.
    fn rest(&mut self) {
        let start = Instant::now();
        self.until(|_| start.elapsed() > Duration::from_millis(200));
    }
}

/// Seconds of this process, those of threads that have ended too.
fn whole_cpu() -> f64 {
    let stat = fs_err::read_to_string("/proc/self/stat").unwrap();
    // In hundredths, behind the name, which may have spaces.
    let ticks = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
    ticks.map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / 100.0
}

/// Seconds of all threads since then, for each of so many times; says which threads took them.
fn since(before: &BTreeMap<String, f64>, times: usize) -> f64 {
    let mut all = 0.0;
    for (thread, seconds) in cpu() {
        let own = (seconds - before.get(&thread).unwrap_or(&0.0)) / times as f64;
        all += own;
        if own > 1e-4 {
            eprintln!("{:>8.2} ms of {thread}", own * 1e3);
        }
    }
    all
}

/// Seconds of each thread of this process, by its name and number, but for this one, which plays the window.
fn cpu() -> BTreeMap<String, f64> {
    let read = |path: PathBuf| fs_err::read_to_string(path).unwrap_or_default();
    let tasks = fs_err::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    let others = tasks.filter(|task| !task.ends_with(std::process::id().to_string()));
    let of = |task: PathBuf| {
        let nanoseconds: f64 = read(task.join("schedstat")).split(' ').next()?.parse().ok()?;
        Some((format!("{} {}", read(task.join("comm")).trim(), task.file_name()?.display()), nanoseconds / 1e9))
    };
    others.filter_map(of).collect()
}

/// What a program took, and what it prints that it took for parts, a line each. `written` is a file that another program writes to
/// meanwhile.
fn watched(what: &str, mut command: Command, home: &Path, written: Option<&PathBuf>) -> Vec<Taken> {
    let ended = AtomicBool::new(false);
    command.env("HOME", home).env("XDG_DATA_HOME", home.join("data")).env("XDG_CONFIG_HOME", home.join("config"));
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let said = home.join("said");
    command.stdout(if what == "window" { Stdio::from(fs_err::File::create(&said).unwrap().into_file()) } else { Stdio::null() });
    let (seconds, megabytes, waited) = std::thread::scope(|scope| {
        let writer = written.map(|path| scope.spawn(|| longest_wait(path, &ended)));
        let start = Instant::now();
        let mut child = command.spawn().unwrap();
        let mut memory = 0;
        let code = loop {
            memory = peak(child.id()).unwrap_or(memory);
            if let Some(code) = child.try_wait().unwrap() {
                break code;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let seconds = start.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        assert!(matches!(code.code(), Some(0 | 1)), "{command:?} ended with {code}");
        (seconds, memory, writer.map(|writer| writer.join().unwrap()))
    });
    if what != "window" {
        return vec![Taken { what: what.to_owned(), seconds, megabytes, waited }];
    }
    let said = fs_err::read_to_string(said).unwrap();
    let part = |line: &str| {
        let [part, seconds, megabytes] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some(Taken { what: format!("{what}: {part}"), seconds: seconds.parse().ok()?, megabytes: megabytes.parse().ok()?, waited })
    };
    said.lines().filter_map(part).collect()
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
fn make(path: &Path, photos: u64) {
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
    let mut import = selvedge();
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
        composition: None,
        picture: PictureFacts::default(),
        same_shot: false,
    }
}
