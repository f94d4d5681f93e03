//! Existing labels into tags: from a CSV, or from the keywords in the photos and their sidecars. First a look, then the import.

use super::msg::Msg;
use super::stage::{Stage, stage_ui};
use super::told::{Count, Go, buttons_ui, counts_ui, examples_ui, report_room_ui};
use crate::kit::forms;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::table_file::{TableChange, TableFile, table_file_ui};
use base::human;
use egui::{Id, Label, RichText, Ui};
use egui_material_icons::icons;
use engine::protocol::{ImportExample, ImportGuess, ImportReport, ImportRequest, JobRequest, MatchBy, PickPurpose, RequestId};
use std::path::Path;

/// New labels named; the rest are counted.
const NAMED: usize = 6;

/// Rows of a file in which each may well have a label of its own.
const FEW: u64 = 10;

/// Where the labels come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Csv,
    Keywords,
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportForm {
    from: From,
    table: TableFile,
    one_column: bool,
    column: String,
    set: String,
    /// Whose decisions they are, where the file does not say; empty: nobody's.
    author: String,
    /// Those that the file was found to have, without the one that names photos.
    columns: Vec<String>,
    /// How the file is to be read is not known yet: it is found out with the first look.
    guesses: bool,
    stage: Stage<ImportReport>,
}

impl ImportForm {
    /// From a CSV.
    pub fn csv() -> Self {
        Self {
            from: From::Csv,
            table: TableFile::default(),
            one_column: false,
            column: String::new(),
            set: String::new(),
            author: String::new(),
            columns: Vec::new(),
            guesses: true,
            stage: Stage::Unknown,
        }
    }

    /// From the photos' keywords.
    pub fn keywords() -> Self {
        Self { from: From::Keywords, set: "Keywords".to_owned(), ..Self::csv() }
    }

    /// Columns were mapped by hand, and not imported yet.
    pub fn is_mapped(&self) -> bool {
        let mapped = self.one_column && !(self.column.trim().is_empty() && self.set.trim().is_empty());
        self.from == From::Csv && mapped && !self.working()
    }

    /// It takes a file.
    pub fn reads_file(&self) -> bool {
        self.from == From::Csv
    }

    /// The import is under way.
    pub fn working(&self) -> bool {
        self.stage.imports()
    }

    /// The dialog's title.
    pub fn title(&self) -> &'static str {
        match self.from {
            From::Csv => "Import labels from a CSV file",
            From::Keywords => "Import keywords of the photos",
        }
    }

    /// A file was chosen: it is looked at.
    pub fn picked(&mut self, path: &Path) -> Effect {
        self.table.picked(path);
        self.guesses = true;
        self.check()
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.stage.waits_for(request)
    }

    /// There is no dialog to choose the file in.
    pub fn no_dialog(&mut self) {
        self.table.no_dialog();
    }

    /// What would happen, and how the file was read where that was to be found out; the answer to the last look counts.
    pub fn checked(&mut self, request: RequestId, report: Result<ImportReport, String>, guess: Option<ImportGuess>) {
        if !self.waits_for(request) {
            return;
        }
        if let Some(guess) = guess {
            (self.guesses, self.one_column) = (false, !guess.is_long);
            self.table.match_by = guess.match_by;
            self.columns = guess.columns;
            self.column = guess.column.unwrap_or_default();
            self.set = guess.set.unwrap_or_default();
        }
        self.stage = match report {
            Ok(_) if !self.ready() => Stage::Unknown,
            report => report.map_or_else(Stage::Wrong, Stage::Known),
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

    /// As typed, without blanks around it.
    fn author(&self) -> Option<String> {
        Some(self.author.trim().to_owned()).filter(|name| !name.is_empty())
    }

    fn ready(&self) -> bool {
        self.lacks().is_none()
    }

    /// What is to be filled in before anything can be looked at.
    fn lacks(&self) -> Option<&'static str> {
        let no_set = self.set.trim().is_empty().then_some("Name the label set that they go to");
        match self.from {
            From::Csv if self.table.is_empty() => Some("Choose a file first, or type its path"),
            From::Csv if self.guesses || !self.one_column => None,
            From::Csv if self.column.trim().is_empty() => Some("Choose the column that holds the labels"),
            From::Csv | From::Keywords => no_set,
        }
    }

    /// Why the button cannot be pressed.
    fn why_not(&self) -> Option<&'static str> {
        match &self.stage {
            Stage::Known(report) if taken_in(report) == 0 => Some("There is nothing new to import"),
            Stage::Checking(_) | Stage::Importing(_) => None,
            _ => self.lacks(),
        }
    }

    /// What the look waits for.
    fn waits_words(&self) -> &'static str {
        match (&self.stage, self.from) {
            (Stage::Wrong(_), _) => "Nothing can be imported like this",
            (_, From::Keywords) => "Look into the photos first",
            (_, From::Csv) => "Press Enter to look into the file",
        }
    }

    /// A look is due: the form is filled in, and nobody types any more.
    fn is_due(&self, ui: &Ui) -> bool {
        self.stage == Stage::Unknown && self.from == From::Csv && self.ready() && !ui.ctx().text_edit_focused()
    }

    fn command(&self, dry_run: bool) -> JobRequest {
        let named = |text: &str| self.one_column.then(|| text.trim().to_owned());
        match self.from {
            From::Csv if dry_run && self.guesses => JobRequest::LookAtTags { file: self.table.file(), author: self.author() },
            From::Csv => JobRequest::ImportTags(ImportRequest {
                // A person sees what it costs and catches, and can switch it off.
                none_of_these: true,
                file: self.table.file(),
                match_by: self.table.match_by,
                set: named(&self.set),
                column: named(&self.column),
                author: self.author(),
                dry_run,
            }),
            From::Keywords => JobRequest::ImportKeywords { set: self.set.trim().to_owned(), dry_run },
        }
    }

    fn check(&mut self) -> Effect {
        let (id, effect) = Effect::ask(self.command(true));
        self.stage = Stage::Checking(id);
        effect
    }
}

