//! What the texts of photos (paths, and what was imported) say of a query's words, and how that is joined with what their pixels say.
//!
//! The pixels' say is a cosine, which is given to every photo; the texts' say is BM25, which only photos with one of the words have. Both are put
//! on scales of their own: the cosine in standard deviations from the mean of all photos in question, BM25 as a share of the most that a photo
//! could have for the words that are in any text. So words that no text has change nothing, and a word that is in every text next to nothing.

use super::query::{Query, TermContent};
use base::{PhotoId, vocabulary};
use std::collections::HashMap;

/// Standard deviations that a text with all of the words is worth. `cargo bench --bench text` chooses it on one half of the photos and reports
/// on the other: from 0.5 to 4 the figure hardly changes (.905 to .922).
pub const WEIGHT: f32 = 3.0;

/// A photo is found by its picture too where its cosine is so many standard deviations above the mean: about the best sixth.
pub(super) const PICTURE_SAYS: f32 = 1.0;

/// BM25 of a word that one photo in four has, about: below it a word tells photos apart so little that its texts count for less.
const TELLING: f32 = 1.0;

/// Words of a query that are looked up in texts: as many as fit the marks of a hit.
const MOST: usize = u32::BITS as usize;

/// What texts have to do with a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum TextUse {
    /// Pixels and texts together.
    #[default]
    On,
    /// Pixels alone.
    Off,
    /// Texts alone.
    Only,
}

impl TextUse {
    /// What is searched, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::On => "pictures and texts",
            Self::Off => "pictures alone",
            Self::Only => "texts alone",
        }
    }
}

/// What a photo was found by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FoundBy {
    /// Its pixels, or no words at all.
    #[default]
    Picture,
    /// Its texts.
    Words,
    /// Both.
    Both,
}

impl FoundBy {
    /// As JSON has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Words => "words",
            Self::Both => "both",
        }
    }
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryWord {
    /// In lower case, without signs around it.
    pub word: String,
    /// Its term's; negative for a term that is subtracted.
    pub weight: f32,
}

/// A word with the photos whose texts have it, each with its BM25.
pub type FoundWord = (QueryWord, Vec<(PhotoId, f32)>);

/// Whether a word of the query counts: one that only joins others does where there is nothing else.
pub(super) fn counting(query: &Query) -> impl Fn(&str) -> bool + use<> {
    let nothing_else = query.words().flat_map(vocabulary::words).all(|word| vocabulary::joins(&word));
    move |word| nothing_else || !vocabulary::joins(word)
}

/// The words of a query's terms, each once.
pub fn query_words(query: &Query) -> Vec<QueryWord> {
    let counts = counting(query);
    let mut words: Vec<QueryWord> = Vec::new();
    for term in &query.terms {
        let TermContent::Words(text) = &term.content else { continue };
        for word in vocabulary::words(text) {
            if words.len() < MOST && counts(&word) && !words.iter().any(|known| known.word == word) {
                words.push(QueryWord { word, weight: term.weight });
            }
        }
    }
    words
}

/// What the texts of one photo say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextMatch {
    /// Share of the most that a photo could have, up to 1; below 0 where words that are subtracted weigh more.
    pub score: f32,
    /// Which of the words it has, a bit each, of those that are not subtracted.
    pub words: u32,
}

/// What the texts of all photos say of a query.
#[derive(Clone, Debug, Default)]
pub struct TextMatches {
    /// The words that some text has, as [`TextMatch::words`] counts them.
    pub words: Vec<String>,
    /// See [`WEIGHT`].
    pub weight: f32,
    /// Share of the words that pixels have a say in, 0 to 1.
    pub sight: f32,
    photos: HashMap<PhotoId, TextMatch>,
}

impl TextMatches {
    /// What was found of each word.
    pub fn new(found: &[FoundWord]) -> Self {
        let most_of = |photos: &[(PhotoId, f32)]| photos.iter().map(|(_, score)| *score).fold(0.0, f32::max);
        let found: Vec<_> = found.iter().filter(|(_, photos)| !photos.is_empty()).take(MOST).collect();
        let all: f32 = found.iter().map(|(word, photos)| word.weight.abs() * most_of(photos)).sum();
        let mut matches = Self { weight: WEIGHT, sight: 1.0, ..Self::default() };
        matches.photos.reserve(found.iter().map(|(_, photos)| photos.len()).max().unwrap_or_default());
        for (n, (word, with_it)) in found.into_iter().enumerate() {
            for &(photo, score) in with_it {
                let photo = matches.photos.entry(photo).or_default();
                photo.score += word.weight * score / all.max(TELLING);
                photo.words |= u32::from(word.weight > 0.0) << n;
            }
            matches.words.push(word.word.clone());
        }
        matches
    }

