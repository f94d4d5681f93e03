//! Label sets that come with the program, to start from, with what the starter model makes of them. They are copied into a catalogue and
//! changed there.

pub use exchange::split_labels;

use base::fold::{same, trimmed};
use base::{LabelDraft, LabelSetDraft};
use exchange::read_label_sets;
use std::sync::LazyLock;

/// Their wordings were chosen by the starter model's recipe (`label_sets.py`).
const SETS: &[u8] = include_bytes!("../../../assets/label-sets.json");
/// How the starter model does at them: made by the same recipe, on photos of a shop that it was not trained on.
const FIGURES: &str = include_str!("../../../assets/label-sets.tsv");
/// A label whose F1 is lower is not among those that a set begins with.
const FLOOR: f32 = 0.5;

/// The name of the set whose labels are views of a product, for the shot list.
pub const VIEWS: &str = "View";

/// A label set that comes with the program.
#[derive(Clone, Debug, PartialEq)]
pub struct ShippedSet {
    /// All of it.
    pub draft: LabelSetDraft,
    /// How often the model is right; `None` where none of the labels was measured.
    pub measured: Option<SetMeasured>,
    /// Of each label, in the set's order; `None`: there were too few photos of it to tell.
    pub labels: Vec<Option<LabelMeasured>>,
}

/// How often the model is right about a set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetMeasured {
    /// Held-out photos of which the answer is known.
    pub photos: u64,
    /// The share of them for which the right label is suggested.
    pub right: f32,
}

/// How well the model does at a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelMeasured {
    /// Held-out photos that the label fits.
    pub photos: u64,
    /// The share of the photos it is suggested for that it fits.
    pub precision: f32,
    /// The share of the photos it fits that it is suggested for.
    pub recall: f32,
    /// Their harmonic mean.
    pub f1: f32,
}

impl ShippedSet {
    /// The model does well at the label in this place.
    pub fn does_well(&self, place: usize) -> bool {
        self.labels.get(place).copied().flatten().is_some_and(|measured| measured.f1 >= FLOOR)
    }

    /// How many labels it begins with.
    pub fn good(&self) -> usize {
        (0..self.draft.labels.len()).filter(|place| self.does_well(*place)).count()
    }

    /// The set as it begins: with the labels that the model does well at.
    pub fn start(&self) -> LabelSetDraft {
        let good = self.draft.labels.iter().enumerate().filter(|(place, _)| self.does_well(*place));
        LabelSetDraft { labels: good.map(|(_, label)| label.clone()).collect(), ..self.draft.clone() }
    }

    /// Labels of it that a set which began with it does not have.
    pub fn left_out<'a>(&'a self, begun: &'a LabelSetDraft) -> impl Iterator<Item = (&'a LabelDraft, Option<LabelMeasured>)> {
        let known = |label: &LabelDraft| begun.labels.iter().any(|other| same(trimmed(&other.name), &label.name));
        self.draft.labels.iter().zip(self.labels.iter().copied()).filter(move |(label, _)| !known(label))
    }
}

/// The sets, in the order in which they are offered.
pub fn label_sets() -> &'static [ShippedSet] {
    static READ: LazyLock<Vec<ShippedSet>> =
        LazyLock::new(|| read_label_sets(SETS, "").unwrap_or_default().into_iter().map(|set| with_figures(set.draft)).collect());
    &READ
}

/// The set that this one began with: of its name, or that and a number, and with its templates.
pub fn begun_with(draft: &LabelSetDraft) -> Option<&'static ShippedSet> {
    let named = |shipped: &str| draft.name.strip_prefix(shipped).is_some_and(|rest| rest.chars().all(|c| c == ' ' || c.is_ascii_digit()));
    label_sets().iter().find(|set| set.draft.templates == draft.templates && named(&set.draft.name))
}

