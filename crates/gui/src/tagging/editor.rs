//! A label set while it is edited: the draft, rows that keep their identity when they move, and what is wrong with it.

use base::fold::{fold, key, trimmed};
use base::labels::{LabelSetProblem, name_problem};
use base::{Choice, LabelDraft, LabelSetDraft, human};
use engine::builtin::split_labels;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Labels that are named where the set has them already; more are counted.
const NAMED: usize = 2;

/// What was done to the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// Another name for the set.
    Name(String),
    /// One label a photo, or several.
    Choice(Choice),
    /// Whether none of them may fit.
    NoneOfThese(bool),
    /// The templates, one a line.
    Templates(String),
    /// What is being written in the field for a new label.
    Adding(String),
    /// New labels at the end: one, or a list as it was typed or pasted.
    Add(String),
    /// A label with its words, as the program brings it along.
    AddReady(LabelDraft),
    /// Another name for the label in this row.
    Rename(usize, String),
    /// Its prompts, one a line.
    Prompts(usize, String),
    /// The label leaves.
    Remove(usize),
    /// The label moves to before the row that is now there.
    Move(usize, usize),
    /// Opens or closes the prompts of this row.
    OpenPrompts(usize),
}

/// What is wrong, sorted by where it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrongs {
    /// With the set's name.
    pub name: Option<String>,
    /// With a row.
    pub rows: HashMap<usize, String>,
    /// With the templates.
    pub templates: Option<String>,
}

impl Wrongs {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.len() + usize::from(self.name.is_some()) + usize::from(self.templates.is_some())
    }
}

/// A label set in the making.
#[derive(Clone, Debug)]
pub struct Editor {
    draft: LabelSetDraft,
    /// One a label: what a row's text field is known by, wherever it moves.
    keys: Vec<u64>,
    next_key: u64,
    /// Text of the field for a new label.
    pub adding: String,
    /// The templates as they are written.
    pub templates: String,
    /// The prompts of the open row as they are written.
    pub prompts: String,
    /// Labels of what was written last that the set had already.
    doubled: Vec<String>,
    /// The row whose prompts are open, by its key.
    open: Option<u64>,
    wrongs: Wrongs,
    asked: Arc<LabelSetDraft>,
    /// As it was when the editing began.
    first: LabelSetDraft,
}

impl Editor {
    /// Begins with the set as it is.
    pub fn new(draft: &LabelSetDraft) -> Self {
        let count = draft.labels.len() as u64;
        let mut editor = Self {
            keys: (0..count).collect(),
            next_key: count,
            adding: String::new(),
            templates: draft.templates.join("\n"),
            prompts: String::new(),
            doubled: Vec::new(),
            open: None,
            wrongs: Wrongs::default(),
            asked: Arc::new(draft.clone()),
            first: draft.clone(),
            draft: draft.clone(),
        };
        editor.look();
        editor
    }

    /// The set as it stands.
    pub fn draft(&self) -> &LabelSetDraft {
        &self.draft
    }

    /// What to save.
    pub fn saved(&self) -> LabelSetDraft {
        let mut draft = self.draft.clone();
        draft.labels.extend(self.written());
        draft.tidied()
    }

    /// What suggestions are asked for: with the label that is being written.
    pub fn asked(&self) -> Arc<LabelSetDraft> {
        Arc::clone(&self.asked)
    }

    /// Something was changed.
    pub fn is_changed(&self) -> bool {
        self.draft != self.first || !self.adding.trim().is_empty()
    }

    /// What is wrong, and where.
    pub fn wrongs(&self) -> &Wrongs {
        &self.wrongs
    }

    /// What a row is known by.
    pub fn key(&self, row: usize) -> u64 {
        self.keys.get(row).copied().unwrap_or(u64::MAX)
    }

    /// The row whose prompts are open.
    pub fn open_row(&self) -> Option<usize> {
        let open = self.open?;
        self.keys.iter().position(|k| *k == open)
    }

