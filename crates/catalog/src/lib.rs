//! The catalogue: one SQLite file, and the only SQL of the program.
//!
//! - Every change is all or nothing: killing the program at any instant loses at most the batch or the step being written.
//! - A [`Catalog`] is one connection. It goes to another thread, but is not shared: each thread gets its own by
//!   [`Catalog::open`]. Several connections, in one program or in several, take turns at writing.
//! - Thumbnails lie in a file of their own beside it, which may be deleted at any time.
//! - The file is opened by SQLite alone, even to look at its header: closing any other handle of an open SQLite file
//!   drops this process's locks on it (POSIX), and another program could then take the log away under our hands. (The
//!   SQLite that we carry has a second guard against that since 3.51; other programs' SQLite may not.)

mod adapted;
mod archived;
mod axes;
mod backup;
mod beside;
mod by_and_by;
mod changed;
mod check;
mod clocks;
mod companions;
mod compositions;
mod connection;
mod copy;
mod corrections;
mod distinct;
mod embeddings;
mod error;
mod facts;
mod files;
mod foreign;
mod guard;
mod history;
mod hubs;
mod identity;
mod in_hand;
mod index;
mod kept;
mod labels;
mod lean;
mod left_behind;
mod looks;
mod maps;
mod marks;
mod merged;
mod new_tags;
mod open;
mod opinions;
mod peek;
mod photos;
mod probe;
mod recorded;
mod refusal;
mod repair;
mod restore;
mod roots;
mod said;
mod schema;
mod searches;
mod session;
mod skus;
mod slices;
mod sql;
mod standards;
mod step;
mod stored;
mod tags;
mod taken_back;
#[cfg(test)]
mod tests;
mod text_index;
mod texts;
mod thumbnails;
mod thumbs;
mod turn;
mod twins;
mod unfinished;

pub use changed::Changed;
pub use connection::{Catalog, Generations};
pub use corrections::Correction;
pub use embeddings::{Embedded, Embeddings, ModelRow};
pub use error::{CatalogError, Fault};
pub use facts::ReadFacts;
pub use history::History;
pub use hubs::{HubRow, HubState, KeptVector, Known, Shared};
pub use in_hand::{Hand, Suspect};
pub use index::{Committed, IndexBatch, IndexedPhoto, KnownFile, KnownProblem, Placement, Unreadable};
pub use lean::{HeldSet, Holdings};
pub use looks::{Look, Stands};
pub use maps::{KeptMap, MapPlace};
pub use marks::{MarkCounts, MarkOutcome};
pub use peek::Glance;
pub use photos::Counts;
pub use refusal::{NamedStep, StepRefusal};
pub use repair::{Mended, Repair};
pub use said::Said;
pub use session::Session;
pub use step::Step;
pub use tags::{Decided, DecidedCounts};
pub use turn::Undone;
pub use twins::MergedLabels;
