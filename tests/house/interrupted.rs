//! Ctrl+C in the middle of a long run: exit code 130, nothing told, nothing saved, no file half-written.

use crate::command_line::{Desk, stderr};
use crate::trust::{import, path, sample, tags, write};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_mins(5);

fn until<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "{what} in {PATIENCE:?}");
        std::thread::yield_now();
    }
}

/// The folder of the thread of a process that waits for Ctrl+C: from its being there on, the program does not simply die of it.
fn listener(process: u32) -> PathBuf {
    until("the program listens", || {
        let threads = fs_err::read_dir(format!("/proc/{process}/task")).ok()?;
        let mut threads = threads.filter_map(Result::ok).map(|thread| thread.path());
        let is_it = |thread: &PathBuf| fs_err::read_to_string(thread.join("comm")).is_ok_and(|name| name.trim() == "ctrl-c");
        threads.find(is_it).filter(|thread| sleeps(thread).is_some())
    })
}

/// How often a thread has gone to sleep, while it sleeps.
fn sleeps(thread: &Path) -> Option<u64> {
    let status = fs_err::read_to_string(thread.join("status")).ok()?;
    let field = |name: &str| status.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()));
    field("State:")?.starts_with('S').then_some(())?;
    field("voluntary_ctxt_switches:")?.parse().ok()
}

/// Starts a job that has to wait, presses Ctrl+C once it does, and lets it go on once it has heard that.
fn interrupted<T>(desk: &Desk, arguments: &[&str], waits: impl FnOnce() -> T, go_on: impl FnOnce(T)) -> Output {
    let catalog = path(desk, "shop.selvedge");
    let mut command = desk.command(&[arguments, &["--json", "--catalog", &catalog]].concat());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let listener = listener(child.id());
    let waiting = waits();
    let before = until("it sleeps", || sleeps(&listener));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    until("it has heard", || sleeps(&listener).filter(|now| *now > before));
    go_on(waiting);
    child.wait_with_output().unwrap()
}

fn ended(output: &Output, what: &str) {
    assert_eq!(output.status.code(), Some(130), "{what}: {}", stderr(output));
    assert!(output.stdout.is_empty(), "{what} tells nothing");
}

#[test]
fn a_job_that_is_interrupted_tells_nothing_and_saves_nothing() {
    let (desk, rows) = sample();
    import(&desk, &rows);
    let before = tags(&desk);
    let texts = write(&desk, "texts.csv", &format!("path,title\n{},A long dress\n", rows[0].0));
    let (export, report) = (path(&desk, "corrections.csv"), path(&desk, "report.html"));
    let jobs: [&[&str]; 6] = [
        &["audit", "--set", "Type", "--export", &export],
        &["evaluate", "--set", "Type", "--truth", "tags", "--by", "background", "--report", &report],
        &["learn", "--set", "Type"],
        &["suggest", "--set", "Type", "--accept-above", "0"],
        &["labels", "lint", "--set", "Type"],
        &["text", "import", &texts],
    ];
    for job in jobs {
        // Nobody reads a catalogue that another connection holds for itself: the job waits until it is let go.
        let lock = Connection::open(path(&desk, "shop.selvedge")).unwrap();
        lock.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT").unwrap();
        ended(&interrupted(&desk, job, || (), |()| drop(lock)), job[0]);
    }
    assert_eq!(tags(&desk), before);
    assert!(![&export, &report].iter().any(|file| Path::new(file).exists()));
    let (code, found) = desk.json(&["text", "import", &texts]);
    assert_eq!((code, found["imported"].as_u64()), (0, Some(1)), "it had not been imported");
}

#[test]
fn a_second_ctrl_c_waits_for_nothing() {
    let (desk, rows) = sample();
    let texts = write(&desk, "texts.csv", &format!("path,title\n{},A long dress\n", rows[0].0));
    let catalog = path(&desk, "shop.selvedge");
    let lock = Connection::open(&catalog).unwrap();
    lock.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT").unwrap();
    let mut command = desk.command(&["text", "import", &texts, "--json", "--catalog", &catalog]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let listener = listener(child.id());
    for _ in 0..2 {
        let before = sleeps(&listener);
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        // It has heard once it sleeps again, or is gone.
        until("it has heard", || (!listener.exists() || sleeps(&listener) > before).then_some(()));
    }
    // The job itself would wait for ten seconds and then say that the catalogue is busy.
    ended(&child.wait_with_output().unwrap(), "text import");
    drop(lock);
}

#[test]
fn pipes_are_neither_read_nor_written() {
    let (desk, rows) = sample();
    import(&desk, &rows);
    let pipe = path(&desk, "pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let jobs: [&[&str]; 6] = [
        &["evaluate", "--set", "Type", "--truth", &pipe, "--column", "type"],
        &["text", "import", &pipe],
        &["tags", "import", &pipe],
        &["labels", "import", &pipe],
        &["tags", "export", "--format", "csv", "--out", &pipe],
        &["audit", "--set", "Type", "--export", &pipe],
    ];
    for job in jobs {
        let output = desk.command(&[job, &["--catalog", &path(&desk, "shop.selvedge")]].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{job:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("it is no regular file"), "{job:?}: {}", stderr(&output));
    }
}
