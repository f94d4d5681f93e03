//! What is to be done so that catalogue and hub say the same: worked out from three states, and changing none of them.

use super::differing::{Compared, differing_places};
use super::error::ShareError;
use super::local::{Local, MARK, OPINION, SKU, TAGS, opinion_key};
use super::merge::{self, Side};
use super::sets::{self, SetsFrom};
use super::values::{MarkValue, OpinionValue, SetValue, SkuValue, TagValue, Told, read, text};
use base::{Choice, ContentHash, LabelId, PhotoId};
use catalog::{CatalogError, Known, Shared};
use share::{HubError, HubSet, Statement};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Photo, kind and key.
pub type Place = (PhotoId, String, String);

/// What the hub holds.
#[derive(Default)]
pub struct Theirs {
    /// What was said since it was looked at last; `None`: it was taken back.
    pub said: BTreeMap<Place, Option<String>>,
    /// All sets; `None`: it was deleted.
    pub sets: BTreeMap<String, Option<SetValue>>,
    /// Statements about photos that are not here.
    pub elsewhere: u64,
}

/// A place about which two people decided differently without having seen one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Which photo.
    pub photo: PhotoId,
    /// The kind of what was said.
    pub kind: String,
    /// The key of the set, or the kind of mark.
    pub key: String,
    /// What was said here, as it travels.
    pub here: Option<String>,
    /// What the hub holds.
    pub hub: Option<String>,
    /// What stands now.
    pub stands: Option<String>,
}

/// What is to be done.
#[derive(Default)]
pub struct Plan {
    /// What stands from now on, where that is not what stands here.
    pub here: BTreeMap<Place, Option<String>>,
    /// What the hub lacks.
    pub hub: BTreeMap<Place, Option<String>>,
    /// What the hub holds, where that is not what it was known to hold.
    pub learned: BTreeMap<Place, Option<String>>,
    /// Label sets as they are from now on; `None`: it goes.
    pub sets: BTreeMap<String, Option<SetValue>>,
    /// Of these, those that the hub lacks.
    pub hub_sets: BTreeSet<String>,
    /// Of these, those that are otherwise here.
    pub here_sets: BTreeSet<String>,
    /// What two people said differently.
    pub clashes: Vec<Clash>,
}

/// Reads what a hub said, of the photos that are here.
pub fn theirs(
    statements: Vec<Statement>,
    sets: Vec<HubSet>,
    shared: &BTreeMap<ContentHash, Shared>,
    removed: &HashSet<ContentHash>,
) -> Result<Theirs, ShareError> {
    let mut theirs = Theirs::default();
    let nonsense = |what: &str, why: &str| ShareError::Hub(HubError::Nonsense(format!("{what}: {why}")));
    for HubSet { key, value } in sets {
        let value = value.map(|json| read::<SetValue>(&json)).transpose().map_err(|why| nonsense("a label set", &why))?;
        if value.as_ref().is_some_and(|set| base::fold::key(&set.name) != key) {
            return Err(nonsense("a label set", "its key is another name"));
        }
        theirs.sets.insert(key, value);
    }
    for Statement { change, .. } in statements {
        let value = canonical(&change.kind, &change.key, change.value.as_deref()).map_err(|why| nonsense("a step", &why))?;
        match shared.get(&change.photo).filter(|_| !removed.contains(&change.photo)) {
            Some(here) => drop(theirs.said.insert((here.photo, change.kind, change.key), value)),
            None => theirs.elsewhere += 1,
        }
    }
    Ok(theirs)
}

/// The value as this program writes it, once it is known to be one.
fn canonical(kind: &str, key: &str, json: Option<&str>) -> Result<Option<String>, String> {
    fn one<T: Told>(json: Option<&str>, fits: impl Fn(&T) -> bool) -> Result<Option<String>, String> {
        let Some(json) = json else { return Ok(None) };
        let value: T = read(json)?;
        if fits(&value) { Ok(Some(text(&value))) } else { Err("its key does not go with its value".to_owned()) }
    }
    match kind {
        TAGS => one::<Vec<TagValue>>(json, |_| true),
        OPINION => one::<OpinionValue>(json, |said| key.split_once('\n').is_some_and(|(set, _)| opinion_key(set, &said.author) == key)),
        MARK => one::<MarkValue>(json, |mark| mark.mark(key).is_some()),
        SKU => one::<Vec<SkuValue>>(json, |_| key.is_empty()),
        _ => Err("of an unknown kind".to_owned()),
    }
}

/// Three states of one place.
struct Sides<'a> {
    base: Option<&'a str>,
    ours: Option<&'a str>,
    theirs: Option<&'a str>,
}

impl Sides<'_> {
    /// All three as what they are. They were read before, or written here.
    fn each<T: Told>(&self) -> [Option<T>; 3] {
        [self.base, self.ours, self.theirs].map(|side| read(side?).ok())
    }
}

/// Finds the photos of which somebody says something about a label.
pub type PhotosWith<'a> = &'a dyn Fn(LabelId) -> Result<Vec<PhotoId>, CatalogError>;

