//! For tests and benchmarks: a model that reads texts as it is told, numbers that look random, and servers of PostgreSQL. Nothing that we ship depends on it.

mod noise;
#[cfg(unix)]
pub mod postgres;
mod text_model;

pub use noise::{noise, noise_of};
pub use text_model::TextModel;
