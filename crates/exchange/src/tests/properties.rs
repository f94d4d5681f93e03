//! What holds for every table and every sidecar.

use super::super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A cell of the characters that formats stumble over, or of any.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[ab \"'=+@,;\t\r\n|\u{feff}é]{0,6}", 1 => "(sep=)?[,;\t]?", 1 => any::<String>()]
        // The reader takes a zero among the first bytes for UTF-16, and no cell of ours can hold one.
        .prop_map(|text| text.replace('\0', ""))
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..5_usize).prop_flat_map(|columns| vec(vec(cell(), columns), 1..6))
}

/// Bytes that look like a table.
fn nearly_a_table() -> impl Strategy<Value = Vec<u8>> {
    let piece =
        proptest::sample::select(vec!["a", ",", ";", "\t", "\"", "\n", "\r", "sep=", " ", "\u{feff}", "é", "path", "set", "label", "sku"]);
    prop_oneof![vec(any::<u8>(), 0..64), vec(piece, 0..32).prop_map(|pieces| pieces.concat().into_bytes())]
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn a_table_that_is_written_reads_back_the_same(table in table()) {
        let mut bytes = Vec::new();
        let mut writer = TableWriter::csv(&mut bytes);
        // Every table of ours has names above its columns; of a single row that holds semicolons nobody could tell the separator.
        let names: Vec<String> = (0..table.first().map_or(1, Vec::len)).map(|column| format!("column {column}")).collect();
        for row in std::iter::once(&names).chain(&table) {
            writer.row(row).unwrap();
        }
        let read = Table::read(&bytes, "path").unwrap();
        prop_assert_eq!(&read.header, &names);
        let rows: Vec<Vec<String>> = read.rows.into_iter().map(|row| row.cells).collect();
        prop_assert_eq!(rows, table, "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_bytes_stop_a_reader(bytes in nearly_a_table()) {
        if let Ok(table) = Table::read(&bytes, "path") {
            prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
            prop_assert!(table.rows.is_sorted_by(|a, b| a.line < b.line));
        }
        let _ = read_tags(&bytes, &ReadOptions::default());
        let _ = read_label_sets(&bytes, "Colours");
        let _ = read_label_list("Colours", &String::from_utf8_lossy(&bytes));
    }
}

/// A sidecar of somebody else, in many ways of writing one.
#[derive(Clone, Debug)]
struct Foreign {
    subject: Option<Vec<String>>,
    hierarchical: Option<Vec<String>>,
    quote: char,
    line_end: &'static str,
    prefix: &'static str,
    declared_outside: bool,
    packet: bool,
}

fn keyword() -> impl Strategy<Value = String> {
    "[a-zé&<>\"'|/🟥]{1,3}( [a-z&]{1,3})?"
}

fn foreign() -> impl Strategy<Value = Foreign> {
    // Not an empty one: that means nothing, and goes with the last of ours that was put into it.
    let list = || proptest::option::of(vec(keyword(), 1..4));
    let (quote, line_end) = (proptest::sample::select(vec!['"', '\'']), proptest::sample::select(vec!["", "\n", "\r\n", "\n  "]));
    let prefix = proptest::sample::select(vec!["rdf", "r"]);
    (list(), list(), quote, line_end, prefix, any::<bool>(), any::<bool>()).prop_map(
        |(subject, hierarchical, quote, line_end, prefix, declared_outside, packet)| Foreign {
            subject,
            hierarchical,
            quote,
            line_end,
            prefix,
            declared_outside,
            packet,
        },
    )
}

impl Foreign {
    fn written(&self) -> String {
        let Self { quote: q, line_end: end, prefix: rdf, .. } = self;
        let names = format!(
            " xmlns:dc={q}http://purl.org/dc/elements/1.1/{q} xmlns:lr={q}http://ns.adobe.com/lightroom/1.0/{q} xmlns:x={q}urn:x{q}"
        );
        let (outside, inside) = if self.declared_outside { (names.as_str(), "") } else { ("", names.as_str()) };
        let mut text = String::new();
        if self.packet {
            text.push_str("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
        }
        let uri = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        let _ = write!(
            text,
            "<{rdf}:RDF xmlns:{rdf}={q}{uri}{q}{outside}>{end}<{rdf}:Description {rdf}:about={q}{q}{inside} x:a={q}1 &amp; 2{q}>{end}"
        );
        for (name, list) in [("dc:subject", &self.subject), ("lr:hierarchicalSubject", &self.hierarchical)] {
            if let Some(words) = list {
                let item = |word: &String| {
                    let word = word.replace('&', "&amp;").replace('<', "&lt;");
                    format!("<{rdf}:li>{word}</{rdf}:li>{end}")
                };
                let items: String = words.iter().map(item).collect();
                let _ = write!(text, "<{name}>{end}<{rdf}:Bag>{end}{items}</{rdf}:Bag>{end}</{name}>{end}");
            }
        }
        let _ = write!(text, "<x:b>kept <!-- as it is --> &#233;</x:b>{end}</{rdf}:Description>{end}</{rdf}:RDF>");
        if self.packet {
            text.push_str("\n<?xpacket end=\"w\"?>\n");
        }
        text
    }
}

/// Whether all of `before` is in `after`, in its order.
fn is_within(before: &str, after: &str) -> bool {
    let mut rest = after.chars();
    before.chars().all(|c| rest.any(|other| other == c))
}

fn ours() -> impl Strategy<Value = Keywords> {
    vec(("[A-C|/&]{1,2}", keyword()), 1..4)
        .prop_map(|tags| Keywords::of(&tags.iter().map(|(set, label)| (&**set, &**label)).collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(config(700))]

    #[test]
    fn keywords_go_into_a_sidecar_and_out_again(foreign in foreign(), first in ours(), second in ours()) {
        let before = foreign.written();
        let none = Keywords::default();
        let there = keywords(before.as_bytes()).unwrap();
        let added = plan(Some(before.as_bytes()), &first, &none).unwrap();
        let text = added.bytes.as_ref().map_or_else(|| before.clone(), |bytes| String::from_utf8(bytes.clone()).unwrap());

        let mut wanted = there.clone();
        wanted.add(&first);
        prop_assert_eq!(keywords(text.as_bytes()).unwrap(), wanted, "what was there, then ours: {}", text);
        prop_assert!(is_within(&before, &text), "a byte that is not ours is gone: {}", text);
        prop_assert!(added.ours.subject.iter().all(|word| !there.subject.contains(word)), "what was there is never ours");

        let again = plan(Some(text.as_bytes()), &first, &added.ours).unwrap();
        prop_assert_eq!(again, Planned { bytes: None, ours: added.ours.clone() }, "a second time nothing changes");

        let changed = plan(Some(text.as_bytes()), &second, &added.ours).unwrap();
        let text = changed.bytes.map_or(text, |bytes| String::from_utf8(bytes).unwrap());
        let mut wanted = there;
        wanted.add(&second);
        let sorted = |k: Keywords| [k.subject, k.hierarchical, k.tags_list].map(|mut list| { list.sort(); list });
        prop_assert_eq!(sorted(keywords(text.as_bytes()).unwrap()), sorted(wanted), "others for ours: {}", text);

        let back = plan(Some(text.as_bytes()), &none, &changed.ours).unwrap();
        let text = back.bytes.map_or(text, |bytes| String::from_utf8(bytes).unwrap());
        prop_assert_eq!(text, before, "taken back, the file is what it was");
    }
}
