//! What was done, and what the grid is narrowed to, in words.

use base::human;
use engine::protocol::{Edited, Only, Tags};

/// What a gesture came to, in one line: what was done, and what was left as it was.
pub fn done_words(edited: &Edited) -> String {
    let turned_back = edited.turned_back;
    let said = match (turned_back, edited.undoable) {
        (true, _) | (false, true) => edited.done.clone(),
        (false, false) if edited.kept > 0 => "Nothing changed".to_owned(),
        (false, false) => "Nothing to change".to_owned(),
    };
    let kept = match (edited.kept, turned_back) {
        (0, _) => String::new(),
        (1, true) => " · 1 had changed since and stays as it is".to_owned(),
        (n, true) => format!(" · {} had changed since and stay as they are", human::count(n)),
        (1, false) => " · 1 was decided before and stays as it was".to_owned(),
        (n, false) => format!(" · {} were decided before and stay as they were", human::count(n)),
    };
    let refused = if edited.refused.is_empty() { String::new() } else { format!(": {}", edited.refused.join("; ")) };
    format!("{said}{kept}{refused}")
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
pub fn slot_name(set: &base::LabelSetDraft, slot: engine::protocol::Slot) -> String {
    slot.place().map_or_else(
        || "none of these".to_owned(),
        |place| set.labels.get(place).map(|l| l.name.clone()).filter(|n| !n.is_empty()).unwrap_or_else(|| "unnamed".to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_alone_is_told() {
        let undone = Edited {
            done: "Undone: Tag 2 photos Red".to_owned(),
            turned_back: true,
            kept: 1,
            refused: vec!["Red of a.jpg".to_owned()],
            ..Edited::default()
        };
        assert_eq!(done_words(&undone), "Undone: Tag 2 photos Red · 1 had changed since and stays as it is: Red of a.jpg");
        assert_eq!(done_words(&Edited { done: "2 photos tagged Red".to_owned(), ..Edited::default() }), "Nothing to change");
    }
}
