//! Everything in a catalogue as open files, and back: CSV, JSON and `NumPy`, which any program reads in ten years.
//!
//! A folder appears whole or not at all. Back in, what it says is held against what stands here and becomes one step, as a backup's does; into a
//! catalogue without folders, its photos are taken in first, so that the next index run finds them as known.

mod cells;
mod error;
mod export;
mod import;
mod layout;
mod manifest;
mod numbers;
mod photos;
mod read;
mod said;
mod settings;
#[cfg(test)]
mod tests;
mod vectors;

pub use error::ArchiveError;
pub use export::{ArchiveReport, export};
pub use import::{ImportReport, import, import_new};
