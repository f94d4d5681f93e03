//! Label sets that come with the program, to start from. They are copied into a catalogue and changed there.

pub use exchange::split_labels;

use base::LabelSetDraft;
use exchange::read_label_sets;

/// Their wordings were chosen by the starter model's recipe (`label_sets.py`).
const SETS: &[u8] = include_bytes!("../../../assets/label-sets.json");

/// The sets, in the order in which they are offered.
pub fn label_sets() -> Vec<LabelSetDraft> {
    read_label_sets(SETS, "").unwrap_or_default().into_iter().map(|set| set.draft).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
