//! The review as the window knows it: the sitting, what was done to the question, what the model says of the photos around it.

use super::session::Session;
use super::start::ReviewForm;
use crate::shell::command::{Entry, Group, always, ctrl_shift, label_sets};
use crate::shell::effect::ReviewPlan;
use base::{LabelId, PhotoId};
use egui::Key;
use egui_material_icons::icons;
use engine::protocol::PhotoLabels;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a person does in a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(ReviewCommand),
    /// Opens the review.
    Begin(ReviewPlan),
    /// Takes the marked label, or all ticked ones.
    Accept,
    /// None of these, or not this label.
    No,
    /// Takes (or ticks) the answer with this number, from 0.
    Press(usize),
    /// Takes (or ticks) this label, wherever it stands; `None`: none of these.
    Choose(Option<LabelId>),
    /// Leaves the photo undecided.
    Skip,
    /// Marks another answer.
    Move(isize),
    /// The photo before.
    Back,
    /// The photo after, among those already seen.
    Forward,
    /// Takes the last decision back.
    Undo,
    /// Does it again.
    Redo,
    /// Looks for a label that is not among the likeliest; `None` ends it.
    Find(Option<String>),
    /// The skipped photos come again.
    AskAgain,
    /// Back to the grid; the place is kept.
    Leave,
}

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

/// The review as the window knows it.
#[derive(Debug, Default)]
pub struct Review {
    /// The sitting.
    pub session: Option<Session>,
    /// What was asked for and is not answered yet.
    pub waiting: Option<ReviewPlan>,
    /// What the person has done to the question.
    pub touched: Touched,
    /// The photo that it belongs to.
    pub(super) touched_photo: Option<PhotoId>,
    /// What the model says, newest last.
    pub(super) labels: Vec<(PhotoId, Arc<PhotoLabels>)>,
    /// The photo whose labels were asked for last, and whether they are here.
    pub(super) asked: Option<(PhotoId, bool)>,
    /// When.
    pub(super) asked_at: f64,
    /// As `asked`, for the photo that comes next.
    pub(super) asked_ahead: Option<PhotoId>,
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

/// A command about reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewCommand {
    Ask,
    AutoAdvance,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ReviewCommand, Review>] = &[
    Entry::new(ReviewCommand::Ask, (Group::Tags, "Review…", icons::ICON_FACT_CHECK), label_sets, &[ctrl_shift(Key::R)]),
    Entry::new(ReviewCommand::AutoAdvance, (Group::Tags, "Go on after a decision", icons::ICON_SKIP_NEXT), always, &[]),
];
