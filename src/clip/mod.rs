//! Floor 1: any Hugging Face CLIP checkpoint folder becomes an encoder; one ships inside the program.
//!
//! ```text
//! source      which models are here, and under which name        files       a checkpoint's files, their key
//! config      config.json                                        weights     model.safetensors, tensor by tensor
//! prepare     preprocessor_config.json, pixels                   tokens      tokenizer.json; vocabulary: words it knows
//! vision/text the two towers, over one transformer               kernel      the arithmetic, on slices
//! tensor      the same towers on candle's tensors                device      which devices there are
//! accelerator a card's memory and failures                       encoder     all of it behind `base::Encoder`
//! ```
//!
//! The reference for every result is Hugging Face transformers; `tests/fixtures/clip/make.py` writes down what it says.
//!
//! # Other devices
//! The towers over `kernel` are written for the processor. `tensor` has them once more on candle's tensors, from the same
//! `ModelConfig` and the same `Weights`, with products in f16; everything before and after the towers is shared. `device`
//! chooses at opening, by [`Device`](crate::base::Device), which pair runs, and `accelerator` is what a card needs around it: one
//! forward at a time, half the batch when memory runs out, the processor for good when the card fails.
//!
//! Three Cargo features, none of them on by default, decide what there is to choose from: `cuda` and `metal` are candle's, and
//! `accelerate` (on a Mac) makes the processor, too, run the towers on tensors, since Apple's library reaches a matrix unit that
//! portable SIMD cannot. What a build with one of them gains is not measured: no such machine was at hand. The towers themselves
//! are tested without, on candle's own processor device, in f32 and f16.

mod accelerator;
mod config;
mod device;
mod encoder;
mod files;
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
mod vocabulary;
mod weights;

pub use device::devices;
pub use encoder::{Clip, open};
pub use source::{InstalledModel, ModelKind, ModelSource, STARTER, installed, resolve};
