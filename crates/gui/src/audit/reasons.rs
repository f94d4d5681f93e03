//! Why a label is suspect, as that stands now: photos that the person corrected meanwhile speak with their present labels.

use super::suspect;
use crate::shell::ctx::Ctx;
use crate::shell::products;
use base::{Choice, LabelId, LabelSetDraft, LabelSetId, PhotoId, human};
use engine::protocol::{Reason, Slot, Suspect, SuspectKind};

/// A reason in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub words: String,
    /// It held when the labels were looked at, and does not any more.
    pub is_over: bool,
}

/// Every reason; first those for the label that is likelier.
pub fn reasons(ctx: &Ctx, set: LabelSetId, draft: &LabelSetDraft, suspect: &Suspect) -> Vec<Told> {
    let mut order: Vec<&Reason> = suspect.reasons.iter().collect();
    order.sort_by_key(|reason| suspect::names(reason) != Some(suspect.suggested));
    let told = |reason: &Reason| match now(ctx, set, draft, suspect, reason) {
        Some(reason) => Told { words: human::capitalised(&words(ctx, draft, suspect, &reason)), is_over: false },
        None => Told { words: format!("Since corrected: {}", words(ctx, draft, suspect, reason)), is_over: true },
    };
    order.into_iter().map(told).collect()
}

/// No reason holds any more.
pub fn are_over(ctx: &Ctx, set: LabelSetId, draft: &LabelSetDraft, suspect: &Suspect) -> bool {
    !suspect.reasons.is_empty() && suspect.reasons.iter().all(|reason| now(ctx, set, draft, suspect, reason).is_none())
}

/// The label that a photo has now, or none of them; where several may fit, the label in question if it has that. `None`: it has no
/// decision any more.
pub fn present(ctx: &Ctx, set: LabelSetId, draft: &LabelSetDraft, asked: Slot, photo: PhotoId) -> Option<Slot> {
    match draft.choice {
        Choice::Single => ctx.tags.book.settled(photo, set).map(|tag| slot(draft, tag.label)),
        Choice::Multi => {
            let label = suspect::label(draft, asked);
            let has = ctx.tags.book.accepted(photo).any(|tag| tag.label == label);
            Some(if has { asked } else { Slot::NONE_OF_THESE })
        }
    }
}

/// The reason with what it rests on as that is now; `None` where it does not hold any more.
fn now(ctx: &Ctx, set: LabelSetId, draft: &LabelSetDraft, suspect: &Suspect, reason: &Reason) -> Option<Reason> {
    let label = |photo: PhotoId| present(ctx, set, draft, suspect.slot, photo).map(|slot| suspect::label(draft, slot));
    match reason {
        Reason::Nearest { .. } => {
            let labels: Vec<_> = suspect.neighbours.iter().filter_map(|neighbour| label(neighbour.photo)).collect();
            let (other, with, given) = most_of_others(draft, suspect, &labels)?;
            if given > with || (given == with && draft.choice == Choice::Multi) {
                return None;
            }
            Some(counted(draft, suspect, other, (with, given), |label, with| Reason::Nearest { label, with, of: labels.len() }))
        }
        Reason::Kin { .. } => {
            let labels: Vec<_> = suspect.kin.iter().filter_map(|kin| label(*kin)).collect();
            let (other, with, given) = most_of_others(draft, suspect, &labels)?;
            Some(counted(draft, suspect, other, (with, given), |label, with| Reason::Kin { label, with, of: labels.len() }))
        }
        Reason::Copy(copy) if draft.choice == Choice::Single => {
            let label = label(copy.photo).filter(|label| *label != suspect::label(draft, suspect.slot))?;
            Some(Reason::Copy(engine::protocol::Neighbour { slot: slot(draft, label), ..*copy }))
        }
        Reason::Copy(copy) => (label(copy.photo) != Some(None)).then_some(reason.clone()),
        Reason::CopyWithout { .. } => {
            let [copy] = suspect.kin[..] else { return Some(reason.clone()) };
            (label(copy) == Some(None)).then_some(reason.clone())
        }
        Reason::Words { .. }
        | Reason::Decisions { .. }
        | Reason::Likely { .. }
        | Reason::Against { .. }
        | Reason::Unsure
        | Reason::Drawn => Some(reason.clone()),
    }
}

/// Where several labels may fit, the label in question is counted, whether it speaks for that label or against it.
fn counted(
    draft: &LabelSetDraft,
    suspect: &Suspect,
    other: Option<LabelId>,
    (with, given): (usize, usize),
    reason: impl Fn(Slot, usize) -> Reason,
) -> Reason {
    match (draft.choice, suspect.kind) {
        (Choice::Multi, SuspectKind::Wrong) => reason(suspect.slot, given),
        (Choice::Multi, SuspectKind::Missing) => reason(suspect.slot, with),
        (Choice::Single, _) => reason(slot(draft, other), with),
    }
}

/// Of labels other than the given one the commonest, how many have it, and how many have the given one; `None` where all have that.
fn most_of_others(draft: &LabelSetDraft, suspect: &Suspect, labels: &[Option<LabelId>]) -> Option<(Option<LabelId>, usize, usize)> {
    let missing = draft.choice == Choice::Multi && suspect.kind == SuspectKind::Missing;
    let given = if missing { None } else { suspect::label(draft, suspect.slot) };
    let count = |label: &Option<LabelId>| labels.iter().filter(|other| *other == label).count();
    let place = |label: &Option<LabelId>| draft.labels.iter().position(|known| known.id == *label).unwrap_or(usize::MAX);
    let other = labels.iter().filter(|label| **label != given).max_by_key(|label| (count(label), std::cmp::Reverse(place(label))))?;
    Some((*other, count(other), count(&given)))
}

fn slot(draft: &LabelSetDraft, label: Option<LabelId>) -> Slot {
    let place = label.and_then(|id| draft.labels.iter().position(|known| known.id == Some(id)));
    place.map_or(Slot::NONE_OF_THESE, Slot::label)
}

/// In words that name the product, and do not call another product's photo a copy.
fn words(ctx: &Ctx, draft: &LabelSetDraft, suspect: &Suspect, reason: &Reason) -> String {
    let words = reason.words(draft);
    let own = products::of(ctx, suspect.photo).map(|product| product.sku.as_str());
    let is_own = |photo: &PhotoId| products::of(ctx, *photo).map(|product| product.sku.as_str()) == own;
    match (reason, own) {
        (Reason::Kin { .. }, Some(sku)) if suspect.kin.iter().all(is_own) => words.replacen(" of it ", &format!(" of product {sku} "), 1),
        (Reason::Kin { .. }, _) if !suspect.kin.iter().any(is_own) || own.is_none() => {
            words.replacen("other photos of it", "look-alikes", 1).replacen("another photo of it", "a look-alike", 1)
        }
        (Reason::Kin { .. }, Some(sku)) => words.replacen("other photos of it", &format!("photos of product {sku} and look-alikes"), 1),
        (Reason::Copy(copy), Some(_)) if !is_own(&copy.photo) => words.replacen("a near copy", "a look-alike", 1),
        _ => words,
    }
}
