//! Backups of a catalogue: where they lie, when the next one is due.

use super::error::AppError;
use super::places::Places;
use base::tags::now_ms;
use catalog::{Catalog, Holdings};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tasks::backups::{self, find, list};
pub use tasks::backups::{Backup, Made, made_at};
pub use tasks::restore::{Part, PartReport, RestoreReport, Selection, SetChange, preview, restore};

/// Between two backups that are made by themselves.
pub const APART: Duration = Duration::from_hours(1);

/// A backup with what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// It.
    pub backup: Backup,
    /// `None`: it cannot be read.
    pub holds: Option<Holdings>,
}

/// The backups of a catalogue with what each holds, newest first.
pub fn listed(places: &Places, catalog: &Path) -> Vec<Listed> {
    list(&places.backups_of(catalog)).into_iter().map(|backup| Listed { holds: backups::holdings(&backup), backup }).collect()
}

/// Makes one now, and thins the older ones.
pub fn make(places: &Places, catalog: &Catalog) -> Result<Made, AppError> {
    Ok(backups::make(catalog, &places.backups_of(catalog.path()), now_ms())?)
}

/// Whether something was decided since the last one, which is so long ago.
pub fn is_due(places: &Places, catalog: &Catalog, apart: Duration) -> Result<bool, AppError> {
    let now = catalog.generations()?.tags;
    let Some(last) = list(&places.backups_of(catalog.path())).into_iter().next() else { return Ok(now > 0) };
    let age = now_ms().saturating_sub(last.made_ms);
    // One that cannot be read is as good as none; one from the future was made by a clock that was ahead.
    let saved = Catalog::open_to_look(&last.file).and_then(|backup| backup.generations()).map(|at| at.tags).ok();
    Ok(saved != Some(now) && (age < 0 || u128::from(age.unsigned_abs()) >= apart.as_millis()))
}

/// The backup that a person names: a file, the beginning of a date ("2026-11-20"), or "latest".
pub fn named(places: &Places, catalog: &Path, words: &str) -> Result<PathBuf, AppError> {
    let file = Path::new(words);
    if file.exists() {
        return Ok(file.to_owned());
    }
    let known = list(&places.backups_of(catalog));
    let found = find(&known, words).map(|backup| backup.file.clone());
    found.ok_or_else(|| AppError::NoSuchBackup { name: words.to_owned(), last: known.first().map(|backup| backup.made_ms) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::searches::SavedQuery;

    #[test]
    fn a_backup_is_due_once_something_was_decided_and_enough_time_went_by() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::new(Some(folder.path().join("config")), Some(folder.path().join("data"))).unwrap();
        let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
        let due = |catalog: &Catalog, apart| is_due(&places, catalog, apart).unwrap();
        assert!(!due(&catalog, Duration::ZERO), "nobody has decided anything");
        let save = |catalog: &mut Catalog, name: &str| {
            let query = SavedQuery { texts: "on".into(), sort: "name".into(), ..SavedQuery::default() };
            catalog.step(|step| step.save_search(None, name, &query)).unwrap();
        };
        save(&mut catalog, "one");
        assert!(due(&catalog, APART), "the first one waits for nothing");
        let made = make(&places, &catalog).unwrap();
        assert!(made.backup.file.starts_with(folder.path().join("data/backups")));
        assert!(!due(&catalog, Duration::ZERO), "nothing was decided since");
        save(&mut catalog, "two");
        assert!(!due(&catalog, APART));
        assert!(due(&catalog, Duration::ZERO));
        fs_err::write(&made.backup.file, &fs_err::read(&made.backup.file).unwrap()[..4096]).unwrap();
        assert!(due(&catalog, Duration::ZERO), "one that is damaged is none");
        assert_eq!(named(&places, catalog.path(), "latest").unwrap(), made.backup.file);
        let told = named(&places, catalog.path(), "1999-01").unwrap_err().to_string();
        assert!(told.starts_with("there is no backup '1999-01'; the last one is of "), "{told}");
    }
}
