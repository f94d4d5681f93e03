//! From what a person types to a query: words, terms with signs and weights, quoted words, filters.

use super::along::axis_of;
use super::error::QueryError;
use super::fields::{Field, Meaning, Needs, hue_of};
use super::filter::Filter;
use super::score::ScoreBound;
use super::token::{Piece, Value, tokens};
use base::colour::Lab;
use base::formats;
use std::path::PathBuf;

/// A query, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What to rank by; none: filters alone.
    pub terms: Vec<Term>,
    /// What to choose from.
    pub filters: Vec<Filter>,
    /// Only hits that score at least (or at most) so much.
    pub scores: Vec<ScoreBound>,
}

/// One signed term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Negative for a subtracted term.
    pub weight: f32,
    /// What it says.
    pub content: TermContent,
}

/// Words or a photo.
#[derive(Clone, Debug, PartialEq)]
pub enum TermContent {
    /// Words, as typed.
    Words(String),
    /// A photo's file.
    Photo(PathBuf),
}

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let mut query = Query::default();
    let mut term = TermBuilder::default();
    let (tokens, open_quote) = tokens(text);
    if open_quote {
        return Err(QueryError::OpenQuote);
    }
    for token in &tokens {
        match token.piece() {
            Piece::Sign(sign) => {
                term.finish(&mut query.terms);
                term.sign = sign;
            }
            Piece::Weighted(weight, word) => {
                if !term.words.is_empty() {
                    term.finish(&mut query.terms); // Else the sign before it is this term's.
                }
                term.weight = Some(weight);
                term.push(word, &mut query.terms);
            }
            Piece::Without(word) => {
                term.finish(&mut query.terms);
                term.sign = -1.0;
                term.push(word, &mut query.terms);
                term.finish(&mut query.terms);
            }
            Piece::Filter { negated, name, value } => query.filter(negated, name, value)?,
            Piece::Word(word) => term.push(word, &mut query.terms),
        }
    }
    term.finish(&mut query.terms);
    Ok(query)
}

#[derive(Default)]
struct TermBuilder {
    words: Vec<String>,
    sign: f32,
    weight: Option<f32>,
}

impl TermBuilder {
    fn push(&mut self, text: &str, terms: &mut Vec<Term>) {
        if let Some(photo) = as_photo(text) {
            let (sign, weight) = (self.sign, self.weight);
            self.finish(terms);
            terms.push(Term { weight: factor(sign, weight), content: TermContent::Photo(photo) });
        } else if !text.is_empty() {
            self.words.push(text.to_owned());
        }
    }

    /// Closes the term; the next begins with a plus.
    fn finish(&mut self, terms: &mut Vec<Term>) {
        let words = std::mem::take(&mut self.words).join(" ");
        if !words.trim().is_empty() {
            terms.push(Term { weight: factor(self.sign, self.weight), content: TermContent::Words(words) });
        }
        *self = Self::default();
    }
}

fn factor(sign: f32, weight: Option<f32>) -> f32 {
    weight.unwrap_or(1.0) * if sign < 0.0 { -1.0 } else { 1.0 }
}

/// A term is a photo if it is written as a path (with a separator) and ends like a picture.
pub(super) fn as_photo(text: &str) -> Option<PathBuf> {
    let path = PathBuf::from(text);
    let is_path = text.contains('/') || (cfg!(windows) && text.contains('\\'));
    (is_path && formats::is_readable(&path)).then_some(path)
}

/// There is something to rank by, whether the rest can be understood or not.
pub fn has_terms(text: &str) -> bool {
    tokens(text).0.iter().any(|token| matches!(token.piece(), Piece::Word(_) | Piece::Without(_) | Piece::Weighted(..)))
}

impl Query {
    pub(super) fn filter(&mut self, negated: bool, name: &str, value: Value<'_>) -> Result<(), QueryError> {
        let field = Field::named(name).ok_or_else(|| QueryError::UnknownFilter(name.to_owned()))?;
        match field.meaning {
            Meaning::Score => {
                let bound = ScoreBound::read(value.text)?;
                self.scores.push(if negated { bound.opposite() } else { bound });
            }
            Meaning::Photo { read, .. } => self.filters.push(Filter::read(negated, field, value, read)?),
        }
        Ok(())
    }

