//! The review queue: which photos a person should look at, and in which order.

use crate::base::{LabelId, LabelSetId, PhotoId};

/// Which photos come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ReviewOrder {
    /// The smallest margin between the two likeliest labels.
    #[default]
    Uncertain,
    /// Those suggested as this label, the least certain first.
    Label(#[serde(with = "label_id")] LabelId),
    /// A random sample, always the same for the same seed.
    Random(u64),
}

mod label_id {
    //! An id as a plain number.
    use crate::base::LabelId;
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde's own shape
    pub fn serialize<S: Serializer>(id: &LabelId, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(id.0)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<LabelId, D::Error> {
        i64::deserialize(from).map(LabelId)
    }
}

/// Photos to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewQueue {
    /// The set that is reviewed.
    pub set: LabelSetId,
    /// In which order.
    pub order: ReviewOrder,
    /// Those still to be asked, in order; skipped ones last.
    pub photos: Vec<PhotoId>,
    /// How many there were when the review was begun.
    pub total: u64,
}
