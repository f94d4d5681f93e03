//! A profile's file: rows of a shop's columns, and what its importer would refuse of them.
//!
//! What needs what in Shopify's file (a title, a handle for variants and updates, options beside variants; an absent column leaves the shop's data
//! alone) is said by its help page "Using CSV files to import and export products" (help.shopify.com), of which excerpts were read on 2026-11-28.
//! Its further columns, Google's attributes ("Product data specification", support.google.com/merchants/answer/7052112) and all limits of lengths
//! and numbers are the published ones as we remember them: they were neither looked up again nor tried against the importers themselves.

use super::feed_check::{Seen, check};
use super::feed_columns::known;
use super::profile::{Profile, ProfileFormat};
use super::table::{Dialect, TableWriter, guard};
use std::collections::HashSet;
use std::io::{self, Write};

/// A product with its variants and images.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedProduct {
    /// What the variants have in common, as written: Shopify's handle, Google's item group.
    pub key: String,
    /// Each a SKU.
    pub variants: Vec<FeedVariant>,
    /// In the order in which they are shown: address, alternative text.
    pub images: Vec<(String, String)>,
    /// Shopify's tags.
    pub tags: Vec<String>,
}

/// What is sold under one SKU.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedVariant {
    /// What the shop knows it by.
    pub sku: String,
    /// A cell for each column of the profile.
    pub cells: Vec<String>,
    /// The places of its images among the product's.
    pub images: Vec<usize>,
}

/// What an importer would not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The row of the file, the header not counted, from 1.
    pub row: u64,
    /// Whose row that is.
    pub sku: String,
    /// Where.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why not.
    pub reason: String,
}

/// A profile's file before it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Columns that have a value anywhere: an absent one leaves alone what the shop has.
    pub header: Vec<String>,
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
    /// What the importer would refuse, by row.
    pub refused: Vec<Refusal>,
    /// Columns with cells that stayed empty, and how many: the shop may blank what it has there.
    pub blank: Vec<(String, u64)>,
}

/// Most images of a product beside the first.
const GOOGLE_IMAGES: usize = 10;

/// A handle of any text: lower case, with a hyphen for what is neither a letter nor a digit, as Shopify makes one of a title.
pub fn handle(text: &str) -> String {
    let mut handle = String::new();
    for c in text.trim().chars() {
        if c.is_alphanumeric() {
            handle.extend(c.to_lowercase());
        } else if !handle.ends_with('-') && !handle.is_empty() {
            handle.push('-');
        }
    }
    handle.trim_end_matches('-').to_owned()
}

