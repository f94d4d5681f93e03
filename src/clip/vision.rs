//! The image tower: patches, blocks, the class token's projection (Dosovitskiy et al. 2021; Radford et al. 2021).

use super::config::VisionConfig;
use super::kernel::norm::LayerNorm;
use super::kernel::product::{Finish, Linear};
use super::kernel::{Rows, RowsMut, resize};
use super::transformer::{Scratch, Transformer};
use super::weights::Weights;
use crate::base::{EncodeError, Prepared};

/// Prepared photos in, projected features out.
pub struct VisionTower {
    image: usize,
    patch: usize,
    width: usize,
    patches: Linear,
    class: Vec<f32>,
    positions: Vec<f32>,
    pre_norm: LayerNorm,
    blocks: Transformer,
    post_norm: LayerNorm,
    projection: Linear,
}

impl VisionTower {
    /// Reads `vision_model.*` and `visual_projection`.
    pub fn load(weights: &mut Weights<'_>, config: &VisionConfig, projection: usize) -> Result<Self, EncodeError> {
        let (tower, patch) = (&config.tower, config.patch);
        let width = tower.width;
        let side = config.image / patch;
        let embeddings = "vision_model.embeddings";
        let kernel = weights.take(&format!("{embeddings}.patch_embedding.weight"), &[width, 3, patch, patch])?;
        Ok(Self {
            image: config.image,
            patch,
            width,
            patches: Linear::new(&kernel, 3 * patch * patch, &[]),
            class: weights.take(&format!("{embeddings}.class_embedding"), &[width])?,
            positions: weights.take(&format!("{embeddings}.position_embedding.weight"), &[side * side + 1, width])?,
            // Misspelt so in every checkpoint.
            pre_norm: weights.layer_norm("vision_model.pre_layrnorm", width, tower.epsilon)?,
            blocks: Transformer::load(weights, "vision_model", tower, false)?,
            post_norm: weights.layer_norm("vision_model.post_layernorm", width, tower.epsilon)?,
            projection: weights.projection("visual_projection", width, projection)?,
        })
    }

    /// Tokens of one photo: its patches and the class token.
    pub fn tokens(&self) -> usize {
        self.positions.len() / self.width
    }

    /// Features of each photo, `[batch, projection]`, not of unit length. Each photo must be `[3, image, image]`.
    pub fn forward(&self, batch: &[Prepared], scratch: &mut Scratch) -> Vec<f32> {
        let (width, tokens) = (self.width, self.tokens());
        self.embed(batch, scratch);
        self.blocks.forward(&vec![tokens; batch.len()], |_| 0, scratch);
        let Scratch { tokens, extra, packed, .. } = scratch;
        resize(extra, tokens.len());
        self.post_norm.apply(tokens, extra);
        let mut features = vec![0.0; batch.len() * self.projection.outputs()];
        let output = RowsMut::new(&mut features, self.projection.outputs());
        self.projection.apply(Rows::dense(extra, width), output, Finish::Set, packed);
        features
    }

    /// `scratch.tokens` = norm(class token and patches, plus positions), `[batch · tokens, width]`.
    fn embed(&self, batch: &[Prepared], scratch: &mut Scratch) {
        let (width, per_photo) = (self.width, self.positions.len());
        let Scratch { tokens, extra, packed, .. } = scratch;
        resize(tokens, batch.len() * per_photo);
        for (photo, tokens) in batch.iter().zip(tokens.chunks_exact_mut(per_photo)) {
            self.cut(&photo.0, extra);
            tokens.copy_from_slice(&self.positions);
            let (class, patches) = tokens.split_at_mut(width);
            for (value, class) in class.iter_mut().zip(&self.class) {
                *value += class;
            }
            let cut = Rows::dense(extra, 3 * self.patch * self.patch);
            self.patches.apply(cut, RowsMut::new(patches, width), Finish::Add, packed);
        }
        resize(extra, tokens.len());
        self.pre_norm.apply(tokens, extra);
        std::mem::swap(tokens, extra);
    }

    /// `[3, image, image]` as `[patches, 3 · patch · patch]`: the convolution with stride = kernel becomes a product.
    /// Pixels beyond the last whole patch fall away, as they do there.
    fn cut(&self, photo: &[f32], cut: &mut Vec<f32>) {
        let (image, patch) = (self.image, self.patch);
        let side = image / patch;
        resize(cut, side * side * 3 * patch * patch);
        let mut runs = cut.chunks_exact_mut(patch);
        for y in 0..side {
            for x in 0..side {
                for channel in 0..3 {
                    for row in y * patch..(y + 1) * patch {
                        if let Some(run) = runs.next() {
                            run.copy_from_slice(&photo[(channel * image + row) * image + x * patch..][..patch]);
                        }
                    }
                }
            }
        }
    }
}
