//! Axes that a person keeps: from one thing to another, such as casual to formal.

use super::AxisId;
use super::fold::key;

/// How a walk goes from one end to the other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Way {
    /// Straight.
    #[default]
    Line,
    /// `GradREC`: against the direction in which the start stands out from the end, step by step, among the photos there.
    Gradient(Constants),
}

impl Way {
    /// As catalogues and the command line name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Gradient(_) => "gradrec",
        }
    }
}

/// What `GradREC` is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// Photos that are the best for the start.
    pub start: usize,
    /// Photos that are the best for the end; `None`: a fortieth of the catalogue, 10 to 1,000.
    pub end: Option<usize>,
    /// How strongly a step leads away from the start: |s|.
    pub strength: f32,
    /// How much the mean of the nearest photos counts against that, 0 to 1: w.
    pub pull: f32,
    /// Photos whose mean that is.
    pub near: usize,
}

impl Default for Constants {
    /// As measured: see `benches/axes.rs`.
    fn default() -> Self {
        Self { start: 100, end: None, strength: 4.0, pull: 0.9, near: 100 }
    }
}

/// What an axis is made of. It holds no vectors: whichever model answers works them out from the ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AxisDraft {
    /// Where it starts: words or a photo as in a search, or filters alone, for the photos that they find.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// How it leads there.
    pub way: Way,
}

/// An axis with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedAxis {
    /// Stable until it is deleted.
    pub id: AxisId,
    /// No two axes have the same, whatever its case.
    pub name: String,
    /// What it is made of.
    pub axis: AxisDraft,
}

/// The axis of that name, in whatever spelling.
pub fn axis_named<'a>(axes: &'a [SavedAxis], name: &str) -> Option<&'a SavedAxis> {
    let name = key(name);
    axes.iter().find(|axis| key(&axis.name) == name)
}

/// Whether a filter could name the axis: signs of comparison end its name there.
pub fn is_axis_name(name: &str) -> bool {
    !key(name).is_empty() && !name.contains(['<', '>', '='])
}
