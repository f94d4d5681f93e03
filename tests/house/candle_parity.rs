//! A second reference: candle-transformers' own CLIP, on the one kind of checkpoint that it knows (`QuickGELU`).

use base::{Encoder, Rgb8, UnitVector};
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::clip::text_model::{Activation, ClipTextConfig};
use candle_transformers::models::clip::vision_model::ClipVisionConfig;
use candle_transformers::models::clip::{ClipConfig, ClipModel};
use std::path::Path;

/// The sizes of `fixtures/clip/quick/config.json`, as candle wants them.
fn sizes() -> ClipConfig {
    let text_config = ClipTextConfig {
        vocab_size: 556,
        embed_dim: 22,
        activation: Activation::QuickGelu,
        intermediate_size: 50,
        max_position_embeddings: 77,
        pad_with: None,
        num_hidden_layers: 2,
        num_attention_heads: 2,
        projection_dim: 20,
    };
    let vision_config = ClipVisionConfig {
        embed_dim: 27,
        activation: Activation::QuickGelu,
        intermediate_size: 50,
        num_hidden_layers: 2,
        num_attention_heads: 3,
        projection_dim: 20,
        num_channels: 3,
        image_size: 30,
        patch_size: 6,
    };
    ClipConfig { text_config, vision_config, logit_scale_init_value: 2.6592, image_size: 30 }
}

#[test]
fn photos_are_encoded_as_candle_encodes_them() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick");
    let weights = fs_err::read(dir.join("model.safetensors")).unwrap();
    let builder = VarBuilder::from_buffered_safetensors(weights, DType::F32, &Device::Cpu).unwrap();
    let theirs = ClipModel::new(builder, &sizes()).unwrap();
    let ours = clip::open(&clip::ModelSource::Folder { dir, name: "quick".into() }, base::Device::Cpu).unwrap();
    for seed in 1..4 {
        let photo = Rgb8::new(41, 30, (0..41 * 30 * 3).map(|i: u32| (i * i * seed % 251) as u8).collect()).unwrap();
        let prepared = ours.prepare(&photo);
        let pixels = Tensor::from_vec(prepared.0.clone(), (1, 3, 30, 30), &Device::Cpu).unwrap();
        let want = theirs.get_image_features(&pixels).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let got = &ours.encode_images(&[prepared]).unwrap()[0];
        let cosine = got.dot(&UnitVector::normalise(want).unwrap());
        assert!(cosine >= 0.99999, "seed {seed}: cosine {cosine}");
    }
}
