//! Two models side by side over one workspace: one query, or one label set.

use super::error::AppError;
use super::search::{SearchRequest, unknown_words};
use super::snapshot::Opened;
use super::workspace::{Cancelled, Workspace};
use base::{LabelSetDraft, PhotoId};
use std::collections::HashMap;
use std::sync::Arc;
use tasks::compare::{self, SetComparison, Side};
use tasks::query::{self, Query};
use tasks::search::{FindRequest, FoundPhotos, Hit};

/// The catalogue as two models see it, left and right. They hold the same photos as the workspace.
pub type Sides<'a> = [&'a Opened; 2];

/// One query, two models.
#[derive(Clone, Debug, Default)]
pub struct QueryComparison {
    /// Left and right.
    pub sides: [CompareSide; 2],
    /// Photos that both models have embedded and that passed the filters: only these are ranked, by both.
    pub common: u64,
    /// Share of the first 10 that both found, 0 to 1.
    pub overlap_at_10: f64,
    /// Share of the first 100 that both found, 0 to 1.
    pub overlap_at_100: f64,
}

/// One model's answer.
#[derive(Clone, Debug, Default)]
pub struct CompareSide {
    /// The model's name.
    pub model: String,
    /// Best first.
    pub hits: Arc<[Hit]>,
    /// Rank of each of them, from 1.
    pub ranks: Arc<HashMap<PhotoId, usize>>,
    /// Present photos that this model has embedded.
    pub embedded: u64,
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
}

impl Workspace {
    /// Both models' answers to one query, at most `top` of each. Open questions are those of the model that answers here.
    pub fn compare(
        &self,
        sides: Sides<'_>,
        request: &SearchRequest,
        top: usize,
        cancelled: Cancelled<'_>,
    ) -> Result<QueryComparison, AppError> {
        let query = query::parse(&request.text)?;
        let narrow = self.narrow(request, &query, cancelled)?;
        let vector = |side: &Opened| self.query_vector(side, request, &query)?.ok_or(AppError::NothingToRank);
        let vectors = [vector(sides[0])?, vector(sides[1])?];
        let admits = |photo| narrow.admits(photo);
        let asked = FindRequest { include_missing: false, top, ..narrow.request(request, &query, &admits) };
        let found = compare::rank(sides.map(|side| &side.searchable), vectors.each_ref(), &asked);
        let overlap = |k| compare::overlap(&found[0].hits, &found[1].hits, k);
        Ok(QueryComparison {
            common: found[0].considered as u64,
            overlap_at_10: overlap(10),
            overlap_at_100: overlap(100),
            sides: [compared_side(sides[0], &found[0], &query)?, compared_side(sides[1], &found[1], &query)?],
        })
    }

    /// Where two models disagree about a set; `None` where it was cancelled.
    pub fn compare_set(
        &self,
        sides: Sides<'_>,
        draft: &Arc<LabelSetDraft>,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<SetComparison>, AppError> {
        let Some(left) = self.embedded_set(sides[0], draft, cancelled)? else { return Ok(None) };
        let Some(right) = self.embedded_set(sides[1], draft, cancelled)? else { return Ok(None) };
        let sides = [Side { photos: &sides[0].searchable, set: &left }, Side { photos: &sides[1].searchable, set: &right }];
        Ok(compare::compare_set(sides, cancelled))
    }
}

fn compared_side(side: &Opened, found: &FoundPhotos, query: &Query) -> Result<CompareSide, AppError> {
    Ok(CompareSide {
        model: side.encoder()?.info().name.clone(),
        ranks: Arc::new(compare::ranks(&found.hits)),
        hits: found.hits.as_slice().into(),
        embedded: side.searchable.embedded_present() as u64,
        unknown_words: unknown_words(side, query)?,
    })
}
