//! The dialog that reads marks from the photos' files: first a look, then differences to settle, then one step.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Align2, Color32, RichText, ScrollArea, Sense, Ui, vec2};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{JobRequest, MarkDifference, MarksReport, MarksRequest, Prefer, RequestId};

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    /// A look is under way, or the reading itself.
    Waiting(RequestId),
    /// What would happen.
    Known(MarksReport),
    /// What is wrong; nothing was changed.
    Wrong(String),
}

/// The dialog as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadForm {
    prefer: Option<Prefer>,
    /// What differs as long as nothing is preferred: it stays in view while a choice is tried.
    differences: Vec<MarkDifference>,
    stage: Stage,
    /// The reading itself is under way.
    reading: bool,
}

impl ReadForm {
    /// A look begins.
    pub fn open() -> (Self, Effect) {
        let mut form = Self { prefer: None, differences: Vec::new(), stage: Stage::Wrong(String::new()), reading: false };
        let effect = form.ask(true);
        (form, effect)
    }

    fn ask(&mut self, dry_run: bool) -> Effect {
        let (id, effect) = Effect::ask(JobRequest::ReadMarks(MarksRequest { prefer: self.prefer, dry_run }));
        (self.stage, self.reading) = (Stage::Waiting(id), !dry_run);
        effect
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.stage == Stage::Waiting(request)
    }

    /// What would happen.
    pub fn known(&mut self, report: MarksReport) {
        if self.prefer.is_none() {
            self.differences.clone_from(&report.differences);
        }
        self.stage = Stage::Known(report);
    }

    /// What went wrong.
    pub fn failed(&mut self, reason: String) {
        (self.stage, self.reading) = (Stage::Wrong(reason), false);
    }

    /// Nothing is under way any more, which was told by other means.
    pub fn stopped(&mut self) {
        self.failed("Reading was ended".to_owned());
    }

    /// Photos that would change, and differences that would be settled.
    fn wanted(&self) -> (u64, u64) {
        match &self.stage {
            Stage::Known(report) => (report.changed, (self.differences_of() as u64).saturating_sub(report.conflicts)),
            Stage::Waiting(_) | Stage::Wrong(_) => (0, 0),
        }
    }

    /// Photos that differ.
    fn differences_of(&self) -> usize {
        self.differences.chunk_by(|a, b| a.photo == b.photo).count()
    }
}

/// "Read the marks of 12 photos".
pub fn done_words(report: &MarksReport) -> String {
    let read = format!("Read the marks of {}", human::photos(report.changed));
    match report.conflicts {
        0 => read,
        n => format!("{read}, {} different from yours", human::count(n)),
    }
}

/// Draws the dialog.
pub fn read_ui(ui: &mut Ui, form: &mut ReadForm) -> Output<Msg> {
    let mut out = Output::default();
    forms::note_ui(
        ui,
        "Flags, stars and colour labels in the photos and in their sidecars. Files are not changed, and what you marked stays.",
    );
    ui.add_space(space::XS);
    let tall = theme::IMPORT_REPORT;
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, false]).show(ui, |ui| stage_ui(ui, form));
    if !form.differences.is_empty() {
        ui.add_space(space::XS);
        let prefer_ui = |ui: &mut Ui| {
            let ways = [
                (None, "Neither yet"),
                (Some(Prefer::Newer), "What is newer"),
                (Some(Prefer::File), "The files"),
                (Some(Prefer::Catalog), "Mine"),
            ];
            forms::segments_ui(ui, &ways, form.prefer)
        };
        let chosen = forms::line_ui(ui, "Prefer", |ui| ui.add_enabled_ui(!form.reading, prefer_ui).inner);
        if let Some(prefer) = chosen {
            form.prefer = prefer;
            out.effect(form.ask(true));
        }
    }
    buttons_ui(ui, form, &mut out);
    out
}

fn stage_ui(ui: &mut Ui, form: &ReadForm) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    match &form.stage {
        Stage::Waiting(_) => {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
                let words = if form.reading { "Reading…" } else { "Looking into the photos and their sidecars…" };
                ui.label(theme::weak_text(words, palette));
            });
        }
        Stage::Wrong(reason) => {
            forms::problem_ui(ui, reason);
            forms::note_ui(ui, "Nothing was changed.");
        }
        Stage::Known(report) => {
            let unread = report.failed.len() as u64;
            let lines: [(u64, [&str; 2], MaterialIcon, Color32); 4] = [
                (report.changed, ["photo has marks to read", "photos have marks to read"], icons::ICON_CHECK, palette.done),
                (report.unchanged, ["photo has none that are new", "photos have none that are new"], icons::ICON_HISTORY, palette.weak),
                (
                    report.conflicts,
                    ["photo differs from what you marked", "photos differ from what you marked"],
                    icons::ICON_DIFFERENCE,
                    palette.doubtful,
                ),
                (unread, ["file could not be read", "files could not be read"], icons::ICON_ERROR, palette.problem),
            ];
            for (_, (n, [one, many], icon, colour)) in lines.into_iter().enumerate().filter(|(place, line)| *place == 0 || line.0 > 0) {
                ui.horizontal(|ui| {
                    widgets::icon(ui, icon, theme::ICON_SMALL, colour);
                    ui.label(RichText::new(human::counted(n, one, many)).color(palette.text));
                });
            }
            for problem in &report.failed {
                let name = problem.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                three_ui(ui, [&name, &problem.reason, ""]);
            }
        }
    }
    if !form.differences.is_empty() {
        widgets::section_ui(ui, "Differences");
        ui.spacing_mut().item_spacing.y = 0.0;
        for difference in &form.differences {
            let name = difference.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            three_ui(ui, [&name, &format!("you: {}", difference.catalog), &format!("file: {}", difference.file)]);
        }
    }
}

/// One line of three columns.
fn three_ui(ui: &mut Ui, [name, middle, right]: [&str; 3]) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::hover());
    let words = format!("{name}, {middle}, {right}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
    let font = theme::caption();
    let (left, rest) = rect.split_left_right_at_fraction(theme::width::EXAMPLE_KEY);
    widgets::paint_elided(ui.painter(), left.with_max_x(left.right() - space::S), name, &font, palette.text);
    if right.is_empty() {
        widgets::paint_elided(ui.painter(), rest, middle, &font, palette.weak);
    } else {
        let (own, file) = rest.split_left_right_at_fraction(0.5);
        ui.painter().text(own.left_center(), Align2::LEFT_CENTER, middle, font.clone(), palette.weak);
        ui.painter().text(file.left_center(), Align2::LEFT_CENTER, right, font, palette.weak);
    }
    response.on_hover_text(words);
}

fn buttons_ui(ui: &mut Ui, form: &mut ReadForm, out: &mut Output<Msg>) {
    let (photos, settled) = form.wanted();
    let words = match (photos, settled) {
        (0, n) if n > 0 => format!("Settle {}", human::counted(n, "difference", "differences")),
        (n, _) => format!("Read the marks of {}", human::photos(n)),
    };
    let enabled = photos + settled > 0;
    let waiting = matches!(form.stage, Stage::Waiting(_));
    let entered = forms::entered(ui);
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, &words)).inner.clicked();
        if enabled && (go || entered) {
            out.effect(form.ask(false));
        }
        if widgets::quiet_button(ui, if form.reading { "Hide" } else { "Not now" }).clicked() {
            out.effect(Effect::CloseOverlay);
        }
        forms::why_not_ui(ui, (!enabled && !waiting).then_some("There is nothing new to read"));
    });
}
