//! Walks from here to there, and where photos stand along an axis, in a workspace.

use super::along::Along;
use super::error::AppError;
use super::search::{SearchAnswer, SearchRequest};
use super::workspace::{Cancelled, Workspace};
use base::axes::{AxisDraft, SavedAxis, Way, axis_named};
use base::{AxisId, PhotoId, UnitVector};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use tasks::axis::{self, HeldOut, Places};
use tasks::query::{self, Query, Term, TermContent};
use tasks::query_embedding::query_vector;
use tasks::search::{FindRequest, Hit, TextUse};

/// Steps of a walk that cannot be stopped at any place.
const STEPS: usize = 10;

/// A walk in steps.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkRequest {
    /// From where to where.
    pub axis: AxisDraft,
    /// How many, both ends included.
    pub steps: usize,
    /// Photos at each step, at most.
    pub top: usize,
}

/// The answer to a [`WalkRequest`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walked {
    /// The start first.
    pub steps: Vec<WalkStep>,
    /// What became of the words of either end; these answers have no hits.
    pub told: [SearchAnswer; 2],
    /// Where both ends are photos themselves: how well the axis tells them apart, products held out.
    pub held_out: Option<HeldOut>,
}

/// Photos at one step of a walk.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkStep {
    /// 0 is the start, 1 the end.
    pub position: f32,
    /// The nearest first.
    pub hits: Vec<Hit>,
}

/// An end as the model sees it.
struct End {
    vector: UnitVector,
    /// What became of its words.
    told: SearchAnswer,
    /// The photos that it is the mean of, where it is written as filters.
    class: Option<Vec<PhotoId>>,
}

impl Workspace {
    /// Photos on the way from one end to the other.
    pub fn walk(&self, request: &WalkRequest, cancelled: Cancelled<'_>) -> Result<Walked, AppError> {
        let [from, to] = self.ends(&request.axis, cancelled)?;
        let photos = &self.opened.searchable;
        let points = axis::walk(photos, [&from.vector, &to.vector], request.steps, request.axis.way)?;
        let all = Query::default();
        let hits = |point: &UnitVector| photos.find(&FindRequest { vector: Some(point), top: request.top, ..FindRequest::of(&all) }).hits;
        let step = |(n, point)| WalkStep { position: axis::position(n, points.len()), hits: hits(point) };
        let steps = points.iter().enumerate().take_while(|_| !cancelled()).map(step).collect();
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        let classes = from.class.as_deref().zip(to.class.as_deref());
        let held_out = classes.and_then(|(from, to)| axis::held_out(photos, [from, to], &product));
        Ok(Walked { steps, told: [from.told, to.told], held_out })
    }

    /// What photos are ranked by at a place on the way.
    pub(super) fn point(&self, along: &Along, cancelled: Cancelled<'_>) -> Result<UnitVector, AppError> {
        let [from, to] = self.ends(&along.axis, cancelled)?;
        let ends = [&from.vector, &to.vector];
        let position = along.position.clamp(0.0, 1.0);
        if along.axis.way == Way::Line {
            return Ok(axis::between(ends, position)?);
        }
        let mut points = axis::walk(&self.opened.searchable, ends, STEPS, along.axis.way)?;
        Ok(points.swap_remove((position * (STEPS - 1) as f32).round() as usize))
    }

    /// The places on the axes that the filters of a query name, by the keys of their names.
    pub(super) fn places_asked(&self, query: &Query, cancelled: Cancelled<'_>) -> Result<HashMap<String, Places>, AppError> {
        let places = |key: String| {
            let saved = axis_named(&self.tags.axes, &key).ok_or_else(|| no_such_axis(&key, &self.tags.axes))?;
            Ok((key, self.places(&saved.axis, cancelled)?))
        };
        query.axes().map(places).collect()
    }

    /// The places on an axis that photos are ordered by; `None` where it is gone.
    pub(super) fn places_on(&self, id: AxisId, cancelled: Cancelled<'_>) -> Result<Option<Places>, AppError> {
        self.tags.axes.iter().find(|saved| saved.id == id).map(|saved| self.places(&saved.axis, cancelled)).transpose()
    }

