//! A model that was opened, and what for.

use crate::encoders::Wish;
use crate::protocol::RequestId;
use base::Encoder;
use std::path::PathBuf;
use std::sync::Arc;
use workspace::AppError;
use workspace::models::MainModel;

/// What a model is opened for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// It answers for this catalogue; the starter stands in where it cannot be opened.
    Catalog(PathBuf, MainModel),
    /// The person chose it: at once, or as soon as it has embedded all photos.
    Use { name: String, now: bool },
    /// The one in use is to run otherwise; this was the wish before.
    Wish { name: String, before: Wish },
}

/// What came of it.
pub struct OpenedModel {
    pub request: Option<RequestId>,
    pub purpose: Purpose,
    pub outcome: Result<Answering, AppError>,
    /// Among all that were asked for.
    pub number: u64,
}

/// A model that can answer.
pub struct Answering {
    pub encoder: Arc<dyn Encoder>,
    /// It stands in for another one, in words.
    pub stands_in: Option<String>,
}
