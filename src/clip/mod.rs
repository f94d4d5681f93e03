//! Floor 1: any Hugging Face CLIP or `SigLIP` checkpoint folder becomes an encoder; one ships inside the program.
//!
//! ```text
//! shelf       which models are here, remembered, removed         known       models that can be downloaded by name
//! hub         the hub and its cache; download, transfer          source      a checkpoint's place, name and headers
//! files       a checkpoint's files, their key
//! config      config.json; open_clip: open_clip_config.json      weights     model.safetensors, tensor by tensor; names
//! prepare     preprocessor_config.json, pixels                   tokens      tokenizer.json; rules: tokenizer_config.json
//! vision/text the two towers, over one transformer; pooling      kernel      the arithmetic, on slices
//! encoder     all of it behind `base::Encoder`                   vocabulary  words that the starter knows
//! ```
//!
//! The reference for every result is Hugging Face transformers; `tests/fixtures/clip/make.py` writes down what it says.
//!
//! # Two families, two layouts
//! CLIP and `SigLIP` differ in facts that [`config`] tells one by one: an attention head in place of a class token, texts that are
//! padded and seen as a whole. Files in open_clip's layout with a timm image tower are read through a table of [`names`]; that is
//! how `Marqo/marqo-fashionSigLIP` is published. Its repository could not be opened while this was written: that it has
//! `open_clip_config.json`, `tokenizer_config.json` and a config.json which says only `model_type` and `open_clip_model_name` is
//! known from public code that reads it. So each value that might be otherwise than in `ViT-B-16-SigLIP`, from which it was tuned,
//! is read and, where it cannot be run, refused by name. `SigLIP` 2 of fixed resolution is `SigLIP` with another tokenizer; its
//! variant of free resolution (`model_type` "siglip2") is refused.
//!
//! # Other devices
//! A forward here is a few calls of `Linear`, `LayerNorm` and `attend` on `[tokens, width]` matrices, written for the processor.
//! A graphics card wants the same steps on candle's tensors: a second pair of towers, built from the same
//! `weights::Weights` (`take` gives each tensor with its checked shape, ready for `Tensor::from_vec`) and the same
//! `config::ModelConfig`, with the activation that `candle-transformers` lacks. `encoder::Clip` would choose between the
//! pairs at opening, by [`Device`](crate::base::Device); everything before and after the towers stays as it is.

mod config;
mod device;
mod encoder;
mod files;
mod hub;
mod hub_cache;
mod hub_download;
mod hub_part;
mod hub_transfer;
mod kernel;
mod known;
mod names;
mod open_clip;
mod pooling;
mod prepare;
mod rules;
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
