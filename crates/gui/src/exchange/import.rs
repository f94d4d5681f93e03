//! Existing labels into tags: from a CSV, or from the keywords in the photos and their sidecars. First a look, then the import.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Align, Color32, Id, Label, Layout, RichText, ScrollArea, Sense, Ui, vec2};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{DesktopRequest, ImportExample, ImportReport, ImportRequest, JobRequest, MatchBy, PickPurpose, RequestId};
use std::path::{Path, PathBuf};

/// New labels named; the rest are counted.
const NAMED: usize = 6;

/// Where the labels come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Csv,
    Keywords,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ImportStage {
    /// Not looked at as it stands.
    Unknown,
    /// A look is under way: the answer to this request counts.
    Checking(RequestId),
    /// What would happen.
    Known(ImportReport),
    /// The import is under way, asked for by this request.
    Importing(RequestId),
    /// What is wrong; nothing was changed.
    Wrong(String),
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportForm {
    from: From,
    path: String,
    match_by: MatchBy,
    one_column: bool,
    column: String,
    set: String,
    /// Those that the file was found to have.
    columns: Vec<String>,
    stage: ImportStage,
    /// The desktop has no dialog to choose the file in.
    no_dialog: bool,
}

impl ImportForm {
    /// From a CSV.
    pub fn csv() -> Self {
        Self {
            from: From::Csv,
            path: String::new(),
            match_by: MatchBy::Path,
            one_column: false,
            column: String::new(),
            set: String::new(),
            columns: Vec::new(),
            stage: ImportStage::Unknown,
            no_dialog: false,
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
        matches!(self.stage, ImportStage::Importing(_))
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
        self.path = path.display().to_string();
        self.check()
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        matches!(&self.stage, ImportStage::Checking(id) | ImportStage::Importing(id) if *id == request)
    }

    /// There is no dialog to choose the file in.
    pub fn no_dialog(&mut self) {
        self.no_dialog = true;
    }

    /// What would happen; the answer to the last look counts.
    pub fn checked(&mut self, request: RequestId, report: Result<ImportReport, String>, columns: Vec<String>) {
        if self.waits_for(request) {
            self.columns = columns;
            self.stage = report.map_or_else(ImportStage::Wrong, ImportStage::Known);
        }
    }

    /// The import did not work.
    pub fn failed(&mut self, reason: String) {
        self.stage = ImportStage::Wrong(reason);
    }

    /// Nothing is under way any more.
    pub fn stopped(&mut self) {
        if matches!(self.stage, ImportStage::Checking(_) | ImportStage::Importing(_)) {
            self.stage = ImportStage::Unknown;
        }
    }

    fn ready(&self) -> bool {
        self.lacks().is_none()
    }

    /// What is to be filled in before anything can be looked at.
    fn lacks(&self) -> Option<&'static str> {
        let no_set = self.set.trim().is_empty().then_some("Name the label set that they go to");
        match self.from {
            From::Csv if self.path.trim().is_empty() => Some("Choose a file first, or type its path"),
            From::Csv if !self.one_column => None,
            From::Csv if self.column.trim().is_empty() => Some("Choose the column that holds the labels"),
            From::Csv | From::Keywords => no_set,
        }
    }

    /// Why the button cannot be pressed.
    fn why_not(&self) -> Option<&'static str> {
        match &self.stage {
            ImportStage::Known(report) if report.imported == 0 => Some("There is nothing new to import"),
            ImportStage::Checking(_) | ImportStage::Importing(_) => None,
            _ => self.lacks(),
        }
    }

    fn command(&self, dry_run: bool) -> JobRequest {
        let named = |text: &str| self.one_column.then(|| text.trim().to_owned());
        match self.from {
            From::Csv => JobRequest::ImportTags(ImportRequest {
                // A person sees what it costs and catches, and can switch it off.
                none_of_these: true,
                file: PathBuf::from(self.path.trim()),
                match_by: self.match_by,
                set: named(&self.set),
                column: named(&self.column),
                dry_run,
            }),
            From::Keywords => JobRequest::ImportKeywords { set: self.set.trim().to_owned(), dry_run },
        }
    }

    fn check(&mut self) -> Effect {
        let (id, effect) = Effect::ask(self.command(true));
        self.stage = ImportStage::Checking(id);
        effect
    }
}

/// "1,204 labels imported".
pub fn done_words(report: &ImportReport) -> String {
    let imported = human::counted(report.imported, "label imported", "labels imported");
    if report.new_labels.is_empty() {
        imported
    } else {
        format!("{imported}, {}", human::counted(report.new_labels.len() as u64, "label or set is new", "labels and sets are new"))
    }
}

