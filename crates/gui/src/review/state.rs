//! The review as the window knows it: the sitting, what was done to the question, what the model says of the photos around it.

use super::session::Session;
use super::start::ReviewForm;
use crate::shell::effect::ReviewPlan;
use crate::shell::taking_back::Turning;
use base::{LabelId, PhotoId};
use engine::protocol::{PhotoLabels, RequestId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the person has done to the question so far; forgotten with the photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The answer that the arrow keys marked.
    pub marked: Option<usize>,
    /// Ticked labels of a multi-choice set; `None`: as proposed.
    pub ticked: Option<BTreeSet<LabelId>>,
    /// Labels that were crossed out.
    pub crossed: BTreeSet<LabelId>,
    /// What is typed to find another label.
    pub find: Option<String>,
}

/// A photo that the model was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The photo.
    pub photo: PhotoId,
    /// The request that asked.
    pub request: RequestId,
    /// The answer came.
    pub here: bool,
}

/// The review as the window knows it.
#[derive(Debug, Default)]
pub struct Review {
    /// The sitting.
    pub session: Option<Session>,
    /// What was asked for and is not answered yet.
    pub waiting: Option<(ReviewPlan, RequestId)>,
    /// What the person has done to the question.
    pub touched: Touched,
    /// The photo that it belongs to.
    pub(super) touched_photo: Option<PhotoId>,
    /// What the model says, newest last.
    pub(super) labels: Vec<(PhotoId, Arc<PhotoLabels>)>,
    /// The photo whose labels were asked for last, by which request, and whether they are here.
    pub(super) asked: Option<Asked>,
    /// As `asked`, for the photo that comes next.
    pub(super) asked_ahead: Option<Asked>,
    pub(super) turning: Turning,
    /// A review that is done with was begun anew.
    pub(super) begun_anew: bool,
    /// The dialog that asks what to review, while it is open.
    pub(super) form: Option<ReviewForm>,
}

impl Review {
    /// What the model says of this photo and no other.
    pub fn labels_of(&self, photo: PhotoId) -> Option<&PhotoLabels> {
        self.labels.iter().rev().find(|(p, _)| *p == photo).map(|(_, l)| &**l)
    }

    /// The photo in question.
    pub fn photo(&self) -> Option<PhotoId> {
        self.session.as_ref()?.current()
    }

    /// Forgets what belongs to another photo or another state of the vocabulary.
    pub(super) fn settle(&mut self) {
        let photo = self.photo();
        if self.touched_photo != photo {
            self.touched_photo = photo;
            self.touched = Touched::default();
        }
    }
}
