//! The text tower on tensors.

use super::placement::Placement;
use super::transformer::{LayerNorm, Linear, Loader, Transformer};
use crate::accelerator::Fault;
use crate::config::ModelConfig;
use candle_core::{DType, Result, Tensor};

/// Token ids in, projected features out.
pub struct TextTower {
    placement: Placement,
    /// `[vocabulary, width]`.
    embeddings: Tensor,
    /// `[context, width]`.
    positions: Tensor,
    blocks: Transformer,
    causal: bool,
    final_norm: LayerNorm,
    projection: Linear,
}

impl TextTower {
    /// Reads `text_model.*` and, in models whose projection is not `text_model.head`, `text_projection`.
    pub fn load(loader: &mut Loader<'_, '_>, config: &ModelConfig) -> std::result::Result<Self, Fault> {
        let (text, tower, embeddings) = (&config.text, &config.text.tower, "text_model.embeddings");
        let width = tower.width;
        let head = if text.projection_bias { "text_model.head" } else { "text_projection" };
        Ok(Self {
            placement: loader.placement.clone(),
            embeddings: loader.take_for_products(&format!("{embeddings}.token_embedding.weight"), &[text.vocabulary, width])?,
            positions: loader.take(&format!("{embeddings}.position_embedding.weight"), &[text.context, width])?,
            blocks: Transformer::load(loader, "text_model", tower)?,
            causal: text.causal,
            final_norm: loader.layer_norm("text_model.final_layer_norm", width, tower.epsilon)?,
            projection: loader.linear(head, width, config.projection, text.projection_bias)?,
        })
    }

    /// Features of each text, `[texts, projection]`, not of unit length. The conditions are those of the tower on slices.
    ///
    /// Shorter texts are padded at their end, which no token before can see in a causal tower; in the other kind all texts are of
    /// one length, with the padding of their training.
    pub fn forward(&self, texts: &[Vec<u32>]) -> Result<Tensor> {
        let longest = texts.iter().map(Vec::len).max().unwrap_or_default();
        let padded = texts.iter().flat_map(|text| (0..longest).map(|i| text.get(i).copied().unwrap_or_default()));
        let ids = Tensor::from_vec(padded.collect::<Vec<u32>>(), texts.len() * longest, &self.placement.device)?;
        let tokens = self.embeddings.index_select(&ids, 0)?.to_dtype(DType::F32)?.reshape((texts.len(), longest, ()))?;
        let tokens = tokens.broadcast_add(&self.positions.narrow(0, 0, longest)?)?;
        let mask = self.causal.then(|| self.causal_mask(longest)).transpose()?;
        let tokens = self.blocks.forward(&tokens, mask.as_ref())?;
        let last = texts.iter().enumerate().map(|(i, text)| (i * longest + text.len() - 1) as u32);
        let last = Tensor::from_vec(last.collect::<Vec<u32>>(), texts.len(), &self.placement.device)?;
        let pooled = tokens.flatten_to(1)?.index_select(&last, 0)?;
        self.projection.apply(&self.final_norm.apply(&pooled)?)
    }

    /// `[length, length]`: what is added to the scores so that a token sees only itself and those before it.
    fn causal_mask(&self, length: usize) -> Result<Tensor> {
        let values = (0..length).flat_map(|query| (0..length).map(move |key| if key > query { f32::NEG_INFINITY } else { 0.0 }));
        Tensor::from_vec(values.collect::<Vec<f32>>(), (length, length), &self.placement.device)
    }
}
