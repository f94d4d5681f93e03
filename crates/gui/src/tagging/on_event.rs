//! What the engine tells about tags, and what is asked of it.

use super::format::done_words;
use super::state::{Asked, Tagging};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::view::View;
use engine::protocol::{Edited, Notice, QueryRequest, SearchResults, Tone};

impl Tagging {
    /// A gesture was saved, or taken back.
    pub(super) fn edited(&mut self, ctx: &Ctx, edited: &Edited) -> Vec<Effect> {
        self.saving.take_if(|saving| saving.0 == edited.request);
        if self.making == Some(edited.request) {
            self.making = None;
            if edited.set.is_some() && edited.set != self.set {
                self.choose(&ctx.tags, edited.set);
            }
        }
        let created = self.creating.take_if(|(request, _)| *request == edited.request);
        let done = created.map_or_else(|| edited.done.clone(), |(_, given)| format!("{} and given {given}", edited.done));
        let edited = &Edited { done, ..edited.clone() };
        // In a review every key is a gesture; what it did is seen there.
        if edited.done.is_empty() || (ctx.view.is_sitting() && edited.refused.is_empty()) {
            return Vec::new();
        }
        self.last = edited.undoable.then(|| edited.clone());
        let tone = if edited.refused.is_empty() { Tone::Done } else { Tone::Warning };
        let notice = Notice { request: None, tone, text: done_words(edited) };
        vec![match edited.step.filter(|_| edited.undoable) {
            Some(step) => Effect::Offer(notice, "Undo", Box::new(Effect::UndoStep(step))),
            None => Effect::Toast(notice),
        }]
    }

    /// Photos for the grid are about to be shown: of a label's photos only those that the panel counts, so that its figure
    /// and the grid's are one.
    pub fn counted(&mut self, ctx: &Ctx, mut results: SearchResults) -> SearchResults {
        if results.request != ctx.query.request() || results.error.is_some() {
            return results;
        }
        self.counting.set_base(&ctx.query, results.whatever_label.as_ref().unwrap_or(&results.hits));
        if let Some(hits) = self.counting.only_counted(&results.hits) {
            results.considered = hits.len() as u64;
            results.hits = hits;
        }
        results
    }

    /// What the panel and the inspector lack.
    pub(super) fn requests(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.follow_query(&ctx.query);
        let mut effects = Vec::new();
        let all = ctx.library.snapshot.as_ref().map_or(0, |s| s.photos.len());
        let visible = self.open && ctx.settings.right_panel && all > 0;
        match self.request(ctx, all, visible) {
            Some(Asked::Nothing) => effects.push(Effect::send(QueryRequest::StopSuggesting)),
            Some(Asked::Figures(request)) => {
                let (id, effect) = Effect::ask(QueryRequest::Suggest(request));
                self.figures_request = id;
                effects.push(effect);
            }
            None => {}
        }
        if matches!(ctx.view, View::Review | View::Audit) {
            // It asks for its own photo, and the newest question wins.
            self.forget_photo_request();
        } else if let Some(photo) = self.wanted_photo(ctx.in_hand, &ctx.tags) {
            let (id, effect) = Effect::ask(QueryRequest::PhotoLabels(photo));
            self.photo_request = id;
            effects.push(effect);
        }
        self.kept.follow(ctx, self.photo.as_ref());
        self.tally(&ctx.target.photos, &ctx.tags);
        effects
    }
}
