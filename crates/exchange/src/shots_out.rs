//! Products by views as CSV: what a shoot has, and what it lacks.

use super::table::{TableWriter, guard};
use std::io::{self, Write};

/// A product beside the views that it should have.
#[derive(Clone, Copy, Debug)]
pub struct ShotRow<'a> {
    /// Its SKU.
    pub sku: &'a str,
    /// complete, incomplete or no photo.
    pub status: &'a str,
    /// How many photos it has.
    pub photos: u32,
    /// Of each view, photos that have its label.
    pub have: &'a [u32],
    /// Of each view, photos for which a model proposes it.
    pub proposed: &'a [u32],
}

/// Writes `sku,status,photos,missing,proposed`, then a column for each view with the number of its photos. Several views in a cell are joined
/// by ` | `; `proposed` has those of the missing ones that a model sees in some photo.
pub fn write_shots_csv<'a>(out: impl Write, views: &[&str], rows: impl Iterator<Item = ShotRow<'a>>) -> io::Result<()> {
    let mut table = TableWriter::csv(out);
    let fixed = ["sku", "status", "photos", "missing", "proposed"].map(str::to_owned);
    table.row(&fixed.into_iter().chain(views.iter().map(|view| guard(view))).collect::<Vec<_>>())?;
    for row in rows {
        let missing = || row.have.iter().enumerate().filter(|(_, n)| **n == 0).map(|(place, _)| place);
        let named = |places: &mut dyn Iterator<Item = usize>| {
            guard(&places.filter_map(|place| views.get(place).copied()).collect::<Vec<_>>().join(" | "))
        };
        let seen = |place: &usize| row.proposed.get(*place).is_some_and(|n| *n > 0);
        let fixed =
            [guard(row.sku), row.status.to_owned(), row.photos.to_string(), named(&mut missing()), named(&mut missing().filter(seen))];
        table.row(&fixed.into_iter().chain(row.have.iter().map(u32::to_string)).collect::<Vec<_>>())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_what_is_missing_and_no_sku_becomes_a_formula() {
        let mut out = Vec::new();
        let rows = [
            ShotRow { sku: "=A1", status: "incomplete", photos: 3, have: &[2, 0, 0], proposed: &[1, 1, 0] },
            ShotRow { sku: "B", status: "no photo", photos: 0, have: &[0, 0, 0], proposed: &[0, 0, 0] },
        ];
        write_shots_csv(&mut out, &["Front", "Back", "Side"], rows.into_iter()).unwrap();
        let wanted = "sku,status,photos,missing,proposed,Front,Back,Side\n'=A1,incomplete,3,Back | Side,Back,2,0,0\n\
            B,no photo,0,Front | Back | Side,,0,0,0\n";
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }
}
