//! `SigLIP`'s attention head on tensors.

use super::transformer::{LayerNorm, Linear, Loader, Perceptron, add, attend};
use crate::accelerator::Fault;
use crate::config::TowerConfig;
use candle_core::{DType, Result, Tensor};

/// Multi-head attention from one query, then a perceptron with a residual.
pub struct AttentionHead {
    /// The probe's query, `[1, heads, 1, head]`: it is the same for every photo.
    query: Tensor,
    key_value: Linear,
    out: Linear,
    norm: LayerNorm,
    perceptron: Perceptron,
}

impl AttentionHead {
    /// Reads `{prefix}.*`.
    pub fn load(loader: &mut Loader<'_, '_>, prefix: &str, config: &TowerConfig) -> std::result::Result<Self, Fault> {
        let TowerConfig { width, heads, epsilon, .. } = *config;
        let products = loader.placement.products;
        let probe = loader.take(&format!("{prefix}.probe"), &[width])?.reshape((1, width))?;
        let (weight, bias) = loader.query_key_value(&format!("{prefix}.attention"), config)?;
        let query = Linear::new(&weight.narrow(0, 0, width)?, Some(&bias.narrow(0, 0, width)?), products)?;
        Ok(Self {
            query: query.apply(&probe)?.reshape((1, heads, 1, width / heads))?,
            key_value: Linear::new(&weight.narrow(0, width, 2 * width)?, Some(&bias.narrow(0, width, 2 * width)?), products)?,
            out: loader.linear(&format!("{prefix}.attention.out_proj"), width, width, true)?,
            norm: loader.layer_norm(&format!("{prefix}.layernorm"), width, epsilon)?,
            perceptron: Perceptron::load(loader, &format!("{prefix}.mlp"), config)?,
        })
    }

    /// `[batch, tokens, width]`, normalised, to `[batch, width]` in f32.
    pub fn apply(&self, tokens: &Tensor) -> Result<Tensor> {
        let (batch, length, width) = tokens.dims3()?;
        let (_, heads, _, head) = self.query.dims4()?;
        let parts = self.key_value.apply(&tokens.flatten_to(1)?)?.reshape((batch, length, 2, heads, head))?;
        let parts = parts.permute((2, 0, 3, 1, 4))?.contiguous()?;
        let query = self.query.broadcast_as((batch, heads, 1, head))?.contiguous()?;
        let attended = attend(&query, &parts.get(0)?, &parts.get(1)?, None)?.reshape((batch, width))?;
        let rows = self.out.apply(&attended)?.to_dtype(DType::F32)?;
        add(&rows, &self.perceptron.apply(&self.norm.apply(&rows)?)?)
    }
}
