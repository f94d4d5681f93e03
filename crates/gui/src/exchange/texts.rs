//! Columns of a CSV into texts of photos: titles, brands, descriptions. First a look, then the import.

use super::msg::Msg;
use super::stage::{Stage, stage_ui};
use super::told::{Go, buttons_ui, counts_ui, examples_ui, report_room_ui};
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::table_file::{TableChange, TableFile, table_file_ui};
use base::human;
use egui::Ui;
use egui_material_icons::icons;
use engine::protocol::{JobRequest, MatchBy, PickPurpose, RequestId, TextReport, TextRequest};
use std::path::Path;

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    name: String,
    /// It holds texts.
    chosen: bool,
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextForm {
    table: TableFile,
    /// Those that the file was found to have; empty: it was not looked into.
    columns: Vec<Column>,
    stage: Stage<TextReport>,
}

impl TextForm {
    /// As it opens.
    pub fn new() -> Self {
        Self { table: TableFile::default(), columns: Vec::new(), stage: Stage::Unknown }
    }

    /// A file was chosen: it is looked at.
    pub fn picked(&mut self, path: &Path) -> Effect {
        self.table.picked(path);
        self.columns.clear();
        self.check()
    }

    /// There is no dialog to choose the file in.
    pub fn no_dialog(&mut self) {
        self.table.no_dialog();
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.stage.waits_for(request)
    }

    /// What would happen; the answer to the last look counts. The columns that were read are the ones that are chosen.
    pub fn checked(&mut self, request: RequestId, report: Result<TextReport, String>, columns: Vec<String>) {
        if !self.waits_for(request) {
            return;
        }
        if !self.columns.iter().map(|column| &column.name).eq(&columns) {
            let read: &[(String, u64)] = report.as_ref().map_or(&[], |report| &report.columns);
            let chosen = |name: &str| read.iter().any(|(column, _)| column == name);
            self.columns = columns.into_iter().map(|name| Column { chosen: chosen(&name), name }).collect();
        }
        self.stage = match report {
            Ok(report) => Stage::Known(report),
            // None has a usual name: that is no fault of the file.
            Err(_) if !self.columns.is_empty() && self.chosen().is_empty() => Stage::Unknown,
            Err(reason) => Stage::Wrong(reason),
        };
    }

    /// The import did not work.
    pub fn failed(&mut self, reason: String) {
        self.stage = Stage::Wrong(reason);
    }

    /// Nothing is under way any more.
    pub fn stopped(&mut self) {
        self.stage.stopped();
    }

    fn chosen(&self) -> Vec<String> {
        self.columns.iter().filter(|column| column.chosen).map(|column| column.name.clone()).collect()
    }

    /// What is to be filled in before anything can be looked at.
    fn lacks(&self) -> Option<&'static str> {
        if self.table.is_empty() {
            Some("Choose a file first, or type its path")
        } else if !self.columns.is_empty() && self.chosen().is_empty() {
            Some("Choose the columns that hold texts")
        } else {
            None
        }
    }

    /// Why the button cannot be pressed.
    fn why_not(&self) -> Option<&'static str> {
        match &self.stage {
            Stage::Known(report) if report.imported == 0 => Some("There is nothing new to import"),
            Stage::Checking(_) | Stage::Importing(_) => None,
            _ => self.lacks(),
        }
    }

    fn command(&self, dry_run: bool) -> JobRequest {
        let (file, match_by) = (self.table.file(), self.table.match_by);
        JobRequest::ImportTexts(TextRequest { file, match_by, columns: self.chosen(), dry_run })
    }

    fn check(&mut self) -> Effect {
        let (id, effect) = Effect::ask(self.command(true));
        self.stage = Stage::Checking(id);
        effect
    }
}

/// "Texts of 1,204 photos imported".
pub fn done_words(report: &TextReport) -> String {
    format!("Texts of {} imported", human::photos(report.imported))
}

/// Draws the dialog.
pub fn texts_ui(ui: &mut Ui, form: &mut TextForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let changed = forms::room_ui(ui, theme::IMPORT_FORM, |ui| {
        forms::note_ui(ui, "Searches look into them beside the pictures, so that brands and names are found.");
        ui.add_enabled_ui(!form.stage.imports(), |ui| fields_ui(ui, form, ctx, &mut out)).inner
    });
    // What was told belongs to the form as it stood then.
    if changed {
        if !form.columns.is_empty() && form.lacks().is_none() {
            out.effect(form.check());
        } else {
            form.stage = Stage::Unknown;
        }
    }
    ui.add_space(space::XS);
    report_room_ui(ui, |ui| stage_ui(ui, &form.stage, "Looking into the file…", |ui, report| report_ui(ui, form.table.match_by, report)));
    let (words, check) = match &form.stage {
        Stage::Known(report) => (format!("Import texts of {}", human::photos(report.imported)), false),
        _ => ("Check the file".to_owned(), true),
    };
    let go = Go { words: &words, busy: form.stage.is_busy(), imports: form.stage.imports(), why_not: form.why_not() };
    if buttons_ui(ui, &go, &mut out) {
        if check {
            out.effect(form.check());
        } else {
            form.stage = Stage::Importing(out.ask(form.command(false)));
        }
    }
    out
}

