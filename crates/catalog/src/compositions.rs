//! How photos are made up: kept by index runs.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use base::PhotoId;
use base::colour::Lab;
use base::composition::{Bounds, Composition, MOST_COLOURS, ProfileKind, Swatch};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

/// Bytes of a colour of a palette: L*, a*, b* and its share.
const SWATCH: usize = 16;

const SELECT: &str = "SELECT photo_id, white, near_white, background, x0, y0, x1, y1, area, bordered, transparent, profile, palette
    FROM compositions";

impl Catalog {
    /// What was measured of one photo.
    pub fn composition(&self, photo: PhotoId) -> Result<Option<Composition>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("{SELECT} WHERE photo_id = ?1"))?;
            Ok(statement.query_row([photo.0], composition).optional()?)
        })
    }

    /// What was measured of all photos, by photo; one that was indexed before this was kept is not among them until the next index run.
    pub fn compositions(&self) -> Result<HashMap<PhotoId, Composition>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(SELECT)?;
            let rows = statement.query_map([], |row| Ok((PhotoId(row.get(0)?), composition(row)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn composition(row: &Row<'_>) -> rusqlite::Result<Composition> {
    let real = |column| Ok::<_, rusqlite::Error>(row.get::<_, f64>(column)? as f32);
    let known = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<f64>>(column)?.map(|value| value as f32));
    let corners = (known(4)?, known(5)?, known(6)?, known(7)?);
    let product = if let (Some(x0), Some(y0), Some(x1), Some(y1)) = corners { Some(Bounds { x0, y0, x1, y1 }) } else { None };
    let background = row.get::<_, Option<u32>>(3)?.map(|rgb| [16, 8, 0].map(|shift| (rgb >> shift) as u8));
    let palette = row.get_ref(12)?.as_blob()?.as_chunks::<SWATCH>().0.iter().take(MOST_COLOURS).map(swatch).collect();
    let profile = ProfileKind::named(row.get_ref(11)?.as_str()?).unwrap_or_default();
    Ok(Composition {
        white: real(1)?,
        near_white: real(2)?,
        background,
        product,
        area: known(8)?,
        bordered: row.get(9)?,
        transparent: real(10)?,
        profile,
        palette,
    })
}

fn swatch(bytes: &[u8; SWATCH]) -> Swatch {
    let [l, a, b, share] = std::array::from_fn(|n| f32::from_le_bytes(std::array::from_fn(|i| bytes[4 * n + i])));
    Swatch { lab: Lab { l, a, b }, share }
}

/// Keeps what was measured; of a photo that is gone nothing is kept.
pub(crate) fn save_composition(db: &Connection, photo: PhotoId, revision: u32, measured: &Composition) -> Result<(), Fault> {
    let sql = "INSERT OR REPLACE INTO compositions (photo_id, revision, white, near_white, background, x0, y0, x1, y1, area, bordered,
            transparent, profile, palette)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 WHERE EXISTS (SELECT 1 FROM photos WHERE id = ?1)";
    let Composition { white, near_white, background, product, area, bordered, transparent, profile, palette } = measured;
    let background = background.map(|[r, g, b]| u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b));
    let [x0, y0, x1, y1] =
        [|b: Bounds| b.x0, |b: Bounds| b.y0, |b: Bounds| b.x1, |b: Bounds| b.y1].map(|side| product.map(side).map(f64::from));
    let numbers = palette.iter().flat_map(|s| [s.lab.l, s.lab.a, s.lab.b, s.share]).flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
    let row = params![
        photo.0,
        revision,
        f64::from(*white),
        f64::from(*near_white),
        background,
        x0,
        y0,
        x1,
        y1,
        area.map(f64::from),
        bordered,
        f64::from(*transparent),
        profile.as_str(),
        numbers
    ];
    for_each_row(db, sql, [row])?;
    Ok(())
}

/// What is kept is of other content.
pub(crate) fn forget_composition(db: &Connection, photo: PhotoId) -> Result<(), Fault> {
    for_each_row(db, "DELETE FROM compositions WHERE photo_id = ?1", [[photo.0]])?;
    Ok(())
}
