//! The photos that an export is about where it is not about all: those that were selected or found when the dialog was opened, or what
//! comes of the question that was asked with it.

use crate::shell::ctx::Ctx;
use crate::shell::scope;
use base::{PhotoId, human};
use engine::protocol::{RequestId, TagCounts, Tags};
use std::collections::HashSet;
use std::sync::Arc;

/// Photos, and what was decided about them.
#[derive(Clone, Debug)]
pub struct Among {
    /// Of the question that they answer.
    request: RequestId,
    /// In the order in which the grid shows them.
    pub photos: Arc<[PhotoId]>,
    selected: bool,
    counted: Option<(Arc<Tags>, TagCounts)>,
}

impl Among {
    /// `None` where all are meant: nothing is searched for, and no more than one is selected.
    pub fn now(ctx: &Ctx) -> Option<Self> {
        let narrowed = !ctx.query.is_empty() || scope::several(ctx);
        let request = ctx.shown.request;
        narrowed.then(|| Self { request, photos: scope::chosen(ctx), selected: scope::is_selected(ctx), counted: None })
    }

    /// The answer to the question as it stands is not here yet: these are of the one before.
    pub fn is_of_the_past(&self, ctx: &Ctx) -> bool {
        self.request != ctx.query.request()
    }

    /// Another answer is shown by now.
    pub fn is_replaced(&self, ctx: &Ctx) -> bool {
        self.request != ctx.shown.request
    }

    /// "Only the 24 photos selected".
    pub fn words(&self) -> String {
        let which = if self.selected { "selected" } else { "found" };
        format!("Only the {} {which}", human::photos(self.photos.len() as u64))
    }

    /// What the decisions about those that are there come to; counted again where the tags are others.
    pub fn counts(&mut self, ctx: &Ctx) -> TagCounts {
        match &self.counted {
            Some((tags, counts)) if Arc::ptr_eq(tags, &ctx.tags) => *counts,
            _ => {
                let counts = count(&self.photos, ctx);
                self.counted = Some((Arc::clone(&ctx.tags), counts));
                counts
            }
        }
    }
}

fn count(photos: &[PhotoId], ctx: &Ctx) -> TagCounts {
    let mut counts = TagCounts::default();
    let mut products: HashSet<usize> = HashSet::new();
    for photo in photos.iter().filter(|id| ctx.library.photo(**id).is_some_and(|photo| !photo.missing)) {
        counts.add(&ctx.tags.book, *photo);
        if ctx.tags.book.accepted(*photo).next().is_some() {
            products.extend(ctx.products.of.get(photo));
        }
    }
    counts.products = products.len() as u64;
    counts
}
