//! Floor 1: any Hugging Face CLIP checkpoint folder becomes an encoder; one ships inside the program.
//!
//! ```text
//! shelf       which models are here, remembered, removed         known       models that can be downloaded by name
//! hub         the hub and its cache; download, transfer          source      a checkpoint's place, name and headers
//! files       a checkpoint's files, their key
//! config      config.json                                        weights     model.safetensors, tensor by tensor
//! prepare     preprocessor_config.json, pixels                   tokens      tokenizer.json; vocabulary: words it knows
//! vision/text the two towers, over one transformer               kernel      the arithmetic, on slices
//! encoder     all of it behind `base::Encoder`
//! ```
//!
//! The reference for every result is Hugging Face transformers; `tests/fixtures/clip/make.py` writes down what it says.
//!
//! # Other devices
//! A forward here is a few calls of `Linear`, `LayerNorm` and `attend` on `[tokens, width]` matrices, written for the processor.
//! A graphics card wants the same steps on candle's tensors: a second pair of towers, built from the same
//! `weights::Weights` (`take` gives each tensor with its checked shape, ready for `Tensor::from_vec`) and the same
//! `config::ClipConfig`, with the activation that `candle-transformers` lacks. `encoder::Clip` would choose between the
//! pairs at opening, by [`Device`](crate::base::Device); everything before and after the towers stays as it is. Another architecture
//! (`SigLIP`) is likewise a config, a pooling and a pair of towers over `transformer`.

mod config;
mod device;
mod encoder;
mod files;
mod hub;
mod hub_cache;
mod hub_download;
mod hub_transfer;
mod kernel;
mod known;
mod prepare;
mod shelf;
mod shelf_memory;
mod source;
mod text;
mod tokens;
mod transformer;
mod vision;
mod vocabulary;
mod weights;

pub use device::devices;
pub use encoder::{Clip, open};
pub use hub::{DownloadError, HubSettings, RemoveError, Removed};
pub use known::{KnownModel, known};
pub use shelf::Shelf;
pub use source::{InstalledModel, ModelKind, ModelSource, STARTER, looks_like_model};
