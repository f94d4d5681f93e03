//! The vocabulary: label sets, their labels, and the prompts that a model reads.

use super::{LabelId, LabelSetId};
use std::collections::HashMap;

/// The place of a label's words in a prompt template.
pub const LABEL_PLACE: &str = "{label}";

/// The template of a new set.
pub const DEFAULT_TEMPLATE: &str = "a photo of {label}";

/// How many labels of a set fit one photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Exactly one: a softmax over the labels.
    #[default]
    Single,
    /// Any number: each label is judged on its own.
    Multi,
}

impl Choice {
    /// "single" or "multi": as files and the catalogue write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi => "multi",
        }
    }
}

impl std::str::FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().to_lowercase().as_str() {
            "single" => Ok(Self::Single),
            "multi" => Ok(Self::Multi),
            _ => Err(format!("'{text}' is no kind of choice; write single or multi")),
        }
    }
}

/// A label as a person writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LabelDraft {
    /// The label that this is the new state of; `None` for a new one.
    pub id: Option<LabelId>,
    /// Its name, as it is shown and exported.
    pub name: String,
    /// Words that the model reads in its name's place; none: the name itself. Of several the one that fits a photo best counts.
    pub prompts: Vec<String>,
}

/// What the model reads in a label's place: its own prompts, or else its name.
fn words<'a>(name: &'a String, prompts: &'a [String]) -> &'a [String] {
    if prompts.is_empty() { std::slice::from_ref(name) } else { prompts }
}

impl LabelDraft {
    /// What the model reads in its place: its own prompts, or else its name.
    pub fn words(&self) -> &[String] {
        words(&self.name, &self.prompts)
    }
}

impl Label {
    /// What the model reads in its place: its own prompts, or else its name.
    pub fn words(&self) -> &[String] {
        words(&self.name, &self.prompts)
    }
}

/// A label set as a person writes it; also what suggestions are computed from, so that they follow the typing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LabelSetDraft {
    /// The set that this is the new state of; `None` for a new one.
    pub id: Option<LabelSetId>,
    /// Its name: "Category", "Colour".
    pub name: String,
    /// One label a photo, or several.
    pub choice: Choice,
    /// Each with `{label}` in it, exactly as typed: a full stop at the end changes the answer. Several are averaged.
    pub templates: Vec<String>,
    /// The model may say that none of the labels fits.
    pub none_of_these: bool,
    /// Decisions teach it nothing: it answers by its words alone.
    pub words_only: bool,
    /// In the order of the person.
    pub labels: Vec<LabelDraft>,
}

/// What is wrong with a label set as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelSetProblem {
    /// The set has no name.
    #[error("the label set needs a name")]
    NoName,
    /// A label without a name.
    #[error("label {0} is empty; write its name or remove it")]
    EmptyLabel(usize),
    /// Two labels of one name.
    #[error("the label '{0}' is there twice; rename one or remove it")]
    Duplicate(String),
    /// A template that does not say where the label goes.
    #[error("the prompt template '{0}' has no {LABEL_PLACE} in it; put it where the label's words belong")]
    NoPlace(String),
    /// A control character, which no CSV cell or keyword can hold well.
    #[error("'{0}' holds a line break or another control character; remove it")]
    ControlCharacter(String),
}

impl LabelSetDraft {
    /// A new, empty single-choice set.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), templates: vec![DEFAULT_TEMPLATE.to_owned()], ..Self::default() }
    }

    /// Names without spaces around them, no empty prompts and templates, and the default template where there is none.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let trim = |text: &mut String| *text = text.trim().to_owned();
        trim(&mut self.name);
        for label in &mut self.labels {
            trim(&mut label.name);
            label.prompts.retain(|p| !p.trim().is_empty());
        }
        self.templates.retain(|t| !t.trim().is_empty());
        if self.templates.is_empty() {
            self.templates.push(DEFAULT_TEMPLATE.to_owned());
        }
        self
    }

    /// What keeps the set from being saved; nothing for a good one. Names that differ in case only are one name.
    pub fn problems(&self) -> Vec<LabelSetProblem> {
        let mut problems = Vec::new();
        let mut check = |text: &str| {
            if text.chars().any(char::is_control) {
                problems.push(LabelSetProblem::ControlCharacter(text.escape_debug().to_string()));
            }
        };
        check(&self.name);
        self.labels.iter().for_each(|l| check(&l.name));
        if self.name.trim().is_empty() {
            problems.push(LabelSetProblem::NoName);
        }
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (i, label) in self.labels.iter().enumerate() {
            let name = label.name.trim();
            if name.is_empty() {
                problems.push(LabelSetProblem::EmptyLabel(i + 1));
            } else {
                let times = seen.entry(name.to_lowercase()).or_default();
                *times += 1;
                if *times == 2 {
                    problems.push(LabelSetProblem::Duplicate(name.to_owned()));
                }
            }
        }
        problems.extend(self.templates.iter().filter(|t| !t.contains(LABEL_PLACE)).map(|t| LabelSetProblem::NoPlace(t.clone())));
        problems
    }

    /// The texts that stand for words in a label's place: each template filled with them. Their embeddings are averaged.
    pub fn prompts(&self, words: &str) -> Vec<String> {
        self.templates.iter().map(|template| template.replace(LABEL_PLACE, words)).collect()
    }
}

