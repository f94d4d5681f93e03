//! `tokenizer_config.json`: what happens to a text before tokenizer.json, and how it is padded after.
//!
//! transformers' `SiglipTokenizer` is a class over a sentencepiece file and does part of the work in Python: it lower-cases,
//! takes out ASCII punctuation and squeezes white space. The tokenizer.json that lies beside it may do the same in its
//! normaliser, and where it does, doing it twice changes nothing. What these rules leave to tokenizer.json is all the rest.

use super::files::problem;
use base::EncodeError;
use serde_json::Value;
use std::path::Path;
use tokenizers::NormalizerWrapper;
use tokenizers::normalizers::replace::ReplacePattern;
use tokenizers::normalizers::{Lowercase, Replace, Strip};

pub const RULES: &str = "tokenizer_config.json";

/// `string.punctuation` of Python.
const PUNCTUATION: &str = r##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"##;
/// The same, and the quotation marks that `ftfy` makes straight before open_clip takes them out. The underline goes another way.
const PUNCTUATION_AND_QUOTES: &str = r##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^`{|}~\x{2bc}\x{2018}-\x{201f}]"##;

/// What happens to a text before tokenizer.json sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleaning {
    /// Nothing: tokenizer.json does it all.
    Nothing,
    /// Runs of white space become one space.
    Whitespace,
    /// Capitals become small letters.
    Lower,
    /// `SiglipTokenizer`'s: lower case, ASCII punctuation away, white space.
    Siglip,
    /// open_clip's "canonicalize": the same, but an underline parts two words. Of what its `ftfy` repairs only quotation marks
    /// are; HTML entities are not resolved.
    OpenClip,
}

/// What `tokenizer_config.json` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    pub cleaning: Cleaning,
    /// The token that fills a text up to the context.
    pub pad: String,
    /// Whether it goes before the text.
    pub pad_left: bool,
}

impl Rules {
    /// Reads the bytes of `tokenizer_config.json`; `path` is for messages.
    pub fn parse(bytes: &[u8], path: &Path) -> Result<Self, EncodeError> {
        let config: Value = serde_json::from_slice(bytes).map_err(|e| problem(path, format!("not valid JSON ({e})")))?;
        let text = |key: &str| config.get(key).and_then(Value::as_str);
        let capitals = config.get("do_lower_case").and_then(Value::as_bool) == Some(false);
        let cleaning = match text("tokenizer_class") {
            // transformers takes this class for a checkpoint of the type 'siglip' that names none.
            None | Some("SiglipTokenizer" | "SiglipTokenizerFast") if !capitals => Cleaning::Siglip,
            None | Some("SiglipTokenizer" | "SiglipTokenizerFast") => {
                return Err(problem(path, "texts with capital letters (do_lower_case = false) are not supported"));
            }
            // SigLIP 2 was trained on lower-case texts, says its author (google-research/big_vision, issue 187); transformers'
            // Siglip2Tokenizer sees to it (pull request 43101), while the class that its first checkpoints name does not.
            Some("Siglip2Tokenizer" | "GemmaTokenizer" | "GemmaTokenizerFast") => Cleaning::Lower,
            Some(_) => Cleaning::Nothing,
        };
        // A name, or an object around it.
        let pad = config.get("pad_token").and_then(|v| v.as_str().or_else(|| v.get("content")?.as_str()));
        let pad = pad.ok_or_else(|| problem(path, "it does not say with which pad_token texts are padded"))?.to_owned();
        Ok(Self { cleaning, pad, pad_left: text("padding_side") == Some("left") })
    }
}

impl Cleaning {
    /// The steps as normalisers, which keep account of where in the text a token came from.
    pub fn steps(self) -> tokenizers::Result<Vec<NormalizerWrapper>> {
        let replace = |pattern: &str, by: &str| Replace::new(ReplacePattern::Regex(pattern.to_owned()), by).map(NormalizerWrapper::from);
        let mut steps = match self {
            Self::Nothing => return Ok(Vec::new()),
            Self::Whitespace => Vec::new(),
            Self::Lower => return Ok(vec![Lowercase.into()]),
            Self::Siglip => vec![Lowercase.into(), replace(PUNCTUATION, "")?],
            Self::OpenClip => vec![replace("_", " ")?, replace(PUNCTUATION_AND_QUOTES, "")?, Lowercase.into()],
        };
        steps.extend([replace(r"\s+", " ")?, Strip::new(true, true).into()]);
        Ok(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokenizers::normalizers::Sequence;
    use tokenizers::{NormalizedString, Normalizer};

    fn clean(cleaning: Cleaning, text: &str) -> String {
        let mut text = NormalizedString::from(text);
        Sequence::new(cleaning.steps().unwrap()).normalize(&mut text).unwrap();
        text.get().to_owned()
    }

    #[test]
    fn texts_are_cleaned_as_the_class_cleans_them() {
        let text = " “Women’s”\tRED_t-shirt [S/M], <b>50 % \\ off</b>!  ";
        assert_eq!(clean(Cleaning::Nothing, text), text);
        assert_eq!(clean(Cleaning::Whitespace, text), "“Women’s” RED_t-shirt [S/M], <b>50 % \\ off</b>!");
        assert_eq!(clean(Cleaning::Lower, text), " “women’s”\tred_t-shirt [s/m], <b>50 % \\ off</b>!  ");
        assert_eq!(clean(Cleaning::Siglip, text), "“women’s” redtshirt sm b50 offb");
        assert_eq!(clean(Cleaning::OpenClip, text), "womens red tshirt sm b50 offb");
        assert_eq!(clean(Cleaning::Siglip, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"), "");
    }

    #[test]
    fn the_class_decides_and_the_padding_is_named() {
        let parse = |json: &str| Rules::parse(json.as_bytes(), Path::new(RULES)).map_err(|e| e.to_string());
        let rules = parse(r#"{"tokenizer_class": "T5Tokenizer", "pad_token": "</s>", "padding_side": "left"}"#).unwrap();
        assert_eq!(rules, Rules { cleaning: Cleaning::Nothing, pad: "</s>".to_owned(), pad_left: true });
        for (json, cleaning) in [
            (r#"{"pad_token": {"content": "</s>"}}"#, Cleaning::Siglip),
            (r#"{"pad_token": "</s>", "tokenizer_class": "SiglipTokenizer"}"#, Cleaning::Siglip),
            (r#"{"pad_token": "</s>", "tokenizer_class": "T5TokenizerFast", "do_lower_case": true}"#, Cleaning::Nothing),
            (r#"{"pad_token": "<pad>", "tokenizer_class": "GemmaTokenizerFast"}"#, Cleaning::Lower),
        ] {
            assert_eq!(parse(json).unwrap().cleaning, cleaning, "{json}");
        }
        assert!(parse("{}").unwrap_err().contains("pad_token"));
        assert!(parse(r#"{"pad_token": "</s>", "do_lower_case": false}"#).unwrap_err().contains("do_lower_case"));
        assert!(parse("{").unwrap_err().contains("JSON"));
    }
}
