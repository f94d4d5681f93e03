//! What backups do for the app.

use super::commands::TABLE;
use super::form::RestoreForm;
use super::form_ui::form_ui;
use super::msg::{BackupsCommand, Msg};
use super::state::Backups;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use base::human;
use egui::Ui;
use engine::protocol::{Backup, DesktopRequest, Event, Notice, QueryRequest, RequestId, Tone};

impl Feature for Backups {
    type Msg = Msg;
    type Command = BackupsCommand;
    const COMMANDS: &'static [Entry<BackupsCommand, Self>] = TABLE;

    fn update(&mut self, _ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        let Msg::File(path) = msg;
        let (form, effect) = RestoreForm::open(Some(path));
        self.form = Some(form);
        vec![effect]
    }

    fn run(&mut self, _ctx: &Ctx, command: BackupsCommand) -> Vec<Effect> {
        match command {
            BackupsCommand::Restore => {
                let (form, effect) = RestoreForm::open(None);
                self.form = Some(form);
                vec![effect]
            }
            BackupsCommand::BackUp => vec![self.make()],
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::BackedUp { request, made } => return self.made(*request, made.as_ref()),
            Event::Edited(edited) if self.waits_for(edited.request) => self.form = None,
            Event::Notice(Notice { request: Some(request), tone: Tone::Error, text }) if self.waits_for(*request) => {
                self.form.iter_mut().for_each(|form| form.refused(text));
            }
            _ => {}
        }
        let Some(form) = &mut self.form else { return Vec::new() };
        match event {
            Event::Backups(view) => return form.listed(view).into_iter().collect(),
            Event::RestoreLooked(view) => form.seen(view),
            // What is here is otherwise now.
            Event::Tags(_) if form.is_free() => return form.look().into_iter().collect(),
            _ => {}
        }
        Vec::new()
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Restore from a backup", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        let making = self.making.is_some();
        let Some(form) = &mut self.form else { return Output::default() };
        let (mut out, make) = form_ui(ui, form, making);
        if make {
            out.effect(self.make());
        }
        out
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }
}

impl Backups {
    fn waits_for(&self, request: RequestId) -> bool {
        self.form.as_ref().is_some_and(|form| form.waits_for(request))
    }

    fn make(&mut self) -> Effect {
        let (id, effect) = Effect::ask(QueryRequest::BackUp);
        self.making = Some(id);
        effect
    }

    /// One was made, for this window or by itself.
    fn made(&mut self, request: RequestId, made: Option<&Backup>) -> Vec<Effect> {
        let asked = self.making.take_if(|making| *making == request).is_some();
        let mut effects: Vec<Effect> = self.form.iter_mut().filter(|_| made.is_some()).map(|form| form.ask(None)).collect();
        if let Some(backup) = made.filter(|_| asked) {
            let notice =
                Notice { request: None, tone: Tone::Done, text: format!("Backed up what was decided ({})", human::bytes(backup.bytes)) };
            let show = Effect::send(DesktopRequest::ShowInFolder(backup.file.clone()));
            effects.push(Effect::Offer(notice, "Show in folder", Box::new(show)));
        }
        effects
    }
}
