//! What the check does for the app.

use super::commands::TABLE;
use super::export::{ExportForm, export_ui};
use super::keys;
use super::msg::{AuditCommand, Msg};
use super::start::{StartForm, start_ui};
use super::state::AuditPage;
use super::view::audit_ui;
use crate::kit::path::name_of;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::view::View;
use base::{LabelSetId, PhotoId};
use egui::{Context, Ui};
use engine::protocol::{Event, Notice, PickPurpose, RequestId, Tone};
use std::path::Path;

impl Feature for AuditPage {
    type Msg = Msg;
    type Command = AuditCommand;
    const COMMANDS: &'static [Entry<AuditCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Audit];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, msg)
    }

    fn run(&mut self, ctx: &Ctx, command: AuditCommand) -> Vec<Effect> {
        match command {
            AuditCommand::Check => self.check(ctx, None),
            AuditCommand::Export => {
                let last = self.sitting.as_ref().map(|sitting| sitting.set);
                let set = last.filter(|_| ctx.view == View::Audit).or(ctx.open_set).or(last);
                set.or_else(|| ctx.tags.sets.first().map(|set| set.id)).map_or_else(Vec::new, |set| self.export(ctx, set))
            }
        }
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Audited(view) => return self.take_audit(ctx, view),
            Event::Edited(edited) => return self.saved(edited),
            Event::Tags(_) => return self.follow(ctx),
            Event::CheckedSoFar(so_far) => self.take_so_far(so_far),
            Event::AuditExported { request, outcome } => return self.exported(*request, outcome),
            Event::FileExists { request, purpose: PickPurpose::ExportAudit(_), path } => {
                self.export.iter_mut().filter(|form| form.file.waits_for(*request)).for_each(|form| form.file.file_exists(path));
            }
            Event::NoDialog { purpose: PickPurpose::ExportAudit(_), .. } => self.export.iter_mut().for_each(|form| form.file.no_dialog()),
            Event::Notice(Notice { request: Some(request), tone: Tone::Error | Tone::Warning, .. }) => self.refused(*request),
            _ => {}
        }
        Vec::new()
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        keys::keys(egui, ctx, self)
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn photo_in_hand(&self, _ctx: &Ctx) -> Option<PhotoId> {
        self.photo()
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        audit_ui(ui, ctx, self, pictures)
    }

    fn dialog(&self) -> Option<DialogHead> {
        let title = match (&self.export, &self.form) {
            (Some(_), _) => "Export what was checked",
            (None, Some(_)) => "Check labels",
            (None, None) => return None,
        };
        Some(DialogHead { title, wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        match (&mut self.export, &mut self.form) {
            (Some(form), _) => export_ui(ui, form, ctx, self.sitting.as_ref()),
            (None, Some(form)) => start_ui(ui, form, ctx, self.sitting.as_ref()),
            (None, None) => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        (self.form, self.export) = (None, None);
    }
}

impl AuditPage {
    /// Opens the dialog that begins a check.
    pub(super) fn check(&mut self, ctx: &Ctx, set: Option<LabelSetId>) -> Vec<Effect> {
        let (form, effects) = StartForm::new(ctx, set, self.sitting.as_ref().map(|sitting| sitting.set)).unzip();
        (self.form, self.export) = (form, None);
        effects.into_iter().collect()
    }

    /// Opens the dialog that writes what was checked.
    pub(super) fn export(&mut self, ctx: &Ctx, set: LabelSetId) -> Vec<Effect> {
        let (form, effect) = ExportForm::new(ctx, set);
        (self.form, self.export) = (None, Some(form));
        vec![effect]
    }

    /// What was checked is written, or is not.
    fn exported(&mut self, request: RequestId, outcome: &Result<std::path::PathBuf, String>) -> Vec<Effect> {
        let open = self.export.as_mut().filter(|form| form.file.waits_for(request));
        match (open, outcome) {
            (Some(form), Err(reason)) => {
                form.file.failed(reason.clone());
                Vec::new()
            }
            (None, Err(reason)) => vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason.clone() })],
            (open, Ok(to)) => {
                if open.is_some() {
                    self.export = None;
                }
                vec![wrote(to)]
            }
        }
    }
}

fn wrote(to: &Path) -> Effect {
    Effect::done(format!("Wrote {}", name_of(to)))
}
