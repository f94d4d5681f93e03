//! `open_clip_config.json` of a `SigLIP` checkpoint whose image tower is timm's, as `Marqo/marqo-fashionSigLIP` is published.
//!
//! The reference is open_clip 3.3 with timm 1.0. The file names the image tower and says little else of it: its sizes are read
//! from the tensors, its heads and activation from the table below. Where transformers' `SigLIP` approximates the activation
//! by tanh, these checkpoints were trained and are run by open_clip with the exact one, unless the file or the name says otherwise.
//! A text's padding is that of `tokenizer_config.json`; what open_clip does to a text before the tokenizer is `clean`.

use super::config::{ImagePooling, ModelConfig, Pooled, TextConfig, TowerConfig, VisionConfig, checked, positive, value};
use super::files::problem;
use super::kernel::activation::Activation;
use super::rules::Cleaning;
use super::weights::Weights;
use base::EncodeError;
use serde_json::Value;
use std::path::Path;

/// open_clip's counterpart of config.json.
pub const FILE: &str = "open_clip_config.json";

/// timm's names of `SigLIP` image towers, as far as they decide something: the beginning, and the attention heads.
const HEADS: [(&str, usize); 4] = [("vit_base_patch", 12), ("vit_large_patch", 16), ("vit_so400m_patch", 16), ("vit_giantopt_patch", 16)];

/// Those that timm gives the tanh form of the activation; the others have the exact one.
const TANH: [&str; 7] = [
    "vit_base_patch32_siglip_256",
    "vit_large_patch16_siglip_512",
    "vit_so400m_patch16_siglip_256",
    "vit_so400m_patch16_siglip_384",
    "vit_so400m_patch16_siglip_512",
    "vit_giantopt_patch16_siglip_256",
    "vit_giantopt_patch16_siglip_384",
];

/// Parts of a text tower that open_clip knows and `SigLIP` does not have.
const UNSUPPORTED: [&str; 10] = [
    "embed_cls",
    "ls_init_value",
    "final_ln_after_pool",
    "block_type",
    "qk_norm",
    "scaled_cosine_attn",
    "scale_heads",
    "scale_attn_inner",
    "scale_attn",
    "scale_fc",
];

/// timm's value for `SigLIP`; the file does not say it.
const EPSILON: f32 = 1e-6;

/// Reads the bytes of the file, and the sizes of the image tower from the shapes in `weights`; `path` is for messages.
pub fn parse(bytes: &[u8], path: &Path, weights: &Weights<'_>) -> Result<ModelConfig, EncodeError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| problem(path, format!("not valid JSON ({e})")))?;
    read(&value, weights).map_err(|what| problem(path, what))
}

fn read(config: &Value, weights: &Weights<'_>) -> Result<ModelConfig, String> {
    let model = config.get("model_cfg").ok_or("the key model_cfg is missing")?;
    let (vision, text) = (model.get("vision_cfg"), model.get("text_cfg"));
    must_be(Some(model), "quick_gelu", "false", "false")?;
    let projection = positive(Some(model), "embed_dim", 0)?;
    checked(ModelConfig { vision: vision_config(vision, weights)?, text: text_config(text)?, projection })
}

fn vision_config(section: Option<&Value>, weights: &Weights<'_>) -> Result<VisionConfig, String> {
    let name = value(section, "timm_model_name").and_then(Value::as_str).unwrap_or_default();
    let heads = HEADS.iter().find(|(start, _)| name.starts_with(start) && name.contains("_siglip_"));
    let Some((_, heads)) = heads else {
        return Err(format!("vision_cfg: the image tower timm_model_name = '{name}' is not supported; timm's SigLIP towers are"));
    };
    must_be(section, "timm_pool", "avg", "map")?;
    must_be(section, "timm_proj", "linear", "none")?;
    let shape = |name: &str| weights.shape(name).ok_or_else(|| format!("the weights lack the tensor {}", weights.name(name)));
    let &[width, 3, patch, _] = shape("vision_model.embeddings.patch_embedding.weight")? else {
        return Err("the patch embedding of the weights is not one of colour photos".to_owned());
    };
    // By any of a layer's tensors, so that one that is missing is missed.
    let is_there = |i: &usize| {
        let tensor = |part: &&str| weights.shape(&format!("vision_model.encoder.layers.{i}.{part}")).is_some();
        ["layer_norm1.weight", "layer_norm2.weight", "mlp.fc1.weight"].iter().any(tensor)
    };
    let layers = (0..weights.tensors()).take_while(is_there).count();
    let middle = shape("vision_model.encoder.layers.0.mlp.fc1.bias")?.iter().product();
    let activation = if TANH.contains(&name) { Activation::GeluTanh } else { Activation::Gelu };
    Ok(VisionConfig {
        tower: TowerConfig { width, middle, layers, heads: *heads, activation, epsilon: EPSILON },
        image: positive(section, "image_size", 224)?,
        patch,
        patch_bias: true,
        pre_norm: false,
        pooling: ImagePooling::AttentionHead,
    })
}

