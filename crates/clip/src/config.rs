//! config.json of a CLIP or SigLIP checkpoint, with transformers' defaults for the keys that it leaves out.
//!
//! The reference is transformers' `configuration_clip.py` and `configuration_siglip.py`. No other file asks which family a
//! model belongs to: the towers read single facts (is there a class token, may a token look ahead).

use super::files::{Files, WEIGHTS, problem};
use super::kernel::activation::Activation;
use super::open_clip;
use super::rules::Cleaning;
use super::weights::Weights;
use base::{EncodeError, human};
use serde_json::Value;
use std::borrow::Cow;
use std::path::Path;

/// Sizes of a tower's transformer; each field names its key in config.json.
#[derive(Clone, Debug, PartialEq)]
pub struct TowerConfig {
    /// `hidden_size`.
    pub width: usize,
    /// `intermediate_size`.
    pub middle: usize,
    /// `num_hidden_layers`, at least 1.
    pub layers: usize,
    /// `num_attention_heads`; divides the width.
    pub heads: usize,
    /// `hidden_act`.
    pub activation: Activation,
    /// `layer_norm_eps`.
    pub epsilon: f32,
}

/// Shape of the image tower.
#[derive(Clone, Debug, PartialEq)]
pub struct VisionConfig {
    pub tower: TowerConfig,
    /// `image_size`: pixels on each side.
    pub image: usize,
    /// `patch_size`: pixels on each side.
    pub patch: usize,
    /// Whether the product that makes a token of a patch adds a bias.
    pub patch_bias: bool,
    /// Whether the tokens are normalised before the first block, too.
    pub pre_norm: bool,
    pub pooling: ImagePooling,
}

/// How the tokens of a photo become its features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImagePooling {
    /// CLIP: a learned token goes before the patches; it alone is normalised and projected, without a bias.
    ClassToken,
    /// `SigLIP`: all tokens are normalised, a learned probe attends to them, and a perceptron with a residual follows. No projection.
    AttentionHead,
}

/// Shape of the text tower.
#[derive(Clone, Debug, PartialEq)]
pub struct TextConfig {
    pub tower: TowerConfig,
    /// `vocab_size`.
    pub vocabulary: usize,
    /// `max_position_embeddings`: the most tokens a text may have.
    pub context: usize,
    /// Whether a token sees only itself and those before it. If not, it sees all of the text, padding included.
    pub causal: bool,
    /// Which token stands for the whole text.
    pub pooled: Pooled,
    /// Whether the projection adds a bias.
    pub projection_bias: bool,
    /// What happens to a text before tokenizer.json; `None` where `tokenizer_config.json` decides.
    pub cleaning: Option<Cleaning>,
}

/// Which token's features are the text's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooled {
    /// The first token with this id.
    First(u32),
    /// The first token with the highest id: what `eos_token_id` = 2 means in configs from before transformers' pull request 24773.
    Highest,
    /// The last token of the context, to which every text is padded.
    Last,
}

/// Pixels on each side: models see 1,024 at most.
const MOST_IMAGE: usize = 2048;
/// Tokens of a text: models read 512 at most, and attention costs their square.
const MOST_CONTEXT: usize = 8192;
/// Components of an embedding.
const MOST_DIMENSION: usize = 8192;

/// The shape of a checkpoint: all that the towers must know besides the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelConfig {
    /// `vision_config`.
    pub vision: VisionConfig,
    /// `text_config`.
    pub text: TextConfig,
    /// Components of an embedding: CLIP's `projection_dim`, `SigLIP`'s `projection_size`.
    pub projection: usize,
}

impl VisionConfig {
    /// Tokens of one photo: its patches and, where there is one, the class token.
    pub fn tokens(&self) -> usize {
        let side = self.image / self.patch;
        side * side + usize::from(self.pooling == ImagePooling::ClassToken)
    }
}

