//! The command line: arguments in, tables or JSON out. Floor 4.
//!
//! Results go to stdout, progress and problems to stderr. Exit codes: 0 done, 1 nothing found, 2 an error or a file
//! tried in this run failed, 130 cancelled; a closed pipe is no error.

mod commands;
mod compare;
mod demo;
mod labels;
mod models;
mod output;
mod progress;
mod search;
mod suggest;
mod tags;

use base::Cancel;
use clap::{Args, Parser, Subcommand};
use engine::EngineOptions;
use engine::protocol::{CatalogRequest, Request};
use models::ModelsJob;
use output::Output;
use std::path::PathBuf;
use std::process::ExitCode;
use tags::TagsJob;
use tasks::query;
use workspace::AppError;

/// Nothing was found.
const NOTHING: u8 = 1;
/// An error, or a file that was tried in this run failed.
const FAILED: u8 = 2;
/// The person pressed Ctrl+C.
const CANCELLED: u8 = 130;

#[derive(Parser)]
#[command(name = "selvedge", version, about = "Browse, search and tag product photos offline", max_term_width = 100)]
struct Arguments {
    /// Folder of photos or catalogue file to open in the window
    path: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Job>,
}

#[derive(Args, Clone)]
struct Common {
    /// Catalogue file to use [default: the one that holds the folder, or the one last used]
    #[arg(long, global = true, value_name = "FILE")]
    catalog: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long, global = true)]
    json: bool,
    /// Print no progress
    #[arg(long, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Job {
    /// Open the drawn sample catalogue
    Demo,
    /// Read the photos of folders into a catalogue
    Index(IndexArguments),
    /// Find photos by words, by example, or both
    Search(SearchArguments),
    /// Label sets: the words that photos are tagged with
    Labels {
        #[command(subcommand)]
        command: LabelsJob,
    },
    /// Suggest the labels of a set for every photo, and accept the surest
    Suggest(SuggestArguments),
    /// Take the last step back
    Undo(TurnArguments),
    /// Do the step again that was taken back last
    Redo(TurnArguments),
    /// Labels in and out of files
    Tags {
        #[command(subcommand)]
        command: TagsJob,
    },
    /// Models that turn photos and words into vectors
    Models {
        #[command(subcommand)]
        command: ModelsJob,
    },
    /// Two models side by side: one query, or one label set
    Compare(CompareArguments),
    /// What the catalogue holds
    Info,
    /// Look for damage in the catalogue
    Check,
    /// Copy the catalogue to one file
    Backup {
        /// File to write
        file: PathBuf,
    },
}

#[derive(Args)]
struct ModelArguments {
    /// Model by name, or a folder that holds one [default: the one that answers for the catalogue]
    #[arg(long, value_name = "NAME|DIR")]
    model: Option<String>,
    /// Where the model runs: auto, cpu, cuda or metal
    #[arg(long, default_value = "auto")]
    device: String,
}

#[derive(Args)]
struct IndexArguments {
    /// Folders of photos, searched with everything below them
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    #[command(flatten)]
    model: ModelArguments,
}

#[derive(Args)]
struct SearchArguments {
    #[arg(help = query::summary(), long_help = query::help())]
    query: Vec<String>,
    /// Photos like this one
    #[arg(long, value_name = "PHOTO")]
    like: Option<PathBuf>,
    /// Most photos to print
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    /// Only photos that score at least this
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    min_score: Option<f32>,
    #[command(flatten)]
    model: ModelArguments,
}

#[derive(Args)]
struct SuggestArguments {
    /// Name of the label set
    #[arg(long, value_name = "NAME")]
    set: String,
    /// Only suggestions that score at least this (0 to 1) [default: 0; in a multi-choice set 0.5]
    #[arg(long, value_name = "S")]
    min_score: Option<f64>,
    /// Accept suggestions that score at least this (0 to 1); what people and imports decided stays
    #[arg(long, value_name = "S")]
    accept_above: Option<f64>,
    #[command(flatten)]
    model: ModelArguments,
}

