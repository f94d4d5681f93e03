//! How `selvedge shots` is asked: which views, of which products.

use super::models::ModelArguments;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ShotsArguments {
    #[command(subcommand)]
    pub job: Option<ShotsJob>,
    /// The label set whose labels are views, such as View
    #[arg(long, value_name = "SET", required = true)]
    pub views: Option<String>,
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

#[derive(Subcommand)]
pub enum ShotsJob {
    /// Propose products for photos that belong to none, by how alike they are to photos of products
    ///
    /// The score is how alike the two photos are, 0 to 1, a little more where the same camera took both within 90 seconds; it is no probability.
    /// What was measured is in the README.
    Match(MatchArguments),
    /// Say that photos are of a product, or are not, whatever their names say
    Assign(AssignArguments),
}

#[derive(Args)]
pub struct MatchArguments {
    /// Photos that products are known by: a CSV with the columns path (or name) and sku, or a folder of photos of this catalogue
    /// [default: all photos that have a product]
    #[arg(long, value_name = "FILE|FOLDER")]
    pub references: Option<PathBuf>,
    /// Assign photos whose score is at least this (0 to 1)
    #[arg(long, value_name = "S")]
    pub accept_above: Option<f64>,
    /// With --accept-above, only where the runner-up's score is lower by at least this
    #[arg(long, value_name = "M", default_value_t = 0.0, requires = "accept_above")]
    pub min_margin: f64,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct AssignArguments {
    /// The product
    #[arg(long, value_name = "SKU")]
    pub sku: String,
    /// Photos of the catalogue
    #[arg(required = true, value_name = "PHOTO")]
    pub photos: Vec<PathBuf>,
    /// They are not of this product: it is proposed for them no more, and the rule does not make them part of it
    #[arg(long)]
    pub reject: bool,
}
