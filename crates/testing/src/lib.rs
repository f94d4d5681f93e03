//! For tests and benchmarks: a model that reads texts as it is told, and numbers that look random. Nothing that we ship depends on it.

mod noise;
mod text_model;

pub use noise::{noise, noise_of};
pub use text_model::TextModel;