#[derive(Args)]
struct TurnArguments {
    /// Only the step of this number, as the JSON of the job that made it tells, and only if it is the last
    #[arg(long, value_name = "ID")]
    step: Option<i64>,
}

#[derive(Args)]
struct CompareArguments {
    #[arg(required_unless_present = "set", help = query::summary(), long_help = query::help())]
    query: Vec<String>,
    /// Two models by name or folder, with a comma between them; both must have embedded photos of the catalogue
    #[arg(long, value_name = "A,B", value_parser = two_models)]
    models: [String; 2],
    /// Instead of a query: the photos on which they disagree about this label set, worst first
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    set: Option<String>,
    /// Most photos to print for each model
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    /// Where the models run: auto, cpu, cuda or metal
    #[arg(long, default_value = "auto")]
    device: String,
}

fn two_models(text: &str) -> Result<[String; 2], String> {
    match text.split_once(',') {
        Some((a, b)) if !a.trim().is_empty() && !b.trim().is_empty() => Ok([a.trim().to_owned(), b.trim().to_owned()]),
        _ => Err("write two models with a comma between them, such as: starter,fashion-clip".to_owned()),
    }
}

#[derive(Subcommand)]
enum LabelsJob {
    /// List the label sets
    List,
    /// Read label sets from a CSV (columns set,label), a JSON or a plain list; known sets are brought up to date
    Import {
        /// File to read
        file: PathBuf,
    },
    /// Write all label sets
    Export {
        /// File to write: JSON where its name ends so, else CSV [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Opens the window, or says why it cannot. The two floors beside each other do not know each other; `main.rs` joins them.
pub type OpenWindow = fn(EngineOptions, Option<Request>) -> Result<(), String>;

/// Runs what the process's arguments ask for.
pub fn main(open_window: OpenWindow) -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = Output::new(arguments.common.json, arguments.common.quiet);
    let code = match run(arguments, open_window, &mut out) {
        Ok(code) => code,
        Err(error) => {
            output::error(&error);
            FAILED
        }
    };
    ExitCode::from(out.finish(code))
}

fn run(arguments: Arguments, open_window: OpenWindow, out: &mut Output) -> Result<u8, AppError> {
    let Arguments { path, common, command } = arguments;
    let catalog = common.catalog;
    match command {
        None => window(path.or(catalog), open_window),
        Some(Job::Demo) => demo::run(open_window, out),
        Some(Job::Index(arguments)) => commands::index(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Search(arguments)) => search::search(&arguments, catalog, out),
        Some(Job::Labels { command }) => labels::run(&command, catalog, out),
        Some(Job::Suggest(arguments)) => suggest::suggest(&arguments, catalog, out),
        Some(Job::Undo(arguments)) => suggest::turn(false, &arguments, catalog, out),
        Some(Job::Redo(arguments)) => suggest::turn(true, &arguments, catalog, out),
        Some(Job::Tags { command: TagsJob::Import(arguments) }) => tags::import(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Tags { command: TagsJob::Export(arguments) }) => tags::export(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Models { command }) => models::run(&command, catalog, out),
        Some(Job::Compare(arguments)) => compare::compare(&arguments, catalog, out),
        Some(Job::Info) => commands::info(catalog, out),
        Some(Job::Check) => commands::check(catalog, out),
        Some(Job::Backup { file }) => commands::backup(catalog, &file, out),
    }
}

fn window(path: Option<PathBuf>, open_window: OpenWindow) -> Result<u8, AppError> {
    if !has_display() {
        return Err(AppError::NoDisplay("no display was found".into()));
    }
    let open = path.map(|p| CatalogRequest::Open(std::path::absolute(&p).unwrap_or(p)).into());
    open_window(EngineOptions::default(), open).map_err(AppError::NoDisplay)?;
    Ok(0)
}

/// Whether a window has somewhere to go. Only X11 and Wayland can say so beforehand.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET")
}

/// Ctrl+C and the like end the job at its next safe point; what was indexed stays.
fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let flag = cancel.clone();
    // Without the handler Ctrl+C still ends the process, and the store is safe against that too.
    let _ = ctrlc::set_handler(move || flag.cancel());
    cancel
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
