//! The shot list as CSV.

use super::Shots;
use crate::exchange::ExchangeError;
use exchange::{ShotRow, write_atomically, write_shots_csv};
use std::path::Path;

/// One row a product, then one for each SKU without a photo.
pub fn shots_csv(shots: &Shots) -> Result<Vec<u8>, ExchangeError> {
    let views: Vec<&str> = shots.views.iter().map(|view| view.name.as_str()).collect();
    let nothing = vec![0; views.len()];
    let products = shots.products.iter().map(|product| ShotRow {
        sku: &product.sku,
        status: if product.is_complete() { "complete" } else { "incomplete" },
        photos: product.photos,
        have: &product.have,
        proposed: &product.proposed,
    });
    let without = shots.without_photo.iter().map(|sku| ShotRow { sku, status: "no photo", photos: 0, have: &nothing, proposed: &nothing });
    let mut bytes = Vec::new();
    write_shots_csv(&mut bytes, &views, products.chain(without))?;
    Ok(bytes)
}

/// Writes that to a file, whole or not at all.
pub fn write_shots(file: &Path, shots: &Shots) -> Result<(), ExchangeError> {
    Ok(write_atomically(file, &shots_csv(shots)?)?)
}
