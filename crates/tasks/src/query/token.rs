//! The pieces of a query between spaces, and what each of them is.

use super::quotes::{Mark, is_dash, mark, may_open};
use std::ops::Range;

/// A piece between spaces; quotes keep spaces, and a quote that is doubled within quotes is one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    /// Without its quotes, and without the minus before it.
    pub text: String,
    /// A minus, or a dash that stands for one, is right before it.
    pub minus: bool,
    /// Any of it was quoted: its text is content, not syntax.
    pub quoted: bool,
    /// Position in `text` of the first colon outside quotes.
    colon: Option<usize>,
    /// All that stands behind that colon is one quoted text.
    exact: bool,
    /// Bytes of the query.
    pub range: Range<usize>,
}

/// What a token is.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// `+` or `-` between terms: the sign of the next.
    Sign(f32),
    /// `2:floral`.
    Weighted(f32, &'a str),
    /// `-stripes`.
    Without(&'a str),
    /// `tag:dress`.
    Filter { negated: bool, name: &'a str, value: Value<'a> },
    /// Anything else.
    Word(&'a str),
}

/// What stands behind the colon of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value<'a> {
    pub text: &'a str,
    /// All of it was in quotes, or is quotation marks alone: the whole of a name, and no wildcards.
    pub exact: bool,
}

impl Token {
    pub fn piece(&self) -> Piece<'_> {
        if !self.quoted && self.text.is_empty() {
            return Piece::Sign(-1.0);
        }
        if !self.quoted && !self.minus && self.text == "+" {
            return Piece::Sign(1.0);
        }
        if let Some(colon) = self.colon {
            let (name, text) = (&self.text[..colon], &self.text[colon + 1..]);
            return match self.weight() {
                Some(weight) => Piece::Weighted(if self.minus { -weight } else { weight }, text),
                // Of quotation marks that quote nothing there is no part to look for, and only in quotes can they be written down.
                None => Piece::Filter { negated: self.minus, name, value: Value { text, exact: self.exact || is_marks(text) } },
            };
        }
        if self.minus { Piece::Without(&self.text) } else { Piece::Word(&self.text) }
    }

    /// The number before the colon.
    fn weight(&self) -> Option<f32> {
        self.text[..self.colon?].parse().ok().filter(|weight: &f32| weight.is_finite())
    }

    /// Whether what comes next belongs to the value of a filter.
    pub fn is_filter(&self) -> bool {
        self.colon.is_some() && self.weight().is_none()
    }

    /// Whether nothing stands yet where it begins, or where the value of its filter or its weighted word does.
    pub fn is_at_start(&self) -> bool {
        !self.quoted && self.text.len() == self.colon.map_or(0, |colon| colon + 1)
    }

    fn push_quoted(&mut self, content: &str) {
        self.exact = self.colon.is_some() && self.is_at_start();
        self.quoted = true;
        self.text.push_str(content);
    }

    fn push(&mut self, c: char) {
        // More behind the closing quote: the quotes only kept spaces.
        self.exact = false;
        if c == ':' && self.colon.is_none() && !self.text.is_empty() && !is_drive(&self.text) {
            self.colon = Some(self.text.len());
        }
        self.text.push(c);
    }
}

/// Nothing but quotation marks and spaces.
fn is_marks(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_whitespace() || may_open(c))
}

/// The tokens; whether the last one has a quote that never closes.
pub(super) fn tokens(query: &str) -> (Vec<Token>, bool) {
    let (mut out, mut token) = (Vec::new(), Token::default());
    let mut rest = query;
    while let Some(c) = rest.chars().next() {
        let at = query.len() - rest.len();
        rest = &rest[c.len_utf8()..];
        if c.is_whitespace() {
            finish(&mut token, at, &mut out);
            continue;
        }
        if token.range.is_empty() {
            token.range = at..query.len();
        }
        match mark(c, &token, rest) {
            Mark::Text if is_dash(c) && token.text.is_empty() && !token.quoted && !token.minus => token.minus = true,
            Mark::Text => token.push(c),
            Mark::Nothing => {}
            Mark::Quotes(content, after) => {
                token.push_quoted(&content);
                rest = after;
            }
            // There may be nothing behind it yet, and it is a token all the same: the one that is wrong.
            Mark::Open(content) => {
                token.push_quoted(&content);
                token.range.end = query.len();
                out.push(token);
                return (out, true);
            }
        }
    }
    finish(&mut token, query.len(), &mut out);
    (out, false)
}

fn finish(token: &mut Token, end: usize, out: &mut Vec<Token>) {
    let mut token = std::mem::take(token);
    token.range.end = end;
    if !token.text.is_empty() || (token.minus && !token.quoted) {
        out.push(token);
    }
}

/// `C` in `C:\photos\ref.jpg`.
fn is_drive(text: &str) -> bool {
    cfg!(windows) && text.len() == 1 && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The text within quotes, as a query writes what is meant exactly.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
