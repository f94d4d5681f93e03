//! Photos without a product, one after the other: what was found, where the person stands, what was said.

use super::msg::MatchMsg;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::view::View;
use crate::shell::zoom::Zoom;
use engine::protocol::{Edit, Likely, MatchView, Matches, QueryRequest, RequestId, SkuMatch};
use std::sync::Arc;

/// The queue of photos without a product.
#[derive(Default)]
pub struct Matching {
    /// The request whose answer counts.
    pub(super) waiting: Option<RequestId>,
    /// The last answer, or why there is none.
    pub(super) found: Option<Result<Arc<Matches>, String>>,
    /// The photo in question.
    pub(super) at: usize,
    /// Another SKU, as far as it is typed.
    pub(super) typed: String,
}

impl Matching {
    /// Looks for photos without a product.
    pub(super) fn begin(&mut self) -> Vec<Effect> {
        let (id, effect) = Effect::ask(QueryRequest::MatchSkus);
        *self = Self { waiting: Some(id), ..Self::default() };
        vec![Effect::Show(View::Matching), effect]
    }

    /// Takes in the answer that was asked for last.
    pub(super) fn take(&mut self, view: &MatchView) -> Vec<Effect> {
        if self.waiting.take_if(|id| *id == view.request).is_none() {
            return Vec::new();
        }
        if view.cancelled {
            return self.begin();
        }
        (self.found, self.at) = (Some(view.outcome.clone()), 0);
        Vec::new()
    }

    /// What was found.
    pub(super) fn matches(&self) -> Option<&Arc<Matches>> {
        self.found.as_ref().and_then(|found| found.as_ref().ok())
    }

    /// The photo in question, with its products; `None` at the end.
    pub fn current(&self) -> Option<&SkuMatch> {
        self.matches()?.matches.get(self.at)
    }

    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: MatchMsg) -> Vec<Effect> {
        match msg {
            MatchMsg::Leave => return vec![Effect::Show(View::Shots)],
            MatchMsg::Again => return self.begin(),
            MatchMsg::Typed(text) => {
                self.typed = text;
                return Vec::new();
            }
            MatchMsg::Next => return self.go(1),
            MatchMsg::Before => return self.go(-1),
            MatchMsg::Accept(_) | MatchMsg::Reject | MatchMsg::Say if ctx.is_read_only() => return Vec::new(),
            MatchMsg::Accept(runner_up) => self.say(|found| if runner_up { found.runner_up.as_ref() } else { Some(&found.first) }, true),
            MatchMsg::Reject => self.say(|found| Some(&found.first), false),
            MatchMsg::Say => self.say_typed(),
        }
        .map(|edit| [vec![Effect::send(edit)], self.go(1)].concat())
        .unwrap_or_default()
    }

    fn say(&self, which: impl FnOnce(&SkuMatch) -> Option<&Likely>, fits: bool) -> Option<Edit> {
        let (found, model) = (self.current()?, &self.matches()?.model);
        let Likely { sku, score, .. } = which(found)?;
        Some(Edit::DecideSku { photo: found.photo, sku: Arc::clone(sku), fits, proposed: Some((*score, Arc::clone(model))) })
    }

    fn say_typed(&self) -> Option<Edit> {
        let (photo, sku) = (self.current()?.photo, self.typed.trim());
        (!sku.is_empty()).then(|| Edit::DecideSku { photo, sku: sku.into(), fits: true, proposed: None })
    }

    fn go(&mut self, by: isize) -> Vec<Effect> {
        let last = self.matches().map_or(0, |matches| matches.matches.len());
        self.at = self.at.saturating_add_signed(by).min(last);
        self.typed.clear();
        vec![Effect::Unfocus, Effect::Zoom(Zoom::default())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::PhotoId;
    use engine::protocol::Request;

    fn likely(sku: &str, score: f32) -> Likely {
        Likely { sku: sku.into(), score, reference: PhotoId(9) }
    }

    fn queue() -> Matching {
        let found = |photo| SkuMatch { photo: PhotoId(photo), first: likely("A", 0.9), runner_up: Some(likely("B", 0.8)) };
        let matches =
            Matches { references: 2, photos: 2, matches: vec![found(1), found(2)], model: "starter@1".into(), ..Matches::default() };
        Matching { found: Some(Ok(Arc::new(matches))), ..Matching::default() }
    }

    fn said(effects: &[Effect]) -> Option<(i64, String, bool)> {
        effects.iter().find_map(|effect| match effect {
            Effect::Send(_, Request::Edit(engine::protocol::EditRequest::Edit(Edit::DecideSku { photo, sku, fits, .. }))) => {
                Some((photo.0, sku.to_string(), *fits))
            }
            _ => None,
        })
    }

    #[test]
    fn an_answer_is_about_the_photo_in_question_and_goes_on() {
        let (mut queue, ctx) = (queue(), Ctx::default());
        assert_eq!(said(&queue.carry_out(&ctx, MatchMsg::Accept(true))), Some((1, "B".to_owned(), true)));
        assert_eq!(said(&queue.carry_out(&ctx, MatchMsg::Before)), None);
        assert_eq!(said(&queue.carry_out(&ctx, MatchMsg::Reject)), Some((1, "A".to_owned(), false)));
        assert_eq!(said(&queue.carry_out(&ctx, MatchMsg::Say)), None, "nothing typed, nothing done");
        let _ = queue.carry_out(&ctx, MatchMsg::Typed(" C7 ".to_owned()));
        assert_eq!(said(&queue.carry_out(&ctx, MatchMsg::Say)), Some((2, "C7".to_owned(), true)));
        assert!(queue.current().is_none() && queue.carry_out(&ctx, MatchMsg::Accept(false)).is_empty(), "that was the last one");
    }
}
