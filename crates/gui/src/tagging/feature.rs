//! What tagging does for the app.

use super::commands::TABLE;
use super::msg::{Msg, TaggingCommand};
use super::state::Tagging;
use super::tag_bar;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::draft::{Draft, Saving};
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use crate::shell::view::Region;
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
            && let Some(request) = notice.request
        {
            self.making.take_if(|making| *making == request);
            // What could not be saved is still there to be put right.
            if let Some((_, editor)) = self.saving.take_if(|saving| saving.0 == request) {
                self.editor.get_or_insert(editor);
            }
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.requests(ctx)
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        tag_bar::keys(egui, ctx, self)
    }

    fn draft(&self) -> Option<Draft> {
        let editor = self.editor.as_ref().filter(|editor| editor.is_changed())?;
        let name = editor.draft().name.trim();
        let what = if name.is_empty() { "The new label set".to_owned() } else { format!("The label set “{name}”") };
        let ready = editor.saved().problems().is_empty();
        Some(Draft { what, saving: if ready { Saving::Ready } else { Saving::Wrong } })
    }

    fn save_draft(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.save_and_go_on(ctx)
    }

    fn drop_draft(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.drop_and_go_on(ctx)
    }

    fn keep_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.leaving = None;
        self.open = true;
        vec![Effect::Settings(|s| s.right_panel = true), Effect::GoTo(Region::Inspector)]
    }

    /// Nothing of the last one is left but how the panel is laid out.
    fn other_catalogue(&mut self, ctx: &Ctx) {
        *self = self.emptied();
        self.follow_tags(&ctx.tags);
    }
}
