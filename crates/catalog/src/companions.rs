//! The files that SQLite keeps beside a database by their names alone. It overwrites and deletes whatever bears such a name, so
//! what is not a log is found before the database is opened.

use crate::error::Fault;
use crate::files::beside;
use fs_err::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The first bytes of a write-ahead log, in either byte order of its checksums.
const LOG: [[u8; 4]; 2] = [[0x37, 0x7f, 0x06, 0x82], [0x37, 0x7f, 0x06, 0x83]];
/// The first bytes of a rollback journal.
const JOURNAL: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// The index of a log grows by this, bytes.
const INDEX_PAGE: u64 = 4 << 10;
/// Its length while the first connection makes it, and after a kill in that moment.
const NEW_INDEX: u64 = 3;

type IsOurs<'a> = &'a dyn Fn(&Path) -> bool;

/// Fails where a link or somebody else's file stands in the place of a log, a log's index or a journal of `database`.
pub(crate) fn require_ours(database: &Path) -> Result<(), Fault> {
    match foreign(database) {
        Some(path) => Err(Fault::ForeignLog(path)),
        None => Ok(()),
    }
}

/// A file in the place of a log, an index or a journal that is none.
pub(crate) fn foreign(database: &Path) -> Option<PathBuf> {
    // SQLite puts them beside the file that a link leads to.
    let database = fs_err::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let is_log = |path: &Path| head(path).is_none_or(|head| head.is_empty() || LOG.iter().any(|magic| head.starts_with(magic)));
    let is_journal = |path: &Path| head(path).is_none_or(|head| head.iter().all(|b| *b == 0) || head == JOURNAL);
    // Never opened: closing it would drop the locks that connections of this process hold on it.
    let is_index = |path: &Path| {
        let length = fs_err::metadata(path).map(|about| about.len());
        // Gone by now: another connection was the last one.
        length.map_or(true, |bytes| bytes == NEW_INDEX || bytes.is_multiple_of(INDEX_PAGE))
    };
    let kinds: [(&str, IsOurs<'_>); 3] = [("-wal", &is_log), ("-shm", &is_index), ("-journal", &is_journal)];
    kinds.into_iter().map(|(ending, is_ours)| (beside(&database, ending), is_ours)).find_map(|(path, is_ours)| {
        let about = fs_err::symlink_metadata(&path).ok()?;
        (!about.is_file() || !is_ours(&path)).then_some(path)
    })
}

/// A log or a journal with something in it.
pub(crate) fn left(database: &Path) -> Option<PathBuf> {
    let holds_something = |path: &PathBuf| fs_err::symlink_metadata(path).is_ok_and(|about| about.len() > 0);
    ["-wal", "-journal"].map(|ending| beside(database, ending)).into_iter().find(holds_something)
}

/// The first bytes of a file, as many as there are up to 8; `None` where it is gone by now or cannot be read.
fn head(path: &Path) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(JOURNAL.len() as u64).read_to_end(&mut head).ok()?;
    Some(head)
}
