//! What separates the cells of a table: as the file says, as its rows tell, and as spreadsheets of a country want it.

use super::table::Cursor;

/// The separators that spreadsheets write, the likeliest first.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

pub(super) const LINE_ENDS: [char; 2] = ['\r', '\n'];

/// Rows that are looked at to find the separator.
const LOOKED_AT: usize = 50;

/// The separator that the first line names, as spreadsheets of some countries write it (`sep=;`, in any case), and what follows that line. In
/// quotes it may be the name of an only column, unless what follows is separated so.
pub(super) fn named(text: &str) -> Option<(char, &str)> {
    let (line, rest) = text.split_once(LINE_ENDS)?;
    let rest = if text[line.len()..].starts_with("\r\n") { &rest[1..] } else { rest };
    let unquoted = line.strip_prefix('"').and_then(|inside| inside.strip_suffix('"'));
    let bare = unquoted.unwrap_or(line);
    let named = bare.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &bare[4..])?;
    let separator = named.chars().next().filter(|c| SEPARATORS.contains(c))?;
    let is_alone = named.chars().all(|c| c == separator || c == ' ');
    let separates = || Cursor::with(rest, separator).row().is_ok_and(|row| row.is_some_and(|row| row.cells.len() > 1));
    (is_alone && (unquoted.is_none() || separates())).then_some((separator, rest))
}

/// The separator with which all rows are equally long, and longest; where none does that, the one that the first line has most of.
pub(super) fn found(text: &str) -> char {
    let equal = SEPARATORS.iter().rev().filter_map(|separator| Some((equal_length(text, *separator)?, *separator)));
    equal.max_by_key(|(length, _)| *length).map_or_else(|| most_frequent(text), |(_, separator)| separator)
}

/// How many cells each of the first rows has with this separator, where that is more than one.
fn equal_length(text: &str, separator: char) -> Option<usize> {
    let mut cursor = Cursor::with(text, separator);
    let length = cursor.row().ok()??.cells.len();
    for _ in 1..LOOKED_AT {
        match cursor.row().ok()? {
            Some(row) if row.cells.len() == length => {}
            Some(_) => return None,
            None => break,
        }
    }
    Some(length).filter(|length| *length > 1)
}

fn most_frequent(text: &str) -> char {
    let mut counts = SEPARATORS.map(|separator| (separator, 0));
    let mut quoted = false;
    for c in text.trim_start_matches(LINE_ENDS).chars() {
        match c {
            '"' => quoted = !quoted,
            '\r' | '\n' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(separator, _)| *separator == c).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // The first of the most frequent: `max_by_key` would give the last.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(',', |(separator, _)| *separator)
}

/// Languages in which a number has a decimal comma, so that spreadsheets separate cells by semicolons.
const WITH_COMMA: [&str; 42] = [
    "af", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo", "fr", "gl", "hr", "hu", "hy", "id", "is", "it",
    "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk",
];

/// Countries in which one of these languages is written with a decimal point.
const WITH_POINT: [&str; 13] = ["CH", "LI", "MX", "US", "GT", "HN", "NI", "PA", "PE", "PR", "SV", "DO", "419"];

/// What separates cells in a language ("de-CH", "pt_BR.UTF-8"), and whether numbers have a comma in it.
pub(super) fn of_locale(locale: &str) -> (char, bool) {
    let mut parts = locale.split(['.', '@']).next().unwrap_or_default().split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let country = parts.find(|part| part.len() < 4).unwrap_or_default().to_ascii_uppercase();
    let has_comma = WITH_COMMA.contains(&language.as_str()) || language == "vi";
    match country.as_str() {
        // A decimal point, and semicolons all the same.
        "CH" | "LI" if has_comma => (';', false),
        country if has_comma && !WITH_POINT.contains(&country) => (';', true),
        _ => (',', false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_separator() {
        for (locale, want) in [
            ("en-US", (',', false)),
            ("de-DE", (';', true)),
            ("de_CH.UTF-8", (';', false)),
            ("pt_BR", (';', true)),
            ("es-MX", (',', false)),
            ("sr-Latn-RS", (';', true)),
            ("ja-JP", (',', false)),
            ("C", (',', false)),
            ("", (',', false)),
        ] {
            assert_eq!(of_locale(locale), want, "{locale}");
        }
    }

    #[test]
    fn the_first_line_may_name_it() {
        for text in ["sep=;\na;b", "SEP=;\r\na;b", "\"sep=;\"\r\na;b", "Sep=;;\na;b", "sep=;\ra;b"] {
            assert_eq!(named(text), Some((';', "a;b")), "{text:?}");
        }
        for text in ["sep=x\na", "separator;a\nb", "sep=;", "\"sep=;\"\n1\n", "\"sep=;\",\"a\"\nb,c\n"] {
            assert_eq!(named(text), None, "{text:?}");
        }
    }

    #[test]
    fn rows_tell_it_where_the_header_misleads() {
        assert_eq!(found("path;label;notes, remarks, hints, etc.\na.jpg;Shoe;x\n"), ';');
        assert_eq!(found("path,label\n\"a;b;c\",x\n"), ',');
        assert_eq!(found("path\tlabel\na, b\tc; d\n"), '\t');
        assert_eq!(found("path;score\na;0,5\nb;0,7\n"), ';');
        // Half a file is told by the separator that it has.
        assert_eq!(found("path,set,label\na,b,c\nd,e"), ',');
    }
}
