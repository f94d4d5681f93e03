//! What was done, and what the grid is narrowed to, in words.

use crate::app::protocol::{Edited, Only, Tags};
use crate::base::human;

/// A step's first words, and how one tells that it was done: what follows them, then this.
const DONE: [(&str, &str); 9] = [
    ("Accept ", "accepted"),
    ("Delete the ", "deleted"),
    ("Duplicate the ", "duplicated"),
    ("Change the ", "changed"),
    ("Make the ", "made"),
    ("Reorder the ", "reordered"),
    ("Import ", "imported"),
    ("Remove ", "removed"),
    ("Delete ", "deleted"),
];

/// "Accept 204 tags" as "204 tags accepted"; words of another shape stay.
pub fn done_words(edited: &Edited) -> String {
    let turned_back = TURNED_BACK.iter().any(|words| edited.words.starts_with(words));
    let said = match (turned_back, edited.undoable) {
        (true, _) => edited.words.clone(),
        (false, true) => past(&edited.words),
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

/// What Undo and Redo say begins so.
const TURNED_BACK: [&str; 3] = ["Undone", "Done again", "Redone"];

fn past(words: &str) -> String {
    let capital = crate::gui::toasts::capitalised;
    if let Some((photos, label)) =
        words.strip_prefix("Tag ").and_then(|rest| rest.split_once(" photos ").or_else(|| rest.split_once(" photo ")))
    {
        let many = if photos == "1" { "photo" } else { "photos" };
        return format!("{photos} {many} tagged {label}");
    }
    for (verb, done, joint) in [("Reject ", "rejected", " for "), ("Take ", "taken", " off ")] {
        if let Some((what, photos)) = words.strip_prefix(verb).and_then(|rest| rest.rsplit_once(joint)) {
            return format!("{} {done}{joint}{photos}", capital(what));
        }
    }
    if let Some((tags, set)) = words.strip_prefix("Accept ").and_then(|rest| rest.split_once(" in ")) {
        return format!("{tags} accepted in {set}");
    }
    let known = DONE.iter().find_map(|(verb, done)| Some((words.strip_prefix(verb)?, done)));
    known.map_or_else(|| words.to_owned(), |(rest, done)| format!("{} {done}", capital(rest)))
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
        let step = |words: &str| done_words(&Edited { words: words.to_owned(), undoable: true, changed: 1, ..Edited::default() });
        for (words, told) in [
            ("Accept 1,204 tags", "1,204 tags accepted"),
            ("Accept 1,204 tags in Colour", "1,204 tags accepted in Colour"),
            ("Delete the label set Colour", "Label set Colour deleted"),
            ("Tag 1 photo Flip flops", "1 photo tagged Flip flops"),
            ("Tag 12 photos Red", "12 photos tagged Red"),
            ("Take Off white off 3 photos", "Off white taken off 3 photos"),
            ("Reject Red for 3 photos", "Red rejected for 3 photos"),
            ("Something else", "Something else"),
        ] {
            assert_eq!(step(words), told);
        }
        let undone =
            Edited { words: "Undone: Tag 2 photos Red".to_owned(), kept: 1, refused: vec!["Red of a.jpg".to_owned()], ..Edited::default() };
        assert_eq!(done_words(&undone), "Undone: Tag 2 photos Red · 1 had changed since and stays as it is: Red of a.jpg");
        assert_eq!(done_words(&Edited { words: "Tag 2 photos Red".to_owned(), ..Edited::default() }), "Nothing to change");
    }
}
