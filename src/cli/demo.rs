//! `selvedge demo`: the drawn sample catalogue, in the window, or in words where there is no display.

use super::arguments::ArithmeticArgument;
use super::commands::model;
use super::output::{Output, note};
use super::progress::Bar;
use super::search::find;
use super::window::OpenWindow;
use base::{Cancel, Progress, human};
use catalog::Catalog;
use clip::STARTER;
use engine::EngineOptions;
use engine::protocol::{BackupPace, CatalogRequest};
use workspace::error::index_summary;
use workspace::search::SearchRequest;
use workspace::{AppError, Library, Places, sample};

/// Hits shown for each example.
const TOP: usize = 5;

pub fn run(open_window: OpenWindow, out: &mut Output) -> Result<u8, AppError> {
    if !super::window::has_display() {
        note("no display was found; here is the sample catalogue in words");
    } else if let Err(problem) = open_window(
        EngineOptions { watch: true, backups: Some(BackupPace::USUAL), ..EngineOptions::default() },
        Some(CatalogRequest::OpenSample.into()),
    ) {
        note(&format!("the window cannot be opened ({problem}); here is the sample catalogue in words"));
    } else {
        return Ok(0);
    }
    in_words(out)
}

fn in_words(out: &mut Output) -> Result<u8, AppError> {
    let places = Places::new(None, None)?;
    let folder = sample::copy(&places)?;
    let mut library =
        Library::new(Catalog::open_or_create(&places.sample_catalog())?, model(STARTER, "auto", ArithmeticArgument::default())?);
    places.remember(library.catalog().path());
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let report = library.index(std::slice::from_ref(&folder), &progress, &Cancel::default(), &mut |_| {})?;
    drop(bar);
    out.line(&index_summary(&report, STARTER));
    let workspace = library.workspace()?;
    for text in sample::QUERIES {
        out.line("");
        out.line(&format!("selvedge search {text}"));
        let request = SearchRequest { text: text.to_owned(), ..SearchRequest::default() };
        for hit in find(&workspace, &request, TOP)?.0 {
            let path = hit.path.strip_prefix(&folder).unwrap_or(&hit.path);
            out.line(&format!("  {}  {}", human::score_in_table(hit.score.unwrap_or_default()), path.display()));
        }
    }
    Ok(0)
}
