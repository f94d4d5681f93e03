//! The few photos that can be among the first hits of a search without filters, told from the scores of all: of a large catalogue no more has to be
//! read for one question.

use super::{Others, Searchable};
use crate::words::{Spread, TextMatches};
use base::{PhotoId, UnitVector};
use std::collections::HashSet;
use vectors::{Ranked, scores_of, top_k};

/// Cosines of photos to a query, gathered as their vectors are read.
#[derive(Debug, Default)]
pub struct Scores(Vec<(PhotoId, f32)>);

impl Scores {
    /// Takes in these photos: `vectors` is `[photos, dimension]`.
    pub fn take(&mut self, photos: &[PhotoId], vectors: &[f32], query: &UnitVector) {
        self.0.extend(photos.iter().copied().zip(scores_of(vectors, query.as_slice())));
    }

    /// How many have been taken in.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Photos that can be among the first hits.
#[derive(Debug)]
pub struct Contenders {
    /// By id.
    pub photos: Vec<PhotoId>,
    others: Others,
}

impl Contenders {
    /// Of the scores of all photos that have one, in parts. The first `most` hits are among those with the `most` highest scores and those that
    /// texts say something of, for or against; `missing` photos are no hits, and `besides` come along whatever their scores.
    pub fn of(scores: [Scores; 2], missing: &HashSet<PhotoId>, texts: &TextMatches, besides: &[PhotoId], most: usize) -> Self {
        let [Scores(mut all), Scores(mut later)] = scores;
        all.append(&mut later);
        // Equal ones stand in the order of their photos.
        all.sort_by_key(|(photo, _)| *photo);
        let spread = Spread::of(all.iter().map(|(_, score)| *score));
        let present = || all.iter().enumerate().filter(|(_, (photo, _))| !missing.contains(photo));
        let unsaid = present().filter(|(_, (photo, _))| texts.of(*photo).is_none());
        let best = top_k(unsaid.map(|(row, (_, score))| Ranked { row, score: *score }), most);
        let mut photos: Vec<PhotoId> = best.iter().map(|ranked| all[ranked.row].0).collect();
        photos.extend(texts.all().filter(|photo| !missing.contains(photo)).chain(besides.iter().copied()));
        photos.sort_unstable();
        photos.dedup();
        let left_out = present().filter(|(_, (photo, _))| photos.binary_search(photo).is_err()).count();
        Self { photos, others: Others { spread, considered: left_out } }
    }

    /// Of these photos alone; it answers as if all were there.
    #[must_use]
    pub fn among(&self, photos: Searchable) -> Searchable {
        Searchable { others: Some(self.others), ..photos }
    }
}
