//! Label sets of two catalogues: merged where they mean the same or one side alone changed them, refused where their meanings differ.

use super::values::{LabelValue, SetValue};
use base::fold::key;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of sets whose meanings differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SetsFrom {
    /// Nothing is brought or taken in, and the person is told.
    #[default]
    Nobody,
    /// The hub's words; labels that it lacks stay.
    Hub,
    /// One's own words; labels that it lacks are added.
    Here,
}

/// Merges two states of a set, neither of them gone; the error says in words how they differ.
pub fn merge(base: Option<&SetValue>, ours: &SetValue, theirs: &SetValue, from: SetsFrom) -> Result<SetValue, String> {
    if means_same(ours, theirs) {
        return Ok(theirs.clone());
    }
    let merged = match base {
        Some(base) if means_same(base, theirs) => return Ok(ours.clone()),
        Some(base) if means_same(base, ours) => return Ok(theirs.clone()),
        Some(base) => both_changed(base, ours, theirs),
        None => Err(differences(ours, theirs)),
    };
    match (merged, from) {
        (Err(_), SetsFrom::Hub) => Ok(with_others(theirs, ours)),
        (Err(_), SetsFrom::Here) => Ok(with_others(ours, theirs)),
        (merged, _) => merged,
    }
}

fn by_key(set: &SetValue) -> BTreeMap<String, &LabelValue> {
    set.labels.iter().map(|label| (key(&label.name), label)).collect()
}

/// The model is asked the same, and answers are the same.
fn means_same(a: &SetValue, b: &SetValue) -> bool {
    let (left, right) = (by_key(a), by_key(b));
    (&a.choice, &a.templates, a.none_of_these) == (&b.choice, &b.templates, b.none_of_these)
        && left.keys().eq(right.keys())
        && left.values().zip(right.values()).all(|(a, b)| a.prompts == b.prompts)
}

fn both_changed(base: &SetValue, ours: &SetValue, theirs: &SetValue) -> Result<SetValue, String> {
    let (b, o, t) = (by_key(base), by_key(ours), by_key(theirs));
    let clash = || Err(differences(ours, theirs));
    let mut merged = theirs.clone();
    match (ours.choice == base.choice, theirs.choice == base.choice) {
        (false, true) => merged.choice.clone_from(&ours.choice),
        (false, false) if ours.choice != theirs.choice => return clash(),
        _ => {}
    }
    match (ours.templates == base.templates, theirs.templates == base.templates) {
        (false, true) => merged.templates.clone_from(&ours.templates),
        (false, false) if ours.templates != theirs.templates => return clash(),
        _ => {}
    }
    if theirs.none_of_these == base.none_of_these {
        merged.none_of_these = ours.none_of_these;
    }
    let mut labels: BTreeMap<String, LabelValue> = BTreeMap::new();
    for name in b.keys().chain(o.keys()).chain(t.keys()).collect::<BTreeSet<_>>() {
        let words = |side: &BTreeMap<String, &LabelValue>| side.get(name).map(|label| label.prompts.clone());
        let taken = match (words(&b), words(&o), words(&t)) {
            (_, ours, theirs) if ours == theirs => t.get(name),
            (base, _, theirs) if base == theirs => o.get(name),
            (base, ours, _) if base == ours => t.get(name),
            _ => return clash(),
        };
        labels.extend(taken.map(|label| (name.clone(), (*label).clone())));
    }
    let order = theirs.labels.iter().chain(&ours.labels);
    merged.labels = order.filter_map(|label| labels.remove(&key(&label.name))).collect();
    Ok(merged)
}

/// One side as it is, with the labels that only the other has after its own.
pub fn with_others(side: &SetValue, other: &SetValue) -> SetValue {
    let known = by_key(side);
    let more = other.labels.iter().filter(|label| !known.contains_key(&key(&label.name))).cloned();
    SetValue { labels: side.labels.iter().cloned().chain(more).collect(), ..side.clone() }
}

