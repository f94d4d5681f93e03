//! Where photos lie, as CSV: for a stream, or as a file that is whole or not there.

use crate::exchange::ExchangeError;
use exchange::{write_atomically, write_places_csv};
use std::path::{Path, PathBuf};

/// The places as CSV.
pub fn to_csv(places: impl Iterator<Item = (PathBuf, [f32; 2])>) -> Result<Vec<u8>, ExchangeError> {
    let mut bytes = Vec::new();
    write_places_csv(&mut bytes, places)?;
    Ok(bytes)
}

/// Writes them to a file, whole or not at all.
pub fn write_csv(file: &Path, places: impl Iterator<Item = (PathBuf, [f32; 2])>) -> Result<(), ExchangeError> {
    Ok(write_atomically(file, &to_csv(places)?)?)
}
