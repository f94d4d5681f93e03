//! Back to what people had put into a catalogue: from a backup into the catalogue that is open, as much of it as is asked for.
//!
//! What a backup says is read by names, held against what stands here, and the difference is one step that can be undone. Photos are told by
//! their content. A photo that the backup does not know keeps all that was said of it, and so do label sets, labels and searches that came since.

mod apply;
pub(crate) mod pair;
mod parts;
mod plan;
pub(crate) mod told;

#[cfg(test)]
mod tests;

pub use parts::{Part, PartReport, Selection, SetChange};

pub(crate) use apply::apply;
pub(crate) use plan::{Plan, plan};

use crate::backups::made_at;
use base::fold::key;
use base::{StepId, human};
use catalog::{Catalog, CatalogError};
use std::path::Path;
use told::Told;

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