    /// Changes the draft.
    pub fn apply(&mut self, change: DraftChange) {
        match change {
            DraftChange::Name(name) => self.draft.name = name,
            DraftChange::Choice(choice) => self.draft.choice = choice,
            DraftChange::NoneOfThese(on) => self.draft.none_of_these = on,
            DraftChange::Templates(text) => {
                self.draft.templates = lines(&text);
                self.templates = text;
            }
            DraftChange::Adding(text) => {
                self.doubled = self.split(&text).1;
                self.adding = text;
            }
            DraftChange::Add(text) => {
                let (new, doubled) = self.split(&text);
                self.doubled = doubled;
                new.into_iter().map(label).for_each(|label| self.push(label));
                self.adding.clear();
            }
            DraftChange::AddReady(label) => self.push(label),
            DraftChange::Rename(row, name) => {
                if let Some(label) = self.draft.labels.get_mut(row) {
                    label.name = name;
                }
            }
            DraftChange::Prompts(row, text) => {
                if let Some(label) = self.draft.labels.get_mut(row) {
                    label.prompts = lines(&text);
                    self.prompts = text;
                }
            }
            DraftChange::Remove(row) => {
                if row < self.keys.len() {
                    self.draft.labels.remove(row);
                    self.keys.remove(row);
                }
            }
            DraftChange::Move(from, to) => self.shift(from, to),
            DraftChange::OpenPrompts(row) => {
                let key = self.key(row);
                self.open = (self.open != Some(key)).then_some(key);
                self.prompts = self.draft.labels.get(row).map(|l| l.prompts.join("\n")).unwrap_or_default();
                return;
            }
        }
        self.look();
    }

    /// "Watch is already in the set": what was written and is no new label.
    pub fn doubled_words(&self) -> Option<String> {
        match &self.doubled[..] {
            [] => None,
            [one] => Some(format!("{one} is already in the set")),
            names if names.len() <= NAMED => Some(format!("{} are already in the set", human::list(names))),
            names => Some(format!("{} are already in the set", human::counted(names.len() as u64, "label", "labels"))),
        }
    }

    /// The labels that are being written, where they are new ones.
    fn written(&self) -> impl Iterator<Item = LabelDraft> {
        self.split(&self.adding).0.into_iter().map(label)
    }

    /// The labels of a list: new ones, and those that the set has already, as it calls them.
    fn split(&self, text: &str) -> (Vec<String>, Vec<String>) {
        let mut known: HashMap<String, String> = self.draft.labels.iter().map(|l| (key(&l.name), trimmed(&l.name).to_owned())).collect();
        let (mut new, mut doubled) = (Vec::new(), Vec::new());
        for name in split_labels(text) {
            match known.entry(key(&name)) {
                Entry::Vacant(place) => {
                    place.insert(name.clone());
                    new.push(name);
                }
                Entry::Occupied(there) if !doubled.contains(there.get()) => doubled.push(there.get().clone()),
                Entry::Occupied(_) => {}
            }
        }
        (new, doubled)
    }

    fn push(&mut self, label: LabelDraft) {
        self.draft.labels.push(label);
        self.keys.push(self.next_key);
        self.next_key += 1;
    }

    fn shift(&mut self, from: usize, to: usize) {
        if from >= self.keys.len() || to > self.keys.len() {
            return;
        }
        let to = if to > from { to - 1 } else { to };
        let label = self.draft.labels.remove(from);
        self.draft.labels.insert(to, label);
        let key = self.keys.remove(from);
        self.keys.insert(to, key);
    }

    /// Looks again at what is wrong, and at what suggestions should be asked for.
    fn look(&mut self) {
        self.wrongs = wrongs(&self.draft);
        let mut asked = self.draft.clone();
        asked.labels.extend(self.written());
        self.asked = Arc::new(asked);
    }
}

fn label(name: String) -> LabelDraft {
    LabelDraft { id: None, name, prompts: Vec::new() }
}

fn lines(text: &str) -> Vec<String> {
    text.split(['\n', '\r']).filter(|l| !l.trim().is_empty()).map(str::to_owned).collect()
}

