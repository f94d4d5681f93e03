//! Tags in and out of files: import from CSV and keywords, export to CSV, JSON, shop files and XMP sidecars.
//!
//! An export format is a writer and a row of [`EXPORT_FORMATS`]; command line and window read the row.

mod by_file;
mod content;
mod corrections;
mod error;
mod export;
mod file_marks;
mod find;
mod formats;
mod ground;
mod guess;
mod import;
mod keywords;
mod marks_in;
#[cfg(test)]
mod marks_tests;
mod products;
mod profiles;
mod report;
mod sidecars;
mod stems;
mod tables;
#[cfg(test)]
mod tests;
mod texts;

pub use ::exchange::{Profile, ProfileColumn, ProfileFormat, Refusal, known_columns};
pub(crate) use content::path_of;
pub use content::{Skus, skus};
pub use corrections::export_corrections;
pub use error::ExchangeError;
pub(crate) use error::{read_file, wrong_format};
pub use export::{ExportRequest, export, is_taken};
pub use file_marks::Prefer;
pub(crate) use file_marks::{DecidedMarks, Seen, marks_out};
pub(crate) use find::{Finder, Found};
pub use formats::{Destination, EXPORT_FORMATS, ExportFormat, ExportOption, FormatInfo, NoteFacts, TagCounts};
pub use guess::{ImportGuess, guess_import};
pub use import::{columns, import_tags};
pub use keywords::import_keywords;
pub use marks_in::{MarkDifference, MarksReport, MarksRequest, import_marks};
pub use profiles::{ProfileReport, example, export_profile, keep_profile, profile, profiles, read_profile, remove_profile, save_profile};
pub use report::{ExportReport, ImportExample, ImportReport, ImportRequest, MatchBy};
pub(crate) use sidecars::read_sidecar;
pub(crate) use stems::Stems;
pub use texts::{TextReport, TextRequest, import_texts, text_columns};
