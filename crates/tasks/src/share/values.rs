//! What is said of photos and label sets, as it travels: by names, since ids are a catalogue's own.

use base::fold::{key, trimmed};
use base::labels::name_problem;
use base::{Choice, Decision, Label, LabelId, LabelSet, LabelSetId, Mark, Source};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A decision about a photo and a label set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagValue {
    /// The label by its key; `None`: none of these.
    pub label: Option<String>,
    /// As files write it.
    pub decision: String,
    /// As files write it.
    pub source: String,
    /// 0 to 1.
    pub score: Option<f32>,
    /// A mark of a model.
    pub model: Option<String>,
    /// By the clock of who decided, milliseconds since 1970.
    pub at: i64,
    /// Who, by name.
    pub author: Option<String>,
    /// It settles a dispute.
    pub settles: bool,
    /// It is about what the photo held before; such decisions do not travel to a hub.
    #[serde(skip)]
    pub stale: bool,
}

/// What an author says of a photo in a set, beside the decision that stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionValue {
    /// The name as it was written.
    pub author: String,
    /// By their keys, ascending; empty: none of these.
    pub labels: Vec<String>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// A flag, stars or a colour label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkValue {
    /// `None`: it was taken off.
    pub value: Option<String>,
    /// As files write it.
    pub source: String,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// That a photo is of a product, or is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkuValue {
    /// Of the product.
    pub sku: String,
    /// As files write it.
    pub decision: String,
    /// As files write it.
    pub source: String,
    /// How alike.
    pub score: Option<f32>,
    /// A mark of a model.
    pub model: Option<String>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// A label set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetValue {
    /// As it is shown.
    pub name: String,
    /// "single" or "multi".
    pub choice: String,
    /// With `{label}` in each.
    pub templates: Vec<String>,
    /// The model may say that none fits.
    pub none_of_these: bool,
    /// Decisions teach it nothing.
    pub words_only: bool,
    /// In the order of the person.
    pub labels: Vec<LabelValue>,
}

/// A label of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelValue {
    /// As it is shown.
    pub name: String,
    /// Words in its name's place.
    pub prompts: Vec<String>,
}

impl SetValue {
    /// As a catalogue has it, under numbers that stand for nothing else: the set's, and below it those of its labels.
    pub fn numbered(self, n: i64) -> LabelSet {
        let label =
            |(label, at): (LabelValue, i64)| Label { id: LabelId((n << 32) + at), name: label.name, prompts: label.prompts, since: 1 };
        LabelSet {
            id: LabelSetId(n),
            choice: self.choice.parse().unwrap_or_default(),
            name: self.name,
            templates: self.templates,
            none_of_these: self.none_of_these,
            words_only: self.words_only,
            revision: 1,
            labels: self.labels.into_iter().zip(0..).map(label).collect(),
        }
    }
}

/// A value that can be held against what may be.
pub trait Told: Serialize + DeserializeOwned {
    /// What cannot be true of it.
    fn nonsense(&self) -> Option<&'static str>;
}

/// As text that is the same for the same value.
pub fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads a value that somebody else wrote; the error says in words what cannot be true.
pub fn read<T: Told>(json: &str) -> Result<T, String> {
    let value: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    value.nonsense().map_or(Ok(value), |what| Err(what.to_owned()))
}

/// Milliseconds from 1970 that a calendar can show.
fn is_time(at: i64) -> bool {
    (0..253_402_300_800_000).contains(&at)
}

fn is_text(text: &str) -> bool {
    !trimmed(text).is_empty() && text.chars().count() <= 500 && !text.chars().any(char::is_control)
}

fn is_source(text: &str) -> bool {
    text.parse::<Source>().is_ok_and(|source| source.as_str() == text)
}

fn is_score(score: Option<f32>) -> bool {
    score.is_none_or(f32::is_finite)
}

impl Told for Vec<TagValue> {
    fn nonsense(&self) -> Option<&'static str> {
        let good = |tag: &TagValue| {
            let decision = tag.decision.parse::<Decision>();
            decision.is_ok_and(|d| d.as_str() == tag.decision && (d == Decision::None) == tag.label.is_none())
                && tag.label.as_ref().is_none_or(|label| is_text(label) && key(label) == *label)
                && is_source(&tag.source)
                && is_score(tag.score)
                && tag.model.as_ref().is_none_or(|model| is_text(model))
                && tag.author.as_ref().is_none_or(|author| is_text(author))
                && is_time(tag.at)
        };
        match () {
            () if self.is_empty() || !self.iter().all(good) => Some("a decision that is none"),
            () if !self.is_sorted_by(|a, b| a.label < b.label) => Some("two decisions about one label"),
            () => None,
        }
    }
}

impl Told for OpinionValue {
    fn nonsense(&self) -> Option<&'static str> {
        let labels = self.labels.iter().all(|label| is_text(label) && key(label) == *label) && self.labels.is_sorted_by(|a, b| a < b);
        (!(labels && is_text(&self.author) && is_time(self.at))).then_some("an opinion that is none")
    }
}

impl MarkValue {
    /// The mark, where it is one of that kind.
    pub fn mark(&self, kind: &str) -> Option<Mark> {
        Mark::read(kind, self.value.as_deref())
    }
}

impl Told for MarkValue {
    fn nonsense(&self) -> Option<&'static str> {
        (!is_source(&self.source) || !is_time(self.at)).then_some("a mark that is none")
    }
}

impl Told for Vec<SkuValue> {
    fn nonsense(&self) -> Option<&'static str> {
        let good = |sku: &SkuValue| {
            is_text(&sku.sku)
                && matches!(sku.decision.as_str(), "accepted" | "rejected")
                && is_source(&sku.source)
                && is_score(sku.score)
                && sku.model.as_ref().is_none_or(|model| is_text(model))
                && is_time(sku.at)
        };
        match () {
            () if self.is_empty() || !self.iter().all(good) || !self.is_sorted_by(|a, b| a.sku < b.sku) => Some("a product that is none"),
            () if self.iter().filter(|sku| sku.decision == "accepted").count() > 1 => Some("a photo of two products"),
            () => None,
        }
    }
}

impl Told for SetValue {
    fn nonsense(&self) -> Option<&'static str> {
        let names = std::iter::once(&self.name).chain(self.labels.iter().map(|label| &label.name));
        let texts = self.templates.iter().chain(self.labels.iter().flat_map(|label| &label.prompts));
        let mut keys: Vec<String> = self.labels.iter().map(|label| key(&label.name)).collect();
        keys.sort_unstable();
        let good = names.into_iter().all(|name| is_text(name) && name_problem(name).is_none())
            && texts.into_iter().all(|text| text.chars().count() <= 2000)
            && self.choice.parse::<Choice>().is_ok_and(|choice| choice.as_str() == self.choice)
            && keys.is_sorted_by(|a, b| a < b)
            && self.templates.iter().all(|template| template.contains(base::labels::LABEL_PLACE))
            && !self.templates.is_empty();
        (!good).then_some("a label set that is none")
    }
}
