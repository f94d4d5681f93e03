//! Writing files whole or not at all, with errors that name the file.

use super::{WriteError, WriteFault};
use std::path::Path;

/// Replaces or makes a sidecar, which may not be a link.
pub fn write_sidecar(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    base::atomic::write_beside(path, bytes).map_err(|error| WriteFault::from(error).at(path))
}

/// Replaces or makes a file by [`base::atomic::write`]; what a killed process left unfinished beside it goes.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    base::unfinished::sweep_beside(path);
    base::atomic::write(path, bytes).map_err(|error| WriteFault::from(error).at(path))
}
