//! Products: photos grouped by a SKU rule over their names or folders.

use crate::base::PhotoId;

/// What a [`SkuRule`] looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SkuFrom {
    /// The file's name without its ending.
    #[default]
    FileName,
    /// The folder that the photo lies in, relative to the root.
    Folder,
}

/// How a photo tells its SKU.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SkuRule {
    /// What is looked at.
    pub from: SkuFrom,
    /// `{sku}` stands for the SKU, as short as the rest allows; `*` for anything, `?` for one character: `{sku}_*`.
    pub pattern: String,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// As the rule found it.
    pub sku: String,
    /// Its photos, by name.
    pub photos: Vec<PhotoId>,
}
