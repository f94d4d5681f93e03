//! The command line: arguments in, tables or JSON out.
//!
//! Results go to stdout, progress and problems to stderr. Exit codes: 0 done, 1 nothing found, 2 an error or a file
//! tried in this run failed, 130 cancelled; a closed pipe is no error.

mod adapt;
mod agreement;
mod archive;
mod arguments;
mod arithmetic;
mod audit;
mod axis;
mod backups;
mod check;
mod clock;
mod commands;
mod compare;
mod contact_sheet;
mod copy;
mod demo;
mod duplicates;
mod evaluate;
mod exit;
mod interrupt;
mod labels;
mod learn;
mod lint;
mod localise;
mod manual;
mod map;
mod mark;
mod models;
mod output;
mod profiles;
mod progress;
mod promise;
mod search;
mod searches;
mod share;
mod shots;
mod sku_match;
mod standards;
mod suggest;
mod tags;
mod text;
mod verify;
mod which;
mod window;

use arguments::{Arguments, Job, LabelsJob, TagsJob, TextJob};
use clap::Parser;
use exit::FAILED;
use interrupt::cancel_on_interrupt;
use output::Output;
use std::process::ExitCode;
use window::{OpenWindow, window};
use workspace::AppError;

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
        Some(Job::Searches(arguments)) => searches::searches(&arguments, catalog, out),
        Some(Job::Axis(arguments)) => axis::axis(&arguments, catalog, out),
        Some(Job::Axes(arguments)) => axis::axes(&arguments, catalog, out),
        Some(Job::Labels { command }) => match command {
            LabelsJob::Lint(arguments) => lint::lint(&arguments, catalog, out, &cancel_on_interrupt()),
            LabelsJob::Vocabulary(command) => labels::run(&command, catalog, out),
        },
        Some(Job::Suggest(arguments)) => suggest::suggest(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Learn(arguments)) => learn::learn(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Adapt(arguments)) => adapt::adapt(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Agreement(arguments)) => agreement::agreement(&arguments, catalog, out),
        Some(Job::Share { command }) => share::run(&command, catalog, out),
        Some(Job::Audit(arguments)) => audit::audit(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Evaluate(arguments)) => evaluate::evaluate(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::EvaluateSearch(arguments)) => evaluate::evaluate_search(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Where(arguments)) => localise::find(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Undo(arguments)) => suggest::turn(false, &arguments, catalog, out),
        Some(Job::Redo(arguments)) => suggest::turn(true, &arguments, catalog, out),
        Some(Job::Tags { command: TagsJob::Import(arguments) }) => tags::import(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Tags { command: TagsJob::Export(arguments) }) => tags::export(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Profiles { command }) => profiles::run(&command, catalog, out),
        Some(Job::Text { command: TextJob::Import(arguments) }) => text::import(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Mark(arguments)) => mark::mark(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Copy(arguments)) => copy::copy(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::ContactSheet(arguments)) => contact_sheet::contact_sheet(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Models { command }) => models::run(&command, catalog, out),
        Some(Job::Compare(arguments)) => compare::compare(&arguments, catalog, out),
        Some(Job::Duplicates(arguments)) => duplicates::duplicates(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Map(arguments)) => map::map(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Shots(arguments)) => shots::shots(&arguments, catalog, out, &cancel_on_interrupt()),
        Some(Job::Standards(arguments)) => standards::standards(&arguments, catalog, out),
        Some(Job::Clock(arguments)) => clock::clock(&arguments, catalog, out),
        Some(Job::Info) => commands::info(catalog, out),
        Some(Job::Check(arguments)) => check::check(&arguments, catalog, out),
        Some(Job::Backup(arguments)) => backups::backup(&arguments, catalog, out),
        Some(Job::Restore(arguments)) => backups::restore(&arguments, catalog, out),
        Some(Job::Archive { command }) => archive::run(&command, catalog, out),
        Some(Job::Manual { folder }) => manual::manual(&folder, out),
    }
}
