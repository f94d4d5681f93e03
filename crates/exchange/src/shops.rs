//! Product files of shop systems, with only the columns that Selvedge owns.
//!
//! A shop that imports such a file blanks what an empty cell stands for and leaves alone what has no column. So a column
//! is written only if some product has a value for it; a product without any value is left out; and the cells that stay
//! empty are counted. There is no guard against formulas, which a shop would show to its customers: cells that a
//! spreadsheet could take for a formula are listed instead.
//!
//! Columns and limits are those of Shopify's and Google's help pages on product CSV files and on the product data
//! specification, as of 2026.

use super::table::{TableWriter, is_risky};
use std::io::{self, Write};

/// A product with its accepted labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductRow {
    /// What the shop knows it by.
    pub sku: String,
    /// Label sets by name, each with the labels of the product's photos, in order and once each.
    pub labels: Vec<(String, Vec<String>)>,
}

/// What a shop export did, and what a person should look at before they import it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopReport {
    /// Products written.
    pub products: u64,
    /// Products left out, because they have nothing that the file has a column for.
    pub left_out: u64,
    /// The columns of the file.
    pub columns: Vec<String>,
    /// Label sets that the shop has no column for.
    pub unused_sets: Vec<String>,
    /// Columns with cells that stayed empty, and how many: the shop may blank what it has there.
    pub blank: Vec<(String, u64)>,
    /// Cells that a spreadsheet could take for a formula: SKU, column, text. Open the file in the shop, not in a spreadsheet.
    pub risky: Vec<(String, String, String)>,
    /// Values that the shop would not take, and what was done: SKU, column, problem.
    pub problems: Vec<(String, String, String)>,
    /// What the shop wants besides.
    pub notes: Vec<String>,
}

/// Where the labels of a set go, and how several are written.
struct Column {
    name: &'static str,
    /// Names of sets that go there, as [`folded`] writes them. Of several that a catalogue has, the first here.
    sets: &'static [&'static str],
    join: &'static str,
    /// How many values it may hold.
    most: usize,
    /// Characters that it may hold.
    longest: usize,
    /// The only values, if the shop has a list of them: what people call it, and what the shop does.
    values: &'static [(&'static str, &'static [&'static str])],
}

const PLAIN: Column = Column { name: "", sets: &[], join: "/", most: 1, longest: 100, values: &[] };
const TYPE_SETS: &[&str] = &["product_type", "type", "article_type", "item_type", "category", "kind"];
const BRAND_SETS: &[&str] = &["brand", "vendor", "manufacturer"];

const SHOPIFY: [Column; 3] = [
    Column { name: "Title", sets: &["title", "product_name"], longest: 255, ..PLAIN },
    Column { name: "Vendor", sets: BRAND_SETS, longest: 255, ..PLAIN },
    Column { name: "Type", sets: TYPE_SETS, longest: 255, ..PLAIN },
];

const GOOGLE: [Column; 8] = [
    Column { name: "product_type", sets: TYPE_SETS, longest: 750, ..PLAIN },
    Column { name: "brand", sets: BRAND_SETS, longest: 70, ..PLAIN },
    Column { name: "color", sets: &["color", "colour", "base_colour", "base_color", "main_colour", "main_color"], most: 3, ..PLAIN },
    Column { name: "material", sets: &["material", "fabric"], most: 3, longest: 200, ..PLAIN },
    Column { name: "pattern", sets: &["pattern", "print"], ..PLAIN },
    Column {
        name: "gender",
        sets: &["gender", "sex"],
        values: &[
            ("male", &["male", "man", "men", "mens", "men's", "boy", "boys"]),
            ("female", &["female", "woman", "women", "womens", "women's", "lady", "ladies", "girl", "girls"]),
            ("unisex", &["unisex", "all"]),
        ],
        ..PLAIN
    },
    Column {
        name: "age_group",
        sets: &["age_group", "age"],
        values: &[
            ("newborn", &["newborn", "newborns"]),
            ("infant", &["infant", "infants", "baby", "babies"]),
            ("toddler", &["toddler", "toddlers"]),
            ("kids", &["kids", "kid", "child", "children"]),
            ("adult", &["adult", "adults"]),
        ],
        ..PLAIN
    },
    Column { name: "size", sets: &["size"], ..PLAIN },
];

/// Writes Shopify's product CSV: `URL handle`, the columns that a set is named after, and every other label in `Tags`.
pub fn write_shopify(out: impl Write, products: &[ProductRow]) -> io::Result<ShopReport> {
    let mut file = ShopFile::new("URL handle", &SHOPIFY, Some("Tags"), products);
    for product in products.iter().filter(|p| !is_handle(&p.sku)) {
        let problem = "a handle has only lower-case letters, digits and hyphens; Shopify will not find the product by this one".to_owned();
        file.report.problems.push((product.sku.clone(), "URL handle".to_owned(), problem));
    }
    if !file.report.columns.iter().any(|c| c == "Title") {
        file.report.notes.push(
            "Shopify also asks for the column Title when it imports; copy it over from a product export of the shop, or use a label set called Title"
                .to_owned(),
        );
    }
    file.write(TableWriter::csv(out))
}

fn is_handle(sku: &str) -> bool {
    !sku.is_empty() && sku.chars().all(|c| c == '-' || c.is_ascii_digit() || (c.is_alphabetic() && c.is_lowercase()))
}

/// Writes a supplemental source for Google's Merchant Center, separated by tabs: `id` and the attributes that a set is
/// named after.
pub fn write_google(out: impl Write, products: &[ProductRow]) -> io::Result<ShopReport> {
    let mut file = ShopFile::new("id", &GOOGLE, None, products);
    for product in products.iter().filter(|p| p.sku.chars().count() > 50) {
        file.report.problems.push((product.sku.clone(), "id".to_owned(), "an id has at most 50 characters".to_owned()));
    }
    file.write(TableWriter::tsv(out))
}