fn with_figures(draft: LabelSetDraft) -> ShippedSet {
    let labels: Vec<Option<LabelMeasured>> = draft.labels.iter().map(|label| label_measured(&draft.name, &label.name)).collect();
    let set =
        row(&draft.name, "").and_then(|[photos, right, ..]| Some(SetMeasured { photos: photos.parse().ok()?, right: right.parse().ok()? }));
    let measured = set.filter(|_| labels.iter().any(Option::is_some));
    ShippedSet { draft, measured, labels }
}

fn label_measured(set: &str, label: &str) -> Option<LabelMeasured> {
    let [photos, precision, recall, f1] = row(set, label)?;
    let share = |cell: &str| cell.parse().ok();
    Some(LabelMeasured { photos: photos.parse().ok()?, precision: share(precision)?, recall: share(recall)?, f1: share(f1)? })
}

/// The figures of a set's label, or (without a label) of the set.
fn row(set: &str, label: &str) -> Option<[&'static str; 4]> {
    FIGURES.lines().find_map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [of, name, photos, precision, recall, f1] = *cells else { return None };
        (of == set && name == label).then_some([photos, precision, recall, f1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_can_be_saved_as_it_is() {
        let sets = label_sets();
        assert_eq!(sets.len(), 9);
        for set in sets.iter().map(|set| &set.draft) {
            assert_eq!(set.problems(), [], "{}", set.name);
            assert!((8..=25).contains(&set.labels.len()), "{} has {} labels", set.name, set.labels.len());
            assert!(set.clone().tidied() == *set, "{} is untidy", set.name);
        }
    }

    #[test]
    fn sets_and_figures_name_the_same_labels() {
        let mut named: Vec<(String, String)> = Vec::new();
        for ShippedSet { draft, .. } in label_sets() {
            let none = draft.none_of_these.then(|| "none of these".to_owned());
            let labels = draft.labels.iter().map(|label| label.name.clone());
            named.extend([String::new()].into_iter().chain(labels).chain(none).map(|label| (draft.name.clone(), label)));
        }
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = FIGURES.lines().map(cells).collect();
        assert_eq!(rows[0], ["set", "label", "photos", "precision", "recall", "f1"]);
        let mut measured: Vec<(String, String)> = rows[1..].iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        named.sort();
        measured.sort();
        assert_eq!(named, measured);
        for row in &rows[1..] {
            assert_eq!(row.len(), 6, "{row:?}");
            assert!(row[2].parse::<u64>().is_ok() && row[3..].iter().all(|cell| cell.is_empty() || cell.parse::<f32>().is_ok()), "{row:?}");
        }
    }

    #[test]
    fn the_set_of_views_has_the_name_that_the_shot_list_asks_for() {
        let views = label_sets().iter().find(|set| set.draft.name == VIEWS).unwrap();
        assert!(views.draft.labels.len() > views.good() && views.measured.is_some_and(|set| set.photos == 200));
    }

    #[test]
    fn a_set_begins_with_what_the_model_does_well_at() {
        let sets = label_sets();
        let category = sets.iter().find(|set| set.draft.name == "Category").unwrap();
        let begun = category.start();
        assert!(category.measured.is_some_and(|set| set.photos > 1000 && set.right > 0.5));
        assert_eq!(begun.labels.len(), category.good());
        let named = |draft: &LabelSetDraft, name: &str| draft.labels.iter().any(|label| label.name == name);
        assert!(named(&begun, "Watches") && !named(&begun, "Boots"), "of boots there were two photos");
        let left: Vec<&str> = category.left_out(&begun).map(|(label, _)| label.name.as_str()).collect();
        assert_eq!(left.len() + begun.labels.len(), category.draft.labels.len());
        let numbered = LabelSetDraft { name: "Category 2".into(), ..begun.clone() };
        assert_eq!(begun_with(&numbered), Some(category));
        let own = LabelSetDraft { name: "Category".into(), ..LabelSetDraft::named("") };
        assert_eq!(begun_with(&own), None, "a set that a person made is left alone");
    }
}
