//! The image tower: patches, blocks, and what becomes of the tokens (Dosovitskiy et al. 2021; Radford et al. 2021; Zhai et al. 2023).

use super::config::{ImagePooling, VisionConfig};
use super::kernel::finish::Finish;
use super::kernel::linear::Linear;
use super::kernel::norm::LayerNorm;
use super::kernel::{Rows, RowsMut, resize};
use super::pooling::AttentionHead;
use super::transformer::{Scratch, Transformer};
use super::weights::Weights;
use base::{Arithmetic, EncodeError, Prepared};

/// Rows of patches that are one product: as many photos as whole strips of it can be made of, nearly.
const ROWS: usize = 200;

/// Prepared photos in, projected features out.
pub struct VisionTower {
    image: usize,
    patch: usize,
    width: usize,
    patches: Linear,
    /// `[tokens, width]`: what a token is before its patch is added. The class token is nothing but that.
    places: Vec<f32>,
    pre_norm: Option<LayerNorm>,
    blocks: Transformer,
    post_norm: LayerNorm,
    pooling: Pooling,
}

enum Pooling {
    ClassToken(Linear),
    AttentionHead(Box<AttentionHead>),
}

impl VisionTower {
    /// Reads `vision_model.*` and, where there is one, `visual_projection`.
    pub fn load(weights: &mut Weights<'_>, config: &VisionConfig, projection: usize) -> Result<Self, EncodeError> {
        let (tower, patch) = (&config.tower, config.patch);
        let width = tower.width;
        let embeddings = "vision_model.embeddings";
        let kernel = weights.take(&format!("{embeddings}.patch_embedding.weight"), &[width, 3, patch, patch])?;
        let bias = if config.patch_bias { weights.take(&format!("{embeddings}.patch_embedding.bias"), &[width])? } else { Vec::new() };
        let mut places = weights.take(&format!("{embeddings}.position_embedding.weight"), &[config.tokens(), width])?;
        let pooling = match config.pooling {
            ImagePooling::ClassToken => {
                let class = weights.take(&format!("{embeddings}.class_embedding"), &[width])?;
                places.iter_mut().zip(class).for_each(|(place, class)| *place += class);
                Pooling::ClassToken(weights.projection("visual_projection", width, projection)?)
            }
            ImagePooling::AttentionHead => Pooling::AttentionHead(Box::new(AttentionHead::load(weights, "vision_model.head", tower)?)),
        };
        // Misspelt so in every checkpoint.
        let pre_norm = config.pre_norm.then(|| weights.layer_norm("vision_model.pre_layrnorm", width, tower.epsilon)).transpose()?;
        Ok(Self {
            image: config.image,
            patch,
            width,
            // One of a hundred products, and a photo's first: what it rounds, all others see.
            patches: Linear::new(&kernel, 3 * patch * patch, &bias, Arithmetic::F32),
            places,
            pre_norm,
            blocks: Transformer::load(weights, "vision_model", tower, false, config.pooling == ImagePooling::ClassToken)?,
            post_norm: weights.layer_norm("vision_model.post_layernorm", width, tower.epsilon)?,
            pooling,
        })
    }

    /// Tokens of one photo: its patches and, where there is one, the class token.
    pub fn tokens(&self) -> usize {
        self.places.len() / self.width
    }

    /// Features of each photo, `[batch, projection]`, not of unit length. Each photo must be `[3, image, image]`.
    pub fn forward(&self, batch: &[Prepared], scratch: &mut Scratch) -> Vec<f32> {
        self.embed(batch, scratch);
        let lengths = vec![self.tokens(); batch.len()];
        match &self.pooling {
            Pooling::ClassToken(projection) => {
                self.blocks.forward(&lengths, Some(|_| 0), scratch);
                normalise(&self.post_norm, scratch);
                let Scratch { tokens, between, .. } = scratch;
                let mut features = vec![0.0; batch.len() * projection.outputs()];
                let output = RowsMut::new(&mut features, projection.outputs());
                projection.apply(Rows::dense(tokens, self.width), output, Finish::Set, &mut between.packed);
                features
            }
            Pooling::AttentionHead(head) => {
                self.blocks.forward(&lengths, None, scratch);
                normalise(&self.post_norm, scratch);
                head.apply(batch.len(), scratch);
                scratch.tokens.clone()
            }
        }
    }

    /// `scratch.tokens` = class token and patches, plus positions, normalised where the model does, `[batch · tokens, width]`.
    fn embed(&self, batch: &[Prepared], scratch: &mut Scratch) {
        let (width, per_photo, area) = (self.width, self.places.len(), 3 * self.patch * self.patch);
        let before = usize::from(matches!(self.pooling, Pooling::ClassToken(_)));
        let Scratch { tokens, extra, between } = scratch;
        resize(tokens, batch.len() * per_photo);
        let photos = (ROWS / self.tokens()).max(1);
        for (batch, tokens) in batch.chunks(photos).zip(tokens.chunks_mut(photos * per_photo)) {
            // A class token is a row like the others, so that strips go on from photo to photo; what is added to it is taken back.
            resize(extra, batch.len() * self.tokens() * area);
            for ((photo, cut), tokens) in
                batch.iter().zip(extra.chunks_exact_mut(self.tokens() * area)).zip(tokens.chunks_exact_mut(per_photo))
            {
                self.cut(&photo.0, &mut cut[before * area..]);
                tokens.copy_from_slice(&self.places);
            }
            self.patches.apply(Rows::dense(extra, area), RowsMut::new(tokens, width), Finish::Add, &mut between.packed);
            for tokens in tokens.chunks_exact_mut(per_photo) {
                tokens[..before * width].copy_from_slice(&self.places[..before * width]);
            }
        }
        if let Some(norm) = &self.pre_norm {
            normalise(norm, scratch);
        }
    }

    /// `[3, image, image]` as `[patches, 3 · patch · patch]`: the convolution with stride = kernel becomes a product.
    /// Pixels beyond the last whole patch fall away, as they do there.
    fn cut(&self, photo: &[f32], cut: &mut [f32]) {
        let (image, patch) = (self.image, self.patch);
        let side = image / patch;
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

/// Normalises `scratch.tokens`.
fn normalise(norm: &LayerNorm, scratch: &mut Scratch) {
    let Scratch { tokens, extra, .. } = scratch;
    resize(extra, tokens.len());
    norm.apply(tokens, extra);
    std::mem::swap(tokens, extra);
}
