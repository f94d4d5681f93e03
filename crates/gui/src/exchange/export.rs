//! Tags out: as CSV, JSON, shop files or sidecars. One sentence says what will be written.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::new_file::{NewFile, end_ui, path_ui};
use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::among::Among;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Label, RichText, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{
    DesktopRequest, EXPORT_FORMATS, ExportFormat, ExportOption, ExportReport, ExportRequest, JobRequest, NoteFacts, PickPurpose, TagCounts,
};
use std::path::Path;
use std::sync::Arc;

/// Remarks that are laid out, each over as many lines as it needs; the others can be copied.
const SHOWN: usize = 500;

/// The dialog as filled in.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct ExportForm {
    format: ExportFormat,
    all: bool,
    relative: bool,
    excel: bool,
    /// Not all photos need be meant.
    among: Option<Among>,
    /// Those alone.
    only: bool,
    counts: TagCounts,
    pub file: NewFile,
}

impl ExportForm {
    /// As the last export.
    pub fn new(ctx: &Ctx) -> Self {
        let last = EXPORT_FORMATS.iter().find(|info| ctx.settings.export_format.as_deref() == Some(info.name));
        let format = last.map_or(ExportFormat::Csv, |info| info.format);
        let (among, only) = (Among::now(ctx), !ctx.query.is_empty());
        let file = NewFile::beside(ctx.library.first_folder());
        let mut form = Self { format, all: false, relative: false, excel: false, among, only, counts: ctx.tags.counts, file };
        form.choose(format);
        form
    }

    /// Another format; the file that is offered follows.
    pub fn choose(&mut self, format: ExportFormat) {
        self.format = format;
        self.file.offer(format.file_name());
    }

    fn job(&self) -> JobRequest {
        JobRequest::Export { request: self.request(), replace: self.file.may_replace() }
    }

    fn start(&mut self, out: &mut Output<Msg>) {
        self.file.writing(out.ask(self.job()));
        out.effect(Effect::ExportFormat(self.format.info().name));
    }

    fn request(&self) -> ExportRequest {
        let offers = |option| self.format.info().options.contains(&option);
        ExportRequest {
            format: self.format,
            all: self.all && offers(ExportOption::All),
            relative: self.relative && offers(ExportOption::Relative),
            excel: self.excel && offers(ExportOption::Excel),
            among: self.among.as_ref().filter(|_| self.only).map(|among| Arc::clone(&among.photos)),
            to: self.file.path().filter(|_| !self.format.is_sidecars()),
        }
    }

    /// Of the photos that are meant.
    fn count(&mut self, ctx: &Ctx) {
        if self.among.as_ref().is_some_and(|among| among.is_replaced(ctx)) {
            self.among = Among::now(ctx);
        }
        self.counts = self.among.as_mut().filter(|_| self.only).map_or(ctx.tags.counts, |among| among.counts(ctx));
    }

    fn facts(&self) -> NoteFacts {
        NoteFacts { all: self.request().all, counts: self.counts }
    }

    /// Why nothing can be exported as the form stands.
    fn lacks(&self, ctx: &Ctx) -> Option<&'static str> {
        if self.only && self.among.as_ref().is_some_and(|among| among.is_of_the_past(ctx)) {
            Some("The photos are being searched for.")
        } else if self.needs_rule(ctx) {
            Some("Products come from a SKU rule: say first how a photo tells its SKU.")
        } else if (self.format.info().verb)(&self.facts()).is_none() {
            Some(if self.only && self.among.is_some() {
                "None of these photos has a tag, so there is nothing to write."
            } else {
                "No photo has a tag yet, so there is nothing to write."
            })
        } else {
            self.file.lacks().filter(|_| !self.format.is_sidecars())
        }
    }

    fn verb(&self) -> String {
        (self.format.info().verb)(&self.facts()).unwrap_or_else(|| "Export".to_owned())
    }

    fn needs_rule(&self, ctx: &Ctx) -> bool {
        self.format.info().of_products && ctx.products.rule.is_none()
    }
}

/// "12,480 rows written to tags.csv".
pub fn done_words(format: ExportFormat, to: Option<&Path>, report: &ExportReport) -> String {
    let (one, many) = format.info().unit;
    let written = human::counted(report.written, &format!("{one} written"), &format!("{many} written"));
    if format.is_sidecars() {
        let mut parts = vec![written];
        if report.unchanged > 0 {
            parts.push(format!("{} as they should be", human::count(report.unchanged)));
        }
        if !report.failed.is_empty() {
            parts.push(format!("{} could not be written", human::count(report.failed.len() as u64)));
        }
        return parts.join(", ");
    }
    to.map_or(written.clone(), |to| format!("{written} to {}", name_of(to)))
}

/// Draws the dialog.
pub fn export_ui(ui: &mut Ui, form: &mut ExportForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    form.count(ctx);
    // As high as the format that wants most, so that nothing moves under the pointer when another one is chosen.
    forms::room_ui(ui, theme::EXPORT_FORM, |ui| {
        ui.add_enabled_ui(!form.file.is_writing(), |ui| fields_ui(ui, form, ctx, &mut out));
    });
    let lacks = form.lacks(ctx);
    let (verb, needs_rule) = (form.verb(), form.needs_rule(ctx));
    let clicked = end_ui(ui, &mut form.file, &verb, lacks, |ui| {
        if needs_rule && widgets::button(ui, None, "SKU rule…").clicked() {
            out.effect(Effect::SkuRule);
        }
    });
    if clicked.start {
        form.start(&mut out);
    }
    if clicked.leave {
        out.effect(Effect::CloseOverlay);
    }
    out
}

