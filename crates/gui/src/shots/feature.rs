//! What the shot list does for the app.

use super::commands::TABLE;
use super::export::export_ui;
use super::keys;
use super::matching_ui::matching_ui;
use super::msg::{Msg, ShotsCommand};
use super::state::ShotsPage;
use super::view::shots_ui;
use crate::kit::path::name_of;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::{Event, Notice, PickPurpose, RequestId, Tone};
use std::path::PathBuf;

impl Feature for ShotsPage {
    type Msg = Msg;
    type Command = ShotsCommand;
    const COMMANDS: &'static [Entry<ShotsCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Shots, View::Matching];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, msg)
    }

    fn run(&mut self, ctx: &Ctx, command: ShotsCommand) -> Vec<Effect> {
        self.command(ctx, command)
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Shots(view) => return self.take(ctx, view),
            Event::Matched(view) => return self.matching.take(view),
            Event::ShotsExported { request, outcome } => return self.exported(*request, outcome),
            Event::FileExists { request, purpose: PickPurpose::ExportShots, path } => {
                self.export.iter_mut().filter(|form| form.file.waits_for(*request)).for_each(|form| form.file.file_exists(path));
            }
            Event::NoDialog { purpose: PickPurpose::ExportShots, .. } => self.export.iter_mut().for_each(|form| form.file.no_dialog()),
            Event::Notice(Notice { request: Some(request), tone: Tone::Error | Tone::Warning, .. }) => {
                self.export.iter_mut().filter(|form| form.file.waits_for(*request)).for_each(|form| form.file.stopped());
            }
            _ => {}
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.follow(ctx)
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        let mut out = keys::capture(egui, ctx, self);
        out.extend(keys::matching(egui, ctx, &self.matching));
        out
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    /// The list shows products, and no photo that a gesture could be about.
    fn photo_in_hand(&self, ctx: &Ctx) -> Option<PhotoId> {
        self.matching.current().map(|found| found.photo).filter(|_| ctx.view == View::Matching)
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        if ctx.view == View::Matching { matching_ui(ui, ctx, &self.matching, pictures) } else { shots_ui(ui, ctx, self) }
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.export.as_ref().map(|_| DialogHead { title: "Export the shot list", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        let shots = self.shots().cloned();
        match (&mut self.export, shots) {
            (Some(form), Some(shots)) => export_ui(ui, form, &shots),
            _ => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        self.export = None;
    }
}

impl ShotsPage {
    /// A form that has a field for the path says that there is no dialog.
    pub fn asks_for_path(&self, purpose: PickPurpose) -> bool {
        purpose == PickPurpose::ExportShots && self.export.is_some()
    }

    fn exported(&mut self, request: RequestId, outcome: &Result<PathBuf, String>) -> Vec<Effect> {
        let open = self.export.as_mut().filter(|form| form.file.waits_for(request));
        match (open, outcome) {
            (Some(form), Err(reason)) => form.file.failed(reason.clone()),
            (None, Err(reason)) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason.clone() })],
            (open, Ok(to)) => {
                if open.is_some() {
                    self.export = None;
                }
                return vec![Effect::done(format!("Wrote {}", name_of(to)))];
            }
        }
        Vec::new()
    }
}
