//! What a query's words become for a model that knows which words it was taught: a word that it was not taught is looked for by another form of
//! it, or by the nearest word above it, and told; a likely misspelling is offered. What no word can be found for is told as not known.

use super::query::{Query, TermContent};
use super::words::{TextMatches, counting};
use base::{Vocabulary, vocabulary};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words for clothes with the nearest word above each.
static HYPERNYMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/hypernyms.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// Shorter words have too many neighbours for one letter to mean a slip.
const SPELT: usize = 4;
/// From so many letters on two slips are believed.
const SPELT_LONG: usize = 8;

/// What a word is to the one that stands in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// Another form: "skirting" is "skirt".
    Form,
    /// A kind of it: "parka" is a "jacket".
    Kind,
    /// Likely misspelt: "jaket" is "jacket".
    Spelling,
}

impl How {
    /// As JSON has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Kind => "kind",
            Self::Spelling => "spelling",
        }
    }
}

/// A word and another in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reworded {
    /// As typed, in lower case.
    pub word: String,
    /// That the model was taught.
    pub instead: String,
    /// What they are to each other.
    pub how: How,
}

/// A query as a model is asked it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    /// With the words that are searched for.
    pub query: Query,
    /// Words in whose place others are searched for.
    pub searched_as: Vec<Reworded>,
    /// Words in whose place others could be.
    pub offered: Vec<Reworded>,
    /// Words that the model was never taught and no text has.
    pub untaught: Vec<String>,
    /// Words that the model was taught and does badly at, and no text has.
    pub weak: Vec<String>,
    /// Share of the words that pixels have a say in: not those that texts know and the model does not.
    pub sight: f32,
    /// The model knows none of the words.
    pub blind: bool,
    /// The last word may be a taught one that is still being typed.
    pub typing: bool,
}

/// What is asked of a model with this vocabulary, if it has one; `texts`: what texts say of the query. `as_typed`: nothing is put in the place of
/// any word.
pub fn understand(query: &Query, known: Option<&Vocabulary>, texts: &TextMatches, as_typed: bool) -> Understood {
    let Some(known) = known else { return Understood { query: query.clone(), sight: 1.0, ..Understood::default() } };
    let mut reader = Reader { known, texts, as_typed, told: Understood::default(), words: 0, lost: 0, left_to_texts: 0 };
    let (mut asked, counts) = (query.clone(), counting(query));
    for term in &mut asked.terms {
        match &mut term.content {
            TermContent::Words(text) => vocabulary::words(text).iter().filter(|word| counts(word)).for_each(|word| reader.word(word, text)),
            TermContent::Photo(_) => reader.words += 1,
        }
    }
    Understood {
        query: asked,
        sight: 1.0 - reader.left_to_texts as f32 / reader.words.max(1) as f32,
        blind: reader.lost == reader.words,
        typing: query.words().last().is_some_and(|words| is_beginning(words, known)),
        ..reader.told
    }
}

/// Goes through the words of a query.
struct Reader<'a> {
    known: &'a Vocabulary,
    texts: &'a TextMatches,
    as_typed: bool,
    told: Understood,
    words: usize,
    /// Words that the model knows nothing of.
    lost: usize,
    /// Words that texts know and the model does not, or not well.
    left_to_texts: usize,
}

impl Reader<'_> {
    /// Reads a word of `text`, in which other words come in the place of what was not taught.
    fn word(&mut self, word: &str, text: &mut String) {
        let has_text = self.texts.words.iter().any(|known| known == word);
        let is_number = !word.contains(char::is_alphabetic) && self.known.of(word).is_none();
        let mut lost = is_number;
        for part in self.known.unknown(word) {
            match instead(&part, self.known) {
                Some(other) if other.how != How::Spelling && !self.as_typed => {
                    *text = replace(text, &other);
                    push(&mut self.told.searched_as, other);
                    continue;
                }
                Some(other) if !has_text => push(&mut self.told.offered, other),
                _ => {}
            }
            lost = true;
            if !has_text {
                push(&mut self.told.untaught, part);
            }
        }
        let weak = self.known.weak(word);
        let doubtful = lost || !weak.is_empty();
        if !has_text {
            for word in weak {
                push(&mut self.told.weak, word);
            }
        }
        self.words += 1;
        self.lost += usize::from(lost);
        self.left_to_texts += usize::from(has_text && doubtful);
    }
}

