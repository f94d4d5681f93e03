//! The export formats: one row each, which command line, dialog and [`super::export()`] read.

use super::content::Content;
use super::error::ExchangeError;
use super::products::{write_google_file, write_shopify_file};
use super::report::ExportReport;
use super::sidecars::write_sidecars;
use super::tables::{TableExport, write_wide};
use base::tags::Standing;
use base::{Cancel, PhotoId, Progress, TagBook, human};
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
    /// The button that writes it, with what it takes: "Export 1,204 tags of 812 photos"; `None`: there is nothing to write.
    pub verb: fn(&NoteFacts) -> Option<String>,
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
    /// [`super::ExportRequest::excel`].
    Excel,
}

impl ExportOption {
    /// What a person ticks.
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "Every decision, not the accepted tags alone",
            Self::Relative => "Paths relative to their folder, for use on another computer",
            Self::Excel => "For Excel: with the separator it expects in this country",
        }
    }
}

/// What the sentence about a format depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoteFacts {
    /// [`super::ExportRequest::all`].
    pub all: bool,
    /// The decisions about the photos that are there.
    pub counts: TagCounts,
}

/// What the decisions about photos come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagCounts {
    /// Photos.
    pub photos: u64,
    /// Those that have labels.
    pub tagged: u64,
    /// Those without a label that were decided as none of these.
    pub none_of_these: u64,
    /// The others.
    pub untagged: u64,
    /// Photos about which anything was decided.
    pub decided: u64,
    /// Labels of photos.
    pub tags: u64,
    /// Decisions of all kinds.
    pub decisions: u64,
    /// Products with a label, as the SKU rule makes them.
    pub products: u64,
    /// Photos about which a sidecar has something to say: with labels or marks.
    pub in_sidecars: u64,
}

impl TagCounts {
    /// Counts a photo; products are counted by whoever knows them.
    pub fn add(&mut self, book: &TagBook, photo: PhotoId) {
        self.count(book, photo, 1);
    }

    /// Counts a photo no longer, which was counted when the book was as it is.
    pub fn take(&mut self, book: &TagBook, photo: PhotoId) {
        self.count(book, photo, -1);
    }

    fn count(&mut self, book: &TagBook, photo: PhotoId, by: i64) {
        let (tags, decisions) = (book.accepted(photo).count() as i64, book.of(photo).len() as i64);
        let standing = match book.standing(photo) {
            Standing::Tagged => &mut self.tagged,
            Standing::NoneOfThese => &mut self.none_of_these,
            Standing::Untagged => &mut self.untagged,
        };
        for (number, share) in [
            (&mut self.photos, 1),
            (&mut self.in_sidecars, i64::from(Self::is_in_sidecar(book, photo))),
            (&mut self.tags, tags),
            (&mut self.decisions, decisions),
            (&mut self.decided, i64::from(decisions > 0)),
            (standing, 1),
        ] {
            *number = number.wrapping_add_signed(by * share);
        }
    }

