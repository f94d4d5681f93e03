//! Merges: what stands where two people have decided without having seen one another.
//!
//! Each value has three states: what the hub was known to hold (`base`), what stands here (`ours`), what the hub holds now (`theirs`). What one side
//! alone changed is taken. What both changed goes by the catalogue's own rule, who is more entitled (a person, then a file, then a rule); of equals
//! what came to the hub first stands, whatever clocks say. An author's own later word takes the place of their earlier one. Nothing is lost: what has
//! to give way stays beside it as its author's opinion.

use super::values::{MarkValue, OpinionValue, SkuValue, TagValue};
use base::fold::key;
use base::tags::{UNSEEN, same_author};
use base::{Choice, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What came of a merge of decisions about a photo in a set.
#[derive(Debug, Default, PartialEq)]
pub struct MergedTags {
    /// By label.
    pub tags: Vec<TagValue>,
    /// What has to give way.
    pub opinions: Vec<OpinionValue>,
    /// The two sides say different things.
    pub disputed: bool,
}

/// What excludes one another lies in one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    /// Of a set with one choice: the label that fits, or that none does.
    Answer,
    /// What is said of one label.
    Label(Option<String>),
}

type Slots = BTreeMap<Slot, TagValue>;

fn slots(choice: Choice, tags: &[TagValue]) -> Slots {
    let slot = |tag: &TagValue| match (choice, tag.decision.as_str()) {
        (Choice::Multi, _) | (_, "rejected") => Slot::Label(tag.label.clone()),
        _ => Slot::Answer,
    };
    tags.iter().map(|tag| (slot(tag), tag.clone())).collect()
}

fn rank(source: Option<&str>) -> u8 {
    match source.and_then(|source| source.parse().ok()) {
        None => 0,
        Some(Source::Rule) => 1,
        Some(Source::Import) => 2,
        Some(Source::Person) => 3,
    }
}

fn says(tag: Option<&TagValue>) -> Option<(&Option<String>, &str)> {
    tag.map(|tag| (&tag.label, tag.decision.as_str()))
}

/// One side's decisions about a photo in a set.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// By label.
    pub tags: &'a [TagValue],
    /// Whose opinions lie beside them, by the keys of their names.
    pub beside: &'a BTreeSet<String>,
}

/// Decisions about one photo in one set, each side sorted by label.
pub fn tags(choice: Choice, base: &[TagValue], our_side: Side<'_>, their_side: Side<'_>) -> MergedTags {
    let (ours, theirs) = (our_side.tags, their_side.tags);
    let (b, o, t) = (slots(choice, base), slots(choice, ours), slots(choice, theirs));
    let places: BTreeSet<&Slot> = b.keys().chain(o.keys()).chain(t.keys()).collect();
    let (mut merged, mut disputed) = (Slots::new(), false);
    for place in places {
        let (base, ours, theirs) = (b.get(place), o.get(place), t.get(place));
        let taken = if ours == theirs || theirs == base {
            ours
        } else if ours == base {
            theirs
        } else {
            disputed |= says(ours) != says(theirs) && !is_own(ours, theirs);
            if gives_way(ours, theirs) { theirs } else { ours }
        };
        merged.extend(taken.map(|tag| (place.clone(), tag.clone())));
    }
    disputed |= exclude(choice, &mut merged, &t);
    let tags: BTreeMap<Option<String>, TagValue> = merged.into_values().map(|tag| (tag.label.clone(), tag)).collect();
    let tags: Vec<TagValue> = tags.into_values().collect();
    let both_changed = b != o && b != t && o != t;
    let opinions = if both_changed { given_way(&tags, base, our_side, their_side) } else { Vec::new() };
    MergedTags { tags, opinions, disputed }
}

/// Both sides are one person's.
fn is_own(ours: Option<&TagValue>, theirs: Option<&TagValue>) -> bool {
    let authors = ours.zip(theirs).and_then(|(ours, theirs)| ours.author.as_deref().zip(theirs.author.as_deref()));
    authors.is_some_and(|(ours, theirs)| same_author(Some(ours), Some(theirs)))
}