    fn places(&self, axis: &AxisDraft, cancelled: Cancelled<'_>) -> Result<Places, AppError> {
        let [from, to] = self.ends(axis, cancelled)?;
        let photos = &self.opened.searchable;
        Ok(axis::placed(photos, &axis::direction(photos, [&from.vector, &to.vector], axis.way)?))
    }

    fn ends(&self, axis: &AxisDraft, cancelled: Cancelled<'_>) -> Result<[End; 2], AppError> {
        if self.opened.searchable.embedded() == 0 {
            return Err(AppError::NothingIndexed(self.opened.snapshot.catalog.clone()));
        }
        Ok([self.end(&axis.from, cancelled)?, self.end(&axis.to, cancelled)?])
    }

    /// Words and photos as a search has them, or filters alone.
    fn end(&self, text: &str, cancelled: Cancelled<'_>) -> Result<End, AppError> {
        let query = query::parse(text)?;
        let (ranks, filters) = (!query.terms.is_empty(), !query.filters.is_empty());
        match (ranks, filters) {
            (false, false) => Err(AppError::NoEnd),
            _ if (ranks && filters) || !query.scores.is_empty() || query.axes().next().is_some() => {
                Err(AppError::MixedEnd(text.to_owned()))
            }
            (true, _) => self.end_of_terms(text),
            (false, _) => self.end_of_class(text, &query, cancelled),
        }
    }

    fn end_of_terms(&self, text: &str) -> Result<End, AppError> {
        let request = SearchRequest { text: text.to_owned(), texts: TextUse::Off, ..SearchRequest::default() };
        let words = match self.words_of(&request)? {
            ControlFlow::Continue(words) => words,
            ControlFlow::Break(_) => return Err(self.untaught(text)),
        };
        // A photo of the catalogue need not be read again.
        let (known, terms): (Vec<_>, Vec<_>) =
            words.query.terms.into_iter().map(|term| (self.known(&term), term)).partition(|(v, _)| v.is_some());
        let likes: Vec<UnitVector> = known.into_iter().filter_map(|(vector, _)| vector).collect();
        let terms: Vec<Term> = terms.into_iter().map(|(_, term)| term).collect();
        let vector = query_vector(&terms, &likes, self.opened.encoder()?, &self.memory.texts, &self.memory.photos)?;
        Ok(End { vector: vector.ok_or(AppError::NoEnd)?, told: words.told.with(SearchAnswer::default()), class: None })
    }

    fn end_of_class(&self, text: &str, query: &Query, cancelled: Cancelled<'_>) -> Result<End, AppError> {
        let request = SearchRequest { text: text.to_owned(), ..SearchRequest::default() };
        let narrow = self.narrow(&request, query, cancelled)?;
        let admits = |photo| narrow.admits(photo);
        let found = self.opened.searchable.find(&FindRequest { include_missing: false, ..narrow.request(&request, query, &admits) });
        let class: Vec<PhotoId> = found.hits.iter().map(|hit| hit.photo).collect();
        let vector = axis::mean_of(&self.opened.searchable, &class).ok_or_else(|| AppError::EmptyEnd(text.to_owned()))?;
        Ok(End { vector, told: SearchAnswer::default(), class: Some(class) })
    }

    /// What the model saw in a photo that is a term by itself.
    fn known(&self, term: &Term) -> Option<UnitVector> {
        let counts_once = (term.weight - 1.0).abs() < f32::EPSILON;
        match &term.content {
            TermContent::Photo(path) if counts_once => self.seen_at(path),
            TermContent::Photo(_) | TermContent::Words(_) => None,
        }
    }

    fn seen_at(&self, path: &Path) -> Option<UnitVector> {
        let photos = &self.opened.searchable;
        photos.vector(photos.at(&fs_err::canonicalize(path).ok()?)?.id)
    }

    fn untaught(&self, text: &str) -> AppError {
        AppError::UntaughtEnd { text: text.to_owned(), model: self.opened.snapshot.model.clone() }
    }
}

/// That no axis has the name.
pub fn no_such_axis(name: &str, axes: &[SavedAxis]) -> AppError {
    AppError::NoSuchAxis { name: name.to_owned(), known: axes.iter().map(|axis| axis.name.clone()).collect() }
}