/// "Imported 1,204 labels".
pub fn done_words(report: &ImportReport) -> String {
    let mut done = format!("Imported {}", human::counted(taken_in(report), "label", "labels"));
    let opinions = [0, report.opinions][usize::from(report.imported > 0)];
    for (n, one, many) in [
        (new_to_set(report), "new label in the set", "new labels in the set"),
        (opinions, "of them as another's opinion", "of them as another's opinion"),
    ] {
        if n > 0 {
            done = format!("{done}, {}", human::counted(n, one, many));
        }
    }
    done
}

/// What is saved: decisions, and what somebody says beside a decision that stays.
fn taken_in(report: &ImportReport) -> u64 {
    report.imported + report.opinions
}

/// Draws the dialog.
pub fn import_ui(ui: &mut Ui, form: &mut ImportForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let working = form.working();
    let csv = form.from == From::Csv;
    let changed = forms::room_ui(ui, if csv { theme::IMPORT_FORM } else { 0.0 }, |ui| {
        ui.add_enabled_ui(!working, |ui| fields_ui(ui, form, ctx, &mut out)).inner
    });
    // What was told belongs to the form as it stood then.
    if changed {
        form.stage = Stage::Unknown;
    }
    if form.is_due(ui) || (changed && !form.columns.is_empty() && form.ready()) {
        out.effect(form.check());
    }
    ui.add_space(space::XS);
    let looking = if csv { "Looking into the file…" } else { "Looking into the photos…" };
    report_room_ui(ui, |ui| stage_ui(ui, &form.stage, looking, |ui, report| report_ui(ui, form, report)));
    if !csv && form.stage == Stage::Unknown && form.ready() && widgets::button(ui, None, "Check the photos").clicked() {
        out.effect(form.check());
    }
    go_ui(ui, form, &mut out);
    out
}

