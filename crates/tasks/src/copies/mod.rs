//! Copies of photos in a folder of the person's: copied or hard-linked, under names made by a pattern. The photos are only read.
//!
//! First comes a plan (`plan`): every name is known, and no two are equal, before anything is written. Then [`copy`] carries it out.
//! Nothing that is there already is replaced.

mod error;
mod ground;
mod names;
mod packet;
mod pattern;
mod plan;
mod preview;
mod report;
mod run;
#[cfg(test)]
mod tests;
mod write;

pub use error::CopyError;
pub(crate) use ground::root_of;
pub use names::file_name;
pub use pattern::{NamePattern, PLACES, PatternError};
pub use plan::{CopyRequest, Layout, Sources};
pub use preview::{CopyPreview, preview};
pub use report::{CopyExample, CopyReport};
pub use run::{copy, rehearse};