/// A label of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Stable: a rename keeps the tags.
    pub id: LabelId,
    /// As it is shown and exported.
    pub name: String,
    /// Words that the model reads in its name's place; none: the name itself.
    pub prompts: Vec<String>,
    /// The revision of the set in which the label came or its words changed.
    pub since: u32,
}

/// A label set of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelSet {
    /// Stable: a rename keeps the tags.
    pub id: LabelSetId,
    /// "Category", "Colour".
    pub name: String,
    /// One label a photo, or several.
    pub choice: Choice,
    /// Each with `{label}` in it; never empty.
    pub templates: Vec<String>,
    /// The model may say that none of the labels fits.
    pub none_of_these: bool,
    /// Decisions teach it nothing: it answers by its words alone.
    pub words_only: bool,
    /// Counts up whenever what the model is asked changes: labels, prompts, templates, choice.
    pub revision: u32,
    /// In the order of the person.
    pub labels: Vec<Label>,
}

impl LabelSet {
    /// The label of that id.
    pub fn label(&self, id: LabelId) -> Option<&Label> {
        self.labels.iter().find(|l| l.id == id)
    }

    /// The label of that name, whatever its case.
    pub fn label_named(&self, name: &str) -> Option<&Label> {
        let name = name.trim().to_lowercase();
        self.labels.iter().find(|l| l.name.to_lowercase() == name)
    }

    /// As a person would write it anew.
    pub fn draft(&self) -> LabelSetDraft {
        let label = |l: &Label| LabelDraft { id: Some(l.id), name: l.name.clone(), prompts: l.prompts.clone() };
        LabelSetDraft {
            id: Some(self.id),
            name: self.name.clone(),
            choice: self.choice,
            templates: self.templates.clone(),
            none_of_these: self.none_of_these,
            words_only: self.words_only,
            labels: self.labels.iter().map(label).collect(),
        }
    }
}

/// The set of that name, whatever its case.
pub fn set_named<'a>(sets: &'a [LabelSet], name: &str) -> Option<&'a LabelSet> {
    let name = name.trim().to_lowercase();
    sets.iter().find(|s| s.name.to_lowercase() == name)
}

/// `name`, or with the first number that is free where a set has that name: "Colour 2".
pub fn free_name(sets: &[LabelSet], name: String) -> String {
    let numbered = (2..).map(|n| format!("{name} {n}"));
    std::iter::once(name.clone()).chain(numbered).find(|n| set_named(sets, n).is_none()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, prompts: &[&str]) -> LabelDraft {
        LabelDraft { id: None, name: name.into(), prompts: prompts.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn a_label_is_read_in_every_template_with_its_own_words_if_it_has_any() {
        let mut set = LabelSetDraft::named("Shoes");
        set.templates = vec!["a photo of {label}.".into(), "{label}".into()];
        assert_eq!(set.prompts("Flats"), ["a photo of Flats.", "Flats"]);
        assert_eq!(label("Flats", &[]).words(), ["Flats"]);
        assert_eq!(label("Flats", &["ballet flats", "pumps"]).words(), ["ballet flats", "pumps"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let mut set = LabelSetDraft::named(" ");
        set.labels = vec![label("Red", &[]), label(" ", &[]), label("red ", &[]), label("RED", &[]), label("a\nb", &[])];
        set.templates = vec!["a photo".into()];
        assert_eq!(
            set.problems(),
            [
                LabelSetProblem::ControlCharacter("a\\nb".into()),
                LabelSetProblem::NoName,
                LabelSetProblem::EmptyLabel(2),
                LabelSetProblem::Duplicate("red".into()),
                LabelSetProblem::NoPlace("a photo".into()),
            ]
        );
        let good = LabelSetDraft { name: " Colour ".into(), labels: vec![label(" أحمر 🟥 ", &[" "])], ..LabelSetDraft::default() }.tidied();
        assert_eq!((good.name.as_str(), good.labels[0].name.as_str(), good.labels[0].prompts.len()), ("Colour", "أحمر 🟥", 0));
        assert_eq!(good.templates, [DEFAULT_TEMPLATE]);
        assert!(good.problems().is_empty());
    }
}
