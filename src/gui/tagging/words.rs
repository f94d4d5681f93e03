//! What was done, and what the grid is narrowed to, in words.

use crate::app::protocol::{Edited, Only, Tags};
use crate::base::human;

/// The step's verb, and how one tells that it was done.
const DONE: [(&str, &str); 13] = [
    ("Accept", "accepted"),
    ("Reject", "rejected"),
    ("Withdraw", "withdrawn"),
    ("Remove", "removed"),
    ("Tag", "tagged"),
    ("Delete", "deleted"),
    ("Import", "imported"),
    ("Add", "added"),
    ("Create", "made"),
    ("Make", "made"),
    ("Change", "changed"),
    ("Duplicate", "duplicated"),
    ("Order", "put in order"),
];

/// "Accept 204 tags" as "204 tags accepted"; words of another shape stay.
pub fn done_words(edited: &Edited) -> String {
    let said = if edited.undoable { past(&edited.words) } else { edited.words.clone() };
    let kept = match edited.kept {
        0 => String::new(),
        n => format!(" · {} decided before stay as they were", human::count(n)),
    };
    let refused = match edited.refused.len() as u64 {
        0 => String::new(),
        n => format!(" · {} changed since and stay as they are: {}", human::count(n), edited.refused.join("; ")),
    };
    format!("{said}{kept}{refused}")
}

fn past(words: &str) -> String {
    let Some((verb, rest)) = words.split_once(' ') else { return words.to_owned() };
    let known = DONE.iter().find(|(v, _)| *v == verb);
    known.map_or_else(|| words.to_owned(), |(_, done)| format!("{} {done}", crate::gui::toasts::capitalised(rest)))
}

/// What the grid is narrowed to, as a chip says it.
pub fn only_words(tags: &Tags, only: &Only) -> String {
    match only {
        Only::Untagged => "untagged".to_owned(),
        Only::NeedsReview => "needs review".to_owned(),
        Only::Tagged(label) => {
            tags.label(*label).map_or_else(|| "a deleted label".to_owned(), |(set, label)| format!("{}: {}", set.name, label.name))
        }
        Only::Suggested(set, slot) => format!("suggested: {}", slot_name(set, *slot)),
        Only::Product(sku) => format!("SKU {sku}"),
        Only::Odd => "disagree with their product".to_owned(),
    }
}

/// Name of a label of a set as it stands in the panel.
pub fn slot_name(set: &crate::base::LabelSetDraft, slot: crate::app::protocol::Slot) -> String {
    slot.place().map_or_else(
        || "none of these".to_owned(),
        |place| set.labels.get(place).map(|l| l.name.clone()).filter(|n| !n.is_empty()).unwrap_or_else(|| "unnamed".to_owned()),
    )
}

/// "Accept 1 tag", "Accept 204 tags".
pub fn tags(n: u64) -> String {
    if n == 1 { "1 tag".to_owned() } else { format!("{} tags", human::count(n)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_told_as_done() {
        let step = |words: &str, undoable| done_words(&Edited { words: words.to_owned(), undoable, ..Edited::default() });
        assert_eq!(step("Accept 1,204 tags", true), "1,204 tags accepted");
        assert_eq!(step("Delete label set “Colour”", true), "Label set “Colour” deleted");
        assert_eq!(step("Something else", true), "Something else");
        let undone =
            Edited { words: "Undone: accept 2 tags".to_owned(), refused: vec!["“Red” of a.jpg".to_owned()], ..Edited::default() };
        assert_eq!(done_words(&undone), "Undone: accept 2 tags · 1 changed since and stay as they are: “Red” of a.jpg");
    }
}
