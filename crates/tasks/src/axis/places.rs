//! Where photos stand along an axis.

use base::PhotoId;

/// Each photo's place: the share of the other photos that stand before it, so that 0 is the first from the start and 1 the last.
/// It is a place among the photos of this catalogue, and not how much of anything there is in a photo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places(Vec<(PhotoId, f32)>);

impl Places {
    /// In whatever order they are given.
    pub fn new(mut placed: Vec<(PhotoId, f32)>) -> Self {
        placed.sort_unstable_by_key(|(photo, _)| *photo);
        Self(placed)
    }

    /// Where the photo stands; `None`: the model has not seen it, or its file is gone.
    pub fn of(&self, photo: PhotoId) -> Option<f32> {
        self.0.binary_search_by_key(&photo, |(id, _)| *id).ok().map(|at| self.0[at].1)
    }
}
