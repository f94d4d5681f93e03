//! Files that are being written, under a passing name: `.selvedge-MARK-RANDOM.part`, where the mark is that of the process. What
//! a killed process left behind is thus known for ours, and for nobody's any more.

use crate::process::ProcessMark;
use fs_err as fs;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

const PREFIX: &str = ".selvedge-";
const SUFFIX: &str = ".part";
/// SQLite keeps these beside a database that is being made.
const LOGS: [&str; 3] = ["-journal", "-wal", "-shm"];
/// Characters drawn at random.
const RANDOM: usize = 6;
/// Of a process that nothing can be told of, files are left for so long.
const PATIENCE: Duration = Duration::from_hours(24);

/// An empty file in `folder` that vanishes unless it is persisted under a lasting name.
pub fn unfinished(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let prefix = format!("{PREFIX}{}-", ProcessMark::own().text());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(RANDOM);
    // As any file that the user makes; temporary files are otherwise closed to everybody else, and this one will stay.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes what killed processes left unfinished in `folder`. Returns how many files; whatever stands in the way is left.
pub fn sweep(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| sweep_file(path)).count()
}

/// Removes one file if a killed process left it unfinished. Never a link.
pub fn sweep_file(path: &Path) -> bool {
    path.file_name().is_some_and(is_named_so) && is_left(path) && fs::remove_file(path).is_ok()
}

/// Whether this is the name of an unfinished file of ours, of whichever process.
pub fn is_named_so(name: &OsStr) -> bool {
    maker(name).is_some()
}

/// Who made an unfinished file.
enum Maker {
    Process(ProcessMark),
    /// The name is from before the process stood in it.
    Unknown,
}

fn maker(name: &OsStr) -> Option<Maker> {
    let name = name.to_str()?;
    let name = LOGS.iter().find_map(|log| name.strip_suffix(log)).unwrap_or(name);
    let inner = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let is_random = |text: &str| text.len() == RANDOM && text.bytes().all(|b| b.is_ascii_alphanumeric());
    match inner.rsplit_once('-') {
        Some((mark, random)) if is_random(random) => ProcessMark::parse(mark).map(Maker::Process),
        None if is_random(inner) => Some(Maker::Unknown),
        _ => None,
    }
}

fn is_left(path: &Path) -> bool {
    let Ok(about) = fs::symlink_metadata(path) else { return false };
    let age = || about.modified().ok().and_then(|then| SystemTime::now().duration_since(then).ok()).unwrap_or_default();
    let ended = || matches!(path.file_name().and_then(maker), Some(Maker::Process(mark)) if mark.has_ended());
    about.is_file() && (ended() || age() > PATIENCE)
}

/// The folder that a file lies in.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// As [`sweep`], in the folder of a file that is to be written.
pub fn sweep_beside(file: &Path) -> usize {
    sweep(&fs::canonicalize(file).map_or_else(|_| parent(file).to_owned(), |real| parent(&real).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mark of a process that ran on this machine and has ended.
    fn dead() -> String {
        let own = ProcessMark::own().text().to_owned();
        let (rest, began) = own.rsplit_once('-').unwrap();
        format!("{rest}-1{began}")
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_a_killed_process_left_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (dead, own) = (dead(), ProcessMark::own().text().to_owned());
        let ours: Vec<String> = ["", "-journal", "-wal", "-shm"].map(|log| format!(".selvedge-{dead}-aB3xYz.part{log}")).to_vec();
        let elsewhere = dead.replacen(&dead[..8], "00000000", 1);
        let theirs = [
            ".selvedge-notes.part".to_owned(),
            ".selvedge-.part".to_owned(),
            ".selvedge-aB3xYz.part".to_owned(), // of an older version, and new: its process may still run
            ".selvedge-aB3xYz.part.jpg".to_owned(),
            "selvedge-aB3xYz.part".to_owned(),
            format!(".selvedge-{dead}-aB3xY.part"),
            format!(".selvedge-{dead}-aB3x.z.part"),
            format!(".selvedge-{dead}-aB3xYz.part-log"),
            format!(".selvedge-{dead}-aB3xYz"),
            format!(".selvedge-{own}-aB3xYz.part"),
            format!(".selvedge-{elsewhere}-aB3xYz.part"),
        ];
        for name in ours.iter().chain(&theirs) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let live = unfinished(folder.path()).unwrap();
        fs::create_dir(folder.path().join(format!(".selvedge-{dead}-folder.part"))).unwrap();
        let link = folder.path().join(format!(".selvedge-{dead}-linked.part"));
        std::os::unix::fs::symlink(folder.path().join(&theirs[0]), &link).unwrap();
        assert_eq!(sweep(folder.path()), ours.len());
        for name in &theirs {
            assert!(folder.path().join(name).exists(), "{name}");
        }
        assert!(live.path().exists() && fs::symlink_metadata(link).unwrap().is_symlink());
        assert!(ours.iter().all(|name| !folder.path().join(name).exists()));
        assert_eq!(sweep(folder.path()), 0);
        assert_eq!(sweep(&folder.path().join("none")), 0);
    }

    #[test]
    fn what_nobody_can_tell_of_is_left_for_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".selvedge-aB3xYz.part");
        fs::write(&path, "x").unwrap();
        assert_eq!(sweep(folder.path()), 0);
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.file().set_modified(SystemTime::now() - 2 * PATIENCE).unwrap();
        assert_eq!(sweep(folder.path()), 1);
    }
}
