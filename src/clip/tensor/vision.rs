//! The image tower on tensors.

use super::Place;
use super::transformer::{LayerNorm, Linear, Loader, Transformer};
use crate::base::Prepared;
use crate::clip::accelerator::Fault;
use crate::clip::config::ModelConfig;
use candle_core::{DType, Result, Tensor};

/// Prepared photos in, projected features out.
pub struct VisionTower {
    place: Place,
    image: usize,
    patch: usize,
    patches: Linear,
    /// `[1, 1, width]`.
    class: Tensor,
    /// `[tokens, width]`.
    positions: Tensor,
    pre_norm: LayerNorm,
    blocks: Transformer,
    post_norm: LayerNorm,
    projection: Linear,
}

impl VisionTower {
    /// Reads `vision_model.*` and `visual_projection`.
    pub fn load(loader: &mut Loader<'_, '_>, config: &ModelConfig) -> std::result::Result<Self, Fault> {
        let (tower, patch, image) = (&config.vision.tower, config.vision.patch, config.vision.image);
        let width = tower.width;
        let side = image / patch;
        let embeddings = "vision_model.embeddings";
        let kernel = loader.take(&format!("{embeddings}.patch_embedding.weight"), &[width, 3, patch, patch])?;
        Ok(Self {
            place: loader.place.clone(),
            image,
            patch,
            patches: Linear::new(&kernel.flatten_from(1)?, None, loader.place.products)?,
            class: loader.take(&format!("{embeddings}.class_embedding"), &[width])?.reshape((1, 1, width))?,
            positions: loader.take(&format!("{embeddings}.position_embedding.weight"), &[side * side + 1, width])?,
            // Misspelt so in every checkpoint.
            pre_norm: loader.layer_norm("vision_model.pre_layrnorm", width, tower.epsilon)?,
            blocks: Transformer::load(loader, "vision_model", tower)?,
            post_norm: loader.layer_norm("vision_model.post_layernorm", width, tower.epsilon)?,
            projection: loader.linear("visual_projection", width, config.projection, false)?,
        })
    }

    /// Features of each photo, `[batch, projection]`, not of unit length. Each photo must be `[3, image, image]`.
    pub fn forward(&self, batch: &[Prepared]) -> Result<Tensor> {
        let patches = self.patches(batch)?;
        let (photos, _, width) = patches.dims3()?;
        let class = self.class.broadcast_as((photos, 1, width))?.contiguous()?;
        let tokens = Tensor::cat(&[class, patches], 1)?.broadcast_add(&self.positions)?;
        let tokens = self.blocks.forward(&self.pre_norm.apply(&tokens)?, None)?;
        let class = tokens.narrow(1, 0, 1)?.squeeze(1)?;
        self.projection.apply(&self.post_norm.apply(&class)?)
    }

    /// A token for each patch, `[batch, patches, width]` in f32: the convolution with stride = kernel becomes a product.
    /// Pixels beyond the last whole patch fall away, as they do there.
    fn patches(&self, batch: &[Prepared]) -> Result<Tensor> {
        let (image, patch, side) = (self.image, self.patch, self.image / self.patch);
        let upload = |photo: &Prepared| Tensor::from_slice(&photo.0, (1, 3, image, image), &self.place.device);
        let photos = batch.iter().map(upload).collect::<Result<Vec<_>>>()?;
        let whole = side * patch;
        let pixels = Tensor::cat(&photos, 0)?.to_dtype(self.place.products)?.narrow(2, 0, whole)?.narrow(3, 0, whole)?;
        let grid = pixels.reshape((batch.len(), 3, side, patch, side, patch))?.permute((0, 2, 4, 1, 3, 5))?;
        let cut = grid.reshape((batch.len() * side * side, 3 * patch * patch))?;
        self.patches.apply(&cut)?.to_dtype(DType::F32)?.reshape((batch.len(), side * side, ()))
    }
}
