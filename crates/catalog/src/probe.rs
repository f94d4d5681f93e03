//! Looks at a file's header and leaves no trace: what it is must be known before it is opened for writing.

use crate::error::Fault;
use crate::files::beside;
use crate::sql::distrust;
use base::path_bytes;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// "SLVG": tells a catalogue from any other SQLite file.
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"SLVG");

/// The file is read as if nobody wrote to it, without a look at a log.
pub(crate) const ALONE: &str = "immutable=1";

/// The log is read as its writers share it, without a part in the sharing: a log index that is not there is not made.
pub(crate) const WITH_LOG: &str = "mode=ro&readonly_shm=1";

/// What lies at a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    Folder,
    /// Some other file, an empty one included.
    Other,
    /// A catalogue, whole or damaged, of this version.
    Catalogue {
        version: i64,
    },
}

/// What lies at `path`, which is absolute. Nothing is written, locked or left beside the file.
pub(crate) fn look(path: &Path) -> Result<Found, Fault> {
    match fs_err::metadata(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(Found::Nothing),
        Err(error) => return Err(error.into()),
        Ok(data) if data.is_dir() => return Ok(Found::Folder),
        // A pipe or a device would be waited for without end.
        Ok(data) if !data.is_file() => return Ok(Found::Other),
        Ok(_) => {}
    }
    match header(path) {
        Ok((APPLICATION_ID, version @ 1..)) => Ok(Found::Catalogue { version }),
        Ok(_) => Ok(Found::Other),
        Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)) => Ok(Found::Other),
        Err(error) => Err(error.into()),
    }
}

/// `application_id` and `user_version`, as the file itself has them.
///
/// "Immutable" makes SQLite read the file alone, without its log and without locks, so that nothing appears beside it and
/// nothing in it changes. (A plain read of bytes 60 to 72 would do the same, but closing that handle would drop the locks
/// that other connections of this process hold on the file.)
fn header(path: &Path) -> rusqlite::Result<(i32, i64)> {
    let db = open_read_only(path, ALONE)?;
    // Lets SQLite read the header of a file that is shorter than its header tells: one that was cut off, or one to which
    // another connection is just copying its log. Nothing can be written through this connection all the same.
    db.pragma_update(None, "writable_schema", true)?;
    let id = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok((id, version))
}

/// Whether a log or a rollback journal lies beside the file: it is open, or was not closed properly.
pub(crate) fn has_log(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|ending| fs_err::metadata(beside(path, ending)).is_ok_and(|data| data.len() > 0))
}

/// Opens an absolute path for reading, with parameters of SQLite's file URIs.
pub(crate) fn open_read_only(path: &Path, parameters: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(format!("{}?{parameters}", uri(path)), flags)?;
    distrust(&db)?;
    Ok(db)
}

/// As SQLite's file URIs want an absolute path, without parameters.
pub(crate) fn uri(path: &Path) -> String {
    let mut uri = String::from("file://");
    let bytes = path_bytes::to_bytes(path);
    if !matches!(bytes.first(), Some(b'/' | b'\\')) {
        uri.push('/'); // "C:\shop" is "file:///C:/shop"
    }
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => uri.push(char::from(byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            // Writing to a String cannot fail.
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}
