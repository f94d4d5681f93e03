//! The words a model was taught, so that the program can say when a search uses another: a cosine cannot tell.

use std::collections::HashSet;

/// vocabulary.txt: one lower-case word a line.
pub struct Vocabulary(HashSet<String>);

impl Vocabulary {
    /// Blank lines and lines that begin with `#` are no words.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(lines.map(str::to_lowercase).collect())
    }

    /// The words of `text` that are not in the list, lower-case, each once, in order. Numbers are no words.
    ///
    /// A hyphenated word is known if it stands in the list or all its parts do.
    pub fn unknown(&self, text: &str) -> Vec<String> {
        let mut unknown = Vec::new();
        for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’')) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if self.0.contains(word) {
                continue;
            }
            for part in word.split('-').map(bare) {
                if part.chars().any(char::is_alphabetic) && !self.0.contains(part) && !unknown.iter().any(|u| u == part) {
                    unknown.push(part.to_owned());
                }
            }
        }
        unknown
    }
}

/// "women's" is "women".
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn only_words_that_were_not_taught_are_named() {
        let vocabulary = Vocabulary::parse("red\nt-shirt\nflip\nflops\nWomen\n\n# made by hand\nñandú\n");
        for (text, want) in [
            ("Red T-shirt", &[][..]),
            ("t shirt", &["t", "shirt"]),
            ("flip-flops, red; women's", &[]),
            ("flip-flap", &["flap"]),
            ("asdf qwer ASDF 2012 4x", &["asdf", "qwer", "4x"]),
            ("ÑANDÚ — 'red'", &[]),
            ("made", &["made"]),
            ("", &[]),
            ("- ' --", &[]),
        ] {
            assert_eq!(vocabulary.unknown(text), want, "{text}");
        }
    }
}
