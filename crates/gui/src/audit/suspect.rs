//! A suspect in the words of its set: labels by their ids, reasons as sentences.

use base::{LabelId, LabelSetDraft, PhotoId, human};
use engine::protocol::{Slot, Suspect, SuspectKind};

/// Labels beside the two that have a digit.
pub const DIGITS: usize = 9;

/// From this score on a label is worth a look.
pub const SUSPICIOUS: f32 = 0.5;

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

/// "Very likely wrong": the estimate as a person says it.
pub fn estimate(suspect: &Suspect) -> &'static str {
    let (wrong, missing) = match suspect.score {
        s if s >= 0.9 => ("Very likely wrong", "Very likely missing"),
        s if s >= 0.6 => ("Probably wrong", "Probably missing"),
        s if s >= 0.3 => ("May be wrong", "May be missing"),
        s if s >= 0.1 => ("Probably right", "Probably right as it is"),
        _ => ("Very likely right", "Very likely right as it is"),
    };
    if suspect.kind == SuspectKind::Missing { missing } else { wrong }
}

/// Why it is asked about, a sentence each without its end.
pub fn reasons(set: &LabelSetDraft, suspect: &Suspect) -> Vec<String> {
    suspect.reasons.iter().map(|reason| human::capitalised(&reason.words(set))).collect()
}

/// Labels beside the one that it has and the better one: those of its neighbours first, most of them first, then in the set's order.
pub fn others(set: &LabelSetDraft, suspect: &Suspect) -> Vec<LabelId> {
    let of = |slot: Slot| suspect.neighbours.iter().filter(|neighbour| neighbour.slot == slot).count();
    let mut places: Vec<usize> =
        (0..set.labels.len()).filter(|place| ![suspect.slot, suspect.suggested].contains(&Slot::label(*place))).collect();
    places.sort_by_key(|place| std::cmp::Reverse(of(Slot::label(*place))));
    places.into_iter().take(DIGITS).filter_map(|place| set.labels[place].id).collect()
}

/// A neighbour's photo and its label.
pub fn neighbours(set: &LabelSetDraft, suspect: &Suspect) -> Vec<(PhotoId, Option<LabelId>)> {
    suspect.neighbours.iter().map(|neighbour| (neighbour.photo, label(set, neighbour.slot))).collect()
}
