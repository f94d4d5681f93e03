//! Names by a few of their letters, as in other programs' palettes: one way to match for palette, tag bar and review.

use base::fold::{fold, spelling};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cmp::Reverse;

/// The items whose names have the letters of each word of `text`, in order but not necessarily side by side; best first. A name
/// that is the text comes before all others, and equals stay in the order in which they came. Without text: all of them.
pub fn ranked<T>(text: &str, items: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    ranked_by_any(text, items, |item| vec![name(item)])
}

/// As [`ranked`], where an item has several names: the one that fits best counts, the first of them for more than the others.
pub fn ranked_by_any<T>(text: &str, items: impl IntoIterator<Item = T>, names: impl Fn(&T) -> Vec<&str>) -> Vec<T> {
    let text = text.trim();
    let mut config = Config::DEFAULT;
    config.prefer_prefix = true;
    let mut matcher = Matcher::new(config);
    let pattern = Pattern::new(&spelling(text), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let whole = fold(text);
    let mut letters = Vec::new();
    let mut rank = |(place, name): (usize, &str)| {
        let score = pattern.score(Utf32Str::new(&spelling(name), &mut letters), &mut matcher)?;
        let counts = if place == 0 { score } else { score * 3 / 4 };
        Some((fold(name) != whole, Reverse(counts)))
    };
    let mut best = |item: &T| names(item).into_iter().enumerate().filter_map(&mut rank).min();
    let mut found: Vec<_> = items.into_iter().filter_map(|item| Some((best(&item)?, item))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::{ranked, ranked_by_any};

    fn found<'a>(text: &str, names: &[&'a str]) -> Vec<&'a str> {
        ranked(text, names.iter().copied(), |name| name)
    }

    #[test]
    fn the_name_itself_then_beginnings_then_words_then_scattered_letters() {
        let names = ["Slim shirt top", "Tshirts", "Sweatshirts", "Shirts", "Shirt"];
        assert_eq!(found("shirt", &names)[..3], ["Shirt", "Shirts", "Slim shirt top"]);
        assert_eq!(found("tsh", &names)[0], "Tshirts");
        assert_eq!(found("hdbg", &["Handbag", "Hat"]), ["Handbag"]);
    }

    #[test]
    fn words_in_any_order_any_case_and_without_accents() {
        assert_eq!(found("folder OPEN", &["Open catalogue", "Open folder"]), ["Open folder"]);
        assert_eq!(found("decollete", &["Décolleté"]), ["Décolleté"]);
        assert_eq!(found("décolleté", &["Decollete"]), [""; 0]);
    }

    #[test]
    fn other_names_find_it_too_but_come_after_its_own() {
        let items = [["Problems", "corrupt"], ["Copy path", "clipboard"], ["Quit", "exit"]];
        let found = |text: &str| ranked_by_any(text, items, |item| item.to_vec()).into_iter().map(|item| item[0]).collect::<Vec<_>>();
        assert_eq!(found("co"), ["Copy path", "Problems"]);
        assert_eq!(found("exit"), ["Quit"]);
    }

    #[test]
    fn without_text_all_stay_in_order() {
        assert_eq!(found("  ", &["b", "a"]), ["b", "a"]);
        assert_eq!(found("xyz", &["b", "a"]), [""; 0]);
    }
}
