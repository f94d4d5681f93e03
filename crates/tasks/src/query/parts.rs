//! A query as it is being typed: what each stretch of it is, for colouring it, and what stands at the cursor, for completing it.

use super::fields::Field;
use super::parse::{Query, as_photo};
use super::token::{Piece, Token, tokens};
use std::ops::Range;

/// A stretch of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the query.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PartKind,
}

/// What a stretch of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Words to rank by.
    Words,
    /// `+`, or the weight before a term.
    Sign,
    /// A term that is subtracted, with its sign.
    Without,
    /// The file of a photo.
    Photo,
    /// A filter.
    Filter,
    /// What cannot be understood.
    Wrong,
}

/// The parts of a query, without the spaces between them.
pub fn parts(text: &str) -> Vec<Part> {
    let (tokens, open_quote) = tokens(text);
    let mut parts = Parts::default();
    for (i, token) in tokens.iter().enumerate() {
        if open_quote && i + 1 == tokens.len() {
            parts.push(token.range.clone(), PartKind::Wrong);
        } else {
            parts.read(text, token);
        }
    }
    parts.out
}

#[derive(Default)]
struct Parts {
    out: Vec<Part>,
    /// The term at hand is subtracted.
    without: bool,
    /// It has words.
    begun: bool,
}

impl Parts {
    fn read(&mut self, text: &str, token: &Token) {
        let range = token.range.clone();
        match token.piece() {
            Piece::Sign(sign) => {
                (self.without, self.begun) = (sign < 0.0, false);
                self.push(range, if self.without { PartKind::Without } else { PartKind::Sign });
            }
            Piece::Without(_) => {
                self.push(range, PartKind::Without);
                (self.without, self.begun) = (false, false);
            }
            Piece::Weighted(_, word) => {
                self.without &= !self.begun;
                let colon = text[range.clone()].find(':').map_or(range.end, |at| range.start + at + 1);
                let weight = if self.without { PartKind::Without } else { PartKind::Sign };
                self.push(range.start..colon, weight);
                self.word(colon..range.end, word);
            }
            Piece::Filter { negated, name, value } => {
                let known = Query::default().filter(negated, name, value).is_ok();
                self.push(range, if known { PartKind::Filter } else { PartKind::Wrong });
            }
            Piece::Word(word) => self.word(range, word),
        }
    }

    fn word(&mut self, range: Range<usize>, word: &str) {
        let photo = as_photo(word).is_some();
        let kind = match (self.without, photo) {
            (true, _) => PartKind::Without,
            (false, true) => PartKind::Photo,
            (false, false) => PartKind::Words,
        };
        self.push(range, kind);
        // A photo is a term by itself.
        (self.without, self.begun) = (self.without && !photo, !photo);
    }

    /// What belongs to one term is one part.
    fn push(&mut self, range: Range<usize>, kind: PartKind) {
        let goes_on = kind == PartKind::Without && self.without;
        match self.out.last_mut() {
            Some(last) if goes_on && last.kind == kind && (self.begun || last.range.len() == 1 || last.range.end == range.start) => {
                last.range.end = range.end;
            }
            _ if range.is_empty() => {}
            _ => self.out.push(Part { range, kind }),
        }
    }
}

/// What stands at the cursor while it is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Bytes of the query that a completion takes the place of.
    pub range: Range<usize>,
    /// It has a minus before it.
    pub negated: bool,
    /// The filter whose value is typed; `None`: a word, which may become the name of a filter.
    pub field: Option<&'static Field>,
    /// The value or the word up to the cursor, without quotes.
    pub text: String,
}

/// What stands before a cursor at that byte, where it could be completed.
pub fn typed_at(text: &str, cursor: usize) -> Option<Typed> {
    let before = text.get(..cursor)?;
    let (until, _) = tokens(before);
    let token = until.last().filter(|token| token.range.end == cursor)?;
    let (all, open_quote) = tokens(text);
    let whole = all.iter().position(|t| t.range.start == token.range.start);
    let end = whole.filter(|at| !(open_quote && at + 1 == all.len())).map_or(cursor, |at| all[at].range.end);
    let range = token.range.start..end.max(cursor);
    match token.piece() {
        Piece::Filter { negated, name, value } => {
            let field = Field::named(name)?;
            Some(Typed { range, negated, field: Some(field), text: value.text.to_owned() })
        }
        Piece::Word(word) if !token.quoted => Some(Typed { range, negated: false, field: None, text: word.to_owned() }),
        Piece::Without(word) if !token.quoted => Some(Typed { range, negated: true, field: None, text: word.to_owned() }),
        Piece::Word(_) | Piece::Without(_) | Piece::Sign(_) | Piece::Weighted(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::PartKind::{Filter, Photo, Sign, Without, Words, Wrong};
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &[(&str, PartKind)]) {
        let found: Vec<(&str, PartKind)> = parts(text).into_iter().map(|part| (&text[part.range], part.kind)).collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn a_query_has_words_terms_and_filters() {
        check("red dress", &[("red", Words), ("dress", Words)]);
        check(
            "red - wide stripes + 2:leather",
            &[("red", Words), ("- wide stripes", Without), ("+", Sign), ("2:", Sign), ("leather", Words)],
        );
        check("red -stripes blue", &[("red", Words), ("-stripes", Without), ("blue", Words)]);
        check("a -b -c", &[("a", Words), ("-b", Without), ("-c", Without)]);
        check("a - 0.5:b c", &[("a", Words), ("- 0.5:b c", Without)]);
        check("\"./a b.jpg\" + é", &[("\"./a b.jpg\"", Photo), ("+", Sign), ("é", Words)]);
        check("tag:\"On Sale\" -is:tagged score:>0.2", &[("tag:\"On Sale\"", Filter), ("-is:tagged", Filter), ("score:>0.2", Filter)]);
        check("colur:red tag: is:pretty \"red", &[("colur:red", Wrong), ("tag:", Wrong), ("is:pretty", Wrong), ("\"red", Wrong)]);
    }

    fn typed(text: &str) -> Option<(String, bool, Option<&'static str>, String)> {
        let cursor = text.find('|').unwrap();
        let text = text.replace('|', "");
        let typed = typed_at(&text, cursor)?;
        Some((text[typed.range].to_owned(), typed.negated, typed.field.map(|f| f.name), typed.text))
    }

    #[test]
    fn what_is_typed_at_the_cursor_can_be_completed() {
        let some = |range: &str, negated, field, text: &str| Some((range.to_owned(), negated, field, text.to_owned()));
        assert_eq!(typed("red ta|"), some("ta", false, None, "ta"));
        assert_eq!(typed("red -ta|"), some("-ta", true, None, "ta"));
        assert_eq!(typed("red tag:|"), some("tag:", false, Some("tag"), ""));
        assert_eq!(typed("-tag:\"on s| red"), some("-tag:\"on s", true, Some("tag"), "on s"));
        assert_eq!(typed("tag:\"on |"), some("tag:\"on ", false, Some("tag"), "on "));
        assert_eq!(typed("tag:dr|ess red"), some("tag:dress", false, Some("tag"), "dr"));
        assert_eq!(typed("tag:\"On Sale\"|"), some("tag:\"On Sale\"", false, Some("tag"), "On Sale"));
        for text in ["|", "red |", "tag:dress |", "colur:r|", "2:r|", "- |", "\"ta|"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
