//! A search of the grid and its answer.

use super::{FolderRef, Hit, Only, RequestId, Sort};
use base::PhotoId;
use std::path::PathBuf;
use std::sync::Arc;

/// Which photos the grid shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchRequest {
    /// As typed: words, terms and filters. Empty: all photos.
    pub text: String,
    /// A photo to search by, beside or instead of the words.
    pub like: Option<Like>,
    /// Only hits with at least this cosine.
    pub min_score: Option<f32>,
    /// Only photos under this folder.
    pub folder: Option<FolderRef>,
    /// Only photos of this kind.
    pub only: Option<Only>,
    /// One hit a product: its first photo.
    pub by_product: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// Turns the order round.
    pub reversed: bool,
}

/// A photo that stands in for words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Like {
    /// One of the catalogue.
    Photo(PhotoId),
    /// A file anywhere.
    File(PathBuf),
}

/// The answer to a [`SearchRequest`]. Comes again, with the same number, when the catalogue changed meanwhile.
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// That it answers.
    pub request: RequestId,
    /// In the order asked for.
    pub hits: Arc<[Hit]>,
    /// Photos that passed the filters, before the cut-off.
    pub considered: u64,
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
    /// The query could not be understood: what, and what to write instead. `hits` is empty then.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
}
