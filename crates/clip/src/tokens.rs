//! tokenizer.json: text to token ids, cut where the text tower stops looking.

use super::config::{Pooled, TextConfig};
use super::files::problem;
use super::growth;
use super::rules::{Cleaning, RULES, Rules};
use base::EncodeError;
use base::guard::quietly;
use std::path::Path;
use tokenizers::normalizers::Sequence;
use tokenizers::{PaddingDirection, PaddingParams, PaddingStrategy, Tokenizer, TruncationParams};

/// A rule of it made the library panic.
const BROKEN: &str = "a rule of this tokenizer is broken; download the model again";

/// A checkpoint's tokenizer.
pub struct Tokens {
    tokenizer: Tokenizer,
    pooled: Pooled,
    vocabulary: usize,
}

impl Tokens {
    /// Reads tokenizer.json and makes sure that it writes the token that the config pools at. `rules` must be there for a model
    /// whose texts are padded.
    pub fn parse(bytes: &[u8], path: &Path, config: &TextConfig, rules: Option<&Rules>) -> Result<Self, EncodeError> {
        growth::require_little(bytes).map_err(|what| problem(path, what))?;
        let mut tokenizer = quietly(|| Tokenizer::from_bytes(bytes))
            .map_err(|_| problem(path, BROKEN))?
            .map_err(|e| problem(path, format!("not a tokenizer ({e})")))?;
        // Tokens that the post-processor adds are counted in, so end-of-text survives.
        let truncation = TruncationParams { max_length: config.context, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(|e| problem(path, format!("cannot truncate ({e})")))?;
        let padding = rules.map(|rules| padding(rules, &tokenizer, config.context, path)).transpose()?;
        tokenizer.with_padding(padding);
        let cleaning = config.cleaning.or(rules.map(|rules| rules.cleaning)).unwrap_or(Cleaning::Nothing);
        let unclean = |e| problem(path, format!("cannot clean texts ({e})"));
        let mut steps = cleaning.steps().map_err(unclean)?;
        if !steps.is_empty() {
            steps.extend(tokenizer.get_normalizer().cloned());
            tokenizer.with_normalizer(Some(Sequence::new(steps))).map_err(unclean)?;
        }
        let tokens = Self { tokenizer, pooled: config.pooled, vocabulary: config.vocabulary };
        // Longer than any context: shows that the truncation keeps end-of-text, too.
        let long = "a ".repeat(config.context + 1);
        for text in ["a", long.as_str()] {
            let ids = tokens.encode(text).map_err(|what| problem(path, what))?;
            if ids.len() > config.context || (rules.is_some() && ids.len() < config.context) {
                return Err(problem(path, "a text is not cut or padded to the config's max_position_embeddings"));
            }
        }
        Ok(tokens)
    }

    /// Ids up to the token that stands for the text; the error is one line for a person.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, String> {
        let encoding = quietly(|| self.tokenizer.encode_fast(text, true)).map_err(|_| BROKEN.to_owned())?;
        let encoding = encoding.map_err(|e| format!("'{text}' cannot be split into tokens ({e})"))?;
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
        let encoding = quietly(|| self.tokenizer.encode(text, true)).ok()?.ok()?;
        if encoding.get_overflowing().is_empty() {
            return None;
        }
        // Tokens that the post-processor adds stand for no part of the text: 0 to 0.
        let read = encoding.get_offsets().iter().map(|(_, end)| *end).max().unwrap_or_default();
        let rest = text.get(read..)?.trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    }
}

