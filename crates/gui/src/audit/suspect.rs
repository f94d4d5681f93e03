//! A suspect in the words of its set: labels by their ids, reasons as sentences.

use base::{LabelId, LabelSetDraft, human};
use engine::protocol::{Reason, Slot, Suspect, SuspectKind};

/// Labels beside the two that have a digit.
pub const DIGITS: usize = 9;

/// From this score on a label is worth a look.
const SUSPICIOUS: f32 = 0.5;

/// Below [`SUSPICIOUS`], and still perhaps wrong.
const UNSURE: f32 = 0.4;

/// The id of a label by its place; `None`: none of these.
pub fn label(set: &LabelSetDraft, slot: Slot) -> Option<LabelId> {
    slot.place().and_then(|place| set.labels.get(place)?.id)
}

/// Its name, as it stands in the view.
pub fn name(set: &LabelSetDraft, label: Option<LabelId>) -> &str {
    match label {
        None => "None of these",
        Some(_) => set.labels.iter().find(|known| known.id == label).map_or("", |known| known.name.as_str()),
    }
}

/// "Almost certainly wrong": the estimate as a person says it.
pub fn estimate(suspect: &Suspect) -> &'static str {
    let (wrong, missing) = match score(suspect) {
        s if s >= 0.9 => ("Almost certainly wrong", "Almost certainly missing"),
        s if s >= 0.5 => ("Probably wrong", "Probably missing"),
        s if s >= 0.2 => ("Perhaps wrong", "Perhaps missing"),
        _ => ("Probably right", "Probably right as it is"),
    };
    if suspect.kind == SuspectKind::Missing { missing } else { wrong }
}

/// How likely it is wrong; where no other label is likelier, perhaps and not more.
fn score(suspect: &Suspect) -> f32 {
    let unsure = matches!(suspect.reasons[..], [Reason::Unsure]);
    if unsure { suspect.score.min(UNSURE) } else { suspect.score }
}

/// It is worth a look.
pub fn is_suspicious(suspect: &Suspect) -> bool {
    score(suspect) >= SUSPICIOUS
}

/// Why it was asked about, for a report.
pub fn reasons(set: &LabelSetDraft, suspect: &Suspect) -> Vec<String> {
    suspect.reasons.iter().map(|reason| human::capitalised(&reason.words(set))).collect()
}

/// The label that a reason speaks for, where it is another one than the photo has.
pub fn names(reason: &Reason) -> Option<Slot> {
    match reason {
        Reason::Words { label, .. } | Reason::Decisions { label } | Reason::Nearest { label, .. } | Reason::Kin { label, .. } => {
            Some(*label)
        }
        Reason::Copy(copy) => Some(copy.slot),
        Reason::Likely { .. } | Reason::Against { .. } | Reason::CopyWithout { .. } | Reason::Unsure | Reason::Drawn => None,
    }
}

/// More reasons speak for another label than for the one that is likelier by all together: the person has to look.
pub fn is_contested(suspect: &Suspect) -> bool {
    let named: Vec<Slot> = suspect.reasons.iter().filter_map(names).filter(|label| *label != suspect.slot).collect();
    let count = |slot: Slot| named.iter().filter(|other| **other == slot).count();
    named.iter().any(|other| count(*other) > count(suspect.suggested).max(1))
}

/// Labels beside the one that it has and the better one: those that reasons name first, then those of its neighbours, most of them
/// first, then in the set's order.
pub fn others(set: &LabelSetDraft, suspect: &Suspect) -> Vec<LabelId> {
    let named = |slot: Slot| suspect.reasons.iter().filter(|reason| names(reason) == Some(slot)).count();
    let near = |slot: Slot| suspect.neighbours.iter().filter(|neighbour| neighbour.slot == slot).count();
    let mut places: Vec<usize> =
        (0..set.labels.len()).filter(|place| ![suspect.slot, suspect.suggested].contains(&Slot::label(*place))).collect();
    places.sort_by_key(|place| std::cmp::Reverse((named(Slot::label(*place)), near(Slot::label(*place)))));
    places.into_iter().filter_map(|place| set.labels[place].id).collect()
}
