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
        };
        match (last, self.pooled) {
            (Some(last), _) => Ok(ids[..=last].to_vec()),
            (None, Pooled::First(end)) => Err(format!("the tokenizer does not end a text with config.json's eos_token_id {end}")),
            (None, Pooled::Highest) => Err("the tokenizer makes no token of a text".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::config::ClipConfig;

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
            let config = ClipConfig::parse(config.as_bytes(), Path::new("config.json")).unwrap();
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