fn gives_way(ours: Option<&TagValue>, theirs: Option<&TagValue>) -> bool {
    let source = |tag: Option<&TagValue>| rank(tag.map(|tag| tag.source.as_str()));
    !is_own(ours, theirs) && source(ours) <= source(theirs)
}

/// Takes out what cannot stand together, and tells whether something had to go.
fn exclude(choice: Choice, merged: &mut Slots, theirs: &Slots) -> bool {
    if choice == Choice::Single {
        let answer = merged.get(&Slot::Answer).and_then(|tag| tag.label.clone());
        return answer.is_some_and(|label| merged.remove(&Slot::Label(Some(label))).is_some());
    }
    let none = Slot::Label(None);
    let accepted = |tag: &TagValue| tag.decision == "accepted";
    if !merged.contains_key(&none) || !merged.values().any(accepted) {
        return false;
    }
    if theirs.contains_key(&none) {
        merged.retain(|_, tag| !accepted(tag));
    } else {
        merged.remove(&none);
    }
    true
}

/// What both sides said that is not what stands.
fn given_way(stands: &[TagValue], base: &[TagValue], ours: Side<'_>, theirs: Side<'_>) -> Vec<OpinionValue> {
    let sides = [opinion_since(base, theirs), opinion_since(base, ours)];
    if let [Some(a), Some(b)] = &sides
        && key(&a.author) == key(&b.author)
    {
        return Vec::new();
    }
    let labels = labels_of(stands);
    let is_by = |tag: &TagValue, said: &OpinionValue| {
        tag.decision != "rejected" && !tag.settles && tag.author.as_ref().is_some_and(|author| key(author) == key(&said.author))
    };
    let is_what_stands = |said: &&OpinionValue| said.labels == labels && stands.iter().any(|tag| is_by(tag, said));
    let standing = sides.iter().flatten().find(is_what_stands).map(|said| key(&said.author));
    sides.iter().flatten().filter(|said| standing.as_ref() != Some(&key(&said.author))).cloned().collect()
}

/// Whose opinion one answer is, as `Catalog::opinions` tells it: that of who decided it, unless it settles a dispute or was made unseen.
pub fn opinion_of(tags: &[TagValue]) -> Option<OpinionValue> {
    told_by(tags, tags.iter().filter(|tag| tag.decision != "rejected").max_by_key(|tag| tag.at)?)
}

/// The same of a side that has changed something, and where several labels may fit: it is the opinion of who decided last of what is new. That is
/// nobody whose opinion was put beside the decisions by somebody's later word, whatever their clock said; only among equals clocks are asked, and those
/// are mostly one person's.
fn opinion_since(base: &[TagValue], side: Side<'_>) -> Option<OpinionValue> {
    let is_beside = |tag: &&TagValue| tag.author.as_ref().is_some_and(|author| side.beside.contains(&key(author)));
    let standing = || side.tags.iter().filter(|tag| tag.decision != "rejected");
    let new = || standing().filter(|tag| !base.contains(tag));
    let newest = new().filter(|tag| !is_beside(tag)).max_by_key(|tag| tag.at);
    told_by(side.tags, newest.or_else(|| new().max_by_key(|tag| tag.at)).or_else(|| standing().max_by_key(|tag| tag.at))?)
}

fn told_by(tags: &[TagValue], newest: &TagValue) -> Option<OpinionValue> {
    let unseen = newest.model.as_ref().is_some_and(|model| model.ends_with(UNSEEN));
    let author = newest.author.clone().filter(|_| !newest.settles && !unseen)?;
    Some(OpinionValue { author, labels: labels_of(tags), at: newest.at })
}

/// The labels that fit.
fn labels_of(tags: &[TagValue]) -> Vec<String> {
    tags.iter().filter(|tag| tag.decision == "accepted").filter_map(|tag| tag.label.clone()).collect()
}

