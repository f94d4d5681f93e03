//! A contiguous matrix of unit vectors and exact top-k over it. Floor 1.
//!
//! No index structure: at 100,000 photos one pass over the matrix costs a few milliseconds and is exact.

mod matrix;
mod top_k;

pub use matrix::Matrix;
pub use top_k::{Ranked, top_k};
