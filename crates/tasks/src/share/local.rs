//! What stands in the catalogue, as it would travel.

use super::values::{LabelValue, MarkValue, OpinionValue, SetValue, SkuValue, TagValue, text};
use base::fold::key;
use base::tags::UNSEEN;
use base::{LabelId, LabelSet, LabelSetId, PhotoId, PhotoSku, Source, Tag};
use catalog::{Catalog, CatalogError, Known};
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
    /// By photo, kind and key.
    pub said: Known,
    /// By key.
    pub sets: BTreeMap<String, SetValue>,
    /// Labels in use of a set, by their keys: of photos whose decisions the hub does not hear of as well.
    pub in_use: BTreeMap<(String, String), Vec<PhotoId>>,
}

/// Keys of sets and labels by their ids.
pub struct Names {
    sets: HashMap<LabelSetId, String>,
    labels: HashMap<LabelId, String>,
}

impl Names {
    pub fn of(sets: &[LabelSet]) -> Self {
        let labels = sets.iter().flat_map(|set| &set.labels).map(|label| (label.id, key(&label.name)));
        Self { sets: sets.iter().map(|set| (set.id, key(&set.name))).collect(), labels: labels.collect() }
    }

    pub fn set(&self, id: LabelSetId) -> String {
        self.sets.get(&id).cloned().unwrap_or_default()
    }

    fn label(&self, id: LabelId) -> String {
        self.labels.get(&id).cloned().unwrap_or_default()
    }
}

/// The key of what an author says beside the decisions in a set. No name holds a line break.
pub fn opinion_key(set: &str, author: &str) -> String {
    format!("{set}\n{}", key(author))
}

/// Reads it from one state of the catalogue.
pub fn read(catalog: &Catalog) -> Result<Local, CatalogError> {
    let sets = catalog.label_sets()?;
    let (names, author) = (Names::of(&sets), catalog.author());
    let mut tags: BTreeMap<(PhotoId, String), Vec<TagValue>> = BTreeMap::new();
    let mut in_use: BTreeMap<(String, String), Vec<PhotoId>> = BTreeMap::new();
    for tag in catalog.tags()? {
        let set = names.set(tag.set);
        if let Some(label) = tag.label {
            in_use.entry((set.clone(), names.label(label))).or_default().push(tag.photo);
        }
        // What was said of what the photo held before is about other content.
        if !tag.stale {
            tags.entry((tag.photo, set)).or_default().push(tag_value(&tag, &names, author));
        }
    }
    let mut said = Known::new();
    for ((photo, set), mut tags) in tags {
        tags.sort_by(|a, b| a.label.cmp(&b.label));
        said.insert((photo, TAGS.to_owned(), set), text(&tags));
    }
    for (set, opinion) in catalog.opinions_beside()? {
        let mut labels: Vec<String> = opinion.labels.iter().map(|label| names.label(*label)).collect();
        labels.sort_unstable();
        let set = names.set(set);
        for label in &labels {
            in_use.entry((set.clone(), label.clone())).or_default().push(opinion.photo);
        }
        let value = OpinionValue { author: opinion.author.to_string(), labels, at: opinion.decided_at_ms };
        said.insert((opinion.photo, OPINION.to_owned(), opinion_key(&set, &opinion.author)), text(&value));
    }
    for marked in catalog.marks()? {
        let (value, source) = (marked.mark.value().map(str::to_owned), marked.source.as_str().to_owned());
        let value = MarkValue { value, source, at: marked.at_ms };
        said.insert((marked.photo, MARK.to_owned(), marked.mark.kind().as_str().to_owned()), text(&value));
    }
    let mut skus: BTreeMap<PhotoId, Vec<SkuValue>> = BTreeMap::new();
    for sku in catalog.photo_skus()? {
        skus.entry(sku.photo).or_default().push(sku_value(&sku));
    }
    for (photo, mut skus) in skus {
        skus.sort_by(|a, b| a.sku.cmp(&b.sku));
        said.insert((photo, SKU.to_owned(), String::new()), text(&skus));
    }
    Ok(Local { said, sets: sets.iter().map(|set| (key(&set.name), set_value(set))).collect(), in_use })
}

/// `own`: whose the unnamed decisions of persons are.
fn tag_value(tag: &Tag, names: &Names, own: Option<&str>) -> TagValue {
    let provenance = &tag.provenance;
    let was_seen = provenance.source == Source::Person && !provenance.model.as_ref().is_some_and(|model| model.ends_with(UNSEEN));
    TagValue {
        label: tag.label.map(|label| names.label(label)),
        decision: tag.decision.as_str().to_owned(),
        source: provenance.source.as_str().to_owned(),
        score: provenance.score,
        model: provenance.model.as_deref().map(str::to_owned),
        at: provenance.decided_at_ms,
        author: provenance.author.as_deref().or(own.filter(|_| was_seen)).map(str::to_owned),
        settles: provenance.settles,
    }
}

fn sku_value(sku: &PhotoSku) -> SkuValue {
    SkuValue {
        sku: sku.sku.to_string(),
        decision: sku.decision.as_str().to_owned(),
        source: sku.provenance.source.as_str().to_owned(),
        score: sku.provenance.score,
        model: sku.provenance.model.as_deref().map(str::to_owned),
        at: sku.provenance.decided_at_ms,
    }
}

fn set_value(set: &LabelSet) -> SetValue {
    SetValue {
        name: set.name.clone(),
        choice: set.choice.as_str().to_owned(),
        templates: set.templates.clone(),
        none_of_these: set.none_of_these,
        words_only: set.words_only,
        labels: set.labels.iter().map(|label| LabelValue { name: label.name.clone(), prompts: label.prompts.clone() }).collect(),
    }
}
