//! What all crates share: value types, the facts that have one table, and a few tools. Only [`atomic`] and [`unfinished`] touch files.

pub mod atomic;
pub mod device;
pub mod encoder;
pub mod folders;
pub mod formats;
pub mod human;
pub mod ids;
pub mod labels;
pub mod lru;
pub mod marks;
pub mod natural;
pub mod path_bytes;
pub mod photo;
pub mod pixels;
pub mod process;
pub mod progress;
pub mod score;
pub mod simd;
pub mod tags;
pub mod tile;
pub mod unfinished;
pub mod vector;
pub mod vocabulary;

pub use device::Device;
pub use encoder::{EncodeError, Encoder, Feeding, ModelInfo, Prepared, RunsOn};
pub use ids::{ContentHash, LabelId, LabelSetId, ModelId, ModelKey, PhotoId, RootId, StepId};
pub use labels::{Choice, Label, LabelDraft, LabelSet, LabelSetDraft};
pub use marks::{ColourLabel, Flag, Mark, MarkBook, MarkKind, MarkTotals, Marked, Marks, Stars};
pub use photo::{FileProblem, Photo, PhotoText, Root, Stamp};
pub use pixels::Rgb8;
pub use progress::{Cancel, Progress, ProgressReading};
pub use score::ScoreCounts;
pub use tags::{Decision, Kept, Provenance, Ruling, Source, Tag, TagBook, Verdict};
pub use vector::UnitVector;
pub use vocabulary::{Taught, Vocabulary};
