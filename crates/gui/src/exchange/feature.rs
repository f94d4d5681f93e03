//! What the exchange with files does for the app.

use super::commands::TABLE;
use super::export::{self, ExportForm, ExportedList, export_ui, exported_ui};
use super::import::{self, ImportForm, import_ui};
use super::msg::{ExchangeCommand, Msg};
use super::state::{Exchange, ExchangeDialog};
use super::texts::{self, TextForm, texts_ui};
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::draft::{Draft, Saving};
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use base::StepId;
use egui::Ui;
use engine::protocol::{Event, ExportFormat, ExportReport, ImportGuess, ImportReport, Notice, PickPurpose, RequestId, TextReport, Tone};
use std::path::Path;

impl Feature for Exchange {
    type Msg = Msg;
    type Command = ExchangeCommand;
    const COMMANDS: &'static [Entry<ExchangeCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::ImportFrom(path) => self.import_from(&path),
            Msg::TextsFrom(path) => self.texts_from(&path),
            Msg::ExportTo { format, path, replace } => self.export_to(ctx, format, &path, replace),
        }
    }

    fn run(&mut self, ctx: &Ctx, command: ExchangeCommand) -> Vec<Effect> {
        match command {
            ExchangeCommand::ImportTags => self.dialog = Some(ExchangeDialog::Import(ImportForm::csv())),
            ExchangeCommand::ImportKeywords => self.dialog = Some(ExchangeDialog::Import(ImportForm::keywords())),
            ExchangeCommand::ImportTexts => self.dialog = Some(ExchangeDialog::Texts(TextForm::new())),
            ExchangeCommand::ExportTags => self.dialog = Some(ExchangeDialog::Export(ExportForm::new(ctx))),
            ExchangeCommand::WriteSidecars => {
                let mut form = ExportForm::new(ctx);
                form.choose(ExportFormat::Xmp);
                self.dialog = Some(ExchangeDialog::Export(form));
            }
            ExchangeCommand::ImportLabelSets => return vec![Effect::Ask(Dialog::path(PickPurpose::ImportLabels))],
            ExchangeCommand::ExportLabelSets => return vec![Effect::Ask(Dialog::path(PickPurpose::ExportLabels))],
        }
        Vec::new()
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Imported { request, dry_run, report, guess } = event {
            return self.imported(*request, *dry_run, report.clone(), guess.clone());
        }
        if let Event::TextsImported { request, dry_run, report, columns } = event {
            return self.texts_imported(*request, *dry_run, report.clone(), columns.clone());
        }
        if let Event::NoDialog { purpose, .. } = event {
            self.no_dialog(*purpose);
        }
        if let Event::Exported { request, format, to, report } = event {
            return self.exported(ctx, *request, (*format, to.as_deref()), report.clone());
        }
        if let Event::FileExists { request, purpose: PickPurpose::ExportTags(_), path } = event {
            return self.file_exists(*request, path);
        }
        if let Event::Notice(Notice { request: Some(request), tone: Tone::Error, .. }) = event {
            self.stopped(*request);
        }
        Vec::new()
    }

    fn dialog(&self) -> Option<DialogHead> {
        let title = match self.dialog.as_ref()? {
            ExchangeDialog::Import(form) => form.title(),
            ExchangeDialog::Texts(_) => "Import texts from a CSV file",
            ExchangeDialog::Export(_) => "Export tags",
            ExchangeDialog::Exported(list) => list.title(),
        };
        Some(DialogHead { title, wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        match &mut self.dialog {
            Some(ExchangeDialog::Import(form)) => import_ui(ui, form, ctx),
            Some(ExchangeDialog::Texts(form)) => texts_ui(ui, form, ctx),
            Some(ExchangeDialog::Export(form)) => export_ui(ui, form, ctx),
            Some(ExchangeDialog::Exported(list)) => exported_ui(ui, list),
            None => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
    }

    fn draft(&self) -> Option<Draft> {
        match &self.dialog {
            Some(ExchangeDialog::Import(form)) if form.is_mapped() => Some(Draft { what: "The import".to_owned(), saving: Saving::Never }),
            _ => None,
        }
    }

    fn drop_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.dialog = None;
        Vec::new()
    }
}

impl Exchange {
    /// Its open dialog has a field for this path.
    pub fn asks_for_path(&self, purpose: PickPurpose) -> bool {
        match (&self.dialog, purpose) {
            (Some(ExchangeDialog::Import(form)), PickPurpose::ImportTags) => form.reads_file(),
            (Some(ExchangeDialog::Texts(_)), PickPurpose::ImportTexts) | (Some(ExchangeDialog::Export(_)), PickPurpose::ExportTags(_)) => {
                true
            }
            _ => false,
        }
    }

    fn no_dialog(&mut self, purpose: PickPurpose) {
        match (&mut self.dialog, purpose) {
            (Some(ExchangeDialog::Import(form)), PickPurpose::ImportTags) => form.no_dialog(),
            (Some(ExchangeDialog::Texts(form)), PickPurpose::ImportTexts) => form.no_dialog(),
            (Some(ExchangeDialog::Export(form)), PickPurpose::ExportTags(_)) => form.file.no_dialog(),
            _ => {}
        }
    }

    fn import_from(&mut self, path: &Path) -> Vec<Effect> {
        if matches!(&self.dialog, Some(ExchangeDialog::Texts(_))) {
            return self.texts_from(path);
        }
        if !matches!(&self.dialog, Some(ExchangeDialog::Import(form)) if form.reads_file()) {
            self.dialog = Some(ExchangeDialog::Import(ImportForm::csv()));
        }
        match &mut self.dialog {
            Some(ExchangeDialog::Import(form)) => vec![form.picked(path)],
            _ => Vec::new(),
        }
    }

    fn texts_from(&mut self, path: &Path) -> Vec<Effect> {
        let mut form = match self.dialog.take() {
            Some(ExchangeDialog::Texts(form)) => form,
            _ => TextForm::new(),
        };
        let effect = form.picked(path);
        self.dialog = Some(ExchangeDialog::Texts(form));
        vec![effect]
    }

    fn export_to(&mut self, ctx: &Ctx, format: ExportFormat, path: &Path, replace: bool) -> Vec<Effect> {
        if let Some(ExchangeDialog::Export(form)) = &mut self.dialog {
            form.file.picked(path, replace);
        } else {
            let mut form = ExportForm::new(ctx);
            form.choose(format);
            form.file.picked(path, replace);
            self.dialog = Some(ExchangeDialog::Export(form));
        }
        Vec::new()
    }

    /// What an import did, or would do.
    fn imported(
        &mut self,
        request: RequestId,
        dry_run: bool,
        report: Result<ImportReport, String>,
        guess: Option<ImportGuess>,
    ) -> Vec<Effect> {
        let open = match &mut self.dialog {
            Some(ExchangeDialog::Import(form)) if form.waits_for(request) => Some(form),
            _ => None,
        };
        match (dry_run, open, report) {
            (true, Some(form), report) => form.checked(request, report, guess),
            (true, None, _) => {}
            (false, Some(form), Err(reason)) => form.failed(reason),
            (false, None, Err(reason)) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason })],
            (false, open, Ok(report)) => {
                if open.is_some() {
                    self.dialog = None;
                }
                return vec![imported(&report)];
            }
        }
        Vec::new()
    }

    /// What an import of texts did, or would do.
    fn texts_imported(
        &mut self,
        request: RequestId,
        dry_run: bool,
        report: Result<TextReport, String>,
        columns: Vec<String>,
    ) -> Vec<Effect> {
        let open = match &mut self.dialog {
            Some(ExchangeDialog::Texts(form)) if form.waits_for(request) => Some(form),
            _ => None,
        };
        match (dry_run, open, report) {
            (true, Some(form), report) => form.checked(request, report, columns),
            (true, None, _) => {}
            (false, Some(form), Err(reason)) => form.failed(reason),
            (false, None, Err(reason)) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason })],
            (false, open, Ok(report)) => {
                if open.is_some() {
                    self.dialog = None;
                }
                return vec![done(texts::done_words(&report), report.step)];
            }
        }
        Vec::new()
    }

    /// What an export did.
    fn exported(
        &mut self,
        ctx: &Ctx,
        request: RequestId,
        (format, to): (ExportFormat, Option<&Path>),
        report: Result<ExportReport, String>,
    ) -> Vec<Effect> {
        let open = match &mut self.dialog {
            Some(ExchangeDialog::Export(form)) if form.file.waits_for(request) => Some(form),
            _ => None,
        };
        match (open, report) {
            (Some(form), Err(reason)) => form.file.failed(reason),
            (None, Err(reason)) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason })],
            (open, Ok(report)) => {
                let free = open.is_some() || !ctx.covered;
                let words = export::done_words(format, to, &report);
                if free {
                    self.dialog = None;
                }
                let list = ExportedList::new(words.clone(), &report);
                if let Some(list) = list.filter(|_| free) {
                    self.dialog = Some(ExchangeDialog::Exported(list));
                } else {
                    let tone = if report.failed.is_empty() { Tone::Done } else { Tone::Warning };
                    return vec![Effect::Toast(Notice { request: None, tone, text: words })];
                }
            }
        }
        Vec::new()
    }

    /// Nothing was written: the person is asked where they look, or told.
    fn file_exists(&mut self, request: RequestId, path: &Path) -> Vec<Effect> {
        match &mut self.dialog {
            Some(ExchangeDialog::Export(form)) if form.file.waits_for(request) => {
                form.file.file_exists(path);
                Vec::new()
            }
            _ => {
                let text = format!("{} is there already, so nothing was written; export again to replace it", path.display());
                vec![Effect::Toast(Notice { request: None, tone: Tone::Warning, text })]
            }
        }
    }

    /// What was asked for did not come about, which was told by other means: it is not under way any more.
    fn stopped(&mut self, request: RequestId) {
        match &mut self.dialog {
            Some(ExchangeDialog::Import(form)) if form.waits_for(request) => form.stopped(),
            Some(ExchangeDialog::Texts(form)) if form.waits_for(request) => form.stopped(),
            Some(ExchangeDialog::Export(form)) if form.file.waits_for(request) => form.file.stopped(),
            Some(_) | None => {}
        }
    }
}

/// It is done; the labels can be checked next. Undo takes it back as it takes back whatever was done last.
fn imported(report: &ImportReport) -> Effect {
    let text = import::done_words(report);
    match report.sets[..] {
        [set] if report.imported > 0 && report.opinions == 0 => {
            let notice = Notice { request: None, tone: Tone::Done, text };
            Effect::Offer(notice, "Check labels", Box::new(Effect::CheckLabels(Some(set))))
        }
        _ => done(text, report.step),
    }
}

/// It is done; a step can be taken back at once.
fn done(text: String, step: Option<StepId>) -> Effect {
    let notice = Notice { request: None, tone: Tone::Done, text };
    match step {
        Some(step) => Effect::Offer(notice, "Undo", Box::new(Effect::UndoStep(step))),
        None => Effect::Toast(notice),
    }
}