/// In a causal tower padding cannot change a result, and there is none. Where every token sees it, it is as in training: up to
/// the whole context.
fn padding(rules: &Rules, tokenizer: &Tokenizer, context: usize, path: &Path) -> Result<PaddingParams, EncodeError> {
    let pad_id = tokenizer.token_to_id(&rules.pad);
    Ok(PaddingParams {
        strategy: PaddingStrategy::Fixed(context),
        direction: if rules.pad_left { PaddingDirection::Left } else { PaddingDirection::Right },
        pad_id: pad_id.ok_or_else(|| problem(path, format!("it lacks the pad_token '{}' of {RULES}", rules.pad)))?,
        pad_token: rules.pad.clone(),
        ..PaddingParams::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ModelConfig;
    use crate::files::Files;

    fn of(folder: &str) -> (Tokens, usize) {
        let files = Files::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let (config, _) = ModelConfig::read(&files).unwrap();
        let padded = config.text.pooled == Pooled::Last;
        let rules = padded.then(|| Rules::parse(&files.read(RULES).unwrap(), Path::new(RULES)).unwrap());
        let path = files.path("tokenizer.json");
        (Tokens::parse(&files.read("tokenizer.json").unwrap(), &path, &config.text, rules.as_ref()).unwrap(), config.text.context)
    }

    #[test]
    fn the_end_of_a_text_that_is_not_read_is_told_as_it_was_written() {
        let fixtures = ["quick", "siglip", "siglip2", "open-clip"].map(|name| format!("../../tests/fixtures/clip/{name}"));
        for folder in ["../../assets/starter-model"].into_iter().chain(fixtures.iter().map(String::as_str)) {
            let (tokens, context) = of(folder);
            assert_eq!(tokens.cut_off("a  RED"), None, "{folder}");
            assert_eq!(tokens.cut_off(""), None);
            let long = format!("{}é Red, the END", "a ".repeat(context + 5));
            let cut = tokens.cut_off(&long).unwrap();
            assert!(cut.ends_with("é Red, the END") && long.ends_with(&cut), "{folder}: {cut}");
            // What is read of the text and the text without its end are the same tokens.
            let kept = &long[..long.len() - cut.len()];
            assert_eq!((tokens.encode(kept).unwrap(), tokens.cut_off(kept)), (tokens.encode(&long).unwrap(), None));
        }
    }

    #[test]
    fn where_every_token_sees_the_padding_each_text_fills_the_context() {
        for folder in ["siglip", "siglip2", "open-clip"] {
            let (tokens, context) = of(&format!("../../tests/fixtures/clip/{folder}"));
            for text in ["", "red", &"red ".repeat(100)] {
                assert_eq!(tokens.encode(text).unwrap().len(), context, "{folder}: {text}");
            }
            assert_eq!(tokens.encode("RED dress").unwrap(), tokens.encode("red dress").unwrap(), "{folder}");
        }
    }

    #[test]
    fn padding_with_a_token_that_the_tokenizer_lacks_is_refused() {
        let files = Files::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/clip/siglip"));
        let (config, _) = ModelConfig::read(&files).unwrap();
        let rules = Rules::parse(br#"{"pad_token": "[PAD]"}"#, Path::new(RULES)).unwrap();
        let bytes = files.read("tokenizer.json").unwrap();
        let message = Tokens::parse(&bytes, Path::new("tokenizer.json"), &config.text, Some(&rules)).err().unwrap().to_string();
        assert_eq!(message, "it lacks the pad_token '[PAD]' of tokenizer_config.json: tokenizer.json");
    }

    #[test]
    fn rules_that_break_the_library_or_swell_a_text_are_refused_in_words() {
        let files = Files::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/clip/quick"));
        let (config, _) = ModelConfig::read(&files).unwrap();
        let sound: serde_json::Value = serde_json::from_slice(&files.read("tokenizer.json").unwrap()).unwrap();
        let refused = |normalizer: serde_json::Value| {
            let mut tokenizer = sound.clone();
            tokenizer["normalizer"] = normalizer;
            let bytes = serde_json::to_vec(&tokenizer).unwrap();
            Tokens::parse(&bytes, Path::new("tokenizer.json"), &config.text, None).err().map(|error| error.to_string()).unwrap_or_default()
        };
        // A map of characters that promises more bytes than it has.
        let broken = refused(serde_json::json!({ "type": "Precompiled", "precompiled_charsmap": "AAAAAP////8=" }));
        assert!(broken.contains("tokenizer.json") && !broken.is_empty(), "{broken}");
        let rule = serde_json::json!({ "type": "Replace", "pattern": { "String": "a" }, "content": "a".repeat(2000) });
        let swelling = refused(serde_json::json!({ "type": "Sequence", "normalizers": [rule, rule, rule] }));
        assert!(swelling.contains("many times longer"), "{swelling}");
    }

    /// OpenAI's own tokenizer.json, with the config of a ViT-B/32 before and after transformers' pull request 24773.
    #[test]
    #[allow(clippy::print_stderr)]
    fn openais_tokenizer_splits_and_truncates() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/clip-reference/tokenizer.json");
        let Ok(bytes) = fs_err::read(&path) else {
            eprintln!("skipped: {} is not here", path.display());
            return;
        };
        for config in ["{}", r#"{"text_config": {"eos_token_id": 2}}"#] {
            let config = ModelConfig::parse(config.as_bytes(), Path::new("config.json")).unwrap();
            let tokens = Tokens::parse(&bytes, &path, &config.text, None).unwrap();
            let cat = [49_406, 320, 1125, 539, 320, 2368, 49_407];
            assert_eq!(tokens.encode("a photo of a cat").unwrap(), cat);
            assert_eq!(tokens.encode("  A PHOTO of\na cat ").unwrap(), cat);
            assert_eq!(tokens.encode("").unwrap(), [49_406, 49_407]);
            let long = tokens.encode(&"cat ".repeat(100)).unwrap();
            assert_eq!((long.len(), long[75], long[76]), (77, 2368, 49_407));
        }
    }
}
