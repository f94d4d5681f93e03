//! The words a model was taught, and how well it knows them, so that the program can say when a search uses another: a cosine cannot tell.

use super::fold::fold;
use super::formats;
use std::collections::HashMap;

/// A word is known only weakly where a photo that it is true of comes before one that it is not true of less often than this: guessing has one
/// half, and below two of three times the first photos of a search are mostly wrong ones. (Measured with few photos the figure is unsure: of 5 by
/// .13. So a floor near one half would take guessing for knowledge.)
pub const WEAK_BELOW: f32 = 2.0 / 3.0;

/// What is looked up nowhere: it joins words and names nothing.
const JOINING: [&str; 14] = ["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "without"];

/// How well a model knows a word that it was taught.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Taught {
    /// Share of pairs of held-out photos, one that the word is true of and one that it is not, which the word puts in the right order. `None`: it was
    /// not measured, for want of photos.
    pub auc: Option<f32>,
    /// Photos that it was measured with.
    pub photos: u32,
}

impl Taught {
    /// It was measured and found wanting.
    pub fn is_weak(self) -> bool {
        self.auc.is_some_and(|auc| auc < WEAK_BELOW)
    }
}

/// The words a model was taught.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(HashMap<String, Taught>);

impl Vocabulary {
    /// `words`: one a line; blank lines and lines that begin with `#` are no words. `measured`: a table with tabs between its columns word,
    /// photos, auc and p10, as the starter model's recipe writes it; what is not in it, or empty there, was not measured.
    pub fn parse(words: &str, measured: Option<&str>) -> Self {
        let lines = words.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut taught: HashMap<String, Taught> = lines.map(|word| (word.to_lowercase(), Taught::default())).collect();
        for (word, how_well) in measured.into_iter().flat_map(table) {
            taught.entry(word).and_modify(|known| *known = how_well);
        }
        Self(taught)
    }

    /// The same words and those of a table like that of [`Self::parse`], which were taught later.
    pub fn and_taught(mut self, measured: &str) -> Self {
        self.0.extend(table(measured));
        self
    }

    /// How well the model knows a word, in lower case; `None`: it was not taught.
    pub fn of(&self, word: &str) -> Option<Taught> {
        self.0.get(word).copied()
    }

    /// Every word that was taught, in no order.
    pub fn words(&self) -> impl Iterator<Item = (&str, Taught)> {
        self.0.iter().map(|(word, taught)| (word.as_str(), *taught))
    }

    /// The words of `text` that are not in the list, lower-case, each once, in order. Numbers are no words.
    ///
    /// A hyphenated word is known if it stands in the list or all its parts do.
    pub fn unknown(&self, text: &str) -> Vec<String> {
        self.odd(text, |taught| taught.is_none())
    }

    /// The words of `text` that were taught and that the model does badly at, lower-case, each once, in order.
    pub fn weak(&self, text: &str) -> Vec<String> {
        self.odd(text, |taught| taught.is_some_and(Taught::is_weak))
    }

    fn odd(&self, text: &str, is_odd: impl Fn(Option<Taught>) -> bool) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for word in words(text) {
            let parts: Vec<&str> = if self.0.contains_key(word.as_str()) { vec![&word] } else { word.split('-').map(bare).collect() };
            for part in parts {
                // `photo.jpe`: the ending of a file says what it is, not what it shows.
                let counts = part.chars().any(char::is_alphabetic) && !joins(part) && formats::of_ending(part).is_none();
                if counts && is_odd(self.of(part)) && !found.iter().any(|known| known == part) {
                    found.push(part.to_owned());
                }
            }
        }
        found
    }
}

/// The lines of a table that say something, the word in lower case.
fn table(measured: &str) -> impl Iterator<Item = (String, Taught)> {
    measured.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (word, photos, auc) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?);
        Some((word.to_lowercase(), Taught { auc: auc.parse().ok(), photos }))
    })
}

/// It joins words and names nothing: "with", "and".
pub fn joins(word: &str) -> bool {
    JOINING.contains(&word)
}

/// The words of a text, folded to their keys (lower case, composed) and without signs around them.
pub fn words(text: &str) -> Vec<String> {
    let text = fold(text);
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'));
    words.map(bare).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// "women's" is "women".
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_were_not_taught_are_named() {
        let vocabulary = Vocabulary::parse("red\nt-shirt\nflip\nflops\nWomen\n\n# made by hand\nñandú\n", None);
        for (text, want) in [
            ("Red T-shirt", &[][..]),
            ("t shirt", &["t", "shirt"]),
            ("flip-flops, red; women's", &[]),
            ("flip-flap", &["flap"]),
            ("asdf qwer ASDF 2012 4x", &["asdf", "qwer", "4x"]),
            ("ÑANDÚ — 'red'", &[]),
            ("made", &["made"]),
            ("red.jpe a.HEIC .tif", &[]),
            ("n\u{303}andu\u{301}", &[]),
            ("red with the women", &[]),
            ("", &[]),
            ("- ' --", &[]),
        ] {
            assert_eq!(vocabulary.unknown(text), want, "{text}");
        }
    }

    #[test]
    fn a_table_says_how_well_words_are_known() {
        let table = "word\tphotos\tauc\tp10\nred\t351\t0.913\t0.80\ndenim\t12\t0.629\t0.00\nrobe\t2\t\t\nelse\t9\t0.1\t0\nbroken\n";
        let vocabulary = Vocabulary::parse("red\ndenim\nrobe\nbroken\nof\n", Some(table));
        assert_eq!(vocabulary.of("red"), Some(Taught { auc: Some(0.913), photos: 351 }));
        assert_eq!(vocabulary.of("robe"), Some(Taught { auc: None, photos: 2 }));
        assert_eq!((vocabulary.of("broken"), vocabulary.of("else")), (Some(Taught::default()), None));
        assert_eq!(vocabulary.weak("a red Denim robe of denim"), ["denim"]);
        let later = vocabulary.and_taught("word\tproducts\tauc\nSummer\t24\t0.81\nred\t5\t0.95\nbroken\n");
        assert_eq!((later.unknown("summer robe"), later.of("red").map(|red| red.photos)), (vec![], Some(5)));
    }
}
