//! The map that was made last, for a catalogue that cannot keep it.

use base::ModelKey;
use catalog::KeptMap;
use parking_lot::Mutex;
use std::path::{Path, PathBuf};

/// Of which catalogue and by which model, and where photos lie.
#[derive(Default)]
pub struct MadeMap(Mutex<Option<(PathBuf, ModelKey, KeptMap)>>);

impl MadeMap {
    /// The map, if it is of this catalogue and by this model.
    pub(super) fn of(&self, catalog: &Path, model: &ModelKey) -> Option<KeptMap> {
        let made = self.0.lock();
        made.as_ref().filter(|(of, by, _)| of == catalog && by == model).map(|(_, _, map)| map.clone())
    }

    pub(super) fn keep(&self, catalog: &Path, model: &ModelKey, map: &KeptMap) {
        *self.0.lock() = Some((catalog.to_owned(), model.clone(), map.clone()));
    }
}
