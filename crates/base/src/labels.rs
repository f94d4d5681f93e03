//! The vocabulary: label sets, their labels, and the prompts that a model reads.

use super::fold::{fold, key, trimmed, unseen};
use super::{LabelId, LabelSetId};
use std::collections::HashMap;

/// The place of a label's words in a prompt template.
pub const LABEL_PLACE: &str = "{label}";

/// Characters that the name of a label or a set may have.
pub const LONGEST_NAME: usize = 500;

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
    /// Two labels whose names look the same, in different characters.
    #[error("the label '{0}' is there twice, in characters that look the same; merge the two or remove one")]
    LookAlike(String),
    /// The name, and a character in it that nobody sees, in words.
    #[error("'{0}' holds {1}; write the name again without it")]
    Unseen(String, String),
    /// A name that no cell, keyword or button can hold well.
    #[error("the name '{0}…' has more than {LONGEST_NAME} characters; shorten it")]
    TooLong(String),
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

    /// Names without spaces and what nobody sees around them, no empty prompts and templates, and the default template where there is none.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let trim = |text: &mut String| *text = trimmed(text).to_owned();
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

    /// What keeps the set from being saved; nothing for a good one. Names that [`fold`] gives one key are one name.
    pub fn problems(&self) -> Vec<LabelSetProblem> {
        let names = std::iter::once(&self.name).chain(self.labels.iter().map(|l| &l.name));
        let mut problems: Vec<LabelSetProblem> = names.filter_map(|name| name_problem(name)).collect();
        if trimmed(&self.name).is_empty() {
            problems.push(LabelSetProblem::NoName);
        }
        let mut seen: HashMap<String, (usize, &str)> = HashMap::new();
        for (i, label) in self.labels.iter().enumerate() {
            let name = trimmed(&label.name);
            if name.is_empty() {
                problems.push(LabelSetProblem::EmptyLabel(i + 1));
            } else {
                let (times, first) = seen.entry(fold(name)).or_insert((0, name));
                *times += 1;
                if *times == 2 {
                    let is_written_so = first.to_lowercase() == name.to_lowercase();
                    let problem = if is_written_so { LabelSetProblem::Duplicate } else { LabelSetProblem::LookAlike };
                    problems.push(problem(name.to_owned()));
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

/// What is wrong with the name of a label or a set, apart from others.
pub fn name_problem(name: &str) -> Option<LabelSetProblem> {
    let name = trimmed(name);
    if name.chars().any(char::is_control) {
        return Some(LabelSetProblem::ControlCharacter(name.escape_debug().to_string()));
    }
    if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
        let beginning = name[..end].chars().take(40).collect();
        return Some(LabelSetProblem::TooLong(beginning));
    }
    unseen(name).map(|stray| LabelSetProblem::Unseen(name.to_owned(), stray))
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
    /// One choice, the bare label as its template, for tests and benchmarks to which only the ids and the names matter.
    pub fn sample<'a>(id: i64, name: &str, labels: impl IntoIterator<Item = (i64, &'a str)>) -> Self {
        let label = |(id, name): (i64, &str)| Label { id: LabelId(id), name: name.to_owned(), prompts: Vec::new(), since: 1 };
        Self {
            id: LabelSetId(id),
            name: name.to_owned(),
            choice: Choice::Single,
            templates: vec!["{label}".to_owned()],
            none_of_these: false,
            words_only: false,
            revision: 1,
            labels: labels.into_iter().map(label).collect(),
        }
    }

    /// The label of that id.
    pub fn label(&self, id: LabelId) -> Option<&Label> {
        self.labels.iter().find(|l| l.id == id)
    }

    /// The label of that name, in whatever case and characters.
    pub fn label_named(&self, name: &str) -> Option<&Label> {
        let name = key(name);
        self.labels.iter().find(|l| fold(&l.name) == name)
    }

    /// Labels whose names are one name to people, in the person's order: each time two or more. Older versions told them apart.
    pub fn twins(&self) -> Vec<Vec<&Label>> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut groups: Vec<Vec<&Label>> = Vec::new();
        for label in &self.labels {
            let place = *places.entry(key(&label.name)).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Vec::new());
            }
            groups[place].push(label);
        }
        groups.retain(|group| group.len() > 1);
        groups
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

/// The set of that name, in whatever case and characters.
pub fn set_named<'a>(sets: &'a [LabelSet], name: &str) -> Option<&'a LabelSet> {
    let name = key(name);
    sets.iter().find(|s| fold(&s.name) == name)
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
    fn names_that_look_the_same_are_one_name() {
        let named = |names: &[&str]| LabelSetDraft {
            labels: names.iter().map(|name| label(name, &[])).collect(),
            ..LabelSetDraft::named("Colour")
        };
        let green = ["Gr\u{fc}n", "Gru\u{308}n"];
        assert_eq!(named(&green).problems(), [LabelSetProblem::LookAlike(green[1].into())]);
        assert_eq!(named(&["Shoe\u{200b}"]).problems(), [], "nothing is lost at an end");
        assert_eq!(named(&["Shoe\u{200b} "]).tidied().labels[0].name, "Shoe");
        let inside = named(&["Sho\u{200b}e"]).problems();
        assert!(inside[0].to_string().contains("a zero-width space (U+200B)"), "{inside:?}");
        assert_eq!(named(&[&"x".repeat(LONGEST_NAME)]).problems(), []);
        let long = named(&[&"\u{fc}".repeat(LONGEST_NAME + 1)]).problems();
        assert!(long[0].to_string().len() < 150 && long[0].to_string().contains("500 characters"), "{long:?}");
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
