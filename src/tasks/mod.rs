//! The jobs as plain functions: request in, report out. Floor 2.

pub mod index;
pub mod plan;
pub mod query;
pub mod search;
