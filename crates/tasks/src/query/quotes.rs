//! Quotation marks, inch marks and dashes, as people and their programs write them.

use super::token::Token;

/// What opens a quotation, with what closes it, in the languages that write it so.
const QUOTES: [(char, &[char]); 14] = [
    ('"', &['"']),
    ('＂', &['＂']),
    ('“', &['“', '”']),
    ('”', &['“', '”']),
    ('„', &['“', '”']),
    ('‟', &['”']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('‹', &['›']),
    ('›', &['‹', '›']),
    ('「', &['」']),
    ('『', &['』']),
    ('‘', &['’']),
    ('‚', &['‘', '’']),
];

/// What a character means where no quotation is open.
pub(super) enum Mark<'a> {
    /// Itself.
    Text,
    /// It says nothing: an inch mark, or a quotation mark without its partner among words.
    Nothing,
    /// It opens a quotation: what stands in it, and what comes after it.
    Quotes(String, &'a str),
    /// It opens a quotation that is not closed: what stands in it.
    Open(String),
}

/// Reads a character behind what `token` holds already, and before `rest`.
pub(super) fn mark<'a>(c: char, token: &Token, rest: &'a str) -> Mark<'a> {
    // 13" bag, which a text program makes 13” or 13″. In a filter it counts: a label may be called so.
    let is_inch = matches!(c, '"' | '＂' | '“' | '”' | '″') && !token.quoted && token.text.ends_with(char::is_numeric);
    if is_inch && !token.is_filter() {
        return Mark::Nothing;
    }
    let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == c) else { return Mark::Text };
    let is_apostrophe = matches!(c, '‘' | '‚');
    if is_apostrophe && !token.is_at_start() {
        return Mark::Text;
    }
    match (quotation(closing, is_apostrophe, rest), token.is_filter()) {
        (Some((content, after)), _) => Mark::Quotes(content, after),
        (None, _) if is_apostrophe => Mark::Text,
        (None, true) if token.is_at_start() => Mark::Open(undoubled(c, rest)),
        (None, true) => Mark::Text,
        (None, false) if token.is_at_start() && !rest.starts_with(char::is_whitespace) && !rest.is_empty() => {
            Mark::Open(undoubled(c, rest))
        }
        (None, false) => Mark::Nothing,
    }
}

/// What stands before the closing mark, and what after it. A doubled `"` is one that closes nothing; nor does an apostrophe within a word.
fn quotation<'a>(closing: &[char], is_apostrophe: bool, rest: &'a str) -> Option<(String, &'a str)> {
    let mut from = 0;
    loop {
        let at = from + rest[from..].find(closing)?;
        let close = rest[at..].chars().next()?;
        let after = &rest[at + close.len_utf8()..];
        let closes = match close {
            '"' if after.starts_with('"') => {
                from = at + 2;
                continue;
            }
            '’' | '‘' if is_apostrophe => !after.starts_with(char::is_alphanumeric),
            _ => true,
        };
        if closes {
            return Some((undoubled(close, &rest[..at]), after));
        }
        from = rest.len() - after.len();
    }
}

fn undoubled(mark: char, content: &str) -> String {
    if mark == '"' { content.replace("\"\"", "\"") } else { content.to_owned() }
}

/// Whether it stands for a minus: alone, or before a word.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Whether the character may open a quotation.
pub(super) fn may_open(c: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == c)
}

#[cfg(test)]
mod tests {
    use super::super::{Query, parse};

    #[track_caller]
    fn same(typed: &str, meant: &str) {
        assert_eq!(parse(typed).unwrap(), parse(meant).unwrap(), "{typed}");
    }

    #[test]
    fn marks_that_quote_nothing_are_a_name_of_their_own() {
        same("name:‘", "name:\"‘\"");
        same("folder:\"\"“", "folder:\"“\"");
    }

    #[test]
    fn an_inch_mark_is_no_quotation_mark() {
        for typed in ["13\" laptop bag", "13” laptop bag", "13″ laptop bag", "13 \" laptop bag", "13\" laptop bag\"", "13“ laptop bag"]
        {
            same(typed, "13 laptop bag");
        }
        same("15.6\" sleeve + 2:13\" bag", "15.6 sleeve + 2:13 bag");
        same("13\" x 15\" frame", "13 x 15 frame");
        same("½\" heel -4\"", "½ heel -4");
        same("\"13\" MacBook\"", "13 MacBook");
        let labels = ["tag:5\"", "tag:\"5\"\"\""].map(|typed| parse(typed).unwrap().filters[0].value.clone());
        assert_eq!(labels, ["5\"", "5\""], "a label may be called so");
    }

    #[test]
    fn every_kind_of_quotation_mark_quotes() {
        let quotes = ["„Kleid lang“", "„Kleid lang”", "”Kleid lang”", "«Kleid lang»", "»Kleid lang«", "‹Kleid lang›", "›Kleid lang‹"];
        for quoted in quotes.into_iter().chain(["‚Kleid lang‘", "‘Kleid lang’", "「Kleid lang」", "『Kleid lang』", "＂Kleid lang＂"])
        {
            same(&format!("red {quoted}"), "red \"Kleid lang\"");
            same(&format!("tag:{quoted} -{quoted}"), "tag:\"Kleid lang\" -\"Kleid lang\"");
        }
        same("women’s ‘90s dress", "women’s \"‘90s\" dress");
        same("‘men’s shirt’", "\"men’s shirt\"");
        assert!(["\"red", "red „Kleid", "tag:«a", "tag:\""].iter().all(|typed| parse(typed).is_err()));
    }

    #[test]
    fn quoted_words_can_be_taken_away() {
        same("shoes -\"black leather\"", "shoes - \"black leather\"");
        assert!(parse("-\"black leather\"").unwrap().terms[0].weight < 0.0);
        assert_eq!(parse("shoes -\"tag:x\"").unwrap().filters, []);
        assert_eq!(parse("-\"\"").unwrap(), Query::default());
    }

    #[test]
    fn a_dash_is_a_minus_alone_or_before_a_word() {
        for dash in ['–', '—', '−', '‐', '‑', '―', '－'] {
            same(&format!("dress {dash} stripes"), "dress - stripes");
            same(&format!("dress {dash}stripes {dash}tag:sale"), "dress -stripes -tag:sale");
            let within = format!("t{dash}shirt");
            same(&within, &format!("\"{within}\""));
        }
    }
}
