//! Whether a weights file holds every tensor of both towers in the shape that the configuration asks for: looked at before anything is
//! sized by the configuration, and before the first photo is read, not when a tower is first needed.

use super::config::{ImagePooling, ModelConfig, TextConfig, TowerConfig, VisionConfig};
use super::weights::Weights;
use base::EncodeError;

/// Fails with the first tensor that is missing or of another shape or type.
pub fn require(weights: &Weights<'_>, config: &ModelConfig) -> Result<(), EncodeError> {
    image(weights, &config.vision, config.projection)?;
    text(weights, &config.text, config.projection)
}

fn image(weights: &Weights<'_>, config: &VisionConfig, projection: usize) -> Result<(), EncodeError> {
    let (tower, patch) = (&config.tower, config.patch);
    let embeddings = "vision_model.embeddings";
    weights.require(&format!("{embeddings}.position_embedding.weight"), &[config.tokens(), tower.width])?;
    weights.require(&format!("{embeddings}.patch_embedding.weight"), &[tower.width, 3, patch, patch])?;
    if config.patch_bias {
        weights.require(&format!("{embeddings}.patch_embedding.bias"), &[tower.width])?;
    }
    if config.pre_norm {
        norm(weights, "vision_model.pre_layrnorm", tower.width)?;
    }
    blocks(weights, "vision_model", tower)?;
    norm(weights, "vision_model.post_layernorm", tower.width)?;
    match config.pooling {
        ImagePooling::ClassToken => {
            weights.require(&format!("{embeddings}.class_embedding"), &[tower.width])?;
            weights.require("visual_projection.weight", &[projection, tower.width])
        }
        ImagePooling::AttentionHead => {
            weights.require("vision_model.head.probe", &[tower.width])?;
            attention(weights, "vision_model.head.attention", tower.width)?;
            norm(weights, "vision_model.head.layernorm", tower.width)?;
            perceptron(weights, "vision_model.head.mlp", tower)
        }
    }
}

fn text(weights: &Weights<'_>, config: &TextConfig, projection: usize) -> Result<(), EncodeError> {
    let (tower, embeddings) = (&config.tower, "text_model.embeddings");
    weights.require(&format!("{embeddings}.position_embedding.weight"), &[config.context, tower.width])?;
    weights.require(&format!("{embeddings}.token_embedding.weight"), &[config.vocabulary, tower.width])?;
    blocks(weights, "text_model", tower)?;
    norm(weights, "text_model.final_layer_norm", tower.width)?;
    if config.projection_bias {
        linear(weights, "text_model.head", tower.width, projection)
    } else {
        weights.require("text_projection.weight", &[projection, tower.width])
    }
}

fn blocks(weights: &Weights<'_>, prefix: &str, tower: &TowerConfig) -> Result<(), EncodeError> {
    (0..tower.layers).try_for_each(|layer| {
        let prefix = format!("{prefix}.encoder.layers.{layer}");
        norm(weights, &format!("{prefix}.layer_norm1"), tower.width)?;
        attention(weights, &format!("{prefix}.self_attn"), tower.width)?;
        norm(weights, &format!("{prefix}.layer_norm2"), tower.width)?;
        perceptron(weights, &format!("{prefix}.mlp"), tower)
    })
}

fn attention(weights: &Weights<'_>, prefix: &str, width: usize) -> Result<(), EncodeError> {
    ["q", "k", "v", "out"].iter().try_for_each(|part| linear(weights, &format!("{prefix}.{part}_proj"), width, width))
}

fn perceptron(weights: &Weights<'_>, prefix: &str, tower: &TowerConfig) -> Result<(), EncodeError> {
    linear(weights, &format!("{prefix}.fc1"), tower.width, tower.middle)?;
    linear(weights, &format!("{prefix}.fc2"), tower.middle, tower.width)
}

fn linear(weights: &Weights<'_>, name: &str, inputs: usize, outputs: usize) -> Result<(), EncodeError> {
    weights.require(&format!("{name}.weight"), &[outputs, inputs])?;
    weights.require(&format!("{name}.bias"), &[outputs])
}

fn norm(weights: &Weights<'_>, name: &str, width: usize) -> Result<(), EncodeError> {
    ["weight", "bias"].iter().try_for_each(|part| weights.require(&format!("{name}.{part}"), &[width]))
}

#[cfg(test)]
mod tests {
    use crate::{Files, InstalledModel, ModelKind, ModelSource, WEIGHTS, open};
    use base::Device;
    use safetensors::SafeTensors;
    use std::path::Path;

    /// Whatever is taken out of a sound file is missed at opening, and by the list of models.
    #[test]
    fn each_tensor_that_is_missing_is_named_at_opening() {
        for name in ["quick", "siglip", "open-clip"] {
            let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/clip").join(name);
            let dir = tempfile::tempdir().unwrap();
            for file in fs_err::read_dir(&fixture).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
                fs_err::copy(&file, dir.path().join(file.file_name().unwrap())).unwrap();
            }
            let source = ModelSource::of_folder(dir.path());
            assert!(open(&source, Device::Cpu).is_ok(), "{name}");
            let bytes = fs_err::read(fixture.join(WEIGHTS)).unwrap();
            let tensors = SafeTensors::deserialize(&bytes).unwrap();
            // logit_bias is not read, and a logit_scale may be missing from open_clip's files.
            let needed = |tensor: &&str| !(tensor.ends_with("logit_bias") || name == "open-clip" && tensor.ends_with("logit_scale"));
            let names: Vec<&str> = tensors.names().into_iter().filter(needed).filter(|name| !name.ends_with("position_ids")).collect();
            assert!(names.len() > 40);
            for without in names {
                let left = tensors.tensors().into_iter().filter(|(tensor, _)| tensor != without);
                fs_err::write(dir.path().join(WEIGHTS), safetensors::serialize(left, None).unwrap()).unwrap();
                let message = open(&source, Device::Cpu).err().map(|error| error.to_string()).unwrap_or_default();
                assert!(message.contains("missing") || message.contains("lack"), "{name} without {without}: {message}");
                if !without.ends_with("logit_scale") {
                    assert!(InstalledModel::read(&source, ModelKind::Folder).problem.is_some(), "{without}");
                }
            }
        }
        assert!(Files::Starter.exists(WEIGHTS));
    }
}
