//! The arguments of every command, as clap reads them and `--help` prints them.

mod archive;
mod axes;
mod backups;
mod copies;
mod exchange;
mod labels;
mod map;
mod marks;
mod models;
mod search;
mod share;
mod shots;
mod standards;

pub use archive::{ArchiveImportArguments, ArchiveJob};
pub use axes::{AxesArguments, AxisArguments};
pub use backups::{BackupArguments, RestoreArguments};
pub use copies::{ContactSheetArguments, CopyArguments, WhichPhotos};
pub use exchange::{ExportArguments, ImportArguments, ProfilesJob, ShopChoice, TagsJob, TextImportArguments, TextJob};
pub use labels::{
    AgreementArguments, AuditArguments, EvaluateArguments, EvaluateSearchArguments, LabelsJob, LearnArguments, LintArguments,
    SuggestArguments, VocabularyJob,
};
pub use map::MapArguments;
pub use marks::{ClockArguments, DuplicateKind, DuplicatesArguments, FlagChoice, MarkArguments};
pub use models::{AdaptArguments, ArithmeticArgument, ModelArguments, ModelsJob};
pub use search::{CompareArguments, IndexArguments, SearchArguments, SearchesArguments, WhereArguments};
pub use share::{HubSearchArguments, ShareJob, SharingArguments, WhoseSets};
pub use shots::{AssignArguments, MatchArguments, ShotsArguments, ShotsJob};
pub use standards::StandardsArguments;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "selvedge", version, about = "Browse, search and tag product photos offline", max_term_width = 100)]
pub struct Arguments {
    /// Folder of photos or catalogue file to open in the window
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Job>,
}

#[derive(Args, Clone)]
pub struct Common {
    /// Catalogue file to use [default: the one that holds the folder, or the one last used]
    #[arg(long, global = true, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Print no progress
    #[arg(long, global = true)]
    pub quiet: bool,
}

