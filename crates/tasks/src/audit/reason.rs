//! Why a label is suspect, in words.

use super::kin::Kin;
use super::neighbours::{Around, Neighbour};
use crate::suggest::{SUGGESTED, Slot};
use base::{Choice, LabelSetDraft};

/// Neighbours that are told of and shown.
const TOLD: usize = 8;

/// Why a label is suspect.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The model finds another label likelier by its words.
    Words {
        /// The likelier one.
        label: Slot,
        /// Its probability, and that of the label that the photo has.
        scores: [f32; 2],
    },
    /// What was learned from the other decisions finds another label likelier.
    Decisions {
        /// The likelier one.
        label: Slot,
    },
    /// Most of the nearest photos of other products have another label.
    Nearest {
        /// Theirs.
        label: Slot,
        /// How many of them.
        with: usize,
        /// Of how many.
        of: usize,
    },
    /// Photos of its product, or near copies of it, have another label.
    Kin {
        /// Theirs.
        label: Slot,
        /// How many of them.
        with: usize,
        /// Of how many.
        of: usize,
    },
    /// A near copy has another label.
    Copy(Neighbour),
    /// Of several labels that may fit: how likely the model finds this one by its words.
    Likely {
        /// Which.
        label: Slot,
        /// Its probability.
        score: f32,
    },
    /// Going by the other photos' labels this one does not fit.
    Against {
        /// Which.
        label: Slot,
    },
    /// A near copy does not have this label.
    CopyWithout {
        /// Which.
        label: Slot,
    },
    /// Nothing in particular: it is only less likely than others.
    Unsure,
    /// It was drawn at random.
    Drawn,
}

impl Reason {
    /// As a sentence without its end: "7 of its 8 nearest are Sandals".
    pub fn words(&self, set: &LabelSetDraft) -> String {
        let name = |slot: Slot| slot.place().and_then(|place| set.labels.get(place)).map_or("none of these", |label| label.name.as_str());
        match self {
            Self::Words { label, scores: [better, given] } => {
                format!("looks like {} ({:.0} %), less like its label ({:.0} %)", name(*label), better * 100.0, given * 100.0)
            }
            Self::Decisions { label } => format!("going by the other labels it is {}", name(*label)),
            Self::Nearest { label, with, of } => format!("{} its {of} nearest {} {}", few(*with), are(*with), name(*label)),
            Self::Kin { label, with: 0, of: 1 } => format!("another photo of it is not {}", name(*label)),
            Self::Kin { label, with: 1, of: 1 } => format!("another photo of it is {}", name(*label)),
            Self::Kin { label, with, of } => {
                format!("{} {of} other photos of it {} {}", few(*with), are(*with), name(*label))
            }
            Self::Copy(copy) => format!("a near copy is {}", name(copy.slot)),
            Self::Likely { label, score } => {
                let looks = if *score < SUGGESTED { "hardly looks" } else { "looks" };
                format!("{looks} like {} ({:.0} %)", name(*label), score * 100.0)
            }
            Self::Against { label } => format!("going by the other labels it is not {}", name(*label)),
            Self::CopyWithout { label } => format!("a near copy is not {}", name(*label)),
            Self::Unsure if set.choice == Choice::Multi => "nothing in particular speaks against it".to_owned(),
            Self::Unsure => "no other label is likelier".to_owned(),
            Self::Drawn => "drawn at random".to_owned(),
        }
    }
}

/// "7 of", "none of".
fn few(with: usize) -> String {
    if with == 0 { "none of".to_owned() } else { format!("{with} of") }
}

fn are(with: usize) -> &'static str {
    if with < 2 { "is" } else { "are" }
}

/// What each opinion says of one photo: the likeliest class and its score, and the score of the class that the photo has.
pub(super) struct Said {
    pub words: (Slot, [f32; 2]),
    pub head: Option<Slot>,
}

/// Every reason to doubt that a photo has this label.
pub(super) fn reasons(given: Slot, said: &Said, around: Option<&Around>, kin: Option<&Kin>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(kin) = kin
        && let Some((label, with)) = kin.labels.iter().find(|(label, _)| *label != given)
    {
        match kin.copy.filter(|copy| kin.count() == 1 && copy.slot == *label) {
            Some(copy) => reasons.push(Reason::Copy(copy)),
            None => reasons.push(Reason::Kin { label: *label, with: *with, of: kin.count() }),
        }
    }
    if let Some((label, with, of)) = around.and_then(|around| majority(&around.nearest)).filter(|(label, ..)| *label != given) {
        reasons.push(Reason::Nearest { label, with, of });
    }
    let (label, scores) = said.words;
    if label != given {
        reasons.push(Reason::Words { label, scores });
    }
    reasons.extend(said.head.filter(|label| *label != given).map(|label| Reason::Decisions { label }));
    if reasons.is_empty() {
        reasons.push(Reason::Unsure);
    }
    reasons
}

/// The label that most of the first few have: with how many, of how many.
fn majority(nearest: &[Neighbour]) -> Option<(Slot, usize, usize)> {
    let told = shown(nearest);
    let count = |slot: Slot| told.iter().filter(|n| n.slot == slot).count();
    let label = told.iter().map(|n| n.slot).max_by_key(|slot| (count(*slot), std::cmp::Reverse(*slot)))?;
    Some((label, count(label), told.len()))
}

/// The neighbours that are shown.
pub(super) fn shown(nearest: &[Neighbour]) -> &[Neighbour] {
    &nearest[..nearest.len().min(TOLD)]
}
