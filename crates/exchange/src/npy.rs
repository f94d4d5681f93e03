//! Matrices of numbers as `NumPy` keeps them (`.npy`, version 1.0): little-endian `f32`, row after row.

/// Before the numbers: magic, version, length and text, so many bytes that numbers begin at a multiple of 64.
pub const NPY_HEADER: usize = 128;

const MAGIC: &[u8] = b"\x93NUMPY";

/// What stands before the numbers of a matrix.
pub fn npy_header(rows: u64, columns: usize) -> Vec<u8> {
    let text = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    let room = NPY_HEADER - MAGIC.len() - 4;
    let mut header = MAGIC.to_vec();
    header.extend([1, 0]);
    header.extend((room as u16).to_le_bytes());
    header.extend(format!("{text:<width$}\n", width = room - 1).bytes());
    header
}

/// Rows and columns of a matrix of little-endian `f32` in row order, and where its numbers begin; the error says in words what it is not.
pub fn read_npy_header(bytes: &[u8]) -> Result<(u64, usize, usize), String> {
    let rest = bytes.strip_prefix(MAGIC).ok_or("it is no .npy file")?;
    let (length, text) = match rest {
        [1, _, a, b, text @ ..] => (usize::from(u16::from_le_bytes([*a, *b])), text),
        [2 | 3, _, a, b, c, d, text @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, text),
        _ => return Err("it is an .npy file of an unknown version".to_owned()),
    };
    let begin = bytes.len() - text.len() + length;
    let text = text.get(..length).and_then(|text| std::str::from_utf8(text).ok()).ok_or("its header is cut off")?;
    let value = |name: &str| Some(text.split_once(&format!("'{name}':"))?.1.trim_start());
    if !value("descr").is_some_and(|value| value.starts_with("'<f4'")) {
        return Err("its numbers are not little-endian 32-bit floats".to_owned());
    }
    if !value("fortran_order").is_some_and(|value| value.starts_with("False")) {
        return Err("it is not kept row by row".to_owned());
    }
    let shape = value("shape").and_then(|value| value.strip_prefix('(')?.split_once(')')).map(|(shape, _)| shape).unwrap_or_default();
    let sides: Vec<u64> = shape.split(',').filter_map(|side| side.trim().parse().ok()).collect();
    match sides[..] {
        [rows, columns] => Ok((rows, usize::try_from(columns).map_err(|_| "it has too many columns")?, begin)),
        _ => Err("it is no table of rows and columns".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_it_was_written() {
        for (rows, columns) in [(0, 8), (3, 512), (u64::MAX, 65_535)] {
            let header = npy_header(rows, columns);
            assert_eq!((header.len(), header.last()), (NPY_HEADER, Some(&b'\n')));
            assert_eq!(read_npy_header(&header), Ok((rows, columns, NPY_HEADER)));
        }
        // As numpy 2 writes np.save of zeros((2, 3), dtype="<f4").
        let theirs = b"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
        let mut padded = theirs.to_vec();
        padded.resize(127, b' ');
        padded.push(b'\n');
        assert_eq!(read_npy_header(&padded), Ok((2, 3, 128)));
    }

    #[test]
    fn what_is_none_is_told() {
        let good = npy_header(2, 3);
        let changed = |from: &str, to: &str| String::from_utf8_lossy(&good[10..]).replace(from, to);
        let with = |text: String| [&good[..10], text.as_bytes()].concat();
        for (bytes, told) in [
            (b"PK\x03\x04".to_vec(), "no .npy"),
            (good[..60].to_vec(), "cut off"),
            (with(changed("<f4", "<f8")), "32-bit floats"),
            (with(changed("False", "True ")), "row by row"),
            (with(changed("(2, 3)", "(6,)  ")), "rows and columns"),
            (b"\x93NUMPY\x09\x00".to_vec(), "unknown version"),
        ] {
            assert!(read_npy_header(&bytes).unwrap_err().contains(told), "{told}");
        }
    }
}