/// Sorts a set's problems by the place where they are shown.
fn wrongs(draft: &LabelSetDraft) -> Wrongs {
    let mut wrongs = Wrongs::default();
    for problem in draft.problems() {
        let words = human::capitalised(&problem.to_string());
        match &problem {
            LabelSetProblem::NoName => wrongs.name = Some(words),
            LabelSetProblem::EmptyLabel(place) => drop(wrongs.rows.insert(place - 1, words)),
            LabelSetProblem::Duplicate(name) | LabelSetProblem::LookAlike(name) => {
                let name = fold(name);
                let same = draft.labels.iter().enumerate().filter(|(_, l)| key(&l.name) == name);
                wrongs.rows.extend(same.skip(1).map(|(row, _)| (row, words.clone())));
            }
            LabelSetProblem::NoPlace(_) => wrongs.templates = Some(words),
            LabelSetProblem::ControlCharacter(_) | LabelSetProblem::Unseen(..) | LabelSetProblem::TooLong(_) => {
                let is_it = |name: &str| name_problem(name).as_ref() == Some(&problem);
                if is_it(&draft.name) {
                    wrongs.name = Some(words.clone());
                }
                let rows = draft.labels.iter().enumerate().filter(|(_, l)| is_it(&l.name));
                wrongs.rows.extend(rows.map(|(row, _)| (row, words.clone())));
            }
        }
    }
    wrongs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(names: &[&str]) -> Editor {
        let mut editor = Editor::new(&LabelSetDraft::named("Shoe type"));
        editor.apply(DraftChange::Add(names.join("\n")));
        editor
    }

    fn names(editor: &Editor) -> Vec<&str> {
        editor.draft().labels.iter().map(|l| l.name.as_str()).collect()
    }

    #[test]
    fn a_pasted_list_becomes_labels_each_once() {
        let mut editor = editor(&["Boots"]);
        editor.apply(DraftChange::Add(" Sandals \n\nboots, Heels\nheels".to_owned()));
        assert_eq!(names(&editor), ["Boots", "Sandals", "Heels"]);
        assert_eq!(editor.doubled_words().unwrap(), "Boots and Heels are already in the set");
        editor.apply(DraftChange::Adding("sandal".to_owned()));
        assert_eq!(editor.doubled_words(), None);
        editor.apply(DraftChange::Adding("sandals, Flats".to_owned()));
        assert_eq!(editor.doubled_words().unwrap(), "Sandals is already in the set", "before it is added");
        assert_eq!(editor.saved().labels.len(), 4, "a list that is still being written is several labels, too");
        assert!(editor.is_changed() && editor.wrongs().count() == 0);
    }

    #[test]
    fn rows_keep_their_identity_when_they_move() {
        let mut editor = editor(&["a", "b", "c", "d"]);
        let key = editor.key(0);
        editor.apply(DraftChange::Move(0, 3));
        assert_eq!(names(&editor), ["b", "c", "a", "d"]);
        assert_eq!(editor.key(2), key);
        editor.apply(DraftChange::Move(3, 0));
        assert_eq!(names(&editor), ["d", "b", "c", "a"]);
        editor.apply(DraftChange::Remove(1));
        assert_eq!(names(&editor), ["d", "c", "a"]);
        assert_eq!(editor.key(2), key);
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_is() {
        let mut editor = editor(&["Red", "Green"]);
        editor.apply(DraftChange::Rename(1, "red ".to_owned()));
        editor.apply(DraftChange::Templates("a photo".to_owned()));
        editor.apply(DraftChange::Name(" ".to_owned()));
        let wrongs = editor.wrongs();
        assert_eq!(wrongs.rows.keys().collect::<Vec<_>>(), [&1]);
        assert!(wrongs.rows[&1].contains("twice") && wrongs.name.is_some() && wrongs.templates.is_some());
        editor.apply(DraftChange::Rename(1, String::new()));
        assert!(editor.wrongs().rows[&1].contains("empty"));
    }

    #[test]
    fn what_is_being_written_is_asked_about_but_not_yet_a_row() {
        let mut editor = editor(&["Red"]);
        editor.apply(DraftChange::Adding("Gre".to_owned()));
        assert_eq!((editor.asked().labels.len(), editor.draft().labels.len(), editor.saved().labels.len()), (2, 1, 2));
        editor.apply(DraftChange::Adding("red".to_owned()));
        assert_eq!(editor.asked().labels.len(), 1, "it is there already");
    }

    #[test]
    fn prompts_belong_to_their_row() {
        let mut editor = editor(&["Flats", "Heels"]);
        editor.apply(DraftChange::OpenPrompts(1));
        editor.apply(DraftChange::Prompts(1, "high heels\n\nstiletto shoes".to_owned()));
        editor.apply(DraftChange::Move(1, 0));
        assert_eq!((editor.open_row(), editor.draft().labels[0].prompts.len()), (Some(0), 2));
        editor.apply(DraftChange::OpenPrompts(0));
        assert_eq!(editor.open_row(), None);
    }
}
