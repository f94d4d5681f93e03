//! What follows from a key in the tag bar.

use super::state::Tagging;
use super::tag_bar_state::{BarMsg, TagBar};
use super::update::edits;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::scope::{given_words, toggled};
use base::{LabelId, LabelSetId, Ruling};
use engine::protocol::Edit;
use std::sync::Arc;

impl Tagging {
    /// Opens the bar, or closes it.
    pub(super) fn turn_bar(&mut self, ctx: &Ctx) {
        self.bar = if self.bar.is_some() { None } else { Some(TagBar::default()) };
        self.follow_bar(ctx);
    }

    /// The text or the vocabulary changed.
    pub(super) fn follow_bar(&mut self, ctx: &Ctx) {
        let set = self.current_set(ctx);
        if let Some(bar) = &mut self.bar {
            bar.follow(&ctx.tags, &self.recent, set);
        }
    }

    /// Carries out what the person did in the bar.
    pub(super) fn update_bar(&mut self, ctx: &Ctx, msg: BarMsg) -> Vec<Effect> {
        let Some(bar) = &mut self.bar else { return Vec::new() };
        match msg {
            BarMsg::Text(text) => self.write(ctx, text),
            BarMsg::Cycle(by) => {
                let count = bar.matches.len().max(1) as isize;
                let from = bar.at.map_or(if by > 0 { -1 } else { 0 }, |at| at as isize);
                bar.at = Some((from + by).rem_euclid(count) as usize);
            }
            BarMsg::Apply(label) => {
                // Nothing typed, nothing chosen: nothing is done.
                let label = label.or_else(|| bar.matches.get(bar.at?).copied());
                return label.and_then(|label| self.apply_label(ctx, label)).unwrap_or_default();
            }
            BarMsg::Create => return self.create_label(ctx).unwrap_or_default(),
            BarMsg::Undo => return vec![Effect::Undo],
            BarMsg::Redo => return vec![Effect::Redo],
            BarMsg::Close => self.bar = None,
        }
        Vec::new()
    }

    fn write(&mut self, ctx: &Ctx, text: String) {
        if let Some(bar) = &mut self.bar {
            bar.text = text;
            bar.at = (!bar.text.trim().is_empty()).then_some(0);
        }
        self.follow_bar(ctx);
    }

    fn apply_label(&mut self, ctx: &Ctx, label: LabelId) -> Option<Vec<Effect>> {
        let photos = Arc::clone(&ctx.target.photos);
        let set = ctx.tags.label(label).map(|(set, _)| set.id).filter(|_| !photos.is_empty())?;
        let ruling = toggled(ctx, &photos, label);
        if let Ruling::Accept(label) = ruling {
            self.remember(label);
        }
        self.write(ctx, String::new());
        Some(edits(Edit::Decide { photos, set, rulings: vec![ruling] }))
    }

    fn create_label(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        let name = self.bar.as_ref()?.text.trim().to_owned();
        if name.is_empty() || ctx.target.is_empty() {
            return None;
        }
        let set = self.current_set(ctx);
        if let Some(bar) = &mut self.bar {
            bar.text.clear();
            bar.at = None;
        }
        self.follow_bar(ctx);
        let known = set.and_then(|set| ctx.tags.set(set));
        let given = known.map_or_else(|| format!("to {}", ctx.target.words()), |set| given_words(ctx, &ctx.target, set, None));
        let (id, effect) = Effect::ask(Edit::CreateLabel { set, name, photos: Arc::clone(&ctx.target.photos) });
        self.creating = Some((id, given));
        Some(vec![effect])
    }

    /// The set that a new label goes to; `None`: there is none yet.
    pub(super) fn current_set(&self, ctx: &Ctx) -> Option<LabelSetId> {
        self.set.or_else(|| ctx.tags.sets.first().map(|s| s.id))
    }
}
