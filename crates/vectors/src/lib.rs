//! A contiguous matrix of unit vectors: the exactly nearest rows, its product with many labels, and their probabilities.
//!
//! No index structure: at 100,000 photos one pass over the matrix costs a few milliseconds and is exact.

mod coarse;
mod dot;
mod matrix;
mod nearest;
mod product;
mod softmax;
mod top_k;

pub use matrix::{Matrix, scores_of};
pub use product::Columns;
pub use softmax::{odds, softmax};
pub use top_k::{Ranked, top_k};
