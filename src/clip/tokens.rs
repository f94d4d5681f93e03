//! tokenizer.json: text to token ids, cut where the text tower stops looking.

use super::config::{Pooled, TextConfig};
use super::files::problem;
use crate::base::EncodeError;
use std::path::Path;
use tokenizers::{Tokenizer, TruncationParams};

/// A checkpoint's tokenizer.
pub struct Tokens {
    tokenizer: Tokenizer,
    pooled: Pooled,
    vocabulary: usize,
}

impl Tokens {
    /// Reads tokenizer.json and makes sure that it writes the token that config.json pools at.
    pub fn parse(bytes: &[u8], path: &Path, config: &TextConfig) -> Result<Self, EncodeError> {
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|e| problem(path, format!("not a tokenizer ({e})")))?;
        // Tokens that the post-processor adds are counted in, so end-of-text survives.
        let truncation = TruncationParams { max_length: config.context, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(|e| problem(path, format!("cannot truncate ({e})")))?;
        // Padding cannot change a result (attention is causal), so there is none.
        tokenizer.with_padding(None);
        let tokens = Self { tokenizer, pooled: config.pooled, vocabulary: config.vocabulary };
        // Longer than any context: shows that the truncation keeps end-of-text, too.
        let long = "a ".repeat(config.context + 1);
        for text in ["a", long.as_str()] {
            let ids = tokens.encode(text).map_err(|what| problem(path, what))?;
            if ids.len() > config.context {
                return Err(problem(path, "a long text is not cut to config.json's max_position_embeddings"));
            }
        }
        Ok(tokens)
    }

    /// Ids up to the token that stands for the text; the error is one line for a person.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, String> {
        let encoding = self.tokenizer.encode_fast(text, true).map_err(|e| format!("'{text}' cannot be split into tokens ({e})"))?;
        let ids = encoding.get_ids();
        if let Some(id) = ids.iter().find(|id| **id as usize >= self.vocabulary) {
            return Err(format!("the tokenizer writes the token {id}, but config.json's vocab_size is {}", self.vocabulary));
        }
        let last = match self.pooled {
            Pooled::First(end) => ids.iter().position(|id| *id == end),
            Pooled::Highest => ids.iter().max().and_then(|end| ids.iter().position(|id| id == end)),
            Pooled::Last => ids.len().checked_sub(1),
        };
        match (last, self.pooled) {
            (Some(last), _) => Ok(ids[..=last].to_vec()),
            (None, Pooled::First(end)) => Err(format!("the tokenizer does not end a text with config.json's eos_token_id {end}")),
            (None, Pooled::Highest | Pooled::Last) => Err("the tokenizer makes no token of a text".to_owned()),
        }
    }

    /// What of a text lies beyond the last token that is read; `None` where all is read. A text that is no tokens is not cut.
    pub fn cut_off(&self, text: &str) -> Option<String> {
        let encoding = self.tokenizer.encode(text, true).ok()?;
        if encoding.get_overflowing().is_empty() {
            return None;
        }
        // Tokens that the post-processor adds stand for no part of the text: 0 to 0.
        let read = encoding.get_offsets().iter().map(|(_, end)| *end).max().unwrap_or_default();
        let rest = text.get(read..)?.trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::config::ModelConfig;

    #[test]
    fn the_end_of_a_text_that_is_not_read_is_told_as_it_was_written() {
        for folder in ["assets/starter-model", "tests/fixtures/clip/quick"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let config = ModelConfig::parse(&fs_err::read(folder.join("config.json")).unwrap(), Path::new("config.json")).unwrap();
            let path = folder.join("tokenizer.json");
            let tokens = Tokens::parse(&fs_err::read(&path).unwrap(), &path, &config.text).unwrap();
            assert_eq!(tokens.cut_off("a photo of a Red Dress"), None);
            assert_eq!(tokens.cut_off(""), None);
            let long = format!("{}é Red, the END", "a ".repeat(config.text.context + 5));
            let cut = tokens.cut_off(&long).unwrap();
            assert!(cut.ends_with("é Red, the END") && long.ends_with(&cut), "{cut}");
            // What is read of the text and the text without its end are the same tokens.
            let kept = &long[..long.len() - cut.len()];
            assert_eq!((tokens.encode(kept).unwrap(), tokens.cut_off(kept)), (tokens.encode(&long).unwrap(), None));
        }
    }

    /// OpenAI's own tokenizer.json, with the config of a ViT-B/32 before and after transformers' pull request 24773.
    #[test]
    #[allow(clippy::print_stderr)]
    fn openais_tokenizer_splits_and_truncates() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/clip-reference/tokenizer.json");
        let Ok(bytes) = fs_err::read(&path) else {
            eprintln!("skipped: {} is not here", path.display());
            return;
        };
        for config in ["{}", r#"{"text_config": {"eos_token_id": 2}}"#] {
            let config = ModelConfig::parse(config.as_bytes(), Path::new("config.json")).unwrap();
            let tokens = Tokens::parse(&bytes, &path, &config.text).unwrap();
            let cat = [49_406, 320, 1125, 539, 320, 2368, 49_407];
            assert_eq!(tokens.encode("a photo of a cat").unwrap(), cat);
            assert_eq!(tokens.encode("  A PHOTO of\na cat ").unwrap(), cat);
            assert_eq!(tokens.encode("").unwrap(), [49_406, 49_407]);
            let long = tokens.encode(&"cat ".repeat(100)).unwrap();
            assert_eq!((long.len(), long[75], long[76]), (77, 2368, 49_407));
        }
    }
}