/// One value that has no parts; the second: the two sides say different things.
fn whole<T: PartialEq + Clone>(
    sides: [Option<&T>; 3],
    rank: impl Fn(Option<&T>) -> u8,
    says_same: impl Fn(&T, &T) -> bool,
) -> (Option<T>, bool) {
    let [base, ours, theirs] = sides;
    if ours == theirs || theirs == base {
        return (ours.cloned(), false);
    }
    if ours == base {
        return (theirs.cloned(), false);
    }
    let same = ours.zip(theirs).is_some_and(|(ours, theirs)| says_same(ours, theirs));
    (if rank(ours) > rank(theirs) { ours } else { theirs }.cloned(), !same)
}

/// What an author says beside what stands.
pub fn opinion(base: Option<&OpinionValue>, ours: Option<&OpinionValue>, theirs: Option<&OpinionValue>) -> Option<OpinionValue> {
    whole([base, ours, theirs], |side| u8::from(side.is_some()), |a, b| a.labels == b.labels).0
}

/// A flag, stars or a colour label.
pub fn mark(base: Option<&MarkValue>, ours: Option<&MarkValue>, theirs: Option<&MarkValue>) -> (Option<MarkValue>, bool) {
    whole([base, ours, theirs], |side| rank(side.map(|mark| mark.source.as_str())), |a, b| a.value == b.value)
}