/// Names are compared without case, and a space or a hyphen in them is as good as an underscore.
fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// All cells before any is written: whether a column is wanted is known only at the end.
struct ShopFile {
    /// SKU and a cell for each column.
    rows: Vec<(String, Vec<String>)>,
    columns: Vec<&'static str>,
    report: ShopReport,
}

impl ShopFile {
    fn new(key: &'static str, columns: &[Column], rest: Option<&'static str>, products: &[ProductRow]) -> Self {
        let mut report = ShopReport::default();
        let owners: Vec<Option<String>> = columns.iter().map(|c| c.owner(products)).collect();
        let mut rows: Vec<(String, Vec<String>)> = Vec::new();
        for product in products {
            let mut values: Vec<Vec<&str>> = vec![Vec::new(); columns.len() + 1];
            for (set, labels) in product.labels.iter().filter(|(_, labels)| !labels.is_empty()) {
                let place = owners.iter().position(|owner| owner.as_ref() == Some(&folded(set)));
                if place.is_none() && rest.is_none() && !report.unused_sets.contains(set) {
                    report.unused_sets.push(set.clone());
                }
                let cell = &mut values[place.unwrap_or(columns.len())];
                for label in labels {
                    if !cell.contains(&label.as_str()) {
                        cell.push(label);
                    }
                }
            }
            let mut problem = |column: &str, text: String| report.problems.push((product.sku.clone(), column.to_owned(), text));
            let mut cells: Vec<String> =
                columns.iter().zip(&values).map(|(column, values)| column.cell(values, &mut |text| problem(column.name, text))).collect();
            if let Some(name) = rest {
                cells.push(tags(&values[columns.len()], &mut |text| problem(name, text)));
            }
            rows.push((product.sku.clone(), cells));
        }
        let names: Vec<&'static str> = columns.iter().map(|c| c.name).chain(rest).collect();
        let used: Vec<usize> = (0..names.len()).filter(|i| rows.iter().any(|(_, cells)| !cells[*i].is_empty())).collect();
        let before = rows.len();
        rows.retain(|(_, cells)| cells.iter().any(|c| !c.is_empty()));
        report.left_out = (before - rows.len()) as u64;
        for (_, cells) in &mut rows {
            *cells = used.iter().map(|i| std::mem::take(&mut cells[*i])).collect();
        }
        let columns: Vec<&'static str> = std::iter::once(key).chain(used.into_iter().map(|i| names[i])).collect();
        report.columns = columns.iter().map(ToString::to_string).collect();
        Self { rows, columns, report }
    }

    fn write<W: Write>(mut self, mut table: TableWriter<W>) -> io::Result<ShopReport> {
        let mut blank = vec![0; self.columns.len()];
        table.row(&self.columns)?;
        for (sku, cells) in self.rows {
            let cells: Vec<&str> = std::iter::once(sku.as_str()).chain(cells.iter().map(String::as_str)).collect();
            for (i, cell) in cells.iter().enumerate() {
                if is_risky(cell) {
                    self.report.risky.push((sku.clone(), self.columns[i].to_owned(), (*cell).to_owned()));
                }
                blank[i] += u64::from(cell.is_empty());
            }
            table.row(&cells)?;
            self.report.products += 1;
        }
        self.report.blank = self.report.columns.iter().cloned().zip(blank).filter(|(_, n)| *n > 0).collect();
        Ok(self.report)
    }
}

impl Column {
    /// The one set that goes into the column: a second one would mix two vocabularies.
    fn owner(&self, products: &[ProductRow]) -> Option<String> {
        let there = |name: &str| products.iter().any(|p| p.labels.iter().any(|(set, labels)| !labels.is_empty() && folded(set) == name));
        self.sets.iter().find(|name| there(name)).map(ToString::to_string)
    }

    /// The labels as the shop wants them; `problem` hears what it would not take.
    fn cell(&self, labels: &[&str], problem: &mut dyn FnMut(String)) -> String {
        let mut values: Vec<&str> = Vec::new();
        for label in labels {
            match self.value(label) {
                Some(value) if !values.contains(&value) => values.push(value),
                Some(_) => {}
                None => {
                    let known: Vec<&str> = self.values.iter().map(|(value, _)| *value).collect();
                    problem(format!("'{label}' is left out; the shop takes only {}", known.join(", ")));
                }
            }
        }
        if values.len() > self.most {
            let limit = if self.most == 1 { "one value".to_owned() } else { format!("{} values", self.most) };
            problem(format!("it takes {limit} only; left out: {}", values[self.most..].join(", ")));
            values.truncate(self.most);
        }
        let cell = values.join(self.join);
        if cell.chars().count() > self.longest {
            problem(format!("longer than {} characters; the shop may cut it or refuse it", self.longest));
        }
        cell
    }

    fn value<'a>(&self, label: &'a str) -> Option<&'a str> {
        if self.values.is_empty() {
            return Some(label);
        }
        let folded = label.trim().to_lowercase();
        self.values.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(value, _)| *value)
    }
}

/// Shopify separates tags by commas and has no way to keep one inside a tag.
fn tags(labels: &[&str], problem: &mut dyn FnMut(String)) -> String {
    let mut cell = Vec::new();
    for label in labels {
        if label.contains(',') {
            problem(format!("'{label}' becomes several tags at its commas"));
        }
        if label.chars().count() > 255 {
            problem("a tag has at most 255 characters".to_owned());
        }
        cell.push(*label);
    }
    cell.join(", ")
}
