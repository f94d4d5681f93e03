//! A suspect in the words of its set: labels by their ids, reasons as sentences.

use base::{LabelId, LabelSetDraft, human};
use engine::protocol::{Reason, Slot, Suspect, SuspectKind};

/// Labels beside the two that have a digit.
pub const DIGITS: usize = 9;

/// From this score on a label is worth a look.
const SUSPICIOUS: f32 = 0.5;

/// Where no other label is likelier, the score is no more than this.
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

/// From here on a label is very likely wrong. The score orders labels and is no probability: of wrong labels put among 951 and 400 photos,
/// a tenth of them, at random or easily taken for the right one, nine in ten scores from here on belonged to a wrong label, four in ten from
/// [`PERHAPS`] to here, one in ten from a half to there, and next to none below (`benches/trust.py audit`).
const VERY_LIKELY: f32 = 0.97;
const PERHAPS: f32 = 0.9;

/// "Very likely wrong": the estimate as a person says it.
pub fn estimate(suspect: &Suspect) -> &'static str {
    let (wrong, missing) = if is_very_likely(suspect) {
        ("Very likely wrong", "Very likely missing")
    } else if is_doubtful(suspect) {
        ("Perhaps wrong", "Perhaps missing")
    } else {
        ("Probably right", "Probably right as it is")
    };
    if suspect.kind == SuspectKind::Missing { missing } else { wrong }
}

/// Its score, bounded where no other label is likelier.
fn score(suspect: &Suspect) -> f32 {
    let unsure = matches!(suspect.reasons[..], [Reason::Unsure]);
    if unsure { suspect.score.min(UNSURE) } else { suspect.score }
}

/// It is very likely wrong, or missing.
pub fn is_very_likely(suspect: &Suspect) -> bool {
    score(suspect) >= VERY_LIKELY
}

/// It is perhaps wrong, or more than that.
pub fn is_doubtful(suspect: &Suspect) -> bool {
    score(suspect) >= PERHAPS
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