/// Lays products out as rows, and looks at each as the importer will.
pub fn feed(profile: &Profile, products: &[FeedProduct]) -> Feed {
    let mut feed = Feed::default();
    let names: Vec<&str> = profile.columns.iter().map(|c| c.column.as_str()).collect();
    feed.header = match profile.format {
        ProfileFormat::Shopify => {
            let after = ["Tags", "Product image URL", "Image position", "Image alt text", "Variant image URL"];
            ["URL handle"].into_iter().chain(names.iter().copied()).chain(after).map(str::to_owned).collect()
        }
        ProfileFormat::Google => {
            let after = ["item_group_id", "image_link", "additional_image_link"];
            ["id"].into_iter().chain(names.iter().copied()).chain(after).map(str::to_owned).collect()
        }
        ProfileFormat::Csv => names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let mut seen = Seen::default();
    for product in products {
        let first = feed.rows.len();
        match profile.format {
            ProfileFormat::Shopify => shopify_rows(profile, product, &mut feed),
            ProfileFormat::Google => google_rows(product, &mut feed),
            ProfileFormat::Csv => feed.rows.extend(product.variants.iter().map(|variant| variant.cells.clone())),
        }
        check(profile, product, first, &mut feed, &mut seen);
    }
    leave_out_empty(profile, &mut feed);
    feed
}

fn shopify_rows(profile: &Profile, product: &FeedProduct, feed: &mut Feed) {
    let of_product = |name: &str| known(ProfileFormat::Shopify).iter().any(|known| known.name == name && known.of_product);
    for row in 0..product.variants.len().max(product.images.len()) {
        let variant = product.variants.get(row);
        let cell = |(i, column): (usize, &super::profile::ProfileColumn)| {
            let of = if of_product(&column.column) { variant.filter(|_| row == 0) } else { variant };
            of.map(|variant| variant.cells[i].clone()).unwrap_or_default()
        };
        let mut cells = vec![handle(&product.key)];
        cells.extend(profile.columns.iter().enumerate().map(cell));
        cells.push(if row == 0 { product.tags.join(", ") } else { String::new() });
        match product.images.get(row) {
            Some((address, alt)) => cells.extend([address.clone(), (row + 1).to_string(), alt.clone()]),
            None => cells.extend([const { String::new() }; 3]),
        }
        let own = variant.filter(|_| product.variants.len() > 1).and_then(|variant| product.images.get(*variant.images.first()?));
        cells.push(own.map(|(address, _)| address.clone()).unwrap_or_default());
        feed.rows.push(cells);
    }
}

fn google_rows(product: &FeedProduct, feed: &mut Feed) {
    for variant in &product.variants {
        let mut cells = vec![variant.sku.clone()];
        cells.extend(variant.cells.iter().cloned());
        cells.push(if product.variants.len() > 1 { product.key.clone() } else { String::new() });
        let mut links = variant.images.iter().filter_map(|place| product.images.get(*place)).map(|(address, _)| address.as_str());
        cells.push(links.next().unwrap_or_default().to_owned());
        cells.push(links.take(GOOGLE_IMAGES).collect::<Vec<_>>().join(","));
        feed.rows.push(cells);
    }
}

/// Takes out columns without any value, and counts the empty cells of the others, where an empty one stands for something.
fn leave_out_empty(profile: &Profile, feed: &mut Feed) {
    let used: Vec<usize> = (0..feed.header.len()).filter(|i| feed.rows.iter().any(|row| !row[*i].is_empty())).collect();
    feed.refused.sort_by_key(|refusal| refusal.row);
    for row in &mut feed.rows {
        *row = used.iter().map(|i| std::mem::take(&mut row[*i])).collect();
    }
    feed.header = used.iter().map(|i| std::mem::take(&mut feed.header[*i])).collect();
    let mut firsts: HashSet<&str> = HashSet::new();
    let is_first: Vec<bool> = feed.rows.iter().map(|row| profile.format != ProfileFormat::Shopify || firsts.insert(&row[0])).collect();
    for (i, name) in feed.header.iter().enumerate() {
        let chosen = profile.columns.iter().any(|column| column.column == *name);
        let n = feed.rows.iter().zip(&is_first).filter(|(row, first)| chosen && **first && row[i].is_empty()).count();
        if n > 0 {
            feed.blank.push((name.clone(), n as u64));
        }
    }
}

impl Feed {
    /// Writes the file. Cells of a shop's file have no guard against formulas, which its customers would see.
    pub fn write(&self, format: ProfileFormat, dialect: Dialect, out: impl Write) -> io::Result<()> {
        let mut table = TableWriter::new(out, if format == ProfileFormat::Google { Dialect::TSV } else { dialect });
        table.row(&self.header)?;
        for row in &self.rows {
            match format {
                ProfileFormat::Csv => table.row(&row.iter().map(|cell| guard(cell)).collect::<Vec<_>>())?,
                ProfileFormat::Shopify => table.row(row)?,
                // No line may end inside a cell of it.
                ProfileFormat::Google => table.row(&row.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::{ProfileColumn, ProfileFormat};
    use super::*;

    fn profile(format: ProfileFormat, columns: &[&str]) -> Profile {
        let column = |name: &&str| ProfileColumn { column: (*name).to_owned(), value: "{sku}".to_owned() };
        Profile {
            name: "p".into(),
            format,
            columns: columns.iter().map(column).collect(),
            product: None,
            tags: Vec::new(),
            image: None,
            alt_text: None,
            view_set: None,
            view_order: Vec::new(),
            search: None,
            excel: false,
        }
    }

    fn product(key: &str, variants: &[(&str, &[&str])], images: &[&str]) -> FeedProduct {
        let variant = |(sku, cells): &(&str, &[&str])| FeedVariant {
            sku: (*sku).to_owned(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            images: Vec::new(),
        };
        FeedProduct {
            key: key.into(),
            variants: variants.iter().map(variant).collect(),
            images: images.iter().map(|image| ((*image).to_owned(), String::new())).collect(),
            tags: Vec::new(),
        }
    }

    #[test]
    fn a_handle_has_letters_digits_and_hyphens() {
        for (text, wanted) in
            [("Women's  Snow/Board", "women-s-snow-board"), (" SH-1_a ", "sh-1-a"), ("Hemd grün", "hemd-grün"), ("--", "")]
        {
            assert_eq!(handle(text), wanted);
        }
    }

    #[test]
    fn every_refusal_is_told_with_its_row() {
        let shopify = profile(ProfileFormat::Shopify, &["Title", "SKU", "Option1 name", "Option1 value"]);
        let products = [
            product("A b", &[("1", &["T", "1", "Colour", "Red"]), ("2", &["T", "2", "Colour", "Red"])], &["https://x/1.jpg", "2.jpg"]),
            product("a-B", &[("1", &["", "1", "", "Red"])], &[]),
        ];
        let found = feed(&shopify, &products);
        let told: Vec<(u64, &str, &str)> = found.refused.iter().map(|r| (r.row, r.column.as_str(), &r.reason[..7])).collect();
        assert_eq!(
            told,
            [
                (2, "Option1 value", "another"),
                (2, "Product image URL", "an imag"),
                (3, "SKU", "row 1 h"),
                (3, "URL handle", "'A b' h"),
                (3, "Title", "it is m"),
                (3, "Option1 name", "Option1"),
            ]
        );
        assert_eq!(found.rows.len(), 3);
        assert!(found.blank.is_empty(), "what has one handle is one product to the importer, whose first row has them");
        let other = product("c", &[("3", &["", "3", "", "Red"])], &[]);
        let blank = feed(&shopify, &[products[0].clone(), other]).blank;
        assert_eq!(blank, [("Title".to_owned(), 1), ("Option1 name".to_owned(), 1)], "of products, not of their further rows");
        let good = feed(&shopify, &[product("a", &[("1", &["T", "1", "", ""])], &["https://x/1.jpg"])]);
        assert_eq!((good.refused, good.header.join(",")), (Vec::new(), "URL handle,Title,SKU,Product image URL,Image position".to_owned()));
    }

    #[test]
    fn googles_limits_are_kept_and_no_line_ends_in_a_cell() {
        let google = profile(ProfileFormat::Google, &["title", "gender"]);
        let long = "T".repeat(151);
        let found = feed(&google, &[product("g", &[("é", &[&long, "men"]), ("2", &["a\tb", "male"])], &[])]);
        let columns: Vec<&str> = found.refused.iter().map(|r| r.column.as_str()).collect();
        assert_eq!(columns, ["title", "gender", "id"]);
        let mut bytes = Vec::new();
        found.write(ProfileFormat::Google, Dialect::CSV, &mut bytes).unwrap();
        assert!(String::from_utf8(bytes).unwrap().ends_with("2\ta b\tmale\tg\n"), "of one product's variants");
    }
}