/// True where something that matters for the answer was changed.
fn fields_ui(ui: &mut Ui, form: &mut ImportForm, ctx: &Ctx, out: &mut Output<Msg>) -> bool {
    let mut changed = false;
    if form.from == From::Keywords {
        forms::note_ui(ui, "Reads the keywords in the photos and in their sidecars. Photos and sidecars are not changed.");
        changed |= forms::line_ui(ui, "Label set", |ui| text_ui(ui, "Label set", &mut form.set, "Keywords"));
        return changed;
    }
    let file = table_file_ui(ui, &mut form.table, PickPurpose::ImportTags, ctx, out);
    match file {
        Some(TableChange::Path) => {
            form.columns.clear();
            form.guesses = true;
        }
        Some(TableChange::MatchBy) => form.guesses = false,
        None => {}
    }
    changed |= file.is_some();
    forms::line_ui(ui, "Labels are in", |ui| {
        let ways = [(true, "One column"), (false, "Columns “set” and “label”")];
        if let Some(one) = forms::segments_ui(ui, &ways, form.one_column) {
            (form.one_column, form.guesses) = (one, false);
            changed = true;
        }
    });
    changed |= forms::line_ui(ui, "Decided by", |ui| {
        let hint = "Name, where the file has none: what disagrees with you is kept beside it";
        text_ui(ui, "Decided by", &mut form.author, hint)
    });
    if form.one_column {
        let mut said = forms::line_ui(ui, "Column", |ui| column_ui(ui, form));
        said |= forms::line_ui(ui, "Label set", |ui| text_ui(ui, "Label set", &mut form.set, "Category"));
        // What the person says is not guessed over.
        form.guesses &= !said;
        changed |= said;
    }
    changed
}

/// One of the columns of the file; typed, until the file was looked into.
fn column_ui(ui: &mut Ui, form: &mut ImportForm) -> bool {
    if form.columns.is_empty() {
        return text_ui(ui, "Column", &mut form.column, "category");
    }
    let at = form.columns.iter().position(|column| *column == form.column);
    let chosen = if let Some(at) = at {
        forms::menu_ui(ui, "Column", &form.columns, at)
    } else {
        // Nothing is chosen for the person; the first line says that something is to be.
        let options: Vec<String> = std::iter::once("Choose a column".to_owned()).chain(form.columns.iter().cloned()).collect();
        forms::menu_ui(ui, "Column", &options, 0).and_then(|place| place.checked_sub(1))
    };
    let Some(column) = chosen.and_then(|place| form.columns.get(place)) else { return false };
    // The set is called like the column until it is called otherwise.
    if form.set.is_empty() || form.set == form.column {
        form.set.clone_from(column);
    }
    form.column.clone_from(column);
    true
}

fn text_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str) -> bool {
    widgets::field(ui, Id::unique("import").with(name), text, hint, name, ui.available_width()).changed()
}

fn report_ui(ui: &mut Ui, form: &ImportForm, report: &ImportReport) {
    let palette = theme::palette(ui);
    let one = match (form.from, form.table.match_by) {
        (From::Keywords, _) => ["photo has keywords", "photos have keywords"],
        (From::Csv, MatchBy::Sku) => ["row names a product", "rows name a product"],
        (From::Csv, _) => ["row names a photo", "rows name a photo"],
    };
    let counts: [Count; 6] = [
        (report.matched, one, icons::ICON_CHECK, palette.done),
        (
            report.unmatched.saturating_sub(report.failed.len() as u64),
            ["row matches nothing here", "rows match nothing here"],
            icons::ICON_LINK_OFF,
            palette.doubtful,
        ),
        (report.ambiguous, ["row could mean several photos", "rows could mean several photos"], icons::ICON_HELP, palette.doubtful),
        (
            report.conflicts,
            ["decision of a person stays as it is", "decisions of a person stay as they are"],
            icons::ICON_PERSON,
            palette.weak,
        ),
        (
            report.opinions,
            ["label is kept as its author's opinion", "labels are kept as their authors' opinions"],
            icons::ICON_GROUP,
            palette.accent,
        ),
        (report.failed.len() as u64, ["file could not be read", "files could not be read"], icons::ICON_ERROR, palette.problem),
    ];
    counts_ui(ui, &counts);
    if report.matched >= FEW && new_to_set(report) * 2 > report.matched {
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icons::ICON_WARNING, theme::ICON_SMALL, palette.doubtful);
            let words = "Nearly every row has a label of its own: is this the right column?";
            ui.add(Label::new(RichText::new(words).color(palette.text)).wrap());
        });
    }
    if !report.new_labels.is_empty() {
        let words = new_words(&report.new_labels);
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icons::ICON_ADD, theme::ICON_SMALL, palette.accent);
            ui.add(Label::new(RichText::new(words).color(palette.text)).wrap());
        });
    }
    let unread = report.failed.iter().take(NAMED).map(|problem| ImportExample {
        line: 0,
        key: name_of(&problem.path),
        outcome: format!("left out: {}", problem.reason),
    });
    examples_ui(ui, &report.examples.iter().cloned().chain(unread).collect::<Vec<_>>());
}

