//! Among which photos the panel counts.

use crate::shell::ctx::Ctx;
use crate::shell::query::{Base, Query};
use crate::shell::scope::{self, Target};
use crate::shell::view::View;
use base::{LabelSetDraft, PhotoId};
use engine::protocol::{Hit, Scope};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Whose photos are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// Every photo.
    #[default]
    All,
    /// Those of the grid.
    Result,
    /// Those of the grid's last question, while it shows the photos of a label.
    Before,
    /// The selected ones.
    Selected,
    /// The one that is shown large.
    Shown,
}

/// Where the photos that are counted come from; a change of it asks again.
#[derive(Clone, Debug)]
enum Origin {
    Hits(Arc<[Hit]>, Option<Arc<HashMap<PhotoId, usize>>>),
    Target(Arc<[PhotoId]>),
    Pinned,
}

impl Origin {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Hits(a, x), Self::Hits(b, y)) => Arc::ptr_eq(a, b) && scope::same(x.as_ref(), y.as_ref()),
            (Self::Target(a), Self::Target(b)) => Arc::ptr_eq(a, b),
            (Self::Pinned, Self::Pinned) => true,
            _ => false,
        }
    }
}

/// The photos that were counted before the grid showed those of a label.
#[derive(Debug)]
struct Pinned {
    scope: Scope,
    among: Among,
    products: Option<u64>,
    photos: Arc<HashSet<PhotoId>>,
    /// The question that they answered.
    question: Base,
}

/// The photos that are counted, and what they were asked about.
#[derive(Debug, Default)]
pub struct Counting {
    /// Whose photos are counted.
    pub among: Among,
    /// How many that are.
    pub photos: u64,
    /// Of how many products, where the grid shows products.
    pub products: Option<u64>,
    /// Among which photos the panel counts.
    pub scope: Scope,
    /// The photos of the last question that did not ask for a label.
    base: Arc<[Hit]>,
    /// While the grid shows a label's photos: those that were counted before.
    pinned: Option<Pinned>,
    asked: Option<(Arc<LabelSetDraft>, Origin)>,
}

impl Counting {
    /// A question was answered with these photos, whatever label of theirs is shown.
    pub fn set_base(&mut self, query: &Query, hits: &Arc<[Hit]>) {
        // The same answer again, because tags changed, is no other question.
        if self.base != *hits {
            self.base = Arc::clone(hits);
        }
        self.follow_question(query);
    }

    /// What was counted for a question is let go with the question.
    pub fn follow_question(&mut self, query: &Query) {
        self.pinned.take_if(|pinned| !query.shows_label() || pinned.question != query.base());
    }

    /// The grid is about to show a label's photos: what is counted stays as it is.
    pub fn pin(&mut self, query: &Query) {
        self.follow_question(query);
        if self.pinned.is_none() {
            let photos: HashSet<PhotoId> = match &self.scope {
                Scope::All => HashSet::new(),
                Scope::Photos(photos) => photos.iter().copied().collect(),
            };
            let among = if self.among == Among::Result { Among::Before } else { self.among };
            let (scope, products, question) = (self.scope.clone(), self.products, query.base());
            self.pinned = Some(Pinned { scope, among, products, photos: Arc::new(photos), question });
        }
    }

    /// Of a label's photos only those that were counted; `None`: all of them.
    pub fn only_counted(&self, hits: &[Hit]) -> Option<Arc<[Hit]>> {
        let Pinned { scope, photos, .. } = self.pinned.as_ref()?;
        match scope {
            Scope::All => None,
            Scope::Photos(_) => Some(hits.iter().filter(|h| photos.contains(&h.photo)).copied().collect()),
        }
    }

    /// The engine was asked about this set, and about what is in view now.
    pub fn asks_about(&self, ctx: &Ctx, set: &LabelSetDraft) -> bool {
        self.asked.as_ref().is_some_and(|(asked, origin)| **asked == *set && origin.same(&self.origin(ctx)))
    }

    /// Nothing is looked at; true where something was.
    pub fn stop(&mut self) -> bool {
        self.asked.take().is_some()
    }

    /// Whether the engine has to be asked about this set, among what is in view now: it was asked about something else.
    pub fn follow(&mut self, ctx: &Ctx, set: &Arc<LabelSetDraft>, all: usize) -> bool {
        let origin = self.origin(ctx);
        let same_photos = self.asked.as_ref().is_some_and(|(_, asked)| asked.same(&origin));
        if same_photos && self.asked.as_ref().is_some_and(|(asked, _)| Arc::ptr_eq(asked, set)) {
            return false;
        }
        if !same_photos {
            self.count_among(ctx, &origin, all);
        }
        self.asked = Some((Arc::clone(set), origin));
        true
    }

    fn origin(&self, ctx: &Ctx) -> Origin {
        if scope::several(ctx) || ctx.view == View::Loupe {
            Origin::Target(Arc::clone(&ctx.target.photos))
        } else if self.pinned.is_some() {
            Origin::Pinned
        } else {
            Origin::Hits(Arc::clone(&self.base), scope::grouping(ctx))
        }
    }

    fn count_among(&mut self, ctx: &Ctx, origin: &Origin, all: usize) {
        (self.scope, self.among, self.products) = match (origin, &self.pinned) {
            (Origin::Target(photos), _) => {
                let among = if ctx.view == View::Loupe { Among::Shown } else { Among::Selected };
                (Scope::Photos(Arc::clone(photos)), among, ctx.target.products)
            }
            (Origin::Pinned, Some(pinned)) => (pinned.scope.clone(), pinned.among, pinned.products),
            (Origin::Hits(hits, _), _) => {
                let Target { photos, products, .. } = scope::of_hits(ctx, hits);
                let among = if ctx.query.shows_label() { Among::Before } else { Among::Result };
                if photos.len() < all { (Scope::Photos(photos), among, products) } else { (Scope::All, Among::All, products) }
            }
            (Origin::Pinned, None) => (Scope::All, Among::All, None),
        };
        self.photos = match &self.scope {
            Scope::All => all as u64,
            Scope::Photos(photos) => photos.len() as u64,
        };
    }
}
