//! Which rules photos are held against, and which photos.

use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct StandardsArguments {
    /// Rules of your own, a JSON file; the README has one
    #[arg(long, value_name = "FILE.json", conflicts_with = "preset")]
    pub rules: Option<PathBuf>,
    /// Rules that come along: amazon, google, ebay, shopify or zalando
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Hold photos against these rules from now on: is:failing, is:passing and fails: go by them
    #[arg(long)]
    pub choose: bool,
    /// Hold photos against no rules from now on
    #[arg(long, conflicts_with_all = ["rules", "preset", "choose", "query", "export"])]
    pub forget: bool,
    /// Only the photos that this query finds; words need --top beside them
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Only the first so many photos of the query
    #[arg(long, value_name = "N", requires = "query")]
    pub top: Option<usize>,
    /// Also write a table, a row for each rule that a photo fails or that cannot be told
    #[arg(long, value_name = "FILE.csv")]
    pub export: Option<PathBuf>,
}
