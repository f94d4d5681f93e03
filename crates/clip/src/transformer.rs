//! The transformer that both towers are made of: pre-norm blocks of attention and a two-layer perceptron.
//!
//! All sequences of a batch lie one after another in one matrix `[tokens, width]`, so that every layer is one large product
//! whatever the lengths; only attention looks at one sequence at a time.

use super::config::TowerConfig;
use super::kernel::activation::Activation;
use super::kernel::attention::{self, attend};
use super::kernel::finish::Finish;
use super::kernel::linear::{Linear, Packed};
use super::kernel::norm::LayerNorm;
use super::kernel::{Rows, RowsMut, resize};
use super::weights::Weights;
use base::{Arithmetic, EncodeError};

/// Rows that pass through the perceptron together: its wide middle then stays in the cache.
const PERCEPTRON_ROWS: usize = 192;

/// Buffers of one forward pass, reused so that their pages are mapped only once.
#[derive(Default)]
pub struct Scratch {
    /// `[tokens, width]`: what goes through the blocks.
    pub tokens: Vec<f32>,
    /// Any other matrix that a tower needs before or after the blocks.
    pub extra: Vec<f32>,
    /// For [`Linear::apply`].
    pub packed: Packed,
    /// For [`attend`].
    pub attention: attention::Buffers,
    /// Keys and values of all tokens.
    pub keys_values: Vec<f32>,
    normed: Vec<f32>,
    queries: Vec<f32>,
    attended: Vec<f32>,
    middle: Vec<f32>,
}

struct Block {
    norm: LayerNorm,
    attention: Projections,
    perceptron: Perceptron,
}

/// The layers around an attention.
pub struct Projections {
    /// To queries, already divided by the root of a head's width.
    pub query: Linear,
    /// To keys and, beside them, values.
    pub key_value: Linear,
    /// Applied to what attention returns.
    pub out: Linear,
}

/// Two layers with an activation between them, and a residual past them.
pub struct Perceptron {
    norm: LayerNorm,
    fc1: Linear,
    fc2: Linear,
    activation: Activation,
}

/// A stack of blocks.
pub struct Transformer {
    blocks: Vec<Block>,
    width: usize,
    heads: usize,
    causal: bool,
}

impl Transformer {
    /// Reads `{prefix}.encoder.layers.*`. `one_stays`: [`Transformer::forward`] will be told which row of a sequence is wanted. What only that row
    /// passes through costs next to nothing in f32, and its rounding would go into the result as it is.
    pub fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, causal: bool, one_stays: bool) -> Result<Self, EncodeError> {
        let blocks = (0..config.layers).map(|i| {
            let behind_keys = if one_stays && i + 1 == config.layers { Arithmetic::F32 } else { weights.arithmetic };
            Block::load(weights, &format!("{prefix}.encoder.layers.{i}"), config, behind_keys)
        });
        Ok(Self { blocks: blocks.collect::<Result<_, _>>()?, width: config.width, heads: config.heads, causal })
    }

    /// Sends `scratch.tokens` through all blocks, where they stay, not yet normalised.
    ///
    /// `lengths` are the tokens of each sequence. `pooled(length)` says which of them is all that is wanted of a sequence; then
    /// one row a sequence stays, `[sequences, width]`. Only that one is taken through the last block: its keys and values are all
    /// that the others are still needed for.
    pub fn forward(&self, lengths: &[usize], pooled: Option<fn(usize) -> usize>, scratch: &mut Scratch) {
        let Some((last, others)) = self.blocks.split_last() else { return };
        for block in others {
            self.attention(block, lengths, None, scratch);
            block.perceptron.apply(scratch);
        }
        let kept = pooled.map(|pooled| {
            let mut start = 0;
            let kept = lengths.iter().map(|length| {
                let row = start + pooled(*length);
                start += length;
                row
            });
            kept.collect::<Vec<usize>>()
        });
        self.attention(last, lengths, kept.as_deref(), scratch);
        last.perceptron.apply(scratch);
    }

    /// `tokens += out(attention(norm1(tokens)))`; with `kept`, only those rows, which sequence for sequence stay alone.
    fn attention(&self, block: &Block, lengths: &[usize], kept: Option<&[usize]>, scratch: &mut Scratch) {
        let width = self.width;
        let Scratch { tokens, packed, normed, queries, keys_values, attended, attention, .. } = scratch;
        resize(normed, tokens.len());
        block.norm.apply(tokens, normed);
        resize(keys_values, 2 * tokens.len());
        block.attention.key_value.apply(Rows::dense(normed, width), RowsMut::new(keys_values, 2 * width), Finish::Set, packed);
        if let Some(kept) = kept {
            gather(tokens, kept, width);
            gather(normed, kept, width);
        }
        resize(queries, tokens.len());
        block.attention.query.apply(Rows::dense(normed, width), RowsMut::new(queries, width), Finish::Set, packed);
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
            );
            query += count;
            key += length;
        }
        block.attention.out.apply(Rows::dense(attended, width), RowsMut::new(tokens, width), Finish::Add, packed);
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
    /// All but keys and values in the arithmetic `behind_keys`.
    fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, behind_keys: Arithmetic) -> Result<Self, EncodeError> {
        Ok(Self {
            norm: weights.layer_norm(&format!("{prefix}.layer_norm1"), config.width, config.epsilon)?,
            attention: Projections::load(weights, &format!("{prefix}.self_attn"), config, behind_keys)?,
            perceptron: Perceptron::load(weights, &format!("{prefix}.layer_norm2"), &format!("{prefix}.mlp"), config, behind_keys)?,
        })
    }
}

