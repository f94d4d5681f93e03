//! Label sets that come with the program, to start from. They are copied into a catalogue and changed there.

use base::LabelSetDraft;
use exchange::{read_label_list, read_label_sets};

/// Their wordings were chosen by the starter model's recipe (`label_sets.py`).
const SETS: &[u8] = include_bytes!("../../../assets/label-sets.json");

/// The sets, in the order in which they are offered.
pub fn label_sets() -> Vec<LabelSetDraft> {
    read_label_sets(SETS, "").unwrap_or_default().into_iter().map(|set| set.draft).collect()
}

/// The labels of a pasted list: one a line, or all on one line between commas or semicolons; bullets and numbers are left out.
pub fn pasted_labels(text: &str) -> Vec<String> {
    let names = |text: &str| -> Option<Vec<String>> {
        Some(read_label_list("pasted", text).ok()?.labels.into_iter().map(|label| label.name).collect())
    };
    // A list with something wrong in it is read line by line, so that the rest of it is there to be put right.
    names(text).unwrap_or_else(|| text.lines().filter_map(names).flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_is_read_however_it_was_written() {
        assert_eq!(pasted_labels("- Red\n- Green\n\n"), ["Red", "Green"]);
        assert_eq!(pasted_labels("Red, Green, Dark blue"), ["Red", "Green", "Dark blue"]);
        assert_eq!(pasted_labels("Red\nred\nGreen"), ["Red", "red", "Green"], "doubles are left to who adds them");
        assert!(pasted_labels(" \n").is_empty());
    }

    #[test]
    fn every_set_can_be_saved_as_it_is() {
        let sets = label_sets();
        assert_eq!(sets.len(), 8);
        for set in &sets {
            assert_eq!(set.problems(), [], "{}", set.name);
            assert!((8..=25).contains(&set.labels.len()), "{} has {} labels", set.name, set.labels.len());
            assert!(set.clone().tidied() == *set, "{} is untidy", set.name);
        }
    }
}
