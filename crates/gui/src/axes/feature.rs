//! What walks and axes do for the app.

use super::commands::TABLE;
use super::form;
use super::msg::{AxesCommand, Msg};
use super::state::{Axes, STEPS};
use crate::shell::command::Entry;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::name_form::{name_form_ui, take_in};
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::{Region, View};
use base::PhotoId;
use base::axes::{AxisDraft, Way};
use egui::{Context, Id, Key, Modifiers, Ui};
use engine::protocol::query::quoted;
use engine::protocol::{Along, Edit, Event, QueryRequest, Sort, WalkRequest};
use std::sync::Arc;

/// Photos at a step, of which the ribbon shows one: where the nearest was shown before, the next that was not, but none that is far off.
const AT_A_STEP: usize = 3;

impl Feature for Axes {
    type Msg = Msg;
    type Command = AxesCommand;
    const COMMANDS: &'static [Entry<AxesCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.run(ctx, command),
            Msg::Open(photo) => return self.show(ctx, photo),
            Msg::From(text) => (self.axis.from, self.axis.way) = (text, Way::Line),
            Msg::To(text) => (self.axis.to, self.axis.way) = (text, Way::Line),
            Msg::Go => return self.go(ctx),
            Msg::At(position) => {
                self.position = position;
                return if self.asked.as_ref() == Some(&self.axis) { self.here() } else { self.go(ctx) };
            }
            Msg::Swap => {
                std::mem::swap(&mut self.axis.from, &mut self.axis.to);
                self.position = 1.0 - self.position;
                return self.go(ctx);
            }
            Msg::Along(axis) => {
                (self.axis, self.position, self.asked) = (axis, 0.0, None);
                return self.go(ctx);
            }
            Msg::SortAlong(axis) => {
                self.open = false;
                return vec![Effect::Query(vec![Change::Along(None), Change::Sort(Sort::Axis(axis))])];
            }
            Msg::Rename(id) => self.dialog = ctx.tags.axes.iter().find(|saved| saved.id == id).map(form::rename),
            Msg::Delete(id) => return vec![Effect::send(Edit::DeleteAxis(id))],
            Msg::Close => return self.close(ctx),
        }
        Vec::new()
    }

    fn run(&mut self, ctx: &Ctx, command: AxesCommand) -> Vec<Effect> {
        match command {
            AxesCommand::Walk => self.show(ctx, None),
            AxesCommand::WalkFromPhoto => self.show(ctx, ctx.in_hand),
            AxesCommand::Save => {
                self.dialog = Some(form::save(self.axis.clone()));
                Vec::new()
            }
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Walked { request, walked } if *request == self.request => match walked {
                Ok(walked) => (self.walked, self.wrong) = (Some(walked.clone()), None),
                Err(why) => (self.walked, self.wrong) = (None, Some(why.clone())),
            },
            // The photos on the way may be others now, and so may those that an end stands for.
            Event::Snapshot(_) | Event::Tags(_) if self.open && self.asked.is_some() => return vec![self.ask()],
            _ => take_in(&mut self.dialog, event),
        }
        Vec::new()
    }

    fn after_frame(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.opened = self.opened.saturating_sub(1);
        Vec::new()
    }

    /// Esc closes the bar, before it can mean anything else.
    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        let mut out = Output::default();
        let shown = self.open && ctx.view == View::Grid && !ctx.covered && !egui::Popup::is_any_open(egui);
        if shown && egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            out.msg(Msg::Close);
        }
        out
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.dialog.as_ref().map(|form| DialogHead { title: form.title(), wide: false })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        self.dialog.as_mut().map(|form| name_form_ui(ui, Id::unique("axis name"), form, ctx)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
    }
}

impl Axes {
    /// Opens the bar; it starts where the person is: at a photo, or at the words that were searched for.
    fn show(&mut self, ctx: &Ctx, photo: Option<PhotoId>) -> Vec<Effect> {
        let from = photo.map_or_else(|| searched(ctx), |photo| written(ctx, photo));
        if let Some(from) = from.filter(|from| *from != self.axis.from) {
            self.axis = AxisDraft { from, ..AxisDraft::default() };
            (self.position, self.asked, self.walked, self.wrong) = (0.0, None, None, None);
        }
        (self.open, self.opened) = (true, 3);
        let mut effects = if ctx.view == View::Grid { Vec::new() } else { vec![Effect::Run(Common::Grid)] };
        effects.extend(self.go(ctx));
        effects
    }

    /// Walks, unless that is what was asked for last.
    fn go(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if !self.complete() || (self.asked.as_ref() == Some(&self.axis) && ctx.query.along.is_some()) {
            return Vec::new();
        }
        self.asked = Some(self.axis.clone());
        let mut effects = vec![self.ask()];
        effects.extend(self.here());
        effects
    }

    fn ask(&mut self) -> Effect {
        let axis = self.asked.clone().unwrap_or_default();
        let (id, effect) = Effect::ask(QueryRequest::Walk(WalkRequest { axis, steps: STEPS, top: AT_A_STEP }));
        self.request = id;
        effect
    }

    /// The grid shows what is at this place of the way that was asked for.
    fn here(&self) -> Vec<Effect> {
        let along = self.asked.clone().map(|axis| Arc::new(Along { axis, position: self.position }));
        along.map(|along| vec![Effect::Query(vec![Change::Along(Some(along))])]).unwrap_or_default()
    }

    fn close(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.open = false;
        let mut effects = vec![Effect::GoTo(Region::Photos)];
        if ctx.query.along.is_some() {
            effects.push(Effect::Query(vec![Change::Along(None)]));
        }
        effects
    }
}

/// A photo as an end is written.
fn written(ctx: &Ctx, photo: PhotoId) -> Option<String> {
    ctx.library.path(photo)?.to_str().map(quoted)
}

/// The words that were searched for, where they are words alone.
fn searched(ctx: &Ctx) -> Option<String> {
    let text = ctx.query.text.trim();
    (!text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '\''))).then(|| text.to_owned())
}
