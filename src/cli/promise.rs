//! A promised precision, as `selvedge suggest --precision` tells it.

use super::output::Output;
use base::{LabelSetDraft, human};
use serde_json::{Value, json};
use tasks::learned::{LabelPromise, Promised, threshold};

/// Puts the promise into an answer; `photos` keep it among those that nobody decided about.
pub fn put(answer: &mut Value, draft: &LabelSetDraft, promised: &Promised, photos: usize) {
    match promised {
        Promised::Kept(promise) => {
            answer["threshold"] = json!(threshold(promise.least_bin));
            answer["precision_low"] = json!(promise.kept.precision_low);
            answer["coverage"] = json!(promise.kept.coverage);
            answer["accepted"] = json!(0);
            answer["promised"] = json!(photos);
            answer["labels"] = promise.labels.iter().map(|label| of_label(draft, label)).collect();
        }
        Promised::Missing(more) => answer["missing_decisions"] = json!(more),
    }
}

fn of_label(draft: &LabelSetDraft, label: &LabelPromise) -> Value {
    let name = label.slot.place().and_then(|place| draft.labels.get(place)).map(|label| label.name.as_str());
    json!({ "label": name, "threshold": label.least_bin.map(threshold), "decisions": label.decisions })
}

/// The same as lines.
pub fn tell(draft: &LabelSetDraft, promised: &Promised, photos: usize, out: &mut Output) {
    let Promised::Kept(promise) = promised else { return };
    let (from, kept) = (threshold(promise.least_bin), &promise.kept);
    out.line(&format!(
        "from {from:.3} on: {} of {} held-out decisions right, at least {:.1} % of all such; {} to accept",
        human::count(kept.right as u64),
        human::count(kept.accepted as u64),
        kept.precision_low * 100.0,
        human::photos(photos as u64),
    ));
    for label in promise.labels.iter().filter(|label| label.is_own || label.least_bin.is_none()) {
        let name = label.slot.place().and_then(|place| draft.labels.get(place)).map_or("", |label| label.name.as_str());
        let from = label.least_bin.map_or_else(|| "left out".to_owned(), |bin| format!("from {:.3} on", threshold(bin)));
        out.line(&format!("  {name}: {from}, {}", human::counted(label.decisions as u64, "decision", "decisions")));
    }
}