/// Which product a photo is of.
pub fn skus(base: Option<&Vec<SkuValue>>, ours: Option<&Vec<SkuValue>>, theirs: Option<&Vec<SkuValue>>) -> (Option<Vec<SkuValue>>, bool) {
    let most =
        |side: Option<&Vec<SkuValue>>| side.and_then(|skus| skus.iter().map(|sku| rank(Some(&sku.source))).max()).unwrap_or_default();
    let said = |skus: &Vec<SkuValue>| skus.iter().map(|sku| (sku.sku.clone(), sku.decision.clone())).collect::<Vec<_>>();
    whole([base, ours, theirs], most, |a, b| said(a) == said(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(label: &str, author: &str, source: &str, at: i64) -> TagValue {
        let decision = if label.is_empty() { "none" } else { "accepted" };
        TagValue {
            label: (!label.is_empty()).then(|| label.to_owned()),
            decision: decision.into(),
            source: source.into(),
            at,
            author: (!author.is_empty()).then(|| author.to_owned()),
            ..TagValue::default()
        }
    }

    fn tags(choice: Choice, base: &[TagValue], ours: &[TagValue], theirs: &[TagValue]) -> MergedTags {
        let nobody = BTreeSet::new();
        let side = |tags| Side { tags, beside: &nobody };
        super::tags(choice, base, side(ours), side(theirs))
    }

    fn rejected(label: &str, author: &str) -> TagValue {
        TagValue { decision: "rejected".into(), ..tag(label, author, "person", 1) }
    }

    fn labels(tags: &[TagValue]) -> Vec<&str> {
        tags.iter().map(|tag| tag.label.as_deref().unwrap_or("none")).collect()
    }

    #[test]
    fn of_equals_the_hubs_stands_and_the_other_becomes_an_opinion_whatever_the_clocks_say() {
        for at in [1, 99] {
            let (ours, theirs) = ([tag("red", "Anna", "person", at)], [tag("blue", "Ben", "person", 50)]);
            let merged = tags(Choice::Single, &[], &ours, &theirs);
            assert_eq!((labels(&merged.tags), merged.disputed), (vec!["blue"], true));
            assert_eq!(merged.opinions, [OpinionValue { author: "Anna".into(), labels: vec!["red".into()], at }]);
        }
    }

    #[test]
    fn who_is_more_entitled_stands() {
        let merged = tags(Choice::Single, &[], &[tag("red", "Anna", "person", 1)], &[tag("blue", "", "rule", 2)]);
        assert_eq!((labels(&merged.tags), merged.opinions.len()), (vec!["red"], 0));
        let merged = tags(Choice::Single, &[], &[tag("red", "Anna", "import", 1)], &[tag("", "Ben", "person", 2)]);
        assert_eq!((labels(&merged.tags), merged.opinions.len()), (vec!["none"], 1));
        let base = [tag("red", "Anna", "person", 1)];
        let merged = tags(Choice::Single, &base, &[], &[tag("blue", "Ben", "person", 2)]);
        assert_eq!(labels(&merged.tags), ["blue"], "a decision stands before a withdrawal");
    }

    #[test]
    fn ones_own_later_word_stands() {
        let merged = tags(Choice::Single, &[], &[tag("red", "Anna", "person", 1)], &[tag("blue", "anna ", "person", 2)]);
        assert_eq!((labels(&merged.tags), merged.opinions.len(), merged.disputed), (vec!["red"], 0, false));
    }

    #[test]
    fn of_several_labels_all_stand() {
        let base = [tag("red", "Anna", "person", 1)];
        let merged = tags(
            Choice::Multi,
            &base,
            &[tag("blue", "Anna", "person", 3), base[0].clone()],
            &[tag("green", "Ben", "person", 2), base[0].clone()],
        );
        assert_eq!((labels(&merged.tags), merged.disputed), (vec!["blue", "green", "red"], false));
        let said: Vec<_> = merged.opinions.iter().map(|said| (said.author.as_str(), said.labels.join("+"))).collect();
        assert_eq!(said, [("Ben", "green+red".to_owned()), ("Anna", "blue+red".to_owned())]);
        let merged = tags(Choice::Multi, &[], &[tag("", "Anna", "person", 3)], &[tag("green", "Ben", "person", 2)]);
        assert_eq!((labels(&merged.tags), merged.disputed), (vec!["green"], true));
    }

    #[test]
    fn who_decided_last_is_told_whatever_the_clocks_say() {
        // Ben's clock is ahead. Cleo decided after him, and so his opinion lies beside; Anna has seen neither.
        let base = [tag("red", "Ben", "person", 90)];
        let theirs = [tag("blue", "Ben", "person", 99), tag("green", "Cleo", "person", 3), base[0].clone()];
        let ours = [tag("pink", "Anna", "person", 4), base[0].clone()];
        let (nobody, ben) = (BTreeSet::new(), BTreeSet::from(["ben".to_owned()]));
        let merged = super::tags(Choice::Multi, &base, Side { tags: &ours, beside: &nobody }, Side { tags: &theirs, beside: &ben });
        let said: Vec<_> = merged.opinions.iter().map(|said| (said.author.as_str(), said.labels.join("+"))).collect();
        assert_eq!(said, [("Cleo", "blue+green+red".to_owned()), ("Anna", "pink+red".to_owned())]);
    }

    #[test]
    fn rejections_of_other_labels_are_kept_beside_an_answer() {
        let merged = tags(Choice::Single, &[], &[rejected("blue", "Anna"), rejected("red", "Anna")], &[tag("blue", "Ben", "person", 1)]);
        assert_eq!(merged.tags.iter().map(|t| t.decision.as_str()).collect::<Vec<_>>(), ["accepted", "rejected"]);
        assert!(merged.disputed);
    }

    #[test]
    fn what_one_side_alone_changed_is_taken() {
        let (base, new) = ([tag("red", "Anna", "person", 1)], [tag("blue", "Ben", "rule", 2)]);
        assert_eq!(tags(Choice::Single, &base, &base, &new).tags, new);
        assert_eq!(tags(Choice::Single, &base, &new, &base).tags, new);
        assert_eq!(tags(Choice::Single, &base, &base, &[]), MergedTags::default());
        let marked = |value: &str, source: &str| MarkValue { value: Some(value.into()), source: source.into(), at: 1 };
        assert_eq!(
            mark(None, Some(&marked("pick", "import")), Some(&marked("reject", "person"))),
            (Some(marked("reject", "person")), true)
        );
        assert_eq!(mark(None, Some(&marked("pick", "person")), Some(&marked("reject", "import"))), (Some(marked("pick", "person")), true));
        assert_eq!(mark(Some(&marked("pick", "person")), None, Some(&marked("pick", "person"))), (None, false));
    }
}
