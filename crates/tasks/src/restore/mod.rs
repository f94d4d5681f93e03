//! Back to what people had put into a catalogue: from a backup into the catalogue that is open, as much of it as is asked for.
//!
//! What a backup says is read by names, held against what stands here, and the difference is one step that can be undone. Photos are told by
//! their content. A photo that the backup does not know keeps all that was said of it, and so do label sets, labels and searches that came since.

mod apply;
pub(crate) mod pair;
mod plan;
pub(crate) mod told;

#[cfg(test)]
mod tests;

pub(crate) use apply::apply;
pub(crate) use plan::{Plan, plan};

use crate::backups::made_at;
use base::fold::key;
use base::{StepId, human};
use catalog::{Catalog, CatalogError};
use std::path::Path;
use std::str::FromStr;
use told::Told;

/// What can be restored by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Label sets, with decisions, opinions and what was kept in audits.
    Labels,
    /// Flags, stars, colour labels.
    Marks,
    /// Titles, brands, descriptions.
    Texts,
    /// Which product a photo shows.
    Products,
    /// Saved searches and axes.
    Searches,
    /// Duplicates told apart, marketplace rules, cameras' clocks.
    Other,
}

impl Part {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] = [Self::Labels, Self::Marks, Self::Texts, Self::Products, Self::Searches, Self::Other];

    /// As commands and JSON write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Marks => "marks",
            Self::Texts => "texts",
            Self::Products => "products",
            Self::Searches => "searches",
            Self::Other => "other",
        }
    }

    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Labels => "Label sets",
            Self::Marks => "Flags, stars, colour labels",
            Self::Texts => "Imported texts",
            Self::Products => "Products",
            Self::Searches => "Saved searches and axes",
            Self::Other => "Duplicates told apart, standard, clocks",
        }
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || human::list(Self::ALL.map(Self::as_str));
        Self::ALL
            .into_iter()
            .find(|part| part.as_str() == text)
            .ok_or_else(|| format!("'{text}' cannot be restored by itself; known are {}", known()))
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Of these parts.
    pub parts: Vec<Part>,
    /// Of label sets, those of these names; `None`: all.
    pub sets: Option<Vec<String>>,
    /// What was decided here since the backup was made stays.
    pub keep_newer: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Self { parts: Part::ALL.to_vec(), sets: None, keep_newer: false }
    }
}

impl Selection {
    fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    fn wants_set(&self, name: &str) -> bool {
        self.wants(Part::Labels) && self.sets.as_ref().is_none_or(|sets| sets.iter().any(|set| key(set) == name))
    }
}

/// What becomes of a label set itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SetChange {
    /// Its words and labels stay.
    #[default]
    Same,
    /// It is not here.
    New,
    /// Its words or labels are otherwise here.
    Changed,
}

impl SetChange {
    /// As JSON writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::New => "new",
            Self::Changed => "changed",
        }
    }
}

/// What a restore comes to for a part. What is counted is what stands at one place: the decisions about a photo in a set, a flag, the texts of a
/// photo, a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartReport {
    /// Which.
    pub part: Part,
    /// The name of the label set.
    pub set: Option<String>,
    /// What becomes of the set.
    pub set_change: SetChange,
    /// Where nothing stands here.
    pub added: u64,
    /// Where something else stands here.
    pub changed: u64,
    /// Where nothing stood in the backup.
    pub removed: u64,
    /// Where something was decided here since the backup was made: it is overwritten, or kept if that was asked for.
    pub newer: u64,
    /// Saved searches for what is like a photo that is not here.
    pub left_out: u64,
}

impl PartReport {
    fn of(part: Part) -> Self {
        Self { part, set: None, set_change: SetChange::Same, added: 0, changed: 0, removed: 0, newer: 0, left_out: 0 }
    }

    /// Nothing changes.
    pub fn is_empty(&self) -> bool {
        self.set_change == SetChange::Same && self.added + self.changed + self.removed == 0
    }
}

