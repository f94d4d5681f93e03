//! What an archive says of itself.

use super::vectors::ArchivedModel;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What `archive.json` says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`Manifest::FORMAT`].
    pub format: String,
    pub version: u64,
    /// Of each table, by its name.
    pub rows: BTreeMap<String, u64>,
    pub models: Vec<ArchivedModel>,
}

impl Manifest {
    /// By which an archive is known.
    pub const FORMAT: &str = "Selvedge archive";
}
