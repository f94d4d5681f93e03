//! How the photos that are shown are made up, remembered for as long as they are shown.

use base::composition::Composition;
use base::{PhotoId, Photos};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

/// How the photos that are shown are made up, read once for as long as they are shown.
#[derive(Default)]
pub struct Compositions(Mutex<Option<Known>>);

/// What is known of them, and which photos they are: a newer state of the catalogue is another one.
type Known = (Arc<Photos>, Arc<HashMap<PhotoId, Composition>>);

impl Compositions {
    /// What is known of these photos; read where it is not. Who asks meanwhile waits for that.
    pub(super) fn of<E>(
        &self,
        photos: &Arc<Photos>,
        read: impl FnOnce() -> Result<HashMap<PhotoId, Composition>, E>,
    ) -> Result<Arc<HashMap<PhotoId, Composition>>, E> {
        let mut known = self.0.lock();
        if let Some((of, measured)) = &*known
            && Arc::ptr_eq(of, photos)
        {
            return Ok(Arc::clone(measured));
        }
        let measured = Arc::new(read()?);
        *known = Some((Arc::clone(photos), Arc::clone(&measured)));
        Ok(measured)
    }
}
