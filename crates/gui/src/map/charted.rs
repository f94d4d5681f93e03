//! A map of the engine's with what follows from it, and the colours of its points.

use super::camera::Bounds;
use super::groups::Groups;
use super::names::Name;
use super::places::Places;
use engine::protocol::{MapView, PhotoMap};
use std::sync::Arc;

/// A map with what follows from it.
pub struct Charted {
    /// The map.
    pub map: Arc<MapView>,
    /// Around all of it.
    pub bounds: Bounds,
    /// Where each photo stands in it.
    pub places: Places,
}

impl Charted {
    /// Where photos lie.
    pub fn map(&self) -> &PhotoMap {
        &self.map.map
    }
}

/// The groups of the points, and the names that stand on the map.
#[derive(Default)]
pub struct Colours {
    /// The line of each point.
    pub groups: Groups,
    /// Where the name of each line stands.
    pub names: Vec<Name>,
}
