//! What comparing has loaded: the catalogue as other models see it, and the set that was compared last.

use crate::protocol::SetComparison;
use base::LabelSetDraft;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use workspace::snapshot::Opened;

/// Kept while the photos stay as they are and the view is open.
#[derive(Default)]
pub struct Compared {
    /// The catalogue as models see it that do not answer.
    sides: Mutex<Vec<Arc<Opened>>>,
    set: Mutex<Option<KnownSet>>,
    is_open: AtomicBool,
}

/// A label set that was compared.
pub struct KnownSet {
    /// Of these photos, which it does not keep in memory.
    pub opened: Weak<Opened>,
    pub models: [String; 2],
    pub draft: Arc<LabelSetDraft>,
    pub found: Arc<SetComparison>,
}

impl Compared {
    /// The view is open, or was closed.
    pub fn set_open(&self, open: bool) {
        self.is_open.store(open, Relaxed);
        self.let_go();
    }

    /// Lets go of what was loaded, unless the view still wants it.
    pub fn let_go(&self) {
        if !self.is_open.load(Relaxed) {
            self.sides.lock().clear();
        }
    }

    /// Embeddings were taken out of the catalogue: nothing that was loaded is true any more.
    pub fn forget(&self) {
        self.sides.lock().clear();
        *self.set.lock() = None;
    }

    /// The photos of `opened` as the model of that name sees them.
    pub fn side(&self, opened: &Opened, name: &str) -> Option<Arc<Opened>> {
        let is_it = |side: &&Arc<Opened>| {
            side.encoder().is_ok_and(|encoder| encoder.info().name == name) && Arc::ptr_eq(&side.snapshot, &opened.snapshot)
        };
        self.sides.lock().iter().find(is_it).map(Arc::clone)
    }

    /// Keeps a side, and the one before it if it is of the same photos.
    pub fn keep_side(&self, side: &Arc<Opened>) {
        let mut sides = self.sides.lock();
        sides.retain(|other| Arc::ptr_eq(&other.snapshot, &side.snapshot));
        sides.insert(0, Arc::clone(side));
        sides.truncate(2);
    }

    /// What was found about these photos, models and words.
    pub fn set(&self, opened: &Arc<Opened>, models: &[String; 2], draft: &LabelSetDraft) -> Option<Arc<SetComparison>> {
        let is_it = |known: &&KnownSet| {
            std::ptr::eq(known.opened.as_ptr(), Arc::as_ptr(opened)) && known.models == *models && *known.draft == *draft
        };
        self.set.lock().as_ref().filter(is_it).map(|known| Arc::clone(&known.found))
    }

    pub fn keep_set(&self, set: KnownSet) {
        *self.set.lock() = Some(set);
    }
}
