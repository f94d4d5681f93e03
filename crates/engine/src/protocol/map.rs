//! The map of the open catalogue.

use super::RequestId;
use workspace::map::PhotoMap;

/// A map as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct MapView {
    /// That it answers.
    pub request: RequestId,
    /// Where each photo lies.
    pub map: PhotoMap,
    /// How far it is.
    pub state: MapState,
}

/// How far a map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapState {
    /// All photos are on it as they should be.
    Whole,
    /// It is being laid out (`Engine::mapping` tells how far); until then it is a rough one.
    Runs,
    /// It is laid out, or photos are added, once the running job has ended.
    Waits,
    /// The person ended that.
    Ended,
}
