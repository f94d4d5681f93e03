//! What searching by colour does for the app.

use super::commands::TABLE;
use super::form_ui::form_ui;
use super::msg::{ColoursCommand, Msg};
use super::state::{ColourForm, Colours, TOGETHER};
use crate::shell::command::Entry;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::colour::hex;
use egui::Ui;
use engine::protocol::{Event, QueryRequest, Sort};
use std::sync::Arc;

/// A colour to begin with, where no photo has one.
const FIRST: [u8; 3] = [170, 51, 68];

impl Feature for Colours {
    type Msg = Msg;
    type Command = ColoursCommand;
    const COMMANDS: &'static [Entry<ColoursCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        let Msg::Search(colours) = msg;
        search(ctx, &colours)
    }

    fn run(&mut self, ctx: &Ctx, command: ColoursCommand) -> Vec<Effect> {
        let palette = self.palette(ctx).iter().map(|swatch| swatch.lab.to_srgb()).collect::<Vec<_>>();
        match command {
            ColoursCommand::Find => {
                let colour = palette.first().copied().unwrap_or(FIRST);
                self.form = Some(ColourForm { colour, text: hex(colour), is_new: true });
                Vec::new()
            }
            ColoursCommand::FindPalette => search(ctx, &palette[..palette.len().min(TOGETHER)]),
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::Measures { request, photo, measures } if *request == self.request => {
                self.measures = Some((*photo, Arc::clone(measures)));
            }
            // It may have been measured meanwhile.
            Event::Snapshot(_) => self.asked = None,
            _ => {}
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        // Another standard is another question.
        let wanted = ctx.selection.cursor().map(|photo| (photo, ctx.tags.standard.clone()));
        if self.asked == wanted {
            return Vec::new();
        }
        self.asked = wanted;
        let Some((photo, _)) = self.asked else { return Vec::new() };
        let (id, effect) = Effect::ask(QueryRequest::Measures(photo));
        self.request = id;
        vec![effect]
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Find by colour", wide: false })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        let palette = self.palette(ctx).to_vec();
        self.form.as_mut().map(|form| form_ui(ui, form, &palette)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }
}

/// The words stay, and go on ranking.
fn search(ctx: &Ctx, colours: &[[u8; 3]]) -> Vec<Effect> {
    let written: Vec<String> = colours.iter().map(|colour| hex(*colour)).collect();
    let text = ctx.query.with_colours(written.iter().map(String::as_str));
    let mut changes = vec![Change::Text(text)];
    // Photos were in another order than that of what was found.
    if !ctx.query.ranks() {
        changes.push(Change::Sort(Sort::Relevance));
    }
    let shown = (!ctx.view.follows_query()).then_some(Effect::Run(Common::Grid));
    shown.into_iter().chain([Effect::Query(changes)]).collect()
}
