//! The columns that shops know, with what their importers ask of each.

use super::profile::ProfileFormat;

/// A column that may be chosen.
pub struct Known {
    pub name: &'static str,
    /// It is the same for all variants, and stands in the first row of a product.
    pub of_product: bool,
    /// Most characters; 0: no limit is given.
    pub longest: usize,
    /// The only values; none: any.
    pub values: &'static [&'static str],
}

const fn of_product(name: &'static str, longest: usize) -> Known {
    Known { name, of_product: true, longest, values: &[] }
}

const fn of_variant(name: &'static str, longest: usize) -> Known {
    Known { name, of_product: false, longest, values: &[] }
}

/// `URL handle`, `Tags` and the columns of images are written where the profile says of what.
const SHOPIFY: [Known; 18] = [
    of_product("Title", 255),
    of_product("Description", 0),
    of_product("Vendor", 255),
    of_product("Product category", 0),
    of_product("Type", 255),
    Known { values: &["TRUE", "FALSE"], ..of_product("Published on online store", 0) },
    Known { values: &["Active", "Draft", "Archived", "active", "draft", "archived"], ..of_product("Status", 0) },
    of_variant("SKU", 255),
    of_variant("Barcode", 255),
    of_product("Option1 name", 255),
    of_variant("Option1 value", 255),
    of_product("Option2 name", 255),
    of_variant("Option2 value", 255),
    of_product("Option3 name", 255),
    of_variant("Option3 value", 255),
    of_variant("Price", 0),
    of_product("SEO title", 70),
    of_product("SEO description", 320),
];

/// `id`, `item_group_id` and the links of images are written where the profile says of what.
const GOOGLE: [Known; 16] = [
    of_variant("title", 150),
    of_variant("description", 5000),
    of_variant("link", 2000),
    of_variant("price", 0),
    Known { values: &["in_stock", "out_of_stock", "preorder", "backorder"], ..of_variant("availability", 0) },
    Known { values: &["new", "refurbished", "used"], ..of_variant("condition", 0) },
    of_variant("brand", 70),
    of_variant("gtin", 50),
    of_variant("mpn", 70),
    of_variant("product_type", 750),
    of_variant("color", 100),
    of_variant("material", 200),
    of_variant("pattern", 100),
    of_variant("size", 100),
    Known { values: &["male", "female", "unisex"], ..of_variant("gender", 0) },
    Known { values: &["newborn", "infant", "toddler", "kids", "adult"], ..of_variant("age_group", 0) },
];

/// The columns that may be chosen; none: any.
pub fn known_columns(format: ProfileFormat) -> Vec<&'static str> {
    known(format).iter().map(|column| column.name).collect()
}

pub fn known(format: ProfileFormat) -> &'static [Known] {
    match format {
        ProfileFormat::Shopify => &SHOPIFY,
        ProfileFormat::Google => &GOOGLE,
        ProfileFormat::Csv => &[],
    }
}
