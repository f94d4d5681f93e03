//! The answer to a search of the grid.

use super::{Hit, Nothing, RequestId, Reworded, Timeline, UnmetFilter};
use base::{PhotoId, ScoreCounts};
use std::collections::HashMap;
use std::sync::Arc;

/// The answer to a [`SearchRequest`](super::SearchRequest). Comes again, with the same number, when the catalogue changed meanwhile.
#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    /// That it answers.
    pub request: RequestId,
    /// In the order asked for.
    pub hits: Arc<[Hit]>,
    /// Photos that passed the filters, before the cut-off.
    pub considered: u64,
    /// Photos that lie in a closed stack below another.
    pub folded: u64,
    /// Of each stack that several photos are found of, these, the best first; under each of them.
    pub found_together: Arc<HashMap<PhotoId, Arc<[PhotoId]>>>,
    /// How many hits there would be at which cut-off; empty where nothing was ranked.
    pub scores: Arc<ScoreCounts>,
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
    /// Words the model was taught and does badly at.
    pub weak_words: Vec<String>,
    /// Ends of the query's terms that the model did not read, because they are too long for it.
    pub cut: Vec<String>,
    /// Words in whose place others were searched for.
    pub searched_as: Vec<Reworded>,
    /// Words in whose place others could be.
    pub offered: Vec<Reworded>,
    /// Why nothing was searched for.
    pub nothing: Option<Nothing>,
    /// Words that the texts of some photos have, as the hits count them.
    pub words: Vec<String>,
    /// Where only the photos of a suggested label were asked for: what the rest of the request finds.
    pub whatever_label: Option<Arc<[Hit]>>,
    /// Where nothing was found: the filters that no photo at all meets.
    pub unmet: Vec<UnmetFilter>,
    /// When the hits were taken, where that was asked.
    pub timeline: Option<Arc<Timeline>>,
    /// The query could not be understood: what, and what to write instead. `hits` is empty then.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
}
