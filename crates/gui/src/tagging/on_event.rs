//! What the engine tells about tags, and what is asked of it.

use super::format::done_words;
use super::state::{Asked, Tagging};
use super::target::target;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::view::View;
use engine::protocol::{Command, Edited, Notice, SearchResults, Tone};

impl Tagging {
    /// A gesture was saved, or taken back.
    pub(super) fn edited(&mut self, ctx: &Ctx, edited: &Edited) -> Vec<Effect> {
        if self.awaits_new
            && edited.undoable
            && let Some(set) = edited.set
        {
            self.awaits_new = false;
            self.awaited = Some(set);
            self.follow_tags(&ctx.tags);
        }
        // In a review every key is a gesture; what it did is seen there.
        if edited.done.is_empty() || (ctx.view == View::Review && edited.refused.is_empty()) {
            return Vec::new();
        }
        self.last = edited.undoable.then(|| edited.clone());
        let tone = if edited.refused.is_empty() { Tone::Done } else { Tone::Warning };
        let notice = Notice { tone, text: done_words(edited) };
        vec![if edited.undoable { Effect::Offer(notice, "Undo", Box::new(Effect::Undo)) } else { Effect::Toast(notice) }]
    }

    /// Photos for the grid are about to be shown: of a label's photos only those that the panel counts, so that its figure
    /// and the grid's are one.
    pub fn counted(&mut self, ctx: &Ctx, mut results: SearchResults) -> SearchResults {
        if results.generation != ctx.query.generation() || results.error.is_some() {
            return results;
        }
        if !ctx.query.shows_label() {
            self.set_base(&results.hits);
        } else if let Some(hits) = self.only_counted(&results.hits) {
            results.considered = hits.len() as u64;
            results.hits = hits;
        }
        results
    }

    /// What the panel and the inspector lack.
    pub(super) fn requests(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = Vec::new();
        let all = ctx.library.snapshot.as_ref().map_or(0, |s| s.photos.len());
        let visible = self.open && ctx.settings.right_panel && all > 0;
        match self.request(&ctx.query, &ctx.selection, all, visible) {
            Some(Asked::Nothing) => effects.push(Effect::send(Command::StopSuggesting)),
            Some(Asked::Figures(request)) => effects.push(Effect::send(Command::Suggest(request))),
            None => {}
        }
        // A review asks for its own photo, and the newest question wins.
        let cursor = ctx.selection.cursor().filter(|_| ctx.view != View::Review);
        if let Some(photo) = self.photo_request(cursor, &ctx.tags) {
            effects.push(Effect::send(Command::PhotoLabels(photo)));
        }
        self.tally(&ctx.selection, &ctx.tags);
        self.target = self.bar.is_some().then(|| target(ctx));
        effects
    }
}
