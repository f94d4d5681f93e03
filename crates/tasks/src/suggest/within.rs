//! Among which photos something is counted or done.

use base::PhotoId;
use std::collections::HashSet;

/// Among which photos something is counted or done; `None`: all of the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Within(pub Option<HashSet<PhotoId>>);

impl Within {
    /// Whether the photo is among them.
    pub fn contains(&self, photo: PhotoId) -> bool {
        self.0.as_ref().is_none_or(|photos| photos.contains(&photo))
    }
}
