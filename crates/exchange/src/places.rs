//! Places of photos on a map as CSV.

use super::table::{TableWriter, guard};
use std::io::{self, Write};
use std::path::PathBuf;

/// Writes `path,x,y`, one row a photo. A place has as many digits as tell it from every other `f32`.
pub fn write_places_csv(out: impl Write, rows: impl Iterator<Item = (PathBuf, [f32; 2])>) -> io::Result<()> {
    let mut table = TableWriter::csv(out);
    table.row(&["path", "x", "y"])?;
    for (path, [x, y]) in rows {
        table.row(&[guard(&path.to_string_lossy()), x.to_string(), y.to_string()])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_path_that_no_spreadsheet_takes_for_a_formula_and_exact_places() {
        let mut out = Vec::new();
        write_places_csv(&mut out, [("=a.jpg".into(), [0.1, -3.25]), ("b, c.jpg".into(), [1e-9, 7.0])].into_iter()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "path,x,y\n'=a.jpg,0.1,-3.25\n\"b, c.jpg\",0.000000001,7\n");
    }
}
