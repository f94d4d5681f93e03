//! What holds for every query, however it was typed.

use super::*;
use proptest::prelude::*;

/// Pieces of queries, put together without any sense.
fn typed() -> impl Strategy<Value = String> {
    let field = proptest::sample::select(FIELDS.iter().map(|f| f.name).collect::<Vec<_>>());
    let state = proptest::sample::select(STATES.iter().map(|s| s.name).collect::<Vec<_>>());
    let example = proptest::sample::select(FIELDS.iter().map(|f| format!(" {}:{} ", f.name, f.example)).collect::<Vec<_>>());
    let piece = prop_oneof![
        "[a-cA-C é'.*?]{0,4}",
        field.prop_map(|name| format!("{name}:")),
        example,
        state.prop_map(|name| format!("is:{name}")),
        proptest::sample::select(vec![
            " ",
            " ",
            "\"",
            "“",
            "”",
            "„",
            "»",
            "‘",
            "’",
            "–",
            "13\"",
            "-",
            "+",
            ":",
            "/",
            ".jpg",
            "a.PNG",
            "2:",
            "-0.5:",
            "1e9:",
            "inf:",
            "score:>",
            "score:0.2",
            "type:jpg",
            "tag:\"On Sale\"",
            "-tag:\"5\"\" heel\"",
            "name:\"A\"*",
            "\"\"",
            "İ",
            "Σ",
            "ß",
        ])
        .prop_map(str::to_owned),
        any::<f32>().prop_map(|n| format!("score:<={n} {n}:")),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused_in_words(text in any::<String>()) {
        if let Err(error) = parse(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn a_query_that_is_written_down_reads_back_the_same(text in typed()) {
        if let Ok(query) = parse(&text) {
            let written = query.to_string();
            prop_assert_eq!(parse(&written), Ok(query), "{}", written);
        }
    }

    #[test]
    fn parts_lie_in_order_and_never_overlap(text in typed(), cursor in 0_usize..40) {
        let parts = parts(&text);
        prop_assert!(parts.windows(2).all(|w| w[0].range.end <= w[1].range.start), "{:?}", parts);
        prop_assert!(parts.iter().all(|part| !part.range.is_empty() && text.get(part.range.clone()).is_some()), "{:?}", parts);
        // Where a query is refused, something in it is marked, and the other way round.
        let wrong = parts.iter().any(|part| part.kind == PartKind::Wrong);
        prop_assert_eq!(wrong, parse(&text).is_err(), "{:?}", parts);
        if let Some(typed) = typed_at(&text, cursor) {
            prop_assert!(text.get(typed.range).is_some());
        }
    }

    #[test]
    fn a_name_that_is_written_exactly_reads_back_as_that_name(name in "[^\\s].{0,12}", field in proptest::sample::select(vec!["tag", "name", "folder"])) {
        let text = format!("red -{field}:{} + 2:blue", quoted(&name));
        let query = parse(&text).unwrap();
        prop_assert_eq!(query.filters.len(), 1);
        prop_assert_eq!((query.filters[0].value.as_str(), query.filters[0].exact, query.filters[0].negated), (name.as_str(), true, true));
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn nothing_within_quotes_is_syntax(words in "[^\"“”\\s/][^\"“”\\s/]{0,9}( [^\"“”\\s/]{1,9}){0,2}") {
        let query = parse(&format!("\"{words}\"")).unwrap();
        prop_assert_eq!(query.terms, vec![Term { weight: 1.0, content: TermContent::Words(words) }]);
        prop_assert!(query.filters.is_empty() && query.scores.is_empty());
    }
}
