//! Text columns of a file become texts of photos: one step, which can be rehearsed and undone.

use super::content::Skus;
use super::error::{ExchangeError, read_file, wrong_format};
use super::find::{Finder, Found};
use super::import::{Examples, columns, list};
use super::report::{ImportExample, MatchBy};
use base::{Cancel, PhotoId, PhotoText, Progress, StepId, human};
use catalog::{Catalog, Step};
use exchange::{ColumnFile, FormatError, KeyKind, Table, column_key, read_columns};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is read where no column is named, as far as the file has it.
const USUAL: [&str; 3] = ["title", "brand", "description"];

/// Which texts to import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextRequest {
    /// The CSV.
    pub file: PathBuf,
    /// What its rows name photos by.
    pub match_by: MatchBy,
    /// The columns of texts; none: those of title, brand and description that the file has.
    pub columns: Vec<String>,
    /// Only tells what would happen.
    pub dry_run: bool,
}

/// What an import of texts did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextReport {
    /// Rows of the file.
    pub rows: u64,
    /// Rows that name exactly one photo (by SKU: one product).
    pub matched: u64,
    /// Rows that name none.
    pub unmatched: u64,
    /// Rows that could mean several.
    pub ambiguous: u64,
    /// Rows about a photo of which an earlier row told: the first one counts.
    pub duplicates: u64,
    /// Rows without a text in any of the columns.
    pub empty: u64,
    /// Each column with its texts that were used: none where it is empty.
    pub columns: Vec<(String, u64)>,
    /// Photos whose texts were (or would be) changed.
    pub imported: u64,
    /// Photos that have these texts already.
    pub unchanged: u64,
    /// The first rows of each kind that were left out, and the first that were used.
    pub examples: Vec<ImportExample>,
    /// The step, by which the import can be undone; `None` where nothing was saved.
    pub step: Option<StepId>,
}

/// Reads columns of a CSV into texts of photos. A text replaces that of the same column; an empty cell leaves it as it is. `skus` tells each
/// photo's product. Progress counts rows; what is cancelled changes nothing, and is an error.
pub fn import_texts(
    catalog: &mut Catalog,
    request: &TextRequest,
    skus: &Skus,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<TextReport, ExchangeError> {
    let file = read(&read_file(&request.file)?, request).map_err(wrong_format(&request.file))?;
    let photos = catalog.photos()?;
    let finder = Finder::new(request.match_by, &photos, &catalog.roots()?, skus);
    let names: HashMap<PhotoId, String> = photos.iter().map(|p| (p.id, p.path.to_string_lossy().into_owned())).collect();
    let mut report = TextReport { columns: file.columns.iter().map(|column| (column.clone(), 0)).collect(), ..TextReport::default() };
    let mut examples = Examples::default();
    let mut lines: HashMap<PhotoId, u64> = HashMap::new();
    let mut wanted: Vec<(PhotoId, Vec<PhotoText>)> = Vec::new();
    progress.set_total(file.table.rows.len() as u64);
    for row in &file.table.rows {
        if cancel.is_cancelled() {
            return Err(ExchangeError::Cancelled);
        }
        progress.advance(1);
        report.rows += 1;
        let found = match finder.find(&row.key) {
            Found::Photos(found) => found,
            Found::Nothing => {
                report.unmatched += 1;
                examples.add("unmatched", row.line, &row.key, || finder.nothing().to_owned());
                continue;
            }
            Found::Several(found) => {
                report.ambiguous += 1;
                examples.add("ambiguous", row.line, &row.key, || format!("could be {}", list(&found, &names)));
                continue;
            }
        };
        report.matched += 1;
        if let Some(first) = found.iter().find_map(|photo| lines.get(photo)) {
            report.duplicates += 1;
            examples.add("duplicate", row.line, &row.key, || format!("left out: line {first} tells of the same photo"));
            continue;
        }
        let texts = file.texts(&row.cells);
        if texts.is_empty() {
            report.empty += 1;
            examples.add("empty", row.line, &row.key, || "left out: the row has no text".to_owned());
            continue;
        }
        lines.extend(found.iter().map(|photo| (*photo, row.line)));
        for (_, count) in report.columns.iter_mut().filter(|(column, _)| texts.iter().any(|text| text.column == *column)) {
            *count += 1;
        }
        let first = &texts[0];
        examples.add("matched", row.line, &row.key, || {
            let photos = if found.len() > 1 { format!(", for {}", human::photos(found.len() as u64)) } else { String::new() };
            format!("{}: {}{photos}", first.column, first.text)
        });
        wanted.extend(found.into_iter().map(|photo| (photo, texts.clone())));
    }
    if cancel.is_cancelled() {
        return Err(ExchangeError::Cancelled);
    }
    let work = |step: &mut Step<'_>| {
        let mut imported = 0;
        for (photo, texts) in &wanted {
            imported += u64::from(step.set_texts(*photo, texts)?);
        }
        step.words = format!("Import texts for {}", human::photos(imported));
        Ok(imported)
    };
    let (imported, changed) = if request.dry_run { catalog.rehearse(work)? } else { catalog.step(work)? };
    (report.imported, report.unchanged, report.step) = (imported, wanted.len() as u64 - imported, changed.step);
    report.examples = examples.finish();
    Ok(report)
}

/// The columns of a file that may hold texts: all but those that name a photo.
pub fn text_columns(file: &Path) -> Vec<String> {
    let names_photos = |column: &str| KeyKind::ALL.iter().any(|kind| kind.columns().contains(&column_key(column).as_str()));
    columns(file).into_iter().map(|column| column.trim().to_owned()).filter(|column| !column.is_empty() && !names_photos(column)).collect()
}

/// The rows of a file with the columns that were read.
struct TextFile {
    table: ColumnFile,
    /// As the header writes them.
    columns: Vec<String>,
}

impl TextFile {
    fn texts(&self, cells: &[String]) -> Vec<PhotoText> {
        let pairs = self.columns.iter().zip(cells).filter(|(_, text)| !text.is_empty());
        pairs.map(|(column, text)| PhotoText { column: column.clone(), text: text.clone() }).collect()
    }
}

fn read(bytes: &[u8], request: &TextRequest) -> Result<TextFile, FormatError> {
    let header: Vec<String> = Table::columns(bytes).iter().map(|name| name.trim().to_owned()).collect();
    let named = |wanted: &str| header.iter().find(|name| column_key(name) == column_key(wanted)).cloned();
    let columns: Vec<String> = if request.columns.is_empty() {
        USUAL.iter().filter_map(|usual| named(usual)).collect()
    } else {
        request.columns.iter().map(|asked| named(asked.trim()).unwrap_or_else(|| asked.clone())).collect()
    };
    if columns.is_empty() && !header.is_empty() {
        return Err(FormatError::NoColumn { wanted: USUAL.map(|name| format!("'{name}'")).join(", "), found: header.join(", ") });
    }
    let key = match request.match_by {
        MatchBy::Path => KeyKind::Path,
        MatchBy::Name => KeyKind::Name,
        MatchBy::Sku => KeyKind::Sku,
    };
    let asked: Vec<&str> = columns.iter().map(String::as_str).collect();
    Ok(TextFile { table: read_columns(bytes, Some(key), &asked)?, columns })
}
