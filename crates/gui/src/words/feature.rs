//! What looking at a set's words does for the app.

use super::commands::TABLE;
use super::msg::{Msg, WordsCommand};
use super::state::WordsPage;
use super::view::words_ui;
use crate::kit::pictures::Pictures;
use crate::shell::asking_keys;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::Event;

impl Feature for WordsPage {
    type Msg = Msg;
    type Command = WordsCommand;
    const COMMANDS: &'static [Entry<WordsCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Words];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, &msg)
    }

    fn run(&mut self, ctx: &Ctx, command: WordsCommand) -> Vec<Effect> {
        let WordsCommand::Check = command;
        let known = |set: &base::LabelSetId| ctx.tags.set(*set).is_some();
        let set = ctx.open_set.filter(known).or(self.set.filter(known)).or_else(|| ctx.tags.sets.first().map(|set| set.id));
        set.map(|set| self.look(set)).unwrap_or_default()
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Linted(view) => self.take(view),
            Event::Tags(_) => self.follow(ctx),
            _ => Vec::new(),
        }
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        let mut out = Output::default();
        if self.waiting.is_some() && asking_keys::escaped(egui, ctx, View::Words) {
            out.msg(Msg::Cancel);
        }
        out
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    /// It shows words, and no photo that a gesture could be about.
    fn photo_in_hand(&self, _ctx: &Ctx) -> Option<PhotoId> {
        None
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, _pictures: &mut Pictures) -> Output<Msg> {
        words_ui(ui, ctx, self)
    }
}
