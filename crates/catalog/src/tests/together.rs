//! Several connections, threads and programs on one catalogue; and programs that are killed.

use super::*;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn two_connections_take_turns() {
    let mut s = shop();
    let mut second = Catalog::open(s.catalog.path()).unwrap();
    for n in 0..20 {
        s.add(&[(&format!("a{n}.jpg"), n)]);
        second.commit(&batch(vec![photo(s.root, format!("b{n}.jpg"), 100 + n)])).unwrap();
    }
    assert_eq!(s.catalog.photos().unwrap(), second.photos().unwrap());
    assert_eq!(s.catalog.counts().unwrap().photos, 40);
}

#[test]
fn a_reader_sees_one_state_and_a_writer_is_never_overtaken() {
    let mut s = shop();
    let window = s.catalog.reopen().unwrap();
    let count = |db: &Connection| db.query_row("SELECT count(*) FROM photos", [], |row| row.get::<_, i64>(0));
    let seen = window.read(|db| {
        let before = count(db)?;
        s.add(&[("a.jpg", 1)]);
        Ok((before, count(db)?))
    });
    assert_eq!(seen.unwrap(), (0, 0));
    let mut second = s.catalog.reopen().unwrap();
    second.db.busy_timeout(Duration::ZERO).unwrap();
    let root = s.root;
    // It has only read so far; if it could be overtaken now, its first write would fail.
    let error = s.catalog.write(|db| {
        count(db)?;
        Ok(second.commit(&batch(vec![photo(root, "b.jpg", 2)])).unwrap_err())
    });
    assert!(matches!(error.unwrap().fault, Fault::Busy));
}

#[test]
fn a_job_waits_for_others_until_it_is_stopped() {
    let mut s = shop();
    let (other, job, root) = (s.catalog.reopen().unwrap(), base::Cancel::default(), s.root);
    s.catalog.db.busy_timeout(Duration::from_millis(1)).unwrap();
    s.catalog.wait_for_others(&job);
    let mut waits = |name: &str, end: &dyn Fn()| {
        other.db.execute_batch("BEGIN IMMEDIATE").unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| s.catalog.commit(&batch(vec![photo(root, name, 1)])));
            // Far longer than the connection itself would wait.
            std::thread::sleep(Duration::from_millis(50));
            assert!(!waiting.is_finished());
            end();
            waiting.join().unwrap()
        })
    };
    assert!(waits("a.jpg", &|| other.db.execute_batch("ROLLBACK").unwrap()).is_ok());
    let stopped = waits("b.jpg", &|| job.cancel());
    assert!(matches!(stopped.unwrap_err().fault, Fault::Busy));
}

#[test]
fn the_counter_tells_another_connections_change() {
    let mut s = shop();
    let window = s.catalog.reopen().unwrap();
    let before = window.change_counter().unwrap();
    assert_eq!(window.change_counter().unwrap(), before);
    s.add(&[("a.jpg", 1)]);
    assert_ne!(window.change_counter().unwrap(), before);
}

#[test]
fn threads_write_and_read_at_once() {
    let mut s = shop();
    let root = s.root;
    std::thread::scope(|scope| {
        for thread in 0..4_u64 {
            let mut own = s.catalog.reopen().unwrap();
            scope.spawn(move || {
                for n in 0..25 {
                    let content = thread * 100 + n;
                    // Two photos of one batch are seen both or not at all, by every reader.
                    own.commit(&batch(vec![photo(root, format!("{content}a"), content), photo(root, format!("{content}b"), content)]))
                        .unwrap();
                    assert_eq!(own.embeddings(&key("one")).unwrap().photos.len() % 2, 0);
                }
            });
        }
    });
    assert_eq!(s.catalog.counts().unwrap().photos, 200);
    assert_eq!(s.catalog.check().unwrap(), [""; 0]);
    // The same files indexed by two at once are the same photos.
    let same = s.catalog.photos().unwrap().len();
    s.add(&[("0a", 0), ("101b", 101)]);
    assert_eq!(s.catalog.photos().unwrap().len(), same);
}

