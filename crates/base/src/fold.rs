//! Keys by which names are compared: one name may be written in several ways that look the same.
//!
//! Two names are one where they differ only in case, in how characters with accents are put together (one system stores `ü`, another `u` and
//! two dots), in characters that nobody sees, or in which kind of space they have. What was given is kept; only comparisons go by the key.

use icu_normalizer::ComposingNormalizerBorrowed as Normalizer;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use std::borrow::Cow;

/// The key of a name: equal for all spellings that are the same to people, whatever their case.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    // Lower case can take a character apart.
    Normalizer::new_nfc().normalize(&spelling(name).to_lowercase()).into_owned()
}

/// The name composed (Unicode's form NFC), without what nobody sees and with plain spaces; its case stays.
pub fn spelling(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name);
    }
    let is_plain = |c: char| c.is_ascii() || !(is_ignorable(c) || c.is_whitespace());
    if name.chars().all(is_plain) {
        return Normalizer::new_nfc().normalize(name);
    }
    let seen = name.chars().filter(|c| !is_ignorable(*c)).map(|c| if c.is_whitespace() && !c.is_ascii() { ' ' } else { c });
    Cow::Owned(Normalizer::new_nfc().normalize(&seen.collect::<String>()).into_owned())
}

/// Whether two names are one to people.
pub fn same(a: &str, b: &str) -> bool {
    a == b || fold(a) == fold(b)
}

/// The key of a name as a person or another program wrote it: without what stands around it.
pub fn key(name: &str) -> String {
    fold(trimmed(name))
}

/// The name without spaces, and without what nobody sees, at its ends.
pub fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || is_stray(c))
}

/// The first character of the name that nobody sees and that no script needs, in words: "a zero-width space (U+200B)".
pub fn unseen(name: &str) -> Option<String> {
    let stray = name.chars().find(|c| is_stray(*c))?;
    let words = match stray {
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{2060}' => "a word joiner",
        '\u{feff}' => "a byte order mark",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a mark of text direction",
        _ => "a character that nobody sees",
    };
    Some(format!("{words} (U+{:04X})", u32::from(stray)))
}

/// The name, with what tells it from another that looks the same: "Shoe (with a zero-width space (U+200B))".
pub fn told_apart(name: &str) -> String {
    match unseen(name) {
        Some(stray) => format!("{name} (with {stray})"),
        None if *spelling(name) != *name => format!("{name} (in other characters)"),
        None => name.to_owned(),
    }
}

/// It shows nothing by itself, says Unicode's property, and is passed over where texts are compared.
fn is_ignorable(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Nothing needs it in a name. Joiners, marks of direction, variants and tags are parts of emoji, Persian, Hebrew and the like.
fn is_stray(c: char) -> bool {
    let is_needed = matches!(c,
        '\u{200c}'..='\u{200f}' | '\u{61c}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}' | '\u{e0020}'..='\u{e01ef}');
    !is_needed && is_ignorable(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (a, b) in [
            ("Gr\u{fc}n", "Gru\u{308}n"),
            ("Shoe", "SHOE\u{200b}"),
            ("Shoe", "\u{feff}sho\u{ad}e"),
            ("On Sale", "On\u{a0}Sale"),
            ("\u{c4}RMEL", "a\u{308}rmel"),
            ("\u{130}", "I\u{307}"),
            ("\u{2764}\u{fe0f}", "\u{2764}"),
            ("\u{d55c}\u{ae00}", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            // The order of two accents.
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ] {
            assert!(same(a, b), "{a} {b}");
            assert_eq!(fold(&fold(a)), fold(a), "{a}");
        }
        for (a, b) in [("Grun", "Gr\u{fc}n"), ("m2", "m\u{b2}"), ("a b", "a  b"), ("Shoe", "Shoes")] {
            assert!(!same(a, b), "{a} {b}");
        }
        assert_eq!((&*spelling("Gru\u{308}n\u{200b}"), fold("a.JPG").as_str()), ("Gr\u{fc}n", "a.jpg"));
    }

    #[test]
    fn what_nobody_sees_is_named_but_for_what_scripts_need() {
        assert_eq!(unseen("Sho\u{200b}e").as_deref(), Some("a zero-width space (U+200B)"));
        assert_eq!(unseen("\u{2063}").as_deref(), Some("a character that nobody sees (U+2063)"));
        let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        for needed in ["Shoe", family, "\u{2764}\u{fe0f}", "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}"] {
            assert_eq!((unseen(needed), trimmed(needed)), (None, needed));
        }
        assert_eq!(trimmed(" \u{feff}Shoe\u{200b}\u{a0} "), "Shoe");
        assert_eq!(told_apart("Gru\u{308}n"), "Gru\u{308}n (in other characters)");
    }
}
