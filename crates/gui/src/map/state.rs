//! The map as the window knows it: where photos lie, how one looks at it, what the points are coloured by, and what was made of all that for
//! drawing, kept until it changes.

use super::camera::{Bounds, Camera};
use super::charted::{Charted, Colours};
use super::groups::{Groups, richest_set};
use super::msg::ColourBy;
use super::paint::Drawn;
use super::places::Places;
use crate::shell::ctx::Ctx;
use base::{LabelSetId, PhotoId};
use engine::protocol::{Hit, MapState, MapView, Products, RequestId, Tags};
use std::cell::RefCell;
use std::sync::Arc;

/// The map as the window knows it.
#[derive(Default)]
pub struct MapPage {
    /// The answer to the newest request.
    pub(super) view: Option<Arc<MapView>>,
    /// Under which the map was asked for; `None`: nobody looks at it.
    pub(super) request: Option<RequestId>,
    /// How it is looked at.
    pub(super) camera: Camera,
    /// What the person has chosen to colour by.
    pub(super) by: Option<ColourBy>,
    /// The line of the legend that stands out.
    pub(super) lit: Option<usize>,
    pub(super) charted: Option<Arc<Charted>>,
    pub(super) made: RefCell<Made>,
}

/// What was made for drawing.
#[derive(Default)]
pub struct Made {
    /// What is coloured by where nothing was chosen, as tags and the open label set are.
    usual: Option<(Arc<Tags>, Option<LabelSetId>, ColourBy)>,
    groups: Option<(MadeFrom, Arc<Colours>)>,
    pub(super) drawn: Option<Drawn>,
}

/// What groups were made from: another one of these makes them old.
struct MadeFrom {
    charted: Arc<Charted>,
    by: ColourBy,
    tags: Arc<Tags>,
    products: Arc<Products>,
    hits: Arc<[Hit]>,
    all: bool,
}

impl MadeFrom {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.charted, &other.charted)
            && (self.by, self.all) == (other.by, other.all)
            && Arc::ptr_eq(&self.tags, &other.tags)
            && Arc::ptr_eq(&self.products, &other.products)
            && Arc::ptr_eq(&self.hits, &other.hits)
    }
}

impl MapPage {
    /// Takes an answer over, unless it is to an older request.
    pub(super) fn take(&mut self, view: &Arc<MapView>) {
        if self.request != Some(view.request) {
            return;
        }
        let rough = self.view.as_ref().is_none_or(|before| before.map.rough);
        if rough != view.map.rough {
            // The rough one had its photos elsewhere.
            self.camera = Camera::default();
        }
        self.view = Some(Arc::clone(view));
        let (bounds, places) = (Bounds::of(&view.map.at), Places::of(&view.map.photos));
        self.charted = Some(Arc::new(Charted { map: Arc::clone(view), bounds, places }));
    }

    /// Under which number it was asked for.
    pub fn request(&self) -> Option<RequestId> {
        self.request
    }

    /// How far the map is, once there is one.
    pub(super) fn state(&self) -> Option<MapState> {
        self.view.as_ref().map(|view| view.state)
    }

    /// What the points are coloured by: what was chosen, while there is such a thing; else tags where there are some, else folders.
    pub(super) fn colour_by(&self, ctx: &Ctx) -> ColourBy {
        let is_there = |by: &ColourBy| match by {
            ColourBy::Tags(set) => ctx.tags.set(*set).is_some(),
            ColourBy::Product => ctx.products.rule.is_some(),
            ColourBy::Score => ctx.query.ranks(),
            ColourBy::Folder | ColourBy::Flag | ColourBy::Stars | ColourBy::Colour => true,
        };
        self.by.filter(is_there).unwrap_or_else(|| self.usual(ctx))
    }

    /// A walk over all tags, made once for them.
    fn usual(&self, ctx: &Ctx) -> ColourBy {
        let mut made = self.made.borrow_mut();
        let known = made.usual.as_ref().filter(|(tags, open, _)| Arc::ptr_eq(tags, &ctx.tags) && *open == ctx.open_set);
        if let Some((.., by)) = known {
            return *by;
        }
        let tagged = ctx.tags.book.iter().any(|tag| tag.label.is_some());
        let by = richest_set(ctx).filter(|_| tagged).map_or(ColourBy::Folder, ColourBy::Tags);
        made.usual = Some((Arc::clone(&ctx.tags), ctx.open_set, by));
        by
    }

    /// The colours of the points, made anew where something changed.
    pub(super) fn colours(&self, ctx: &Ctx, charted: &Arc<Charted>) -> Arc<Colours> {
        let by = self.colour_by(ctx);
        let mut made = self.made.borrow_mut();
        let now = MadeFrom {
            charted: Arc::clone(charted),
            by,
            tags: Arc::clone(&ctx.tags),
            products: Arc::clone(&ctx.products),
            hits: Arc::clone(&ctx.shown.hits),
            all: ctx.query.is_empty(),
        };
        if let Some((_, colours)) = made.groups.as_ref().filter(|(from, _)| from.is(&now)) {
            return Arc::clone(colours);
        }
        let groups = Groups::of(ctx, &charted.map().photos, &charted.places, now.by);
        let names = super::names::of(&groups, &charted.map().at, now.by);
        let colours = Arc::new(Colours { groups, names });
        made.groups = Some((now, Arc::clone(&colours)));
        colours
    }

    /// Where a photo lies.
    pub(super) fn at(&self, photo: PhotoId) -> Option<[f32; 2]> {
        let charted = self.charted.as_ref()?;
        charted.map().at.get(charted.places.get(photo)?).copied()
    }
}
