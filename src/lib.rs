//! Selvedge: an offline catalogue browser for product photos, searched in words.
//!
//! The house has floors. A module uses only the floors below it, and `tests/tidy.rs` checks that it does.
//!
//! | floor | module | what it knows |
//! |---|---|---|
//! | 4 | `gui`, `cli` | how a person sees and says it |
//! | 3 | [`app`] | which catalogue, which model, which thread |
//! | 2 | [`tasks`] | index and search as plain functions: request in, report out |
//! | 1 | [`photo`], [`clip`], [`catalog`], [`vectors`], [`exchange`] | one craft each; they do not see each other |
//! | 0 | [`base`] | the value types that the floors above share |
//!
//! ARCHITECTURE.md tells the rest, above all what is deliberately absent.

pub mod app;
pub mod base;
pub mod catalog;
pub mod cli;
pub mod clip;
pub mod exchange;
pub mod gui;
pub mod photo;
pub mod tasks;
pub mod vectors;
