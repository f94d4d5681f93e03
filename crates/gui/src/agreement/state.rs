//! What the window knows of two people's decisions: what was asked, what was found, and where the cursor stands.

use super::msg::Drawn;
use super::name::NameForm;
use super::sitting::Sitting;
use crate::shell::ctx::Ctx;
use crate::shell::taking_back::Turning;
use base::{LabelId, LabelSet, LabelSetId, Opinion, PhotoId};
use engine::protocol::{Agreement, AgreementRequest, Dispute, RequestId, Tags};
use std::sync::Arc;

/// What the window knows of two people's decisions.
#[derive(Debug, Default)]
pub struct AgreementPage {
    /// The label set that was chosen.
    pub(super) set: Option<LabelSetId>,
    /// The two that were chosen; none: those who share the most photos.
    pub(super) authors: Vec<String>,
    /// The request whose answer counts, and what it asks.
    pub(super) waiting: Option<(RequestId, AgreementRequest)>,
    /// The last answer, or why there is none; with what was asked.
    pub(super) found: Option<(AgreementRequest, Result<Arc<Agreement>, String>)>,
    /// What was decided when it was asked.
    pub(super) from: Option<Arc<Tags>>,
    /// Only photos to which the two answer like this.
    pub(super) pair: Option<[Vec<LabelId>; 2]>,
    /// The disputed photos that are listed, by their places in the answer.
    pub(super) listed: Arc<[usize]>,
    /// The list of them.
    pub(super) list: List,
    /// The photos that are gone through.
    pub(super) sitting: Option<Sitting>,
    /// Answers that are being taken back.
    pub(super) turning: Turning,
    /// What is said of the photo in the inspector.
    pub(super) opinions: Opinions,
    /// The dialog, while it is open.
    pub(super) name: Option<NameForm>,
}

/// The list of disputed photos as it was drawn, and what it does before it is drawn again.
#[derive(Clone, Copy, Debug, Default)]
pub struct List {
    /// The photo that the keyboard is on.
    pub cursor: Option<PhotoId>,
    pub drawn: Drawn,
}

/// Opinions, each with the set that it is about.
type AboutSets = Arc<[(LabelSetId, Opinion)]>;

/// What each author says of the photo in the inspector.
#[derive(Debug, Default)]
pub struct Opinions {
    /// Of this photo.
    pub of: Option<(PhotoId, AboutSets)>,
    /// The photo that was asked about last, and whose name the person's own decisions bear.
    pub asked: Option<(PhotoId, String)>,
    /// The request about it.
    pub request: RequestId,
}

impl AgreementPage {
    /// What was found.
    pub(super) fn agreement(&self) -> Option<&Arc<Agreement>> {
        self.found.as_ref().and_then(|(_, found)| found.as_ref().ok())
    }

    /// The disputed photos that are listed.
    pub(super) fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// The disputed photo in this cell of the list.
    pub(super) fn dispute_at(&self, cell: usize) -> Option<&Dispute> {
        self.agreement()?.disputed.get(*self.listed.get(cell)?)
    }

    /// In which cell the cursor is.
    pub(super) fn cell(&self) -> Option<usize> {
        let photo = self.list.cursor?;
        (0..self.listed.len()).find(|cell| self.dispute_at(*cell).is_some_and(|dispute| dispute.photo == photo))
    }

    /// The photo in question.
    pub(super) fn photo(&self) -> Option<PhotoId> {
        self.sitting.as_ref().and_then(Sitting::dispute).map(|dispute| dispute.photo)
    }

    /// Lists what is disputed, as far as it is asked for.
    pub(super) fn follow_found(&mut self) {
        let listed = self.agreement().map(|agreement| {
            agreement.disputed.iter().enumerate().filter(|(_, dispute)| self.is_asked_for(dispute)).map(|(place, _)| place).collect()
        });
        self.listed = listed.unwrap_or_default();
    }

    fn is_asked_for(&self, dispute: &Dispute) -> bool {
        let answer = |side: usize| dispute.opinions.get(side).map(|opinion| &opinion.labels);
        self.pair.as_ref().is_none_or(|pair| [answer(0), answer(1)] == [Some(&pair[0]), Some(&pair[1])])
    }
}

/// The set that is looked at: the one that was chosen, else the one that is open at the right, else the first.
pub(super) fn set_of<'a>(ctx: &'a Ctx, page: &AgreementPage) -> Option<&'a LabelSet> {
    let known = |id: Option<LabelSetId>| id.and_then(|id| ctx.tags.set(id));
    known(page.set).or_else(|| known(ctx.open_set)).or_else(|| ctx.tags.sets.first())
}