/// True where something that matters for the answer was changed.
fn fields_ui(ui: &mut Ui, form: &mut TextForm, ctx: &Ctx, out: &mut Output<Msg>) -> bool {
    let file = table_file_ui(ui, &mut form.table, PickPurpose::ImportTexts, ctx, out);
    if file == Some(TableChange::Path) {
        form.columns.clear();
    }
    let columns = if form.columns.is_empty() {
        forms::line_ui(ui, "Columns", |ui| forms::note_ui(ui, "Title, brand and description are looked for."));
        false
    } else {
        forms::tall_line_ui(ui, "Columns", |ui| columns_ui(ui, form))
    };
    file.is_some() || columns
}

/// The columns to choose from, as many as there are.
fn columns_ui(ui: &mut Ui, form: &mut TextForm) -> bool {
    let room = ui.available_height();
    forms::checks_ui(ui, "text columns", room, form.columns.iter_mut().map(|column| (&mut column.chosen, column.name.as_str())))
}

fn report_ui(ui: &mut Ui, match_by: MatchBy, report: &TextReport) {
    let palette = theme::palette(ui);
    let named = match match_by {
        MatchBy::Sku => ["row names a product", "rows name a product"],
        MatchBy::Path | MatchBy::Name => ["row names a photo", "rows name a photo"],
    };
    counts_ui(
        ui,
        &[
            (report.matched, named, icons::ICON_CHECK, palette.done),
            (report.unmatched, ["row matches nothing here", "rows match nothing here"], icons::ICON_LINK_OFF, palette.doubtful),
            (report.ambiguous, ["row could mean several photos", "rows could mean several photos"], icons::ICON_HELP, palette.doubtful),
            (
                report.duplicates,
                ["row is about a photo that an earlier one names", "rows are about photos that earlier ones name"],
                icons::ICON_CONTENT_COPY,
                palette.doubtful,
            ),
            (report.empty, ["row has no text", "rows have no text"], icons::ICON_REMOVE, palette.weak),
            (report.unchanged, ["photo has these texts already", "photos have these texts already"], icons::ICON_DONE_ALL, palette.weak),
        ],
    );
    for (column, _) in report.columns.iter().filter(|(_, texts)| *texts == 0) {
        forms::note_ui(ui, &format!("Nothing would be read from “{column}”: it is empty, or no row with a text in it names a photo."));
    }
    examples_ui(ui, &report.examples);
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::Request;

    fn looked(form: &mut TextForm) -> (RequestId, TextRequest) {
        let Effect::Send(id, Request::Job(JobRequest::ImportTexts(request))) = form.picked(Path::new("/a.csv")) else {
            panic!("another effect")
        };
        (id, request)
    }

    #[test]
    fn the_columns_that_were_read_are_chosen() {
        let mut form = TextForm::new();
        let (first, request) = looked(&mut form);
        assert!(request.dry_run && request.columns.is_empty());
        let (second, _) = looked(&mut form);
        form.checked(first, Err("gone".to_owned()), Vec::new());
        assert_eq!(form.stage, Stage::Checking(second), "only the answer to the last look counts");
        let report = TextReport { columns: vec![("Title".to_owned(), 3)], imported: 3, ..TextReport::default() };
        form.checked(second, Ok(report), vec!["Title".to_owned(), "price".to_owned()]);
        assert_eq!((form.chosen(), form.why_not()), (vec!["Title".to_owned()], None));
    }

    #[test]
    fn a_file_without_a_usual_column_asks_for_one() {
        let mut form = TextForm::new();
        let (id, _) = looked(&mut form);
        form.checked(id, Err("no column".to_owned()), vec!["displayName".to_owned()]);
        assert_eq!((&form.stage, form.why_not()), (&Stage::Unknown, Some("Choose the columns that hold texts")));
        let (id, _) = looked(&mut form);
        form.checked(id, Err("not there".to_owned()), Vec::new());
        assert_eq!(form.stage, Stage::Wrong("not there".to_owned()));
    }
}
