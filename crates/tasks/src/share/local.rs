//! What stands in the catalogue, as it would travel.

use super::values::{LabelValue, MarkValue, OpinionValue, SetValue, SkuValue, TagValue, text};
use base::fold::key;
use base::tags::UNSEEN;
use base::{LabelId, LabelSet, LabelSetId, PhotoId, PhotoSku, Source, Tag};
use catalog::{Known, Said};
use std::collections::{BTreeMap, HashMap};

/// Decisions.
pub const TAGS: &str = "tags";
/// What stands beside them.
pub const OPINION: &str = "opinion";
/// Flags, stars, colour labels.
pub const MARK: &str = "mark";
/// Products.
pub const SKU: &str = "sku";

/// What stands in the catalogue.
pub struct Local {
    /// By photo, kind and key: of the photos that something is to be found out about.
    pub said: Known,
    /// By key.
    pub sets: BTreeMap<String, SetValue>,
    names: Names,
    /// The labels by the keys of their sets and their own.
    labels: BTreeMap<(String, String), LabelId>,
}

/// Keys of sets and labels by their ids.
pub struct Names {
    sets: HashMap<LabelSetId, String>,
    labels: HashMap<LabelId, String>,
    /// Whose the unnamed decisions of persons are.
    author: Option<String>,
}

impl Names {
    /// `author`: whose the unnamed decisions of persons are.
    pub fn of(sets: &[LabelSet], author: Option<&str>) -> Self {
        let labels = sets.iter().flat_map(|set| &set.labels);
        Self {
            sets: sets.iter().map(|set| (set.id, key(&set.name))).collect(),
            labels: labels.map(|label| (label.id, key(&label.name))).collect(),
            author: author.map(str::to_owned),
        }
    }

    pub fn set(&self, id: LabelSetId) -> String {
        self.sets.get(&id).cloned().unwrap_or_default()
    }

    pub fn label(&self, id: LabelId) -> String {
        self.labels.get(&id).cloned().unwrap_or_default()
    }
}

/// The key of what an author says beside the decisions in a set. No name holds a line break.
pub fn opinion_key(set: &str, author: &str) -> String {
    format!("{set}\n{}", key(author))
}

impl Local {
    /// Nothing of photos yet. `author`: whose the unnamed decisions of persons are.
    pub fn of(sets: &[LabelSet], author: Option<&str>) -> Self {
        let named = |set: &LabelSet| {
            let set_key = key(&set.name);
            set.labels.iter().map(|label| ((set_key.clone(), key(&label.name)), label.id)).collect::<Vec<_>>()
        };
        Self { said: Known::new(), sets: values_of(sets), names: Names::of(sets, author), labels: sets.iter().flat_map(named).collect() }
    }

    /// As it is with other label sets, and nothing of photos yet.
    pub fn with_sets(&self, sets: &[LabelSet]) -> Self {
        Self::of(sets, self.names.author.as_deref())
    }

    /// Labels of one's own with the keys of their sets, by which photos that bear them are found.
    pub fn labels(&self) -> impl Iterator<Item = (&str, &str, LabelId)> {
        self.labels.iter().map(|((set, label), id)| (set.as_str(), label.as_str(), *id))
    }

    /// What is said, as it travels.
    pub fn told(&self, said: &Said) -> Known {
        let names = &self.names;
        let mut tags: BTreeMap<(PhotoId, LabelSetId), Vec<TagValue>> = BTreeMap::new();
        // What was said of what the photo held before is about other content.
        for tag in said.tags.iter().filter(|tag| !tag.stale) {
            tags.entry((tag.photo, tag.set)).or_default().push(tag_value(tag, names));
        }
        let mut told = Known::new();
        for ((photo, set), mut tags) in tags {
            tags.sort_by(|a, b| a.label.cmp(&b.label));
            told.insert((photo, TAGS.to_owned(), names.set(set)), text(&tags));
        }
        for (set, opinion) in &said.opinions {
            let mut labels: Vec<String> = opinion.labels.iter().map(|label| names.label(*label)).collect();
            labels.sort_unstable();
            let value = OpinionValue { author: opinion.author.to_string(), labels, at: opinion.decided_at_ms };
            told.insert((opinion.photo, OPINION.to_owned(), opinion_key(&names.set(*set), &opinion.author)), text(&value));
        }
        for marked in &said.marks {
            let (value, source) = (marked.mark.value().map(str::to_owned), marked.source.as_str().to_owned());
            let value = MarkValue { value, source, at: marked.at_ms };
            told.insert((marked.photo, MARK.to_owned(), marked.mark.kind().as_str().to_owned()), text(&value));
        }
        for skus in said.skus.chunk_by(|a, b| a.photo == b.photo) {
            let mut values: Vec<SkuValue> = skus.iter().map(sku_value).collect();
            values.sort_by(|a, b| a.sku.cmp(&b.sku));
            told.extend(skus.first().map(|sku| ((sku.photo, SKU.to_owned(), String::new()), text(&values))));
        }
        told
    }
}

/// Label sets as they travel, by key.
pub fn values_of(sets: &[LabelSet]) -> BTreeMap<String, SetValue> {
    sets.iter().map(|set| (key(&set.name), set_value(set))).collect()
}

/// The decision in words.
pub fn tag_value(tag: &Tag, names: &Names) -> TagValue {
    let provenance = &tag.provenance;
    let was_seen = provenance.source == Source::Person && !provenance.model.as_ref().is_some_and(|model| model.ends_with(UNSEEN));
    let own = names.author.as_deref().filter(|_| was_seen);
    TagValue {
        label: tag.label.map(|label| names.label(label)),
        decision: tag.decision.as_str().to_owned(),
        source: provenance.source.as_str().to_owned(),
        score: provenance.score,
        model: provenance.model.as_deref().map(str::to_owned),
        at: provenance.decided_at_ms,
        author: provenance.author.as_deref().or(own).map(str::to_owned),
        settles: provenance.settles,
        stale: tag.stale,
    }
}

pub fn sku_value(sku: &PhotoSku) -> SkuValue {
    SkuValue {
        sku: sku.sku.to_string(),
        decision: sku.decision.as_str().to_owned(),
        source: sku.provenance.source.as_str().to_owned(),
        score: sku.provenance.score,
        model: sku.provenance.model.as_deref().map(str::to_owned),
        at: sku.provenance.decided_at_ms,
    }
}

pub fn set_value(set: &LabelSet) -> SetValue {
    SetValue {
        name: set.name.clone(),
        choice: set.choice.as_str().to_owned(),
        templates: set.templates.clone(),
        none_of_these: set.none_of_these,
        words_only: set.words_only,
        labels: set.labels.iter().map(|label| LabelValue { name: label.name.clone(), prompts: label.prompts.clone() }).collect(),
    }
}
