//! What the tag bar knows: the letters, and the labels that have them.

use crate::kit::fuzzy;
use base::fold::{fold, key};
use base::{Label, LabelId, LabelSetId};
use engine::protocol::Tags;
use std::cmp::Reverse;

/// Matches that are kept; the bar shows as many as fit.
const MOST: usize = 24;

/// The bar while it is open.
#[derive(Debug, Default)]
pub struct TagBar {
    pub(super) text: String,
    /// The underlined match; none until something is typed or Tab chooses.
    pub(super) at: Option<usize>,
    /// Labels that match, the best first.
    pub(super) matches: Vec<LabelId>,
}

/// What a person does in the bar.
#[derive(Clone, Debug)]
pub enum BarMsg {
    /// The text was edited.
    Text(String),
    /// Another match is underlined.
    Cycle(isize),
    /// This match is applied; `None`: the underlined one.
    Apply(Option<LabelId>),
    /// What is written becomes a label of the current set.
    Create,
    /// The last step is taken back: there is no text to take back.
    Undo,
    /// It is done again.
    Redo,
    /// The bar goes.
    Close,
}

impl TagBar {
    /// Looks for matches again: the text or the vocabulary changed.
    pub(super) fn follow(&mut self, tags: &Tags, recent: &[LabelId], set: Option<LabelSetId>) {
        self.matches = matches(tags, &self.text, recent, set);
        let last = self.matches.len().checked_sub(1);
        self.at = self.at.and_then(|at| Some(at.min(last?)));
    }
}

/// Labels with these letters, the best fit first; of equals, and without letters, those that were used last, then the most used.
/// What is typed is meant for the open set: its labels that have the text in their name come before those of any other set.
fn matches(tags: &Tags, text: &str, recent: &[LabelId], set: Option<LabelSetId>) -> Vec<LabelId> {
    let mut labels: Vec<&Label> = tags.sets.iter().flat_map(|s| &s.labels).collect();
    let used = |id: LabelId| Reverse(tags.accepted.get(&id).copied().unwrap_or(0));
    let newest = |id: LabelId| recent.iter().position(|r| *r == id).unwrap_or(recent.len());
    labels.sort_by_cached_key(|l| (newest(l.id), used(l.id)));
    let mut found = fuzzy::ranked(text, labels, |label| &label.name);
    let text = key(text);
    if let Some(open) = set.and_then(|id| tags.set(id)).filter(|_| !text.is_empty()) {
        let meant = |label: &Label| open.label(label.id).is_some() && fold(&label.name).contains(&text);
        found.sort_by_key(|label| !meant(label));
    }
    found.into_iter().map(|label| label.id).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Choice, LabelSet};
    use std::collections::HashMap;

    #[test]
    fn the_best_match_comes_first() {
        let label = |id, name: &str| Label { id: LabelId(id), name: name.to_owned(), prompts: Vec::new(), since: 1 };
        let set = LabelSet {
            id: LabelSetId(1),
            name: "Category".to_owned(),
            choice: Choice::Single,
            templates: Vec::new(),
            none_of_these: false,
            words_only: false,
            revision: 1,
            labels: vec![label(1, "Flip flops"), label(2, "Flats"), label(3, "Ballet flats"), label(4, "Inflatable"), label(5, "Flat")],
        };
        let tags = Tags { sets: vec![set].into(), accepted: HashMap::from([(LabelId(1), 9)]), ..Tags::default() };
        let found = |text: &str| matches(&tags, text, &[LabelId(3)], None).iter().map(|l| l.0).collect::<Vec<_>>();
        assert_eq!(found("flat"), [5, 2, 3, 4]);
        assert_eq!(found("FL"), [1, 2, 5, 3, 4], "the most used of equals first");
        assert_eq!(found("")[..2], [3, 1], "what was used last comes first");
        assert!(found("xyz").is_empty());
    }

    #[test]
    fn labels_of_the_open_set_come_first() {
        let label = |id, name: &str| Label { id: LabelId(id), name: name.to_owned(), prompts: Vec::new(), since: 1 };
        let set = |id, labels| LabelSet {
            id: LabelSetId(id),
            name: format!("Set {id}"),
            choice: Choice::Single,
            templates: Vec::new(),
            none_of_these: false,
            words_only: false,
            revision: 1,
            labels,
        };
        let sets = vec![set(1, vec![label(1, "Shirt")]), set(2, vec![label(2, "Shirts"), label(3, "Short, hairy, tight")])];
        let tags = Tags { sets: sets.into(), ..Tags::default() };
        let found = |open| matches(&tags, "shirt", &[], Some(LabelSetId(open))).iter().map(|l| l.0).collect::<Vec<_>>();
        assert_eq!(found(1)[..2], [1, 2]);
        assert_eq!(found(2)[..2], [2, 1], "scattered letters of the open set are not what was typed");
    }
}
