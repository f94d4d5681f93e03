//! What the commands take that write a catalogue to open files and read it from them.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum ArchiveJob {
    /// Write everything to a folder of CSV, JSON and .npy files, with a README
    ///
    /// Photos, decisions, opinions, marks, texts, products, label sets, searches, embeddings: what is in the catalogue and no photo. The
    /// folder appears whole or not at all. Keywords and ratings for other programs are another matter: selvedge tags export --format xmp.
    Export {
        /// Folder to make; it may be there already if it is empty
        folder: PathBuf,
    },
    /// Bring in what such a folder says
    ///
    /// Into the catalogue in use, as one step that can be undone: photos are told by their content, and what the archive says of them takes the
    /// place of what stands. With --catalog and a name that is not there yet a new catalogue is made of it. Embeddings come back under the
    /// model that made them.
    Import(ArchiveImportArguments),
}

#[derive(Args)]
pub struct ArchiveImportArguments {
    /// The folder
    pub folder: PathBuf,
    /// Leave what was decided here since the last thing that the archive says
    #[arg(long)]
    pub keep_newer: bool,
    /// Tell what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}