/// What a restore comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestoreReport {
    /// When the backup was made, milliseconds since 1970.
    pub made_ms: i64,
    /// Part by part, of those that were asked for.
    pub parts: Vec<PartReport>,
    /// Photos of the backup that are here.
    pub matched: u64,
    /// Those of them that hold something else by now: what was decided about their content is left out.
    pub changed_content: u64,
    /// Photos of the backup about which something was said, and that are not here.
    pub elsewhere: u64,
    /// The step that did it; `None`: nothing was changed.
    pub step: Option<StepId>,
}

impl RestoreReport {
    pub(crate) fn of(plan: &Plan, made_ms: i64) -> Self {
        Self {
            made_ms,
            parts: plan.parts.clone(),
            matched: plan.matched,
            changed_content: plan.changed_content,
            elsewhere: plan.elsewhere,
            step: None,
        }
    }

    /// Places that change.
    pub fn changes(&self) -> u64 {
        self.parts.iter().map(|part| part.added + part.changed + part.removed + u64::from(part.set_change != SetChange::Same)).sum()
    }

    /// Places where something was decided here since.
    pub fn newer(&self) -> u64 {
        self.parts.iter().map(|part| part.newer).sum()
    }
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The catalogue, or the backup.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A backup of itself.
    #[error("this is the catalogue itself, and no backup of it: {}", .0.display())]
    Itself(std::path::PathBuf),
    /// A label set that the backup lacks.
    #[error("the backup holds no label set '{name}'; {}", if known.is_empty() { "it holds none".to_owned() } else { format!("it holds {}", human::list(known.iter())) })]
    NoSuchSet {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked.
        known: Vec<String>,
    },
    /// Labels of one name in a set.
    #[error("labels of {} are one name to people; join them first: selvedge labels merge", human::list(.0.iter().map(|name| format!("'{name}'"))))]
    Twins(Vec<String>),
}

/// What restoring from the backup at `file` would change. Nothing is changed.
pub fn preview(catalog: &Catalog, file: &Path, selection: &Selection) -> Result<RestoreReport, RestoreError> {
    let (plan, made_ms) = planned(catalog, file, selection)?;
    Ok(RestoreReport::of(&plan, made_ms))
}

/// Restores from the backup at `file`, in one step: all that is asked for, or nothing.
pub fn restore(catalog: &mut Catalog, file: &Path, selection: &Selection) -> Result<RestoreReport, RestoreError> {
    let (plan, made_ms) = planned(catalog, file, selection)?;
    let mut report = RestoreReport::of(&plan, made_ms);
    if report.changes() > 0 {
        let changes = human::counted(report.changes(), "change", "changes");
        report.step = apply(catalog, &plan, &format!("Restore {changes} from the backup of {}", human::moment(made_ms)))?;
    }
    Ok(report)
}

fn planned(catalog: &Catalog, file: &Path, selection: &Selection) -> Result<(Plan, i64), RestoreError> {
    let real = |path: &Path| fs_err::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if real(file) == real(catalog.path()) {
        return Err(RestoreError::Itself(file.to_owned()));
    }
    let backup = Catalog::open_to_look(file)?;
    no_twins(catalog)?;
    no_twins(&backup)?;
    let theirs = Told::of(&backup, false)?;
    let known = || theirs.sets.iter().map(|set| set.name.clone()).collect::<Vec<_>>();
    for name in selection.sets.iter().flatten() {
        if !theirs.sets.iter().any(|set| key(&set.name) == key(name)) {
            return Err(RestoreError::NoSuchSet { name: name.clone(), known: known() });
        }
    }
    let made_ms = made_at(file).unwrap_or_default();
    Ok((plan(&Told::of(catalog, false)?, &theirs, selection, made_ms), made_ms))
}

/// Names are what a set's labels are told by.
pub(crate) fn no_twins(catalog: &Catalog) -> Result<(), RestoreError> {
    let twins: Vec<String> = catalog.label_sets()?.iter().filter(|set| !set.twins().is_empty()).map(|set| set.name.clone()).collect();
    if twins.is_empty() { Ok(()) } else { Err(RestoreError::Twins(twins)) }
}
