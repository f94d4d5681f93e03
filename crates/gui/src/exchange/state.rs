//! The dialogs of the exchange with files, and its commands.

use super::export::{ExportForm, ExportedList};
use super::import::ImportForm;
use crate::shell::command::{Entry, Group, catalogue, ctrl_shift, label_sets};
use egui::Key;
use egui_material_icons::icons;
use engine::protocol::ExportFormat;
use std::path::PathBuf;

/// A dialog about files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExchangeDialog {
    /// Labels to take in.
    Import(ImportForm),
    /// Tags to write.
    Export(ExportForm),
    /// What an export left to look at.
    Exported(ExportedList),
}

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub struct Exchange {
    pub(super) dialog: Option<ExchangeDialog>,
}

/// What a person does about files.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A file of labels was chosen or dropped: the dialog that waits for it takes it, else one is opened.
    ImportFrom(PathBuf),
    /// The file to write was chosen.
    ExportTo(ExportFormat, PathBuf),
}

/// A command about files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExchangeCommand {
    ImportTags,
    ImportKeywords,
    ImportLabelSets,
    ExportTags,
    ExportLabelSets,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ExchangeCommand, Exchange>] = &[
    Entry::new(ExchangeCommand::ImportTags, (Group::Tags, "Import labels from a CSV…", icons::ICON_UPLOAD_FILE), catalogue, &[ctrl_shift(Key::I)]),
    Entry::new(ExchangeCommand::ImportKeywords, (Group::Tags, "Import keywords of the photos…", icons::ICON_UPLOAD_FILE), catalogue, &[]),
    Entry::new(ExchangeCommand::ImportLabelSets, (Group::Tags, "Import label sets…", icons::ICON_UPLOAD_FILE), catalogue, &[]),
    Entry::new(ExchangeCommand::ExportTags, (Group::Tags, "Export tags…", icons::ICON_DOWNLOAD), catalogue, &[ctrl_shift(Key::E)]),
    Entry::new(ExchangeCommand::ExportLabelSets, (Group::Tags, "Export label sets…", icons::ICON_DOWNLOAD), label_sets, &[]),
];