/// How two sets of one name differ.
fn differences(ours: &SetValue, theirs: &SetValue) -> String {
    let (o, t) = (by_key(ours), by_key(theirs));
    let names = |labels: Vec<&str>| base::human::list(labels.iter().take(5).map(|name| format!("'{name}'")));
    let only = |a: &BTreeMap<String, &LabelValue>, b: &BTreeMap<String, &LabelValue>| {
        let only: Vec<String> = a.iter().filter(|(name, _)| !b.contains_key(*name)).map(|(_, label)| label.name.clone()).collect();
        names(only.iter().map(String::as_str).collect())
    };
    let mut told = Vec::new();
    if ours.choice != theirs.choice {
        told.push(format!("here it is {}-choice, at the hub {}-choice", ours.choice, theirs.choice));
    }
    if ours.templates != theirs.templates {
        told.push("its prompt templates differ".to_owned());
    }
    if ours.none_of_these != theirs.none_of_these {
        told.push("one side alone lets the model say none of these".to_owned());
    }
    let other: Vec<&str> = o
        .iter()
        .filter(|(name, label)| t.get(*name).is_some_and(|other| other.prompts != label.prompts))
        .map(|(_, label)| label.name.as_str())
        .collect();
    if !other.is_empty() {
        told.push(format!("{} stands for other words", names(other)));
    }
    let (here, there) = (only(&o, &t), only(&t, &o));
    if !here.is_empty() {
        told.push(format!("only here: {here}"));
    }
    if !there.is_empty() {
        told.push(format!("only at the hub: {there}"));
    }
    format!("'{}': {}", ours.name, told.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(labels: &[(&str, &str)]) -> SetValue {
        let label = |(name, prompt): &(&str, &str)| LabelValue { name: (*name).into(), prompts: vec![(*prompt).into()] };
        SetValue {
            name: "Colour".into(),
            choice: "single".into(),
            templates: vec!["a photo of {label}".into()],
            none_of_these: false,
            words_only: false,
            labels: labels.iter().map(label).collect(),
        }
    }

    fn names(set: &SetValue) -> Vec<&str> {
        set.labels.iter().map(|label| label.name.as_str()).collect()
    }

    #[test]
    fn one_name_for_two_meanings_is_refused_in_words() {
        let (ours, theirs) = (set(&[("Red", "red"), ("Mine", "x")]), set(&[("red", "scarlet")]));
        let why = merge(None, &ours, &theirs, SetsFrom::Nobody).unwrap_err();
        assert_eq!(why, "'Colour': 'Red' stands for other words; only here: 'Mine'");
        let hubs = merge(None, &ours, &theirs, SetsFrom::Hub).unwrap();
        assert_eq!((names(&hubs), hubs.labels[0].prompts[0].as_str()), (vec!["red", "Mine"], "scarlet"));
        let own = merge(None, &ours, &theirs, SetsFrom::Here).unwrap();
        assert_eq!((names(&own), own.labels[0].prompts[0].as_str()), (vec!["Red", "Mine"], "red"));
    }

    #[test]
    fn labels_that_both_added_to_a_known_set_are_joined() {
        let base = set(&[("Red", "red"), ("Old", "old")]);
        let ours = set(&[("Red", "red"), ("Mine", "x")]);
        let theirs = set(&[("Theirs", "y"), ("Red", "red"), ("Old", "old")]);
        assert_eq!(names(&merge(Some(&base), &ours, &theirs, SetsFrom::Nobody).unwrap()), ["Theirs", "Red", "Mine"]);
        let clash = set(&[("Red", "crimson"), ("Old", "old")]);
        assert!(merge(Some(&base), &set(&[("Red", "scarlet")]), &clash, SetsFrom::Nobody).is_err());
        assert_eq!(merge(Some(&base), &base, &clash, SetsFrom::Nobody), Ok(clash.clone()));
        assert_eq!(merge(Some(&base), &clash, &base, SetsFrom::Nobody), Ok(clash));
    }

    #[test]
    fn another_order_is_no_other_meaning() {
        let (ours, theirs) = (set(&[("Red", "r"), ("Blue", "b")]), set(&[("Blue", "b"), ("RED", "r")]));
        assert_eq!(merge(None, &ours, &theirs, SetsFrom::Nobody), Ok(theirs));
    }
}
