//! `SigLIP`'s way from the tokens of a photo to one vector: a learned probe attends to them all (Zhai et al. 2022, section 3.4).

use super::config::TowerConfig;
use super::kernel::attention::attend;
use super::kernel::finish::Finish;
use super::kernel::linear::Packed;
use super::kernel::{Rows, RowsMut, resize};
use super::transformer::{Between, Perceptron, Projections, Scratch};
use super::weights::Weights;
use base::{Arithmetic, EncodeError};

/// Multi-head attention from one query, then a perceptron with a residual.
pub struct AttentionHead {
    /// The probe's query, `[width]`: it is the same for every photo.
    query: Vec<f32>,
    projections: Projections,
    perceptron: Perceptron,
    heads: usize,
}

impl AttentionHead {
    /// Reads `{prefix}.*`.
    pub fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig) -> Result<Self, EncodeError> {
        let width = config.width;
        let probe = weights.take(&format!("{prefix}.probe"), &[width])?;
        let projections = Projections::load(weights, &format!("{prefix}.attention"), config, Arithmetic::F32)?;
        let mut query = vec![0.0; width];
        projections.query.apply(Rows::dense(&probe, width), RowsMut::new(&mut query, width), Finish::Set, &mut Packed::default());
        let perceptron = Perceptron::load(weights, &format!("{prefix}.layernorm"), &format!("{prefix}.mlp"), config, Arithmetic::F32)?;
        Ok(Self { query, projections, perceptron, heads: config.heads })
    }

    /// Replaces `scratch.tokens`, `[photos · tokens, width]` and normalised, by one row a photo, `[photos, width]`.
    pub fn apply(&self, photos: usize, scratch: &mut Scratch) {
        let width = self.query.len();
        let Scratch { tokens, extra, between } = scratch;
        let Between { packed, keys_values, attention, .. } = between;
        resize(keys_values, 2 * tokens.len());
        self.projections.key_value.apply(Rows::dense(tokens, width), RowsMut::new(keys_values, 2 * width), Finish::Set, packed);
        let keys_values = Rows::dense(keys_values, 2 * width);
        let each = keys_values.count() / photos.max(1);
        resize(extra, photos * width);
        for (photo, attended) in extra.chunks_exact_mut(width).enumerate() {
            let query = Rows::dense(&self.query, width);
            attend(query, keys_values.rows(photo * each, each), self.heads, false, attended, attention);
        }
        resize(tokens, photos * width);
        self.projections.out.apply(Rows::dense(extra, width), RowsMut::new(tokens, width), Finish::Set, packed);
        self.perceptron.apply(tokens, between);
    }
}