fn text_config(section: Option<&Value>) -> Result<TextConfig, String> {
    if let Some(name) = value(section, "hf_model_name") {
        return Err(format!("text_cfg: the text tower hf_model_name = {name} is not supported"));
    }
    must_be(section, "pool_type", "argmax", "last")?;
    must_be(section, "proj_type", "linear", "linear")?;
    must_be(section, "proj_bias", "false", "true")?;
    must_be(section, "no_causal_mask", "false", "true")?;
    let off = [Value::Null, Value::Bool(false)];
    if let Some(key) = UNSUPPORTED.iter().find(|key| section.and_then(|text| text.get(key)).is_some_and(|v| !off.contains(v))) {
        return Err(format!("text_cfg: {key} is not supported"));
    }
    let width = positive(section, "width", 512)?;
    let ratio = number(section, "mlp_ratio", 4.0)?;
    let tanh = value(section, "act_kwargs").and_then(|kwargs| kwargs.get("approximate")).is_some_and(|form| form == "tanh");
    Ok(TextConfig {
        tower: TowerConfig {
            width,
            middle: (width as f64 * ratio) as usize,
            layers: positive(section, "layers", 12)?,
            heads: positive(section, "heads", 8)?,
            activation: if tanh { Activation::GeluTanh } else { Activation::Gelu },
            epsilon: number(value(section, "norm_kwargs"), "eps", 1e-5)? as f32,
        },
        vocabulary: positive(section, "vocab_size", 49_408)?,
        context: positive(section, "context_length", 77)?,
        causal: false,
        pooled: Pooled::Last,
        projection_bias: true,
        cleaning: Some(cleaning(value(section, "tokenizer_kwargs"))?),
    })
}

/// `clean` of open_clip's tokenizer.
fn cleaning(kwargs: Option<&Value>) -> Result<Cleaning, String> {
    match value(kwargs, "clean").map(|v| (v, v.as_str())) {
        Some((_, Some("canonicalize"))) => Ok(Cleaning::OpenClip),
        None | Some((_, Some("whitespace"))) => Ok(Cleaning::Whitespace),
        Some((v, _)) => Err(format!("text_cfg: clean = {v} is not supported")),
    }
}

/// Refuses what cannot be run; `default` is what open_clip takes where the key is absent.
fn must_be(section: Option<&Value>, key: &str, default: &str, wanted: &str) -> Result<(), String> {
    let got = value(section, key).map_or_else(|| default.to_owned(), |v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    if got == wanted { Ok(()) } else { Err(format!("{key} = {got} is not supported; {key} = {wanted} is")) }
}

fn number(section: Option<&Value>, key: &str, default: f64) -> Result<f64, String> {
    value(section, key).map_or(Ok(default), |v| v.as_f64().ok_or_else(|| format!("{key} = {v} is not a number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fixture's file with one part of it replaced, over the fixture's weights.
    fn parse(from: &str, to: &str) -> Result<ModelConfig, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/clip/open-clip");
        let json = fs_err::read_to_string(folder.join(FILE)).unwrap();
        assert!(json.contains(from), "{from}");
        let mut source = fs_err::File::open(folder.join("model.safetensors")).unwrap();
        let weights = Weights::open(&mut source, "model.safetensors".into()).unwrap();
        super::parse(json.replace(from, to).as_bytes(), Path::new(FILE), &weights).map_err(|e| e.to_string())
    }

    #[test]
    fn sizes_come_from_the_tensors_and_heads_and_activation_from_the_name() {
        let config = parse("vit_base_patch16_siglip_224", "vit_large_patch16_siglip_512").unwrap_err();
        assert!(config.contains("no multiple of num_attention_heads 16"), "{config}");
        let config = parse("{", "{").unwrap();
        let TowerConfig { width, middle, layers, heads, activation, .. } = config.vision.tower;
        assert_eq!((width, middle, layers, heads, activation), (24, 96, 2, 12, Activation::Gelu));
        assert_eq!((config.vision.image, config.vision.patch, config.projection), (30, 8, 24));
        let TowerConfig { width, middle, layers, heads, activation, .. } = config.text.tower;
        assert_eq!((width, middle, layers, heads, activation), (20, 80, 2, 2, Activation::Gelu));
        assert_eq!((config.text.context, config.text.cleaning), (20, Some(Cleaning::OpenClip)));
        let tanh = parse(r#""pool_type""#, r#""act_kwargs": {"approximate": "tanh"}, "pool_type""#).unwrap();
        assert_eq!(tanh.text.tower.activation, Activation::GeluTanh);
        assert_eq!(parse("patch16_siglip_224", "patch32_siglip_256").unwrap().vision.tower.activation, Activation::GeluTanh);
    }

    #[test]
    fn what_cannot_be_run_is_refused_by_name() {
        for (from, to, part) in [
            ("vit_base_patch16_siglip_224", "resnet50", "resnet50"),
            (r#""timm_pool": "map""#, r#""timm_pool": "avg""#, "timm_pool = avg"),
            (r#""pool_type": "last""#, r#""pool_type": "argmax""#, "pool_type = last"),
            (r#""no_causal_mask": true"#, r#""no_causal_mask": false"#, "no_causal_mask"),
            (r#""proj_bias": true"#, r#""proj_bias": true, "qk_norm": true"#, "qk_norm"),
            (r#""proj_bias": true"#, r#""proj_bias": true, "hf_model_name": "bert""#, "bert"),
            (r#""embed_dim": 24"#, r#""embed_dim": 25"#, "cannot be compared"),
            ("canonicalize", "stemming", "stemming"),
            ("model_cfg", "model", "model_cfg"),
            ("{", "", "JSON"),
        ] {
            let message = parse(from, to).unwrap_err();
            assert!(message.contains(part) && message.ends_with(FILE), "{message}");
        }
    }
}
