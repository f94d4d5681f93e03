//! The image tower on tensors.

use super::placement::Placement;
use super::pooling::AttentionHead;
use super::transformer::{LayerNorm, Linear, Loader, Transformer};
use crate::accelerator::Fault;
use crate::config::{ImagePooling, ModelConfig};
use base::Prepared;
use candle_core::{DType, Result, Tensor};

/// Prepared photos in, projected features out.
pub struct VisionTower {
    placement: Placement,
    image: usize,
    patch: usize,
    patches: Linear,
    /// `[tokens, width]`.
    positions: Tensor,
    pre_norm: Option<LayerNorm>,
    blocks: Transformer,
    post_norm: LayerNorm,
    pooling: Pooling,
}

enum Pooling {
    ClassToken {
        /// `[1, 1, width]`.
        class: Tensor,
        projection: Linear,
    },
    AttentionHead(AttentionHead),
}

impl VisionTower {
    /// Reads `vision_model.*` and, where there is one, `visual_projection`.
    pub fn load(loader: &mut Loader<'_, '_>, config: &ModelConfig) -> std::result::Result<Self, Fault> {
        let (vision, tower) = (&config.vision, &config.vision.tower);
        let (width, patch) = (tower.width, vision.patch);
        let embeddings = "vision_model.embeddings";
        let kernel = loader.take(&format!("{embeddings}.patch_embedding.weight"), &[width, 3, patch, patch])?.flatten_from(1)?;
        let bias = vision.patch_bias.then(|| loader.take(&format!("{embeddings}.patch_embedding.bias"), &[width])).transpose()?;
        let pooling = match vision.pooling {
            ImagePooling::ClassToken => Pooling::ClassToken {
                class: loader.take(&format!("{embeddings}.class_embedding"), &[width])?.reshape((1, 1, width))?,
                projection: loader.linear("visual_projection", width, config.projection, false)?,
            },
            ImagePooling::AttentionHead => Pooling::AttentionHead(AttentionHead::load(loader, "vision_model.head", tower)?),
        };
        let side = vision.image / patch;
        let tokens = side * side + usize::from(vision.pooling == ImagePooling::ClassToken);
        // Misspelt so in every checkpoint.
        let pre_norm = vision.pre_norm.then(|| loader.layer_norm("vision_model.pre_layrnorm", width, tower.epsilon)).transpose()?;
        Ok(Self {
            placement: loader.placement.clone(),
            image: vision.image,
            patch,
            patches: Linear::new(&kernel, bias.as_ref(), loader.placement.products)?,
            positions: loader.take(&format!("{embeddings}.position_embedding.weight"), &[tokens, width])?,
            pre_norm,
            blocks: Transformer::load(loader, "vision_model", tower)?,
            post_norm: loader.layer_norm("vision_model.post_layernorm", width, tower.epsilon)?,
            pooling,
        })
    }

    /// Features of each photo, `[batch, projection]`, not of unit length. Each photo must be `[3, image, image]`.
    pub fn forward(&self, batch: &[Prepared]) -> Result<Tensor> {
        let tokens = self.blocks.forward(&self.embed(batch)?, None)?;
        match &self.pooling {
            Pooling::ClassToken { projection, .. } => {
                let class = tokens.narrow(1, 0, 1)?.squeeze(1)?;
                projection.apply(&self.post_norm.apply(&class)?)
            }
            Pooling::AttentionHead(head) => head.apply(&self.post_norm.apply(&tokens)?),
        }
    }

    /// Class token and patches, plus positions, normalised where the model does, `[batch, tokens, width]` in f32.
    fn embed(&self, batch: &[Prepared]) -> Result<Tensor> {
        let patches = self.patches(batch)?;
        let tokens = match &self.pooling {
            Pooling::ClassToken { class, .. } => {
                let class = class.broadcast_as((batch.len(), 1, class.dim(2)?))?.contiguous()?;
                Tensor::cat(&[class, patches], 1)?
            }
            Pooling::AttentionHead(_) => patches,
        };
        let tokens = tokens.broadcast_add(&self.positions)?;
        match &self.pre_norm {
            Some(norm) => norm.apply(&tokens),
            None => Ok(tokens),
        }
    }

    /// A token for each patch, `[batch, patches, width]` in f32: the convolution with stride = kernel becomes a product.
    /// Pixels beyond the last whole patch fall away, as they do there.
    fn patches(&self, batch: &[Prepared]) -> Result<Tensor> {
        let (image, patch, side) = (self.image, self.patch, self.image / self.patch);
        let upload = |photo: &Prepared| Tensor::from_slice(&photo.0, (1, 3, image, image), &self.placement.device);
        let photos = batch.iter().map(upload).collect::<Result<Vec<_>>>()?;
        let whole = side * patch;
        let pixels = Tensor::cat(&photos, 0)?.to_dtype(self.placement.products)?.narrow(2, 0, whole)?.narrow(3, 0, whole)?;
        let grid = pixels.reshape((batch.len(), 3, side, patch, side, patch))?.permute((0, 2, 4, 1, 3, 5))?;
        let cut = grid.reshape((batch.len() * side * side, 3 * patch * patch))?;
        self.patches.apply(&cut)?.to_dtype(DType::F32)?.reshape((batch.len(), side * side, ()))
    }
}
