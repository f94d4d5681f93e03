//! What a shop's importer would refuse of a product's rows, as they are laid out.

use super::feed::{Feed, FeedProduct, Refusal, handle};
use super::feed_columns::known;
use super::profile::{Profile, ProfileFormat};
use std::collections::{HashMap, HashSet};

/// Variants of a product.
const SHOPIFY_VARIANTS: usize = 2048;
/// Images of a product.
const SHOPIFY_IMAGES: usize = 250;
/// Characters of an address of an image.
const LONGEST_ADDRESS: usize = 2000;
/// Characters of Google's ids.
const LONGEST_ID: usize = 50;

/// What may be there only once.
#[derive(Default)]
pub struct Seen {
    skus: HashMap<String, u64>,
    keys: HashMap<String, String>,
}

/// Looks at the rows of a product, from `first` on.
pub fn check(profile: &Profile, product: &FeedProduct, first: usize, feed: &mut Feed, seen: &mut Seen) {
    let Feed { header, rows, refused, .. } = feed;
    let mut rows = Rows { format: profile.format, product, first, header, all: rows, refused };
    rows.cells();
    if profile.format != ProfileFormat::Csv {
        rows.skus_once(seen);
    }
    match profile.format {
        ProfileFormat::Shopify => rows.shopify(seen),
        ProfileFormat::Google => rows.google(),
        ProfileFormat::Csv => return,
    }
    rows.images();
}

/// The rows of one product.
struct Rows<'a> {
    format: ProfileFormat,
    product: &'a FeedProduct,
    first: usize,
    header: &'a [String],
    all: &'a [Vec<String>],
    refused: &'a mut Vec<Refusal>,
}

impl<'a> Rows<'a> {
    /// `i`: which of the product's rows.
    fn refuse(&mut self, i: usize, column: &str, value: &str, reason: impl Into<String>) {
        let variants = &self.product.variants;
        let sku = variants.get(i).or(variants.first()).map(|variant| variant.sku.clone()).unwrap_or_default();
        let (row, value) = ((self.first + i + 1) as u64, value.chars().take(80).collect());
        self.refused.push(Refusal { row, sku, column: column.to_owned(), value, reason: reason.into() });
    }

    /// What stands in a column; nothing where there is no such column or row.
    fn value(&self, name: &str, i: usize) -> &'a str {
        let place = self.header.iter().position(|column| column == name);
        place.and_then(|place| self.all.get(self.first + i)?.get(place)).map_or("", String::as_str)
    }

    fn cells(&mut self) {
        let (header, all) = (self.header, self.all);
        for (i, row) in all[self.first..].iter().enumerate() {
            for (name, cell) in header.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                let Some(column) = known(self.format).iter().find(|known| known.name == name) else { continue };
                let length = cell.chars().count();
                if column.longest > 0 && length > column.longest {
                    self.refuse(i, name, cell, format!("it has {length} characters; at most {} are taken", column.longest));
                }
                if !column.values.is_empty() && !column.values.contains(&cell.as_str()) {
                    self.refuse(i, name, cell, format!("only {} are taken", column.values.join(", ")));
                }
                if name.eq_ignore_ascii_case("price") && !cell.chars().any(|c| c.is_ascii_digit()) {
                    self.refuse(i, name, cell, "it is no price");
                }
            }
        }
    }

    fn skus_once(&mut self, seen: &mut Seen) {
        let column = if self.format == ProfileFormat::Google { "id" } else { "SKU" };
        for (i, variant) in self.product.variants.iter().enumerate() {
            let row = (self.first + i + 1) as u64;
            if let Some(other) = seen.skus.insert(variant.sku.to_lowercase(), row) {
                self.refuse(i, column, &variant.sku, format!("row {other} has the same SKU"));
            }
        }
    }

    fn shopify(&mut self, seen: &mut Seen) {
        let product = self.product;
        let key = handle(&product.key);
        if key.is_empty() {
            let reason = "nothing of it can stand in a handle, which has letters, digits and hyphens";
            self.refuse(0, "URL handle", &product.key, reason);
        }
        if let Some(other) = seen.keys.insert(key, product.key.clone()) {
            let reason = format!("'{other}' has the same handle, so that both would become one product");
            self.refuse(0, "URL handle", &product.key, reason);
        }
        if self.value("Title", 0).is_empty() {
            self.refuse(0, "Title", "", "it is missing: import titles (selvedge text import), or choose what the column is made of");
        }
        if product.variants.len() > SHOPIFY_VARIANTS {
            self.refuse(0, "SKU", "", format!("a product has at most {SHOPIFY_VARIANTS} variants"));
        }
        if product.images.len() > SHOPIFY_IMAGES {
            self.refuse(0, "Product image URL", "", format!("a product has at most {SHOPIFY_IMAGES} images"));
        }
        if let Some(tag) = product.tags.iter().find(|tag| tag.contains(',') || tag.chars().count() > 255) {
            self.refuse(0, "Tags", tag, "a tag has no comma, and at most 255 characters");
        }
        self.options();
    }

    fn options(&mut self) {
        const VALUES: [&str; 3] = ["Option1 value", "Option2 value", "Option3 value"];
        let variants = self.product.variants.len();
        let mut options = HashSet::new();
        for i in 0..variants {
            let told = VALUES.map(|name| self.value(name, i));
            if variants > 1 && told[0].is_empty() {
                self.refuse(i, VALUES[0], "", "variants of a product are told apart by options, and this one has none");
            } else if variants > 1 && !options.insert(told) {
                self.refuse(i, VALUES[0], &told.join(" / "), "another variant of the product has the same options");
            }
        }
        for (name, option) in ["Option1 name", "Option2 name", "Option3 name"].into_iter().zip(VALUES) {
            if !self.value(option, 0).is_empty() && self.value(name, 0).is_empty() {
                self.refuse(0, name, "", format!("{option} needs a name"));
            }
        }
    }

    fn google(&mut self) {
        let product = self.product;
        for (i, variant) in product.variants.iter().enumerate() {
            if variant.sku.is_empty() || variant.sku.chars().count() > LONGEST_ID || !variant.sku.is_ascii() {
                self.refuse(i, "id", &variant.sku, format!("an id has 1 to {LONGEST_ID} ASCII characters"));
            }
        }
        if product.variants.len() > 1 && product.key.chars().count() > LONGEST_ID {
            self.refuse(0, "item_group_id", &product.key, format!("it has at most {LONGEST_ID} characters"));
        }
    }

    fn images(&mut self) {
        let is_google = self.format == ProfileFormat::Google;
        let column = if is_google { "image_link" } else { "Product image URL" };
        for (place, (address, alt)) in self.product.images.iter().enumerate() {
            let i = if is_google { 0 } else { place };
            let is_web = ["https://", "http://"].iter().any(|scheme| address.len() > scheme.len() && address.starts_with(scheme));
            if !is_web || address.contains(char::is_whitespace) || address.chars().count() > LONGEST_ADDRESS {
                let reason = "an image needs an address that begins with https://, without spaces, of at most 2,000 characters";
                self.refuse(i, column, address, reason);
            }
            if is_google && address.contains(',') {
                self.refuse(i, column, address, "a comma separates addresses; write it as %2C");
            }
            if alt.chars().count() > 512 {
                self.refuse(i, "Image alt text", alt, "an alternative text has at most 512 characters");
            }
        }
    }
}