/// Labels that are new; a new set is not counted.
fn new_to_set(report: &ImportReport) -> u64 {
    report.new_labels.iter().filter(|new| new.contains(": ")).count() as u64
}

/// "New in Shoe type: Flats, Heels and 74 more".
fn new_words(new: &[String]) -> String {
    let set = new.iter().find_map(|n| n.split_once(": ")).map_or("", |(set, _)| set);
    let (inside, elsewhere): (Vec<&String>, Vec<&String>) = new.iter().partition(|n| n.split_once(": ").is_some_and(|(s, _)| s == set));
    let named: Vec<&str> = inside.iter().take(NAMED).filter_map(|n| n.split_once(": ")).map(|(_, label)| label).collect();
    let more = (inside.len() - named.len() + elsewhere.len()) as u64;
    let more = if more > 0 { format!(" and {} more", human::count(more)) } else { String::new() };
    if named.is_empty() { format!("New: {}", new.join(", ")) } else { format!("New in {set}: {}{more}", named.join(", ")) }
}

/// The button stands where it stands, and imports: a look comes by itself. Only keywords are looked for when the person asks, as that
/// reads every photo.
fn go_ui(ui: &mut Ui, form: &mut ImportForm, out: &mut Output<Msg>) {
    let words = match &form.stage {
        Stage::Known(report) => format!("Import {}", human::counted(taken_in(report), "label", "labels")),
        _ => "Import".to_owned(),
    };
    let unknown = !matches!(form.stage, Stage::Known(_));
    let why_not = form.why_not().or_else(|| (unknown && !form.stage.is_busy()).then(|| form.waits_words()));
    let go = Go { words: &words, busy: form.stage.is_busy(), imports: form.working(), why_not };
    if buttons_ui(ui, &go, out) {
        form.stage = Stage::Importing(out.ask(form.command(false)));
    } else if unknown && form.ready() && !form.stage.is_busy() && forms::entered(ui) {
        out.effect(form.check());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::Request;

    fn guess(column: Option<&str>) -> ImportGuess {
        let column = column.map(str::to_owned);
        ImportGuess { match_by: MatchBy::Name, is_long: false, columns: vec!["kind".to_owned()], set: column.clone(), column }
    }

    #[test]
    fn a_file_is_read_as_the_first_look_found_and_only_the_answer_to_the_last_counts() {
        let mut form = ImportForm::csv();
        let Effect::Send(first, Request::Job(JobRequest::LookAtTags { .. })) = form.picked(Path::new("/a.csv")) else {
            panic!("another effect")
        };
        let Effect::Send(second, _) = form.check() else { panic!("another effect") };
        form.checked(first, Err("no photo of that path".to_owned()), None);
        assert_eq!(form.stage, Stage::Checking(second));
        form.checked(second, Ok(ImportReport { imported: 3, ..ImportReport::default() }), Some(guess(Some("kind"))));
        assert!(matches!(&form.stage, Stage::Known(r) if r.imported == 3));
        let JobRequest::ImportTags(request) = form.command(false) else { panic!("another command") };
        assert_eq!((request.set.as_deref(), request.column.as_deref(), request.match_by), (Some("kind"), Some("kind"), MatchBy::Name));
    }

    #[test]
    fn where_it_cannot_be_told_which_column_it_is_the_person_is_asked() {
        let mut form = ImportForm::csv();
        let Effect::Send(look, _) = form.picked(Path::new("/a.csv")) else { panic!("another effect") };
        form.checked(look, Ok(ImportReport::default()), Some(guess(None)));
        assert_eq!((&form.stage, form.lacks()), (&Stage::Unknown, Some("Choose the column that holds the labels")));
        (form.column, form.set) = ("category".to_owned(), " Category ".to_owned());
        assert!(form.ready());
        let JobRequest::ImportTags(request) = form.command(true) else { panic!("another command") };
        assert_eq!((request.set.as_deref(), request.column.as_deref()), (Some("Category"), Some("category")));
    }
}