    /// Nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty() && self.scores.is_empty()
    }

    /// A filter asks for what was decided about the photos.
    pub fn asks_for_tags(&self) -> bool {
        self.filters.iter().any(|f| f.needs() >= Needs::Tags)
    }

    /// A filter asks which questions are still open.
    pub fn asks_for_review(&self) -> bool {
        self.filters.iter().any(|f| f.needs() >= Needs::OpenQuestions)
    }

    /// A filter asks which photos are duplicates.
    pub fn asks_for_duplicates(&self) -> bool {
        self.filters.iter().any(|f| f.needs() == Needs::Duplicates)
    }

    /// A filter asks how photos are made up.
    pub fn asks_for_composition(&self) -> bool {
        self.filters.iter().any(|f| matches!(f.needs(), Needs::Composition | Needs::Standard))
    }

    /// A filter asks what photos say to the rules that were chosen.
    pub fn asks_for_standard(&self) -> bool {
        self.filters.iter().any(|f| f.needs() == Needs::Standard)
    }

    /// The colours that photos must have; those that they must not have are not among them.
    pub fn hues(&self) -> impl Iterator<Item = Lab> {
        self.filters.iter().filter(|f| f.needs() == Needs::Composition && !f.negated).filter_map(|f| hue_of(&f.value))
    }

    /// The keys of the axes that filters name.
    pub fn axes(&self) -> impl Iterator<Item = String> {
        self.filters.iter().filter(|filter| filter.needs() == Needs::Axes).filter_map(|filter| axis_of(&filter.value))
    }

    /// All words that are ranked by.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|t| match &t.content {
            TermContent::Words(words) => Some(words.as_str()),
            TermContent::Photo(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::{FIELDS, STATES};
    use super::*;
    use base::human;

    fn words(weight: f32, words: &str) -> Term {
        Term { weight, content: TermContent::Words(words.to_owned()) }
    }

    #[track_caller]
    fn check_terms(text: &str, wanted: &[Term]) {
        let query = parse(text).unwrap();
        assert_eq!(query.terms, wanted, "{text}");
        assert!(query.filters.is_empty() && query.scores.is_empty(), "{text}");
    }

    #[test]
    fn terms_have_signs_and_weights() {
        check_terms("red dress", &[words(1.0, "red dress")]);
        check_terms("horse + stripes", &[words(1.0, "horse"), words(1.0, "stripes")]);
        check_terms("red dress - stripes", &[words(1.0, "red dress"), words(-1.0, "stripes")]);
        check_terms("red dress -stripes", &[words(1.0, "red dress"), words(-1.0, "stripes")]);
        check_terms("2:floral print + leather", &[words(2.0, "floral print"), words(1.0, "leather")]);
        check_terms("a - 0.5:b", &[words(1.0, "a"), words(-0.5, "b")]);
        check_terms("t-shirt", &[words(1.0, "t-shirt")]);
        check_terms("   ", &[]);
    }

    #[test]
    fn a_path_with_a_picture_ending_is_a_photo() {
        let photo = |w, p: &str| Term { weight: w, content: TermContent::Photo(PathBuf::from(p)) };
        check_terms("\"./ref.jpg\" + leather", &[photo(1.0, "./ref.jpg"), words(1.0, "leather")]);
        check_terms("\"/my photos/a b.PNG\"", &[photo(1.0, "/my photos/a b.PNG")]);
        check_terms("bag - ./ref.webp", &[words(1.0, "bag"), photo(-1.0, "./ref.webp")]);
        check_terms("and/or", &[words(1.0, "and/or")]);
    }

    #[test]
    fn filters_stand_beside_words() {
        let query = parse("red folder:\"My Shoes\" -name:AB12* type:JPG score:>0.24").unwrap();
        assert_eq!(query.terms, [words(1.0, "red")]);
        let shown: Vec<String> = query.filters.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["folder:\"My Shoes\"", "-name:ab12*", "type:jpeg"]);
        assert_eq!(query.scores, [ScoreBound::Above(0.24)]);
        assert!(ScoreBound::Above(0.24).admits(0.25) && !ScoreBound::Above(0.24).admits(0.24));
        assert_eq!(parse("score:0.3").unwrap().scores, [ScoreBound::AtLeast(0.3)]);
    }

    #[test]
    fn tags_and_states_are_filters() {
        let query = parse("red tag:\"Evening Dress\" -tag:sale* IS:Untagged -is:review").unwrap();
        let shown: Vec<String> = query.filters.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["tag:\"Evening Dress\"", "-tag:sale*", "is:untagged", "-is:review"]);
        assert!(query.asks_for_tags() && query.asks_for_review() && !parse("is:tagged").unwrap().asks_for_review());
    }

    #[test]
    fn quotes_mean_exactly_where_they_hold_the_whole_name() {
        let read = |text: &str| {
            let filter = parse(text).unwrap().filters.remove(0);
            (filter.value, filter.exact)
        };
        let exact = |value: &str| (value.to_owned(), true);
        let loose = |value: &str| (value.to_owned(), false);
        assert_eq!(read("tag:Shirts"), loose("shirts"));
        assert_eq!(read("tag:\"Shirts\""), exact("Shirts"));
        assert_eq!(read("-tag:“On Sale”"), exact("On Sale"));
        assert_eq!(read("name:\"A B\"*"), loose("a b*"));
        assert_eq!(read("name:*\" B\""), loose("* b"));
        assert_eq!(read("name:\"A\"\" B\""), exact("A\" B"));
        assert_eq!(read("tag:\"5\"\" heel\""), exact("5\" heel"));
        assert_eq!(read("tag:\"“New” in\""), exact("“New” in"));
        assert_eq!(read("type:\"JPG\""), loose("jpeg"));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse("colur:red dress"), Err(QueryError::UnknownFilter("colur".into())));
        assert!(parse("colur:red").unwrap_err().to_string().contains(&human::list(FIELDS.iter().map(|f| format!("{}:", f.name)))));
        assert_eq!(parse("name:"), Err(QueryError::NoValue("name", "AB12*")));
        assert_eq!(parse("score:high"), Err(QueryError::BadNumber("score", "high".into(), ">0.24")));
        assert_eq!(parse("is:pretty"), Err(QueryError::UnknownState("pretty".into())));
        assert!(parse("is:pretty").unwrap_err().to_string().contains(&human::list(STATES.iter().map(|s| format!("is:{}", s.name)))));
        assert_eq!(parse("tag:"), Err(QueryError::NoValue("tag", "dress")));
        assert_eq!(parse("type:heic"), Err(QueryError::UnknownType("heic".into())));
        assert_eq!(parse("\"red"), Err(QueryError::OpenQuote));
        assert_eq!(parse("tag:\"\""), Err(QueryError::NoValue("tag", "dress")));
        assert_eq!(parse("\"colur:red\"").unwrap().terms, [words(1.0, "colur:red")]);
    }
}
