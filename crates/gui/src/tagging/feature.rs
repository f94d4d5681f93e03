//! What tagging does for the app.

use super::commands::TABLE;
use super::msg::{Msg, TaggingCommand};
use super::state::Tagging;
use super::tag_bar;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use egui::Context;
use engine::protocol::{Event, Tone};
use std::sync::Arc;

impl Feature for Tagging {
    type Msg = Msg;
    type Command = TaggingCommand;
    const COMMANDS: &'static [Entry<TaggingCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.carry_out(ctx, msg)
    }

    fn run(&mut self, ctx: &Ctx, command: TaggingCommand) -> Vec<Effect> {
        self.command(ctx, command)
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Tags(tags) = event {
            self.follow_tags(tags);
            self.follow_bar(ctx);
        } else if let Event::Edited(what) = event {
            return self.edited(ctx, what);
        } else if let Event::Suggestions(view) = event {
            self.take(Arc::clone(view));
        } else if let Event::PhotoLabels { request, photo, labels } = event
            && *request == self.photo_request
        {
            self.photo = Some((*photo, Arc::clone(labels)));
        } else if let Event::Notice(notice) = event
            && notice.tone == Tone::Error
            && notice.request.is_some_and(|request| self.making == Some(request))
        {
            self.making = None;
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.requests(ctx)
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        tag_bar::keys(egui, ctx, self)
    }

    /// Nothing of the last one is left but how the panel is laid out.
    fn other_catalogue(&mut self, ctx: &Ctx) {
        *self = self.emptied();
        self.follow_tags(&ctx.tags);
    }
}
