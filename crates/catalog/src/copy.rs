//! A whole catalogue copied to one file.

use crate::error::Fault;
use crate::files::{name_new, passing_file};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Copies the catalogue to a file that must not exist yet.
pub(crate) fn copy_to_new(db: &Connection, to: &Path) -> Result<(), Fault> {
    if to.exists() {
        return Err(Fault::AlreadyExists); // before copying, not after
    }
    copy(db, to, name_new).map(|_| ())
}

/// Copies the catalogue to "shop.before-v2.selvedge" beside it, where `ending` is ".before-v2", or with a number where that name is taken.
pub(crate) fn copy_beside(db: &Connection, path: &Path, ending: &str) -> Result<PathBuf, Fault> {
    let mut n = 1;
    loop {
        let mut name = path.file_stem().unwrap_or_default().to_owned();
        name.push(ending);
        if n > 1 {
            name.push(format!("-{n}"));
        }
        name.push(".selvedge");
        let to = path.with_file_name(name);
        match copy_to_new(db, &to) {
            Err(Fault::AlreadyExists) => n += 1,
            copied => return copied.map(|()| to),
        }
    }
}

/// Copies the catalogue; `appear` gives the copy its name.
pub(crate) fn copy(db: &Connection, to: &Path, appear: impl FnOnce(tempfile::TempPath, &Path) -> Result<(), Fault>) -> Result<u64, Fault> {
    let folder = to.parent().ok_or(Fault::IsFolder)?;
    if !folder.is_dir() {
        return Err(Fault::NoFolder);
    }
    let new = passing_file(folder)?;
    {
        let mut target = Connection::open_with_flags(&new, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        // All pages in one step: the copy is of one moment, and with a log beside it no writer waits for us.
        Backup::new(db, &mut target)?.run_to_completion(i32::MAX, Duration::from_millis(20), None)?;
        // One plain file, which any medium can hold and which can be read where nothing can be written.
        target.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0))?;
    }
    let bytes = fs_err::metadata(&new)?.len();
    appear(new, to)?;
    Ok(bytes)
}
