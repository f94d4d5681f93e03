//! Contact sheets: photos in rows on pages of paper, with what they are called, as one PDF file. The photos are only read.

mod font;
mod page;
mod pdf;
mod request;
#[cfg(test)]
mod tests;
mod write;

pub use request::{Paper, SheetError, SheetReport, SheetRequest};
pub use write::write_sheet;