/// Compares what stands here with what the hub holds. `known`: what it was known to hold, of the photos that something is to be found out about.
pub fn plan(
    local: &Local,
    known: &Known,
    known_sets: &BTreeMap<String, SetValue>,
    theirs: &Theirs,
    compared: &Compared,
    photos_with: PhotosWith<'_>,
    from: SetsFrom,
) -> Result<Plan, ShareError> {
    let mut plan = Plan { sets: merged_sets(local, known_sets, theirs, from)?, ..Plan::default() };
    let sides = |place: &Place| Sides {
        base: known.get(place).map(String::as_str),
        ours: local.said.get(place).map(String::as_str),
        theirs: theirs.said.get(place).map_or_else(|| known.get(place).map(String::as_str), Option::as_deref),
    };
    let changed = differing_places(&local.said, known).filter(|place| compared.contains_key(&place.0));
    let mut places: BTreeSet<Place> = changed.cloned().chain(theirs.said.keys().cloned()).collect();
    let mut merged: BTreeMap<Place, Option<String>> = BTreeMap::new();
    let mut beside: HashMap<Place, Option<OpinionValue>> = HashMap::new();
    for place in places.iter().filter(|place| place.1 == TAGS) {
        let sides = sides(place);
        let choice = plan.sets.get(&place.2).and_then(Option::as_ref).map(|set| set.choice.parse().unwrap_or_default());
        let choice = choice.or_else(|| local.sets.get(&place.2).map(|set| set.choice.parse().unwrap_or_default())).unwrap_or_default();
        let all = (&local.said, known, &theirs.said);
        let value = merge_tags(choice, place, &sides, all, &mut beside, &mut plan.clashes);
        merged.insert(place.clone(), value);
    }
    places.extend(beside.keys().cloned());
    for place in places.iter().filter(|place| place.1 != TAGS) {
        let sides = sides(place);
        let (value, clashes) = merge_whole(place, &sides, &beside);
        if clashes {
            plan.clashes.push(clash(place, &sides, value.clone()));
        }
        merged.insert(place.clone(), value);
    }
    keep_labels_in_use(&mut plan.sets, local, &merged, photos_with)?;
    for (place, value) in merged {
        let value = with_known_labels(&place, value, &plan.sets);
        let sides = sides(&place);
        if sides.theirs != sides.base {
            plan.learned.insert(place.clone(), sides.theirs.map(str::to_owned));
        }
        if value.as_deref() != sides.ours {
            plan.here.insert(place.clone(), value.clone());
        }
        if value.as_deref() != sides.theirs {
            plan.hub.insert(place, value);
        }
    }
    for (key, set) in &plan.sets {
        if theirs.sets.get(key).cloned().flatten() != *set {
            plan.hub_sets.insert(key.clone());
        }
        if local.sets.get(key) != set.as_ref() {
            plan.here_sets.insert(key.clone());
        }
    }
    Ok(plan)
}

fn clash(place: &Place, sides: &Sides<'_>, stands: Option<String>) -> Clash {
    let (here, hub) = (sides.ours.map(str::to_owned), sides.theirs.map(str::to_owned));
    Clash { photo: place.0, kind: place.1.clone(), key: place.2.clone(), here, hub, stands }
}

/// What is no decision about a label; and whether the two sides say different things.
fn merge_whole(place: &Place, sides: &Sides<'_>, beside: &HashMap<Place, Option<OpinionValue>>) -> (Option<String>, bool) {
    fn told<T: Told>((value, clashes): (Option<T>, bool)) -> (Option<String>, bool) {
        (value.as_ref().map(text), clashes)
    }
    match place.1.as_str() {
        OPINION if beside.contains_key(place) => (beside.get(place).and_then(Option::as_ref).map(text), false),
        OPINION => {
            let [base, ours, theirs] = sides.each::<OpinionValue>();
            told((merge::opinion(base.as_ref(), ours.as_ref(), theirs.as_ref()), false))
        }
        MARK => {
            let [base, ours, theirs] = sides.each::<MarkValue>();
            told(merge::mark(base.as_ref(), ours.as_ref(), theirs.as_ref()))
        }
        _ => {
            let [base, ours, theirs] = sides.each::<Vec<SkuValue>>();
            told(merge::skus(base.as_ref(), ours.as_ref(), theirs.as_ref()))
        }
    }
}