/// Draws the dialog.
pub fn import_ui(ui: &mut Ui, form: &mut ImportForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let working = form.working();
    let known = form.column.clone();
    // As high as it gets, so that nothing moves under the pointer when a choice is made or an answer comes.
    let csv = form.from == From::Csv;
    let changed = room_ui(ui, if csv { theme::IMPORT_FORM } else { 0.0 }, |ui| {
        ui.add_enabled_ui(!working, |ui| fields_ui(ui, form, ctx, &mut out)).inner
    });
    let chosen = !form.columns.is_empty() && form.column != known;
    // What was told belongs to the form as it stood then.
    if changed {
        match &form.stage {
            _ if chosen && form.ready() => out.effect(form.check()),
            ImportStage::Known(_) | ImportStage::Checking(_) if form.ready() => out.effect(form.check()),
            _ => form.stage = ImportStage::Unknown,
        }
    }
    ui.add_space(space::XS);
    room_ui(ui, theme::IMPORT_REPORT, |ui| {
        let tall = theme::IMPORT_REPORT;
        ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, true]).show(ui, |ui| stage_ui(ui, form));
    });
    buttons_ui(ui, form, &mut out);
    out
}

/// A part of the dialog that is at least so high.
fn room_ui<R>(ui: &mut Ui, high: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(Align::Min);
    let part = ui.allocate_ui_with_layout(vec2(ui.available_width(), high), layout, |ui| {
        ui.set_min_height(high);
        add(ui)
    });
    part.inner
}

/// True where something that matters for the answer was changed.
fn fields_ui(ui: &mut Ui, form: &mut ImportForm, ctx: &Ctx, out: &mut Output<Msg>) -> bool {
    let mut changed = false;
    if form.from == From::Keywords {
        forms::note_ui(ui, "Reads the keywords in the photos and in their sidecars. Photos and sidecars are not changed.");
        changed |= forms::line_ui(ui, "Label set", |ui| text_ui(ui, "Label set", &mut form.set, "Keywords"));
        return changed;
    }
    changed |= forms::line_ui(ui, "Path", |ui| {
        let choose = if form.no_dialog { 0.0 } else { theme::width::CHOOSE + space::S };
        let room = ui.available_width() - choose;
        let field = widgets::field(ui, Id::unique("import path"), &mut form.path, "Path of a CSV file", "Path", room);
        if form.path.is_empty() && ui.memory(egui::Memory::focused).is_none() {
            field.request_focus();
        }
        if !form.no_dialog && widgets::sized_button(ui, None, "Choose…", theme::width::CHOOSE).clicked() {
            out.send(DesktopRequest::Pick(PickPurpose::ImportTags));
        }
        if field.changed() {
            form.columns.clear();
        }
        field.changed()
    });
    if form.no_dialog {
        forms::note_ui(ui, forms::NO_DIALOG);
    }
    forms::line_ui(ui, "Rows name", |ui| {
        let ways = [(MatchBy::Path, "Paths"), (MatchBy::Name, "File names"), (MatchBy::Sku, "SKUs")];
        if let Some(way) = forms::segments_ui(ui, &ways, form.match_by) {
            form.match_by = way;
            changed = true;
        }
    });
    if form.match_by == MatchBy::Sku && ctx.products.rule.is_none() {
        forms::note_ui(ui, "Photos have no SKU yet: set a SKU rule first.");
    }
    forms::line_ui(ui, "Labels", |ui| {
        let ways = [(false, "Columns “set” and “label”"), (true, "One column")];
        if let Some(one) = forms::segments_ui(ui, &ways, form.one_column) {
            form.one_column = one;
            changed = true;
        }
    });
    if form.one_column {
        changed |= forms::line_ui(ui, "Column", |ui| column_ui(ui, form));
        changed |= forms::line_ui(ui, "Label set", |ui| text_ui(ui, "Label set", &mut form.set, "Category"));
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

fn stage_ui(ui: &mut Ui, form: &ImportForm) {
    let palette = theme::palette(ui);
    match &form.stage {
        ImportStage::Unknown => {
            forms::note_ui(ui, "First comes a look: what would happen is told here, and nothing is changed before you import.");
        }
        ImportStage::Checking(_) | ImportStage::Importing(_) => {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
                let words = match (form.working(), form.from) {
                    (true, _) => "Importing…",
                    (false, From::Csv) => "Looking into the file…",
                    (false, From::Keywords) => "Looking into the photos…",
                };
                ui.label(theme::weak_text(words, palette));
            });
        }
        ImportStage::Wrong(reason) => {
            forms::problem_ui(ui, reason);
            forms::note_ui(ui, "Nothing was changed.");
        }
        ImportStage::Known(report) => report_ui(ui, form, report),
    }
}

