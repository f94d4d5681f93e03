//! What saved searches do for the app.

use super::commands::TABLE;
use super::form;
use super::msg::{Msg, SearchesCommand};
use super::state::Searches;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::name_form::{name_form_ui, take_in};
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::SearchId;
use base::searches::SavedSearch;
use egui::{Id, Ui};
use engine::protocol::{Edit, Event, Notice, Tone};
use std::sync::Arc;

impl Feature for Searches {
    type Msg = Msg;
    type Command = SearchesCommand;
    const COMMANDS: &'static [Entry<SearchesCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => self.run(ctx, command),
            Msg::Ask(id) => search(ctx, id).map(|search| ask(ctx, search)).unwrap_or_default(),
            Msg::Rename(id) => {
                self.dialog = search(ctx, id).map(form::rename);
                Vec::new()
            }
            Msg::Update(id) => match (search(ctx, id), ctx.kept_query()) {
                (Some(search), Ok(query)) => {
                    vec![Effect::send(Edit::SaveSearch { id: Some(id), name: search.name.clone(), query })]
                }
                _ => Vec::new(),
            },
            Msg::Delete(id) => vec![Effect::send(Edit::DeleteSearch(id))],
        }
    }

    fn run(&mut self, ctx: &Ctx, command: SearchesCommand) -> Vec<Effect> {
        let SearchesCommand::Save = command;
        match ctx.kept_query() {
            Ok(query) => self.dialog = Some(form::save(query)),
            Err(reason) => return vec![Effect::Toast(Notice { request: None, tone: Tone::Warning, text: reason.to_string() })],
        }
        Vec::new()
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        match event {
            Event::SearchCounts { catalog, counts } if ctx.library.snapshot.as_ref().is_some_and(|s| s.catalog == *catalog) => {
                self.counts = Arc::clone(counts);
            }
            _ => take_in(&mut self.dialog, event),
        }
        Vec::new()
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        self.counts = Arc::default();
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.dialog.as_ref().map(|form| DialogHead { title: form.title(), wide: false })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        self.dialog.as_mut().map(|form| name_form_ui(ui, Id::unique("search name"), form, ctx)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.dialog = None;
    }
}

fn search(ctx: &Ctx, id: SearchId) -> Option<&SavedSearch> {
    ctx.tags.searches.iter().find(|search| search.id == id)
}

/// A second click on what is shown shows everything again.
fn ask(ctx: &Ctx, search: &SavedSearch) -> Vec<Effect> {
    let shown = ctx.view.shows_query() && ctx.kept_query().is_ok_and(|now| now == search.query);
    vec![Effect::Query(vec![if shown { Change::Clear } else { Change::Saved(Box::new(search.query.clone())) }])]
}
