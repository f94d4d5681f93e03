//! The transformer that both towers are made of: pre-norm blocks of attention and a two-layer perceptron.
//!
//! All sequences of a batch lie one after another in one matrix `[tokens, width]`, so that every layer is one large product
//! whatever the lengths; only attention looks at one sequence at a time. Nothing is ever padded.

use super::config::TowerConfig;
use super::kernel::activation::Activation;
use super::kernel::attention::{self, attend};
use super::kernel::norm::LayerNorm;
use super::kernel::product::{Finish, Linear};
use super::kernel::{Rows, RowsMut, resize};
use super::weights::Weights;
use crate::base::EncodeError;

/// Rows that pass through the perceptron together: its wide middle then stays in the cache.
const PERCEPTRON_ROWS: usize = 192;

/// Buffers of one forward, kept from call to call so that no page is touched for the first time twice.
#[derive(Default)]
pub struct Scratch {
    /// `[tokens, width]`: what goes through the blocks.
    pub tokens: Vec<f32>,
    /// Any other matrix that a tower needs before or after the blocks.
    pub extra: Vec<f32>,
    /// For [`Linear::apply`].
    pub packed: Vec<f32>,
    normed: Vec<f32>,
    queries: Vec<f32>,
    keys_values: Vec<f32>,
    attended: Vec<f32>,
    middle: Vec<f32>,
    attention: attention::Buffers,
}

struct Block {
    norm1: LayerNorm,
    query: Linear,
    key_value: Linear,
    out: Linear,
    norm2: LayerNorm,
    fc1: Linear,
    fc2: Linear,
}

/// Blocks in a row.
pub struct Transformer {
    blocks: Vec<Block>,
    width: usize,
    heads: usize,
    activation: Activation,
    causal: bool,
}

impl Transformer {
    /// Reads `{prefix}.encoder.layers.*`.
    pub fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, causal: bool) -> Result<Self, EncodeError> {
        let blocks = (0..config.layers).map(|i| Block::load(weights, &format!("{prefix}.encoder.layers.{i}"), config));
        Ok(Self {
            blocks: blocks.collect::<Result<_, _>>()?,
            width: config.width,
            heads: config.heads,
            activation: config.activation,
            causal,
        })
    }

    /// Sends `scratch.tokens` through all blocks and leaves there one row a sequence, `[sequences, width]`, not yet normalised.
    ///
    /// `lengths` are the tokens of each sequence; `pooled(length)` says which of them is its result. Only that one is taken
    /// through the last block: its keys and values are all that the others are still needed for.
    pub fn forward(&self, lengths: &[usize], pooled: impl Fn(usize) -> usize, scratch: &mut Scratch) {
        let Some((last, others)) = self.blocks.split_last() else { return };
        for block in others {
            self.attention(block, lengths, None, scratch);
            self.perceptron(block, scratch);
        }
        let mut start = 0;
        let kept: Vec<usize> = lengths
            .iter()
            .map(|length| {
                let row = start + pooled(*length);
                start += length;
                row
            })
            .collect();
        self.attention(last, lengths, Some(&kept), scratch);
        self.perceptron(last, scratch);
    }

    /// `tokens += out(attention(norm1(tokens)))`; with `kept`, only those rows, which sequence for sequence stay alone.
    fn attention(&self, block: &Block, lengths: &[usize], kept: Option<&[usize]>, scratch: &mut Scratch) {
        let width = self.width;
        let Scratch { tokens, packed, normed, queries, keys_values, attended, attention, .. } = scratch;
        resize(normed, tokens.len());
        block.norm1.apply(tokens, normed);
        resize(keys_values, 2 * tokens.len());
        block.key_value.apply(Rows::dense(normed, width), RowsMut::new(keys_values, 2 * width), Finish::Set, packed);
        if let Some(kept) = kept {
            gather(tokens, kept, width);
            gather(normed, kept, width);
        }
        resize(queries, tokens.len());
        block.query.apply(Rows::dense(normed, width), RowsMut::new(queries, width), Finish::Set, packed);
        resize(attended, tokens.len());
        let (queries, keys_values) = (Rows::dense(queries, width), Rows::dense(keys_values, 2 * width));
        let (mut query, mut key) = (0, 0);
        for length in lengths {
            let count = if kept.is_some() { 1 } else { *length };
            attend(
                queries.rows(query, count),
                keys_values.rows(key, *length),
                self.heads,
                // A sequence ends at its pooled token (see the text tower), which may therefore look at all of it.
                self.causal && kept.is_none(),
                &mut attended[query * width..],
                attention,
                packed,
            );
            query += count;
            key += length;
        }
        block.out.apply(Rows::dense(attended, width), RowsMut::new(tokens, width), Finish::Add, packed);
    }

    /// `tokens += fc2(activation(fc1(norm2(tokens))))`.
    fn perceptron(&self, block: &Block, scratch: &mut Scratch) {
        let width = self.width;
        let Scratch { tokens, packed, normed, middle, .. } = scratch;
        for rows in tokens.chunks_mut(PERCEPTRON_ROWS * width) {
            let wide = block.fc1.outputs();
            resize(normed, rows.len());
            resize(middle, rows.len() / width * wide);
            block.norm2.apply(rows, normed);
            let activate = Finish::Activate(self.activation);
            block.fc1.apply(Rows::dense(normed, width), RowsMut::new(middle, wide), activate, packed);
            block.fc2.apply(Rows::dense(middle, wide), RowsMut::new(rows, width), Finish::Add, packed);
        }
    }
}

/// Keeps the named rows of `[rows, width]`; they must ascend.
fn gather(matrix: &mut Vec<f32>, rows: &[usize], width: usize) {
    for (to, from) in rows.iter().enumerate() {
        matrix.copy_within(from * width..(from + 1) * width, to * width);
    }
    matrix.truncate(rows.len() * width);
}

impl Block {
    fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig) -> Result<Self, EncodeError> {
        let TowerConfig { width, middle, heads, epsilon, .. } = *config;
        let mut projection = |part: &str| -> Result<(Vec<f32>, Vec<f32>), EncodeError> {
            let name = format!("{prefix}.self_attn.{part}_proj");
            Ok((weights.take(&format!("{name}.weight"), &[width, width])?, weights.take(&format!("{name}.bias"), &[width])?))
        };
        let (mut q, mut q_bias) = projection("q")?;
        let (mut kv, mut kv_bias) = projection("k")?;
        let (v, v_bias) = projection("v")?;
        kv.extend(v);
        kv_bias.extend(v_bias);
        // Attention divides the scores by this root; dividing the weights instead is done once.
        let root = ((width / heads) as f32).sqrt();
        for value in q.iter_mut().chain(&mut q_bias) {
            *value /= root;
        }
        Ok(Self {
            norm1: weights.layer_norm(&format!("{prefix}.layer_norm1"), width, epsilon)?,
            query: Linear::new(&q, width, &q_bias),
            key_value: Linear::new(&kv, width, &kv_bias),
            out: weights.linear(&format!("{prefix}.self_attn.out_proj"), width, width)?,
            norm2: weights.layer_norm(&format!("{prefix}.layer_norm2"), width, epsilon)?,
            fc1: weights.linear(&format!("{prefix}.mlp.fc1"), width, middle)?,
            fc2: weights.linear(&format!("{prefix}.mlp.fc2"), middle, width)?,
        })
    }
}
