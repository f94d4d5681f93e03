//! Backups that a catalogue gets by itself: lean copies in a folder, named by the moment they were made, thinned as they grow older.

mod thin;

pub use thin::{Policy, USUAL, kept};

use base::human;
use catalog::{Catalog, CatalogError, Holdings};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// So much stays free on the disk whatever is backed up, bytes.
const ROOM: u64 = 500_000_000;

/// As a backup's file is named, in UTC: no colon, which some file systems refuse.
const NAME: &str = "%Y-%m-%dT%H%M%SZ";

const ENDING: &str = "selvedge";

/// One backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its file.
    pub file: PathBuf,
    /// When it was made, milliseconds since 1970.
    pub made_ms: i64,
    /// Its size.
    pub bytes: u64,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// It.
    pub backup: Backup,
    /// Older ones that were deleted.
    pub thinned: Vec<PathBuf>,
}

/// Why no backup was made. Those that were there are there.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The catalogue, or the new file.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The disk would be too full with it.
    #[error(
        "the disk has no room for a backup: it may take {}, {} are free, and {} are left free; make room, or delete backups that you do not need: {}",
        human::bytes(*wanted), human::bytes(*free), human::bytes(ROOM), folder.display()
    )]
    NoRoom {
        /// At most, bytes.
        wanted: u64,
        /// On the disk.
        free: u64,
        /// Of the backups.
        folder: PathBuf,
    },
    /// The folder cannot be made.
    #[error("the folder for backups cannot be made ({reason}): {}", folder.display())]
    Folder {
        /// It.
        folder: PathBuf,
        /// What the system says.
        reason: String,
    },
}

/// The backups in a folder, newest first: whole catalogues that bear such a name. None where there is no folder.
pub fn list(folder: &Path) -> Vec<Backup> {
    let entries = fs_err::read_dir(folder).into_iter().flatten().flatten();
    let mut backups: Vec<Backup> = entries.filter_map(|entry| backup(entry.path())).collect();
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.made_ms));
    backups
}

/// When the backup at `file` was made, milliseconds since 1970: as its name says, else when it was written last.
pub fn made_at(file: &Path) -> Option<i64> {
    named_after(file).or_else(|| {
        let written = fs_err::metadata(file).ok()?.modified().ok()?;
        Some(Timestamp::try_from(written).ok()?.as_millisecond())
    })
}

/// Makes one now, and thins the others.
pub fn make(catalog: &Catalog, folder: &Path, now_ms: i64) -> Result<Made, BackupError> {
    let refused = |error: std::io::Error| BackupError::Folder { folder: folder.to_owned(), reason: human::reason(&error) };
    fs_err::create_dir_all(folder).map_err(refused)?;
    base::unfinished::sweep(folder);
    let wanted = catalog.lean_bytes()?;
    if let Ok(free) = fs4::available_space(folder)
        && free < wanted + ROOM
    {
        return Err(BackupError::NoRoom { wanted, free, folder: folder.to_owned() });
    }
    // Two in one second, or a clock that was put back: the next free name.
    let mut made_ms = now_ms / 1000 * 1000;
    while file_of(folder, made_ms).exists() {
        made_ms += 1000;
    }
    let file = file_of(folder, made_ms);
    let bytes = catalog.backup_lean(&file)?;
    Ok(Made { backup: Backup { file, made_ms, bytes }, thinned: thin(folder, USUAL, &TimeZone::system()) })
}

/// What a backup holds; `None` where it cannot be read.
pub fn holdings(backup: &Backup) -> Option<Holdings> {
    Catalog::open_to_look(&backup.file).and_then(|catalog| catalog.holdings()).ok()
}

/// The backup that a person means: one by the beginning of its name ("2026-11", the newest of them), or "latest".
pub fn find<'a>(backups: &'a [Backup], words: &str) -> Option<&'a Backup> {
    let is_meant = |backup: &&Backup| {
        let name = backup.file.file_name().unwrap_or_default().to_string_lossy();
        words == "latest" || (words.len() >= 4 && (name.starts_with(words) || human::moment(backup.made_ms).starts_with(words)))
    };
    backups.iter().find(is_meant)
}

fn thin(folder: &Path, policy: Policy, zone: &TimeZone) -> Vec<PathBuf> {
    let backups = list(folder);
    let kept = kept(&backups.iter().map(|backup| backup.made_ms).collect::<Vec<_>>(), policy, zone);
    let gone = backups.into_iter().zip(kept).filter(|(_, kept)| !kept).map(|(backup, _)| backup.file);
    gone.filter(|file| fs_err::remove_file(file).is_ok()).collect()
}

/// The file as a backup: no link, and a catalogue by its first bytes.
fn backup(file: PathBuf) -> Option<Backup> {
    let about = fs_err::symlink_metadata(&file).ok().filter(std::fs::Metadata::is_file)?;
    let made_ms = named_after(&file)?;
    Catalog::is_one(&file).then_some(Backup { file, made_ms, bytes: about.len() })
}

fn file_of(folder: &Path, made_ms: i64) -> PathBuf {
    let stamp = Timestamp::from_millisecond(made_ms).unwrap_or_default();
    folder.join(format!("{}.{ENDING}", stamp.strftime(NAME)))
}

fn named_after(file: &Path) -> Option<i64> {
    let stem = file.file_name()?.to_str()?.strip_suffix(ENDING)?.strip_suffix('.')?;
    let at = DateTime::strptime(NAME, stem).ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests;
