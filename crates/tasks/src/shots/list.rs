//! A list of SKUs as spreadsheets write them: read strictly as a table, and leniently in what they do to a number.

use crate::exchange::{ExchangeError, read_file, wrong_format};
use crate::products::Product;
use base::fold::{fold, spelling, trimmed};
use base::human;
use exchange::{FormatError, Table, column_key, unguard};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Names of the column that holds SKUs where none is named, the likeliest first.
const COLUMNS: [&str; 10] =
    ["sku", "variant_sku", "article_number", "article", "artikelnummer", "item_number", "style_number", "style", "product_id", "mpn"];
/// Rows of a kind that are told one by one.
const TOLD: usize = 20;

/// A list of SKUs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkuList {
    /// As written, without spaces around them, each with its line.
    rows: Vec<(String, u64)>,
    told: ListTold,
}

/// A row that could mean several products, or none any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// As written.
    pub sku: String,
    /// Where it stands in the file.
    pub line: u64,
    /// The products that it may mean, by their SKUs; none where a spreadsheet has spoiled it.
    pub may_be: Vec<String>,
}

/// What became of the rows of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListTold {
    /// Rows with anything in them.
    pub rows: u64,
    /// Different SKUs among them.
    pub skus: u64,
    /// Rows that name a SKU again, in whatever case.
    pub duplicates: u64,
    /// Rows without a SKU.
    pub empty: u64,
    /// Rows that were taken for a product of which the zeros at the front, or a `.0` at the end, differ.
    pub reread: u64,
    /// Rows that could mean several products; none of these counts as named. The first ones are told.
    pub ambiguous: u64,
    /// Rows of which a spreadsheet left a rounded number or an error. The first ones are told.
    pub spoiled: u64,
    /// The first ambiguous and spoiled rows.
    pub unclear: Vec<Unclear>,
    /// The column that was read; `None`: the file is one column without a name.
    pub column: Option<String>,
}

/// A list beside the products.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Which products it names, by their places.
    pub products: Vec<bool>,
    /// SKUs without a product, in the order of the list.
    pub without_photo: Vec<String>,
    /// What became of its rows.
    pub told: ListTold,
}

impl SkuList {
    /// Reads a table. `column`: the one that holds SKUs; `None`: the first with a usual name, or the only one.
    pub fn read(file: &Path, column: Option<&str>) -> Result<Self, ExchangeError> {
        Self::of_bytes(&read_file(file)?, column).map_err(wrong_format(file))
    }

    /// As [`SkuList::read`], of a file's bytes.
    pub fn of_bytes(bytes: &[u8], column: Option<&str>) -> Result<Self, FormatError> {
        let table = Table::read(bytes, "sku")?;
        let place = place(&table, column)?;
        let named = column.is_some() || COLUMNS.contains(&column_key(&table.header[place]).as_str());
        let first = (!named).then_some((&table.header, 1));
        let mut list = Self::default();
        list.told.column = named.then(|| table.header[place].clone());
        let rows = first.into_iter().chain(table.rows.iter().map(|row| (&row.cells, row.line)));
        // Spreadsheets write rows of separators below what is filled.
        for (cells, line) in rows.filter(|(cells, _)| cells.iter().any(|cell| !trimmed(cell).is_empty())) {
            let sku = spelling(trimmed(unguard(&cells[place]))).into_owned();
            list.told.rows += 1;
            if sku.is_empty() {
                list.told.empty += 1;
            } else {
                list.rows.push((sku, line));
            }
        }
        Ok(list)
    }

    /// Which products it names. As written goes before any case, and both before what a spreadsheet may have made of it.
    pub(super) fn among(&self, products: &[Product]) -> Listed {
        let known = Known::of(products);
        let mut listed = Listed { products: vec![false; products.len()], told: self.told.clone(), ..Listed::default() };
        let mut without: HashSet<String> = HashSet::new();
        for (sku, line) in &self.rows {
            let told = &mut listed.told;
            match known.find(sku) {
                Found::One { product, reread } => {
                    let again = std::mem::replace(&mut listed.products[product], true);
                    told.duplicates += u64::from(again);
                    told.skus += u64::from(!again);
                    told.reread += u64::from(reread && !again);
                }
                Found::Several(places) => {
                    told.ambiguous += 1;
                    told.tell(sku, *line, places.iter().map(|place| products[*place].sku.clone()).collect());
                }
                Found::Nothing if is_spoiled(sku) => {
                    told.spoiled += 1;
                    told.tell(sku, *line, Vec::new());
                }
                Found::Nothing if without.insert(fold(sku)) => {
                    told.skus += 1;
                    listed.without_photo.push(sku.clone());
                }
                Found::Nothing => told.duplicates += 1,
            }
        }
        listed
    }
}

