//! How `selvedge map` is asked: printed, written to a file, or laid out again.

use super::models::ModelArguments;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct MapArguments {
    /// Print the places as CSV: path, x, y
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Write the CSV to this file
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    pub out: Option<PathBuf>,
    /// Lay all photos out again, in the place of the map that is kept
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub model: ModelArguments,
}