    /// Where pixels have no say in some of the words.
    #[must_use]
    pub fn with_sight(self, sight: f32) -> Self {
        Self { sight, ..self }
    }

    /// With another say than [`WEIGHT`].
    #[must_use]
    pub fn weighing(self, weight: f32) -> Self {
        Self { weight, ..self }
    }

    /// No text has any of the words.
    pub fn is_empty(&self) -> bool {
        self.photos.is_empty()
    }

    /// What the photo's texts say, if anything.
    pub fn of(&self, photo: PhotoId) -> Option<TextMatch> {
        self.photos.get(&photo).copied()
    }

    /// The photos whose texts have one of the words, also of those that are subtracted.
    pub fn all(&self) -> impl Iterator<Item = PhotoId> {
        self.photos.keys().copied()
    }

    /// The photos whose texts have a word that is not subtracted.
    pub fn photos(&self) -> impl Iterator<Item = (PhotoId, TextMatch)> {
        self.photos.iter().filter(|(_, found)| found.words != 0).map(|(photo, found)| (*photo, *found))
    }
}

/// Mean and standard deviation of cosines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    mean: f32,
    deviation: f32,
}

impl Spread {
    pub(super) fn of(scores: impl Iterator<Item = f32>) -> Self {
        let (mut n, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
        for score in scores.map(f64::from) {
            (n, sum, squares) = (n + 1.0, sum + score, squares + score * score);
        }
        let mean = sum / n.max(1.0);
        let deviation = (squares / n.max(1.0) - mean * mean).max(0.0).sqrt();
        Self { mean: mean as f32, deviation: deviation.max(1e-6) as f32 }
    }

    /// How far above the mean, in standard deviations.
    pub(super) fn place(self, score: f32) -> f32 {
        (score - self.mean) / self.deviation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn word(word: &str, weight: f32) -> QueryWord {
        QueryWord { word: word.to_owned(), weight }
    }

    #[test]
    fn words_are_told_apart_and_signs_left_out() {
        let words = query_words(&parse("Red, \"T-Shirt\" red + 2:puma - men's name:a* ???").unwrap());
        assert_eq!(words, [word("red", 1.0), word("t-shirt", 1.0), word("puma", 2.0), word("men", -1.0)]);
    }

    #[test]
    fn words_that_join_others_are_looked_up_only_where_there_is_nothing_else() {
        assert_eq!(query_words(&parse("jacket with a hood").unwrap()), [word("jacket", 1.0), word("hood", 1.0)]);
        assert_eq!(query_words(&parse("with").unwrap()), [word("with", 1.0)]);
    }

    #[test]
    fn a_text_counts_for_as_much_of_the_words_as_it_has() {
        let (a, b, c) = (PhotoId(1), PhotoId(2), PhotoId(3));
        let found = vec![
            (word("women", 1.0), vec![(a, 1.0), (b, 1.0)]),
            (word("xqzt", 1.0), vec![]),
            (word("puma", 1.0), vec![(b, 3.0), (c, 1.5)]),
        ];
        let matches = TextMatches::new(&found);
        assert_eq!(matches.words, ["women", "puma"], "a word that is in no text changes nothing");
        let told = [a, b, c].map(|photo| matches.of(photo).map(|m| (m.score, m.words)));
        assert_eq!(told, [Some((0.25, 1)), Some((1.0, 3)), Some((0.375, 2))]);
        assert_eq!(matches.of(PhotoId(4)), None);
        assert!(TextMatches::new(&[(word("xqzt", 1.0), vec![])]).is_empty());
        let common = TextMatches::new(&[(word("jpg", 1.0), vec![(a, 1e-6), (b, 2e-6)])]);
        assert!(common.of(b).unwrap().score < 1e-5, "a word that is in every text tells nothing");
    }

    #[test]
    fn a_word_that_is_subtracted_speaks_against_a_photo() {
        let found = vec![(word("dress", 1.0), vec![(PhotoId(1), 1.0)]), (word("puma", -1.0), vec![(PhotoId(2), 1.0)])];
        let matches = TextMatches::new(&found);
        assert_eq!(matches.of(PhotoId(2)), Some(TextMatch { score: -0.5, words: 0 }));
        assert_eq!(matches.photos().map(|(photo, _)| photo).collect::<Vec<_>>(), [PhotoId(1)]);
    }

    #[test]
    fn places_are_counted_in_deviations() {
        let spread = Spread::of([1.0, 2.0, 3.0].into_iter());
        assert!((spread.place(2.0)).abs() < 1e-6 && (spread.place(3.0) - 1.224_744_9).abs() < 1e-5);
        assert!(Spread::of([0.5, 0.5].into_iter()).place(0.5).abs() < 1e-6, "photos that are all alike");
    }
}
