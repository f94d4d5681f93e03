//! The models on this machine, and downloads from the model hub.
//!
//! ```text
//! shelf      which models are here: built in, downloaded, added folders      memory    what is remembered of them between runs
//! known      models that can be downloaded by name                            settings  the hub and its cache, as the environment says
//! cache      the folders of Hugging Face's own tools                          download  a model, whole or not at all
//! measured   how near a model's int8 is to its f32
//! published  answers of checkpoints as others published them
//! adapters   models that were adapted here
//! part       one file that grows under a lock                                 transfer  requests and answers
//! ```

mod adapters;
mod cache;
mod download;
mod known;
mod measured;
mod memory;
mod part;
mod published;
mod settings;
mod shelf;
mod transfer;

pub use known::{KnownModel, known};
pub use measured::in_words;
pub use published::{PublishedAnswer, PublishedPicture, Question, published, published_models};
pub use settings::{DownloadError, HubSettings, RemoveError, Removed};
pub use shelf::Shelf;
