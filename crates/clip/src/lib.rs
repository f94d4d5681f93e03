//! Any Hugging Face CLIP or `SigLIP` checkpoint folder becomes an encoder; one ships inside the program.
//!
//! ```text
//! files       a checkpoint's files, their key                    source      a checkpoint's place, name and headers
//! config      config.json; open_clip: open_clip_config.json      weights     model.safetensors, tensor by tensor; names
//! complete    whether all tensors of both towers are there
//! prepare     preprocessor_config.json, pixels                   tokens      tokenizer.json; rules: tokenizer_config.json
//! vision/text the two towers, over one transformer; pooling      kernel      the arithmetic, on slices
//! tensor      the same towers on candle's tensors                device      which devices there are
//! accelerator a card's memory and failures                       encoder     all of it behind `base::Encoder`
//! adapter     what a catalogue taught, over a model's vectors
//! ```
//!
//! The reference for every result is Hugging Face transformers; `tests/fixtures/clip/make.py` writes down what it says.
//!
//! # Two families, two layouts
//! CLIP and `SigLIP` differ in facts that `config` tells one by one: an attention head in place of a class token, texts that are
//! padded and seen as a whole. Files in open_clip's layout with a timm image tower are read through a table of `names`; that is
//! how `Marqo/marqo-fashionSigLIP` is published. Its repository could not be opened while this was written: that it has
//! `open_clip_config.json`, `tokenizer_config.json` and a config.json which says only `model_type` and `open_clip_model_name` is
//! known from public code that reads it. So each value that might be otherwise than in `ViT-B-16-SigLIP`, from which it was tuned,
//! is read and, where it cannot be run, refused by name. `SigLIP` 2 of fixed resolution is `SigLIP` with another tokenizer; its
//! variant of free resolution (`model_type` "siglip2") is refused.
//!
//! # Other devices
//! The towers over `kernel` are written for the processor. `tensor` has them once more on candle's tensors, from the same
//! `ModelConfig` and the same `Weights`, with products in f16; everything before and after the towers is shared. `device`
//! chooses at opening, by [`Device`](base::Device), which pair runs, and `accelerator` is what a card needs around it: one
//! forward at a time, half the batch when memory runs out, the processor for good when the card fails.
//!
//! Three Cargo features, none of them on by default, decide what there is to choose from: `cuda` and `metal` are candle's, and
//! `accelerate` (on a Mac) makes the processor, too, run the towers on tensors, since Apple's library reaches a matrix unit that
//! portable SIMD cannot. What a build with one of them gains is not measured: no such machine was at hand. The towers themselves
//! are tested without, on candle's own processor device, in f32 and f16.

mod accelerator;
mod adapter;
mod complete;
mod config;
mod device;
mod encoder;
mod files;
mod growth;
mod kernel;
mod names;
mod open_clip;
mod pooling;
mod prepare;
mod rules;
mod source;
mod tensor;
mod text;
mod tokens;
mod transformer;
mod vision;
mod weights;

pub use adapter::{ADAPTER, ADAPTER_WORDS, Adapter, AdapterBase, AdapterConfig, AdapterFiles};
pub use device::devices;
pub use encoder::{Clip, open, open_with};
pub use files::{Files, WEIGHTS, hash_each, problem};
pub use open_clip::FILE as OPEN_CLIP_CONFIG;
pub use source::{InstalledModel, ModelKind, ModelSource, STARTER, looks_like_model};
