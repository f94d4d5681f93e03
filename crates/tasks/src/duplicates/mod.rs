//! Duplicates: the same bytes, bursts, and near copies.
//!
//! ```text
//! same hash                                                      -> exact
//! same camera, at most 2 s between shots, pixels alike           -> burst
//! near in the embedding, then in little, then in detail          -> near
//! ```
//! The model only says where to look: whether two photos are copies is decided by their pixels (`pixels`), so that another model
//! changes no rule. A pair is told once, exact before burst before near.
//!
//! | file | what it knows |
//! |---|---|
//! | `candidates` | pairs whose embeddings are near |
//! | `bursts` | shots of one camera in a row |
//! | `pixels` | two photos laid over one another, and how much is left of their difference |
//! | `alike` | which pairs belong together, before a person said anything |
//! | `groups` | groups of those that nobody has told apart |
//! | `best` | which one of a group is the best, and why |

mod alike;
mod best;
mod bursts;
mod candidates;
mod groups;
mod pixels;
#[cfg(test)]
mod tests;

pub use alike::{Alike, Prints, Sources, alike};
pub use best::{Criterion, Standing};
pub use groups::{Distinct, Group, Kind, Member, groups};
