//! The export formats: one row each, which command line, dialog and [`super::export()`] read.

use super::content::Content;
use super::error::ExchangeError;
use super::products::{write_google_file, write_shopify_file};
use super::report::ExportReport;
use super::sidecars::write_sidecars;
use super::tables::{TableExport, counted, write_wide};
use base::{Cancel, Progress, human};
use catalog::Catalog;
use exchange::{write_tags_csv, write_tags_json};
use std::io::Write;
use std::str::FromStr;

/// A format that tags are exported in; [`ExportFormat::info`] tells all about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row a photo.
    Csv,
    /// One row a decision.
    LongCsv,
    /// One object a decision.
    Json,
    /// Keywords beside the photos.
    Xmp,
    /// Shopify's product CSV.
    Shopify,
    /// Google's product feed.
    Google,
}

/// What there is to know of an export format.
#[derive(Debug)]
pub struct FormatInfo {
    /// Whose row this is.
    pub format: ExportFormat,
    /// As `--format` names it.
    pub name: &'static str,
    /// As a list of formats shows it.
    pub title: &'static str,
    /// What will be written, as a sentence.
    pub note: fn(&NoteFacts) -> String,
    /// What a person may choose in the dialog, in its order. The other options stay off.
    pub options: &'static [ExportOption],
    /// Its rows are products, so that a SKU rule is wanted first.
    pub of_products: bool,
    /// What is counted in [`ExportReport::written`]: one of it, and several.
    pub unit: (&'static str, &'static str),
    /// Where it goes.
    pub destination: Destination,
}

/// A choice that some formats have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportOption {
    /// [`super::ExportRequest::all`].
    All,
    /// [`super::ExportRequest::relative`].
    Relative,
}

impl ExportOption {
    /// What a person ticks.
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "Every decision, not the accepted tags alone",
            Self::Relative => "Paths relative to their folder, for use on another computer",
        }
    }
}

/// What the sentence about a format depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoteFacts {
    /// [`super::ExportRequest::all`].
    pub all: bool,
    /// Products that the SKU rule makes.
    pub products: u64,
}

/// Where an export goes, and what writes it.
#[derive(Clone, Copy, Debug)]
pub enum Destination {
    /// Into one file, or a stream.
    File {
        /// The name that it is offered under.
        name: &'static str,
        /// Writes it.
        write: FileWriter,
    },
    /// Beside the photos.
    Sidecars(SidecarWriter),
}

/// Writes one file.
#[derive(Clone, Copy, Debug)]
pub struct FileWriter(pub(super) fn(&TableExport<'_>, &mut dyn Write) -> Result<ExportReport, ExchangeError>);

/// Writes beside the photos.
#[derive(Clone, Copy, Debug)]
pub struct SidecarWriter(pub(super) fn(&mut Catalog, &Content, &Progress, &Cancel) -> Result<ExportReport, ExchangeError>);

use ExportOption::{All, Relative};

/// All formats, in the order in which they are offered: that of [`ExportFormat`].
pub static EXPORT_FORMATS: [FormatInfo; 6] = [
    FormatInfo {
        format: ExportFormat::Csv,
        name: "csv",
        title: "CSV, one row a photo",
        note: |_| "Writes one row for each tagged photo: path, SKU, and a column for each label set with the accepted labels.".to_owned(),
        options: &[Relative],
        of_products: false,
        unit: ("row", "rows"),
        destination: Destination::File { name: "tags.csv", write: FileWriter(write_wide) },
    },
    FormatInfo {
        format: ExportFormat::LongCsv,
        name: "long-csv",
        title: "CSV, one row a decision",
        note: decisions_note,
        options: &[All, Relative],
        of_products: false,
        unit: ("row", "rows"),
        destination: Destination::File {
            name: "decisions.csv",
            write: FileWriter(|export, out| counted(|n| write_tags_csv(out, export.decisions(n)))),
        },
    },
    FormatInfo {
        format: ExportFormat::Json,
        name: "json",
        title: "JSON, one object a decision",
        note: decisions_note,
        options: &[All, Relative],
        of_products: false,
        unit: ("decision", "decisions"),
        destination: Destination::File {
            name: "tags.json",
            write: FileWriter(|export, out| counted(|n| write_tags_json(out, export.decisions(n)))),
        },
    },
    FormatInfo {
        format: ExportFormat::Xmp,
        name: "xmp",
        title: "XMP sidecars beside the photos",
        note: |_| {
            "Writes accepted tags as keywords into sidecars beside the photos. The photos stay untouched, and so does every \
             keyword that Selvedge has not written."
                .to_owned()
        },
        options: &[],
        of_products: false,
        unit: ("sidecar", "sidecars"),
        destination: Destination::Sidecars(SidecarWriter(write_sidecars)),
    },
    FormatInfo {
        format: ExportFormat::Shopify,
        name: "shopify",
        title: "Shopify products",
        note: products_note,
        options: &[],
        of_products: true,
        unit: ("row", "rows"),
        destination: Destination::File { name: "shopify.csv", write: FileWriter(write_shopify_file) },
    },
    FormatInfo {
        format: ExportFormat::Google,
        name: "google",
        title: "Google product feed",
        note: products_note,
        options: &[],
        of_products: true,
        unit: ("row", "rows"),
        destination: Destination::File { name: "google.tsv", write: FileWriter(write_google_file) },
    },
];

fn decisions_note(facts: &NoteFacts) -> String {
    let what = if facts.all { "every decision, the rejections too" } else { "every accepted tag" };
    format!("Writes {what}, with who or what decided, the score, the model and the time.")
}

fn products_note(facts: &NoteFacts) -> String {
    let products = human::counted(facts.products, "product", "products");
    format!(
        "Writes {products} with the columns that Selvedge fills and no others, so that an import leaves the rest of the shop's data alone."
    )
}

impl ExportFormat {
    /// Its row of [`EXPORT_FORMATS`].
    pub fn info(self) -> &'static FormatInfo {
        &EXPORT_FORMATS[self as usize]
    }

    /// The name that a file of it is offered under; empty where it goes beside the photos.
    pub fn file_name(self) -> &'static str {
        match self.info().destination {
            Destination::File { name, .. } => name,
            Destination::Sidecars(_) => "",
        }
    }

    /// It goes beside the photos rather than into a file.
    pub fn is_sidecars(self) -> bool {
        matches!(self.info().destination, Destination::Sidecars(_))
    }
}

impl FromStr for ExportFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = || human::list(EXPORT_FORMATS.iter().map(|info| info.name));
        let found = EXPORT_FORMATS.iter().find(|info| info.name == name);
        found.map(|info| info.format).ok_or_else(|| format!("'{name}' is no export format; there are {}", known()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_own_row() {
        for info in &EXPORT_FORMATS {
            assert_eq!(info.format.info().name, info.name, "rows stand in the order of the formats");
            assert_eq!(info.name.parse(), Ok(info.format));
        }
        assert!("pdf".parse::<ExportFormat>().unwrap_err().contains("shopify and google"));
    }
}
