//! How `selvedge shots` is asked: which views, of which products.

use super::models::ModelArguments;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct ShotsArguments {
    /// The label set whose labels are views, such as View
    #[arg(long, value_name = "SET")]
    pub views: String,
    /// Only these views are wanted [default: every label of the set]
    #[arg(long, value_name = "VIEW", value_delimiter = ',')]
    pub want: Vec<String>,
    /// CSV of the SKUs that should have photos: a column sku, or one column alone
    #[arg(long, value_name = "FILE")]
    pub skus: Option<PathBuf>,
    /// Its column that holds the SKUs [default: sku, article, style and the like]
    #[arg(long, value_name = "C", requires = "skus")]
    pub sku_column: Option<String>,
    /// How a file's name tells its SKU, this time: {sku} and * [default: the catalogue's rule]
    #[arg(long, value_name = "PATTERN")]
    pub sku_rule: Option<String>,
    /// Also tell the views that the model proposes for photos without a decision; they fill no hole
    #[arg(long)]
    pub proposed: bool,
    /// Only products that lack a view
    #[arg(long)]
    pub incomplete: bool,
    /// Write the list to a CSV: a row a product, a column a view
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    #[command(flatten)]
    pub model: ModelArguments,
}
