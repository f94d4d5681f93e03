//! What browsing does for the app: its messages, its commands, what it takes in from the engine.

use super::commands::TABLE;
use super::completion::Completion;
use super::msg::{BrowseCommand, Msg};
use super::state::Browse;
use super::tree::Tree;
use super::{keys, lists};
use crate::kit::pictures::Pictures;
use crate::kit::theme::space;
use crate::shell::command::Entry;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::mark_filter::cleared;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::{Event, QueryRequest, RequestId, Sort, TextUse};

impl Feature for Browse {
    type Msg = Msg;
    type Command = BrowseCommand;
    const COMMANDS: &'static [Entry<BrowseCommand, Self>] = TABLE;
    /// The grid and the loupe are put together by the app, with what other features add to them.
    const VIEWS: &'static [View] = &[View::Problems, View::Missing];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.run(ctx, command),
            Msg::LaidOut { columns, rows_per_page } => {
                self.grid.columns = columns;
                self.grid.rows_per_page = rows_per_page;
                self.grid.reveal = None;
                self.grid.to_top = false;
            }
            Msg::Fold(folder) => self.tree.turn(&folder),
            Msg::Typed { text, cursor } => self.completion = Completion::new(ctx, &self.tree, &text, cursor),
            Msg::CompletionStep(by) => self.completion.step(by),
            Msg::CloseCompletion => self.completion.close(),
            Msg::Recall { chosen } => self.completion = Completion::history(ctx, chosen),
            Msg::Searched(text) => return vec![Effect::Searched(text)],
            Msg::PathField(path) => (self.path_field, self.refused) = (path, None),
        }
        Vec::new()
    }

    fn run(&mut self, ctx: &Ctx, command: BrowseCommand) -> Vec<Effect> {
        let query = |change| vec![Effect::Query(vec![change])];
        match command {
            BrowseCommand::SortByRelevance => query(Change::Sort(Sort::Relevance)),
            BrowseCommand::SortByName => sorted(ctx, |s| s.sort = Sort::Name, Sort::Name),
            BrowseCommand::SortBySize => sorted(ctx, |s| s.sort = Sort::Size, Sort::Size),
            BrowseCommand::SortByDate => sorted(ctx, |s| s.sort = Sort::Date, Sort::Date),
            BrowseCommand::SortByRating => sorted(ctx, |s| s.sort = Sort::Rating, Sort::Rating),
            BrowseCommand::SortByHue => query(Change::Sort(Sort::Hue)),
            BrowseCommand::ReverseOrder => query(Change::Reverse),
            BrowseCommand::SearchBoth => looked_into(TextUse::On, |s| s.texts = TextUse::On),
            BrowseCommand::SearchPictures => looked_into(TextUse::Off, |s| s.texts = TextUse::Off),
            BrowseCommand::SearchTexts => looked_into(TextUse::Only, |s| s.texts = TextUse::Only),
            BrowseCommand::SelectAll => vec![Effect::SelectAll],
            BrowseCommand::SelectNone => vec![Effect::SelectNone],
            BrowseCommand::AllPhotos => {
                let all = vec![Change::Folder(None), Change::Only(None), Change::LeaveLabel, Change::Text(cleared(&ctx.query.text))];
                vec![Effect::Run(Common::Grid), Effect::Query(all)]
            }
            BrowseCommand::Problems => vec![Effect::Show(View::Problems)],
            BrowseCommand::LargerThumbnails => vec![Effect::ThumbnailSize(ctx.settings.thumbnail_size + space::L)],
            BrowseCommand::Timeline => {
                vec![Effect::Settings(|s| s.timeline = !s.timeline), Effect::Query(vec![Change::Timeline(!ctx.query.timeline)])]
            }
            BrowseCommand::ForgetSearches => {
                self.completion = Completion::default();
                vec![Effect::Settings(|s| s.searches.clear()), Effect::done("Recent searches forgotten")]
            }
            BrowseCommand::SmallerThumbnails => vec![Effect::ThumbnailSize(ctx.settings.thumbnail_size - space::L)],
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Snapshot(snapshot) = event {
            self.tree.rebuild(snapshot);
        } else if let Event::Similar { request, photo, hits } = event
            && *request == self.similar_request
        {
            self.similar = Some((*photo, hits.clone()));
        } else if let Event::Texts { request, photo, texts } = event
            && *request == self.texts_request
        {
            self.texts = Some((*photo, texts.clone()));
        } else if let Event::Tags(_) = event {
            // A step was made or taken back: it may have been one of texts.
            self.asked_texts = None;
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let cursor = ctx.selection.cursor();
        let similar = ask_once(cursor, &mut self.asked_similar, &mut self.similar_request, QueryRequest::Similar);
        let texts = ask_once(cursor, &mut self.asked_texts, &mut self.texts_request, QueryRequest::Texts);
        similar.into_iter().chain(texts).collect()
    }

    fn keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        keys::keys(egui, ctx, self)
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        self.tree = Tree::default();
        (self.similar, self.asked_similar, self.similar_request) = (None, None, RequestId::default());
        (self.texts, self.asked_texts, self.texts_request) = (None, None, RequestId::default());
        self.completion = Completion::default();
        self.path_field.clear();
        self.refused = None;
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, _pictures: &mut Pictures) -> Output<Msg> {
        if ctx.view == View::Problems { lists::problems_ui(ui, ctx) } else { lists::missing_ui(ui, ctx) }
    }
}

/// Asks about the photo under the cursor, unless that was asked last.
fn ask_once(
    cursor: Option<PhotoId>,
    asked: &mut Option<PhotoId>,
    request: &mut RequestId,
    question: fn(PhotoId) -> QueryRequest,
) -> Option<Effect> {
    let photo = cursor.filter(|photo| *asked != Some(*photo));
    *asked = cursor;
    let (id, effect) = Effect::ask(question(photo?));
    *request = id;
    Some(effect)
}

/// What searches look into is kept for good.
fn looked_into(texts: TextUse, keep: fn(&mut engine::settings::Settings)) -> Vec<Effect> {
    vec![Effect::Settings(keep), Effect::Query(vec![Change::Texts(texts)])]
}

/// The order of photos that nothing ranks is kept for good; among ranked ones it is the question's alone, since in another order
/// the best of them cannot be seen.
fn sorted(ctx: &Ctx, keep: fn(&mut engine::settings::Settings), sort: Sort) -> Vec<Effect> {
    let ranked = ctx.query.scores() || ctx.query.shows_label();
    let kept = (!ranked).then_some(Effect::Settings(keep));
    kept.into_iter().chain([Effect::Query(vec![Change::Sort(sort)])]).collect()
}
