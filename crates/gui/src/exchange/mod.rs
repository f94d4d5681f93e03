//! Tags in and out of files, as dialogs: what would happen is shown before anything is changed.

mod export;
mod import;

pub use export::{ExportForm, ExportedList, export_ui, exported_ui};
pub use import::{ImportForm, import_ui};

use super::app::App;
use super::command::UiCommand;
use super::overlay::{Dialog, Overlay};
use super::state::State;
use egui::Context;
use engine::protocol::{ExportFormat, ExportReport, ImportReport, Notice, PickPurpose, Tone};
use std::path::Path;

/// Opens the import of a CSV.
pub fn open_import(app: &mut App) {
    app.state.overlay = Some(Overlay::Dialog(Dialog::Import(ImportForm::csv())));
}

/// Opens the import of keywords.
pub fn open_keywords(app: &mut App) {
    app.state.overlay = Some(Overlay::Dialog(Dialog::Import(ImportForm::keywords())));
}

/// Opens the export.
pub fn open_export(app: &mut App) {
    app.state.overlay = Some(Overlay::Dialog(Dialog::Export(ExportForm::new(&app.state))));
}

/// A file was chosen or dropped: the dialog that waits for it takes it, else one is opened.
pub fn picked(app: &mut App, purpose: PickPurpose, path: &Path) {
    match (purpose, &mut app.state.overlay) {
        (PickPurpose::ExportTags(_), Some(Overlay::Dialog(Dialog::Export(form)))) => form.picked(path),
        (PickPurpose::ExportTags(format), _) => {
            let mut form = ExportForm::new(&app.state);
            form.choose(format);
            form.picked(path);
            app.state.overlay = Some(Overlay::Dialog(Dialog::Export(form)));
        }
        (_, Some(Overlay::Dialog(Dialog::Import(form)))) if form.reads_file() => {
            let check = form.picked(path);
            app.engine.send(check);
        }
        _ => {
            let mut form = ImportForm::csv();
            let check = form.picked(path);
            app.state.overlay = Some(Overlay::Dialog(Dialog::Import(form)));
            app.engine.send(check);
        }
    }
}

/// What an import did, or would do.
pub fn hear_imported(ctx: &Context, state: &mut State, dry_run: bool, report: Result<ImportReport, String>) {
    let open = match &mut state.overlay {
        Some(Overlay::Dialog(Dialog::Import(form))) => Some(form),
        _ => None,
    };
    match (dry_run, open, report) {
        (true, Some(form), report) => form.checked(report),
        (true, None, _) => {}
        (false, Some(form), Err(reason)) => form.failed(reason),
        (false, None, Err(reason)) => state.toasts.say(ctx.time(), Notice { request: None, tone: Tone::Error, text: reason }),
        (false, open, Ok(report)) => {
            if open.is_some_and(|form| form.working()) {
                state.overlay = None;
            }
            let notice = Notice { request: None, tone: Tone::Done, text: import::done_words(&report) };
            state.toasts.offer(ctx.time(), notice, (report.imported > 0).then_some((UiCommand::Undo, "Undo")));
        }
    }
}

/// What an export did.
pub fn hear_exported(ctx: &Context, state: &mut State, format: ExportFormat, to: Option<&Path>, report: Result<ExportReport, String>) {
    let open = match &mut state.overlay {
        Some(Overlay::Dialog(Dialog::Export(form))) if form.working() => Some(form),
        _ => None,
    };
    match (open, report) {
        (Some(form), Err(reason)) => form.failed(reason),
        (None, Err(reason)) => state.toasts.say(ctx.time(), Notice { request: None, tone: Tone::Error, text: reason }),
        (open, Ok(report)) => {
            let free = open.is_some() || state.overlay.is_none();
            let words = export::done_words(format, to, &report);
            if free {
                state.overlay = None;
            }
            let list = ExportedList::new(words.clone(), &report);
            if let Some(list) = list.filter(|_| free) {
                state.overlay = Some(Overlay::Dialog(Dialog::Exported(list)));
            } else {
                let tone = if report.failed.is_empty() { Tone::Done } else { Tone::Warning };
                state.toasts.say(ctx.time(), Notice { request: None, tone, text: words });
            }
        }
    }
}

/// An error told by other means: whatever was under way is not any more.
pub fn hear_error(state: &mut State) {
    match &mut state.overlay {
        Some(Overlay::Dialog(Dialog::Import(form))) => form.stopped(),
        Some(Overlay::Dialog(Dialog::Export(form))) => form.stopped(),
        _ => {}
    }
}