impl ModelConfig {
    /// Reads config.json, or `open_clip_config.json` if config.json is absent or does not describe the towers. Also returns the bytes
    /// of the file that was read.
    pub fn read(files: &Files) -> Result<(Self, Cow<'static, [u8]>), EncodeError> {
        let config = files.find("config.json")?;
        if config.as_ref().is_none_or(|bytes| !has_towers(bytes))
            && let Some(bytes) = files.find(open_clip::FILE)?
        {
            let mut source = files.weights()?;
            let weights = Weights::open(&mut *source, files.path(WEIGHTS))?;
            return Ok((open_clip::parse(&bytes, &files.path(open_clip::FILE), &weights)?, bytes));
        }
        let bytes = config.map_or_else(|| files.read("config.json"), Ok)?;
        Ok((Self::parse(&bytes, &files.path("config.json"))?, bytes))
    }

    /// Reads the bytes of config.json; `path` is for messages.
    pub fn parse(bytes: &[u8], path: &Path) -> Result<Self, EncodeError> {
        let value: Value = serde_json::from_slice(bytes).map_err(|e| problem(path, format!("not valid JSON ({e})")))?;
        read(&value).map_err(|what| problem(path, what))
    }
}

fn has_towers(bytes: &[u8]) -> bool {
    let config: Value = serde_json::from_slice(bytes).unwrap_or_default();
    ["text_config", "vision_config"].iter().any(|name| dict_section(&config, name).is_some())
}

fn read(config: &Value) -> Result<ModelConfig, String> {
    match config.get("model_type").and_then(Value::as_str) {
        None | Some("clip") => clip(config),
        Some("siglip") => siglip(config),
        Some(other) => Err(format!("this is a checkpoint of the type '{other}'; only 'clip' and 'siglip' can be read")),
    }
}

fn clip(config: &Value) -> Result<ModelConfig, String> {
    let vision = dict_section(config, "vision_config");
    let text = dict_section(config, "text_config");
    let tower = |section, name, sizes| tower(section, name, sizes, (Activation::QuickGelu, 1e-5));
    let vision = VisionConfig {
        tower: tower(vision, "vision_config", [768, 3072, 12, 12])?,
        image: square(vision, "image_size", 224)?,
        patch: square(vision, "patch_size", 32)?,
        patch_bias: false,
        pre_norm: true,
        pooling: ImagePooling::ClassToken,
    };
    let text = TextConfig {
        tower: tower(text, "text_config", [512, 2048, 12, 8])?,
        vocabulary: positive(text, "vocab_size", 49_408)?,
        context: positive(text, "max_position_embeddings", 77)?,
        causal: true,
        pooled: pooled(text)?,
        projection_bias: false,
        cleaning: Some(Cleaning::Nothing),
    };
    checked(ModelConfig { vision, text, projection: positive(Some(config), "projection_dim", 512)? })
}

fn siglip(config: &Value) -> Result<ModelConfig, String> {
    let vision = section(config, "vision_config");
    let text = section(config, "text_config");
    let tower = |section, name| tower(section, name, [768, 3072, 12, 12], (Activation::GeluTanh, 1e-6));
    if let Some(head) = value(vision, "vision_use_head").filter(|v| v.as_bool() != Some(true)) {
        return Err(format!("vision_config: vision_use_head = {head}, so this checkpoint makes no embedding of a photo"));
    }
    let vision = VisionConfig {
        tower: tower(vision, "vision_config")?,
        image: square(vision, "image_size", 224)?,
        patch: square(vision, "patch_size", 16)?,
        patch_bias: true,
        pre_norm: false,
        pooling: ImagePooling::AttentionHead,
    };
    let tower = tower(text, "text_config")?;
    let projection = positive(text, "projection_size", tower.width)?;
    let text = TextConfig {
        tower,
        vocabulary: positive(text, "vocab_size", 32_000)?,
        context: positive(text, "max_position_embeddings", 64)?,
        causal: false,
        pooled: Pooled::Last,
        projection_bias: true,
        cleaning: None,
    };
    checked(ModelConfig { vision, text, projection })
}

