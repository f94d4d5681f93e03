//! What the command line prints, and where: results to stdout, everything else to stderr.

use base::{FileProblem, human, path_bytes};
use base64::Engine as _;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;
use workspace::AppError;

/// Bytes that are written at a time.
const PIECE: usize = 1 << 16;

/// Writes results and messages; remembers whether the reader went away.
pub struct Output {
    json: bool,
    quiet: bool,
    /// The pipe was closed (`selvedge search … | head -1`): not an error, but nothing more to say.
    closed: bool,
    failed: Option<io::Error>,
}

impl Output {
    pub fn new(json: bool, quiet: bool) -> Self {
        Self { json, quiet, closed: false, failed: None }
    }

    pub fn wants_json(&self) -> bool {
        self.json
    }

    /// Whether a progress bar would be seen and is wanted.
    pub fn wants_progress(&self) -> bool {
        use std::io::IsTerminal;
        !self.quiet && io::stderr().is_terminal()
    }

    /// A result as JSON, on one line.
    pub fn json(&mut self, value: &Value) {
        self.bytes(format!("{value}\n").as_bytes());
    }

    /// As [`Output::json`], where the list of this name is written row by row: a million rows as values are a gigabyte.
    pub fn json_with_rows(&mut self, mut value: Value, name: &str, rows: impl Iterator<Item = Value>) {
        value[name] = Value::Null;
        let mut text = String::new();
        let mut rows = Some(rows);
        for (n, (key, value)) in value.as_object().into_iter().flatten().enumerate() {
            text += if n == 0 { "{" } else { "," };
            text += &Value::from(key.as_str()).to_string();
            text.push(':');
            match rows.take_if(|_| key == name) {
                Some(rows) => self.rows(&mut text, rows),
                None => text += &value.to_string(),
            }
        }
        self.bytes((text + "}\n").as_bytes());
    }

    /// The rows as a list, of which `text` holds what is not written yet.
    fn rows(&mut self, text: &mut String, rows: impl Iterator<Item = Value>) {
        text.push('[');
        for (n, row) in rows.enumerate() {
            text.push_str(if n == 0 { "" } else { "," });
            text.push_str(&row.to_string());
            if text.len() > PIECE {
                self.bytes(std::mem::take(text).as_bytes());
            }
            if self.closed {
                break;
            }
        }
        text.push(']');
    }

    /// A result as a person reads it: names in it may hold anything.
    pub fn line(&mut self, text: &str) {
        self.bytes(format!("{}\n", human::printable(text)).as_bytes());
    }

    /// A result that is a file of its own.
    pub fn bytes(&mut self, bytes: &[u8]) {
        if self.closed {
            return;
        }
        if let Err(error) = io::stdout().lock().write_all(bytes) {
            self.closed = true;
            if error.kind() != io::ErrorKind::BrokenPipe {
                self.failed = Some(error);
            }
        }
    }

    /// The same, written by and by.
    pub fn stream(&mut self) -> impl Write {
        io::BufWriter::with_capacity(PIECE, Stream(self))
    }

    /// The exit code, unless the result could not be written.
    pub fn finish(mut self, code: u8) -> u8 {
        if let Err(error) = io::stdout().flush()
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.failed = Some(error);
        }
        match &self.failed {
            Some(error) => {
                note(&format!("selvedge: the result could not be written: {error}"));
                super::exit::FAILED
            }
            None => code,
        }
    }
}

struct Stream<'a>(&'a mut Output);

impl Write for Stream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.bytes(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Something the person should know beside the result.
pub fn note(text: &str) {
    // Where stderr is closed there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", human::printable(text));
}

/// A file that could not be read or written, and why.
pub fn note_problem(problem: &FileProblem) {
    note(&format!("{}: {}", problem.path.display(), problem.reason));
}

/// What went wrong, and what to do about it.
pub fn error(error: &AppError) {
    note(&format!("selvedge: {error}"));
    if let Some(hint) = error.hint() {
        note(&format!("  {hint}"));
    }
}

/// Puts a path into a JSON object: UTF-8 under `key`, and its bytes beside it where that is lossy.
pub fn put_path(object: &mut Value, key: &str, path: &Path) {
    object[key] = json!(path.to_string_lossy());
    if path.to_str().is_none() {
        let bytes = base64::engine::general_purpose::STANDARD.encode(path_bytes::to_bytes(path));
        object[format!("{key}_bytes")] = json!(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_path_that_is_not_utf_8_keeps_its_bytes_beside_it() {
        let mut object = json!({});
        put_path(&mut object, "path", &path_bytes::from_bytes(b"/a/\xff.jpg"));
        assert_eq!(object, json!({ "path": "/a/\u{fffd}.jpg", "path_bytes": "L2Ev/y5qcGc=" }));
        let mut plain = json!({});
        put_path(&mut plain, "path", Path::new("/a/é.jpg"));
        assert_eq!(plain, json!({ "path": "/a/é.jpg" }));
    }

    #[test]
    fn rows_that_are_written_one_by_one_are_the_list_of_the_object() {
        for rows in [vec![], vec![json!({ "a": 1 })], vec![json!(1), json!("two"), json!(null)]] {
            let mut text = String::new();
            Output::new(true, true).rows(&mut text, rows.iter().cloned());
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), Value::from(rows));
        }
    }
}