#[derive(Subcommand)]
pub enum Job {
    /// Open the drawn sample catalogue
    Demo,
    /// Read the photos of folders into a catalogue
    Index(IndexArguments),
    /// Find photos by words, by example, or both
    Search(SearchArguments),
    /// Where in a photo the model sees what a query says
    Where(WhereArguments),
    /// The searches that are kept, and how many photos each finds
    Searches(SearchesArguments),
    /// Walk from one thing to another, and see the photos on the way
    Axis(AxisArguments),
    /// The axes that are kept
    Axes(AxesArguments),
    /// Label sets: the words that photos are tagged with
    Labels {
        #[command(subcommand)]
        command: LabelsJob,
    },
    /// Suggest the labels of a set for every photo, and accept the surest
    Suggest(SuggestArguments),
    /// Tell what a label set has learned from decisions, and whether that is used
    Learn(LearnArguments),
    /// Adapt a model to this catalogue: learn from its decisions and texts, and keep what came of it where it is better
    Adapt(AdaptArguments),
    /// How far two people agree about a label set, and the photos that they disagree about
    Agreement(AgreementArguments),
    /// Share a catalogue with others through a PostgreSQL database
    ///
    /// Everybody works on a catalogue of their own, also offline. Photos are told by their content, so that folders may differ. The URL is
    /// that of a database, as psql takes it; the password comes from PGPASSWORD or ~/.pgpass and is kept nowhere else.
    Share {
        #[command(subcommand)]
        command: ShareJob,
    },
    /// List the tagged photos of a label set, the likeliest wrong first
    Audit(AuditArguments),
    /// Compare the suggestions of a label set with what is known to be true
    Evaluate(EvaluateArguments),
    /// Search for the values of a table's columns, and tell how well the right photos are found
    EvaluateSearch(EvaluateSearchArguments),
    /// Take the last step back
    Undo(TurnArguments),
    /// Do the step again that was taken back last
    Redo(TurnArguments),
    /// Labels in and out of files
    Tags {
        #[command(subcommand)]
        command: TagsJob,
    },
    /// What shops are given: the columns of their files, and what each is made of
    Profiles {
        #[command(subcommand)]
        command: ProfilesJob,
    },
    /// Titles, brands and descriptions, which searches look into beside the pixels
    Text {
        #[command(subcommand)]
        command: TextJob,
    },
    /// Flag, rate and label photos, or read the marks that other programs gave them
    Mark(MarkArguments),
    /// Copy or hard-link photos into a folder, under names made by a pattern
    Copy(CopyArguments),
    /// Put photos on pages of paper, as a PDF file
    ContactSheet(ContactSheetArguments),
    /// Models that turn photos and words into vectors
    Models {
        #[command(subcommand)]
        command: ModelsJob,
    },
    /// Two models side by side: one query, or one label set
    Compare(CompareArguments),
    /// Photos of which one is enough: the same bytes, bursts, near copies, with the best of each
    Duplicates(DuplicatesArguments),
    /// Lay photos out in two dimensions: alike ones beside one another
    ///
    /// Prints where each photo lies: x to the right, y upwards, in no unit. The catalogue keeps the map; photos that came since are placed among those
    /// that they are most like. Near means alike; how far apart far groups lie says little.
    Map(MapArguments),
    /// Which views of which products are there, and which are still to be taken
    ///
    /// A view counts by accepted tags of a label set, such as View with the labels Front, Back and Detail.
    Shots(ShotsArguments),
    /// Hold photos against the rules of a marketplace: background, fill, shape, size, format, colours
    ///
    /// Answers come from figures that are kept at indexing; no model is asked. A photo passes where it meets every rule. What cannot be told
    /// (how much a product fills before a background that is not plain) passes nothing and fails nothing. Text and watermarks are not looked for.
    Standards(StandardsArguments),
    /// Cameras whose clocks are off: list them with their photos, or say by how much
    Clock(ClockArguments),
    /// What the catalogue holds
    Info,
    /// Look for damage in the catalogue, and mend it
    Check(CheckArguments),
    /// Back up what was decided, or copy the whole catalogue to one file
    ///
    /// Without FILE a backup of decisions, label sets, marks, texts, products and searches goes into Selvedge's own folder, and older ones are
    /// thinned: the last of each of 7 days, 4 weeks and 12 months stays. Vectors and thumbnails, which are made again by indexing, are left
    /// out. The window makes such backups by itself. With FILE the whole catalogue is copied there.
    Backup(BackupArguments),
    /// Bring back what a backup holds, as one step that can be undone
    ///
    /// Photos are told by their content. What a photo, label set or search has that the backup does not know stays. Without --set and --only
    /// everything is restored.
    Restore(RestoreArguments),
    /// Everything in the catalogue as open files, and back
    Archive {
        #[command(subcommand)]
        command: ArchiveJob,
    },
    /// Write the pages for man and the completions for shells into a folder, for whoever packages the program
    #[command(hide = true)]
    Manual {
        /// Folder to write into, empty or not there yet
        folder: PathBuf,
    },
}

#[derive(Args)]
pub struct CheckArguments {
    /// Mend what can be mended, after copying the catalogue, and say what was done
    ///
    /// The index of words and the tables' indexes are made anew, rows whose photo, label, set or model is gone are taken out, and thumbnails that
    /// cannot be read are forgotten until the next index. What cannot be mended is told and left as it is.
    #[arg(long)]
    pub repair: bool,

    /// With --repair: tell what would be done and change nothing
    #[arg(long, requires = "repair")]
    pub dry_run: bool,
}

#[derive(Args)]
pub struct TurnArguments {
    /// Only the step of this number, as the JSON of the job that made it tells, and only if it is the last
    #[arg(long, value_name = "ID")]
    pub step: Option<i64>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn help_names_every_filter_state_and_export_format() {
        let mut command = super::Arguments::command();
        let mut help = |path: &[&str]| {
            let job = path.iter().fold(&mut command, |job, name| job.find_subcommand_mut(name).unwrap());
            job.render_long_help().to_string()
        };
        for job in ["search", "compare"] {
            let help = help(&[job]);
            for (example, words) in tasks::query::examples() {
                assert!(help.contains(&example) && help.contains(words), "{job} --help says nothing of {example}:\n{help}");
            }
        }
        let help = help(&["tags", "export"]);
        for format in &tasks::exchange::EXPORT_FORMATS {
            assert!(help.contains(format.name) && help.contains(format.title), "{help}");
        }
    }
}
