//! What can be wrong with a file of another program, in words for the person who can mend it.

use base::human;
use std::io;
use std::path::{Path, PathBuf};

/// A table, a JSON file or a pasted list that cannot be read as what it should be. Nothing of it is used then.
///
/// The file is named by whoever read it; lines count from 1, the header line included.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Latin-1, Windows-1252, Mac Roman, or no text at all.
    #[error("line {line} is not UTF-8 text; save the file as \"CSV UTF-8\" in the program that it comes from")]
    NotUtf8 {
        /// Of the first wrong byte.
        line: u64,
    },
    /// "Unicode text" of older spreadsheets, cut within a character.
    #[error("the file is UTF-16 text that is damaged; save it as \"CSV UTF-8\" in the program that it comes from")]
    Utf16,
    /// No line with text in it.
    #[error("the file is empty; its first line should name the columns, such as {wanted}")]
    Empty {
        /// Columns that would do.
        wanted: &'static str,
    },
    /// A quote without its closing one: often half a file.
    #[error("line {line}: a quote begins in this row and is never closed; close it, or export the file again if it was cut off")]
    UnclosedQuote {
        /// Where the row begins.
        line: u64,
    },
    /// A cell like `"a"b`.
    #[error("line {line}: text follows a closing quote; a quote inside a quoted cell is written twice (\"\")")]
    AfterQuote {
        /// Where the row begins.
        line: u64,
    },
    /// A row that is shorter or longer than the header.
    #[error("line {line} has {}, but the first line names {wanted}; quote cells that hold the separator", fields(*found))]
    FieldCount {
        /// Where the row begins.
        line: u64,
        /// How many cells the row has.
        found: usize,
        /// How many cells the header has.
        wanted: usize,
    },
    /// A column that must be there is not.
    #[error("the file has no column {wanted}; its columns are {found}")]
    NoColumn {
        /// Its name, or the names that would do.
        wanted: String,
        /// The names of the header, joined by commas.
        found: String,
    },
    /// Two columns of one name, one of which is asked for.
    #[error("the file has two columns called '{name}'; rename one of them")]
    TwoColumns {
        /// In the file's spelling.
        name: String,
    },
    /// A cell that says nothing that we know.
    #[error("line {line}, column {column}: {problem}")]
    Cell {
        /// Where the row begins.
        line: u64,
        /// The column's name.
        column: String,
        /// What is wrong, and what to write instead.
        problem: String,
    },
    /// A line of a list.
    #[error("line {line}: {problem}")]
    Line {
        /// Number of the line, from 1.
        line: u64,
        /// What is wrong, and what to write instead.
        problem: String,
    },
    /// JSON that is no JSON.
    #[error("line {line} is not valid JSON ({problem})")]
    Json {
        /// Where reading stopped.
        line: u64,
        /// In the words of the JSON reader.
        problem: String,
    },
    /// JSON of another shape.
    #[error("{place}: {problem}")]
    Shape {
        /// "set 2 ('Colour')".
        place: String,
        /// What is wrong, and what to write instead.
        problem: String,
    },
}

fn fields(n: usize) -> String {
    if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") }
}

/// A sidecar that we leave alone, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmpError {
    /// Not XML, or XML that ends in the middle.
    #[error("it is no whole XML ({0}); restore it, or move it away so that a new one can be written")]
    NotXml(String),
    /// XML without the element that holds everything.
    #[error("it holds no XMP (no rdf:RDF element); move it away so that a new one can be written")]
    NotXmp,
    /// UTF-16, UTF-32 or an 8-bit encoding.
    #[error("it is not UTF-8 text; save it as UTF-8 in the program that wrote it")]
    NotUtf8,
    /// A DTD can name other files and swell without end; no XMP needs one.
    #[error("it holds a document type definition, which XMP does not allow")]
    Dtd,
    /// Deeper nested or larger than any XMP that a program writes.
    #[error("it is too large or nested too deeply for a sidecar")]
    TooLarge,
    /// A keyword property written as no list.
    #[error("its {0} is not written as a list; let the program that wrote it write it again")]
    NoList(String),
    /// A mark written as something else than a text.
    #[error("its {0} is not written as a text; let the program that wrote it write it again")]
    NoText(String),
    /// XML 1.0 has no way to write it.
    #[error("the keyword '{0}' holds a control character, which XMP cannot hold; rename the label")]
    Keyword(String),
}

/// A file that could not be written. What lay there before lies there still.
#[derive(Debug, thiserror::Error)]
#[error("{fault}: {}", path.display())]
pub struct WriteError {
    /// What stood in the way.
    pub fault: WriteFault,
    /// As the caller named it.
    pub path: PathBuf,
}

/// Why a file could not be written, without its name.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The file or its folder forbids it.
    #[error("the file or its folder cannot be written to; allow it and try again")]
    ReadOnly,
    /// Its folder is not there.
    #[error("there is no such folder; make it first, or choose another place")]
    NoFolder,
    /// A folder stands where the file should.
    #[error("this is a folder; name a file in it")]
    IsFolder,
    /// No room is left.
    #[error("the disk is full; free some space and try again")]
    DiskFull,
    /// Anything else that the system says.
    #[error("the file could not be written ({})", human::reason(.0))]
    Io(io::Error),
}

impl WriteFault {
    /// The error, once the file is known.
    pub fn at(self, path: &Path) -> WriteError {
        WriteError { fault: self, path: path.to_owned() }
    }
}

impl From<io::Error> for WriteFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}
