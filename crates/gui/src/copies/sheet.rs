//! A contact sheet as it is filled in, and its dialog.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::new_file::{NewFile, end_ui, path_ui};
use crate::kit::path::name_of;
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::scope;
use base::{PhotoId, human};
use egui::{Id, Ui};
use engine::protocol::{DesktopRequest, JobRequest, Paper, PickPurpose, SheetReport, SheetRequest};
use std::sync::Arc;

/// Numbers of columns that are offered.
const COLUMNS: [(u8, &str); 6] = [(2, "2"), (3, "3"), (4, "4"), (5, "5"), (6, "6"), (8, "8")];

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetForm {
    /// In the order of the grid.
    photos: Arc<[PhotoId]>,
    paper: Paper,
    columns: u8,
    names: bool,
    marks: bool,
    title: String,
    pub file: NewFile,
}

impl SheetForm {
    /// For what is selected, else for what is found.
    pub fn open(ctx: &Ctx) -> Self {
        let SheetRequest { paper, columns, names, marks, .. } = SheetRequest::default();
        let file = NewFile::named(ctx.library.first_folder(), "contact-sheet.pdf");
        let title = ctx.library.snapshot.as_ref().map(|snapshot| snapshot.name.clone()).unwrap_or_default();
        Self { photos: scope::chosen(ctx), paper, columns, names, marks, title, file }
    }

    fn start(&mut self, out: &mut Output<Msg>) {
        let request = SheetRequest {
            photos: Arc::clone(&self.photos),
            to: self.file.path().unwrap_or_default(),
            paper: self.paper,
            columns: self.columns,
            names: self.names,
            marks: self.marks,
            title: self.title.trim().to_owned(),
        };
        self.file.writing(out.ask(JobRequest::Sheet { request, replace: self.file.may_replace() }));
    }
}

/// "30 photos on 2 pages in contact-sheet.pdf".
pub fn done_words(report: &SheetReport) -> String {
    let pages = human::counted(report.pages, "page", "pages");
    let unread = report.failed.len() as u64;
    let failed = if unread > 0 { format!(", {} could not be read", human::count(unread)) } else { String::new() };
    format!("{} on {pages} in {}{failed}", human::photos(report.photos), name_of(&report.file))
}

/// Draws the dialog.
pub fn sheet_ui(ui: &mut Ui, form: &mut SheetForm) -> Output<Msg> {
    let mut out = Output::default();
    ui.add_enabled_ui(!form.file.is_writing(), |ui| fields_ui(ui, form, &mut out));
    let (verb, lacks) = (format!("Print {}", human::photos(form.photos.len() as u64)), form.file.lacks());
    let clicked = end_ui(ui, &mut form.file, &verb, lacks, |_| {});
    if clicked.start {
        form.start(&mut out);
    }
    if clicked.leave {
        out.effect(Effect::CloseOverlay);
    }
    out
}

fn fields_ui(ui: &mut Ui, form: &mut SheetForm, out: &mut Output<Msg>) {
    forms::note_ui(ui, "Photos on pages of paper, as one PDF file.");
    if let Some(columns) = forms::line_ui(ui, "Columns", |ui| forms::segments_ui(ui, &COLUMNS, form.columns)) {
        form.columns = columns;
    }
    let papers = [(Paper::A4, "A4"), (Paper::Letter, "US Letter")];
    if let Some(paper) = forms::line_ui(ui, "Paper", |ui| forms::segments_ui(ui, &papers, form.paper)) {
        form.paper = paper;
    }
    forms::line_ui(ui, "Title", |ui| {
        let room = ui.available_width();
        widgets::field(ui, Id::unique("sheet title"), &mut form.title, "Above each page", "Title", room)
    });
    forms::check_ui(ui, &mut form.names, "File names below the photos");
    forms::check_ui(ui, &mut form.marks, "Stars and colour labels below the photos");
    if path_ui(ui, &mut form.file, "sheet path") {
        out.send(DesktopRequest::Pick(PickPurpose::ContactSheet));
    }
}
