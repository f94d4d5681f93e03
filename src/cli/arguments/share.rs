//! What the commands take that bring a catalogue and a hub together.

use super::ModelArguments;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum ShareJob {
    /// Make a hub in a database, with its roles; or the search indexes that one lacks
    Init {
        #[command(flatten)]
        hub: HubArgument,
    },
    /// Bring what was decided here, after taking in what others brought
    ///
    /// A push is one transaction, and two at once wait for each other. Where it is interrupted, run it again: nothing is brought twice.
    Push(SharingArguments),
    /// Take in what others brought, as one step that can be undone
    ///
    /// Who is more entitled stands: a person, then a file, then a rule; of equals who brought it first, whatever clocks say. What has to give
    /// way is kept as its author's opinion: see selvedge agreement.
    Pull(SharingArguments),
    /// How the catalogue and the hub stand
    Status {
        #[command(flatten)]
        hub: HubArgument,
    },
    /// Find photos among all that the hub knows, by words
    ///
    /// Where the hub has pgvector and an index (share init makes it), the index answers, which may leave out some photos; --exact compares with
    /// every photo, and so do the filters.
    Search(HubSearchArguments),
    /// Take photos out of the hub for good, and out of what others have from there; no file is touched
    Remove {
        #[command(flatten)]
        hub: HubArgument,
        /// Photos of the catalogue
        #[arg(required = true, value_name = "PHOTO")]
        photos: Vec<PathBuf>,
    },
}

#[derive(Args)]
pub struct HubArgument {
    /// Address of the database, as psql takes it, or "service=NAME"
    pub url: String,
}

#[derive(Args)]
pub struct HubSearchArguments {
    #[command(flatten)]
    pub hub: HubArgument,
    /// Words, as in a search of the catalogue, with the filters that a hub can answer
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Most photos to print
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub top: u16,
    /// Compare with every photo
    #[arg(long)]
    pub exact: bool,
    /// Only files with this in their name
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// Only photos of this day, month or year: 2026-05
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Only photos with this label
    #[arg(long, value_name = "LABEL")]
    pub label: Option<String>,
    #[command(flatten)]
    pub model: ModelArguments,
}

#[derive(Args)]
pub struct SharingArguments {
    #[command(flatten)]
    pub hub: HubArgument,
    /// Whose words count where a label set means something else at the hub than here; labels that the other side has stay
    #[arg(long, value_enum, value_name = "WHOSE")]
    pub sets: Option<WhoseSets>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum WhoseSets {
    /// The hub's
    Hub,
    /// Those of this catalogue
    Here,
}
