//! Filters on marks and dates in the text of a query, put in and taken out as by hand.

use base::MarkKind;
use engine::protocol::query::{PartKind, parts};

/// Values of `is:` of which a query has at most one.
const FLAGS: [&str; 3] = ["is:pick", "is:reject", "is:unflagged"];

/// Whether the query has this filter.
pub fn has(text: &str, filter: &str) -> bool {
    parts(text).into_iter().any(|part| part.kind == PartKind::Filter && text[part.range].eq_ignore_ascii_case(filter))
}

/// The query with this filter in the place of those of its kind; without it where it has it already.
pub fn turned(text: &str, filter: &str) -> String {
    let kept = without(text, |part| kind_of(part) == kind_of(filter));
    match (has(text, filter), kept.is_empty()) {
        (true, _) => kept,
        (false, true) => filter.to_owned(),
        (false, false) => format!("{kept} {filter}"),
    }
}

/// The query without any filter on marks.
pub fn cleared(text: &str) -> String {
    without(text, |part| kind_of(part).is_some())
}

/// Whether the query has a filter of this name.
pub fn has_any(text: &str, name: &str) -> bool {
    parts(text).into_iter().any(|part| part.kind == PartKind::Filter && is_named(&text[part.range], name))
}

/// The query with this filter in the place of all of its name; without them where `filter` is empty.
pub fn put(text: &str, name: &str, filter: &str) -> String {
    let kept = without(text, |part| is_named(part, name));
    if kept.is_empty() || filter.is_empty() { format!("{kept}{filter}") } else { format!("{kept} {filter}") }
}

fn is_named(filter: &str, name: &str) -> bool {
    filter.split(':').next().is_some_and(|other| other.trim_start_matches('-').eq_ignore_ascii_case(name))
}

/// What kind of mark a filter is about, where it is about one.
fn kind_of(filter: &str) -> Option<MarkKind> {
    let filter = filter.to_lowercase();
    match filter.split(':').next() {
        Some("rating") => Some(MarkKind::Stars),
        Some("color") => Some(MarkKind::Colour),
        _ => FLAGS.contains(&filter.as_str()).then_some(MarkKind::Flag),
    }
}

/// The query without the filters that `gone` names.
fn without(text: &str, gone: impl Fn(&str) -> bool) -> String {
    let (mut kept, mut from) = (String::new(), 0);
    for part in parts(text) {
        if part.kind == PartKind::Filter && gone(&text[part.range.clone()]) {
            kept.push_str(text[from..part.range.start].trim_end());
            from = part.range.end;
        }
    }
    kept.push_str(&text[from..]);
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_takes_the_place_of_its_kind_and_goes_when_it_is_asked_for_again() {
        for (text, filter, wanted) in [
            ("", "is:pick", "is:pick"),
            ("red dress", "is:pick", "red dress is:pick"),
            ("red is:pick dress", "is:reject", "red dress is:reject"),
            ("is:untagged -is:reject", "is:pick", "is:untagged -is:reject is:pick"),
            ("Is:Pick rating:>=3", "is:pick", "rating:>=3"),
            ("rating:2 \"a rating:3\"", "rating:>=4", "\"a rating:3\" rating:>=4"),
            ("color:red", "color:red", ""),
        ] {
            assert_eq!(turned(text, filter), wanted, "{text}");
        }
        assert_eq!(put("red date:2026 Date:>=2025 dress", "date", "date:2026-05"), "red dress date:2026-05");
        assert_eq!((put("", "date", "date:2026"), put("date:2026 red", "date", "")), ("date:2026".to_owned(), "red".to_owned()));
        assert!(has_any("a date:2026", "date") && !has_any("a \"date:2026\"", "date"));
        assert_eq!(cleared("is:pick red is:untagged rating:>=2 dress -color:red"), "red is:untagged dress -color:red");
        assert!(has("red IS:pick", "is:pick") && !has("-is:pick \"is:pick\"", "is:pick"));
    }
}