/// Checks what must hold between the sizes.
pub fn checked(config: ModelConfig) -> Result<ModelConfig, String> {
    let ModelConfig { vision, text, projection } = &config;
    // The weights must have tensors of these sizes; what has none, or is more than a photo or a text should cost, is bounded here.
    for (size, most, name) in [
        (vision.image, MOST_IMAGE, "image_size"),
        (text.context, MOST_CONTEXT, "max_position_embeddings"),
        (text.context.saturating_mul(text.tower.width), MOST_CONTEXT << 12, "max_position_embeddings x hidden_size"),
        (*projection, MOST_DIMENSION, "projection_dim"),
    ] {
        if size > most {
            return Err(format!("{name} = {} is more than any model has ({})", human::count(size as u64), human::count(most as u64)));
        }
    }
    for (tower, name) in [(&vision.tower, "vision_config"), (&text.tower, "text_config")] {
        if !tower.width.is_multiple_of(tower.heads) {
            return Err(format!("{name}: hidden_size {} is no multiple of num_attention_heads {}", tower.width, tower.heads));
        }
    }
    if vision.patch > vision.image {
        return Err(format!("patch_size {} is larger than image_size {}", vision.patch, vision.image));
    }
    if vision.pooling == ImagePooling::AttentionHead && vision.tower.width != *projection {
        let width = vision.tower.width;
        return Err(format!("photos get embeddings of {width} components and texts of {projection}: they cannot be compared"));
    }
    Ok(config)
}

/// The value of this key if it is an object.
fn section<'a>(config: &'a Value, name: &str) -> Option<&'a Value> {
    config.get(name).filter(|v| v.is_object())
}

/// `text_config_dict` and `vision_config_dict` of old checkpoints, with the defaults for what they lack, win over the newer keys.
fn dict_section<'a>(config: &'a Value, name: &str) -> Option<&'a Value> {
    section(config, &format!("{name}_dict")).or_else(|| section(config, name))
}

fn tower(
    section: Option<&Value>,
    name: &str,
    [width, middle, layers, heads]: [usize; 4],
    (activation, epsilon): (Activation, f32),
) -> Result<TowerConfig, String> {
    if let Some(channels) = value(section, "num_channels").filter(|v| v.as_u64() != Some(3)) {
        return Err(format!("{name}: num_channels = {channels}, but photos have 3"));
    }
    Ok(TowerConfig {
        width: positive(section, "hidden_size", width)?,
        middle: positive(section, "intermediate_size", middle)?,
        layers: positive(section, "num_hidden_layers", layers)?,
        heads: positive(section, "num_attention_heads", heads)?,
        activation: match value(section, "hidden_act") {
            None => activation,
            Some(v) => {
                v.as_str().and_then(Activation::named).ok_or_else(|| format!("{name}: the activation hidden_act = {v} is not supported"))?
            }
        },
        epsilon: match value(section, "layer_norm_eps") {
            None => epsilon,
            Some(v) => v.as_f64().ok_or_else(|| format!("{name}: layer_norm_eps = {v} is not a number"))? as f32,
        },
    })
}

fn pooled(text: Option<&Value>) -> Result<Pooled, String> {
    match value(text, "eos_token_id") {
        None => Ok(Pooled::First(49_407)),
        Some(v) => match v.as_array().and_then(|ids| ids.first()).unwrap_or(v).as_u64().map(u32::try_from) {
            Some(Ok(2)) => Ok(Pooled::Highest),
            Some(Ok(id)) => Ok(Pooled::First(id)),
            _ => Err(format!("text_config: eos_token_id = {v} is not a token id")),
        },
    }
}

/// The value of a key; null counts as absent.
pub fn value<'a>(section: Option<&'a Value>, key: &str) -> Option<&'a Value> {
    section?.get(key).filter(|v| !v.is_null())
}

/// A size; the default if the key is absent.
pub fn positive(section: Option<&Value>, key: &str, default: usize) -> Result<usize, String> {
    match value(section, key) {
        None => Ok(default),
        Some(v) => as_size(v).ok_or_else(|| format!("{key} = {v} is not a size")),
    }
}

/// The side of a square: a number, or a pair of equal ones.
fn square(section: Option<&Value>, key: &str, default: usize) -> Result<usize, String> {
    match value(section, key).and_then(Value::as_array).map(Vec::as_slice) {
        None => positive(section, key, default),
        Some([a, b]) if a == b && as_size(a).is_some() => Ok(as_size(a).unwrap_or(default)),
        Some(_) => Err(format!("{key} is not a square")),
    }
}