fn fields_ui(ui: &mut Ui, form: &mut ExportForm, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for info in &EXPORT_FORMATS {
            let (format, words) = (info.format, info.title);
            let on = form.format == format;
            let (icon, colour) =
                if on { (icons::ICON_RADIO_BUTTON_CHECKED, palette.accent) } else { (icons::ICON_RADIO_BUTTON_UNCHECKED, palette.weak) };
            let row = widgets::RowSpec {
                words,
                count: None,
                icon: Some((icon, colour)),
                selected: on,
                indent: 0.0,
                name: words.to_owned(),
                room_right: 0.0,
            };
            if widgets::row_as(ui, Role::RadioButton, &row).clicked() {
                form.choose(format);
            }
        }
    });
    ui.add_space(space::XS);
    for option in form.format.info().options {
        let chosen = match option {
            ExportOption::All => &mut form.all,
            ExportOption::Relative => &mut form.relative,
            ExportOption::Excel => &mut form.excel,
        };
        forms::check_ui(ui, chosen, option.words());
    }
    if let Some(among) = &form.among {
        forms::check_ui(ui, &mut form.only, &among.words());
    }
    let (info, facts) = (form.format.info(), form.facts());
    if !form.needs_rule(ctx) {
        forms::note_ui(ui, &(info.note)(&facts));
    }
    if let Some(left_out) = info.left_out(&facts) {
        forms::note_ui(ui, &left_out);
    }
    if !form.format.is_sidecars() && path_ui(ui, &mut form.file, "export path") {
        out.send(DesktopRequest::Pick(PickPurpose::ExportTags(form.format)));
    }
}

/// What an export left to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedList {
    words: String,
    failed: Vec<String>,
    remarks: Vec<String>,
}

impl ExportedList {
    /// `None` where there is nothing to look at.
    pub fn new(words: String, report: &ExportReport) -> Option<Self> {
        let failed: Vec<String> = report.failed.iter().map(|p| format!("{}: {}", p.path.display(), p.reason)).collect();
        let something = !(failed.is_empty() && report.remarks.is_empty());
        something.then(|| Self { words, failed, remarks: report.remarks.clone() })
    }

    /// The dialog's title.
    pub fn title(&self) -> &'static str {
        if self.failed.is_empty() { "Exported, with remarks" } else { "Some sidecars could not be written" }
    }
}

/// Draws the list.
pub fn exported_ui(ui: &mut Ui, list: &ExportedList) -> Output<Msg> {
    let mut out = Output::default();
    forms::note_ui(ui, &format!("{}.", list.words));
    let lines: Vec<&String> = list.failed.iter().chain(&list.remarks).collect();
    let palette = theme::palette(ui);
    theme::panel_frame(palette.card, vec2(space::S, space::XS)).corner_radius(theme::RADIUS).show(ui, |ui| {
        let tall = theme::LINE * 12.0;
        ScrollArea::vertical().max_height(tall).auto_shrink([false, true]).show(ui, |ui| {
            for line in lines.iter().take(SHOWN) {
                ui.add(Label::new(RichText::new(line.as_str()).color(palette.text)).wrap().selectable(true));
            }
            let more = lines.len().saturating_sub(SHOWN) as u64;
            if more > 0 {
                ui.label(theme::weak_text(format!("and {} more in the list that “Copy list” copies", human::count(more)), palette));
            }
        });
    });
    if !list.failed.is_empty() {
        forms::note_ui(ui, "The other sidecars are in place. Make the folder writable and export again: what is right is left alone.");
    }
    forms::buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Close").clicked() || forms::entered(ui) {
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, Some(icons::ICON_CONTENT_COPY), "Copy list").clicked() {
            let text = lines.iter().map(|l| l.as_str()).collect::<Vec<_>>().join("\n");
            out.effect(Effect::Copy { text, what: "List" });
        }
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_that_a_format_does_not_have_are_not_sent() {
        let mut form = ExportForm::new(&Ctx::default());
        (form.all, form.relative) = (true, true);
        let request = form.request();
        assert_eq!((request.all, request.relative, request.to), (false, true, Some("tags.csv".into())));
        form.choose(ExportFormat::Xmp);
        assert_eq!(form.request().to, None);
        form.file.picked(Path::new("/x/own.json"), true);
        assert!(matches!(form.job(), JobRequest::Export { replace: true, .. }));
        form.choose(ExportFormat::Json);
        assert_eq!((form.request().all, form.request().to), (true, Some("/x/own.json".into())));
    }

    #[test]
    fn what_was_written_is_told_in_figures() {
        let report = ExportReport { written: 12_480, ..ExportReport::default() };
        assert_eq!(done_words(ExportFormat::Csv, Some(Path::new("/a/tags.csv")), &report), "12,480 rows written to tags.csv");
        let report = ExportReport { written: 1, unchanged: 7, ..ExportReport::default() };
        assert_eq!(done_words(ExportFormat::Xmp, None, &report), "1 sidecar written, 7 as they should be");
    }
}
