//! A map of the catalogue: photos that look alike to the model lie beside one another, in two dimensions.
//!
//! At once there is a rough one, by the two main directions of the vectors. The map itself is t-SNE (van der Maaten and Hinton, 2008) over a
//! sample, begun from the rough one; the other photos stand among the sampled ones that they are most like, and so does what comes later.
//! Nothing in it is drawn by lot: the same photos lie the same every time. Near means alike; how far apart far groups lie says little.
//!
//! Forces are summed over all pairs of the sample, not over a tree: at this size that is a few seconds, in an order that does not depend on
//! threads, and ends at any step. Crates that do it with trees and Fourier transforms sum in whatever order threads finish, and cannot be ended.

mod affinity;
mod axes;
mod cloud;
mod descent;
mod kept;
mod push;
mod settle;
mod table;
#[cfg(test)]
mod tests;

pub use kept::{Extended, extend, is_whole, lay_out, rough};
pub use table::{to_csv, write_csv};

/// Fewer photos than this are no map: each is everybody's neighbour.
pub const LEAST: usize = 10;
/// Photos that are laid out; the others stand beside them.
const SAMPLE: usize = 6000;
/// What maps are made by. One more whenever they come out differently: kept ones are then made again.
const METHOD: u32 = 1;