/// Not a test of its own: what a second program does, started by the tests below.
#[test]
#[ignore = "run by other tests, as a program of its own"]
#[allow(clippy::print_stdout, reason = "tells the test that started it how far it is")]
fn another_program() {
    let Some(path) = std::env::var_os("SELVEDGE_TEST_CATALOG") else { return };
    let endless = std::env::var_os("SELVEDGE_TEST_ENDLESS").is_some();
    let mut catalog = Catalog::open_or_create(Path::new(&path)).unwrap();
    let root = catalog.add_root(Path::new("/photos")).unwrap();
    catalog.register_model(&model("one", 8), None).unwrap();
    let own = u64::from(std::process::id());
    for n in 0.. {
        let content = own * 1_000_000 + n * 32;
        let photos = (content..content + 32).map(|c| photo(root, format!("{c}.jpg"), c)).collect();
        catalog.commit(&batch(photos)).unwrap();
        println!("\ncommitted {}", n + 1);
        if !endless {
            break;
        }
    }
}

fn start(path: &Path, endless: bool) -> std::process::Child {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "tests::together::another_program", "--ignored", "--nocapture"]);
    if endless {
        program.env("SELVEDGE_TEST_ENDLESS", "1");
    }
    program.env("SELVEDGE_TEST_CATALOG", path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn programs_that_start_at_once_make_one_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.selvedge");
    let programs: Vec<_> = (0..6).map(|_| start(&path, false)).collect();
    for program in programs {
        let done = program.wait_with_output().unwrap();
        assert!(done.status.success(), "{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    }
    let catalog = Catalog::open(&path).unwrap();
    assert_eq!(catalog.roots().unwrap().len(), 1);
    assert_eq!(catalog.counts().unwrap().photos, 6 * 32);
    drop(catalog);
    assert_eq!(names_in(folder.path()), ["shop.selvedge"]);
}

#[test]
fn a_killed_program_loses_at_most_the_open_batch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.selvedge");
    let mut committed = 0;
    for run in 1..=4 {
        let mut program = start(&path, true);
        let lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
        let told = lines.filter(|line| line.starts_with("committed")).take(run * 7).count();
        program.kill().unwrap();
        program.wait().unwrap();
        assert_eq!(told, run * 7);
        committed += told as u64;
        let catalog = Catalog::open(&path).unwrap();
        let photos = catalog.counts().unwrap().photos;
        assert!(photos >= committed * 32 && photos.is_multiple_of(32), "{photos} photos of {committed} batches");
        assert_eq!(catalog.embeddings(&key("one")).unwrap().photos.len() as u64, photos);
        assert_eq!(catalog.check().unwrap(), [""; 0]);
        committed = photos / 32;
    }
}

/// The locks that this machine's programs hold on a file, as the kernel tells them. It tells them piece by piece, and other
/// tests' locks come and go between the pieces, so that a line may be missed or told twice: the middle of several readings.
#[cfg(target_os = "linux")]
fn locks(path: &Path) -> usize {
    use std::os::unix::fs::MetadataExt;
    let file = format!(":{} ", fs_err::metadata(path).unwrap().ino());
    let read = |_| fs_err::read_to_string("/proc/locks").unwrap().lines().filter(|line| line.contains(&file)).count();
    let mut readings: Vec<usize> = (0..9).map(read).collect();
    readings.sort_unstable();
    readings[4]
}

#[cfg(target_os = "linux")]
#[test]
fn opening_again_drops_no_lock_of_the_first_connection() {
    let mut s = shop();
    s.add(&[("a.jpg", 1)]);
    let path = s.catalog.path().to_owned();
    assert_eq!(locks(&path), 1, "an open catalogue is locked for as long as it is open");
    drop(Catalog::open(&path).unwrap());
    drop(s.catalog.reopen().unwrap());
    Catalog::roots_of(&path).unwrap();
    assert!(matches!(Catalog::create(&path).unwrap_err().fault, Fault::AlreadyExists));
    s.catalog.backup(&s.file("copy")).unwrap();
    assert!(matches!(s.catalog.backup(&path).unwrap_err().fault, Fault::BackupOntoItself));
    let second = Catalog::open(&s.file("copy")).unwrap();
    assert!(matches!(second.backup(&path).unwrap_err().fault, Fault::BackupOntoOpen));
    assert_eq!(locks(&path), 1);
    assert!(start(&path, false).wait().unwrap().success());
    assert!(s.file("shop.selvedge-wal").exists(), "so another program, leaving, does not take the log away");
    s.add(&[("b.jpg", 2)]);
    assert_eq!(Catalog::open(&path).unwrap().counts().unwrap().photos, 34);
}