impl Projections {
    /// Reads `{prefix}.q_proj`, `k_proj`, `v_proj` and `out_proj`; the first and the last in the arithmetic `behind_keys`.
    pub fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, behind_keys: Arithmetic) -> Result<Self, EncodeError> {
        let width = config.width;
        let mut projection = |part: &str| -> Result<(Vec<f32>, Vec<f32>), EncodeError> {
            let name = format!("{prefix}.{part}_proj");
            Ok((weights.take(&format!("{name}.weight"), &[width, width])?, weights.take(&format!("{name}.bias"), &[width])?))
        };
        let (mut q, mut q_bias) = projection("q")?;
        let (mut kv, mut kv_bias) = projection("k")?;
        let (v, v_bias) = projection("v")?;
        kv.extend(v);
        kv_bias.extend(v_bias);
        // Attention divides the scores by this root; dividing the weights instead is done once.
        let root = ((width / config.heads) as f32).sqrt();
        for value in q.iter_mut().chain(&mut q_bias) {
            *value /= root;
        }
        Ok(Self {
            query: Linear::new(&q, width, &q_bias, behind_keys),
            key_value: Linear::new(&kv, width, &kv_bias, weights.arithmetic),
            out: weights.linear(&format!("{prefix}.out_proj"), width, width, behind_keys)?,
        })
    }
}

impl Perceptron {
    /// Reads the normalisation of this name, and `{prefix}.fc1` and `fc2`.
    pub fn load(
        weights: &mut Weights<'_>,
        norm: &str,
        prefix: &str,
        config: &TowerConfig,
        arithmetic: Arithmetic,
    ) -> Result<Self, EncodeError> {
        let TowerConfig { width, middle, activation, epsilon, .. } = *config;
        Ok(Self {
            norm: weights.layer_norm(norm, width, epsilon)?,
            fc1: weights.linear(&format!("{prefix}.fc1"), width, middle, arithmetic)?,
            fc2: weights.linear(&format!("{prefix}.fc2"), middle, width, arithmetic)?,
            activation,
        })
    }

    /// `tokens += fc2(activation(fc1(norm(tokens))))`.
    pub fn apply(&self, scratch: &mut Scratch) {
        let (width, wide) = (self.fc2.outputs(), self.fc1.outputs());
        let Scratch { tokens, packed, normed, middle, .. } = scratch;
        for rows in tokens.chunks_mut(PERCEPTRON_ROWS * width) {
            resize(normed, rows.len());
            resize(middle, rows.len() / width * wide);
            self.norm.apply(rows, normed);
            self.fc1.apply(Rows::dense(normed, width), RowsMut::new(middle, wide), Finish::Activate(self.activation), packed);
            self.fc2.apply(Rows::dense(middle, wide), RowsMut::new(rows, width), Finish::Add, packed);
        }
    }
}