fn merge_tags(
    choice: Choice,
    place: &Place,
    sides: &Sides<'_>,
    (said, known, theirs): (&Known, &Known, &BTreeMap<Place, Option<String>>),
    beside: &mut HashMap<Place, Option<OpinionValue>>,
    clashes: &mut Vec<Clash>,
) -> Option<String> {
    // Where opinions lie of this photo and set: the keys of their authors' names follow the set's.
    let (first, last) =
        ((place.0, OPINION.to_owned(), format!("{}\n", place.2)), (place.0, OPINION.to_owned(), format!("{}\u{b}", place.2)));
    let author = |place: &Place| place.2.split_once('\n').map(|(_, author)| author.to_owned());
    let here: BTreeSet<String> = said.range(first.clone()..last.clone()).filter_map(|(place, _)| author(place)).collect();
    let mut there: BTreeSet<String> = known.range(first.clone()..last.clone()).filter_map(|(place, _)| author(place)).collect();
    for (place, value) in theirs.range(first..last) {
        match value {
            Some(_) => there.extend(author(place)),
            None => there.retain(|name| Some(name) != author(place).as_ref()),
        }
    }
    let [base, ours, theirs] = sides.each::<Vec<TagValue>>().map(Option::unwrap_or_default);
    let merged = merge::tags(choice, &base, Side { tags: &ours, beside: &here }, Side { tags: &theirs, beside: &there });
    let opinion_place = |author: &str| (place.0, OPINION.to_owned(), opinion_key(&place.2, author));
    for said in merged.opinions {
        beside.insert(opinion_place(&said.author), Some(said));
    }
    // What an author decided is what they say: nothing older of theirs stays beside it.
    if choice == Choice::Single
        && let Some(stands) = merge::opinion_of(&merged.tags)
    {
        beside.insert(opinion_place(&stands.author), None);
    }
    let value = (!merged.tags.is_empty()).then(|| text(&merged.tags));
    if merged.disputed {
        clashes.push(clash(place, sides, value.clone()));
    }
    value
}

fn merged_sets(
    local: &Local,
    known: &BTreeMap<String, SetValue>,
    theirs: &Theirs,
    from: SetsFrom,
) -> Result<BTreeMap<String, Option<SetValue>>, ShareError> {
    let (mut merged, mut differ) = (BTreeMap::new(), Vec::new());
    for key in local.sets.keys().chain(theirs.sets.keys()).chain(known.keys()).collect::<BTreeSet<_>>() {
        let (base, ours, other) = (known.get(key), local.sets.get(key), theirs.sets.get(key).and_then(Option::as_ref));
        let set = match (ours, other) {
            (Some(ours), Some(other)) => match sets::merge(base, ours, other, from) {
                Ok(set) => Some(set),
                Err(why) => {
                    differ.push(why);
                    continue;
                }
            },
            // What one side alone took out goes, unless the other changed it.
            (Some(side), None) | (None, Some(side)) => Some(side.clone()).filter(|side| base != Some(side)),
            (None, None) => None,
        };
        merged.insert(key.clone(), set);
    }
    if differ.is_empty() { Ok(merged) } else { Err(ShareError::Sets(differ)) }
}

/// No merge takes a label, or a set, from a photo that bears it.
fn keep_labels_in_use(
    sets: &mut BTreeMap<String, Option<SetValue>>,
    local: &Local,
    merged: &BTreeMap<Place, Option<String>>,
    photos_with: PhotosWith<'_>,
) -> Result<(), CatalogError> {
    let mut lacks: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (set, label, id) in local.labels() {
        let has = |set: &SetValue| set.labels.iter().any(|other| base::fold::key(&other.name) == label);
        if sets.get(set).and_then(Option::as_ref).is_some_and(has) {
            continue;
        }
        let is_used = |photo: &PhotoId| {
            let place = (*photo, TAGS.to_owned(), set.to_owned());
            let Some(value) = merged.get(&place) else { return true };
            let tags: Vec<TagValue> = value.as_deref().and_then(|json| read(json).ok()).unwrap_or_default();
            tags.iter().any(|tag| tag.label.as_deref() == Some(label))
        };
        // Also of photos whose decisions the hub does not hear of.
        if photos_with(id)?.iter().any(is_used) {
            lacks.entry(set).or_default().insert(label);
        }
    }
    for (key, labels) in lacks {
        if let Some(ours) = local.sets.get(key) {
            let mut kept = ours.clone();
            kept.labels.retain(|label| labels.contains(base::fold::key(&label.name).as_str()));
            let set = sets.entry(key.to_owned()).or_default();
            *set = Some(set.as_ref().map_or_else(|| kept.clone(), |set| sets::with_others(set, &kept)));
        }
    }
    Ok(())
}

/// Without what is said of labels that are no more.
pub fn with_known_labels(place: &Place, value: Option<String>, sets: &BTreeMap<String, Option<SetValue>>) -> Option<String> {
    let key = place.2.split('\n').next().unwrap_or_default();
    let set = sets.get(key).and_then(Option::as_ref);
    let is_known = |label: &str| set.is_some_and(|set| set.labels.iter().any(|other| base::fold::key(&other.name) == label));
    match place.1.as_str() {
        TAGS => {
            set?;
            let mut tags: Vec<TagValue> = read(&value?).ok()?;
            tags.retain(|tag| tag.label.as_deref().is_none_or(is_known));
            (!tags.is_empty()).then(|| text(&tags))
        }
        OPINION => {
            set?;
            let mut said: OpinionValue = read(&value?).ok()?;
            let before = said.labels.len();
            said.labels.retain(|label| is_known(label));
            (said.labels.len() == before || !said.labels.is_empty()).then(|| text(&said))
        }
        _ => value,
    }
}
