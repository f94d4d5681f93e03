//! Scans of one bit a pixel, packed as fax machines do: CCITT's recommendations T.4 (Group 3) and T.6 (Group 4). The tables of codes are
//! those of the crate `fax`; its own readers know neither two-dimensional rows of T.4 nor rows without marks between them.

use fax::maps::{Mode, black, mode, white};
use fax::{BitReader, ByteReader};
use std::convert::Infallible;

/// How rows follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Runs, each row from the beginning of a byte.
    Rows,
    /// A mark before each row; with two dimensions a bit behind it says whether the row is told by the one above.
    Group3 { two_dimensional: bool },
    /// Each row told by the one above.
    Group4,
}

/// Longest row of blanks that a mark may begin with, in bits.
const MOST_FILL: u32 = 1 << 16;

/// Rows of bits, each from the beginning of a byte, set where black. What is damaged ends the rows; the others are missing.
pub(super) fn unpacked(packed: &[u8], layout: Layout, width: u32, rows: u32) -> Vec<u8> {
    let row_bytes = width.div_ceil(8) as usize;
    let mut out = Vec::new();
    let mut above = vec![];
    let mut bits = Bits::new(packed);
    for _ in 0..rows {
        let Some(row) = bits.row(layout, &above, width) else { break };
        let start = out.len();
        out.resize(start + row_bytes, 0);
        paint(&mut out[start..], &row, width);
        above = real_changes(row);
    }
    out
}

/// Without runs of no length: the next row is told by changes that are seen.
fn real_changes(row: Vec<u32>) -> Vec<u32> {
    let mut real: Vec<u32> = Vec::with_capacity(row.len());
    for change in row {
        if real.last() == Some(&change) { _ = real.pop() } else { real.push(change) }
    }
    real
}

/// Sets the bits of black runs: from each first change to each second.
fn paint(row: &mut [u8], changes: &[u32], width: u32) {
    for run in changes.chunks(2) {
        let (from, to) = (run[0], run.get(1).copied().unwrap_or(width));
        for x in from..to.min(width) {
            row[(x / 8) as usize] |= 0x80 >> (x % 8);
        }
    }
}

type Source<'a> = ByteReader<Box<dyn Iterator<Item = Result<u8, Infallible>> + 'a>>;

struct Bits<'a> {
    reader: Option<Source<'a>>,
}

impl<'a> Bits<'a> {
    fn new(packed: &'a [u8]) -> Self {
        // The tables look ahead; zeroes behind the end are no code.
        let bytes = packed.iter().copied().chain([0; 4]).map(Ok);
        Self { reader: ByteReader::new(Box::new(bytes) as Box<dyn Iterator<Item = _>>).ok() }
    }

    /// Where the colour changes, beginning with white.
    fn row(&mut self, layout: Layout, above: &[u32], width: u32) -> Option<Vec<u32>> {
        let reader = self.reader.as_mut()?;
        match layout {
            Layout::Group4 => row_by_above(reader, above, width),
            Layout::Rows => {
                let row = row_of_runs(reader, width)?;
                let rest = reader.bits_to_byte_boundary();
                reader.consume(rest).ok()?;
                Some(row)
            }
            Layout::Group3 { two_dimensional } => {
                skip_mark(reader)?;
                let plain = !two_dimensional || take(reader, 1)? == 1;
                if plain { row_of_runs(reader, width) } else { row_by_above(reader, above, width) }
            }
        }
    }
}

fn take(reader: &mut Source<'_>, count: u8) -> Option<u16> {
    let bits = reader.peek(count)?;
    reader.consume(count).ok()?;
    Some(bits)
}

/// The mark before a row, eleven zeroes or more and a one. Some writers leave it out.
fn skip_mark(reader: &mut Source<'_>) -> Option<()> {
    // No code begins with so many zeroes.
    if reader.peek(9)? != 0 {
        return Some(());
    }
    for _ in 0..MOST_FILL {
        if take(reader, 1)? == 1 {
            return Some(());
        }
    }
    None
}

fn row_of_runs(reader: &mut Source<'_>, width: u32) -> Option<Vec<u32>> {
    let (mut changes, mut at, mut is_black) = (vec![], 0, false);
    while at < width {
        at = (at + run(reader, is_black)?).min(width);
        changes.push(at);
        is_black = !is_black;
    }
    Some(changes)
}

/// A run's length: multiples of 64, ended by a code for the rest.
fn run(reader: &mut Source<'_>, is_black: bool) -> Option<u32> {
    let mut sum = 0;
    loop {
        let part = if is_black { black::decode(reader) } else { white::decode(reader) }?;
        sum += u32::from(part);
        if part < 64 {
            return Some(sum);
        }
        if sum > 1 << 20 {
            return None;
        }
    }
}

