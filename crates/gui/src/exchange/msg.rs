//! What can be done about files: messages and commands.

use engine::protocol::ExportFormat;
use std::path::PathBuf;

/// What a person does about files.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A file of labels was chosen or dropped: the dialog that waits for it takes it, else one is opened.
    ImportFrom(PathBuf),
    /// A file of texts was chosen.
    TextsFrom(PathBuf),
    /// The file to write was chosen.
    ExportTo {
        /// As what.
        format: ExportFormat,
        /// The file.
        path: PathBuf,
        /// The person has said already that one that is there may be replaced.
        replace: bool,
    },
}

/// A command about files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExchangeCommand {
    ImportTags,
    ImportKeywords,
    ImportTexts,
    ImportLabelSets,
    ExportTags,
    WriteSidecars,
    ExportLabelSets,
}
