//! What the commands take that make backups and bring them back.

use clap::Args;
use std::path::PathBuf;
use workspace::backups::Part;

#[derive(Args)]
pub struct BackupArguments {
    /// File to write the whole catalogue to [default: a backup in Selvedge's own folder]
    pub file: Option<PathBuf>,
    /// List the backups of the catalogue, with what each holds; none is made
    #[arg(long, conflicts_with = "file")]
    pub list: bool,
}

#[derive(Args)]
pub struct RestoreArguments {
    /// The backup: the beginning of its date (2026-11-20), "latest", or a file
    pub backup: String,
    /// Only this label set; may be given several times
    #[arg(long = "set", value_name = "NAME")]
    pub sets: Vec<String>,
    /// Only this: labels, marks, texts, products, searches, other; may be given several times
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub only: Vec<Part>,
    /// Leave what was decided here since the backup was made
    #[arg(long)]
    pub keep_newer: bool,
    /// Tell what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}