/// Bounded, so that products of a few sizes stay far from overflow.
fn as_size(value: &Value) -> Option<usize> {
    value.as_u64().filter(|n| (1..=1 << 24).contains(n)).map(|n| n as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<ModelConfig, String> {
        ModelConfig::parse(json.as_bytes(), Path::new("config.json")).map_err(|e| e.to_string())
    }

    #[test]
    fn absent_keys_are_those_of_vit_b_32() {
        let config = parse("{}").unwrap();
        assert_eq!((config.projection, config.vision.image, config.vision.patch), (512, 224, 32));
        assert_eq!((config.vision.tower.width, config.vision.tower.layers, config.vision.tower.heads), (768, 12, 12));
        assert_eq!((config.text.tower.width, config.text.tower.heads, config.text.context), (512, 8, 77));
        assert_eq!(config.text.pooled, Pooled::First(49_407));
        assert_eq!(config.vision.tower.activation, Activation::QuickGelu);
    }

    /// What `SiglipConfig()` says, and of a SigLIP 2 of fixed resolution only what it must say of itself.
    #[test]
    fn absent_keys_of_siglip_are_those_of_its_base_model() {
        let config = parse(r#"{"model_type": "siglip", "text_config": {"vocab_size": 256000}, "vision_config": {}}"#).unwrap();
        assert_eq!((config.projection, config.vision.image, config.vision.patch), (768, 224, 16));
        let TowerConfig { width, middle, layers, heads, activation, epsilon } = config.text.tower;
        assert_eq!((width, middle, layers, heads, activation), (768, 3072, 12, 12, Activation::GeluTanh));
        assert!((epsilon - 1e-6).abs() < 1e-9);
        assert_eq!((config.text.context, config.text.vocabulary), (64, 256_000));
        assert_eq!((config.text.causal, config.text.pooled, config.text.projection_bias), (false, Pooled::Last, true));
        assert_eq!((config.vision.patch_bias, config.vision.pre_norm), (true, false));
        assert_eq!(config.vision.pooling, ImagePooling::AttentionHead);
    }

    #[test]
    fn keys_that_are_there_win_and_null_counts_as_absent() {
        let config = parse(
            r#"{"model_type": "clip", "projection_dim": 16, "vision_config": {"hidden_size": 24, "num_attention_heads": 2,
            "hidden_act": "gelu", "image_size": [30, 30], "patch_size": 6, "layer_norm_eps": 1e-6, "intermediate_size": null},
            "text_config": {"eos_token_id": 2, "max_position_embeddings": 32}}"#,
        )
        .unwrap();
        assert_eq!((config.projection, config.vision.image, config.vision.tower.width), (16, 30, 24));
        assert_eq!((config.vision.tower.middle, config.vision.tower.activation), (3072, Activation::Gelu));
        assert!((config.vision.tower.epsilon - 1e-6).abs() < 1e-9);
        assert_eq!((config.text.pooled, config.text.context), (Pooled::Highest, 32));
    }

    #[test]
    fn the_dict_sections_of_old_checkpoints_win() {
        let config = parse(r#"{"text_config": {"hidden_size": 64}, "text_config_dict": {"num_hidden_layers": 3}}"#).unwrap();
        assert_eq!((config.text.tower.width, config.text.tower.layers), (512, 3));
    }

    #[test]
    fn what_cannot_be_run_is_refused_by_name() {
        for (json, part) in [
            (r#"{"model_type": "siglip2"}"#, "'siglip2'"),
            (r#"{"model_type": "siglip", "vision_config": {"vision_use_head": false}}"#, "vision_use_head"),
            (r#"{"model_type": "siglip", "text_config": {"projection_size": 512}}"#, "cannot be compared"),
            (r#"{"vision_config": {"hidden_act": "swish"}}"#, "swish"),
            (r#"{"vision_config": {"hidden_size": 10, "num_attention_heads": 3}}"#, "no multiple"),
            (r#"{"vision_config": {"num_channels": 1}}"#, "num_channels"),
            (r#"{"vision_config": {"image_size": [224, 336]}}"#, "not a square"),
            (r#"{"vision_config": {"image_size": 16}}"#, "larger"),
            (r#"{"text_config": {"num_hidden_layers": 0}}"#, "num_hidden_layers"),
            (r#"{"projection_dim": -1}"#, "projection_dim"),
            (r#"{"text_config": {"eos_token_id": "x"}}"#, "eos_token_id"),
            ("{", "JSON"),
        ] {
            let message = parse(json).unwrap_err();
            assert!(message.contains(part) && message.ends_with("config.json"), "{message}");
        }
    }
}