/// A row told by where its changes lie beside those of the row above.
fn row_by_above(reader: &mut Source<'_>, above: &[u32], width: u32) -> Option<Vec<u32>> {
    let (mut changes, mut at, mut is_black, mut first) = (vec![], 0, false, true);
    while at < width {
        let (b1, b2) = beside(above, at, is_black, first, width);
        match mode::decode(reader)? {
            Mode::Pass => at = b2,
            Mode::Vertical(delta) => {
                let change = b1.checked_add_signed(delta.into()).filter(|change| *change >= at)?.min(width);
                changes.push(change);
                at = change;
                is_black = !is_black;
            }
            Mode::Horizontal => {
                for colour in [is_black, !is_black] {
                    at = (at + run(reader, colour)?).min(width);
                    changes.push(at);
                }
            }
            Mode::Extension | Mode::EOF => return None,
        }
        first = false;
    }
    Some(changes)
}

/// The first change above to the other colour right of `at`, and the one behind it.
fn beside(above: &[u32], at: u32, is_black: bool, first: bool, width: u32) -> (u32, u32) {
    // The imaginary pixel before the row lies left of a change at zero. Changes at even places are to black.
    let right = |change: &u32| *change > at || first && *change == 0;
    let mut index = above.partition_point(|change| !right(change));
    if (index % 2 == 1) != is_black {
        index += 1;
    }
    let change = |index: usize| above.get(index).copied().unwrap_or(width);
    (change(index), change(index + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fax::encoder::Encoder;
    use fax::{BitWriter as _, Bits as Code, Color, VecWriter};

    /// A few rows with runs of all lengths, as bits set where black.
    fn drawn(width: u32, rows: u32) -> Vec<Vec<bool>> {
        (0..rows).map(|y| (0..width).map(|x| x * (y + 3) % 97 > 60 || (y % 5 == 0 && x < 9) || (y % 7 == 3)).collect()).collect()
    }

    fn as_bits(rows: &[Vec<bool>]) -> Vec<u8> {
        let byte = |bits: &[bool]| bits.iter().enumerate().fold(0, |byte, (n, bit)| byte | u8::from(*bit) << (7 - n));
        rows.iter().flat_map(|row| row.chunks(8).map(byte)).collect()
    }

    fn runs(writer: &mut VecWriter, row: &[bool]) {
        let mut is_black = false;
        let mut at = 0;
        while at < row.len() {
            let mut length = row[at..].iter().take_while(|bit| **bit == is_black).count();
            at += length;
            while length >= 64 {
                let part = (length / 64 * 64).min(2560);
                write_run(writer, is_black, part as u16);
                length -= part;
            }
            write_run(writer, is_black, length as u16);
            is_black = !is_black;
        }
    }

    fn write_run(writer: &mut VecWriter, is_black: bool, length: u16) {
        let code = if is_black { black::encode(length) } else { white::encode(length) }.unwrap();
        writer.write(code).unwrap();
    }

    #[test]
    fn group_four_is_read_as_the_encoder_wrote_it() {
        for width in [1, 7, 8, 64, 301, 3000] {
            let rows = drawn(width, 40);
            let mut encoder = Encoder::new(VecWriter::new());
            for row in &rows {
                encoder.encode_line(row.iter().map(|bit| if *bit { Color::Black } else { Color::White }), width as u16).unwrap();
            }
            let packed = encoder.finish().unwrap().finish();
            assert!(unpacked(&packed, Layout::Group4, width, 40) == as_bits(&rows), "{width}");
            assert!(unpacked(&packed[..packed.len() / 2], Layout::Group4, width, 40).len() < as_bits(&rows).len());
        }
    }

    #[test]
    fn runs_are_read_with_marks_and_without() {
        for width in [9, 301, 6000] {
            let rows = drawn(width, 20);
            let mut plain = vec![];
            let mut marked = VecWriter::new();
            let mut mixed = VecWriter::new();
            for (y, row) in rows.iter().enumerate() {
                let mut writer = VecWriter::new();
                runs(&mut writer, row);
                plain.extend(writer.finish());
                for (writer, bit) in [(&mut marked, false), (&mut mixed, true)] {
                    writer.write(Code { data: 1, len: 12 }).unwrap();
                    if bit {
                        writer.write(Code { data: u16::from(y == 0 || rows[y - 1] != *row), len: 1 }).unwrap();
                    }
                    if bit && y > 0 && rows[y - 1] == *row {
                        // As above: each change straight under its own.
                        let changes = 1 + row.windows(2).filter(|pair| pair[0] != pair[1]).count() + usize::from(row[0]);
                        (0..changes).for_each(|_| writer.write(Code { data: 1, len: 1 }).unwrap());
                    } else {
                        runs(writer, row);
                    }
                }
            }
            assert!(unpacked(&plain, Layout::Rows, width, 20) == as_bits(&rows), "{width}");
            for (writer, two_dimensional) in [(marked, false), (mixed, true)] {
                let read = unpacked(&writer.finish(), Layout::Group3 { two_dimensional }, width, 20);
                assert!(read == as_bits(&rows), "{width}, two dimensions: {two_dimensional}");
            }
        }
    }

    #[test]
    fn nonsense_ends_the_rows() {
        let nonsense: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for layout in [Layout::Rows, Layout::Group3 { two_dimensional: false }, Layout::Group3 { two_dimensional: true }, Layout::Group4] {
            for width in [1, 100, 65_000] {
                assert!(unpacked(&nonsense, layout, width, 50).len() <= 50 * width.div_ceil(8) as usize);
                assert!(unpacked(&[], layout, width, 50).is_empty());
            }
        }
    }
}
