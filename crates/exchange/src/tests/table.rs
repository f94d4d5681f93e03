//! Tables come back exactly, and half a table is refused.

use super::super::*;
use super::{AWKWARD, Dice};

fn read(text: &str) -> Result<Table, FormatError> {
    Table::read(text.as_bytes(), "path,set,label")
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let table = read(text).unwrap();
    std::iter::once(table.header).chain(table.rows.into_iter().map(|r| r.cells)).collect()
}

#[test]
fn whatever_is_written_is_read() {
    let mut dice = Dice(7);
    let mut tables: Vec<Vec<Vec<String>>> = (1..5)
        .map(|columns| {
            AWKWARD.chunks(columns).filter(|c| c.len() == columns).map(|c| c.iter().map(ToString::to_string).collect()).collect()
        })
        .collect();
    tables.extend((0..500).map(|_| {
        let columns = 1 + dice.roll(4);
        (0..=dice.roll(5)).map(|_| (0..columns).map(|_| dice.text()).collect()).collect()
    }));
    for table in tables {
        let mut bytes = Vec::new();
        let mut writer = TableWriter::csv(&mut bytes);
        for row in &table {
            writer.row(row).unwrap();
        }
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(cells(&text), table, "{text:?}");
    }
}

#[test]
fn a_guard_hides_every_formula_and_comes_off_again() {
    let mut dice = Dice(11);
    let texts = AWKWARD.iter().map(ToString::to_string).chain((0..5000).map(|_| dice.text()));
    let mut seen = std::collections::HashMap::new();
    for text in texts {
        let cell = guard(&text);
        assert_eq!(unguard(&cell), text);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
        // Different texts never become one cell.
        assert_eq!(seen.entry(cell).or_insert_with(|| text.clone()), &text);
    }
    assert_eq!(guard("=1+1"), "'=1+1");
    assert_eq!(guard("'tis"), "'tis");
    assert_eq!(unguard("'=A1"), "=A1", "as a spreadsheet means it");
}

#[test]
fn dialects_of_spreadsheets_are_read() {
    let want = [["path", "label"], ["a.jpg", "Red, dark"]].map(|row| row.map(str::to_owned).to_vec());
    assert_eq!(cells("path,label\na.jpg,\"Red, dark\"\n"), want);
    assert_eq!(cells("\u{feff}path,label\r\na.jpg,\"Red, dark\""), want);
    assert_eq!(cells("path;label\r\n\r\na.jpg;Red, dark\r\n\r\n"), want);
    assert_eq!(cells("path\tlabel\ra.jpg\tRed, dark\r"), want);
    assert_eq!(cells("sep=;\r\npath;label\r\na.jpg;Red, dark\r\n"), want);
    for named in ["SEP=;\r\n", "\u{feff}\"sep=;\"\r\n"] {
        assert_eq!(cells(&format!("{named}path;label\r\na.jpg;Red, dark\r\n")), want);
    }
    assert_eq!(cells("path, label\na.jpg, \"Red, dark\" \n"), [["path", " label"], ["a.jpg", "Red, dark"]], "spaces round quotes");
    assert_eq!(cells("a,b\nx, \"y\" z\n"), [["a", "b"], ["x", " \"y\" z"]], "quotes within a cell");
    assert_eq!(cells("path,label\r\na.jpg,\"Red, dark\"\r\n\u{1a}"), want, "the end mark of DOS");
    let wide = |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    for bytes in [
        wide("\u{feff}path\tlabel\r\na.jpg\tRed, dark", u16::to_le_bytes),
        wide("\u{feff}path\tlabel\r\na.jpg\tRed, dark", u16::to_be_bytes),
        wide("path\tlabel\r\na.jpg\tRed, dark", u16::to_le_bytes),
    ] {
        let table = Table::read(&bytes, "path").unwrap();
        assert_eq!((table.header, table.rows[0].cells.clone()), (want[0].clone(), want[1].clone()), "UTF-16");
    }
    assert_eq!(cells("\"a,b,c\";d\n1;2\n"), [["a,b,c", "d"], ["1", "2"]], "separators within quotes do not count");
    assert_eq!(cells("size\n5\" wide\n"), [["size"], ["5\" wide"]], "a quote within a plain cell is a quote");
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let table = read("a,b\n\"x\ny\r\nz\",1\n\n2,3\n").unwrap();
    assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 6]);
}

#[test]
fn a_broken_table_is_refused_with_its_line() {
    let told = |text: &str| read(text).unwrap_err();
    assert_eq!(told("path,set,label\n\"half a line\n"), FormatError::UnclosedQuote { line: 2 });
    assert_eq!(told("a,b\n1,2\n3\n"), FormatError::FieldCount { line: 3, found: 1, wanted: 2 });
    assert_eq!(told("a,b\n1,2,3\n"), FormatError::FieldCount { line: 2, found: 3, wanted: 2 });
    assert_eq!(told("a,b\n\"1\"x,2\n"), FormatError::AfterQuote { line: 2 });
    assert_eq!(told(""), FormatError::Empty { wanted: "path,set,label" });
    assert_eq!(told("\u{feff}\r\n\r\n"), FormatError::Empty { wanted: "path,set,label" });
    assert_eq!(Table::read(b"a,b\nCaf\xe9,1\n", "a"), Err(FormatError::NotUtf8 { line: 2 }));
    for half in [&b"\xff\xfea\0,\0b"[..], b"\xfe\xff\xd8\0", b"a\0,\0b"] {
        assert_eq!(Table::read(half, "a"), Err(FormatError::Utf16));
    }
    assert_eq!(read("a,A \n1,2\n").unwrap().find("a"), Err(FormatError::TwoColumns { name: "a".to_owned() }));
    let words = read("a,b\n").unwrap().need("label").unwrap_err().to_string();
    assert_eq!(words, "the file has no column 'label'; its columns are a, b");
    assert!(told("a,b\n3\n").to_string().starts_with("line 2 has 1 cell, but the first line names 2;"));
}
