//! The pieces of a query between spaces, and what each of them is.

use std::ops::Range;

/// A piece between spaces; quotes keep spaces, and a quote that is doubled within quotes is one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    /// Without its quotes.
    pub text: String,
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
    /// All of it was in quotes: the whole of a name, and no wildcards.
    pub exact: bool,
}

impl Token {
    pub fn piece(&self) -> Piece<'_> {
        if !self.quoted && (self.text == "+" || self.text == "-") {
            return Piece::Sign(if self.text == "-" { -1.0 } else { 1.0 });
        }
        if let Some(colon) = self.colon {
            let (word, text) = (&self.text[..colon], &self.text[colon + 1..]);
            if let Ok(weight) = word.parse::<f32>()
                && weight.is_finite()
            {
                return Piece::Weighted(weight, text);
            }
            let name = word.strip_prefix('-');
            return Piece::Filter { negated: name.is_some(), name: name.unwrap_or(word), value: Value { text, exact: self.exact } };
        }
        match self.text.strip_prefix('-').filter(|word| !self.quoted && !word.is_empty()) {
            Some(word) => Piece::Without(word),
            None => Piece::Word(&self.text),
        }
    }
}

/// The tokens; whether the last one has a quote that never closes.
pub(super) fn tokens(query: &str) -> (Vec<Token>, bool) {
    let (mut out, mut token) = (Vec::new(), Token::default());
    let mut open: Option<char> = None;
    let mut chars = query.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if open.is_none() && c.is_whitespace() {
            finish(&mut token, at, &mut out);
            continue;
        }
        if token.range.is_empty() {
            token.range = at..at + 1;
        }
        match (open, c) {
            (Some('"'), '"') if chars.next_if(|(_, next)| *next == '"').is_some() => token.text.push('"'),
            (Some('"'), '"') | (Some('“'), '“' | '”') => open = None,
            (None, '"' | '“' | '”') => {
                token.exact = token.colon.is_some_and(|colon| colon + 1 == token.text.len()) && !token.quoted;
                token.quoted = true;
                open = Some(if c == '"' { '"' } else { '“' });
            }
            (None, c) => {
                // More behind the closing quote: the quotes only kept spaces.
                token.exact = false;
                if c == ':' && token.colon.is_none() && !token.text.is_empty() && !is_drive(&token.text) {
                    token.colon = Some(token.text.len());
                }
                token.text.push(c);
            }
            (Some(_), c) => token.text.push(c),
        }
    }
    // Behind a quote that never closes there may be nothing yet, and it is a token all the same: the one that is wrong.
    if open.is_some() && token.text.is_empty() {
        out.push(Token { range: token.range.start..query.len(), ..token });
    } else {
        finish(&mut token, query.len(), &mut out);
    }
    (out, open.is_some())
}

fn finish(token: &mut Token, end: usize, out: &mut Vec<Token>) {
    let mut token = std::mem::take(token);
    token.range.end = end;
    if !token.text.is_empty() {
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
