//! A place on a walk, to search by.

use base::axes::AxisDraft;

/// A place on the way from one end to the other, to rank photos by.
#[derive(Clone, Debug, PartialEq)]
pub struct Along {
    /// From where to where.
    pub axis: AxisDraft,
    /// 0 is the start, 1 the end.
    pub position: f32,
}
