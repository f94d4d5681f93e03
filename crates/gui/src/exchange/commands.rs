//! The commands about files.

use super::msg::ExchangeCommand;
use super::state::Exchange;
use crate::shell::command::{Entry, Group, catalogue, ctrl_shift, label_sets};
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ExchangeCommand, Exchange>] = &[
    Entry::new(ExchangeCommand::ImportTags, (Group::Tags, "Import labels from a CSV…", icons::ICON_UPLOAD_FILE), catalogue, &[ctrl_shift(Key::I)]).also(&["spreadsheet", "excel", "import tags"]).edits(),
    Entry::new(ExchangeCommand::ImportKeywords, (Group::Tags, "Import keywords of the photos…", icons::ICON_UPLOAD_FILE), catalogue, &[]).also(&["lightroom", "xmp", "iptc", "digikam"]).edits(),
    Entry::new(ExchangeCommand::ImportTexts, (Group::Tags, "Import texts from a CSV…", icons::ICON_UPLOAD_FILE), catalogue, &[]).also(&["titles", "descriptions", "brands", "product feed", "product names", "spreadsheet", "excel"]).edits(),
    Entry::new(ExchangeCommand::ImportLabelSets, (Group::Tags, "Import label sets…", icons::ICON_UPLOAD_FILE), catalogue, &[]).also(&["vocabulary", "taxonomy", "categories"]).edits(),
    Entry::new(ExchangeCommand::ExportTags, (Group::Tags, "Export tags…", icons::ICON_DOWNLOAD), catalogue, &[ctrl_shift(Key::E)]).also(&["shopify", "google", "csv", "json", "spreadsheet", "save tags"]),
    Entry::new(ExchangeCommand::WriteSidecars, (Group::Tags, "Write XMP sidecars…", icons::ICON_DOWNLOAD), catalogue, &[]).also(&["export marks", "export keywords", "ratings", "metadata to files", "lightroom", "digikam", "darktable"]),
    Entry::new(ExchangeCommand::ExportLabelSets, (Group::Tags, "Export label sets…", icons::ICON_DOWNLOAD), label_sets, &[]).also(&["vocabulary", "taxonomy", "categories"]),
];