    /// A sidecar has something to say about the photo.
    pub fn is_in_sidecar(book: &TagBook, photo: PhotoId) -> bool {
        !book.marks.of(photo).is_empty() || book.accepted(photo).next().is_some()
    }
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

use ExportOption::{All, Excel, Relative};

/// All formats, in the order in which they are offered: that of [`ExportFormat`].
pub static EXPORT_FORMATS: [FormatInfo; 6] = [
    FormatInfo {
        format: ExportFormat::Csv,
        name: "csv",
        title: "CSV, one row a photo",
        note: |_| "Writes one row for each tagged photo: path, SKU, and a column for each label set with the accepted labels.".to_owned(),
        verb: tags_verb,
        options: &[Relative, Excel],
        of_products: false,
        unit: ("row", "rows"),
        destination: Destination::File { name: "tags.csv", write: FileWriter(write_wide) },
    },
    FormatInfo {
        format: ExportFormat::LongCsv,
        name: "long-csv",
        title: "CSV, one row a decision",
        note: decisions_note,
        verb: decisions_verb,
        options: &[All, Relative, Excel],
        of_products: false,
        unit: ("row", "rows"),
        destination: Destination::File {
            name: "decisions.csv",
            write: FileWriter(|export, out| export.write(TableExport::decisions, |rows| write_tags_csv(out, export.dialect, rows))),
        },
    },
    FormatInfo {
        format: ExportFormat::Json,
        name: "json",
        title: "JSON, one object a decision",
        note: decisions_note,
        verb: decisions_verb,
        options: &[All, Relative],
        of_products: false,
        unit: ("decision", "decisions"),
        destination: Destination::File {
            name: "tags.json",
            write: FileWriter(|export, out| export.write(TableExport::decisions, |rows| write_tags_json(out, rows))),
        },
    },
    FormatInfo {
        format: ExportFormat::Xmp,
        name: "xmp",
        title: "XMP sidecars beside the photos",
        note: |_| {
            "Writes accepted tags as keywords, and flags, stars and colour labels, into sidecars beside the photos. The photos stay \
             untouched, and so does what other programs have written. digiKam and darktable read sidecars of every photo, Lightroom \
             those of raw files alone: for it there are copies with XMP inside (“Copy photos to a folder…”)."
                .to_owned()
        },
        verb: |facts| Some(sidecars_verb(facts)),
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
        verb: products_verb,
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
        verb: products_verb,
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

fn tags_verb(facts: &NoteFacts) -> Option<String> {
    let TagCounts { tags, tagged, .. } = facts.counts;
    (tags > 0).then(|| format!("Export {} of {}", human::counted(tags, "tag", "tags"), human::photos(tagged)))
}

fn decisions_verb(facts: &NoteFacts) -> Option<String> {
    let TagCounts { decisions, decided, .. } = facts.counts;
    if !facts.all {
        return tags_verb(facts);
    }
    (decisions > 0).then(|| format!("Export {} about {}", human::counted(decisions, "decision", "decisions"), human::photos(decided)))
}

/// Without a tag there may still be keywords of ours to take away.
fn sidecars_verb(facts: &NoteFacts) -> String {
    let photos = facts.counts.in_sidecars;
    if photos > 0 { format!("Write sidecars of {}", human::photos(photos)) } else { "Write sidecars".to_owned() }
}

fn products_verb(facts: &NoteFacts) -> Option<String> {
    let products = facts.counts.products;
    (products > 0).then(|| format!("Export {}", human::counted(products, "product", "products")))
}

fn products_note(facts: &NoteFacts) -> String {
    let products = human::counted(facts.counts.products, "product", "products");
    format!(
        "Writes {products} with the columns that Selvedge fills and no others, so that an import leaves the rest of the shop's data alone."
    )
}

impl FormatInfo {
    /// Which photos are left out, and why: "Left out: 9 photos decided as none of these (there is no label to write) and 3 untagged
    /// photos." `None` where there are none, and where rows are products.
    pub fn left_out(&self, facts: &NoteFacts) -> Option<String> {
        let counts = facts.counts;
        let kinds = if self.of_products {
            Vec::new()
        } else if self.format.is_sidecars() {
            vec![(counts.photos.saturating_sub(counts.in_sidecars), ["photo", "photos"], " with neither tags nor marks")]
        } else if facts.all && self.options.contains(&All) {
            vec![(counts.photos - counts.decided, ["photo", "photos"], " about which nothing was decided")]
        } else {
            let why = if self.options.contains(&All) { " (in with “Every decision”)" } else { " (there is no label to write)" };
            let none = ["photo decided as none of these", "photos decided as none of these"];
            vec![(counts.none_of_these, none, why), (counts.untagged, ["untagged photo", "untagged photos"], "")]
        };
        let parts =
            kinds.into_iter().filter(|(n, ..)| *n > 0).map(|(n, [one, many], why)| format!("{}{why}", human::counted(n, one, many)));
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| format!("Left out: {}.", human::list(parts)))
    }
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
    fn what_is_taken_and_what_is_left_out_is_said_beforehand() {
        let counts = TagCounts {
            photos: 826,
            tagged: 812,
            none_of_these: 9,
            untagged: 5,
            decided: 823,
            tags: 1204,
            decisions: 1310,
            products: 1,
            in_sidecars: 812,
        };
        let words = |format: ExportFormat, all| {
            let facts = NoteFacts { all, counts };
            ((format.info().verb)(&facts).unwrap(), format.info().left_out(&facts).unwrap_or_default())
        };
        let tags = "Export 1,204 tags of 812 photos";
        let left_out = "Left out: 9 photos decided as none of these (there is no label to write) and 5 untagged photos.";
        assert_eq!(words(ExportFormat::Csv, true), (tags.to_owned(), left_out.to_owned()));
        let left_out = "Left out: 9 photos decided as none of these (in with “Every decision”) and 5 untagged photos.";
        assert_eq!(words(ExportFormat::LongCsv, false), (tags.to_owned(), left_out.to_owned()));
        let all = words(ExportFormat::Json, true);
        assert_eq!(all.0, "Export 1,310 decisions about 823 photos");
        assert_eq!(all.1, "Left out: 3 photos about which nothing was decided.");
        let neither = "Left out: 14 photos with neither tags nor marks.";
        assert_eq!(words(ExportFormat::Xmp, false), ("Write sidecars of 812 photos".to_owned(), neither.to_owned()));
        assert_eq!(words(ExportFormat::Google, false), ("Export 1 product".to_owned(), String::new()));
        assert_eq!((ExportFormat::Csv.info().verb)(&NoteFacts::default()), None, "there is nothing to write");
    }

    #[test]
    fn every_format_has_its_own_row() {
        for info in &EXPORT_FORMATS {
            assert_eq!(info.format.info().name, info.name, "rows stand in the order of the formats");
            assert_eq!(info.name.parse(), Ok(info.format));
        }
        assert!("pdf".parse::<ExportFormat>().unwrap_err().contains("shopify and google"));
    }
}