impl ListTold {
    /// What a person should know of it, a line each; none where every row named a SKU once.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let counts = [
            (self.duplicates, "row names a SKU again", "rows name a SKU again"),
            (self.empty, "row has no SKU", "rows have no SKU"),
            (
                self.reread,
                "row was taken for a SKU with other zeros at the front",
                "rows were taken for SKUs with other zeros at the front",
            ),
            (self.ambiguous, "row may mean several products and counts for none", "rows may mean several products and count for none"),
            (
                self.spoiled,
                "row holds a number that a spreadsheet rounded, or an error: make the column text there and export it again",
                "rows hold numbers that a spreadsheet rounded, or errors: make the column text there and export it again",
            ),
        ];
        let told = counts.iter().filter(|(n, ..)| *n > 0);
        words.extend(told.map(|(n, one, many)| format!("in the SKU list {}", human::counted(*n, one, many))));
        let told = |row: &Unclear| match row.may_be.as_slice() {
            [] => format!("line {}: {}", row.line, row.sku),
            may_be => format!("line {}: {} may be {}", row.line, row.sku, human::list(may_be)),
        };
        words.extend(self.unclear.iter().map(told));
        words
    }

    fn tell(&mut self, sku: &str, line: u64, may_be: Vec<String>) {
        if self.unclear.len() < TOLD {
            self.unclear.push(Unclear { sku: sku.to_owned(), line, may_be });
        }
    }
}

/// The column of SKUs.
fn place(table: &Table, column: Option<&str>) -> Result<usize, FormatError> {
    if let Some(name) = column {
        return table.need(name);
    }
    for name in COLUMNS {
        if let Some(place) = table.find(name)? {
            return Ok(place);
        }
    }
    if table.header.len() == 1 {
        return Ok(0);
    }
    Err(FormatError::NoColumn { wanted: "'sku'".to_owned(), found: table.header.join(", ") })
}

enum Found {
    One { product: usize, reread: bool },
    Several(Vec<usize>),
    Nothing,
}

/// Products by what lists call them.
struct Known {
    exact: HashMap<String, usize>,
    folded: HashMap<String, Vec<usize>>,
    /// Of SKUs that are digits alone, without the zeros at their front.
    numbers: HashMap<String, Vec<usize>>,
}

impl Known {
    fn of(products: &[Product]) -> Self {
        let mut known = Self { exact: HashMap::new(), folded: HashMap::new(), numbers: HashMap::new() };
        for (place, product) in products.iter().enumerate() {
            let sku = spelling(trimmed(&product.sku));
            known.folded.entry(fold(&sku)).or_default().push(place);
            if let Some(number) = number(&sku) {
                known.numbers.entry(number.to_owned()).or_default().push(place);
            }
            known.exact.insert(sku.into_owned(), place);
        }
        known
    }

    fn find(&self, sku: &str) -> Found {
        if let Some(product) = self.exact.get(sku) {
            return Found::One { product: *product, reread: false };
        }
        let number = || number(sku.strip_suffix(".0").unwrap_or(sku));
        let (places, reread) = match self.folded.get(&fold(sku)) {
            Some(places) => (Some(places), false),
            None => (number().and_then(|number| self.numbers.get(number)), true),
        };
        match places.map(Vec::as_slice) {
            None | Some([]) => Found::Nothing,
            Some([product]) => Found::One { product: *product, reread },
            Some(several) => Found::Several(several.to_vec()),
        }
    }
}

/// Digits alone, without the zeros at their front, which spreadsheets take off.
fn number(sku: &str) -> Option<&str> {
    let digits = !sku.is_empty() && sku.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| sku.trim_start_matches('0')).filter(|number| !number.is_empty())
}

/// A number that a spreadsheet has rounded (`1.23E+12`), or one of its errors (`#N/A`).
fn is_spoiled(sku: &str) -> bool {
    let rounded = sku.to_ascii_uppercase().split_once("E+").is_some_and(|(mantissa, exponent)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(exponent) && mantissa.split(['.', ',']).count() <= 2 && mantissa.split(['.', ',']).all(digits)
    });
    rounded || matches!(sku, "#N/A" | "#NV" | "#REF!" | "#NAME?" | "#VALUE!" | "#WERT!" | "#BEZUG!" | "#DIV/0!" | "#NULL!" | "#NUM!")
}
