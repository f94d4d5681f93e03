//! What the files of shops do for the app.

use super::commands::TABLE;
use super::form::{self, FeedForm, Keeping};
use super::form_ui::form_ui;
use super::msg::{FeedsCommand, Msg};
use super::state::Feeds;
use crate::kit::path::name_of;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::draft::{Draft, Saving};
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use egui::Ui;
use engine::protocol::{DesktopRequest, EditRequest, Event, FeedChoice, Notice, PickPurpose, ProfileReport, RequestId, Tone};
use std::path::Path;

impl Feature for Feeds {
    type Msg = Msg;
    type Command = FeedsCommand;
    const COMMANDS: &'static [Entry<FeedsCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Profile(path) => self.open(ctx, FeedChoice::File(path)),
            Msg::ExportTo { path, replace } => {
                let effects = if self.form.is_none() { self.open(ctx, FeedChoice::Kept(None)) } else { Vec::new() };
                self.form.iter_mut().for_each(|form| form.file.picked(&path, replace));
                effects
            }
        }
    }

    fn run(&mut self, ctx: &Ctx, command: FeedsCommand) -> Vec<Effect> {
        let FeedsCommand::Export = command;
        self.open(ctx, FeedChoice::Kept(None))
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::FeedWritten { request, to, report } = event {
            return self.written(*request, to, report);
        }
        let Some(form) = &mut self.form else { return Vec::new() };
        match event {
            Event::Feed(view) => return form.viewed(view).into_iter().collect(),
            Event::ProfileKept(request) => return changed(form, *request),
            // Decisions, texts or photos may be others.
            Event::Snapshot(_) | Event::Tags(_) | Event::TextsImported { dry_run: false, .. } => return form.look().into_iter().collect(),
            Event::Results(_) => return form.follow(ctx).into_iter().collect(),
            Event::FileExists { request, purpose: PickPurpose::ExportFeed, path } if form.file.waits_for(*request) => {
                form.file.file_exists(path);
            }
            Event::NoDialog { purpose: PickPurpose::ExportFeed, .. } => form.file.no_dialog(),
            Event::Notice(Notice { request: Some(request), tone: Tone::Error, text }) => form.refused_to(*request, text),
            _ => {}
        }
        Vec::new()
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Export for a shop", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        self.form.as_mut().map(|form| form_ui(ui, ctx, form)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }

    fn draft(&self) -> Option<Draft> {
        let form = self.form.as_ref().filter(|form| form.is_changed())?;
        let profile = form.profile.as_ref()?;
        Some(Draft { what: format!("The profile “{}”", profile.name.trim()), saving: Saving::Ready })
    }

    fn save_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let profile = self.form.take().and_then(|form| form.profile);
        profile.map(|profile| Effect::send(EditRequest::KeepProfile(Box::new(profile)))).into_iter().collect()
    }

    fn drop_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.form = None;
        Vec::new()
    }
}

impl Feeds {
    /// Its open dialog has a field for this path.
    pub fn asks_for_path(&self, purpose: PickPurpose) -> bool {
        purpose == PickPurpose::ExportFeed && self.form.is_some()
    }

    fn open(&mut self, ctx: &Ctx, which: FeedChoice) -> Vec<Effect> {
        let (form, effect) = FeedForm::open(ctx, which);
        self.form = Some(form);
        vec![effect]
    }

    fn written(&mut self, request: RequestId, to: &Path, report: &Result<ProfileReport, String>) -> Vec<Effect> {
        let open = self.form.as_mut().filter(|form| form.file.waits_for(request));
        match (open, report) {
            (Some(form), Err(reason)) => form.file.failed(reason.clone()),
            (None, Err(reason)) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason.clone() })],
            (open, Ok(report)) => {
                // A profile that is not kept yet is still asked about.
                if let Some(form) = open {
                    form.file.stopped();
                    if !form.is_changed() {
                        self.form = None;
                    }
                }
                let tone = if report.is_accepted() { Tone::Done } else { Tone::Warning };
                let text = format!("Wrote {}: {}", name_of(to), form::words(report));
                let show = Effect::send(DesktopRequest::ShowInFolder(to.to_owned()));
                return vec![Effect::Offer(Notice { request: None, tone, text }, "Show in folder", Box::new(show))];
            }
        }
        Vec::new()
    }
}

fn changed(form: &mut FeedForm, request: RequestId) -> Vec<Effect> {
    match form.changed(request) {
        Some(Keeping::Remove(profile)) => {
            let notice = Notice { request: None, tone: Tone::Done, text: format!("Removed the profile {}", profile.name) };
            let undo = Effect::send(EditRequest::KeepProfile(profile));
            vec![form.choose(FeedChoice::Kept(None)), Effect::Offer(notice, "Undo", Box::new(undo))]
        }
        // Undo brought one back.
        None if form.profile.is_none() => vec![form.choose(FeedChoice::Kept(None))],
        Some(Keeping::Keep) | None => form.look().into_iter().collect(),
    }
}
