//! What the evaluation does for the app.

use super::commands::TABLE;
use super::export::{ExportForm, export_ui};
use super::msg::{EvaluationCommand, Msg};
use super::start::{StartForm, start_ui};
use super::state::EvaluationPage;
use super::view::evaluation_ui;
use crate::kit::pictures::Pictures;
use crate::shell::asking_keys;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::{Event, Notice, PickPurpose, Tone};

impl Feature for EvaluationPage {
    type Msg = Msg;
    type Command = EvaluationCommand;
    const COMMANDS: &'static [Entry<EvaluationCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Evaluation];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, msg)
    }

    fn run(&mut self, ctx: &Ctx, command: EvaluationCommand) -> Vec<Effect> {
        match command {
            EvaluationCommand::Evaluate => {
                self.form = self.new_form(ctx);
                return self.form.as_mut().and_then(StartForm::look).into_iter().collect();
            }
            EvaluationCommand::Show => {
                // One that failed meanwhile must not hide the figures that there are.
                self.problem = None;
                return vec![Effect::Show(View::Evaluation)];
            }
            EvaluationCommand::Export => self.export = Some(ExportForm::new(ctx)),
        }
        Vec::new()
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Evaluated(view) => return self.take(view),
            Event::SearchEvaluated(view) => return self.take_search(view),
            Event::TruthColumns { request, columns } => self.form.iter_mut().for_each(|form| form.looked(*request, columns)),
            Event::EvaluationExported { request, outcome } => return self.exported(*request, outcome),
            Event::FileExists { request, purpose: PickPurpose::ExportEvaluation, path } => {
                self.export.iter_mut().filter(|form| form.file.waits_for(*request)).for_each(|form| form.file.file_exists(path));
            }
            Event::NoDialog { purpose: PickPurpose::ExportEvaluation, .. } => {
                self.export.iter_mut().for_each(|form| form.file.no_dialog());
            }
            Event::NoDialog { purpose: PickPurpose::Truth, .. } => self.form.iter_mut().for_each(StartForm::no_dialog),
            Event::Notice(Notice { request: Some(request), tone: Tone::Error | Tone::Warning, .. }) => {
                self.export.iter_mut().filter(|form| form.file.waits_for(*request)).for_each(|form| form.file.stopped());
            }
            _ => {}
        }
        Vec::new()
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        let mut out = Output::default();
        if self.waiting.is_some() && asking_keys::escaped(egui, ctx, View::Evaluation) {
            out.msg(Msg::Cancel);
        }
        out
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    /// It shows figures, and no photo that a gesture could be about.
    fn photo_in_hand(&self, _ctx: &Ctx) -> Option<PhotoId> {
        None
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, _pictures: &mut Pictures) -> Output<Msg> {
        evaluation_ui(ui, ctx, self)
    }

    fn dialog(&self) -> Option<DialogHead> {
        let title = match (&self.export, &self.form) {
            (Some(_), _) => "Export the evaluation",
            (None, Some(_)) => "Evaluate suggestions or searches",
            (None, None) => return None,
        };
        Some(DialogHead { title, wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        match (&mut self.export, &mut self.form) {
            (Some(form), _) => self.shown.as_ref().map(|shown| export_ui(ui, form, shown)).unwrap_or_default(),
            (None, Some(form)) => start_ui(ui, form, ctx),
            (None, None) => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        (self.form, self.export) = (None, None);
    }
}