fn report_ui(ui: &mut Ui, form: &ImportForm, report: &ImportReport) {
    let palette = theme::palette(ui);
    let one = match (form.from, form.match_by) {
        (From::Keywords, _) => ["photo has keywords", "photos have keywords"],
        (From::Csv, MatchBy::Sku) => ["row names a product", "rows name a product"],
        (From::Csv, _) => ["row names a photo", "rows name a photo"],
    };
    let lines: [(u64, [&str; 2], MaterialIcon, Color32); 4] = [
        (report.matched, one, icons::ICON_CHECK, palette.done),
        (report.unmatched, ["row matches nothing here", "rows match nothing here"], icons::ICON_LINK_OFF, palette.doubtful),
        (report.ambiguous, ["row could mean several photos", "rows could mean several photos"], icons::ICON_HELP, palette.doubtful),
        (
            report.conflicts,
            ["decision of a person stays as it is", "decisions of a person stay as they are"],
            icons::ICON_PERSON,
            palette.weak,
        ),
    ];
    ui.spacing_mut().item_spacing.y = space::XS;
    for (_, (n, [one, many], icon, colour)) in lines.into_iter().enumerate().filter(|(place, l)| *place == 0 || l.0 > 0) {
        ui.horizontal(|ui| {
            widgets::icon(ui, icon, theme::ICON_SMALL, colour);
            ui.label(RichText::new(human::counted(n, one, many)).color(palette.text));
        });
    }
    if !report.new_labels.is_empty() {
        let words = new_words(&report.new_labels);
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icons::ICON_ADD, theme::ICON_SMALL, palette.accent);
            ui.add(Label::new(RichText::new(words).color(palette.text)).wrap());
        });
    }
    if !report.examples.is_empty() {
        widgets::section_ui(ui, "The first rows");
        ui.spacing_mut().item_spacing.y = 0.0;
        report.examples.iter().for_each(|e| example_ui(ui, e));
    }
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

fn example_ui(ui: &mut Ui, example: &ImportExample) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::hover());
    let line = if example.line > 0 { format!("line {}", human::count(example.line)) } else { String::new() };
    let words = format!("{line} {}: {}", example.key, example.outcome);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, words.trim()));
    let font = theme::caption();
    let (left, rest) = rect.split_left_right_at_x(rect.left() + theme::width::FORM_LABEL);
    let (middle, right) = rest.split_left_right_at_fraction(theme::width::EXAMPLE_KEY);
    widgets::paint_elided(ui.painter(), left.with_max_x(left.right() - space::S), &line, &font, palette.faint);
    widgets::paint_elided(ui.painter(), middle.with_max_x(middle.right() - space::S), &example.key, &font, palette.text);
    widgets::paint_elided(ui.painter(), right, &example.outcome, &font, palette.weak);
    response.on_hover_text(words.trim());
}

fn buttons_ui(ui: &mut Ui, form: &mut ImportForm, out: &mut Output<Msg>) {
    let (words, check) = match (&form.stage, form.from) {
        (ImportStage::Known(report), _) => (format!("Import {}", human::counted(report.imported, "label", "labels")), false),
        (_, From::Csv) => ("Check the file".to_owned(), true),
        (_, From::Keywords) => ("Check the photos".to_owned(), true),
    };
    let idle = !matches!(form.stage, ImportStage::Checking(_) | ImportStage::Importing(_));
    let why_not = form.why_not();
    let enabled = idle && why_not.is_none();
    let entered = forms::entered(ui);
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, &words)).inner.clicked();
        if enabled && (go || entered) {
            if check {
                out.effect(form.check());
            } else {
                let id = out.ask(form.command(false));
                form.stage = ImportStage::Importing(id);
            }
        }
        if widgets::quiet_button(ui, if form.working() { "Hide" } else { "Not now" }).clicked() {
            out.effect(Effect::Leave(vec![Effect::CloseOverlay]));
        }
        forms::why_not_ui(ui, why_not);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::Request;

    #[test]
    fn only_the_answer_to_the_last_look_counts() {
        let mut form = ImportForm::csv();
        let Effect::Send(first, _) = form.picked(Path::new("/a.csv")) else { panic!("another effect") };
        form.match_by = MatchBy::Name;
        let Effect::Send(second, Request::Job(JobRequest::ImportTags(request))) = form.check() else { panic!("another effect") };
        assert!(request.dry_run && request.match_by == MatchBy::Name && request.column.is_none());
        form.checked(first, Err("no photo of that path".to_owned()), Vec::new());
        assert_eq!(form.stage, ImportStage::Checking(second));
        form.checked(second, Ok(ImportReport { imported: 3, ..ImportReport::default() }), Vec::new());
        assert!(matches!(&form.stage, ImportStage::Known(r) if r.imported == 3));
    }

    #[test]
    fn one_column_needs_its_name_and_its_set() {
        let mut form = ImportForm::csv();
        form.path = "/a.csv".to_owned();
        assert!(form.ready());
        form.one_column = true;
        assert_eq!(form.lacks(), Some("Choose the column that holds the labels"));
        (form.column, form.set) = ("category".to_owned(), " Category ".to_owned());
        assert!(form.ready());
        let JobRequest::ImportTags(request) = form.command(false) else { panic!("another command") };
        assert_eq!((request.set.as_deref(), request.column.as_deref()), (Some("Category"), Some("category")));
    }
}
