//! Evaluation: what a set suggests, and what a search finds, against what is known to be true.

mod backgrounds;
mod curves;
mod html;
mod judged;
mod queries;
mod slices;
mod svg;
#[cfg(test)]
mod tests;
mod truth;

pub use backgrounds::{MEASURED, backgrounds};
pub use curves::Curve;
pub use html::html;
pub use judged::{Counts, Evaluation, Judged, judge};
pub use queries::{QueryTemplate, TrueQuery, true_queries};
pub use slices::{Slice, slices};
pub(crate) use svg::escape;
pub use truth::{Catalogued, LeftOut, Places, TrueLabel, Truth, TruthColumn, truth_columns, truth_of_file, truth_of_tags};