/// The last word may be a taught one that is still being typed.
fn is_beginning(words: &str, known: &Vocabulary) -> bool {
    let last = vocabulary::words(words).pop().unwrap_or_default();
    !words.ends_with(char::is_whitespace) && known.words().any(|(word, _)| word.len() > last.len() && word.starts_with(&last))
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The text with the word in its place, in lower case.
pub(super) fn replace(text: &str, other: &Reworded) -> String {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    let mut out = String::new();
    while let Some(at) = rest.find(&other.word) {
        let after = at + other.word.len();
        let before = rest[..at].chars().next_back().or_else(|| out.chars().next_back());
        let whole = !is_letter(before) && !is_letter(rest[after..].chars().next());
        out.push_str(&rest[..at]);
        out.push_str(if whole { &other.instead } else { &other.word });
        rest = &rest[after..];
    }
    out + rest
}

/// A taught word in the place of one that was not taught: another form, the nearest word above it (or above another form of it), or what was
/// likely meant.
pub fn instead(word: &str, known: &Vocabulary) -> Option<Reworded> {
    let reworded = |instead: &str, how| Some(Reworded { word: word.to_owned(), instead: instead.to_owned(), how });
    let stemmer = Stemmer::create(Algorithm::English);
    let stem = stemmer.stem(word);
    let taught = || known.words().filter(|(_, taught)| !taught.is_weak());
    let form =
        taught().filter(|(other, _)| stemmer.stem(other) == stem).min_by_key(|(other, _)| (other.len().abs_diff(word.len()), *other));
    if let Some((other, _)) = form {
        return reworded(other, How::Form);
    }
    let kind = HYPERNYMS.get(word).or_else(|| HYPERNYMS.iter().find(|(kind, _)| stemmer.stem(kind) == stem).map(|(_, above)| above));
    if let Some(above) = kind.filter(|above| known.of(above).is_some()) {
        return reworded(above, How::Kind);
    }
    let letters = word.chars().count();
    if letters < SPELT || word.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let most = if letters < SPELT_LONG { 1 } else { 2 };
    let near = taught()
        .filter(|(other, _)| other.len() >= SPELT && other.chars().next() == word.chars().next())
        .map(|(other, taught)| (strsim::osa_distance(word, other), std::cmp::Reverse(taught.photos), other))
        .filter(|(slips, ..)| *slips <= most)
        .min()?;
    reworded(near.2, How::Spelling)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use crate::words::QueryWord;
    use base::PhotoId;

    fn vocabulary() -> Vocabulary {
        let words = "red\njacket\nskirt\ndress\nt-shirt\npuma\ndenim\nwith\nhood\njeans";
        Vocabulary::parse(words, Some("jacket\t100\t0.95\t1\npuma\t40\t0.5\t0\ndenim\t12\t0.6\t0\n"))
    }

    fn texts(words: &[&str]) -> TextMatches {
        let found = words.iter().map(|word| (QueryWord { word: (*word).to_owned(), weight: 1.0 }, vec![(PhotoId(1), 1.0)]));
        TextMatches::new(&found.collect::<Vec<_>>())
    }

    fn asked(text: &str, of_texts: &[&str]) -> Understood {
        understand(&parse(text).unwrap(), Some(&vocabulary()), &texts(of_texts), false)
    }

    fn searched(understood: &Understood) -> Vec<&TermContent> {
        understood.query.terms.iter().map(|term| &term.content).collect()
    }

    #[test]
    fn untaught_words_are_searched_for_by_another_form_or_the_word_above() {
        let found = asked("Red Parkas with hoods", &[]);
        assert_eq!(searched(&found), [&TermContent::Words("red jacket with hood".to_owned())]);
        let told: Vec<_> = found.searched_as.iter().map(|r| (r.word.as_str(), r.instead.as_str(), r.how)).collect();
        assert_eq!(told, [("parkas", "jacket", How::Kind), ("hoods", "hood", How::Form)]);
        assert!((found.untaught.len(), found.blind) == (0, false));
        let typed = understand(&parse("parka").unwrap(), Some(&vocabulary()), &texts(&[]), true);
        assert_eq!(
            (searched(&typed), typed.untaught.as_slice()),
            (vec![&TermContent::Words("parka".to_owned())], &["parka".to_owned()][..])
        );
        assert_eq!(asked("spark - parka", &[]).query.terms[1].content, TermContent::Words("jacket".to_owned()));
    }

    #[test]
    fn a_likely_slip_is_offered_and_changes_nothing() {
        let found = asked("jaket", &[]);
        assert_eq!(found.offered, [Reworded { word: "jaket".into(), instead: "jacket".into(), how: How::Spelling }]);
        assert_eq!(
            (searched(&found), found.untaught.as_slice()),
            (vec![&TermContent::Words("jaket".to_owned())], &["jaket".to_owned()][..])
        );
        assert!(asked("jaket", &["jaket"]).offered.is_empty(), "what a text has is a name");
        for word in ["rad", "xqzt", "jk7ket"] {
            assert!(asked(word, &[]).offered.is_empty(), "{word}");
        }
    }

    #[test]
    fn nonsense_is_known_for_what_it_is() {
        for (text, blind) in
            [("xqzt", true), ("1207", true), ("xqzt red", false), ("parka", false), ("denim", false), ("jack", false), ("xjack", true)]
        {
            let found = asked(text, &[]);
            assert_eq!(found.blind && !found.typing, blind, "{text}");
        }
        let other = understand(&parse("xqzt parka").unwrap(), None, &texts(&[]), false);
        assert_eq!((other.blind, other.searched_as.len(), other.untaught.len()), (false, 0, 0), "of other models nothing is known");
    }

    #[test]
    fn pixels_have_no_say_in_words_that_texts_alone_know() {
        for (text, of_texts, sight) in [
            ("puma", &["puma"][..], 0.0),
            ("puma jacket", &["puma", "jacket"], 0.5),
            ("puma", &[], 1.0),
            ("ab12 dress", &["ab12"], 0.5),
            ("ab12 with dress", &["ab12", "with"], 0.5),
        ] {
            assert!((asked(text, of_texts).sight - sight).abs() < 1e-6, "{text}");
        }
        assert_eq!(asked("puma denim", &["puma"]).weak, ["denim"]);
    }

    #[test]
    fn every_word_above_another_was_taught_to_the_model_that_ships() {
        let taught = Vocabulary::parse(include_str!("../../../assets/starter-model/vocabulary.txt"), None);
        assert!(HYPERNYMS.len() > 100);
        for (word, above) in HYPERNYMS.iter() {
            assert!(taught.of(above).is_some(), "{word}: {above} was not taught");
            assert!(!HYPERNYMS.contains_key(above), "{word}: {above} is a kind of another word");
        }
    }
}
