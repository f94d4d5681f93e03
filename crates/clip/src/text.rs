//! The text tower: tokens, blocks, the projection of one of them (Radford et al. 2021, section 2.4; Zhai et al. 2023).

use super::config::TextConfig;
use super::kernel::finish::Finish;
use super::kernel::linear::Linear;
use super::kernel::norm::LayerNorm;
use super::kernel::{Rows, RowsMut, resize};
use super::transformer::{Scratch, Transformer};
use super::weights::Weights;
use base::{Arithmetic, EncodeError};

/// Token ids in, projected features out.
pub struct TextTower {
    width: usize,
    /// `[vocabulary, width]`.
    embeddings: Vec<f32>,
    /// `[context, width]`.
    positions: Vec<f32>,
    blocks: Transformer,
    final_norm: LayerNorm,
    projection: Linear,
}

impl TextTower {
    /// Reads `text_model.*` and, in models whose projection is not `text_model.head`, `text_projection`.
    pub fn load(weights: &mut Weights<'_>, config: &TextConfig, projection: usize) -> Result<Self, EncodeError> {
        let (tower, embeddings) = (&config.tower, "text_model.embeddings");
        let width = tower.width;
        Ok(Self {
            width,
            embeddings: weights.take(&format!("{embeddings}.token_embedding.weight"), &[config.vocabulary, width])?,
            positions: weights.take(&format!("{embeddings}.position_embedding.weight"), &[config.context, width])?,
            blocks: Transformer::load(weights, "text_model", tower, config.causal, true)?,
            final_norm: weights.layer_norm("text_model.final_layer_norm", width, tower.epsilon)?,
            projection: if config.projection_bias {
                weights.linear("text_model.head", width, projection, Arithmetic::F32)?
            } else {
                weights.projection("text_projection", width, projection)?
            },
        })
    }

    /// Features of each text, `[texts, projection]`, not of unit length.
    ///
    /// Each text ends with the token that stands for it. In a causal tower what follows could not reach back, so it was cut; in the
    /// other kind every token sees the padding, so it is there.
    /// Ids must be below the vocabulary and no text longer than the context; [`super::tokens::Tokens`] sees to both.
    pub fn forward(&self, texts: &[Vec<u32>], scratch: &mut Scratch) -> Vec<f32> {
        let width = self.width;
        let lengths: Vec<usize> = texts.iter().map(Vec::len).collect();
        resize(&mut scratch.tokens, lengths.iter().sum::<usize>() * width);
        let places = texts.iter().flat_map(|text| text.iter().zip(self.positions.chunks_exact(width)));
        for (token, (id, position)) in scratch.tokens.chunks_exact_mut(width).zip(places) {
            let embedding = &self.embeddings[*id as usize * width..][..width];
            for ((value, e), p) in token.iter_mut().zip(embedding).zip(position) {
                *value = e + p;
            }
        }
        self.blocks.forward(&lengths, Some(|length| length - 1), scratch);
        let Scratch { tokens, extra, between } = scratch;
        resize(extra, tokens.len());
        self.final_norm.apply(tokens, extra);
        let mut features = vec![0.0; texts.len() * self.projection.outputs()];
        let output = RowsMut::new(&mut features, self.projection.outputs());
        self.projection.apply(Rows::dense(extra, width), output, Finish::Set, &mut between.packed);
        features
    }
}
